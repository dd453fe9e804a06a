"""Watches what a sandbox uses as a whole, where limits hold only for each process by itself.

`RLIMIT_AS` bounds a process, not its children, and Linux exempts root from `RLIMIT_NPROC`; the
folder with the sockets is on the grader's own disk. So a thread looks every half second, and
ends the sandbox, with all that runs in it, when it is too much.
"""

from __future__ import annotations

import contextlib
import os
import threading
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.5  # seconds
MAX_FILES = 50  # in the folder with the sockets, which holds seven
MAX_FOLDER = 4 * 2**20  # bytes there

MAX_COUNTED = 1000  # processes whose memory is read: with more, their number is the fault


@dataclass(frozen=True)
class Use:
    """What is used: processes, bytes in memory, and bytes and files in the sockets' folder."""

    processes: int = 0
    memory: int = 0
    files: int = 0
    stored: int = 0


def use_of(pid: int, folder: Path) -> Use:
    """Add up a process and all below it. A process that ends meanwhile counts as nothing."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return Use()
    memory = 0
    nameless: dict[tuple[int, int], int] = {}
    for process in family[:MAX_COUNTED]:
        with contextlib.suppress(psutil.Error):
            memory += process.memory_info().rss
        nameless |= _nameless(process.pid)
    memory += sum(nameless.values())
    sizes = [_size(path) for path in _entries(folder)]
    return Use(len(family), memory, len(sizes), sum(sizes))


def fault(use: Use, processes: int, memory: int) -> str:
    """Say what is too much, ready to follow "because"; nothing where all is well."""
    if use.processes > processes:
        return f"it started more than {processes} processes"
    if use.memory > memory:
        return f"it used more than {memory / 2**30:.3g} GiB of memory"
    if use.files > MAX_FILES or use.stored > MAX_FOLDER:
        return "it filled the folder of the kernel's sockets"
    return ""


class ResourceMonitor(threading.Thread):
    """Watches one sandbox until it ends or is told to stop; `fault` says why it was ended."""

    def __init__(self, process: psutil.Process, folder: Path, processes: int, memory: int):
        super().__init__(name="watch of a sandbox", daemon=True)
        self.process = process
        self.folder = folder
        self.most = processes, memory
        self.fault = ""
        self.ended = threading.Event()
        self.one_at_a_time = threading.Lock()

    def run(self) -> None:
        """Look again and again."""
        while not self.ended.wait(EVERY) and self.process.is_running():
            if self.look():
                return

    def look(self) -> str:
        """Look once, and end the sandbox if it uses too much; return why it was ended."""
        with self.one_at_a_time:
            if not self.fault:
                self.fault = fault(use_of(self.process.pid, self.folder), *self.most)
                if self.fault:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        self.process.kill()  # bwrap takes all that runs inside with it
            return self.fault

    def stop(self) -> None:
        """Watch no longer."""
        self.ended.set()


def _nameless(pid: int) -> dict[tuple[int, int], int]:
    """The files in memory that a process has open and no folder holds, with their bytes."""
    found: dict[tuple[int, int], int] = {}
    with contextlib.suppress(OSError), os.scandir(f"/proc/{pid}/fd") as descriptors:
        for one in descriptors:
            with contextlib.suppress(OSError):
                if os.readlink(one.path).startswith("/memfd:"):
                    about = os.stat(one.path)
                    found[about.st_dev, about.st_ino] = about.st_blocks * 512
    return found


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    found: list[os.DirEntry[str]] = []
    folders = [str(folder)]
    while folders and len(found) <= MAX_FILES:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                found.append(entry)
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                if len(found) > MAX_FILES:
                    break
    return found


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0
