"""What an instructor wants to know of a class, gathered from a course folder as plain data.

`grading.classroom.report` lays it out; nothing here prints or writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from grading.classroom.gradebook import NoMarks, reading
from grading.classroom.marks import (
    COULD_NOT,
    IN_WORK,
    LATER_COULD_NOT,
    NOT_GRADED_YET,
    NOT_HANDED_IN,
    UNFINISHED,
    Mark,
    marks_in,
    nobody,
)

#: Characters of a mistake's name; the course's own are far shorter, but a record can be forged.
LONGEST_NAME = 200


@dataclass(frozen=True)
class Exercise:
    """One exercise of a lesson, and the graded students who got all of its points."""

    lesson: str
    name: str
    passed: tuple[str, ...]
    graded: int  # students whose tests of it have run

    @property
    def share(self) -> float:
        """The share of graded students who passed; 0 when nobody has been graded."""
        return len(self.passed) / self.graded if self.graded else 0.0


@dataclass(frozen=True)
class Mistake:
    """A mistake that the checks recognised in one exercise, with all who made it."""

    lesson: str
    exercise: str
    name: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Lesson:
    """The marks of one lesson: points of everyone graded, and who is still missing."""

    name: str
    marks: tuple[Mark, ...]
    max_score: float = 0.0  # by test and by hand together

    @property
    def totals(self) -> list[float]:
        """The points of everyone whose tests have run, by test and by hand together."""
        return [total(mark) for mark in self.marks if mark.points.score is not None]

    @property
    def middle(self) -> float | None:
        """The median of the points, None when nobody has been graded."""
        return median(self.totals) if self.totals else None

    @property
    def waiting(self) -> tuple[Mark, ...]:
        """Those of whose points a grader has still to give some."""
        return tuple(mark for mark in self.marks if mark.points.waiting)

    def with_status(self, *statuses: str) -> tuple[Mark, ...]:
        """The marks with one of these statuses (see grading.classroom.marks)."""
        return tuple(mark for mark in self.marks if mark.status in statuses)

    @property
    def missing(self) -> tuple[Mark, ...]:
        """Those who have not handed in."""
        return self.with_status(NOT_HANDED_IN)

    @property
    def ungraded(self) -> tuple[Mark, ...]:
        """Those who have handed in and are not graded yet."""
        return self.with_status(NOT_GRADED_YET, IN_WORK)

    @property
    def failed(self) -> tuple[Mark, ...]:
        """Those whose last hand-in could not be graded."""
        return self.with_status(COULD_NOT, LATER_COULD_NOT, UNFINISHED)


@dataclass(frozen=True)
class Overview:
    """A class at a glance. `students` maps an id to the name to show, which may be the id."""

    course: str
    students: dict[str, str]
    lessons: tuple[Lesson, ...]
    exercises: tuple[Exercise, ...] = ()
    mistakes: tuple[Mistake, ...] = ()  # the most frequent first
    unknown: tuple[str, ...] = field(default=())  # handed in, and not in the gradebook


def total(mark: Mark) -> float:
    """The points by test and by hand, less what lateness costs; 0 where nothing was graded."""
    return mark.points.total


def plain(value: float, comma: bool = False) -> str:
    """Write points with at most two decimals, and no needless zeros."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if comma else text


def read_overview(course: Path) -> Overview:
    """Gather the class of a course folder; raise NoMarks when there is none, saying why."""
    with reading(course) as gradebook:
        marks = list(marks_in(gradebook, course))
        if not marks:
            raise NoMarks(nobody(course))
        names = {student.id: shown_name(student) for student in gradebook.students}
        titles = sorted({assignment.course_id for assignment in gradebook.assignments})
        lessons = []
        exercises: list[Exercise] = []
        for assignment in sorted(gradebook.assignments, key=lambda item: str(item.name)):
            own = tuple(mark for mark in marks if mark.lesson == assignment.name)
            lessons.append(Lesson(assignment.name, own, float(assignment.max_score)))
            exercises += exercises_of(gradebook, assignment, own)
    everyone = {mark.student: names.get(mark.student, mark.student) for mark in marks}
    return Overview(
        course=", ".join(titles),
        students=everyone,
        lessons=tuple(lessons),
        exercises=tuple(exercises),
        mistakes=count_mistakes(marks),
        unknown=tuple(sorted(set(everyone) - set(names))),
    )


def shown_name(student: Any) -> str:
    """Return "Last, First" where the gradebook has both, else what there is, else the id."""
    parts = [part for part in (student.last_name, student.first_name) if part]
    return ", ".join(parts) or str(student.id)


def exercises_of(
    gradebook: Gradebook, assignment: Any, marks: Sequence[Mark]
) -> Iterator[Exercise]:
    """Yield a lesson's exercises with those who got every point of their tests."""
    graded = [mark.student for mark in marks if mark.points.score is not None]
    tests = {
        notebook.name: tests_by_exercise(
            [cell.name for cell in notebook.solution_cells],
            [cell.name for cell in notebook.grade_cells if cell.cell_type == "code"],
        )
        for notebook in assignment.notebooks
    }
    tried = {student: tests_of(gradebook, assignment.name, student) for student in graded}
    for notebook, exercises in tests.items():
        for exercise, cells in exercises.items():
            wanted = {(notebook, cell) for cell in cells}
            offered = [student for student in graded if wanted <= tried[student].keys()]
            passed = tuple(s for s in offered if all(tried[s][test] for test in wanted))
            yield Exercise(assignment.name, exercise, passed, len(offered))


def tests_by_exercise(exercises: Iterable[str], tests: Iterable[str]) -> dict[str, list[str]]:
    """Put test cells (`test_NAME`, `test_NAME_what`) to their exercises, in order of the tests.

    A test of no known exercise stands under its own name.
    """
    longest_first = sorted(exercises, key=len, reverse=True)
    found: dict[str, list[str]] = {}
    for test in tests:
        owner = next((e for e in longest_first if f"{test}_".startswith(f"test_{e}_")), test)
        found.setdefault(owner, []).append(test)
    return found


def tests_of(gradebook: Gradebook, lesson: str, student: str) -> dict[tuple[str, str], bool]:
    """Return, for each (notebook, test cell) of a student, whether it gave every point.

    An exercise that was added to the lesson later may not have been offered to this student.
    """
    try:
        submission = gradebook.find_submission(lesson, student)
    except MissingEntry:
        return {}
    return {
        (notebook.name, grade.name): grade.score >= grade.cell.max_score
        for notebook in submission.notebooks
        for grade in notebook.grades
    }


def count_mistakes(marks: Iterable[Mark]) -> tuple[Mistake, ...]:
    """Count each recognised mistake by lesson and exercise, the most frequent first."""
    made: dict[tuple[str, str, str], list[str]] = {}
    for mark in marks:
        for said in dict.fromkeys(mark.mistakes):
            exercise, _, name = said.partition(": ")
            key = (mark.lesson, exercise[:LONGEST_NAME], name[:LONGEST_NAME])
            made.setdefault(key, []).append(mark.student)
    found = [Mistake(*key, tuple(students)) for key, students in made.items()]
    return tuple(sorted(found, key=lambda m: (-len(m.students), m.lesson, m.exercise, m.name)))
