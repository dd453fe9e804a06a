"""Where a learner stands: what the checks of a lesson have said since its kernel started.

Every check notes its outcome here. An exercise may have several test cells, and has passed when
the last run of each of them passed; so outcomes are kept for each cell.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from helpers.check.report import Report
from helpers.kernel import kernel_shell

PASSED, FAILED, UNWRITTEN = "passed", "failed", "unwritten"

Seen = Mapping[str, Mapping[str, str]]  # exercise -> test cell -> its last outcome

_seen: dict[str, dict[str, str]] = {}
_cells: list[str] = []  # the test cell that runs, where it is not a kernel that runs it


@contextlib.contextmanager
def in_cell(name: str) -> Iterator[None]:
    """Inside, checks are of this test cell, though no kernel runs it."""
    _cells.append(name)
    try:
        yield
    finally:
        _cells.pop()


def seen() -> Seen:
    """All outcomes so far."""
    return _seen


def forget() -> None:
    """Begin anew, as a new kernel would."""
    _seen.clear()


def note(report: Report) -> None:
    """Keep the outcome of a check, in place of what the same cell said before."""
    outcome = PASSED
    if report.broken is not None:
        outcome = UNWRITTEN if report.broken.unwritten else FAILED
    _seen.setdefault(report.exercise, {})[running_cell()] = outcome


def failed_above(exercise: str) -> bool:
    """Whether a test cell of the exercise that was first run before this one has failed since."""
    cells = _seen.get(exercise, {})
    here = running_cell()
    for cell, outcome in cells.items():
        if cell == here:
            return False
        if outcome == FAILED:
            return True
    return False


def running_cell() -> str:
    """Tell one test cell from another: by the id that JupyterLab sends, else by its text.

    Where no kernel runs (a plain Python session) all code counts as one cell, "".
    """
    if _cells:
        return _cells[-1]
    shell = kernel_shell()
    if shell is None:
        return ""
    metadata: dict[str, Any] = shell.get_parent().get("metadata", {})
    return str(metadata.get("cellId") or shell.user_ns.get("In", [""])[-1])


def progress(checks: Mapping[str, int], by_hand: Iterable[str] = ()) -> None:
    """Print in one line which exercises passed, failed or were not tried in this kernel.

    An exercise that still has its `raise NotImplementedError()`, or `None` for an answer, was
    not tried. `grading.authoring.build` ends every lesson with a call of this.

    Args:
        checks: exercise -> how many test cells it has.
        by_hand: the questions that nobody but a person can mark.
    """
    print(summary(checks, by_hand, _seen))


def summary(
    checks: Mapping[str, int],
    by_hand: Iterable[str],
    seen: Seen,
) -> str:
    """Word the line that `progress` prints, for the outcomes in `seen`.

    >>> seen = {"a": {"1": "passed"}, "b": {"2": "passed", "3": "failed"}, "c": {"4": "passed"}}
    >>> summary({"a": 1, "b": 2, "c": 3, "d": 1}, ["e"], seen)
    'passed: 1 of 4 (a); failed: b; not tried: c (1 of 3 checks passed), d; marked by hand: e'
    """
    passed, failed, waiting = [], [], []
    for name, count in checks.items():
        outcomes = list(seen.get(name, {}).values())
        held = outcomes.count(PASSED)
        if FAILED in outcomes:
            failed.append(name)
        elif held >= count:
            passed.append(name)
        else:
            waiting.append(f"{name} ({held} of {count} checks passed)" if held else name)
    line = f"passed: {len(passed)} of {len(checks)}"
    if passed:
        line += f" ({', '.join(passed)})"
    named = {"failed": failed, "not tried": waiting, "marked by hand": list(by_hand)}
    return "; ".join([line, *(f"{what}: {', '.join(who)}" for what, who in named.items() if who)])
