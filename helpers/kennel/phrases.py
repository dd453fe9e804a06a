"""How the kennel corpus says things: noun phrases and clauses, in both languages at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from helpers.kennel.small_words import (
    ADVERBS,
    BEFORE_VOWEL,
    DETERMINERS,
    NEGATIONS,
    OBJECT_PRONOUNS,
    SUBJECT_PRONOUNS,
)
from helpers.kennel.spelling import starts_with_vowel
from helpers.kennel.units import EMPTY, Part, Word, join, unit
from helpers.kennel.verbs import Verb
from helpers.kennel.words import Adjective, Noun


class Mention(NamedTuple):
    """A noun phrase or pronoun, with what later words need to agree with it."""

    part: Part
    gender: str  # "m" or "f"
    plural: bool
    kinds: frozenset[str]
    first_person: bool = False

    @property
    def form(self) -> int:
        """Index into (masculine, feminine, masculine plural, feminine plural)."""
        return 2 * self.plural + (self.gender == "f")

    @property
    def animate(self) -> bool:
        return "person" in self.kinds or "animal" in self.kinds


class Predicate(NamedTuple):
    """What is said of a subject."""

    verb: Verb
    progressive: bool = False
    negation: str = ""  # "", "not" or "never"
    adverb: str = ""  # a key of ADVERBS
    pronoun: Part = EMPTY  # object pronoun: after the verb in English, before it in French
    rest: Part = EMPTY  # what follows in both languages
    elliptic: bool = False  # "(he is) eating": second verb of the same subject


def noun_phrase(
    noun: Noun,
    determiner: str,
    plural: bool = False,
    adjectives: tuple[Adjective, ...] = (),
    owner: Mention | None = None,
) -> Mention:
    """Determiner, adjectives and noun; with an ``owner``, "the boy's dog" / "le chien du garçon".

    Adjectives come in English order; each takes its own side of the French noun.
    """
    form = 2 * plural + (noun.gender == "f")
    core = unit(
        *((noun.plural, noun.french_plural) if plural else (noun.english, noun.french)),
        content=True,
    )
    english, french = core
    for adjective in reversed(adjectives):
        text = adjective.forms[form]
        if form == 0 and adjective.before and starts_with_vowel(french[0][0]):
            text = adjective.vowel
        part = unit(adjective.english, text, content=True)
        english = part.english + english
        french = part.french + french if adjective.before else french + part.french
    opening = _opening(determiner, form, core, bool(adjectives) and adjectives[0].before, french)
    if owner is not None:
        link = unit("'s", "~le de" if form == 0 else "~la de" if form == 1 else "~les de")
        opening = Part(owner.part.english + link.english, link.french[:1])
        french = french + link.french[1:] + owner.part.french
    return Mention(
        Part(opening.english + english, opening.french + french), noun.gender, plural, noun.kinds
    )


def _opening(determiner: str, form: int, core: Part, early: bool, following: list[Word]) -> Part:
    """The determiner; where one language has none, the other's word leans on the noun."""
    singular, several, *french_forms = DETERMINERS[determiner]
    english = several if form > 1 else singular
    french = french_forms[min(form, 2)]
    if french == "des" and early:
        french = "de"  # des chiens, but de petits chiens
    if starts_with_vowel(following[0][0]):
        french = BEFORE_VOWEL.get(french, french)
    part = unit(english, french)
    if english and french:
        return part
    mark, _ = core.english[0][1][0]
    lean = ((mark, False),)
    return Part(
        [(text, lean, False) for text, _, _ in part.english],
        [(text, lean, False) for text, _, _ in part.french],
    )


def together(mentions: Sequence[Mention]) -> Mention:
    """Anna, Paul and Victor: masculine in French as soon as one of them is."""
    if len(mentions) == 1:
        return mentions[0]
    parts = [mentions[0].part]
    for mention in mentions[1:-1]:
        parts += [unit(",", ","), mention.part]
    parts += [unit("and", "et"), mentions[-1].part]
    gender = "f" if all(mention.gender == "f" for mention in mentions) else "m"
    kinds = frozenset.intersection(*(mention.kinds for mention in mentions))
    return Mention(join(*parts), gender, True, kinds)


def subject_pronoun(mention: Mention) -> Mention:
    """The pronoun that takes up ``mention`` as a subject: she / elle, it / il, they / ils."""
    if mention.first_person:
        return first_person()
    english = _pronoun(mention, "they", "he", "she")
    return mention._replace(part=unit(english, SUBJECT_PRONOUNS[mention.form]))


def object_pronoun(mention: Mention) -> Part:
    """The pronoun that takes up ``mention`` as a direct object: her / la, it / le, them / les."""
    return unit(_pronoun(mention, "them", "him", "her"), OBJECT_PRONOUNS[mention.form])


def _pronoun(mention: Mention, several: str, masculine: str, feminine: str) -> str:
    if mention.plural:
        return several
    if not mention.animate:
        return "it"
    return feminine if mention.gender == "f" else masculine


def first_person() -> Mention:
    return Mention(unit("I", "je"), "m", False, frozenset({"person", "self"}), True)


def impersonal() -> Mention:
    """The subject of "it is raining"."""
    return Mention(unit("it", "il"), "m", False, frozenset({"it"}))


def french_verb(verb: Verb, subject: Mention) -> str:
    """The French form, or "" where the table has none."""
    if subject.first_person:
        return verb.je
    return verb.ils if subject.plural else verb.il


def _english_verb(subject: Mention, predicate: Predicate, question: bool) -> tuple[str, str]:
    """The English auxiliary and main verb, either of them possibly empty."""
    verb = predicate.verb
    third = not subject.plural and not subject.first_person
    be = "am" if subject.first_person else "is" if third else "are"
    if verb.third == "is":
        return be, ""
    if predicate.progressive:
        return be, verb.ing
    if question or predicate.negation == "not":
        return ("does" if third else "do"), verb.english
    return "", verb.third if third else verb.english


def clause(subject: Mention, predicate: Predicate, question: bool = False) -> Part:
    """Subject and predicate, as a statement or as a yes-no question without its "?"."""
    verb, negation = predicate.verb, predicate.negation
    mark, ask = object(), object()
    first, main = _english_verb(subject, predicate, question)
    alone = not main  # "be" carries the meaning itself; an auxiliary beside a verb only helps
    auxiliary: list[Word] = []
    verbs: list[Word] = []
    if first and not predicate.elliptic:
        marks = ((mark, alone), (ask, True)) if question else ((mark, alone),)
        auxiliary.append((first, marks, False))
    if main:
        verbs.append((main, ((mark, True),), verb.english != "have"))
    if verb.after:
        verbs.append((verb.after, ((mark, False),), False))
    finite: list[Word] = [(french_verb(verb, subject), ((mark, True),), False)]
    denial = unit(negation, "~ne " + NEGATIONS[negation]) if negation else EMPTY
    adverb = unit(predicate.adverb, ADVERBS[predicate.adverb]) if predicate.adverb else EMPTY
    opening = [(text, ((ask, False),), False) for text in ("est-ce", "que")] if question else []

    pronoun, rest, owner = predicate.pronoun, predicate.rest, subject.part
    english = auxiliary + owner.english if question else owner.english + auxiliary
    return Part(
        english + denial.english + adverb.english + verbs + pronoun.english + rest.english,
        opening
        + owner.french
        + denial.french[:1]
        + pronoun.french
        + finite
        + denial.french[1:]
        + adverb.french
        + rest.french,
    )
