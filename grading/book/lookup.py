"""Where is what: which lesson and section treats each word of the course, and what is built where.

Made from the lessons' texts, so that it cannot be out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from grading.authoring.lesson import Lesson
from grading.book.words import Word
from grading.cells.markers import visible
from grading.user_error import UserError

_HEADING = re.compile(r"^(#{1,3}) (.+)$")
_EXERCISE = re.compile(r"Exercise(?: \d+)?: `(\w+)(.*?)`\s+([●○]{3})\s+(\d+) minutes")
SUMMARY = "In short"  # it says again what the sections above it say
OFTEN = 3  # so many times in a section makes it one that treats the word


@dataclass(frozen=True)
class Section:
    """A part of a lesson, from one heading to the next."""

    stem: str
    level: int
    heading: str
    label: str  # what links lead to
    text: str  # its prose, without the heading

    @property
    def lesson(self) -> int:
        """The lesson's number."""
        return int(self.stem[:2])

    @property
    def exercise(self) -> re.Match[str] | None:
        """Name, arguments, difficulty and minutes, where it is an exercise."""
        return _EXERCISE.search(self.heading)


def headings(source: str) -> Iterator[tuple[int, int, str]]:
    """Line, level and text of each heading of a Markdown cell."""
    fenced = False
    for number, line in enumerate(source.split("\n")):
        fenced ^= line.startswith("```")
        if not fenced and (found := _HEADING.match(line)):
            yield number, len(found[1]), found[2].strip()


def label(stem: str, level: int, heading: str) -> str:
    """What a link to this heading is called: the same for each build of the book.

    >>> label("02_softmax", 2, "2 The formula, to the letter"), label("02_softmax", 1, "02 Softmax")
    ('02-softmax-2-the-formula-to-the-letter', '02-softmax')
    """
    exercise = _EXERCISE.search(heading)
    words = stem if level == 1 else f"{stem} {f'exercise {exercise[1]}' if exercise else heading}"
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def sections(lesson: Lesson) -> list[Section]:
    """All parts of a lesson, as learners see them."""
    found: list[Section] = []
    level, heading, text = 1, lesson.stem, ""
    for cell in lesson.cells:
        if cell.is_code:
            continue
        lines = visible(cell.source).split("\n")
        starts = list(headings("\n".join(lines)))
        ends = [number for number, _, _ in starts] + [len(lines)]
        text += "\n" + "\n".join(lines[: ends[0]])
        for (number, next_level, next_heading), end in zip(starts, ends[1:], strict=True):
            found.append(_section(lesson, level, heading, text))
            level, heading, text = next_level, next_heading, "\n".join(lines[number + 1 : end])
    found.append(_section(lesson, level, heading, text))
    return found[1:]  # nothing stands above the title


def _section(lesson: Lesson, level: int, heading: str, text: str) -> Section:
    return Section(lesson.stem, level, heading, label(lesson.stem, level, heading), text)


def treated(word: Word, parts: list[Section]) -> list[Section]:
    """The sections that treat a word, in order: by their heading, or because it is defined there.

    Where there is none, those that speak of it most.

    Raises:
        UserError: no lesson speaks of it, or a heading it names is not there.
    """
    own = [part for part in parts if part.lesson >= word.since and part.level > 1]
    for beginning in word.sections:
        if not any(part.heading.startswith(beginning) for part in own):
            raise UserError(
                f"words.toml: no lesson has a section that begins {beginning!r}, which "
                f"{word.word!r} names: correct the entry."
            )
    defined = re.compile(rf"\*\*(?:{'|'.join(map(re.escape, word.forms))})\*\*", re.I)
    found = [
        part
        for part in own
        if part.heading.startswith(word.sections or "\0")
        or word.pattern.search(part.heading)
        or defined.search(part.text)
    ]
    if not found:
        counts = [(len(word.pattern.findall(part.text)), part) for part in own]
        most = max((count for count, _ in counts), default=0)
        if not most:
            raise UserError(f"words.toml: no lesson speaks of {word.word!r}: correct its forms.")
        found = [part for count, part in counts if count >= min(OFTEN, most)]
    return [part for part in found if part.heading != SUMMARY] or found


def page(lessons: list[Lesson], words: list[Word]) -> str:
    """The page "Where is what?" in Markdown."""
    parts = [part for lesson in lessons for part in sections(lesson)]
    rows = []
    for word in words:
        places: dict[str, list[str]] = {}
        for part in treated(word, parts):
            exercise = part.exercise
            name = f"`{exercise[1]}`" if exercise else f"*{part.heading}*"
            places.setdefault(part.stem, []).append(f"[{name}](#{part.label})")
        told = "; ".join(f"{stem[:2]}: {', '.join(links)}" for stem, links in places.items())
        shown = f"{{term}}`{word.word}`" if word.meaning else word.word
        rows.append(f"| {shown} | {told} |")
    built = []
    for part in parts:
        if exercise := part.exercise:
            name = f"[`{exercise[1]}`](#{part.label})"
            built.append(f"| {part.stem[:2]} | {name} | {_said(exercise[3])} | {exercise[4]} |")
    return "\n".join(
        [
            "# Where is what?",
            "",
            "Which lesson, and which section of it, treats what. This page is made from the "
            "lessons' texts.",
            "",
            "## Words and ideas",
            "",
            "| what | lesson and section |",
            "|---|---|",
            *rows,
            "",
            "## What you build",
            "",
            "| lesson | exercise | difficulty | minutes |",
            "|---|---|---|---|",
            *built,
            "",
        ]
    )


def _said(dots: str) -> str:
    """A difficulty for those who hear the page, too."""
    return f"{dots} {('', 'easy', 'medium', 'hard')[dots.count('●')]}"
