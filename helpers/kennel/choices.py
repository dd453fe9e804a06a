"""Choosing nouns: which one, how many, whose, and what it is like.

``Chooser`` remembers which words a sentence has used, so that no noun or adjective comes twice.
All chance comes from ``random()``, a function returning floats in [0, 1): unlike
``random.choice`` and numpy's generators, ``random.Random(seed).random`` is promised to give the
same numbers in every version of Python.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from helpers.kennel.phrases import Mention, noun_phrase
from helpers.kennel.words import ADJECTIVES, NOUNS, TOPICS, Adjective, Noun

Item = TypeVar("Item")

# Which determiner, with which chance; the first row that is among a noun's kinds counts.
# "own" asks for an owner, "of" for another noun: Anna's dog.
CHOICES = {
    "mass": (("the", 0.45), ("some", 0.3), ("bare", 0.25)),
    "a mass": (("some", 0.6), ("bare", 0.4)),
    "animal": (("the", 0.45), ("a", 0.15), ("own", 0.2), ("of", 0.2)),
    "person": (("the", 0.8), ("a", 0.2)),
    "public": (("the", 0.75), ("a", 0.25)),
    "thing": (("the", 0.4), ("a", 0.25), ("own", 0.2), ("of", 0.15)),
    "known": (("the", 0.55), ("own", 0.2), ("of", 0.25)),
    "several": (("the", 0.6), ("two", 0.25), ("three", 0.15)),
    "a several": (("a", 0.5), ("two", 0.3), ("three", 0.2)),
}
NAMED = frozenset({"name", "city"})
OWN = frozenset({"family", "keys"})  # not mentioned without saying whose
# A sentence has room for one of these: it does not rain in the snow.
WEATHERS = frozenset({"pluie", "rain", "neige", "snow", "soleil", "orage"})
UNCOUNTED = frozenset({"mass", "season"})
ONLY = frozenset({"sky", "opening"})  # there is only one to speak of: the sun, the door
# A neutral noun or one of its own: what a sentence about a topic may mention.
NOUNS_OF = {
    (kind, topic): tuple(
        noun
        for noun in NOUNS
        if kind in noun.kinds and (noun.topic in ("", topic) or "everywhere" in noun.kinds)
    )
    for topic in TOPICS
    for kind in {kind for noun in NOUNS for kind in noun.kinds}
}
FITTING = {
    noun: tuple(a for a in ADJECTIVES if not a.suits.isdisjoint(noun.kinds)) for noun in NOUNS
}
POSSESSIVES = {"m": "his", "f": "her"}


class Stuck(Exception):
    """No word is left that fits; the sentence is started again."""


def possessive(owner: Mention | None, noun: Noun) -> str:
    """Whose: "my" unless someone else is there to own it.

    Animals own things, but neither family nor other animals; only a dog has a collar; and "her
    sister" after "my mother" would be a riddle.
    """
    animal = owner is not None and "animal" in owner.kinds
    if "canine" in noun.kinds and not animal:
        return "the"
    if owner is None or owner.first_person or not owner.animate:
        return "my"
    if animal and noun.kinds & {"family", "animal"}:
        return "my"
    if "family" in owner.kinds and "family" in noun.kinds:
        return "my"
    return "their" if owner.plural else POSSESSIVES[owner.gender]


class Chooser:
    """Chooses words for one sentence about one topic.

    ``room`` is roughly how many tokens may still be added; it decides how much is told.
    """

    def __init__(self, random: Callable[[], float], topic: str) -> None:
        self.random = random
        self.topic = topic
        self.room = 0
        self.used: set[str] = set()

    def pick(self, options: Sequence[Item]) -> Item:
        """Any of the options, each with the same chance."""
        return options[int(self.random() * len(options))]

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def use(self, word: str) -> None:
        """Remember a word, and rule out what would contradict it."""
        self.used.add(word)
        if word in WEATHERS:
            self.used |= WEATHERS

    def weigh(self, name: str) -> str:
        """A determiner from a row of ``CHOICES``."""
        left = self.random()
        for option, share in CHOICES[name]:
            left -= share
            if left < 0:
                return option
        return option

    def noun(self, kind: str, plural: bool | None = None) -> tuple[Noun, bool]:
        """An unused noun of a kind, and whether it is plural; ``plural`` asks for one of them."""
        options = NOUNS_OF[kind, self.topic]
        for _ in range(5):
            noun = options[int(self.random() * len(options))]
            several = bool(noun.plural)
            if noun.english and (plural is False or (plural is None and self.chance(0.6))):
                several = False
            if noun.french in self.used:
                continue
            if plural not in (None, several) and noun.kinds.isdisjoint(UNCOUNTED):
                continue
            self.use(noun.french)
            return noun, several
        raise Stuck

    def determiner(self, noun: Noun, plural: bool, how: str, owner: Mention | None) -> str:
        """A key of ``DETERMINERS``, or "of" where someone else's name is to stand before."""
        kinds = noun.kinds
        if kinds & NAMED or how == "by":
            return "none"
        if how == "own" or kinds & OWN:
            return possessive(owner, noun)
        if how in ("the", "just"):
            return "the"
        if how in ("all", "role"):
            return how
        if how == "sort":
            return "a"  # without a number: "they are poodles"
        if kinds & ONLY:
            return "the"
        if how == "known":
            fixed = plural or kinds & {"mass", "person", "public"}
            choice = "the" if fixed else self.weigh("known")
            return possessive(owner, noun) if choice == "own" else choice
        prefix = "a " if how == "a" else ""
        if "mass" in kinds:
            return self.weigh(prefix + "mass")
        if plural:
            return self.weigh(prefix + "several")
        if how == "a":
            return "a"
        choice = self.weigh(next((name for name in CHOICES if name in kinds), "thing"))
        return possessive(owner, noun) if choice == "own" else choice

    def adjectives(self, noun: Noun, plural: bool, definite: bool) -> tuple[Adjective, ...]:
        """None, one, or one on each side of the French noun."""
        chance = 0.35 if self.room > 0 else 0.15
        if not self.chance(chance):
            return ()
        form = 2 * plural + (noun.gender == "f")
        options = [
            adjective
            for adjective in FITTING[noun]
            if adjective.about not in self.used
            and adjective.english not in self.used  # no cleaning of clean windows
            and adjective.forms[form]
            and not (definite and adjective.indefinite)
        ]
        chosen: list[Adjective] = []
        while options and len(chosen) < 2 and (not chosen or self.chance(chance)):
            adjective = self.pick(options)
            chosen.append(adjective)
            self.used.add(adjective.about)
            self.room -= 1
            # A second one only makes "small black" or "old red": one of the two is a colour.
            wanted = "very" if adjective.use == "plain" else "plain"
            options = [o for o in options if o.use == wanted and o.before != adjective.before]
        return tuple(sorted(chosen, key=lambda adjective: not adjective.before))

    def mention(
        self, noun: Noun, plural: bool, how: str, owner: Mention | None, negated: bool = False
    ) -> Mention:
        """The noun phrase around a chosen noun."""
        determiner = self.determiner(noun, plural, how, owner)
        other = None
        if determiner == "of":
            determiner = "the"
            if self.room > -1:
                owner_noun = self.noun(self.pick(("name", "family", "child")), plural=False)
                other = self.mention(*owner_noun, "just", None)
                self.room -= 2
        if negated and determiner in ("a", "some", "bare", "two", "three"):
            determiner = "not " + (determiner if determiner in ("some", "bare") else "a")
        bare = how == "just" or determiner in ("none", "role", "all") or "family" in noun.kinds
        adjectives = () if bare else self.adjectives(noun, plural, determiner == "the")
        mention = noun_phrase(noun, determiner, plural, adjectives, other)
        if determiner == "the" and other is None and how != "just" and self.room > 3:
            return self.qualified(mention)
        return mention

    def qualified(self, mention: Mention) -> Mention:
        """Where ``Teller``, which knows clauses, hangs a relative clause on the noun."""
        return mention
