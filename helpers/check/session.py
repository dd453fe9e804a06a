"""One exercise being checked: open its report, note what held, end at the first broken rule."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
import zlib
from collections.abc import Iterator
from typing import NoReturn

import numpy as np

from helpers.check.learner_errors import explain
from helpers.check.progress import note
from helpers.check.report import Broken, CheckFailed, Report, failure, publish

_open: list[Report] = []  # the report of the exercise being checked, innermost last


@contextlib.contextmanager
def exercise(name: str) -> Iterator[np.random.Generator]:
    """Check one exercise: collect the rules inside, then print the report.

    Yields a random generator for the test's random cases. Its seed is recorded with the result;
    the environment variable `ATTENTION_SEED` chooses another. Inside, warnings are silent and
    stderr goes to stdout, because nbgrader scores 0 for anything on stderr, a harmless warning
    in a correct answer included.

    Raises:
        CheckFailed: a rule did not hold, or the learner's code stopped with an error.
    """
    report = Report(name, seed=int(os.environ.get("ATTENTION_SEED", "0")))
    rng = np.random.default_rng([report.seed, zlib.crc32(name.encode())])
    _open.append(report)
    try:
        with (
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            contextlib.redirect_stderr(sys.stdout),
        ):
            warnings.simplefilter("ignore")
            yield rng
        if not report.held:
            raise ValueError(f"the check of {name!r} states no rule: call check.close or another")
    except CheckFailed as error:
        if report.broken is None:  # none of ours: the learner's own code raised it
            report.broken = explain(error, name)
    except (Exception, SystemExit) as error:  # SystemExit: sys.exit() and quit() in an answer
        report.broken = explain(error, name)
    finally:
        _open.remove(report)
    note(report)
    publish(report)
    if report.broken is not None:
        raise failure(report)


@contextlib.contextmanager
def silence() -> Iterator[None]:
    """As inside an exercise, for calls that a check makes from another process."""
    report = Report("a check elsewhere")
    _open.append(report)
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        _open.remove(report)


def short_run() -> bool:
    """Whether nbgrader is running this notebook, so that nothing should take long."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def checking() -> bool:
    """Whether a check is running: then nothing may be drawn or written beside its report."""
    return bool(_open)


def hold(rule: str) -> None:
    """Note in the open report that a rule held."""
    if _open:
        _open[-1].hold(rule)


def any_held() -> bool:
    """Whether a rule of the exercise being checked has held already."""
    return bool(_open and _open[-1].held)


def end(broken: Broken) -> NoReturn:
    """End the exercise: leave the broken rule in the open report, and raise."""
    if _open:
        report = _open[-1]
        report.broken = broken
    else:  # a check used on its own, in a doctest say
        report = Report("check", broken=broken)
    raise failure(report) from None
