"""What comes next in a batch, run before nbgrader comes to it.

nbgrader's loop decides everything: what is graded, in which order, from which bytes. Here the
submissions behind the one it is at are prepared as it will prepare them, and handed to a cluster.
When the loop comes to one, its job is compared with what was handed out, by a digest of all that
its marks depend on; only where both are the same, the outcome that waits is used. Else, as when a
file was replaced in between, the job is run now. So to guess wrongly costs time, and never a mark.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import find_all_files

from grading.autograde.execute import TrustedExecute
from grading.autograde.job import File, Job, NoOutcome, Outcome, files_in, read_outcome
from grading.autograde.run_notebook import NotebookRunner
from grading.autograde.workers import fitness
from grading.autograde.workers.cluster import Cluster, ClusterLost, JobLost, Task

SPARE = 2  # jobs for each worker, so that none waits while the grader is busy
MOST_WAITING = 200  # outcomes that are kept until nbgrader comes to them
MOST_BYTES = 512 * 2**20  # likewise, all together
MOST_SENT = 256 * 2**20  # bytes of jobs that run or wait for a worker; one may go beyond
LOOKS_EVERY = 0.2  # seconds
FETCHED_WITHIN = 10.0  # seconds in which an outcome that is there has come


@dataclass(frozen=True)
class Next:
    """A notebook to which nbgrader's loop will come."""

    student: str
    lesson: str
    path: Path

    def resources(self, db_url: str) -> dict[str, Any]:
        """What nbgrader tells its steps of it."""
        about = {"student": self.student, "assignment": self.lesson, "notebook": self.path.stem}
        return {"nbgrader": {**about, "db_url": db_url}, "unique_key": self.path.stem}


class Ahead:
    """Runs what comes next, and has the outcome when it is asked for."""

    def __init__(
        self,
        converter: Autograde,
        step: TrustedExecute,
        cluster: Cluster,
        settings: dict[str, Any],
        coming: Sequence[Next],
        sanitized: Callable[[Path, str, dict[str, Any]], str],
    ) -> None:
        """Begin.

        Args:
            converter: nbgrader's own.
            step: an execute step, which makes the jobs.
            cluster: the workers.
            settings: those with which they run notebooks.
            coming: what will be graded, in its order.
            sanitized: a submitted notebook after nbgrader's first steps, of its path, its lesson
                and nbgrader's resources.
        """
        self.converter, self.step, self.cluster = converter, step, cluster
        self.coming, self.sanitized = iter(coming), sanitized
        self.settings = settings
        self.running: dict[str, Task] = {}
        self.finished: dict[str, bytes | JobLost] = {}
        self.lost: ClusterLost | None = None
        self.passed: set[tuple[str, str, str]] = set()  # student, lesson and notebook

    def begin(self) -> None:
        """Hand out as many as there is room for."""
        while self.prepare_one():
            pass

    def outcome(self, job: Job, about: Any) -> Outcome:
        """What running this notebook shows.

        Raises NbGraderException where it could not be run, ClusterLost where nothing can any more.
        """
        files = files_in(job.folder)
        digest = job.digest(files)
        self.passed.add((about["student"], about["assignment"], about["notebook"]))
        if digest not in self.running and digest not in self.finished:
            said = "%s: %s was not run ahead, or has changed since: it is run now"
            self.step.log.debug(said, about["student"], about["assignment"])
            self.submit(digest, job, about, files)
        del files  # they may be large, and what follows takes its time
        while digest not in self.finished:
            if not self.prepare_one():
                self.collect(digest, LOOKS_EVERY)
        found = self.finished.pop(digest)
        if isinstance(found, JobLost):
            # No zero: it may have been a neighbour's doing, and a mark would end the matter.
            raise NbGraderException(f"each of those that tried to run it was lost: {found}")
        return self.read(found, job)

    def read(self, answer: bytes, job: Job) -> Outcome:
        """The outcome in what came back. Raises NbGraderException where there is none."""
        try:
            content = json.loads(answer)
            if "fault" in content:
                raise NbGraderException(f"A worker could not run this: {content['fault']}")
            return read_outcome(content["outcome"], job)
        except (KeyError, TypeError, ValueError, NoOutcome) as fault:
            raise NbGraderException(f"A worker's answer was no outcome: {fault!s:.300}") from None

    def submit(self, digest: str, job: Job, about: Any, files: dict[str, File]) -> None:
        """Hand out a job."""
        if self.lost is not None:
            raise self.lost
        whole = self.step.complete(job, about)
        more = {"project": fitness.project(), "settings": self.settings}
        request = whole.request(files, **more)
        seconds = 2.0 * self.step.budget + 300.0
        name = f"{about['assignment']}-{about['student']}"
        self.running[digest] = self.cluster.submit(name, request, seconds)

    def collect(self, digest: str, seconds: float) -> None:
        """Take in what has ended, and wait a little for this one."""
        for one in [one for one, task in self.running.items() if one == digest or task.done()]:
            try:
                answer = self.running[one].wait(seconds if one == digest else FETCHED_WITHIN)
            except JobLost as how:
                self.finished[one] = how
            except ClusterLost as reason:
                self.lost = reason
                raise
            else:
                if answer is None:
                    continue
                self.finished[one] = answer
            del self.running[one]

    def workers(self) -> int:
        """How many there are now. Raises ClusterLost."""
        try:
            return self.cluster.size()
        except ClusterLost as reason:
            self.lost = reason
            raise

    def prepare_one(self) -> bool:
        """Prepare a submission that comes later and hand it out, if there is room; say whether."""
        kept = sum(len(one) for one in self.finished.values() if isinstance(one, bytes))
        sent = sum(task.size for task in self.running.values())
        full = len(self.finished) >= MOST_WAITING or kept >= MOST_BYTES or sent >= MOST_SENT
        if full or len(self.running) >= SPARE * self.workers():
            return False
        following = next(self.coming, None)
        if following is None:
            return False
        if (following.student, following.lesson, following.path.stem) in self.passed:
            return True
        try:
            self.prepare(following)
        except ClusterLost:
            raise
        except Exception as reason:  # nbgrader's loop will come to it, and say what is wrong
            self.step.log.debug("%s is not run ahead: %r", following.path, reason)
        return True

    def prepare(self, following: Next) -> None:
        """Make of a submission the job that nbgrader's loop will come with, and hand it out."""
        course = self.converter.coursedir
        resources = following.resources(course.db_url)
        text = self.sanitized(following.path, following.lesson, resources)
        about = resources["nbgrader"]
        # Its files will lie in the folder of what is graded, when the loop comes to it.
        where = course.autograded_directory, following.student, following.lesson
        folder = Path(course.format_path(*where))
        job = self.step.job_of(nbformat.reads(text, as_version=4), about, folder.resolve())
        files = self.files_of(following)
        digest = job.digest(files)
        if digest not in self.running and digest not in self.finished:
            self.submit(digest, job, about, files)

    def files_of(self, following: Next) -> dict[str, File]:
        """The files that nbgrader will put beside a notebook: handed in, or the instructor's."""
        course, converter = self.converter.coursedir, self.converter
        own = set(converter.exclude_overwriting.get(following.lesson, []))
        source = Path(course.format_path(course.source_directory, ".", following.lesson))
        found: dict[str, File] = {}
        for folder, kept in ((following.path.parent, set()), (source, own)):
            for path in map(Path, find_all_files(str(folder), [*course.ignore, "*.ipynb"])):
                name = path.relative_to(folder).as_posix()
                if name not in kept:
                    found[name] = File.at(path)
        return found

    def close(self) -> None:
        """Let the workers go."""
        self.cluster.close()


def settings_of(step: TrustedExecute) -> dict[str, Any]:
    """The settings with which a worker is to run notebooks. Raises NbGraderException."""
    found, usual = {}, NotebookRunner()
    for name in NotebookRunner.class_trait_names(config=True):
        value = getattr(step, name)
        if value == getattr(usual, name):
            continue
        try:
            json.dumps(value)
        except TypeError:
            raise NbGraderException(
                f"Nothing was graded: c.TrustedExecute.{name} is {value!r}, which cannot be sent to"
                " workers: set c.TrustedExecute.workers = 1, or leave it as it is."
            ) from None
        found[name] = value
    return found
