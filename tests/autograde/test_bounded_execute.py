"""How much time cells get, and what of a kernel's messages is counted."""

import time

from grading.autograde.bounded_execute import MAX_HEARD, BoundedExecute, _size


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
