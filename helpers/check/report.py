"""What a learner sees when a check has run: the report, its record, and a one-line failure.

A report is a heading, one `ok` line for each rule that held before one broke and, for the first
that broke, what was expected, what came, which mistake that is, and one question to ask oneself.
`helpers.check` decides; this module only words, prints and records.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from helpers.check.evidence import Finding
from helpers.kernel import kernel_shell

WIDTH = 88  # characters: what fits beside JupyterLab's file list without wrapping
Display = Callable[[list[str], dict[str, Any]], None]
_displays: list[Display] = []  # who shows reports, where it is not the kernel; innermost last
MAX_ROWS = 6  # rows of an array shown before it is cut; a report never exceeds a screen


@dataclass(frozen=True)
class Diagnosis:
    """A recognised mistake: what was done, and the question to ask oneself."""

    sentence: str
    question: str = ""
    listed: bool = False  # one of the mistakes that are known of this exercise

    @property
    def name(self) -> str:
        """The mistake in a few words: the sentence up to its first colon or full stop."""
        return re.split(r":|\.(?=\s|$)", self.sentence, maxsplit=1)[0]


@dataclass(frozen=True)
class Broken:
    """A rule that did not hold, with what is needed to say why."""

    rule: str
    expected: str = ""
    got: str = ""
    diagnosis: Diagnosis | None = None
    question: str = ""
    unwritten: bool = False  # nothing has been put in the place of the stub yet


@dataclass
class Report:
    """The outcome of one exercise's checks, kept apart from how it is printed."""

    exercise: str
    seed: int = 0
    held: list[str] = field(default_factory=list)  # before the first that broke
    broken: Broken | None = None  # the first one
    findings: list[Finding] = field(default_factory=list)  # of all rules

    def hold(self, rule: str) -> None:
        """Note that a rule held; a rule tried on many cases is listed once."""
        self.findings.append(Finding(rule, True))
        if self.broken is None and rule not in self.held:
            self.held.append(rule)

    def fail(self, broken: Broken, finding: Finding) -> None:
        """Note that a rule broke; the learner is told of the first one."""
        self.findings.append(finding)
        if self.broken is None:
            self.broken = broken

    def record(self) -> dict[str, Any]:
        """The outcome as plain data, for the output's metadata."""
        diagnosis = self.broken.diagnosis if self.broken else None
        return {
            "exercise": self.exercise,
            "passed": self.broken is None,
            "rules_held": len(self.held),
            "rule": self.broken.rule if self.broken else None,
            "mistake": diagnosis.name if diagnosis else None,
            "listed": bool(diagnosis and diagnosis.listed),  # else told from the result alone
            "seed": self.seed,
        }


class CheckFailed(AssertionError):
    """A rule did not hold. Jupyter shows one line of it: the report above has said the rest."""

    def _render_traceback_(self) -> list[str]:  # the hook IPython looks for
        return [f"{type(self).__name__}: {self}"]


def lines(report: Report) -> list[str]:
    """The report as lines of plain text; the last one is the verdict or the question."""
    out = [report.exercise]
    out += [f"  ok   {rule}" for rule in report.held]
    if report.broken is None:
        count = len(report.held)
        verdict = "1 rule checked, it holds." if count == 1 else f"{count} rules checked, all hold."
        return [*out, f"  {report.exercise}: {verdict}"]
    broken = report.broken
    out.append(f"  no   {textwrap.shorten(broken.rule, 160)}")
    detail = _side_by_side(_cut(broken.expected), _cut(broken.got))
    question = broken.question
    if broken.diagnosis:
        told = broken.diagnosis.sentence
        lead = "This looks like: " if broken.diagnosis.listed else ""
        detail += _wrapped(lead + told if lead else told[:1].upper() + told[1:])
        question = broken.diagnosis.question or question
    detail += _wrapped(question or "Which step of yours leads to this?")
    return out + ["         " + line for line in detail]


def publish(report: Report) -> None:
    """Print the report; in a notebook, also keep its record in the output's metadata.

    Printed text carries no metadata, so in a kernel the last line is sent as a displayed
    result, which does. Nothing is ever written to stderr: nbgrader would give 0 for it.
    """
    text = lines(report)
    if _displays:
        _displays[-1](text, report.record())
        return
    shell = kernel_shell()
    if shell is None:
        print("\n".join(text))
        return
    from IPython.display import publish_display_data

    print("\n".join(text[:-1]), flush=True)
    publish_display_data({"text/plain": text[-1]}, {"check": report.record()})


@contextlib.contextmanager
def displayed_by(display: Display) -> Iterator[None]:
    """Inside, `publish` hands each report's lines and record to `display`."""
    _displays.append(display)
    try:
        yield
    finally:
        _displays.remove(display)


def failure(report: Report) -> CheckFailed:
    """The exception that ends a test cell: exercise, broken rule and, if known, the mistake."""
    assert report.broken is not None, "only a broken rule can fail"
    rule = textwrap.shorten(report.broken.rule, 160)
    line = f"{report.exercise}: this does not hold yet: {rule}"
    if report.broken.diagnosis:
        line += f" ({report.broken.diagnosis.name})"
    return CheckFailed(line)


def _cut(text: str) -> str:
    """No more lines, and no longer ones, than a report has room for."""
    rows = [row if len(row) <= 240 else row[:237] + "..." for row in text.splitlines()]
    return "\n".join(rows if len(rows) <= 2 * MAX_ROWS else [*rows[: 2 * MAX_ROWS - 1], "..."])


def show(value: Any, with_shape: bool = False, digits: int = 4) -> str:
    """A value as a learner should see it: numbers rounded, never a screenful."""
    if isinstance(value, np.ndarray) and value.dtype != object:
        if value.ndim == 0:
            return _number(value.item(), digits)
        plain = value.dtype.kind != "f" or np.abs(value[np.isfinite(value)]).max(initial=0) < 1e8
        with (
            np.printoptions(precision=digits, suppress=plain, formatter=None),
            np.printoptions(threshold=60, edgeitems=2, linewidth=60),
        ):
            rows = str(value).splitlines()
        if len(rows) > MAX_ROWS:
            rows = [*rows[: MAX_ROWS - 1], "..."]
        return "\n".join([*rows, f"shape {value.shape}"] if with_shape else rows)
    if isinstance(value, float):
        return _number(value, digits)
    if _is_mask(value):
        rows = [" ".join("T" if allowed else "F" for allowed in row) for row in value]
        return "\n".join(rows if len(rows) <= MAX_ROWS else [*rows[: MAX_ROWS - 1], "..."])
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def _is_mask(value: Any) -> bool:
    """A table of True and False that fits a line: it is read as a grid of T and F."""
    return (
        isinstance(value, list)
        and len(value) > 0
        and all(isinstance(row, list) and 0 < len(row) <= 30 for row in value)
        and all(isinstance(entry, bool) for row in value for entry in row)
    )


def _number(value: Any, digits: int) -> str:
    if not isinstance(value, float):
        return repr(value)
    if value and not 10**-digits <= abs(value) < 1e8:
        return f"{value:.3g}"  # nan and infinity too
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def _side_by_side(expected: str, got: str) -> list[str]:
    """`expected` and `got` beside each other where both fit, else one under the other."""
    if not expected:
        return _labelled(
            "got       ", [part for line in got.splitlines() for part in _wrapped(line)]
        )
    left, right = expected.splitlines(), got.splitlines() or ["nothing"]
    width = max(map(len, left))
    if width + max(map(len, right)) + 30 > WIDTH:
        left = [part for row in left for part in (_wrapped(row) or [""])]
        right = [part for row in right for part in (_wrapped(row) or [""])]
        return _labelled("expected  ", left) + _labelled("got       ", right)
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    heads = [("expected  ", "   got  ")] + [("          ", "        ")] * (height - 1)
    return [
        f"{a}{x.ljust(width)}{b}{y}".rstrip()
        for (a, b), x, y in zip(heads, left, right, strict=True)
    ]


def _labelled(label: str, text: list[str]) -> list[str]:
    return [(label if i == 0 else " " * len(label)) + line for i, line in enumerate(text)]


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH - 10) if text else []
