"""The class at a glance: the numbers, the page, the CSV, and what it says when it cannot."""

import base64
import csv
import io
import re
import shutil
import sqlite3
import tomllib
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import pytest
from gradebooks import (
    FIRST,
    SECOND,
    give,
    make_course,
    quick_gradebooks,
    refuse,
    write_graded,
)

from grading.__main__ import main as command
from grading.atomic_files import write_whole
from grading.autograde import grading_log
from grading.classroom import gradebook as gradebooks
from grading.classroom import marks, overview, report

# nbgrader's own: it adds submissions to its session in an order that sqlalchemy remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")

ROOT = Path(__file__).resolve().parents[2]
EVIL = '<script>alert("1")</script>'
FORMULA = "=HYPERLINK(1)"
STUDENTS = {
    "ana": {"first_name": "Ana", "last_name": 'O\'Hara, "the first"'},
    "ben": {"first_name": EVIL, "last_name": "Müller"},
    "cleo": {"first_name": "יעל", "last_name": "כהן"},
    FORMULA: {},
    EVIL.replace("/", ""): {},
}
AXIS = ("softmax", "a softmax over axis 0")
TEX = ("softmax_masked", "costs $5_{0 and $6 <b>")


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """ana solved all, ben and cleo made mistakes, the rest handed in little or nothing."""
    folder = tmp_path_factory.mktemp("class")
    with quick_gradebooks():
        make_course(folder, STUDENTS)
    give(folder, "ana", SECOND, {"softmax": 2, "softmax_masked": 1}, by_hand=1)
    give(folder, "ben", SECOND, {"softmax": 0, "softmax_masked": 1}, waiting=True, mistakes=[AXIS])
    both = [TEX, AXIS, AXIS]  # one mistake in two test cells is one student's mistake
    give(folder, "cleo", SECOND, {"softmax": 1, "softmax_masked": 0}, by_hand=0, mistakes=both)
    refuse(folder, "cleo", FIRST, "it is cut off.")
    return folder


@pytest.fixture
def course(graded_class, tmp_path):
    """A copy of the class's course folder."""
    shutil.copytree(graded_class, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture(scope="module")
def view(graded_class):
    return overview.read_overview(graded_class)


@pytest.fixture(scope="module")
def page(view):
    return report.as_page(view, "today")


def test_marks_and_states_of_a_lesson(view):
    first, second = view.lessons
    assert (second.totals, second.middle, second.max_score) == ([4, 1, 1], 1, 4)
    assert [mark.student for mark in second.waiting] == ["ben"]
    assert {mark.student for mark in second.missing} == set(STUDENTS) - {"ana", "ben", "cleo"}
    assert first.totals == [] and first.middle is None
    assert [(mark.student, "cut off" in mark.cause) for mark in first.failed] == [("cleo", True)]


def test_an_exercise_is_passed_with_all_points_of_all_its_tests(view):
    passed = {(e.lesson, e.name): (e.passed, e.graded) for e in view.exercises}
    assert passed == {
        (FIRST, "double"): ((), 0),
        (SECOND, "softmax"): (("ana",), 3),
        (SECOND, "softmax_masked"): (("ana", "ben"), 3),
    }
    assert [e.share for e in view.exercises] == pytest.approx([0, 1 / 3, 2 / 3])


def test_test_cells_belong_to_the_longest_name_that_fits():
    found = overview.tests_by_exercise(
        ["softmax", "softmax_masked"],
        ["test_softmax", "test_softmax_large", "test_softmax_masked_what", "test_other"],
    )
    assert found == {
        "softmax": ["test_softmax", "test_softmax_large"],
        "softmax_masked": ["test_softmax_masked_what"],
        "test_other": ["test_other"],
    }


def test_mistakes_are_counted_once_a_student_and_the_frequent_come_first(view):
    assert [(m.exercise, m.name, m.students) for m in view.mistakes] == [
        (*AXIS, ("ben", "cleo")),
        (*TEX, ("cleo",)),
    ]


# The page -----------------------------------------------------------------------------------


class Page(HTMLParser):
    """The tags, and the text of every table row, of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.rows, self.in_cell = [], [], False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")
            self.in_cell = True

    def handle_endtag(self, tag):
        self.in_cell = self.in_cell and tag not in ("td", "th")

    def handle_data(self, text):
        if self.in_cell:
            self.rows[-1][-1] += text

    def row(self, first):
        return next(row for row in self.rows if row[0] == first)


def test_the_page_says_who_made_which_mistake(page):
    rows = Page(page).rows
    assert [AXIS[1], "softmax", SECOND, "2", f"Müller, {EVIL} (ben); כהן, יעל (cleo)"] in rows
    assert [SECOND, "softmax_masked", "2", "3", "67 %"] in rows
    assert Page(page).row(SECOND) == [SECOND, "3", "1", "1", "4", "4", "1", "0", "0", "2"]


def test_the_page_says_who_is_missing_and_who_failed_and_why(page):
    failed = Page(page).row("כהן, יעל (cleo)")
    assert failed[1] == FIRST and "cut off" in failed[2]
    text = re.sub(r"<[^>]*>", "", page)
    assert "Waits for a grader: Müller" in text
    assert text.count("Not handed in: ") == 2 and FORMULA in text


def test_names_are_escaped_and_nothing_is_fetched(page):
    tags = Page(page).tags
    assert "script" not in [tag for tag, _ in tags]
    assert "<b>" not in page and "&lt;script&gt;alert" in page
    addresses = [
        value for _, attributes in tags for name, value in attributes.items() if name in ("src", "href")
    ]
    assert len(addresses) == 3
    assert all(address.startswith("data:image/svg+xml;base64,") for address in addresses)
    assert "http://" not in page and "https://" not in page


def test_charts_are_drawings_with_a_description(page):
    drawn = [attributes for tag, attributes in Page(page).tags if tag == "img"]
    assert [bool(re.search(r"\d", image["alt"])) for image in drawn] == [True] * 3
    assert "softmax, a softmax over axis 0: 2" in drawn[1]["alt"]
    for image in drawn:
        svg = base64.b64decode(image["src"].partition(",")[2])
        root = ElementTree.fromstring(svg)
        assert root.tag.endswith("svg") and b"<image" not in svg


def test_the_same_class_gives_the_same_page(view, page):
    assert report.as_page(view, "today") == page


def test_the_page_has_rules_for_paper(page):
    assert "@media print" in page and "@page" in page


def test_the_page_is_installed_with_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = project["tool"]["setuptools"]["package-data"]["grading.classroom"]
    shipped = {path for pattern in patterns for path in (ROOT / "grading" / "classroom").glob(pattern)}
    assert shipped == set((ROOT / "grading").rglob("*.html")) != set()


# The command --------------------------------------------------------------------------------


def test_the_command_writes_page_and_csv_and_changes_nothing_else(course, capsys):
    before = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    assert command(["report", "--course", str(course)]) == 0
    printed = capsys.readouterr()
    assert "5 students" in printed.out and printed.err == ""
    after = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    new = {course / "report.html", course / "report.csv"}
    assert set(after) - set(before) == new
    assert {path: content for path, content in after.items() if path not in new} == before


def test_the_csv_has_a_line_for_each_student_and_lesson(view):
    rows = list(csv.DictReader(io.StringIO(report.as_csv(view))))
    assert len(rows) == len(STUDENTS) * 2
    line = {(row["student"], row["lesson"]): row for row in rows}
    ben = line["ben", SECOND]
    assert [ben[name] for name in ("points", "out of", "by tests", "by hand")] == ["1", "4", "1", "0"]
    assert ben["waiting for a grader"] == "1" and ben["exercises passed"] == "softmax_masked"
    assert ben["mistakes recognised"] == ": ".join(AXIS) and ben["name"] == f"Müller, {EVIL}"
    assert line["cleo", FIRST]["points"] == "" and "cut off" in line["cleo", FIRST]["why not graded"]
    assert f"'{FORMULA}" in {row["student"] for row in rows}, "no formula for a spreadsheet"


def test_an_unknown_student_is_named_and_ends_in_an_error(course, capsys):
    shutil.copytree(course / "submitted" / "cleo", course / "submitted" / "zoe")
    assert command(["report", "--course", str(course)]) == 1
    error = capsys.readouterr().err
    assert "zoe" in error and len(error.splitlines()) == 1
    assert "zoe" in (course / "report.html").read_text(encoding="utf-8")


def test_records_that_a_student_forged_do_no_harm(course):
    forged = ["text", ["list"], {"mistake": ["a"], "exercise": 7}, {"mistake": "x" * 5000}]
    write_graded(course, "ana", SECOND, forged)
    assert command(["report", "--course", str(course)]) == 0
    found = overview.read_overview(course).mistakes
    assert ("7", "['a']", ("ana",)) in [(m.exercise, m.name, m.students) for m in found]
    assert max(len(mistake.name) for mistake in found) == overview.LONGEST_NAME


def nothing_written(folder, capsys, *words, to=None):
    """The command ends with one sentence that holds these words, and leaves no file."""
    before = sorted(folder.rglob("*"))
    arguments = ["--course", str(folder)] + (["--to", str(to)] if to else [])
    assert command(["report", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == "" and len(printed.err.splitlines()) == 1
    assert [word for word in words if word not in printed.err] == [], printed.err
    assert sorted(folder.rglob("*")) == before


def test_without_a_gradebook_or_with_something_else(tmp_path, capsys):
    nothing_written(tmp_path, capsys, "no gradebook", "generate_assignment")
    (tmp_path / "gradebook.db").write_bytes(b"this is no database" * 99)
    nothing_written(tmp_path, capsys, "not a gradebook")
    (tmp_path / "gradebook.db").unlink()
    with sqlite3.connect(tmp_path / "gradebook.db") as other:
        other.execute("CREATE TABLE birds (name TEXT)")
    other.close()
    nothing_written(tmp_path, capsys, "not a gradebook")


def test_a_locked_gradebook(course, capsys, monkeypatch):
    monkeypatch.setattr(gradebooks, "PATIENCE", 0.05)
    writer = sqlite3.connect(course / "gradebook.db")
    writer.execute("BEGIN EXCLUSIVE")
    try:
        nothing_written(course, capsys, "locked", "try again")
        assert command(["marks", "--course", str(course)]) == 1
        assert "locked" in capsys.readouterr().err
    finally:
        writer.close()


def test_a_gradebook_of_another_course(course, capsys):
    (course / "nbgrader_config.py").write_text(
        'c = get_config()\nc.CourseDirectory.course_id = "physics"\n'
    )
    nothing_written(course, capsys, "where-to-look", "physics")


def test_settings_that_do_not_run(course, capsys):
    (course / "nbgrader_config.py").write_text("c = get_config(\n")
    nothing_written(course, capsys, "nbgrader_config.py", "SyntaxError")


def test_an_empty_class(tmp_path, capsys):
    with quick_gradebooks():
        make_course(tmp_path, {})
    nothing_written(tmp_path, capsys, "no student")


def test_a_damaged_graded_notebook(course, capsys):
    (course / "autograded" / "ana" / SECOND / f"{SECOND}.ipynb").write_text("{")
    nothing_written(course, capsys, "damaged", f"autograde {SECOND} --student ana --force")


def test_files_are_written_all_or_none(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "none" / "b.txt"
    first.write_bytes(b"old")
    with pytest.raises(OSError):
        write_whole({first: b"new", second: b"new"})
    assert first.read_bytes() == b"old" and list(tmp_path.iterdir()) == [first]


def test_a_place_that_cannot_be_written(course, capsys):
    nothing_written(course, capsys, "could not be written", to=course / "none" / "report.html")
    nothing_written(course, capsys, ".html", to=course / "report.pdf")
    (course / "report.csv").mkdir()
    nothing_written(course, capsys, "could not be written")


def test_repairs_and_a_missing_sandbox_are_told(course):
    path = course / "autograded" / "ana" / SECOND / f"{SECOND}.ipynb"
    graded = nbformat.read(path, as_version=4)
    grading_log.note(graded, f"The cell {EVIL} was there twice.")
    nbformat.write(graded, path)
    page = report.as_page(overview.read_overview(course), "today")
    assert "Repaired, cut short, or" in page and "was there twice" in page and EVIL not in page
    assert "WITHOUT A SANDBOX" not in page
    grading_log.note(graded, grading_log.UNPROTECTED)
    nbformat.write(graded, path)
    view = overview.read_overview(course)
    page = report.as_page(view, "today")
    assert 'class="alarm">WITHOUT A SANDBOX: 1 of' in page and page.count(grading_log.UNPROTECTED) == 0
    rows = list(csv.DictReader(io.StringIO(report.as_csv(view))))
    said = [row["notes on the grading"] for row in rows if row["student"] == "ana" and row["lesson"] == SECOND]
    assert len(said) == 1 and said[0].endswith("was there twice.")
    assert "WITHOUT A SANDBOX: 1 of" in marks.without_sandbox(report.all_marks(view))
