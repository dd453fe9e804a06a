"""Between sentences and numbers: tokens, vocabularies, batches.

>>> tokenise("The dog isn't a Labrador.", "english")
('the', 'dog', "isn't", 'a', 'Labrador', '.')
>>> tokenise("L'épagneul dort-il ?", "french")
("l'", 'épagneul', 'dort-il', '?')
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

PAD, START, END, UNKNOWN = "<pad>", "<s>", "</s>", "<unk>"
SPECIALS = (PAD, START, END, UNKNOWN)  # their ids are 0, 1, 2, 3

# A token is a number, a word with its inner apostrophes and hyphens, or one other sign.
# English sets its possessive apart (Anna 's), French its elisions (l' os, qu' elle).
_NUMBER = r"\d+(?:[.,:]\d+)*"
_WORD = r"\w+(?:['-]\w+)*"
_PATTERNS = {
    "english": re.compile(rf"{_NUMBER}|'s\b|\w+(?:(?!'s\b)['-]\w+)*|\S"),
    "french": re.compile(
        rf"{_NUMBER}|\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=\w)|{_WORD}|\S", re.IGNORECASE
    ),
}
_ELISION = re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)'", re.IGNORECASE)
_TIGHT = {"english": frozenset(".,?!;:)") | {"'s"}, "french": frozenset(".,)")}  # no space before


def _known(language: str) -> str:
    if language not in _PATTERNS:
        raise ValueError(f"language must be 'english' or 'french', got {language!r}")
    return language


def tokenise(
    sentence: str, language: str, capitals: Container[str] = ()
) -> tuple[str, ...]:
    """Cut a sentence into words and punctuation marks.

    The first word loses its capital unless it is one of the ``capitals``, which always have one (a
    name, a breed, "I"), so that "The" and "the" are one word. ``language`` is "english" or
    "french". An empty sentence raises ValueError.
    """
    if not isinstance(sentence, str):
        raise TypeError(f"sentence must be a string, got {type(sentence).__name__}")
    tokens = _PATTERNS[_known(language)].findall(sentence.replace("’", "'"))
    if not tokens:
        raise ValueError(f"sentence must contain a word, got {sentence!r}")
    if tokens[0].partition("'")[0] not in capitals:
        tokens[0] = tokens[0][0].lower() + tokens[0][1:]
    return tuple(tokens)


def detokenise(tokens: Sequence[str], language: str) -> str:
    """Write tokens as a sentence: the inverse of ``tokenise`` for the kennel corpus.

    French puts a space before "?" and "!", English does not. No tokens raise ValueError.
    """
    tight = _TIGHT[_known(language)]
    if isinstance(tokens, str) or not tokens:
        raise ValueError(f"tokens must be a sequence of at least one token, got {tokens!r}")
    pieces = [token if token in tight else " " + token for token in tokens]
    for position, token in enumerate(tokens[:-1]):
        elided = language == "french" and token[-1] == "'" and _ELISION.fullmatch(token)
        if elided or token == "(":
            pieces[position + 1] = tokens[position + 1]
    text = "".join(pieces).lstrip()
    return text[0].upper() + text[1:]


@dataclass(frozen=True)
class Vocabulary:
    """The words a model knows, numbered; the four special ones come first.

    ``words[0]`` is the padding; a word that is not in ``words`` becomes ``<unk>``.
    """

    words: tuple[str, ...]
    ids: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.words[: len(SPECIALS)] != SPECIALS:
            raise ValueError(f"words must start with {SPECIALS}, got {self.words[:4]}")
        ids = {word: number for number, word in enumerate(self.words)}
        if len(ids) < len(self.words):
            twice = [word for word, count in Counter(self.words).items() if count > 1]
            raise ValueError(f"words must be distinct, got {twice} more than once")
        object.__setattr__(self, "ids", ids)

    @classmethod
    def build(cls, sentences: Iterable[Sequence[str]], minimum_count: int = 1) -> Vocabulary:
        """Number the words that occur ``minimum_count`` times or more, the most frequent first."""
        counts: Counter[str] = Counter()
        for sentence in sentences:
            counts.update(_tokens(sentence, "sentences"))
        words = sorted(
            (word for word, count in counts.items() if count >= minimum_count),
            key=lambda word: (-counts[word], word),
        )
        return cls(SPECIALS + tuple(words))

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.ids

    def encode(self, tokens: Sequence[str], start: bool = False, end: bool = False) -> list[int]:
        """The ids of a sentence, with ``<s>`` before or ``</s>`` behind if asked for."""
        unknown = self.ids[UNKNOWN]
        numbers = [self.ids.get(token, unknown) for token in _tokens(tokens, "tokens")]
        return [self.ids[START]] * start + numbers + [self.ids[END]] * end

    def decode(self, ids: Sequence[int] | np.ndarray) -> list[str]:
        """The words of a sentence up to ``</s>``, without padding and ``<s>``.

        Takes a list, an array or a tensor of one dimension; an id outside the vocabulary raises
        IndexError.
        """
        numbers = np.asarray(ids)
        if numbers.ndim != 1:
            raise ValueError(f"ids must have one dimension (length,), got shape {numbers.shape}")
        words = []
        for number in numbers.tolist():
            if number != int(number) or not 0 <= number < len(self.words):
                raise IndexError(f"ids must be from 0 to {len(self.words) - 1}, got {number}")
            word = self.words[int(number)]
            if word == END:
                break
            if word not in (PAD, START):
                words.append(word)
        return words


def _tokens(tokens: Sequence[str], name: str) -> Sequence[str]:
    """The tokens themselves, if there are any and they are not one string by mistake."""
    if isinstance(tokens, str):
        raise TypeError(f"{name} must hold lists of tokens, got the string {tokens!r}: tokenise it")
    if len(tokens) == 0:
        raise ValueError(f"{name} must not hold an empty sentence")
    return tokens


@dataclass(frozen=True)
class Batch:
    """Sentences of similar length as arrays; the masks are **True at real words**."""

    index: np.ndarray  # (batch,) where each sentence stood in the lists given to ``batches``
    source: np.ndarray  # (batch, source) ids, 0 behind the end of a sentence
    source_mask: np.ndarray  # (batch, source) bool
    target: np.ndarray | None = None  # (batch, target), if targets were given
    target_mask: np.ndarray | None = None


def batch_indices(lengths: Sequence[int], size: int, seed: int = 0) -> list[list[int]]:
    """Which sentences go together: lists of positions in ``lengths``, in shuffled order.

    A batch holds ``size`` sentences (the last one fewer) that lie next to each other when sorted
    by length; sentences of equal length are shuffled among the batches.
    """
    if size < 1:
        raise ValueError(f"size must be at least 1, got {size}")
    draw = random.Random(seed).random
    order = [
        index
        for _, _, index in sorted((length, draw(), index) for index, length in enumerate(lengths))
    ]
    groups = [order[first : first + size] for first in range(0, len(order), size)]
    return [group for _, group in sorted((draw(), group) for group in groups)]


def batches(
    sources: Sequence[Sequence[int]],
    targets: Sequence[Sequence[int]] | None = None,
    size: int = 64,
    seed: int = 0,
) -> Iterator[Batch]:
    """Go once through encoded sentences in batches of similar length, shuffled by ``seed``.

    ``sources`` and ``targets`` are lists of ids (see ``Vocabulary.encode``), one per sentence;
    sentences are grouped by source length, then target length. Give each epoch its own seed.
    An empty sentence or lists of different lengths raise ValueError.
    """
    if targets is not None and len(targets) != len(sources):
        raise ValueError(
            f"targets must be as many as sources, got {len(targets)} targets "
            f"and {len(sources)} sources"
        )
    lengths = [len(source) for source in sources]
    if targets is not None:
        longest = max((len(target) for target in targets), default=0) + 1
        lengths = [
            length * longest + len(target) for length, target in zip(lengths, targets, strict=True)
        ]
    for group in batch_indices(lengths, size, seed):
        source, source_mask = _fill([sources[index] for index in group], "sources")
        if targets is None:
            yield Batch(np.array(group), source, source_mask)
        else:
            filled = _fill([targets[index] for index in group], "targets")
            yield Batch(np.array(group), source, source_mask, *filled)


def _fill(sentences: Sequence[Sequence[int]], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Ids and mask of one batch, each (batch, longest)."""
    lengths = np.array([len(sentence) for sentence in sentences])
    if not lengths.all():
        raise ValueError(f"{name} must not hold an empty sentence")
    mask = np.arange(lengths.max()) < lengths[:, None]
    ids = np.zeros(mask.shape, dtype=np.int64)
    ids[mask] = [number for sentence in sentences for number in sentence]
    return ids, mask
