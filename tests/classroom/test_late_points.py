"""A late hand-in has the same final mark in every place, which says why it is lower."""

import csv
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from gradebooks import COURSE, FIRST, SECOND, give, make_course, quick_gradebooks
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps.exportapp import ExportApp
from nbgrader.server_extensions.formgrader import apihandlers
from traitlets.config import Config

from grading.__main__ import main as command
from grading.autograde.late_points import GetFinalGrades
from grading.classroom.marks import read_marks
from grading.classroom.nbgrader_totals import settle_late_points
from grading.lms.results import read_results

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")
DUE = datetime(2026, 3, 1, 12)
PLUGIN = """
from nbgrader.plugins import LateSubmissionPlugin
class Tenth(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score / 4
"""


def book_of(course):
    return Gradebook(f"sqlite:///{course}/gradebook.db", course_id=COURSE)


@pytest.fixture(params=["zero", "a quarter"])
def late(request, tmp_path, monkeypatch):
    """ana is in time, ben half an hour late: 3 points by test, graded before any by hand."""
    with quick_gradebooks():
        make_course(tmp_path, {"ana": {}, "ben": {}})
    share = {"zero": 1.0, "a quarter": 0.25}[request.param]
    settings = 'c.LateSubmissionPlugin.penalty_method = "zero"\n'
    if share != 1:
        (tmp_path / "tenth.py").write_text(PLUGIN)
        monkeypatch.syspath_prepend(tmp_path)
        settings = 'c.AssignLatePenalties.plugin_class = "tenth.Tenth"\n'
    with (tmp_path / "nbgrader_config.py").open("a") as file:
        file.write(settings)
    for student in ("ana", "ben"):
        give(tmp_path, student, SECOND, {"softmax": 2, "softmax_masked": 1}, waiting=True)
    with book_of(tmp_path) as book:
        book.find_assignment(SECOND).duedate = DUE
        for student, after in (("ana", 0), ("ben", 1800)):
            submission = book.find_submission(SECOND, student)
            submission.timestamp = DUE + timedelta(seconds=after)
            submission.notebooks[0].late_submission_penalty = 3 * share if after else None
        book.db.commit()
    settle_late_points()
    return SimpleNamespace(course=tmp_path, share=share)


def by_hand(course, points):
    with book_of(course) as book:
        for student in ("ana", "ben"):
            grade = book.find_grade("why", SECOND, SECOND, student)
            grade.manual_score, grade.needs_manual_grade = points, False
        book.db.commit()


def exported(course):
    app = ExportApp()
    app.initialize([f"--to={course}/grades.csv"], root=str(course))
    app.start()
    with (course / "grades.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == SECOND]
    return {row["student_id"]: float(row["score"]) for row in rows}


@pytest.mark.parametrize("points", [None, 1, 0])
def test_every_place_has_the_same_final_mark(late, points, capsys):
    course = late.course
    if points is not None:
        by_hand(course, points)
    whole = 3.0 + (points or 0)
    want = {"ana": whole, "ben": whole * (1 - late.share)}
    before = (course / "gradebook.db").read_bytes()

    marks = {mark.student: mark for mark in read_marks(course) if mark.lesson == SECOND}
    assert {student: mark.points.total for student, mark in marks.items()} == want
    assert marks["ben"].points.late == whole * late.share and marks["ana"].points.late == 0
    assert command(["marks", "--course", str(course)]) == 0
    printed = capsys.readouterr().out
    assert f"{whole * late.share:g} points were taken off for handing in late, by 0:30:00 hours: {want['ben']:g} count." in printed
    assert printed.count("taken off") == 1

    assert command(["report", "--course", str(course)]) == 0
    page = (course / "report.html").read_text()
    assert page.count("points were taken off for handing in late, by 0:30:00") == 1
    with (course / "report.csv").open(encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file) if row["lesson"] == SECOND}
    assert {student: float(row["points"]) for student, row in rows.items()} == want
    assert float(rows["ben"]["taken off for lateness"]) == whole * late.share

    with book_of(course) as book:
        table = read_results(book, course, unfinished=True).table
    assert {student: table[student, SECOND].score for student in want} == want
    assert "taken off for handing in late" in table["ben", SECOND].feedback
    assert (course / "gradebook.db").read_bytes() == before, "reading changes nothing"

    assert exported(course) == want
    with book_of(course) as book:
        assert {one["id"]: one["score"] for one in book.student_dicts()} == want
        assert {one["student"]: one["score"] for one in book.submission_dicts(SECOND)} == want
        shown = book.notebook_submission_dicts(SECOND, SECOND)
        assert {one["student"]: one["score"] for one in shown} == want
    assert exported(course) == want


def test_a_feedback_page_has_it_too(late):
    by_hand(late.course, 1)
    config = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})
    if late.share != 1:
        config = Config({"AssignLatePenalties": {"plugin_class": "tenth.Tenth"}})
    about = {"notebook": SECOND, "assignment": SECOND, "student": "ben", "db_url": f"sqlite:///{late.course}/gradebook.db"}
    _, resources = GetFinalGrades(config=config).preprocess(new_notebook(), {"nbgrader": about})
    assert resources["nbgrader"]["score"] == 4 * (1 - late.share)
    assert resources["nbgrader"]["late_penalty"] == 4 * late.share


def test_who_was_not_punished_when_graded_is_not_punished_by_a_look(late):
    """The due date was moved after grading: nbgrader decides anew when it grades anew."""
    with book_of(late.course) as book:
        book.find_assignment(SECOND).duedate = DUE - timedelta(days=1)
        book.db.commit()
    marks = {mark.student: mark for mark in read_marks(late.course) if mark.lesson == SECOND}
    assert marks["ana"].points.total == 3 and exported(late.course)["ana"] == 3
    assert [mark for mark in read_marks(late.course) if mark.lesson == FIRST][0].points.late == 0


def test_points_given_in_the_formgrader_settle_the_penalty_at_once(late):
    config = Config({"LateSubmissionPlugin": {"penalty_method": "zero"}})
    with book_of(late.course) as book:
        grade = book.find_grade("why", SECOND, SECOND, "ben")
        handler = SimpleNamespace(
            gradebook=book,
            current_user="x",
            xsrf_token="",
            settings={"nbgrader_bad_setup": False, "nbgrader_formgrader": SimpleNamespace(config=config)},
            get_json_body=lambda: {"manual_score": 1},
            write=lambda text: None,
        )
        apihandlers.GradeHandler.put(handler, grade.id)
        submission = book.find_submission(SECOND, "ben")
        assert submission.late_submission_penalty == 4
