"""Which rules of a test cell stand in its hidden part, and whether the first that broke is one.

The instructor's record says so; feedback pages then leave these rules out, see
`grading.feedback.clear_hidden`.
"""

from __future__ import annotations

import ast
import itertools
from dataclasses import dataclass, field
from types import TracebackType

from grading.cells.markers import find_markers
from helpers.check import session
from helpers.check.report import Report

NAME = "_in_the_hidden_part"  # by which the cell's code, as it is run here, calls a HiddenPart
_BODIES = ("body", "orelse", "finalbody")


@dataclass
class HiddenPart:
    """A context manager around hidden statements: what their checks found."""

    rules: list[str] = field(default_factory=list)  # that held here, and nowhere before
    failed: bool = False  # the first that broke was here
    _before: list[tuple[int, bool]] = field(default_factory=list)

    def __enter__(self) -> None:
        report = _report()
        self._before.append((len(report.held), bool(report.broken)) if report else (0, False))

    def __exit__(
        self, kind: object, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        held, broke = self._before.pop()
        report = _report()
        if report is not None:
            self.rules += [rule for rule in report.held[held:] if rule not in self.rules]
        broken = error is not None or (report is not None and report.broken is not None)
        self.failed = self.failed or (broken and not broke)


def _report() -> Report | None:
    """The report of the exercise that is being checked."""
    return session._open[-1].report if session._open else None


def with_hidden_marked(tree: ast.Module, source: str) -> ast.Module:
    """The cell's code, in which hidden statements stand below `with NAME:`, at their old lines."""
    lines: set[int] = set()
    began = 0
    for marker in find_markers(source):
        if marker.verb == "BEGIN":
            began = marker.offset + 1
        elif began:
            lines |= set(range(began, marker.offset + 2))
            began = 0
    if began:
        lines |= set(range(began, source.count("\n") + 2))
    if lines:
        _mark(tree, lines)
    return tree


def _mark(node: ast.AST, lines: set[int]) -> None:
    for name in _BODIES:
        statements = getattr(node, name, None)
        if isinstance(statements, list):
            setattr(node, name, _grouped(statements, lines))
    for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
        _mark(part, lines)


def _grouped(statements: list[ast.stmt], lines: set[int]) -> list[ast.stmt]:
    found: list[ast.stmt] = []
    for is_hidden, run in itertools.groupby(statements, lambda each: each.lineno in lines):
        some = list(run)
        if not is_hidden:
            for statement in some:
                _mark(statement, lines)
            found += some
            continue
        around = ast.With([ast.withitem(ast.Name(NAME, ast.Load()))], some)
        ast.copy_location(around, some[0])
        found.append(ast.fix_missing_locations(around))
    return found
