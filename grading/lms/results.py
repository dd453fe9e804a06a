"""The marks as a learning platform gets them: a number, or the reason why there is none yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from grading.cells.roles import expected_roles
from grading.classroom.marks import GRADED, LATER_COULD_NOT, Mark, mark_of, plugin_of_course
from grading.classroom.overview import plain, total
from grading.lms.csv_table import NoExport
from grading.strangers.spreadsheet_cells import harmless

LONGEST = 2000  # characters of feedback in one cell


@dataclass(frozen=True)
class Result:
    """What one student is to get for one lesson. `score` is None where `reason` says why."""

    student: str
    lesson: str
    score: float | None
    feedback: str = ""
    reason: str = ""
    possible: float = 0.0  # without what was not offered to this student


@dataclass(frozen=True)
class Results:
    """What is exported. All students are there, so that rows can be told apart."""

    students: dict[str, Any]  # id -> nbgrader's student: everyone in the gradebook
    lessons: dict[str, float]  # name -> points possible: those exported
    table: dict[tuple[str, str], Result]  # (student, lesson): those exported


def read_results(
    gradebook: Gradebook,
    course: Path,
    students: Sequence[str] = (),
    lessons: Sequence[str] = (),
    unfinished: bool = False,
) -> Results:
    """Read what is to be exported.

    Args:
        gradebook: nbgrader's, open.
        course: the course folder, for what the checks recognised.
        students: ids to export; all of them when empty.
        lessons: names to export; all of them when empty.
        unfinished: take marks also while a grader has still to give points.

    Raises:
        NoExport: the class is empty, or a name is unknown.
    """
    known = {str(student.id): student for student in gradebook.students}
    if not known:
        raise NoExport(
            "The gradebook knows no student yet, so nothing was written: collect and grade first."
        )
    offered = {str(a.name): float(a.max_score) for a in gradebook.assignments}
    refuse_unknown("student", students, known)
    refuse_unknown("lesson", lessons, offered)
    table = {}
    late = plugin_of_course(course)
    for lesson in lessons or offered:
        expected = expected_roles(gradebook, lesson)
        for student in students or known:
            mark = mark_of(gradebook, course, student, lesson, expected, late)
            table[student, lesson] = result_of(gradebook, mark, unfinished)
    return Results(known, {lesson: offered[lesson] for lesson in lessons or offered}, table)


def refuse_unknown(what: str, asked: Sequence[str], known: dict[str, Any]) -> None:
    """Raise NoExport for a name that the gradebook does not have."""
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise NoExport(
            f"The gradebook knows no {what} {', '.join(unknown)}, so nothing was written; "
            f"it knows {', '.join(known)}."
        )


def result_of(gradebook: Gradebook, mark: Mark, unfinished: bool) -> Result:
    """Turn a mark into a result: with the penalty taken off, and with words for the student."""
    if mark.status not in (GRADED, LATER_COULD_NOT):
        return Result(mark.student, mark.lesson, None, reason=mark.status)
    if mark.points.waiting and not unfinished:
        return Result(mark.student, mark.lesson, None, reason="waits for a grader")
    try:
        submission = gradebook.find_submission(mark.lesson, mark.student)
    except MissingEntry:  # cannot be: it has points
        return Result(mark.student, mark.lesson, None, reason=mark.status)
    score = total(mark)
    possible = mark.points.possible
    feedback = in_words(mark, score, possible, mark.points.late, comments_on(submission))
    return Result(mark.student, mark.lesson, score, feedback, possible=possible)


def comments_on(submission: Any) -> list[str]:
    """Return what a grader has written, cell by cell; nbgrader's own remarks are left out."""
    written = [c.manual_comment for notebook in submission.notebooks for c in notebook.comments]
    return [" ".join(text.split()) for text in written if text and text.strip()]


def in_words(
    mark: Mark, score: float, max_score: float, penalty: float, comments: Sequence[str]
) -> str:
    """Write the feedback that stands beside the grade."""
    parts = [f"{plain(score)} of {plain(max_score)} points."]
    if penalty:
        parts.append(f"{plain(penalty)} taken off for handing in late.")
    if mark.points.waiting:
        parts.append(f"{plain(mark.points.waiting)} still to be graded by hand.")
    if mark.mistakes:
        parts.append(f"Recognised: {'; '.join(mark.mistakes)}.")
    if comments:
        parts.append(f"Grader: {' / '.join(comments)}")
    text = harmless(" ".join(parts))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
