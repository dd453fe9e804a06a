"""A worker's end of an `executor`: started when it is first asked, and anew when it was lost.

An executor is a process of its own because what it starts belongs to it alone, and because it can
be ended: a worker's threads cannot. A hand-in's files are laid into a folder for it, from here:
so they are gone with the answer, also where there is none.
"""

from __future__ import annotations

import atexit
import contextlib
import multiprocessing
import os
import subprocess
import sys
import threading
from collections.abc import Iterable
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

from grading.autograde.job import LARGEST, Request
from grading.autograde.sandbox import deep_folders
from grading.autograde.sandbox.claimed_folder import ClaimedFolder, remove_abandoned
from grading.autograde.workers import executor

MOST = 700 * 2**20  # bytes in memory; one that has more is started anew, between two notebooks


class ExecutorLost(Exception):
    """The process ended in the middle of a notebook, or did not end with it; the message says."""


class ExecutorProcess:
    """One process that runs notebooks."""

    def __init__(self, processor: int | None = None) -> None:
        """Not started yet; to be kept to one processor, if that is given."""
        self.processor = processor
        self.process: subprocess.Popen[bytes] | None = None
        self.link: Connection
        self.folder: ClaimedFolder
        self.working = False

    def ask(self, request: Request, seconds: float) -> bytes:
        """Have a job run. Raises ExecutorLost where there is no answer in so many seconds."""
        self.working = True
        try:
            if self.process is None or self.process.poll() is not None:  # idle ones end
                self.close()
                self.start()
            request.put_files(self.files)
        except OSError as reason:
            self.close()
            return executor.fault(f"its process or its files found no room ({reason!s:.300})")
        else:
            answer = self.answer(request.about, seconds)
        finally:
            self.working = False
        deep_folders.remove_folder(self.files)
        if self.is_large():
            self.close()
        return answer

    def answer(self, about: bytes, seconds: float) -> bytes:
        """Have what lies there run; end the process where that does not work."""
        try:
            self.link.send_bytes(about)
            if not self.link.poll(seconds):
                raise ExecutorLost(f"it did not end within {seconds:.0f} seconds")
            return self.link.recv_bytes(LARGEST)
        except (EOFError, OSError) as fault:
            code = self.close()
            raise ExecutorLost(
                f"the process that ran it ended (exit code {code}; {type(fault).__name__})"
            ) from None
        except ExecutorLost:
            self.close()
            raise

    @property
    def files(self) -> Path:
        """Where the files of what runs lie."""
        return self.folder.path / "files"

    def is_large(self) -> bool:
        """Whether what libraries and strangers' notebooks left in it has added up."""
        assert self.process is not None, "it has just answered"
        try:
            used: int = psutil.Process(self.process.pid).memory_info().rss
        except psutil.Error:
            return False
        return used > MOST

    def start(self) -> None:
        """Start it. Raises OSError where there is no room for it."""
        remove_abandoned()
        self.folder = ClaimedFolder("files-")
        self.link, theirs = multiprocessing.Pipe()
        root = Path(__file__).resolve().parents[3]
        number = theirs.fileno()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", executor.__name__, str(number), str(self.files)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[number],
                cwd=root,  # not the course folder, from which -m would import
            )
        except OSError:
            self.folder.remove()
            raise
        theirs.close()
        if self.processor is not None:
            with contextlib.suppress(OSError):  # it is not ours any more, or has ended
                os.sched_setaffinity(self.process.pid, {self.processor})

    def close(self) -> int | None:
        """End it, and remove what it had; its exit code."""
        if self.process is None:
            return None
        self.link.close()
        process, self.process = self.process, None
        try:
            return process.wait(5)  # it ends by itself, and removes what it made
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
        finally:
            self.folder.remove()

    def stop(self) -> None:
        """End it from another thread than the one that asks it."""
        process = self.process
        if process is None:
            return
        if self.working:
            process.kill()  # who waits for its answer will notice
            process.wait()
            self.folder.remove()
        else:
            self.close()


_own = threading.local()  # a worker with several threads has an executor for each
_every: list[ExecutorProcess] = []
_processors: list[int] = []


def keep_apart(processors: Iterable[int]) -> None:
    """Give each executor of this process one of these processors, in turn, with all it starts.

    Else a student's fifty processes would take all of them from the others' notebooks. A sandbox
    cannot choose another: its filter of system calls refuses.
    """
    _processors[:] = processors


@atexit.register
def close_all() -> None:
    """End all executors of this process."""
    while _every:
        _every.pop().stop()


def carry_out(request: Request, seconds: float) -> bytes:
    """Run a job in this thread's executor: what a worker is asked for. Raises ExecutorLost."""
    if not hasattr(_own, "process"):
        number = len(_every) % len(_processors) if _processors else None
        _own.process = ExecutorProcess(None if number is None else _processors[number])
        _every.append(_own.process)
    answer: bytes = _own.process.ask(request, seconds)
    return answer
