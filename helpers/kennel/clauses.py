"""Choosing the words of one clause: a scene, who is in it, and what else is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from helpers.kennel.choices import Chooser, Stuck
from helpers.kennel.phrases import (
    Mention,
    Predicate,
    clause,
    first_person,
    french_verb,
    impersonal,
    together,
)
from helpers.kennel.scenes import SCENES, Scene
from helpers.kennel.small_words import ADVERBS, FIXED, HABITUAL, PREPOSITIONS
from helpers.kennel.units import Part, join, phrase, unit
from helpers.kennel.verbs import MOODS, VERBS, Verb
from helpers.kennel.words import ADJECTIVES, TOPICS, Noun

TOPICAL = {topic: tuple(scene for scene in SCENES if scene.topic == topic) for topic in TOPICS}
NEUTRAL = tuple(scene for scene in SCENES if not scene.topic)
# What else happens in a sentence about a topic: mostly something about it, or nothing special.
ABOUT = {topic: TOPICAL[topic] * 2 + NEUTRAL for topic in TOPICS}
# What one does once rather than often.
ONCE = frozenset(
    {"buy", "look for", "leave", "arrive", "visit", "give", "wait for"} | {"shine", "blow", "fall"}
)
# How a preposition introduces its noun, if not with "the" and all that may follow: by train.
MANNERS = {"at": "just"} | dict.fromkeys(("by", *HABITUAL), "by")
ALONE = frozenset({"drink", "dog", "breed"})  # not listed: an egg and a cake, but one drink
# What is true of someone whatever else goes on: "the boy who loves his dog is eating".
STEADY = frozenset({"love", "like", "want", "have", "live"})


class Told(NamedTuple):
    """A finished clause, with whom and what a next clause can take up."""

    part: Part
    subject: Mention
    thing: Mention | None = None  # the direct object
    scene: Scene | None = None  # None once nothing more should be made of it
    negative: bool = False
    bound: bool = False  # hangs on "because" or "while"

    @property
    def happens(self) -> bool:
        """Whether something goes on (English can say "is ...-ing"); otherwise it is a state."""
        return self.scene is not None and bool(VERBS[self.scene.verb].ing)


class Teller(Chooser):
    """Tells one clause at a time; no verb comes twice in a sentence.

    With ``habit``, English says "she sleeps", otherwise "she is sleeping"; French does not mind.
    """

    def __init__(self, random: Callable[[], float], topic: str, habit: bool) -> None:
        super().__init__(random, topic)
        self.habit = habit
        self.aside = False  # inside a relative clause
        self.leading = False  # choosing the subject of a clause
        self.hung = False  # a relative clause came last, nothing else can be added to the verb

    def subject(self, scene: Scene, owner: Mention | None = None, negated: bool = False) -> Mention:
        """Someone or something a scene can be about, often the owner's brother or dog."""
        verb = VERBS[scene.verb]
        self.use(scene.verb)
        if "it" in scene.who:
            return impersonal()
        kind = self.pick(scene.who)
        able = kind in ("person", "grown") and verb.je and "I" not in self.used
        if able and self.chance(0.14):
            self.used.add("I")
            return first_person()
        near = owner is not None and "person" in owner.kinds and self.chance(0.7)
        if near and kind in ("person", "grown", "child"):
            kind = self.pick(("sibling" if kind == "child" else "family", "name"))
        how = "the" if negated else "free" if verb.ing else "known"
        if near and kind in ("pet", "dog", "plain"):
            how = "own"
        single = scene.what[0][:1] == (("role", "trade"),) or not verb.ils
        couple = not single and how != "own" and self.chance(0.16)
        noun, plural = self.noun(kind, False if single or couple else None)
        self.leading = True
        try:
            first = self.mention(noun, plural, "the" if couple else how, owner)
        finally:
            self.leading = False
        partners = first.kinds & {"name", "family", "child", "breed"}
        if not couple or not partners or first.plural:
            return first
        self.room -= 2
        return together([first, self.mention(*self.noun(min(partners), False), "the", owner)])

    def everyone(self, scene: Scene) -> Mention:
        """Dogs, children: all there are."""
        kinds = [kind for kind in scene.who if kind in ("person", "child", "pet", "dog")]
        if not kinds or not VERBS[scene.verb].ils:
            raise Stuck
        kind = "child" if kinds[0] == "person" else kinds[0]
        self.use(scene.verb)
        return self.mention(*self.noun(kind, True), "all", None)

    def qualified(self, mention: Mention) -> Mention:
        """The mention, now and then with a relative clause behind it."""
        if self.aside or "sky" in mention.kinds or not self.chance(0.6):
            return mention
        self.aside = True
        relative = self.subject_relative if self.chance(0.6) else self.object_relative
        try:
            part = join(mention.part, relative(mention))
        except Stuck:
            return mention
        finally:
            self.aside = False
        self.hung = True
        return mention._replace(part=part)

    def scene(self, options: Sequence[Scene], suits: Callable[[Scene], bool]) -> Scene:
        """A scene that suits; its verb must be new to the sentence."""
        for _ in range(8):
            scene = self.pick(options)
            if scene.verb not in self.used and suits(scene):
                return scene
        raise Stuck

    def usual(self, scene: Scene) -> bool:
        """Whether the scene goes with the time the sentence speaks of."""
        return scene.verb not in ONCE if self.habit else not scene.habitual

    def fits(self, scene: Scene, subject: Mention) -> bool:
        return not subject.kinds.isdisjoint(scene.who) and bool(
            french_verb(VERBS[scene.verb], subject)
        )

    def subject_relative(self, mention: Mention) -> Part:
        """who is sleeping / qui dort"""

        def suits(scene: Scene) -> bool:
            if scene.verb in ("be", "be (avoir)") or scene.must_explain:
                return False
            steady = scene.verb in STEADY or not self.leading
            return steady and self.usual(scene) and self.fits(scene, mention)

        scene = self.scene(ABOUT[self.topic], suits)
        pronoun = unit("who" if "person" in mention.kinds else "that", "qui")
        return self.tell(scene, mention._replace(part=pronoun)).part

    def object_relative(self, mention: Mention) -> Part:
        """that Anna loves / qu'Anna adore"""

        def suits(scene: Scene) -> bool:
            if "person" not in scene.who or scene.verb in ("be", "have"):
                return False
            return self.usual(scene) and takes(scene, mention.kinds)

        scene = self.scene(ABOUT[self.topic], suits)
        noun, _ = self.noun(self.pick(("name", "family")))
        subject = self.mention(noun, False, "free", None)
        verb = VERBS[scene.verb]
        self.use(scene.verb)
        told = clause(subject, Predicate(verb, self.progressive(verb)))
        self.room -= len(told.english) + 1
        return join(unit("that", "que"), told)

    def progressive(self, verb: Verb) -> bool:
        return bool(verb.ing) and not self.habit

    def complement(
        self, how: str, kind: str, subject: Mention, negated: bool
    ) -> tuple[Part, Mention | None]:
        """One complement, and the object if it is one."""
        if how in FIXED:
            return phrase(*FIXED[how]), None
        if how == "looks":
            return self.looks(subject), None
        if kind == "family" and "family" in subject.kinds:
            kind = "name"  # "my sister and her father" would be a riddle
        number = subject.plural if kind == "breed" else None
        if how == "all":
            number = True
        noun, plural = self.noun(kind, number)
        if how in PREPOSITIONS:
            pet = "pet" in noun.kinds and self.chance(0.5)
            manner = MANNERS.get(how) or ("own" if pet else "the")
            if how == "in" and kind in ("house", "workplace"):
                manner = "a"  # lives in a small house, works in a school
            place = self.mention(noun, plural, manner, subject)
            return join(unit(*PREPOSITIONS[how]), place.part), None
        several = how in ("a", "free") and kind not in ALONE and not negated
        if several and self.room > 3 and self.chance(0.15):
            return self.listed(noun, plural, kind, subject), None
        thing = self.mention(noun, plural, how, subject, negated)
        return thing.part, None if how == "all" else thing

    def listed(self, noun: Noun, plural: bool, kind: str, subject: Mention) -> Part:
        """Two or three objects: "an apple, an egg and some bread"."""
        things = [self.mention(noun, plural, "a", subject)]
        while len(things) < 2 or (len(things) < 3 and self.room > 3 and self.chance(0.4)):
            self.room -= 3
            things.append(self.mention(*self.noun(kind), "a", subject))
        return together(things).part

    def looks(self, subject: Mention) -> Part:
        """An adjective said of the subject: "is very old"."""
        form = subject.form
        options = [
            adjective
            for adjective in ADJECTIVES
            if adjective.use
            and not adjective.suits.isdisjoint(subject.kinds)
            and adjective.about not in self.used
            and adjective.forms[form]
        ]
        if not options:
            raise Stuck
        adjective = self.pick(options)
        self.used.add(adjective.about)
        part = unit(adjective.english, adjective.forms[form], content=True)
        if adjective.use == "very" and self.chance(0.3):
            return join(unit("very", ADVERBS["very"]), part)
        return part

    def tell(
        self,
        scene: Scene,
        subject: Mention,
        negation: str = "",
        adverb: str = "",
        question: bool = False,
        elliptic: bool = False,
    ) -> Told:
        """A clause about a scene."""
        verb = VERBS[scene.verb]
        self.use(scene.verb)
        self.room -= 3
        negated = bool(negation) and scene.verb != "be"
        thing = None
        parts = []
        self.hung = False
        for how, kind in self.pick(scene.what):
            if self.hung:
                raise Stuck
            part, found = self.complement(how, kind, subject, negated)
            thing = thing or found
            parts.append(part)
        if scene.where and not self.hung and self.room > 0 and self.chance(0.6):
            parts.append(self.complement(*self.pick(scene.where), subject, False)[0])
        predicate = Predicate(
            verb, self.progressive(verb), negation, adverb, rest=join(*parts), elliptic=elliptic
        )
        part = clause(subject, predicate, question)
        self.room -= sum(len(part.english) for part in parts)
        return Told(part, subject, thing, scene, bool(negation))

    def feel(self, subject: Mention, moods: Sequence[str], negation: str = "") -> Part:
        """How the subject is: "he is very tired" / "il est très fatigué"."""
        options = [mood for mood in moods if may_feel(subject, mood) and mood not in self.used]
        if not options:
            raise Stuck
        mood = self.pick(options)
        self.used.add(mood)
        verb = VERBS[MOODS[mood].verb]
        part = unit(mood, MOODS[mood].forms[subject.form], content=True)
        if self.chance(0.15):
            part = join(unit("very", ADVERBS["very"]), part)
        self.room -= 4
        return clause(subject, Predicate(verb, negation=negation, rest=part))


def may_feel(subject: Mention, mood: str) -> bool:
    """Whether a mood suits; "I am tired" would hide the gender French wants."""
    who = MOODS[mood].who
    if not subject.animate or (who == "person" and "person" not in subject.kinds):
        return False
    masculine, feminine, *_ = MOODS[mood].forms
    return not subject.first_person or masculine == feminine


def takes(scene: Scene, kinds: frozenset[str]) -> bool:
    """Whether something of these kinds can be the only object of a scene."""
    return any(
        len(option) == 1
        and option[0][0] in ("free", "a", "own", "the", "all")
        and option[0][1] in kinds
        for option in scene.what
    )
