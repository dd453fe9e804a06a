"""The line that ends a lesson: what passed, what failed, what was not tried."""

import doctest
import importlib

import nbformat
import pytest
from lesson_texts import write_lesson
from nbclient import NotebookClient

from grading.authoring import build
from grading.authoring.lesson import read_lesson
from grading.cells import progress_cell
from helpers.check.progress import summary

CHECKS = {"softmax": 3, "mask": 1, "slope": 1}


@pytest.mark.parametrize(
    ("seen", "line"),
    [
        ({}, "passed: 0 of 3; not tried: softmax, mask, slope"),
        (
            {"softmax": ["passed"] * 3, "mask": ["passed"], "slope": ["passed"]},
            "passed: 3 of 3 (softmax, mask, slope)",
        ),
        (
            {"softmax": ["passed", "passed"], "mask": ["unwritten"], "slope": ["failed"]},
            "passed: 0 of 3; failed: slope; not tried: softmax (2 of 3 checks passed), mask",
        ),
        (
            {"softmax": ["passed", "failed", "passed"], "elsewhere": ["passed"]},
            "passed: 0 of 3; failed: softmax; not tried: mask, slope",
        ),
    ],
)
def test_an_exercise_has_passed_when_all_its_checks_have(seen, line):
    cells = {name: {str(i): said for i, said in enumerate(kept)} for name, kept in seen.items()}
    assert summary(CHECKS, [], cells) == line


def test_questions_for_a_person_are_named_as_such():
    assert summary({"a": 1}, ["why"], {"a": {"": "passed"}}) == "passed: 1 of 1 (a); marked by hand: why"


@pytest.mark.parametrize("module", [importlib.import_module("helpers.check.progress"), progress_cell])
def test_the_examples_in_the_documentation_are_true(module):
    outcome = doctest.testmod(module)
    assert outcome.attempted > 0 == outcome.failed


def run_lesson(notebook):
    """Run a notebook as nbgrader does: on past every failure. Return its progress cell."""
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    return next(cell for cell in notebook.cells if cell.id == "progress")


def said(cell):
    assert {(out.output_type, out.name) for out in cell.outputs} == {("stream", "stdout")}
    return "".join(out.text for out in cell.outputs)  # a busy kernel may send it in pieces


@pytest.fixture
def lesson(tmp_path):
    """The built lesson on doubling: one exercise with two test cells, and one question."""
    return nbformat.reads(build.solution_notebook(read_lesson(write_lesson(tmp_path))), as_version=4)


def test_a_built_lesson_ends_in_its_progress(lesson):
    assert lesson.cells[-1].id == "progress" and "nbgrader" not in lesson.cells[-1].metadata
    assert said(run_lesson(lesson)) == "passed: 1 of 1 (double); marked by hand: why\n"


def test_an_unwritten_answer_was_not_tried(tmp_path):
    write_lesson(tmp_path)
    solutions = {"02_double": build.solution_notebook(read_lesson(tmp_path / "lessons" / "02_double.py"))}
    released = nbformat.reads(build.release(solutions)["02_double"], as_version=4)
    assert said(run_lesson(released)) == "passed: 0 of 1; not tried: double; marked by hand: why\n"


def test_the_last_run_of_each_check_counts(lesson):
    """A learner fails, mends, and runs one of the two checks again, then the other."""
    lesson.cells.append(nbformat.v4.new_code_cell("def double(numbers):\n    return [*numbers, 0]", id="wrong"))
    places = {cell.id: place for place, cell in enumerate(lesson.cells)}
    client = NotebookClient(lesson, timeout=60, kernel_name="python3", allow_errors=True)

    def after(*names):
        for name in (*names, "progress"):
            client.execute_cell(lesson.cells[places[name]], places[name])
        return said(lesson.cells[places["progress"]]).removesuffix("; marked by hand: why\n")

    with client.setup_kernel():
        failed = "passed: 0 of 1; failed: double"
        assert after("imports") == "passed: 0 of 1; not tried: double"
        assert after("wrong", "test_double", "test_double_empty") == failed
        assert after("double", "test_double") == failed, "one of its checks has not been run again"
        assert after("test_double_empty") == "passed: 1 of 1 (double)"
        assert after("wrong", "test_double") == failed


def test_an_answer_that_is_still_none_was_not_tried():
    cell = nbformat.v4.new_code_cell(
        "from helpers import check\n"
        "try:\n"
        "    with check.exercise('guess'):\n"
        "        check.answered(None)\n"
        "except AssertionError:\n"
        "    check.progress({'guess': 1})"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    assert cell.outputs[-1].text.endswith("passed: 0 of 1; not tried: guess\n")
