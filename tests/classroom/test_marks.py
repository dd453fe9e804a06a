"""The table of marks, on gradebooks and notebooks made by hand; and what the demo insists on."""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from gradebooks import refuse, write_graded
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader import dbutil
from nbgrader.api import Gradebook

from grading.__main__ import main as command
from grading.classroom import demo, gradebook, marks
from grading.classroom.marks import Mark, Points

LESSON = "02_softmax"

# nbgrader's own: it adds submissions to its session in an order that sqlalchemy remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@pytest.fixture(autouse=True)
def quick_new_gradebook(monkeypatch):
    """A new gradebook asks the command `alembic` for its version, which takes seconds."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "unknown")


def graded_notebook(course, student, *checks):
    """Write an autograded notebook with one test cell a check record."""
    write_graded(course, student, LESSON, checks)


@pytest.fixture
def course(tmp_path):
    """A course of one lesson: 5 points by test and 3 by hand, and students in every state."""
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as book:
        book.add_assignment(LESSON)
        book.add_notebook(LESSON, LESSON)
        for name, points in (("test_softmax", 3), ("test_masked", 2)):
            book.add_grade_cell(name, LESSON, LESSON, max_score=points, cell_type="code")
            book.add_source_cell(name, LESSON, LESSON, cell_type="code", locked=True)
        book.add_task_cell("why", LESSON, LESSON, max_score=3, cell_type="markdown")
        book.add_source_cell("why", LESSON, LESSON, cell_type="markdown", locked=True)
        for student in ("ana", "ben", "cleo", "dana"):
            book.add_student(student)
        for student, softmax, masked, why in (("ana", 3, 0, None), ("ben", 3, 2, 2.5)):
            book.add_submission(LESSON, student)
            for name, score in (("test_softmax", softmax), ("test_masked", masked)):
                grade = book.find_grade(name, LESSON, LESSON, student)
                grade.auto_score, grade.needs_manual_grade = score, False
            task = book.find_grade("why", LESSON, LESSON, student)
            task.manual_score, task.needs_manual_grade = why, why is None
        book.add_submission(LESSON, "cleo")  # nbgrader began with it and failed
        book.db.commit()
    refuse(tmp_path, "cleo", LESSON, "it is cut off.")
    graded_notebook(
        tmp_path,
        "ana",
        {"exercise": "softmax", "passed": True, "mistake": None},
        {"exercise": "masked_softmax", "passed": False, "mistake": "an inverted mask", "listed": True},
        {"exercise": "softmax", "passed": False, "mistake": "every number is twice", "listed": False},
    )
    graded_notebook(tmp_path, "ben", {"exercise": "softmax", "passed": True, "mistake": None})
    return tmp_path


def test_every_student_is_in_the_table_once(course):
    found = {mark.student: mark for mark in marks.read_marks(course)}
    assert list(found) == ["ana", "ben", "cleo", "dana"]
    assert found["ana"] == Mark(
        "ana",
        LESSON,
        marks.GRADED,
        Points(score=3, max_score=5, by_hand=0, waiting=3),
        mistakes=("masked_softmax: an inverted mask",),
    )
    assert found["ben"] == Mark("ben", LESSON, marks.GRADED, Points(5, 5, by_hand=2.5, waiting=0))
    assert (found["cleo"].status, found["cleo"].points.score) == (marks.COULD_NOT, None)
    assert "cut off" in found["cleo"].cause
    assert found["dana"].status == marks.NOT_HANDED_IN


def test_handed_in_but_not_graded_yet(course):
    (course / "submitted" / "ana" / "03_unknown").mkdir(parents=True)  # not in the gradebook
    roles = {"test_softmax": "test", "test_masked": "test", "why": "task"}
    meta = {"schema_version": 3, "solution": False, "locked": True, "points": 1}
    cells = [
        (new_markdown_cell if role == "task" else new_code_cell)(
            metadata={
                "nbgrader": {
                    **meta,
                    "grade_id": name,
                    "grade": role == "test",
                    "task": role == "task",
                }
            }
        )
        for name, role in roles.items()
    ]
    folder = course / "submitted" / "emil" / LESSON
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=cells), folder / f"{LESSON}.ipynb")
    statuses = {mark.student: mark.status for mark in marks.read_marks(course)}
    assert statuses["emil"] == marks.NOT_GRADED_YET
    assert statuses["ana"] == marks.GRADED


def test_a_recorded_refusal_is_about_the_files_that_lay_there(course):
    path = course / "submitted" / "cleo" / LESSON / f"{LESSON}.ipynb"
    path.write_text("{ another one")
    (cleo,) = [mark for mark in marks.read_marks(course) if mark.student == "cleo"]
    assert "cut off" not in cleo.cause


def test_reading_marks_changes_nothing(course):
    before = (course / "gradebook.db").read_bytes()
    marks.read_marks(course)
    assert (course / "gradebook.db").read_bytes() == before


def test_table_lines_up_and_shows_mistakes_and_causes(course, capsys):
    assert command(["marks", "--course", str(course)]) == 0
    lines = capsys.readouterr().out.splitlines()
    ana, ben = (next(line for line in lines if line.startswith(name)) for name in ("ana", "ben"))
    assert "3/5" in ana and "3 waiting" in ana and "5/5" in ben and "2.5 given" in ben
    assert ana.index("3/5") == ben.index("5/5") == lines[0].index("tests")
    assert lines[lines.index(ana) + 1].strip() == "masked_softmax: an inverted mask"
    assert any("cut off" in line for line in lines)


@pytest.mark.parametrize("content", [None, b"", b"this is no database" * 99])
def test_no_gradebook_is_one_sentence_and_exit_1(tmp_path, capsys, content):
    database = tmp_path / "gradebook.db"
    if content is not None:
        database.write_bytes(content)
    assert command(["marks", "--course", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and len(printed.err.splitlines()) == 1
    assert "gradebook" in printed.err and "nbgrader" in printed.err
    assert database.exists() is (content is not None)


def test_gradebook_without_students_is_one_sentence_and_exit_1(tmp_path, capsys):
    with Gradebook(f"sqlite:///{tmp_path}/gradebook.db") as book:
        book.add_assignment(LESSON)
    assert command(["marks", "--course", str(tmp_path)]) == 1
    assert "no student" in capsys.readouterr().err


def mark(student, score, *mistakes, status=marks.GRADED):
    """A mark of the demo's class, out of 5."""
    return Mark(student, LESSON, status, Points(score, 5), mistakes=mistakes)


AXIS_0 = "softmax: a softmax over axis 0"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (mark(demo.SOLVED, 4), "solved, but 4 of 5"),
        (mark(demo.UNTOUCHED, 1), "untouched, but 1"),
        (mark(demo.MISTAKEN, 2), "was not recognised"),
        (mark(demo.MISTAKEN, 2, "masked_softmax: a softmax over axis 0"), "was not recognised"),
        (mark(demo.MISTAKEN, 5, AXIS_0), "full marks"),
        (mark(demo.BROKEN, 5), "full marks"),
        (mark(demo.HALF, None, status=marks.COULD_NOT), "could not be graded"),
    ],
)
def test_demo_complains_about_a_wrong_mark(wrong, words):
    (complaint,) = demo.problems([wrong])
    assert words in complaint and wrong.student in complaint and LESSON in complaint


def test_demo_is_content_with_the_right_marks():
    right = [mark(demo.SOLVED, 5), mark(demo.UNTOUCHED, 0), mark(demo.MISTAKEN, 2, AXIS_0)]
    assert demo.problems(right) == []


# Gradebooks of an older nbgrader -----------------------------------------------------------------

BEFORE_COURSES = """
    PRAGMA foreign_keys = OFF;
    CREATE TABLE older (id VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL UNIQUE, duedate DATETIME);
    INSERT INTO older SELECT id, name, duedate FROM assignment;
    DROP TABLE assignment;
    ALTER TABLE older RENAME TO assignment;
    DROP TABLE course;
    UPDATE alembic_version SET version_num = '282d30a0218e';
"""
BEFORE_EXTRA_CREDIT = "ALTER TABLE grade DROP COLUMN extra_credit"
BEFORE_LMS_IDS = "ALTER TABLE student DROP COLUMN lms_user_id"


@pytest.fixture
def older(course, request):
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        book.executescript(request.param)
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'where-to-look'\n")
    return course


@pytest.mark.parametrize("older", [BEFORE_COURSES, BEFORE_EXTRA_CREDIT, BEFORE_LMS_IDS], indirect=True)
@pytest.mark.parametrize("words", [["marks"], ["report"]])
def test_a_gradebook_of_an_older_nbgrader_is_to_be_upgraded_and_is_left_as_it_is(older, words, capsys):
    before = (older / "gradebook.db").read_bytes()
    assert command([*words, "--course", str(older)]) == 1
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1 and "nbgrader db upgrade" in said and "copy" in said
    assert "remove" not in said and "again with" not in said
    assert (older / "gradebook.db").read_bytes() == before


@pytest.mark.parametrize("older", [BEFORE_COURSES], indirect=True)
def test_once_upgraded_it_is_read_with_all_its_marks(older, monkeypatch):
    programs = [str(Path(sys.executable).parent), os.environ["PATH"]]  # it calls `alembic` by name
    monkeypatch.setenv("PATH", os.pathsep.join(programs))
    dbutil.upgrade(f"sqlite:///{older}/gradebook.db")
    found = {mark.student: mark.points for mark in marks.read_marks(older)}
    assert found["ben"] == Points(5, 5, by_hand=2.5, waiting=0)
    assert found["ana"] == Points(score=3, max_score=5, by_hand=0, waiting=3)


def test_a_book_of_another_course_is_still_refused(course, capsys):
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'where-to-look'\n")
    with closing(sqlite3.connect(course / "gradebook.db")) as book, book:
        book.execute("INSERT INTO course VALUES ('statistics')")
        book.execute("UPDATE assignment SET course_id = 'statistics'")
    assert command(["marks", "--course", str(course)]) == 1
    assert "the course statistics" in capsys.readouterr().err


def test_no_sentence_advises_what_loses_marks(tmp_path):
    for problem in (sqlite3.DatabaseError("file is not a database"), sqlite3.OperationalError("locked")):
        said = gradebook.unreadable(tmp_path / "gradebook.db", problem)
        assert "remove" not in said and "delete" not in said
