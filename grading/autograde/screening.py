"""Look at every submission before nbgrader grades any: rebuild what is damaged, or refuse it.

Left alone, nbgrader 0.9.6 answers a damaged notebook in one of three ways: a traceback that does
not say what is wrong, marks quietly lost with a deleted cell, or, for a cell that appears twice,
an end to the whole batch. Here a damaged notebook is put together again from the release and the
student's answers (repair/), and says at its top what was repaired. Whoever handed in what
cannot be rebuilt is named with the cause, everybody else is graded, the student's earlier marks
and graded notebook stay as they were, and the command fails. What lies in submitted/ is read only.

`nbgrader_config.py` switches this on with `c.Autograde.exporter_class`. A preprocessor would come
too late: nbgrader deletes the earlier graded notebook, and reads the new one, before it calls the
first. The exporter is made after the submissions are listed and before any of them is touched.
"""

from __future__ import annotations

import glob
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grading.autograde import grading_log, journal, progress_bar, refusals
from grading.autograde.repair.former import find_release
from grading.autograde.repair.opening import open_notebook
from grading.autograde.repair.salvage import Unusable
from grading.autograde.sandbox import bubblewrap
from grading.autograde.submissions import find_fault
from grading.autograde.workers import many
from grading.cells.roles import Roles, expected_roles
from grading.older_gradebook import how_to_upgrade, is_older
from grading.strangers import bounded_work
from grading.strangers.printable import one_line

MOST_KEPT = 4 * 2**20  # characters of a notebook that is kept until nbgrader comes to it


@dataclass(frozen=True)
class Refusal:
    """One submission that cannot be graded, and why, in one sentence."""

    student: str
    lesson: str
    cause: str

    def __str__(self) -> str:
        # Names of files may hold what a terminal obeys.
        return one_line(f"{self.student}: {self.lesson} could not be graded: {self.cause}")


class ScreeningExporter(NotebookExporter):
    """nbgrader's notebook exporter; when autograding makes it, it screens the batch first.

    nbgrader converts a notebook twice: from submitted/ ("sanitizing"), then, to run it, from
    autograded/. What it reads the first time is rebuilt; the second time it reads its own work.
    """

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        initialise: Any = super().__init__  # nbconvert's constructor carries no types
        initialise(config=config, **kwargs)
        self.known: dict[str, dict[str, Roles]] = {}
        self.prepared: dict[Path, Prepared] = {}
        self.ahead: Any = None
        if isinstance(self.parent, Autograde):
            refuse_without_sandbox(self.parent)
            with many.gathered(self.parent, self) as workers:
                screen(self.parent, self.known)
                journal.guard(self.parent)
                progress_bar.show(self.parent)
                self.ahead = many.begin(self.parent, workers, self.prepare)

    def from_file(
        self, file_stream: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert an open file; a submission is read leniently, and what is damaged rebuilt."""
        if not isinstance(self.parent, Autograde) or not self.parent._sanitizing:
            return super().from_file(file_stream, resources=resources, **kw)
        about = (resources or {})["nbgrader"]
        path = Path(file_stream.name)
        ready = self.prepared.pop(path, None)
        if ready is None or ready.digest != whole_digest(path):
            ready = self.sanitized(path, about["assignment"], resources, self)
        for sentence in ready.notes:
            self.log.warning("%s: %s: %s", about["student"], path.name, sentence)
        ready.resources.update(resources or {})
        return ready.text, ready.resources

    def prepare(self, path: Path, lesson: str, resources: dict[str, Any]) -> str:
        """A submitted notebook as nbgrader will sanitize it, which then needs not do so again."""
        exporter: Any = NotebookExporter  # nbconvert's carries no types
        sanitizer = exporter(parent=self.parent, config=self.config)
        for one in getattr(self.parent, "sanitize_preprocessors", []):
            sanitizer.register_preprocessor(one)
        ready = self.sanitized(path, lesson, resources, sanitizer)
        if len(ready.text) <= MOST_KEPT:
            self.prepared[path] = ready
        return ready.text

    def sanitized(self, path: Path, lesson: str, resources: Any, sanitizer: Any) -> Prepared:
        """A submitted notebook, rebuilt where it is damaged, after nbgrader's first steps.

        Raises NbGraderException where it was replaced, after it was screened, by what is unusable.
        """
        digest = whole_digest(path)
        if lesson not in self.known:
            self.known[lesson] = lesson_roles(self.parent, lesson)
        roles = self.known[lesson][path.stem]
        releases = release_folder(self.parent, lesson)
        find_release(releases, path.stem, roles)  # so that the child has it
        try:
            rebuilt = bounded_work.run(open_notebook, path, path.stem, roles, releases)
        except (Unusable, bounded_work.Exceeded) as fault:
            raise NbGraderException(f"{path.name} {fault}") from None
        grading_log.forget(rebuilt.notebook)
        for sentence in rebuilt.notes:
            grading_log.note(rebuilt.notebook, sentence)
        text, made = sanitizer.from_notebook_node(rebuilt.notebook, resources)
        return Prepared(digest, rebuilt.notes, text, made)


@dataclass(frozen=True)
class Prepared:
    """A submitted notebook that nbgrader's first steps have gone over."""

    digest: str  # of the file
    notes: Sequence[str]  # what was repaired
    text: str
    resources: dict[str, Any]


def whole_digest(path: Path) -> str:
    """What tells a file from another; that it is short, it was screened for."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def screen(converter: Autograde, known: dict[str, dict[str, Roles]]) -> None:
    """Take refused submissions out of the batch; report them, and fail, once it is graded.

    What the gradebook knows of the lessons is left in `known`.
    """
    course, refused = converter.coursedir, []
    graded = Path(course.root, course.autograded_directory)
    here = str(converter.config.Exchange.get("timezone", "UTC"))
    for path, student, lesson in submissions(converter):
        if lesson not in known:
            known[lesson] = lesson_roles(converter, lesson)
        try:
            releases = release_folder(converter, lesson)
            for name, roles in known[lesson].items():
                find_release(releases, name, roles)  # so that each child has it
            fault = bounded_work.run(find_fault, Path(path), known[lesson], releases, here)
        except bounded_work.Exceeded as limit:
            fault = too_much(str(limit))
        except Exception as error:  # one hand-in, whatever it is, must not stop the others
            said = f"{type(error).__name__}: {error!s:.200}"
            fault = f"it cannot be looked at ({said}): hand it in again, saved anew."
        refusals.forget(graded, lesson, student)
        if fault:
            refusals.record(graded, lesson, student, fault, Path(path))
            converter.assignments.pop(path, None)
            refused.append(Refusal(student, lesson, fault))
    if refused:
        report_after(converter, refused)


def too_much(limit: str) -> str:
    """Say to a student that the hand-in could not be read within the limits."""
    return (
        f"to be read it needed {limit}, and honest hand-ins take less than a second: something in "
        "it is repeated or nested thousands of times (tags, brackets, dots, digits); take that "
        "out, and hand it in again."
    )


def refuse_without_sandbox(converter: Autograde) -> None:
    """Stop before anything is touched, where the sandbox that grading needs does not work."""
    steps = [step if isinstance(step, str) else "" for step in converter.autograde_preprocessors]
    accepted = converter.config.TrustedExecute.get("without_sandbox", False)
    if converter.config.TrustedExecute.get("scheduler"):  # they run there, and are asked there
        return
    if not any(step.endswith(".TrustedExecute") for step in steps):
        return
    if accepted:
        converter.log.warning(
            "NO SANDBOX (c.TrustedExecute.without_sandbox): what students wrote runs with your "
            "rights, and can read and change your files. Marks are still decided elsewhere."
        )
        return
    try:
        bubblewrap.require()
    except bubblewrap.SandboxMissing as reason:
        converter.log.error("%s", reason)
        raise NbGraderException(str(reason)) from None


def refuse_older_gradebook(converter: Autograde) -> None:
    """Stop before anything is touched, where the gradebook must be upgraded first."""
    db_url = converter.coursedir.db_url
    if is_older(db_url):
        converter.log.error("%s", how_to_upgrade(db_url))
        raise NbGraderException(how_to_upgrade(db_url))


def submissions(converter: Autograde) -> Iterator[tuple[str, str, str]]:
    """Yield (folder, student, lesson) for all that this command was asked to grade.

    nbgrader's own list leaves out folders without a notebook, so the folders are listed anew.
    """
    course = converter.coursedir
    submitted = course.submitted_directory
    pattern = re.compile(
        course.format_path(submitted, "(?P<student>.*)", "(?P<lesson>.*)", escape=True)
    )
    excluded = course.student_id_exclude.split(",")
    for path in sorted(
        glob.glob(course.format_path(submitted, course.student_id, course.assignment_id))
    ):
        match = pattern.fullmatch(path)
        if match and Path(path).is_dir() and match["student"] not in excluded:
            yield path, match["student"], match["lesson"]


def release_folder(converter: Autograde, lesson: str) -> Path:
    """Where the released notebooks of a lesson lie."""
    course = converter.coursedir
    return Path(course.format_path(course.release_directory, ".", lesson))


def lesson_roles(converter: Autograde, lesson: str) -> dict[str, Roles]:
    """Read from the gradebook what a lesson's notebooks must hold."""
    course = converter.coursedir
    refuse_older_gradebook(converter)
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            expected = expected_roles(gradebook, lesson)
    except MissingEntry:
        expected = {}
    if not expected:
        message = (
            f"The gradebook does not know the lesson {lesson}, so nothing was graded. "
            f"Run `nbgrader generate_assignment {lesson} --force` first."
        )
        converter.log.error(message)
        raise NbGraderException(message)
    return {name: roles for name, roles in expected.items() if fnmatch(name, course.notebook_id)}


def report_after(converter: Autograde, refused: list[Refusal]) -> None:
    """Make the converter name the refused at the end of its run, and exit with an error."""
    grade_the_others = converter.convert_notebooks

    def grade_then_report() -> None:
        try:
            grade_the_others()
        finally:
            for refusal in refused:
                converter.log.error("%s", refusal)
            converter.log.error(
                "Not graded: %d, named above. Their marks and graded notebooks from earlier are as "
                "they were. Put a complete notebook in place, then grade it with "
                "--force --student NAME.",
                len(refused),
            )
        raise NbGraderException(f"{len(refused)} submissions could not be graded")

    converter.convert_notebooks = grade_then_report
