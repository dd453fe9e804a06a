"""Whose notebook is it? Read lesson and student from the names of files that came in.

A file is named by the pattern LESSON_STUDENT.ipynb: `02_softmax_amira.ipynb`. Lessons and
students may both hold underscores, which is no riddle, because the lesson is known. A file that
cannot be told apart for certain is refused with its cause; nothing is guessed.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LESSON, STUDENT = "LESSON", "STUDENT"
PATTERN = f"{LESSON}_{STUDENT}.ipynb"

#: What computers put among files unasked.
LITTER = ("__MACOSX", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Refused:
    """A file that is not collected, and why, ready to follow its name."""

    path: Path
    cause: str

    def __str__(self) -> str:
        return f"{self.path} {self.cause}"


@dataclass
class Collected:
    """Which file is whose, which files are nobody's, and what is worth a second look."""

    students: dict[Path, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Course:
    """What the names are read against."""

    lesson: str
    lessons: Collection[str]
    students: Collection[str] = ()  # ids that the course knows already
    pattern: str = PATTERN


def pattern_fault(pattern: str) -> str | None:
    """Say what is wrong with a file name pattern; None when nothing is."""
    if all(pattern.count(word) == 1 for word in (LESSON, STUDENT)) and pattern.endswith(".ipynb"):
        return None
    return f"expected a pattern such as {PATTERN}, with each word once, but got {pattern!r}"


def same(student: str) -> str:
    """Return what two spellings of one id share: `Zoë` typed on a Mac and `zoë` elsewhere."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", student).casefold())


def is_id(text: str) -> bool:
    """Tell whether a text can be a student's id, and so the name of a folder."""

    def is_letter(character: str) -> bool:
        return character.isalnum() or unicodedata.category(character).startswith("M")

    return (
        bool(text)
        and is_letter(text[0])
        and is_letter(text[-1])
        and all(is_letter(character) or character in "._-@" for character in text)
    )


def student_in(name: str, lesson: str, pattern: str) -> str | None:
    """Return the student that a file name gives if it is of this lesson, else None."""
    before, after = pattern.replace(LESSON, lesson).split(STUDENT)
    if len(name) <= len(before) + len(after):
        return None
    if not (name.startswith(before) and name.endswith(after)):
        return None
    student = name[len(before) : len(name) - len(after)]
    return student if is_id(student) else None


def read_name(name: str, course: Course) -> tuple[str | None, str]:
    """Return a file's student, or None and the cause."""
    name = unicodedata.normalize("NFC", name)
    fits = [stem for stem in course.lessons if student_in(name, stem, course.pattern)]
    # Should one lesson's name begin with another's, the longer one is meant.
    lesson = max(fits, key=len, default=None)
    if lesson == course.lesson:
        return student_in(name, lesson, course.pattern), ""
    if lesson:
        return None, f"is named as a notebook of {lesson}, not of {course.lesson}."
    wanted = course.pattern.replace(LESSON, course.lesson)
    return None, (
        f"does not say whose it is: expected {wanted}, such as "
        f"{wanted.replace(STUDENT, 'amira')}, where {STUDENT} is an id of letters and digits, "
        "and of . _ - @ between them. Rename it."
    )


def is_litter(path: Path) -> bool:
    """Tell whether a file is what a computer made by itself: .DS_Store, checkpoints and such."""
    return any(part.startswith(".") or part in LITTER for part in path.parts)


def sort_out(folder: Path, files: Sequence[Path], course: Course) -> Collected:
    """Say whose each of the files is; their paths are relative to the folder."""
    found = Collected()
    spelling = {same(student): student for student in course.students}
    by_student: dict[str, list[Path]] = defaultdict(list)
    for path in sorted(files):
        if is_litter(path):
            continue
        student, cause = read_name(path.name, course)
        if student is None:
            found.refused.append(Refused(path, cause))
            continue
        ours = spelling.setdefault(same(student), student)
        if ours != student:
            found.notes.append(f"{path} is taken for {ours}'s, whose id is spelt like that here.")
        by_student[ours].append(path)
    for student, paths in by_student.items():
        if len({(folder / path).read_bytes() for path in paths}) > 1:
            # Dates would not say which is the newest: mail programs and archives set them anew.
            cause = f"is one of {len(paths)} different notebooks by {student}: keep the right one."
            found.refused += [Refused(path, cause) for path in paths]
            continue
        found.students[paths[0]] = student
        if course.students and student not in course.students:
            found.notes.append(f"{student} ({paths[0]}) is new to this course: is the id right?")
    return found
