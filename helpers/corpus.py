"""The kennel corpus: English-French sentence pairs with exact gold alignments.

A small grammar (``helpers/kennel``) tells everyday scenes in both languages at once, so that each
pair comes with its word alignment and its content words. Every English sentence has one French
translation. The same seed gives the same corpus on every platform and version of Python.

>>> THE_SENTENCE.french
'Le chien est un labrador.'

**Tokens** are words and punctuation marks. The first word of a sentence is written small unless
it always has a capital (Labrador, Anna, I); French elisions stand alone: "l'", "d'", "qu'".

**Links** are pairs (source index, target index). *Sure* links join words that say the same, which
includes articles, pronouns, prepositions and punctuation; "not" is surely "pas". *Possible* links
contain the sure ones and add the words that only help: the auxiliaries "is" and "does" with the
French verb, "ne" with "not", "of" in "in front of" with "devant", the French article of "bread"
(du pain) with the noun, the auxiliary that opens a question with "est-ce que".
Every token of both sentences has at least one possible link.

**Content words** say what the sentence is about: nouns and names, adjectives, verbs with a meaning
of their own. Not content: articles, pronouns, prepositions, conjunctions, "be", "have",
auxiliaries, "not", numbers, adverbs and phrases of time ("often", "every day", "very", "here").
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from helpers.kennel.choices import Stuck
from helpers.kennel.phrases import Predicate, clause, noun_phrase
from helpers.kennel.sentences import Writer
from helpers.kennel.spelling import spell, spell_english
from helpers.kennel.units import Part, join, unit
from helpers.kennel.verbs import VERBS
from helpers.kennel.words import NAMES, NOUNS, TOPICS
from helpers.text import detokenise
from helpers.text import tokenise as tokenise_any

Links = frozenset[tuple[int, int]]

SHORTEST, LONGEST = 3, 45  # English tokens, punctuation included
# How much of a corpus lies in which range of lengths, unless a caller says otherwise.
LENGTHS: Mapping[tuple[int, int], float] = {
    (3, 6): 0.12,
    (7, 12): 0.48,
    (13, 20): 0.25,
    (21, 30): 0.10,
    (31, 45): 0.05,
}
AHEAD = 5  # sentences by which a range may run ahead of its share
PATIENCE = 4000  # tries without a new sentence before giving up


def tokenise(sentence: str, language: str) -> tuple[str, ...]:
    """Cut a sentence as the corpus does: the kennel's names and breeds keep their capital.

    Args:
        language: "english" or "french".

    Raises:
        ValueError: an empty sentence, or another language.

    >>> tokenise("Labradors bark.", "english")
    ('Labradors', 'bark', '.')
    """
    return tokenise_any(sentence, language, NAMES)


@dataclass(frozen=True)
class Pair:
    """An English sentence and its French translation."""

    source: tuple[str, ...]  # English tokens
    target: tuple[str, ...]  # French tokens
    topic: str  # one of TOPICS
    sure: Links  # (source index, target index)
    possible: Links  # contains the sure ones
    content: tuple[bool, ...]  # one per source token

    @property
    def english(self) -> str:
        """The English sentence as written."""
        return detokenise(self.source, "english")

    @property
    def french(self) -> str:
        """The French sentence as written."""
        return detokenise(self.target, "french")


@dataclass(frozen=True)
class Splits:
    """Pairs to train, tune and test with; no English sentence is in two of them."""

    train: list[Pair]
    dev: list[Pair]
    test: list[Pair]


def generate(
    count: int,
    seed: int = 0,
    min_length: int = SHORTEST,
    max_length: int = LONGEST,
    lengths: Mapping[tuple[int, int], float] | None = None,
) -> list[Pair]:
    """Make ``count`` pairs with distinct English sentences, in random order.

    ``min_length`` and ``max_length`` bound the number of English tokens, "." included.
    ``lengths`` gives the share of each range of lengths, ``{(3, 12): 0.7, (13, 45): 0.3}``, and
    defaults to ``LENGTHS``; ranges are cut to the bounds. "The dog is a Labrador." is never made:
    it is kept for looking at (``THE_SENTENCE``).

    Raises ValueError if the bounds or the shares make no sense, or if there are not so many
    distinct sentences.
    """
    if count < 0:
        raise ValueError(f"count must be 0 or more, got {count}")
    stream = _distinct(seed, _ranges(min_length, max_length, lengths))
    return [next(stream) for _ in range(count)]


def splits(
    train: int = 12_000,
    dev: int = 1_000,
    test: int = 1_000,
    seed: int = 0,
    min_length: int = SHORTEST,
    max_length: int = LONGEST,
    lengths: Mapping[tuple[int, int], float] | None = None,
) -> Splits:
    """Make a corpus in three parts of the given sizes; see ``generate`` for the other arguments.

    Test and dev are drawn first: with the same seed they stay the same whatever ``train`` is.
    """
    pairs = generate(test + dev + train, seed, min_length, max_length, lengths)
    return Splits(train=pairs[test + dev :], dev=pairs[test : test + dev], test=pairs[:test])


def _ranges(
    min_length: int, max_length: int, lengths: Mapping[tuple[int, int], float] | None
) -> list[tuple[int, int, float]]:
    """The wanted ranges within the bounds, each with its share; the shares sum to 1."""
    if not SHORTEST <= min_length <= max_length <= LONGEST:
        raise ValueError(
            f"lengths must satisfy {SHORTEST} <= min_length <= max_length <= {LONGEST}, "
            f"got min_length={min_length}, max_length={max_length}"
        )
    wanted: list[tuple[int, int, float]] = []
    for (low, high), share in (LENGTHS if lengths is None else lengths).items():
        if low > high or share < 0 or any(low <= b and a <= high for a, b, _ in wanted):
            raise ValueError(
                "lengths must map ranges (low, high) that do not overlap to shares, "
                f"got {(low, high)}: {share}"
            )
        low, high = max(low, min_length), min(high, max_length)
        if low <= high and share > 0:
            wanted.append((low, high, share))
    if not wanted:
        raise ValueError(
            f"lengths leaves nothing between min_length={min_length} and max_length={max_length}"
        )
    total = sum(share for _, _, share in wanted)
    return [(low, high, share / total) for low, high, share in wanted]


def _distinct(seed: int, ranges: list[tuple[int, int, float]]) -> Iterator[Pair]:
    """Pairs without end, no English sentence twice.

    Each draft is aimed at the range that lags behind most. One that comes out longer or shorter
    is kept too if its range has not run ahead, so little work is wasted and every stretch of the
    stream has the wanted mix.
    """
    draw = random.Random(seed).random
    seen = {THE_SENTENCE.source}
    made = [0] * len(ranges)
    range_of = {
        length: position
        for position, (low, high, _) in enumerate(ranges)
        for length in range(low, high + 1)
    }
    misses = 0
    while misses < PATIENCE:
        total = len(seen)
        lag = [share * total - done for (_, _, share), done in zip(ranges, made, strict=True)]
        low, high, _ = ranges[lag.index(max(lag))]
        topic = TOPICS[int(draw() * len(TOPICS))]
        misses += 1
        # The larger of two draws: short ranges hold few short sentences, and long ones fall short.
        aim = low + int(max(draw(), draw()) * (high - low + 1))
        part = _draft(draw, topic, aim)
        kept = range_of.get(len(part.english)) if part else None
        if part is None or kept is None or lag[kept] < -AHEAD:
            continue
        source = spell_english(part.english)
        if source not in seen:
            misses = 0
            seen.add(source)
            made[kept] += 1
            yield _finish(part, topic)
    raise ValueError(
        f"no new sentence of {low} to {high} tokens after {PATIENCE} tries and {len(seen) - 1} "
        "sentences; ask for fewer or allow more lengths"
    )


def _draft(draw: Callable[[], float], topic: str, length: int) -> Part | None:
    """One sentence of about that length, or None where the choice of words led nowhere."""
    try:
        return Writer(draw, topic, habit=draw() < 0.4).write(length)
    except Stuck:
        return None


def _finish(part: Part, topic: str) -> Pair:
    spelled = spell(part)
    return Pair(
        source=spelled.source,
        target=spelled.target,
        topic=topic,
        sure=spelled.sure,
        possible=spelled.possible,
        content=spelled.content,
    )


def _the_sentence() -> Pair:
    nouns = {noun.english: noun for noun in NOUNS}
    dog = noun_phrase(nouns["dog"], "the")
    labrador = noun_phrase(nouns["Labrador"], "a")
    statement = clause(dog, Predicate(VERBS["be"], rest=labrador.part))
    return _finish(join(statement, unit(".", ".")), "dogs")


THE_SENTENCE = _the_sentence()
