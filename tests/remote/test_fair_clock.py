"""Who waits for a library to be imported for the first time."""

import sys

import pytest

from grading.remote import fair_clock


@pytest.fixture
def hours(monkeypatch):
    """A clock of the system's that the test sets, in a list of one number."""
    set_to = [100.0]
    monkeypatch.setattr(fair_clock.time, "monotonic", lambda: set_to[0])
    monkeypatch.setattr(fair_clock, "_spent", 0.0)
    return set_to


def test_an_import_takes_no_time_and_all_else_does(hours, tmp_path, monkeypatch):
    (tmp_path / "slow_to_import.py").write_text("import builtins\nbuiltins.hours_of_a_test[0] += 40\n")
    monkeypatch.setattr("builtins.hours_of_a_test", hours, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    began = fair_clock.now()
    assert fair_clock.library("slow_to_import") is sys.modules.pop("slow_to_import")
    assert hours == [140.0] and fair_clock.now() == began
    hours[0] += 2
    assert fair_clock.now() == began + 2


def test_what_is_there_is_not_imported_again(hours):
    assert fair_clock.library("sys") is sys
    assert fair_clock.now() == 100.0
