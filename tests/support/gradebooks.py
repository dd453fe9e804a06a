"""Course folders made through nbgrader's own gradebook, for tests that need no grading run."""

from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from grading.autograde import refusals

COURSE = "where-to-look"
FIRST, SECOND = "00_first", "01_second"


@contextmanager
def quick_gradebooks():
    """A new gradebook asks the command `alembic` for its version, which takes seconds: not here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nbgrader.api.get_alembic_version", lambda: "unknown")
        yield


def make_course(folder: Path, students, course_id=COURSE) -> Path:
    """A course of two lessons: 00_first with 2 points by test, 01_second with 3 and 1 by hand.

    `students` maps an id to what `add_student` takes.
    """
    (folder / "nbgrader_config.py").write_text(
        f'c = get_config()\nc.CourseDirectory.course_id = "{COURSE}"\n'
    )
    with Gradebook(f"sqlite:///{folder}/gradebook.db", course_id=course_id) as book:
        add_lesson(book, FIRST, {"double": 2}, course_id)
        add_lesson(book, SECOND, {"softmax": 2, "softmax_masked": 1}, course_id)
        book.add_task_cell("why", SECOND, SECOND, max_score=1, cell_type="markdown")
        book.add_source_cell("why", SECOND, SECOND, cell_type="markdown", locked=True)
        for student, details in students.items():
            book.add_student(student, **details)
    return folder


def add_lesson(book, lesson, exercises, course_id):
    """Record a lesson with an exercise and a test cell for each name."""
    book.add_assignment(lesson, course_id=course_id)
    book.add_notebook(lesson, lesson)
    for name, points in exercises.items():
        book.add_solution_cell(name, lesson, lesson)
        book.add_source_cell(name, lesson, lesson, cell_type="code", locked=False)
        test = f"test_{name}"
        book.add_grade_cell(test, lesson, lesson, max_score=points, cell_type="code")
        book.add_source_cell(test, lesson, lesson, cell_type="code", locked=True)


def give(course, student, lesson, scores, by_hand=None, waiting=False, comment=None, mistakes=()):
    """Give one student marks: `scores` are those of the test cells, by exercise."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", course_id=COURSE) as book:
        book.add_submission(lesson, student)
        for name, score in scores.items():
            grade = book.find_grade(f"test_{name}", lesson, lesson, student)
            grade.auto_score, grade.needs_manual_grade = score, False
        if lesson == SECOND:
            task = book.find_grade("why", lesson, lesson, student)
            task.manual_score, task.needs_manual_grade = by_hand, waiting
        if comment:
            name = f"{next(iter(scores))}"
            book.find_comment(name, lesson, lesson, student).manual_comment = comment
        book.db.commit()
    checks = [{"exercise": exercise, "mistake": name} for exercise, name in mistakes]
    write_graded(course, student, lesson, checks)


def write_graded(course, student, lesson, checks):
    """Write an autograded notebook with one test cell for each `check` record."""
    path = course / "autograded" / student / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [
        new_code_cell(
            metadata={"nbgrader": {"grade": True, "grade_id": f"test_{index}"}},
            outputs=[new_output("display_data", {"text/plain": ""}, metadata={"check": check})],
        )
        for index, check in enumerate(checks)
    ]
    nbformat.write(new_notebook(cells=cells), path)


def refuse(course, student, lesson, cause):
    """Hand in a notebook that is cut off, and record that it could not be graded."""
    folder = course / "submitted" / student / lesson
    folder.mkdir(parents=True)
    (folder / f"{lesson}.ipynb").write_text("{")
    refusals.record(course / "autograded", lesson, student, cause, folder)
