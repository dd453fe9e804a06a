"""The marks of a class in one table: `python -m grading marks [--course DIR]`.

Reads nbgrader's gradebook for the points, the graded notebooks for the mistakes that the checks
recognised, and `submitted/` for what could not be graded. Changes nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook, MissingEntry

from grading.autograde import grading_log
from grading.autograde.journal import RUNNING, state
from grading.autograde.late_points import penalty_of, plugin_of
from grading.autograde.refusals import cause_of
from grading.cells.roles import Roles, expected_roles
from grading.classroom.gradebook import NoMarks, reading, settings_of
from grading.strangers.printable import one_line

GRADED = "graded"
NOT_HANDED_IN = "not handed in"
NOT_GRADED_YET = "not graded yet"
COULD_NOT = "could not be graded"
UNFINISHED = "grading was not finished"
IN_WORK = "is being graded now"
LATER_COULD_NOT = "graded before; what is in submitted/ now could not be graded"

LARGEST = 200 * 2**20  # bytes of a graded notebook

#: Roles (see intake) whose points a person gives.
GRADED_BY_HAND = ("task", "written answer")


@dataclass(frozen=True)
class Points:
    """The points of one submission. `score` is None when the tests have not run."""

    score: float | None = None  # from the automatic tests
    max_score: float = 0.0
    by_hand: float = 0.0  # given by a grader for tasks and written answers
    waiting: float = 0.0  # that a grader has still to look at
    late: float = 0.0  # taken off for handing in late
    seconds_late: float = 0.0
    # By test and by hand, without what was not offered to this student.
    possible: float = field(default=0.0, compare=False)

    @property
    def total(self) -> float:
        """The mark that counts; 0 for a lesson that was not graded."""
        return max(0.0, (self.score or 0.0) + self.by_hand - self.late)


@dataclass(frozen=True)
class Mark:
    """What one student has in one lesson."""

    student: str
    lesson: str
    status: str
    points: Points = field(default_factory=Points)
    mistakes: tuple[str, ...] = ()  # "exercise: the mistake's name"
    cause: str = ""  # why a submission could not be graded
    notes: tuple[str, ...] = ()  # what was repaired, or went wrong, while it was graded

    def remarks(self) -> list[str]:
        """Its notes, but for one that is said of the whole class: see `without_sandbox`."""
        said = [sentence for sentence in self.notes if sentence != grading_log.UNPROTECTED]
        return [*filter(None, [taken_off(self.points)]), *said]


def taken_off(points: Points) -> str:
    """Say why a mark is lower than its points; nothing where it is not."""
    if not points.late:
        return ""
    time = timedelta(seconds=round(points.seconds_late))
    by = f", by {time} hours" if points.seconds_late else ""
    return f"{points.late:g} points were taken off for handing in late{by}: {points.total:g} count."


def read_marks(course: Path) -> list[Mark]:
    """Return a mark for every student and lesson that the course folder knows of."""
    with reading(course) as gradebook:
        marks = list(marks_in(gradebook, course))
    if not marks:
        raise NoMarks(nobody(course))
    return marks


def nobody(course: Path) -> str:
    """Say that the class is empty."""
    return (
        f"The gradebook in {course.resolve()} knows no student yet: put notebooks into "
        "submitted/STUDENT/LESSON/ and run `nbgrader autograde LESSON`."
    )


def marks_in(gradebook: Gradebook, course: Path) -> Iterator[Mark]:
    """Yield one mark for each lesson and student, both in alphabetical order."""
    handed_in = {path.name for path in (course / "submitted").glob("*") if path.is_dir()}
    late = plugin_of_course(course)
    students = sorted(handed_in | {student.id for student in gradebook.students})
    for lesson in sorted(assignment.name for assignment in gradebook.assignments):
        expected = expected_roles(gradebook, lesson)
        for student in students:
            yield mark_of(gradebook, course, student, lesson, expected, late)


def plugin_of_course(course: Path) -> Any:
    """The plugin that a course folder's settings name for late hand-ins."""
    return plugin_of(settings_of(course))


def mark_of(
    gradebook: Gradebook,
    course: Path,
    student: str,
    lesson: str,
    expected: Mapping[str, Roles],
    late: Any,
) -> Mark:
    """Gather what the gradebook and the folders say about one student's lesson."""
    autograded = course / "autograded"
    stage = state(autograded, lesson, student)
    if stage:  # some marks are from this grading, others from an earlier one
        if stage == RUNNING:
            return Mark(student, lesson, IN_WORK)
        return Mark(student, lesson, UNFINISHED, cause=f"run `nbgrader autograde {lesson}` again.")
    submitted = course / "submitted" / student / lesson
    notebooks = sorted((autograded / student / lesson).glob("*.ipynb"))
    fault = cause_of(autograded, lesson, student, submitted) if submitted.is_dir() else ""
    try:
        points = points_of(gradebook.find_submission(lesson, student), expected, late)
        tried = True
    except (MissingEntry, UnicodeEncodeError):  # a folder whose name is no text
        points, tried = Points(), False
    if not fault and tried and not notebooks:
        # nbgrader removes the graded notebook of a submission that it fails on.
        fault = (
            "nbgrader failed while it ran the notebook; to see why, run "
            f"`nbgrader autograde {lesson} --student {student} --force`."
        )
    status = status_of(points.score is not None, bool(fault), submitted.is_dir())
    graded = [read_graded(path) for path in notebooks]
    mistakes = tuple(dict.fromkeys(m for one in graded for m in recognised_mistakes(one)))
    said = tuple(dict.fromkeys(sentence for one in graded for sentence in grading_log.notes(one)))
    return Mark(student, lesson, status, points, mistakes, fault, said)


def without_sandbox(marks: Sequence[Mark]) -> str:
    """A loud line, if submissions were graded without a sandbox; else nothing."""
    graded = [mark for mark in marks if mark.points.score is not None]
    count = sum(grading_log.UNPROTECTED in mark.notes for mark in graded)
    if not count:
        return ""
    return (
        f"WITHOUT A SANDBOX: {count} of {len(graded)} submissions ran with the grader's own rights."
        " What they held could read and change every file of the grader's, these marks too."
    )


def status_of(scored: bool, faulty: bool, handed_in: bool) -> str:
    """Put in words how far a submission has come."""
    if scored:
        return LATER_COULD_NOT if faulty else GRADED
    if faulty:
        return COULD_NOT
    return NOT_GRADED_YET if handed_in else NOT_HANDED_IN


def points_of(submission: Any, expected: Mapping[str, Roles], late: Any) -> Points:
    """Add up the grades of a submission, automatic and by hand apart.

    Args:
        submission: nbgrader's.
        expected: for each notebook, its marked cells and their roles.
        late: the plugin that says what lateness costs.
    """
    by_hand: list[Any] = []
    automatic: list[Any] = []
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            its_role = expected[notebook.name].get(grade.name)
            (by_hand if its_role in GRADED_BY_HAND else automatic).append(grade)
    scored = any(grade.auto_score is not None for grade in automatic)
    return Points(
        score=sum(grade.score for grade in automatic) if scored else None,
        max_score=sum(grade.cell.max_score for grade in automatic),
        by_hand=sum(grade.score for grade in by_hand),
        waiting=sum(grade.cell.max_score for grade in by_hand if grade.needs_manual_grade),
        late=sum(penalty_of(notebook, late) for notebook in submission.notebooks),
        seconds_late=float(submission.total_seconds_late),
        possible=sum(grade.cell.max_score for grade in (*automatic, *by_hand)),
    )


def read_graded(path: Path) -> Any:
    """Read a graded notebook."""
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError
        # Not by nbformat, whose checks compare a student's tags in pairs, and so on.
        notebook = nbformat.from_dict(json.loads(path.read_bytes()))
        if not isinstance(notebook.metadata, Mapping) or not isinstance(notebook.cells, list):
            raise TypeError
        return notebook
    except Exception:  # of many kinds; here they mean one thing
        raise NoMarks(
            f"{path.resolve()} is damaged: remove it, and run `nbgrader autograde "
            f"{path.parent.name} --student {path.parent.parent.name} --force`."
        ) from None


def recognised_mistakes(notebook: Any) -> list[str]:
    """Return the mistakes that the checks named in a graded notebook's test cells.

    What a check only guesses from the numbers ("every number is twice ...") is no mistake by name.
    """
    mistakes = []
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            for output in cell.get("outputs", []):
                check = output.get("metadata", {}).get("check")
                if not isinstance(check, Mapping):  # a student's code may display anything there
                    continue
                if check.get("mistake") and check.get("listed", True):
                    mistakes.append(f"{check.get('exercise')}: {check['mistake']}")
    return mistakes


def as_table(marks: Sequence[Mark]) -> str:
    """Lay the marks out in aligned columns, every mistake and cause on a line of its own."""
    title = "status, and mistakes recognised"
    rows = [["student", "lesson", "tests", "by hand", "counts", title]]
    for mark in marks:
        points = mark.points
        counts = "" if points.score is None else f"{points.total:g}"
        who, lesson = one_line(mark.student), one_line(mark.lesson)
        row = [who, lesson, tests(points), hand(points), counts, mark.status]
        rows.append(row)
        lines = [mark.cause, *mark.remarks(), *mark.mistakes]
        rows += [["", "", "", "", "", f"  {one_line(line)}"] for line in lines if line]
    widths = [max(len(row[column]) for row in rows) for column in range(5)] + [0]
    rows.insert(1, ["-" * len(title) for title in rows[0]])
    laid_out = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in laid_out)


def tests(points: Points) -> str:
    """Write the automatic points: "3/5", or a dash when no test has run."""
    return "-" if points.score is None else f"{points.score:g}/{points.max_score:g}"


def hand(points: Points) -> str:
    """Write the points by hand: given, waiting, both or neither."""
    if points.score is None:
        return ""
    given = f"{points.by_hand:g} given" if points.by_hand else ""
    waiting = f"{points.waiting:g} waiting" if points.waiting else ""
    return ", ".join(part for part in (given, waiting) if part)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--course", type=Path, default=Path(), help="the folder with gradebook.db")


def run(options: argparse.Namespace) -> int:
    """Print the table."""
    marks = read_marks(options.course)
    print(as_table(marks))
    if warning := without_sandbox(marks):
        print(f"\n{warning}")
    return 0
