"""The course's words, as `docs/book/words.toml` lists them."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True)
class Word:
    """A word of the course; without a meaning it is looked up only."""

    word: str
    forms: tuple[str, ...] = ()  # how it stands in a text
    meaning: str = ""
    shape: str = ""
    since: int = 0  # the first lesson that uses it in this sense
    sections: tuple[str, ...] = ()  # beginnings of headings that treat it without saying it

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Any of its forms, as whole words."""
        longest_first = sorted(self.forms, key=len, reverse=True)
        return re.compile(
            rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.I
        )


def read_words(path: Path) -> list[Word]:
    """All words, in order of the alphabet.

    Raises:
        TypeError: an entry has a key that no word has.
    """
    found = []
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["words"]:
        forms = tuple(entry.pop("forms", [entry["word"]]))
        found.append(
            Word(**{**entry, "forms": forms, "sections": tuple(entry.pop("sections", ()))})
        )
    return sorted(found, key=lambda word: word.word.casefold())


def glossary(words: list[Word]) -> str:
    """The page that says what each word means."""
    entries = []
    for word in words:
        if word.meaning:
            shape = f"\n\n  Shape in code: `{word.shape}`" if word.shape else ""
            entries.append(f"{word.word}\n  {word.meaning}{shape}\n")
    return (
        "# Glossary\n\n"
        "Each word has one meaning and one shape, from the first lesson to the last. The first use "
        "in each lesson leads here; [Where is what?](lookup.md) leads from here to the lessons.\n\n"
        "```{glossary}\n" + "\n".join(entries) + "```\n"
    )
