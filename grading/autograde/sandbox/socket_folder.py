"""The folder in which the grader and one student's kernel meet.

The grader makes the sockets and listens; the kernel is given them open, and sees the folder
without being able to change it. So nothing there can be swapped for something else, nor filled.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import stat
from collections.abc import Iterable
from pathlib import Path

from grading.autograde.sandbox import bubblewrap, deep_folders, enter
from grading.autograde.sandbox.claimed_folder import ClaimedFolder, remove_abandoned, short_folder
from grading.autograde.submissions import DEEPEST

WAITING = 16  # callers, of which there are two at most
LARGEST = 256 * 2**20  # bytes beside a notebook that are copied


class SocketFolder(ClaimedFolder):
    """A new folder; `remove` takes it away, and the next grader does if this one is killed."""

    def __init__(self, within: Path | None = None) -> None:
        """Make it among the temporary files, or within a folder of that kind."""
        remove_abandoned()
        super().__init__(within=within or Path(short_folder()))
        self._given: list[socket.socket] = []

    def listen(self, paths: Iterable[str]) -> list[int]:
        """Listen at each path; return the open files, to be given to the kernel as it starts."""
        for path in paths:
            door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            door.bind(path)
            door.listen(WAITING)
            door.setblocking(False)  # as ZeroMQ has its own
            self._given.append(door)
        return [door.fileno() for door in self._given]

    def given(self) -> None:
        """The kernel has them: close ours."""
        while self._given:
            self._given.pop().close()

    def readable(self, files: Iterable[Path]) -> list[Path]:
        """Files and folders that the student's side can read, though root alone may read these.

        Copies, where that side is another user than the grader; of what is in the folder, too.
        """
        if not bubblewrap.as_nobody():
            return list(files)
        for one in (self.path, *self.path.iterdir()):
            os.chown(one, enter.NOBODY, enter.NOBODY, follow_symlinks=False)
        return [self._readable(file) for file in files]

    def _readable(self, file: Path) -> Path:
        about = [path.lstat() for path in _all_of(file)]
        if all(map(_open_to_all, about)) or sum(one.st_size for one in about) > LARGEST:
            return file
        self.files.mkdir(0o711, exist_ok=True)
        copy = self.files / file.name
        with contextlib.suppress(OSError):  # what is no file is missing there
            if file.is_dir():
                shutil.copytree(file, copy, symlinks=True)
            else:
                shutil.copy(file, copy)
        for path in _all_of(copy):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o111 else 0o644)
        return copy

    def remove(self) -> None:
        """Take it away, when the kernel has ended."""
        self.given()
        super().remove()


def _all_of(file: Path) -> list[Path]:
    """A file, or a folder and all that is in it."""
    if not file.is_dir():
        return [file]
    return [file, *(path for path, _ in deep_folders.everything_in(file, DEEPEST))]


def _open_to_all(about: os.stat_result) -> bool:
    """Whether every user may read a file, and run it if its owner may, or look into a folder."""
    needed = 0o5 if stat.S_ISDIR(about.st_mode) or about.st_mode & 0o100 else 0o4
    return stat.S_ISLNK(about.st_mode) or about.st_mode & needed == needed
