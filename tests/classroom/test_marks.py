"""The table of marks, on gradebooks and notebooks made by hand; and what the demo insists on."""

import nbformat
import pytest
from gradebooks import refuse, write_graded
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from grading.__main__ import main as command
from grading.classroom import demo, marks
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
