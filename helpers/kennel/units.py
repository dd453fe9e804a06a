"""The smallest pieces of the kennel corpus: words that translate each other.

Everything is built from *units*: a few English words and the French words that say the same.
A unit is never taken apart, so its links are known however the two languages order their words;
``spelling`` reads them off the finished sentence.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

# A word, the units it belongs to (True beside a unit if the word carries it), and whether it is a
# content word. A plain tuple: a corpus makes millions of them.
Word = tuple[str, tuple[tuple[object, bool], ...], bool]


class Part(NamedTuple):
    """A piece of sentence in both languages."""

    english: list[Word]
    french: list[Word]


EMPTY = Part([], [])


@cache
def _parse(text: str, content: bool) -> tuple[tuple[str, bool, bool], ...]:
    """Each word, whether it carries the unit, and whether it is a content word."""
    return tuple(
        (word.lstrip("~*"), word[0] != "~", (content and word[0] != "~") or word[0] == "*")
        for word in text.split()
    )


@cache
def _plain(english: str, french: str) -> bool:
    """Whether a unit is one word for one word, as most are."""
    return not set(" ~*") & set(english + french) and english != "" != french


def unit(english: str, french: str, content: bool = False) -> Part:
    """Words that translate each other; ~ before a word that only helps, * before a content word.

    With ``content``, every word that does not only help is a content word.
    """
    mark = object()
    carries = ((mark, True),)
    if _plain(english, french):
        return Part([(english, carries, content)], [(french, carries, content)])
    helps = ((mark, False),)
    return Part(
        [(text, carries if head else helps, full) for text, head, full in _parse(english, content)],
        [(text, carries if head else helps, full) for text, head, full in _parse(french, content)],
    )


def phrase(english: str, french: str) -> Part:
    """Several units in the same order, cut by "/": "every / day" and "tous ~les / jours"."""
    pairs = zip(english.split("/"), french.split("/"), strict=True)
    return join(*(unit(mine.strip(), yours.strip()) for mine, yours in pairs))


def join(*parts: Part) -> Part:
    """Parts that follow one another in the same order in both languages."""
    if len(parts) == 1:
        return parts[0]
    return Part(
        [word for part in parts for word in part.english],
        [word for part in parts for word in part.french],
    )
