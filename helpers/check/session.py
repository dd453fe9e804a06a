"""One exercise being checked: open its report, note what each rule said, and word the outcome."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from helpers.check import diagnosis, known_mistakes
from helpers.check.evidence import Finding, kept_error
from helpers.check.learner_errors import explain, origin
from helpers.check.progress import failed_above, note
from helpers.check.report import Broken, Report, failure, publish
from helpers.check.settings import lesson_settings
from helpers.check.unchanged import Guard


@dataclass
class _Session:
    report: Report
    guard: Guard | None = None

    def look(self) -> None:
        """Note which of the values that the cell names have been changed in place."""
        for broken, finding in self.guard.look() if self.guard else ():
            self.report.fail(broken, finding)


_open: list[_Session] = []  # the exercise being checked, innermost last
_last: list[Report] = []  # the report that was finished last


class _Unwritten(Exception):
    """Ends a check at once: there is nothing to be checked yet."""


@contextlib.contextmanager
def exercise(name: str) -> Iterator[np.random.Generator]:
    """Check one exercise: try the rules inside, then print the report.

    All rules are tried, also after one broke: those that broke together tell which mistake it is.
    An error ends the cell, and is not spoken of where a rule broke before it.

    Yields a random generator for the test's random cases. Its seed is recorded with the result;
    the environment variable `ATTENTION_SEED` chooses another. Inside, warnings are silent and
    stderr goes to stdout, because nbgrader scores 0 for anything on stderr, a harmless warning
    in a correct answer included.

    Raises:
        CheckFailed: a rule did not hold, or the learner's code stopped with an error.
    """
    cell = sys._getframe(2)  # above this function and contextlib's `__enter__`
    report = Report(name, seed=int(os.environ.get("ATTENTION_SEED", "0")))
    rng = np.random.default_rng([report.seed, zlib.crc32(name.encode())])
    session = _Session(report, Guard(cell.f_globals, cell.f_code))
    given = [copy.value for copy in session.guard.copies.values()] if session.guard else []
    _open.append(session)
    try:
        with (
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            lesson_settings(given),
            contextlib.redirect_stderr(sys.stdout),
        ):
            warnings.simplefilter("ignore")
            yield rng
        if not report.findings:
            raise ValueError(f"the check of {name!r} states no rule: call check.close or another")
    except (Exception, SystemExit) as error:  # SystemExit: sys.exit() and quit() in an answer
        if not (isinstance(error, _Unwritten) and report.broken):
            came = kept_error(error, origin(error))
            report.fail(explain(error, name), Finding("", False, came))
    finally:
        session.look()
        _open.remove(session)
    _last[:] = [report]
    if report.broken is not None:
        report.broken = _worded(report, report.broken)
    note(report)
    publish(report)
    if report.broken is not None:
        raise failure(report) from None


def _worded(report: Report, broken: Broken) -> Broken:
    """The first broken rule, with the mistake that explains best what broke."""
    if broken.unwritten or (broken.diagnosis and broken.diagnosis.listed):
        return broken
    if failed_above(report.exercise):
        question = "The check above does not hold yet: mend that first, then run this one again."
        return Broken(broken.rule, question=question)
    found = known_mistakes.recognise(report.exercise, report.findings)
    found = found or broken.diagnosis or diagnosis.general(report.findings)
    return replace(broken, diagnosis=found)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """As inside an exercise, for calls that a check makes from another process."""
    session = _Session(Report("a check elsewhere"))
    _open.append(session)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"), lesson_settings():
            warnings.simplefilter("ignore")
            yield
    finally:
        _open.remove(session)


def checking() -> bool:
    """Whether a check is running: then nothing may be drawn or written beside its report."""
    return bool(_open)


def take_report() -> Report | None:
    """The report of the check that ended last, once: for those who record what answers do."""
    return _last.pop() if _last else None


def hold(rule: str) -> None:
    """Note in the open report that a rule held."""
    if _open:
        _open[-1].report.hold(rule)
        _open[-1].look()


def any_held() -> bool:
    """Whether a rule of the exercise being checked has held already."""
    return bool(_open and _open[-1].report.held)


def fail(broken: Broken, came: Any = None, **numbers: Any) -> None:
    """Note in the open report that a rule broke; outside of an exercise, raise at once.

    Args:
        came: what came instead, as `evidence.kept` gives it.
        numbers: `got`, `expected` and `tolerance`, where numbers were expected.
    """
    if _open:
        finding = Finding(broken.rule, False, came, **numbers)
        _open[-1].report.fail(broken, finding)
        if broken.unwritten:
            raise _Unwritten
        _open[-1].look()
        return
    finding = Finding(broken.rule, False, came, **numbers)  # used on its own, in a doctest say
    found = broken.diagnosis or diagnosis.general([finding])
    raise failure(Report("check", broken=replace(broken, diagnosis=found))) from None
