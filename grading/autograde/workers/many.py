"""Decide whether a batch is run by many workers, and have them begin with it."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grading.autograde import journal
from grading.autograde.execute import TrustedExecute
from grading.autograde.workers.ahead import Ahead, Next, settings_of
from grading.autograde.workers.cluster import Cluster, is_installed, processors

ENOUGH = 6  # notebooks for each worker, that starting it (some seconds) is worth it


@dataclass(frozen=True)
class Workers:
    """Who will run a batch, and how."""

    cluster: Cluster
    step: TrustedExecute
    settings: dict[str, Any]


@contextlib.contextmanager
def gathered(converter: Autograde, exporter: Any) -> Iterator[Workers | None]:
    """Workers for a batch, who make ready while it is screened; None where one is as good.

    They are let go where something goes wrong inside.

    Args:
        converter: nbgrader's own.
        exporter: that of the batch, which makes its steps.

    Raises:
        NbGraderException: workers were asked for, and are not there or not fit.
    """
    workers = _gather(converter, exporter)
    try:
        yield workers
    except BaseException:
        if workers is not None:
            workers.cluster.close()
        raise


def _gather(converter: Autograde, exporter: Any) -> Workers | None:
    ours = [one for one in converter.autograde_preprocessors if _is_ours(one)]
    if not ours:
        return None
    step = TrustedExecute(parent=exporter)
    count = many(step, len(to_come(converter)))
    if count < 1 or (count < 2 and not step.scheduler):
        return None
    try:
        settings = settings_of(step)
        cluster = Cluster(count, step.scheduler, not step.without_sandbox)
    except NbGraderException as reason:
        if step.workers is None and not step.scheduler:  # nobody has asked for several
            converter.log.info("One submission after the other: %s", reason)
            return None
        converter.log.error("%s", reason)
        raise
    where = step.scheduler or "this machine"
    converter.log.info("%d submissions at once, on %s", cluster.size(), where)
    cluster.make_ready(settings, str(Path(converter.coursedir.root).resolve()))
    return Workers(cluster, step, settings)


def begin(
    converter: Autograde,
    workers: Workers | None,
    prepare: Callable[[Path, str, dict[str, Any]], str],
) -> Ahead | None:
    """Have workers run a batch ahead of nbgrader.

    Args:
        converter: nbgrader's own.
        workers: who is to run it; it is run one after the other if nobody is.
        prepare: what sanitizes a submitted notebook as the batch will.
    """
    if workers is None:
        return None
    coming = to_come(converter)  # without who was refused
    ahead = Ahead(converter, workers.step, workers.cluster, workers.settings, coming, prepare)
    stop_with(converter, ahead)
    return ahead


def _is_ours(step: Any) -> bool:
    return step is TrustedExecute or str(step).endswith(".TrustedExecute")


def many(step: TrustedExecute, notebooks: int) -> int:
    """How many workers of this machine a batch of so many notebooks gets."""
    if step.workers is not None or step.scheduler:
        return min(step.workers or 1, notebooks)
    return min(len(processors()), notebooks // ENOUGH) if is_installed() else 1


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
