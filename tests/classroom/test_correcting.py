"""A lesson is corrected after it was handed in: right marks for all, and nothing lost."""

import csv
import shutil
from copy import deepcopy
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from gradebooks import COURSE
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp, GenerateAssignmentApp, GenerateFeedbackApp
from nbgrader.converters.base import NbGraderException
from tiny_lesson import TINY, marked, put, tiny_lesson

from grading.autograde.repair import former
from grading.classroom.marks import GRADED, read_marks
from grading.classroom.overview import read_overview
from grading.lms.canvas import CanvasExporter
from grading.lms.results import read_results

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, of its tables


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course of one tiny lesson, released; hand-ins run in this process, without a kernel."""
    settings = (ROOT / "nbgrader_config.py").read_text()
    step = "grading.autograde.execute.TrustedExecute"
    assert settings.count(step) == 1
    (tmp_path / "nbgrader_config.py").write_text(settings.replace(step, "in_process.InProcess"))
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "unknown")
    monkeypatch.chdir(tmp_path)
    write_source(tmp_path, tiny_lesson())
    generate(tmp_path)
    return tmp_path


def write_source(course, lesson):
    path = course / "solutions" / TINY / f"{TINY}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(lesson, path)


def run(app, course, *arguments):
    app.clear_instance()
    one = app.instance()
    try:
        one.initialize([TINY, *arguments], root=str(course))
        one.start()
    finally:
        app.clear_instance()


def generate(course):
    run(GenerateAssignmentApp, course, "--force")


def released(course):
    return nbformat.read(course / "notebooks" / TINY / f"{TINY}.ipynb", as_version=4)


def hand_in(course, student, **answers):
    """Hand in what is released now, with these answers: `double=3` is one that triples."""
    notebook = deepcopy(released(course))
    for cell in notebook.cells:
        if cell.id in answers:
            body = answers[cell.id]
            cell.source = body if isinstance(body, str) else f"def {cell.id}(x):\n    return {body} * x"
    put(course, student, nbformat.writes(notebook))


def corrected(change):
    """The solved lesson after `change` has been done to its cells by id."""
    lesson = tiny_lesson()
    change(lesson.cells, {cell.id: cell for cell in lesson.cells})
    return lesson


def more_points(cells, by_id):
    by_id["test_double"].metadata.nbgrader.points = 3
    by_id["why"].metadata.nbgrader.points = 5


def one_more(cells, by_id):
    """An exercise with its test, and a task, below those that there are."""
    solved = "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION"
    test = "assert triple(2) == 6\n### BEGIN HIDDEN TESTS\nassert triple(5) == 15\n### END HIDDEN TESTS"
    at = cells.index(by_id["why"])
    cells[at:at] = [
        new_markdown_cell("### Exercise 3: `triple`", id="about-triple"),
        marked("triple", solved, solution=True),
        marked("test_triple", test, grade=True, locked=True, points=2),
    ]


def one_more_task(cells, by_id):
    cells.append(marked("how", "How?\n\n=== BEGIN MARK SCHEME ===\nso\n=== END MARK SCHEME ===", task=True, locked=True, points=3))
    cells.append(new_markdown_cell("", id="answer-how"))


def harder_test(cells, by_id):
    by_id["test_root"].source = "assert root(4) == 2\nassert root(16) == 4"


def another_test(cells, by_id):
    at = cells.index(by_id["root"])
    cells.insert(at, marked("test_double_words", "assert double('a') == 'aa'", grade=True, locked=True, points=1))


def another_text(cells, by_id):
    cells.insert(0, new_markdown_cell("Read this first.", id="first"))
    by_id["why"].source = by_id["why"].source.replace("Why?", "Why, in two sentences?")


def marks(course):
    return {mark.student: mark for mark in read_marks(course)}


def by_test(course):
    return {who: (mark.points.score, mark.points.max_score) for who, mark in marks(course).items()}


def notes(course):
    return {who: mark.notes for who, mark in marks(course).items()}


def book_of(course):
    return Gradebook(f"sqlite:///{course}/gradebook.db", course_id=COURSE)


def give(course, student, cell, points):
    with book_of(course) as book:
        grade = book.find_grade(cell, TINY, TINY, student)
        grade.manual_score, grade.needs_manual_grade = points, False
        book.find_comment("why", TINY, TINY, student).manual_comment = f"well said, {student}"
        book.db.commit()


@pytest.fixture
def graded(course):
    """ana is right, ben tripled, cy has written nothing; ana's and ben's tasks are graded."""
    hand_in(course, "ana", double=2, root="def root(x):\n    return x ** 0.5")
    hand_in(course, "ben", double=3, root="def root(x):\n    return 2")
    hand_in(course, "cy")
    run(AutogradeApp, course)
    assert by_test(course) == {"ana": (3, 3), "ben": (0, 3), "cy": (0, 3)}
    give(course, "ana", "why", 4)
    give(course, "ben", "why", 1.5)
    give(course, "ben", "test_double", 0.5)
    return course


def correct(course, *changes):
    def change(cells, by_id):
        for one in changes:
            one(cells, by_id)

    write_source(course, corrected(change))
    generate(course)


def regrade(course):
    run(AutogradeApp, course, "--force")
    found = marks(course)
    assert {mark.status for mark in found.values()} == {GRADED}
    with book_of(course) as book:
        comments = {s: book.find_comment("why", TINY, TINY, s).manual_comment for s in ("ana", "ben")}
    assert comments == {"ana": "well said, ana", "ben": "well said, ben"}
    assert (found["ana"].points.by_hand, found["ben"].points.by_hand) == (4, 1.5)
    assert (found["ana"].points.waiting, found["ben"].points.waiting) == (0, 0)


def test_changed_points_are_said_of_nobody(graded):
    correct(graded, more_points)
    regrade(graded)
    assert by_test(graded) == {"ana": (4, 4), "ben": (0.5, 4), "cy": (0, 4)}
    assert notes(graded) == {"ana": (), "ben": (), "cy": ()}
    assert marks(graded)["ana"].points.possible == 9
    hand_in(graded, "dora", double=2)  # of the new release
    run(AutogradeApp, graded)
    assert by_test(graded)["dora"] == (3, 4) and notes(graded)["dora"] == ()


def test_a_test_and_a_text_are_corrected(graded):
    """`root` is tried at 16 as well, which dora got wrong, and `double` at a word."""
    hand_in(graded, "dora", double=2, root="def root(x):\n    return x / 2 if x < 9 else 3")
    run(AutogradeApp, graded)
    assert by_test(graded)["dora"] == (3, 3)
    correct(graded, harder_test, another_test, another_text)
    regrade(graded)
    assert by_test(graded) == {"ana": (4, 4), "ben": (0.5, 4), "cy": (0, 4), "dora": (3, 4)}
    assert not any(notes(graded).values())
    notebook = nbformat.read(graded / "autograded" / "ana" / TINY / f"{TINY}.ipynb", as_version=4)
    assert "Why, in two sentences?" in next(c.source for c in notebook.cells if c.id == "why")


def test_a_new_exercise_costs_nobody_to_whom_it_was_not_offered(graded):
    correct(graded, one_more, one_more_task)
    assert by_test(graded) == {"ana": (3, 3), "ben": (0.5, 3), "cy": (0, 3)}, "nothing before the regrade"
    hand_in(graded, "dora", double=2, triple=3)
    hand_in(graded, "eva", double=2, triple=4)
    hand_in(graded, "fay", double=2)
    regrade(graded)
    assert by_test(graded) == {
        "ana": (3, 3), "ben": (0.5, 3), "cy": (0, 3), "dora": (4, 5), "eva": (2, 5), "fay": (2, 5),
    }  # fmt: skip
    possible = {who: mark.points.possible for who, mark in marks(graded).items()}
    assert possible == {"ana": 7, "ben": 7, "cy": 7, "dora": 12, "eva": 12, "fay": 12}
    assert marks(graded)["dora"].points.waiting == 7
    said = notes(graded)
    assert said["ana"] == said["ben"] == said["cy"] and len(said["ana"]) == 1
    assert said["ana"][0].startswith("Exercises triple, how (5 points) were added to the lesson after")
    assert said["dora"] == said["eva"] == said["fay"] == ()

    view = read_overview(graded)
    triple = next(one for one in view.exercises if one.name == "triple")
    assert (triple.passed, triple.graded) == (("dora",), 3)
    with book_of(graded) as book:
        results = read_results(book, graded)
    ana = results.table["ana", TINY]
    assert ana.feedback.startswith("7 of 7 points.")
    for scale, want in ((False, 7), (True, 12)):  # scaled from her own maximum
        assert CanvasExporter.points_for(SimpleNamespace(scale=scale), ana, results, 12.0) == want
    run(GenerateFeedbackApp, graded)
    page = (graded / "feedback" / "ana" / TINY / f"{TINY}.html").read_text()
    assert "(Score: 7.0 / 7.0)" in page and "were added to the lesson after" in page

    hand_in(graded, "ana", double=2, root="def root(x):\n    return x ** 0.5", triple=3)  # anew
    run(AutogradeApp, graded, "--force", "--student=ana")
    assert by_test(graded)["ana"] == (5, 5) and notes(graded)["ana"] == ()
    assert marks(graded)["ana"].points.by_hand == 4 and marks(graded)["ana"].points.waiting == 3


def test_who_deletes_a_new_exercise_was_offered_it(graded):
    correct(graded, one_more)
    notebook = released(graded)
    notebook.cells = [cell for cell in notebook.cells if cell.id not in ("triple", "test_triple")]
    put(graded, "gus", nbformat.writes(notebook))
    run(AutogradeApp, graded)
    assert by_test(graded)["gus"] == (0, 5)


def test_a_damaged_hand_in_of_the_former_release_is_repaired(graded):
    former_one = released(graded)
    correct(graded, more_points, one_more)
    for cell in former_one.cells:
        if cell.id == "double":
            cell.source = "def double(x):\n    return x + x"
        cell.id = f"x{cell.id}"
        cell.metadata.pop("nbgrader", None)
    former_one.cells = former_one.cells[1:]
    put(graded, "hal", nbformat.writes(former_one))
    run(AutogradeApp, graded)
    assert by_test(graded)["hal"] == (3, 4)
    assert not any("had been changed" in one or "triple cell" in one for one in notes(graded)["hal"])


def test_what_nbgrader_refuses_leaves_all_as_it_was(graded):
    whole = released(graded)
    before = by_test(graded)

    def broken(cells, by_id):
        by_id["test_double"].source += "\n### BEGIN HIDDEN TESTS"

    def twice(cells, by_id):
        cells.append(deepcopy(by_id["test_double"]))
        cells[-1].id = "another"

    def gone(cells, by_id):
        cells.remove(by_id["test_root"])

    def retyped(cells, by_id):
        by_id["test_root"].metadata.nbgrader.update(grade=False, solution=False)
        del by_id["test_root"].metadata.nbgrader["points"]

    for change in (broken, twice, gone, retyped):
        write_source(graded, corrected(lambda c, b, change=change: [one_more(c, b), change(c, b)]))
        with pytest.raises((NbGraderException, SystemExit)):
            generate(graded)
        assert released(graded) == whole, change
        with book_of(graded) as book:
            assert book.find_assignment(TINY).max_score == 7, change
    write_source(graded, tiny_lesson())
    another = graded / "solutions" / TINY / "another.ipynb"
    nbformat.write(tiny_lesson(), another)
    with pytest.raises((NbGraderException, SystemExit)):
        generate(graded)
    another.unlink()
    assert released(graded) == whole
    regrade(graded)
    assert by_test(graded) == before and notes(graded) == {"ana": (), "ben": (), "cy": ()}


def test_notebooks_that_were_built_anew_or_lost_do_not_matter(graded):
    """`make build` writes `notebooks/` before nbgrader is told; the archive may be lost, too."""
    shutil.rmtree(graded / "notebooks" / former.FOLDER)
    new = corrected(lambda c, b: [more_points(c, b), one_more(c, b)])
    write_source(graded, new)
    nbformat.write(nbformat.from_dict({**new, "cells": new.cells}), graded / "notebooks" / TINY / f"{TINY}.ipynb")
    generate(graded)
    regrade(graded)
    assert by_test(graded) == {"ana": (4, 4), "ben": (0.5, 4), "cy": (0, 4)}
    assert all(len(one) == 1 and "(2 points) was added" in one[0] for one in notes(graded).values())
    shutil.rmtree(graded / "notebooks" / TINY)
    regrade(graded)
    assert by_test(graded)["ana"] == (4, 4)


def test_three_releases(graded):
    """Whoever fetched the second of three is compared with the second."""
    correct(graded, more_points, one_more)
    hand_in(graded, "dora", double=2, triple=3)
    correct(graded, more_points, one_more, one_more_task)
    regrade(graded)
    assert by_test(graded) == {"ana": (4, 4), "ben": (0.5, 4), "cy": (0, 4), "dora": (5, 6)}
    said = notes(graded)
    assert said["dora"][0].startswith("Exercise how (3 points) was added")
    assert said["ana"][0].startswith("Exercises triple, how (5 points)")


def test_fewer_points_than_were_given_are_named(graded, capfd):
    def fewer(cells, by_id):
        by_id["why"].metadata.nbgrader.points = 2

    correct(graded, fewer)
    log = capfd.readouterr().err
    assert "ana has 4 points for why, given by hand, of now 2: look at it" in log
    assert f"run `nbgrader autograde {TINY} --force`" in log and "ben has" not in log


def test_the_report_has_each_students_own_maximum(graded):
    from grading.classroom.report import write_report

    correct(graded, one_more)
    hand_in(graded, "dora", double=2, triple=3)
    regrade(graded)
    write_report(graded, graded / "report.html")
    with (graded / "report.csv").open(encoding="utf-8-sig") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert (rows["ana"]["points"], rows["ana"]["out of"]) == ("7", "7")
    assert rows["dora"]["out of"] == "9"
    assert "was added to the lesson after" in (graded / "report.html").read_text()
