"""Decide whether a batch is run by many workers, and have them begin with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grading.autograde import journal
from grading.autograde.execute import TrustedExecute
from grading.autograde.workers.ahead import Ahead, Next, settings_of
from grading.autograde.workers.cluster import Cluster, is_installed, processors

ENOUGH = 6  # notebooks for each worker, that starting it (some seconds) is worth it


def begin(converter: Autograde, exporter: Any, read: Callable[[Path, str], Any]) -> Ahead | None:
    """Have workers run a batch ahead of nbgrader; None where one after the other is better.

    Args:
        converter: nbgrader's own.
        exporter: that of the batch, which makes its steps.
        read: what reads a submitted notebook, of a path and a lesson, as the batch will.

    Raises:
        NbGraderException: workers were asked for, and are not there or not fit.
    """
    ours = [one for one in converter.autograde_preprocessors if _is_ours(one)]
    if not ours:
        return None
    step = TrustedExecute(parent=exporter)
    coming = to_come(converter)
    workers = many(step, len(coming))
    if not coming or (workers < 2 and not step.scheduler):
        return None
    try:
        settings = settings_of(step)
        cluster = Cluster(workers, step.scheduler, not step.without_sandbox)
    except NbGraderException as reason:
        converter.log.error("%s", reason)
        raise
    ahead = Ahead(converter, step, cluster, settings, coming, read)
    stop_with(converter, ahead)
    where = step.scheduler or "this machine"
    converter.log.info("%d submissions at once, on %s", cluster.size(), where)
    return ahead


def _is_ours(step: Any) -> bool:
    return step is TrustedExecute or str(step).endswith(".TrustedExecute")


def many(step: TrustedExecute, notebooks: int) -> int:
    """How many workers of this machine a batch of so many notebooks gets."""
    if step.workers is not None:
        return min(step.workers, notebooks)
    return min(processors(), notebooks // ENOUGH) if is_installed() else 1


def to_come(converter: Autograde) -> list[Next]:
    """The notebooks that this command will grade, in nbgrader's order."""
    course = converter.coursedir
    excluded = course.student_id_exclude.split(",")
    whose = converter._format_source("(?P<lesson>.*)", "(?P<student>.*)", escape=True)
    found = []
    for folder in sorted(converter.assignments):
        match = re.match(whose, folder)
        if match is None or match["student"] in excluded:
            continue
        lesson, student = match["lesson"], match["student"]
        paths = [Path(path) for path in sorted(converter.assignments[folder])]
        done = journal.is_done(converter, lesson, student, {path.stem for path in paths})
        autograded = Path(course.root, course.autograded_directory)
        if not done or journal.marker(autograded, lesson, student).exists():
            found += [Next(student, lesson, path) for path in paths]
    return found


def stop_with(converter: Autograde, ahead: Ahead) -> None:
    """Have the workers let go when the batch ends, and the batch end when there are none left."""
    grade, start = converter.convert_notebooks, converter.init_destination

    def start_one(lesson: str, student: str) -> bool:
        return ahead.lost is None and bool(start(lesson, student))

    def grade_all() -> None:
        try:
            ahead.begin()
            grade()
        finally:
            ahead.close()
            if ahead.lost is not None:
                converter.log.error("%s", ahead.lost)
        if ahead.lost is not None:
            raise ahead.lost

    converter.init_destination, converter.convert_notebooks = start_one, grade_all
