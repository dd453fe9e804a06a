"""Lesson 10's translator on real sentences, measured: `make bench`'s part `sentences`.

The lesson's own cells are run up to its table of scores; the training, once for each seed and
budget. Without the data (see `helpers.real_text`) there is nothing to measure. Time is processor
time on one thread.
"""

from __future__ import annotations

import dataclasses
import os
import re
import tempfile
from collections.abc import Sequence
from typing import Any

import torch

from grading.authoring.answers import ROOT
from grading.authoring.lesson import Cell, read_lesson
from grading.user_error import UserError

LESSON = ROOT / "lessons" / "10_real_translation.py"
SECONDS, SEEDS = (180, 300), (0, 1, 2)
TRAINS, SCORES = "SECONDS", "results"  # what the first and the last of the repeated cells set


def run(seconds: Sequence[int] = SECONDS, seeds: Sequence[int] = SEEDS) -> int:
    """Print the lesson's scores for each seed and number of seconds."""
    torch.set_num_threads(1)
    cells = [c for c in read_lesson(LESSON).cells if c.kind not in ("markdown", "task", "test")]
    first, last = (place_of(cells, name) for name in (TRAINS, SCORES))
    here = os.getcwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)  # the lesson may write beside itself
        try:
            lesson = run_cells(cells[:first], {"__name__": "__main__"})
            if not lesson["REAL"]:
                raise UserError("Nothing to measure: ATTENTION_DATA names no folder with the data.")
            for seed in seeds:
                for budget in seconds:
                    trains = with_value(cells[first], "SECONDS", budget)
                    trains = with_value(trains, "SEED", seed)
                    lesson = run_cells([trains, *cells[first + 1 : last + 1]], lesson)
                    scores = ", ".join(
                        f"{name} {bleu:.1f}" for name, bleu in lesson[SCORES].items()
                    )
                    steps = lesson["history"].steps
                    print(f"RESULT seed {seed}, {budget} s, {steps} steps: {scores}", flush=True)
        finally:
            os.chdir(here)
    return 0


def place_of(cells: Sequence[Cell], name: str) -> int:
    """Where the cell stands that sets a name at its top level.

    Raises:
        UserError: none does.
    """
    for place, cell in enumerate(cells):
        if re.search(rf"^{name} = ", cell.source, re.M):
            return place
    raise UserError(f"{LESSON.name} has no line {name} = ... any more: this benchmark needs it.")


def with_value(cell: Cell, name: str, value: object) -> Cell:
    """The cell, with another value for a name it sets.

    Raises:
        UserError: it sets no such name.
    """
    place_of([cell], name)
    source = re.sub(rf"^{name} = .*$", f"{name} = {value}", cell.source, count=1, flags=re.M)
    return dataclasses.replace(cell, source=source)


def run_cells(cells: Sequence[Cell], names: dict[str, Any]) -> dict[str, Any]:
    """Run cells one after the other among these names, and return them."""
    for cell in cells:
        exec(compile(cell.source, f"{LESSON.name}, a cell", "exec"), names)
    return names
