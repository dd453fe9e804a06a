"""How much time cells get, and what of a kernel's messages is counted."""

import time

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

from grading.autograde import bounded_execute
from grading.autograde.bounded_execute import LEFT_OUT, MAX_HEARD, BoundedExecute, _size


def test_after_a_cell_without_end_others_leave_time_for_the_last():
    step = BoundedExecute(timeout=120, budget=900)
    step.begin_notebook()
    assert step.allowed() == 120
    step.hung = True
    for _ in range(20):  # cells that call the same function, each using all it may
        assert 0 < step.allowed() <= step.left() / 10 + 0.1
        step.ends -= step.allowed()
    assert step.left() > 60 and step._get_timeout(None) >= 1


def test_no_cell_gets_more_than_the_notebook_has():
    step = BoundedExecute(timeout=120, budget=50)
    step.begin_notebook()
    assert 45 < step.allowed() <= 50
    step.ends = time.monotonic() - 1
    assert step.allowed() <= 0 and step._get_timeout(None) == 1


def test_the_size_of_a_message_is_counted_up_to_a_bound():
    assert _size({"text": "abc", "data": {"more": ["de", 1]}}) == len("text" "abc" "data" "more" "de") + 8
    assert MAX_HEARD < _size(["x" * MAX_HEARD] * 5) < 3 * MAX_HEARD


def test_what_all_cells_show_has_room_in_a_notebook_that_others_read(monkeypatch):
    """Marks, report and export read every graded notebook: one too large would stop them all."""
    monkeypatch.setattr(bounded_execute, "MAX_TOGETHER", 200_000)
    step = BoundedExecute()
    step.begin_notebook()
    cells = []
    for index in range(100):
        text = "\x01" * 5_000 + "\n" * 2_000  # short here, and long in a file
        shown = [new_output("stream", name="stdout", text=text)]
        error = new_output("error", ename="E", evalue="x" * 4_000, traceback=["y" * 9_000])
        cells.append(new_code_cell(outputs=[*shown, error]))
        step.keep_short(cells[-1], index)
    assert cells[0].outputs[0].text.startswith("\x01")
    assert cells[-1].outputs[0].text == LEFT_OUT and cells[-1].outputs[1].ename == "E"
    assert len(writes(new_notebook(cells=cells))) < 400_000


@pytest.mark.parametrize("sign", ["a", "ä", "漢", "\U0001f600"])
def test_whatever_is_shown_counts_as_many_bytes_as_it_takes(monkeypatch, sign):
    monkeypatch.setattr(bounded_execute, "MAX_TOGETHER", 100_000)
    step = BoundedExecute()
    step.begin_notebook()
    cells = [new_code_cell(outputs=[new_output("stream", text=sign * 1_000)]) for _ in range(150)]
    for index, cell in enumerate(cells):
        step.keep_short(cell, index)
    kept = sum(len(cell.outputs[0].text.encode()) for cell in cells if cell.outputs[0].text != LEFT_OUT)
    assert 85_000 < kept <= 100_000


def test_a_cell_that_is_run_again_counts_once(monkeypatch):
    monkeypatch.setattr(bounded_execute, "MAX_TOGETHER", 100_000)
    step = BoundedExecute()
    step.begin_notebook()
    for _ in range(10):
        cell = new_code_cell(outputs=[new_output("stream", name="stdout", text="a" * 40_000)])
        step.keep_short(cell, 7)
        assert len(cell.outputs[0].text) == 40_000
