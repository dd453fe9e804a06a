"""Watches what a sandbox uses as a whole, where limits hold only for each process by itself.

`RLIMIT_AS` bounds a process, not its children; what a process has mapped but not in its pages, and
what the system's kernel holds for it, no limit bounds; and what it sends is kept in the grader's
own memory until it is read. So a thread looks every half second, and at once where the machine's
free memory has shrunk, and ends the sandbox, with all that runs in it, when it is too much.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

EVERY = 0.5  # seconds between two looks at everything
GLANCE = 0.05  # seconds between two looks at what is quickly seen
SHRUNK = 256 * 2**20  # bytes of the machine's memory that went since the last look
MAX_GROWTH = 384 * 2**20  # bytes by which a kernel may make the grader grow

MAX_COUNTED = 1000  # processes whose memory is read: with more, their number is the fault
#: Bytes that the system's kernel may hold for one open end, full to the brim.
HELD = {"socket": 416 * 2**10, "pipe": 64 * 2**10}

#: Of /proc/PID/maps: memory that processes share and no folder holds, with its size and number.
_SHARED = re.compile(
    rb"^(\w+)-(\w+) ...s \w+ (\w+:\w+ \d+) +(?:/dev/zero|/memfd:|/SYSV|\[anon_shmem)", re.M
)


@dataclass(frozen=True)
class Use:
    """What is used: processes, and bytes in memory."""

    processes: int = 0
    memory: int = 0


def use_of(pid: int) -> Use:
    """Add up a process and all below it. A process that ends meanwhile counts as nothing."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return Use()
    memory = 0
    apart: dict[str, int] = {}  # what several may have, by what it is
    for process in family[:MAX_COUNTED]:
        shared = _shared(process.pid)
        with contextlib.suppress(psutil.Error):
            memory += process.memory_info().rss
            if shared:  # what of it is in memory is not to be counted twice
                memory -= min(_in_memory(process.pid), sum(shared.values()))
        apart |= _open(process.pid)
        for what, size in shared.items():
            apart[what] = max(size, apart.get(what, 0))
    return Use(len(family), memory + sum(apart.values()))


def fault(use: Use, processes: int, memory: int) -> str:
    """Say what is too much, ready to follow "because"; nothing where all is well."""
    if use.processes > processes:
        return f"it started more than {processes} processes"
    if use.memory > memory:
        return f"it used more than {memory / 2**30:.3g} GiB of memory"
    return ""


class ResourceMonitor(threading.Thread):
    """Watches one sandbox until it ends or is told to stop; `fault` says why it was ended."""

    def __init__(self, process: psutil.Process, processes: int, memory: int):
        super().__init__(name="watch of a sandbox", daemon=True)
        self.process = process
        self.most = processes, memory
        self.fault = ""
        self.ended = threading.Event()
        self.one_at_a_time = threading.Lock()
        self.grader = psutil.Process()
        self.before = self.grader.memory_info().rss

    def run(self) -> None:
        """Look again and again."""
        looked, free = time.monotonic(), _free()
        while not self.ended.wait(GLANCE) and self.process.is_running():
            now, left = time.monotonic(), _free()
            if now - looked < EVERY and free - left < SHRUNK and not self.grown():
                free = max(free, left)
                continue
            looked, free = now, left
            if self.look():
                return

    def look(self) -> str:
        """Look once, and end the sandbox if it uses too much; return why it was ended."""
        with self.one_at_a_time:
            if not self.fault:
                self.fault = self.grown() or fault(use_of(self.process.pid), *self.most)
                if self.fault:
                    with contextlib.suppress(psutil.NoSuchProcess):
                        self.process.kill()  # bwrap takes all that runs inside with it
            return self.fault

    def grown(self) -> str:
        """Say so if what the kernel sent has made the grader's own process grow too much."""
        if self.grader.memory_info().rss - self.before <= MAX_GROWTH:
            return ""
        return f"it sent more than {MAX_GROWTH // 2**20} MiB that had to be held in memory"

    def stop(self) -> None:
        """Watch no longer."""
        self.ended.set()


def _free() -> int:
    """Bytes of the machine's memory that can be had."""
    return int(psutil.virtual_memory().available)


def _in_memory(pid: int) -> int:
    """The bytes in memory of what a process shares of no file on a disk."""
    with contextlib.suppress(OSError):
        found = re.search(r"^RssShmem:\s+(\d+)", Path(f"/proc/{pid}/status").read_text(), re.M)
        return int(found[1]) * 1024 if found else 0
    return 0


def _shared(pid: int) -> dict[str, int]:
    """Memory that a process has mapped, that may be shared, and that no folder holds.

    All of it counts: pages that were written to and dropped are in no process's own sum.
    """
    found: dict[str, int] = {}
    with contextlib.suppress(OSError):
        for begin, end, what in _SHARED.findall(Path(f"/proc/{pid}/maps").read_bytes()):
            name = what.decode()
            found[name] = found.get(name, 0) + int(end, 16) - int(begin, 16)
    return found


def _open(pid: int) -> dict[str, int]:
    """What a process has open that takes memory of no process: by what it is, with its bytes."""
    found: dict[str, int] = {}
    with contextlib.suppress(OSError), os.scandir(f"/proc/{pid}/fd") as descriptors:
        for one in descriptors:
            with contextlib.suppress(OSError):
                name = os.readlink(one.path)
                if name.startswith("/memfd:"):
                    about = os.stat(one.path)
                    device = f"{os.major(about.st_dev):02x}:{os.minor(about.st_dev):02x}"
                    found[f"{device} {about.st_ino}"] = about.st_blocks * 512
                elif (kind := name.partition(":")[0]) in HELD:
                    found[name] = HELD[kind]
    return found
