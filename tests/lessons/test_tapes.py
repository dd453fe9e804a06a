"""What a recording, or a constant, earns in each lesson: nothing."""

import pytest

from grading.authoring.answers import ROOT
from grading.authoring.lesson import read_lesson
from tests.support.tapes import TapeHarness, functions_of

pytestmark = pytest.mark.usefixtures("tables_read_once")
LESSONS = sorted((ROOT / "lessons").glob("[0-9][0-9]_*.py"))
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def won(path, cells):
    """Of these, the cells that belong to a function or class: a prediction is one fixed value."""
    lesson = read_lesson(path)
    functions = functions_of(lesson)
    ids = {cell.id for cell in lesson.cells if cell.kind == "test" and cell.name in functions}
    return [cell for cell in cells if cell.partition(":")[0] in ids]


@every_lesson
def test_a_tape_of_the_visible_tests_earns_nothing(path):
    assert won(path, TapeHarness(read_lesson(path)).won_by_tapes(hidden=False)) == []


@every_lesson
def test_a_tape_of_the_hidden_tests_of_a_former_hand_in_earns_nothing(path):
    assert won(path, TapeHarness(read_lesson(path)).won_by_tapes(hidden=True)) == []


@every_lesson
def test_a_constant_earns_nothing(path):
    assert won(path, TapeHarness(read_lesson(path)).won_by_constants()) == []


def test_tapes_and_constants_are_played_well_enough_to_win_where_they_can():
    path = ROOT / "lessons" / "02_softmax.py"
    harness = TapeHarness(read_lesson(path))
    assert [cell for cell in harness.won_by_tapes(hidden=False) if "by question" in cell] == ["test_predictions: by question"]
    for cell in harness.tests():
        cell.__dict__["source"] = cell.source.split("    ### BEGIN HIDDEN")[0]
    assert {f"{cell.id}: by question" for cell in harness.tests()} <= set(harness.won_by_tapes(hidden=False))
