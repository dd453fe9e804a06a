"""The folder in which the grader and one student's kernel meet, and what is left of others.

The grader makes the sockets and listens; the kernel is given them open, and sees the folder
without being able to change it. So nothing there can be swapped for something else, nor filled.

Whose folder it is, a lock tells: on a file beside it, held while its grader lives. The number of
a process would say nothing to a grader in another container that has the same /tmp.
"""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import socket
import stat
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import portalocker

from grading.autograde.sandbox import bubblewrap, deep_folders, enter
from grading.autograde.submissions import DEEPEST

PREFIX = "attention-"
LOCK, FILES = ".lock", ".files"  # of what stands beside a folder
WAITING = 16  # callers, of which there are two at most
LARGEST = 256 * 2**20  # bytes beside a notebook that are copied
LONGEST = 45  # characters of the folder that ours are made in: a socket's whole name has 107
SHORT = ("/tmp", "/var/tmp")  # where to go instead


class SocketFolder:
    """A new folder; `remove` takes it away, and the next grader does if this one is killed."""

    def __init__(self, within: Path | None = None) -> None:
        """Make it among the temporary files, or within a folder of that kind."""
        remove_abandoned()
        self.lock, self.path = _claimed(within)
        self.files = self.path.with_name(self.path.name + FILES)
        self.path.mkdir(0o700)
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
                shutil.copyfile(file, copy)
        for path in _all_of(copy):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() else 0o644)
        return copy

    def remove(self) -> None:
        """Take it away, when the kernel has ended."""
        self.given()
        _remove(self.lock, self.path)


def _all_of(file: Path) -> list[Path]:
    """A file, or a folder and all that is in it."""
    if not file.is_dir():
        return [file]
    return [file, *(path for path, _ in deep_folders.everything_in(file, DEEPEST))]


def _open_to_all(about: os.stat_result) -> bool:
    """Whether every user may read a file, or look into a folder."""
    needed = 0o5 if stat.S_ISDIR(about.st_mode) else 0o4
    return stat.S_ISLNK(about.st_mode) or about.st_mode & needed == needed


def short_folder() -> str:
    """The folder for temporary files; where its name is too long for sockets, a shorter one."""
    usual = tempfile.gettempdir()
    if len(usual) <= LONGEST:
        return usual
    return next((name for name in SHORT if os.access(name, os.W_OK | os.X_OK)), usual)


def _claimed(within: Path | None) -> tuple[IO[bytes], Path]:
    """A lock that we hold, and the free name that goes with it."""
    while True:
        handle, name = tempfile.mkstemp(LOCK, PREFIX, within or short_folder())
        file = os.fdopen(handle, "r+b")
        if _take(file, Path(name)):  # else another grader took it for abandoned, in between
            return file, Path(name.removesuffix(LOCK))
        file.close()


@functools.cache
def remove_abandoned() -> None:
    """Remove, once, the folders of graders that were killed and could not do so themselves."""
    for path in Path(short_folder()).glob(f"{PREFIX}*{LOCK}"):
        with contextlib.suppress(OSError):
            handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "r+b") as file:
                if _is_ours(handle) and _take(file, path):
                    _remove(file, path.with_name(path.name.removesuffix(LOCK)))


def _is_ours(handle: int) -> bool:
    """Whether we made an open file: in /tmp others may put what looks like it."""
    about = os.fstat(handle)
    mine = sys.platform == "win32" or about.st_uid == os.geteuid()
    return mine and stat.S_ISREG(about.st_mode)


def _take(file: IO[bytes], path: Path) -> bool:
    """Lock an open file, if nobody has; say whether it is ours and still has its name."""
    try:
        portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except (portalocker.LockException, OSError):
        return False


def _remove(lock: IO[bytes], folder: Path) -> None:
    """Remove a folder and what stands beside it; the lock last."""
    for one in (folder, folder.with_name(folder.name + FILES)):
        if one.is_dir() and not one.is_symlink():
            deep_folders.remove_folder(one)
    if sys.platform == "win32":  # which removes no open file
        lock.close()
    with contextlib.suppress(OSError):
        folder.with_name(folder.name + LOCK).unlink()
    lock.close()
