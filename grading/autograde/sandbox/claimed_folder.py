"""Folders among the temporary files that are removed though their owner was killed: by the next.

Whose folder it is, a lock tells: on a file beside it, held while its owner lives. The number of a
process would say nothing to a grader in another container that has the same /tmp.
"""

from __future__ import annotations

import contextlib
import functools
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import IO

import portalocker

from grading.autograde.sandbox import deep_folders

PREFIX = "attention-"
LOCK, FILES = ".lock", ".files"  # of what stands beside a folder
LONGEST = 45  # characters of the folder that ours are made in: a socket's whole name has 107
SHORT = ("/tmp", "/var/tmp")  # where to go instead


class ClaimedFolder:
    """A new folder; `remove` takes it away, and `remove_abandoned` does if its owner is killed."""

    def __init__(self, what: str = "", within: Path | None = None) -> None:
        """Make it, for this process alone. Raises OSError where nothing can be written.

        Args:
            what: a word for people who come upon it.
            within: the folder to make it in, if not that for temporary files.
        """
        self.lock, self.path = _claimed(PREFIX + what, within or Path(tempfile.gettempdir()))
        self.files = self.path.with_name(self.path.name + FILES)
        self.path.mkdir(0o700)

    def remove(self) -> None:
        """Take it away; again, if that is asked for twice."""
        _remove(self.lock, self.path)


def short_folder() -> str:
    """The folder for temporary files; where its name is too long for sockets, a shorter one."""
    usual = tempfile.gettempdir()
    if len(usual) <= LONGEST:
        return usual
    return next((name for name in SHORT if os.access(name, os.W_OK | os.X_OK)), usual)


@functools.cache
def remove_abandoned() -> None:
    """Remove, once, the folders of processes that were killed and could not do so themselves."""
    for folder in {short_folder(), tempfile.gettempdir()}:
        for path in Path(folder).glob(f"{PREFIX}*{LOCK}"):
            with contextlib.suppress(OSError):
                handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
                with os.fdopen(handle, "r+b") as file:
                    if _is_ours(handle) and _take(file, path):
                        _remove(file, path.with_name(path.name.removesuffix(LOCK)))


def _claimed(prefix: str, within: Path) -> tuple[IO[bytes], Path]:
    """A lock that we hold, and the free name that goes with it."""
    while True:
        handle, name = tempfile.mkstemp(LOCK, prefix, within)
        file = os.fdopen(handle, "r+b")
        if _take(file, Path(name)):  # else another grader took it for abandoned, in between
            return file, Path(name.removesuffix(LOCK))
        file.close()


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
