"""The code cells of a lesson as the gradebook holds them: what a submission says does not count."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from nbgrader.api import Gradebook

from grading.cells.progress_cell import PROGRESS_CALL, PROGRESS_ID

TEST, SETUP, ANSWER = "test", "setup", "answer"
MOST = 1_000  # exercises in the last cell, and test cells of one


@dataclass(frozen=True)
class TrustedCell:
    """A test, a setup cell, or an answer yet to be written."""

    kind: str
    source: str


def trusted_cells(db_url: str, assignment: str, notebook: str) -> dict[str, TrustedCell]:
    """The tests, setup cells and stubs of a notebook, by id."""
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_notebook(notebook, assignment)
        kinds = {cell.name: TEST for cell in found.grade_cells}
        kinds |= {cell.name: ANSWER for cell in found.solution_cells}
        return {
            cell.name: TrustedCell(kinds.get(cell.name, SETUP), cell.source)
            for cell in found.source_cells
            if cell.cell_type == "code" and (cell.locked or cell.name in kinds)
        }


def grade_id(cell: Any) -> str:
    """The id by which nbgrader knows a cell; empty for a cell that it does not."""
    return str(cell.metadata.get("nbgrader", {}).get("grade_id", ""))


def progress_counts(cell: Any) -> tuple[dict[str, int], list[str]] | None:
    """What a lesson's last cell asks for: test cells for each exercise, and tasks; else None."""
    if cell.get("id") != PROGRESS_ID or PROGRESS_CALL not in cell.source:
        return None
    try:
        call = ast.parse(cell.source).body[-1].value
        checks = ast.literal_eval(call.args[0])
        by_hand = [ast.literal_eval(word.value) for word in call.keywords if word.arg == "by_hand"]
        return (
            {str(name)[:100]: max(0, min(int(n), MOST)) for name, n in list(checks.items())[:MOST]},
            [str(name)[:100] for name in list(by_hand[0] if by_hand else [])[:MOST]],
        )
    except (SyntaxError, ValueError, AttributeError, TypeError, LookupError):
        return None
    except (ArithmeticError, RecursionError, MemoryError):  # the cell may hold anything by now
        return None
