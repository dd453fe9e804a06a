"""Whose notebook is it? Read lesson and student from the names of files that came in.

A file is named by the pattern LESSON_STUDENT.ipynb: `02_softmax_amira.ipynb`. Lessons and
students may both hold underscores, which is no riddle, because the lesson is known. Or it lies as
Moodle or Canvas wrote it, whose names are looked up in the list of students. A file that cannot be
told apart for certain is refused with its cause; nothing is guessed.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grading.classroom.copied_names import original_of
from grading.classroom.people import People, by_email, nearest, same
from grading.classroom.platform_names import FromPlatform, read_platform_name, without_try
from grading.strangers.printable import one_line

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
        return one_line(f"{self.path} {self.cause}")


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
    people: People = field(default_factory=dict)  # the gradebook's list: nobody else is collected


def pattern_fault(pattern: str) -> str | None:
    """Say what is wrong with a file name pattern; None when nothing is."""
    if all(pattern.count(word) == 1 for word in (LESSON, STUDENT)) and pattern.endswith(".ipynb"):
        return None
    return f"expected a pattern such as {PATTERN}, with each word once, but got {pattern!r}"


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


@dataclass(frozen=True)
class Owner:
    """Whose a file is, or else why that cannot be told."""

    student: str = ""
    cause: str = ""
    note: str = ""
    copy_of: str = ""  # whose file it is a copy of, by its name
    beside: str = ""  # whose notebook it came with, where it is none itself


def is_archive(name: str) -> bool:
    """Whether a file's name is that of an archive; so is that of the folder with what was in it."""
    return name.lower().endswith((".zip", ".tar", ".gz", ".tgz"))


def tells_whose(archive: Path, course: Course) -> bool:
    """Whether an archive's name says whose it is, rightly or not: it is no whole class's then."""
    as_notebook = archive.with_name(f"{stem_of(archive.name)}.ipynb")
    if read_platform_name(as_notebook) is not None:
        return True
    return read_name(as_notebook.name, course)[0] is not None


def stem_of(name: str) -> str:
    """An archive's name without its endings.

    >>> stem_of("work.tar.gz"), stem_of("work.zip")
    ('work', 'work')
    """
    stem = Path(name).stem
    return stem[:-4] if stem.lower().endswith(".tar") else stem


def owner_of(path: Path, course: Course) -> Owner:
    """Say whose a file is, by its path alone: what a student has packed is that student's."""
    packed = [place for place, part in enumerate(path.parts[:-1]) if is_archive(part)]
    owner = owner_alone(path, course)
    if not packed:
        return owner
    place = packed[0]
    archive = Path(*path.parts[: place + 1])
    found = read_platform_name(path)
    if found is not None and found.platform == "Moodle":  # its folder says whose all of it is
        return owner
    if not tells_whose(archive, course):
        return Owner(
            cause=f"lies in the archive {archive.name}, which does not say whose it is: put it "
            f"beside that, named {course.pattern.replace(LESSON, course.lesson)}."
        )
    whose = owner_alone(archive.with_name(f"{stem_of(archive.name)}.ipynb"), course)
    right = whose.student or whose.copy_of
    if not right:
        if course.people or not owner.student:
            return Owner(cause=f"lies in the archive {archive.name}, which {whose.cause}")
        return owner  # without a list of students, names are all there is
    claimed = owner.student or owner.copy_of
    if claimed and same(claimed) != same(right):
        return Owner(cause=f"lies in an archive of {right}'s, and is named as {claimed}'s.")
    if path.suffix != ".ipynb":
        return Owner(cause=f"came in an archive of {right}'s, and is no notebook.", beside=right)
    others = [lesson for lesson in course.lessons if lesson in path.name]
    other = max(others, key=len, default="")
    if other not in ("", course.lesson):
        return Owner(cause=f"is named as a notebook of {other}, not of {course.lesson}.")
    if whose.copy_of:
        return Owner(cause=whose.cause, copy_of=whose.copy_of)
    return Owner(right, note=whose.note)


def owner_alone(path: Path, course: Course) -> Owner:
    """Say whose a file is that lies in no student's archive."""
    student, cause = read_name(path.name, course)
    found = read_platform_name(path)
    if found is not None and (student is None or found.platform == "Moodle"):
        return owner_on_platform(found, course)
    return owner_by_name(path.name, student, cause, course)


def owner_by_name(name: str, student: str | None, cause: str, course: Course) -> Owner:
    """Judge the student that a file's name gives, if it gives one."""
    known = {same(one): one for one in (course.people or course.students)}
    if student is not None and same(student) in known:
        ours = known[same(student)]
        note = (
            "" if ours == student else f"is taken for {ours}'s, whose id is spelt like that here."
        )
        return Owner(ours, note=note)
    path = Path(unicodedata.normalize("NFC", name))
    original = original_of(path.stem) + path.suffix
    copied = read_name(original, course)[0] if original != path.name else None
    right = course.pattern.replace(LESSON, course.lesson)
    admit = f"or admit the student with `nbgrader db student add {student}`"
    if copied is not None and (not course.people or same(copied) in known):
        base = known.get(same(copied), copied)
        cause = (
            f"is named like a copy of {base}'s notebook: if it is the one to grade, name it "
            f"{right.replace(STUDENT, base)}" + (f", {admit}." if student else ".")
        )
        return Owner(cause=cause, copy_of=base)
    if student is None:
        return Owner(cause=cause)
    addressed = by_email(course.people, student)
    if len(addressed) == 1:
        return Owner(addressed[0], note=f"is taken for {addressed[0]}'s, by the e-mail address.")
    if course.people:
        meant = nearest(student, course.people)
        return Owner(
            cause=f"is by {student}, whom the gradebook does not know: {meant}Rename it, {admit}."
        )
    return Owner(student)


def owner_on_platform(found: FromPlatform, course: Course) -> Owner:
    """Whose a file is that Moodle or Canvas has named."""
    if found.typed:
        return Owner(note=f"is text that {found} typed there, and no notebook: left out.")
    fitting = found.students(course.people)
    if not found.file.endswith(".ipynb"):
        cause = f"is {found}, and no notebook: only notebooks are collected."
        return Owner(cause=cause, beside=fitting[0] if len(fitting) == 1 else "")
    file = without_try(found.file) if found.platform == "Canvas" else found.file
    stem = original_of(Path(unicodedata.normalize("NFC", file)).stem)
    others = [lesson for lesson in course.lessons if lesson in stem]
    other = max(others, key=len, default="")
    if other not in ("", course.lesson):
        return Owner(cause=f"is named as a notebook of {other}, not of {course.lesson}.")
    student, cause = read_name(file, course)
    named = owner_by_name(file, student, cause, course)
    late = "is late, says Canvas, and not by how much." if found.late else ""
    if len(fitting) == 1:
        claimed = named.student or named.copy_of
        if claimed not in ("", fitting[0]):
            return Owner(
                cause=f"is {found}, {fitting[0]} here, and named as {claimed}'s: rename it."
            )
        return Owner(fitting[0], note=late)
    if named.student and (not fitting or named.student in fitting):
        return Owner(named.student, note=named.note or late)
    if fitting:
        return Owner(cause=f"is {found}, who can be {' or '.join(fitting)} here: rename it.")
    return Owner(
        cause=(
            f"is {found}, who is not in the gradebook's list of students: import that list with "
            "`nbgrader db student import`, names and LMS numbers in it, "
            f"or name the file {course.pattern.replace(LESSON, course.lesson)}."
        )
    )


def _sum(path: Path) -> bytes:
    """What two files share if they are the same."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def sort_out(folder: Path, files: Sequence[Path], course: Course) -> Collected:
    """Say whose each of the files is; their paths are relative to the folder."""
    found = Collected()
    spelling: dict[str, str] = {}
    by_student: dict[str, list[Path]] = defaultdict(list)
    copies: dict[Path, Owner] = {}
    beside: dict[Path, Owner] = {}
    for path in sorted(files):
        if is_litter(path):
            continue
        owner = owner_of(path, course)
        if owner.copy_of:
            copies[path] = owner
        elif owner.beside:
            beside[path] = owner
        elif owner.cause:
            found.refused.append(Refused(path, owner.cause))
        if owner.note:
            found.notes.append(f"{path} {owner.note}")
        if student := owner.student:
            by_student[spelling.setdefault(same(student), student)].append(path)
    for path, owner in copies.items():
        paths = by_student.get(spelling.get(same(owner.copy_of), ""), [])
        if paths:  # beside its original: the same once more, or one of two
            paths.append(path)
        else:
            found.refused.append(Refused(path, owner.cause))
    known = {same(one) for one in (course.people or course.students)}
    for student, paths in by_student.items():
        if len(paths) > 1 and len({_sum(folder / path) for path in paths}) > 1:
            # Dates would not say which is the newest: mail programs and archives set them anew.
            cause = f"is one of {len(paths)} different notebooks by {student}: keep the right one."
            found.refused += [Refused(path, cause) for path in paths]
            continue
        found.students[paths[0]] = student
        if known and same(student) not in known:
            found.notes.append(f"{student} ({paths[0]}) is new to this course: is the id right?")
    for path, owner in beside.items():
        if owner.beside in found.students.values():
            found.notes.append(f"{path} is left out: it came with {owner.beside}'s notebook.")
        else:
            found.refused.append(Refused(path, owner.cause))
    return found
