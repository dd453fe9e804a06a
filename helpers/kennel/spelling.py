"""Spelling that depends on the neighbouring word, and the links between the finished sentences.

French elides (le os -> l'os) and contracts (de le -> du); English writes "an" before a vowel.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from helpers.kennel.units import Part, Word

VOWELS = frozenset("aàâeéèêiîoôœuAÀEÉIO")
SOUNDED_H = frozenset({"husky"})  # every other h of the kennel is silent: l'homme, l'hiver
ELISIONS = {"le": "l'", "la": "l'", "de": "d'", "que": "qu'", "ne": "n'", "je": "j'"}
CONTRACTIONS = {
    ("à", "le"): "au",
    ("à", "les"): "aux",
    ("de", "le"): "du",
    ("de", "les"): "des",
}


class Spelled(NamedTuple):
    """Both sentences as tokens, which source tokens are content, and the links."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    content: tuple[bool, ...]
    sure: frozenset[tuple[int, int]]
    possible: frozenset[tuple[int, int]]


def starts_with_vowel(word: str) -> bool:
    """Whether a French word starts with a vowel sound: os, eau, hôtel, but not husky."""
    return word[0] in VOWELS or (word[0] == "h" and word not in SOUNDED_H)


def spell_french(words: list[Word]) -> list[Word]:
    """Elide and contract; a contraction keeps the marks of both words."""
    spelled: list[Word] = []
    last = len(words) - 1
    for position, (text, marks, content) in enumerate(words):
        if text in ELISIONS and position < last and starts_with_vowel(words[position + 1][0]):
            text = ELISIONS[text]
        if spelled and (spelled[-1][0], text) in CONTRACTIONS:
            before, more, _ = spelled.pop()
            text, marks = CONTRACTIONS[before, text], more + marks
        spelled.append((text, marks, content))
    return spelled


def spell_english(words: list[Word]) -> tuple[str, ...]:
    """Write "an" before a vowel."""
    texts = [text for text, _, _ in words]
    for position, text in enumerate(texts):
        if text == "a" and texts[position + 1][0] in "aeiou":
            texts[position] = "an"
    return tuple(texts)


@cache
def _link(i: int, j: int) -> tuple[int, int]:
    """Each link once for all sentences, which keeps a large corpus small."""
    return i, j


def spell(part: Part) -> Spelled:
    """Finish a sentence: its tokens, its content words and its links.

    Two words of one unit are linked: surely if both carry it, possibly otherwise.
    """
    french = spell_french(part.french)
    places: dict[object, list[tuple[int, bool]]] = {}
    for i, (_, marks, _) in enumerate(part.english):
        for mark, head in marks:
            places.setdefault(mark, []).append((i, head))
    sure, possible = [], []
    for j, (_, marks, _) in enumerate(french):
        for mark, head in marks:
            for i, english_head in places[mark]:
                link = _link(i, j)
                possible.append(link)
                if head and english_head:
                    sure.append(link)
    return Spelled(
        spell_english(part.english),
        tuple([text for text, _, _ in french]),
        tuple([content for _, _, content in part.english]),
        frozenset(sure),
        frozenset(possible),
    )
