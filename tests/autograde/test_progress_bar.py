"""What an instructor sees on a terminal while a batch is graded."""

import io
import logging
import sys
from types import SimpleNamespace

from grading.autograde import progress_bar


class Terminal(io.StringIO):
    def isatty(self):
        return True


def graded(monkeypatch, stream, hand_ins=3):
    """Everything that is written while so many are graded, at nbgrader's usual level."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("COLUMNS", "120")
    log = logging.Logger("a batch", logging.DEBUG)
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.INFO)
    log.addHandler(handler)
    started = []

    def start(lesson, student):
        started.append((lesson, student))
        log.debug("a debug line")
        log.info("an info line of %s", student)
        return True

    def grade():
        for number in range(hand_ins):
            assert converter.init_destination("00_start", f"student{number}") is True

    assignments = dict.fromkeys(range(hand_ins))
    converter = SimpleNamespace(log=log, assignments=assignments, init_destination=start, convert_notebooks=grade)
    progress_bar.show(converter)
    converter.convert_notebooks()
    assert len(started) == hand_ins and log.handlers == [handler]
    return stream.getvalue()


def test_a_bar_shows_how_many_are_graded_and_the_log_keeps_its_level(monkeypatch):
    shown = graded(monkeypatch, Terminal())
    assert "0/3" in shown and "3/3" in shown and "student2: 00_start" in shown
    assert shown.count("an info line of") == 3
    assert "a debug line" not in shown


def test_where_nobody_looks_there_is_none(monkeypatch):
    shown = graded(monkeypatch, io.StringIO())
    assert "/3" not in shown and shown.count("an info line of") == 3


def test_one_hand_in_needs_none(monkeypatch):
    assert "1/1" not in graded(monkeypatch, Terminal(), hand_ins=1)
