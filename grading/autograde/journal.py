"""Keep count of what is being graded, so that a killed grader leaves nothing that looks graded.

nbgrader takes a submission for graded as soon as its folder in autograded/ exists, and makes that
folder long before the tests run. Killed in between, it leaves a notebook that was never run, and
half the marks; the next `nbgrader autograde` skips that student without a word.

Here a marker, `autograded/.unfinished/LESSON+STUDENT`, is on the disk before nbgrader touches a
submission, and is taken away when the graded notebook is complete and its marks are saved. What
has a marker counts as not graded, and `grading marks` shows no marks of it: the next run removes
what was left, and grades it anew. So it is with a submission that nbgrader fails on, after it has
saved some of its marks. Marks given by hand stand in the gradebook, where nbgrader leaves them.

While a grader lives it holds a lock on its marker, which the system lets go when the process ends
in any way. So a second `nbgrader autograde` beside the first can tell work from wreckage, where a
recorded process number could by then belong to somebody else, or to another container.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import portalocker
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.utils import remove, rmtree

FOLDER = ".unfinished"  # nbgrader's patterns do not find names that begin with a dot
UNFINISHED, RUNNING = "unfinished", "running"
PATIENCE = 1.0  # seconds: `state` holds a lock as well, but only for a moment


class Busy(Exception):
    """Another process is grading this submission."""


def marker(autograded: Path, lesson: str, student: str) -> Path:
    """Where the marker of a submission is, if it has one."""
    return autograded / FOLDER / f"{lesson}+{student}"  # nbgrader allows no + in a lesson's name


def state(autograded: Path, lesson: str, student: str) -> str:
    """UNFINISHED, RUNNING, or an empty text for a submission that nobody has begun to grade."""
    try:
        with marker(autograded, lesson, student).open("rb") as file:
            if not lock(file, shared=True):
                return RUNNING
            return UNFINISHED if file.read(1) else ""
    except OSError:
        return ""


def lock(file: IO[bytes], shared: bool = False) -> bool:
    """Lock an open file until it is closed; say whether that was possible."""
    kind = portalocker.LockFlags.SHARED if shared else portalocker.LockFlags.EXCLUSIVE
    try:
        portalocker.lock(file, kind | portalocker.LockFlags.NON_BLOCKING)
    except portalocker.LockException:
        return False
    return True


@dataclass
class Claim:
    """A marker that this process holds."""

    path: Path
    file: IO[bytes]
    left: set[str]  # the notebooks that an earlier grader has not finished; usually none
    begun: bool = False

    @classmethod
    def on(cls, path: Path, shared: bool) -> Claim:
        """Take the marker of a submission.

        Args:
            path: the marker.
            shared: let the group write, as nbgrader's `groupshared` does.

        Raises:
            Busy: another process has it.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            file = path.open("a+b")
            # The one who had it may have removed it between the opening and the locking.
            if lock(file) and is_at(file, path):
                if shared:
                    for_the_group(path.parent.parent, path.parent, path)
                file.seek(0)
                return cls(path, file, set(file.read().decode(errors="replace").splitlines()))
            file.close()
            time.sleep(0.02)
        raise Busy

    def begin(self, notebooks: set[str]) -> None:
        """Put on the disk, for good, that these notebooks are being graded from now on."""
        self.begun = True
        self.file.write("".join(f"{name}\n" for name in sorted(notebooks)).encode())
        self.file.flush()
        os.fsync(self.file.fileno())
        flush(self.path.parent)

    def end(self, finished: bool) -> None:
        """Let go; a marker that stays tells the next run that this was not finished."""
        if sys.platform == "win32":  # which removes no open file
            self.file.close()
        if finished:
            self.path.unlink(missing_ok=True)
        self.file.close()


def is_at(file: IO[bytes], path: Path) -> bool:
    """Whether an open file is the one that now has this name."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def for_the_group(*paths: Path) -> None:
    """Let the group write to files and folders, where they are ours."""
    for path in paths:
        if path.stat().st_uid == os.getuid():
            path.chmod(path.stat().st_mode | (0o2770 if path.is_dir() else 0o660))


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk, where the system can."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def guard(converter: Autograde) -> None:
    """Make a converter keep markers while it grades."""
    Journal(converter)


def is_done(converter: Autograde, lesson: str, student: str, notebooks: Iterable[str]) -> bool:
    """Whether nbgrader would leave a submission as it is (as in its `init_destination`)."""
    course = converter.coursedir
    folder = Path(os.path.normpath(converter._format_dest(lesson, student)))
    if course.notebook_id == "*":
        there = folder.exists()
    else:
        there = all((folder / f"{name}.ipynb").exists() for name in notebooks)
    if converter.force or not there:
        return False
    submitted = course.format_path(course.submitted_directory, student, lesson)
    new = course.get_existing_timestamp(submitted)
    old = course.get_existing_timestamp(str(folder))
    return new is None or old is None or bool(new <= old)


class Journal:
    """Stands between nbgrader's converter and the three of its steps that matter here."""

    def __init__(self, converter: Autograde) -> None:
        self.converter = converter
        self.course = converter.coursedir
        self.log = converter.log
        self.autograded = Path(self.course.root, self.course.autograded_directory)
        self.claim: Claim | None = None
        self.folder = Path()  # of the submission that is being graded
        self.faults: list[str] = []
        self.init_destination = converter.init_destination
        self.finish = converter.run_post_convert_hook
        self.convert_notebooks = converter.convert_notebooks
        converter.init_destination = self.start
        converter.run_post_convert_hook = self.finished
        converter.convert_notebooks = self.run

    def run(self) -> None:
        """In place of `convert_notebooks`: grade the batch."""
        try:
            self.convert_notebooks()
        finally:
            self.settle()
        if self.faults:
            raise NbGraderException(f"{len(self.faults)} submissions could not be graded")

    def start(self, lesson: str, student: str) -> bool:
        """In place of `init_destination`: say whether to grade a submission, and mark it first."""
        self.settle()
        self.folder = Path(os.path.normpath(self.converter._format_dest(lesson, student)))
        path = marker(self.autograded, lesson, student)
        excluded = student in self.course.student_id_exclude.split(",")
        if excluded or (self.done(lesson, student) and not path.exists()):
            return bool(self.init_destination(lesson, student))
        try:
            self.claim = Claim.on(path, self.course.groupshared)
            return self.start_claimed(self.claim, lesson, student)
        except Busy:
            self.log.warning("%s: %s is being graded by another command now", student, lesson)
        except OSError as problem:
            # Raised on, it would make nbgrader remove what this student has from earlier.
            fault = f"{student}: {lesson} could not be graded: {problem}"
            self.log.error("%s", fault)
            self.faults.append(fault)
        return False

    def start_claimed(self, claim: Claim, lesson: str, student: str) -> bool:
        """Remove what an earlier grader left unfinished, and let nbgrader decide."""
        if claim.left:
            self.log.warning(
                "%s: grading of %s was not finished last time; graded again", student, lesson
            )
            self.remove_remains(claim.left)
        if not self.done(lesson, student):
            claim.begin(self.notebooks())
        go = bool(self.init_destination(lesson, student))
        if not go:
            self.claim = None
            claim.end(finished=not claim.left)
        elif self.course.groupshared:
            # nbgrader opens the folder to the group at the end, and a grader may end before that.
            self.folder.mkdir(parents=True, exist_ok=True)
            for_the_group(self.folder.parent, self.folder)
        return go

    def finished(self) -> None:
        """In place of `run_post_convert_hook`, the last step: all of it is saved."""
        self.finish()
        if self.claim is None:
            return
        for path in self.folder.glob("*.ipynb"):
            flush(path)
        flush(self.folder)
        claim, self.claim = self.claim, None
        # With --notebook, others may have been left unfinished.
        claim.end(finished=self.every_notebook() or claim.left <= self.notebooks())

    def settle(self) -> None:
        """Let go of a submission that nbgrader failed on, perhaps with half its marks saved."""
        claim, self.claim = self.claim, None
        if claim is not None:
            claim.end(finished=not (claim.left or claim.begun))

    def done(self, lesson: str, student: str) -> bool:
        """Whether nbgrader would leave the submission that it is at as it is."""
        return is_done(self.converter, lesson, student, self.notebooks())

    def every_notebook(self) -> bool:
        """Whether whole submissions are graded, and not single notebooks of them."""
        return bool(self.course.notebook_id == "*")

    def notebooks(self) -> set[str]:
        """The names of the notebooks to be graded now."""
        return {Path(path).stem for path in self.converter.notebooks}

    def remove_remains(self, left: set[str]) -> None:
        """Remove what is there of a grading that was not finished."""
        if self.every_notebook():
            if self.folder.exists():
                rmtree(str(self.folder))
            return
        for name in left & self.notebooks():
            path = self.folder / f"{name}.ipynb"
            if path.exists():
                remove(str(path))
