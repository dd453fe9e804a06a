"""The code cells of a lesson as the gradebook holds them: what a submission says does not count."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nbgrader.api import Gradebook

from grading.cells import student_code
from grading.cells.progress_cell import PROGRESS_CALL
from grading.strangers import bounded_work

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


@dataclass(frozen=True)
class Progress:
    """What a lesson's last cell asks for, and what else a student has written into it."""

    checks: dict[str, int]  # test cells for each exercise
    by_hand: list[str]
    rest: str  # the cell without the question; empty where nothing is left that could run


def progress_asked(cell: Any) -> Progress | None:
    """What a cell asks for if it is a lesson's last cell, known by its text; else None.

    Its id says nothing: converters, the classic notebook and Colab lose it or make up another.
    """
    if PROGRESS_CALL not in cell.source:
        return None
    try:
        return _asked(cell.source)
    except bounded_work.Exceeded:
        return None


@lru_cache(maxsize=64)  # a notebook's is asked about many times
def _asked(source: str) -> Progress | None:
    return bounded_work.run(_question_in, source, seconds=5.0)


def _question_in(source: str) -> Progress | None:
    tree = student_code.parsed(source)
    if tree is None:
        return None
    for statement in reversed(tree.body):
        counts = _counts(statement)
        if counts is not None:
            lines = source.splitlines()
            first, last = statement.lineno - 1, statement.end_lineno or statement.lineno
            lines[first:last] = [""] * (last - first)
            return Progress(*counts, "\n".join(lines) if len(tree.body) > 1 else "")
    return None


def _counts(statement: ast.stmt) -> tuple[dict[str, int], list[str]] | None:
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return None
    call = statement.value
    try:
        if ast.unparse(call.func) + "(" != PROGRESS_CALL:
            return None
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
