"""Grading a batch with one worker and with several: time, marks, and the memory each takes.

`python -m grading bench workers` grades 40 hand-ins of the demo's students with one worker and
with two, in turns. `python -m grading bench batch` grades 200, over all lessons, and tells how
much memory the graders take from beginning to end.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from grading.autograde.sandbox import bubblewrap
from grading.autograde.workers import executor
from grading.classroom.demo import DemoFailed, hand_in, new_course
from grading.measuring.benchmarks.stock_nbgrader import marks_of, nbgrader

LOOKS_EVERY = 1.0  # seconds
MIB = 2**20


@dataclass
class Memory:
    """MiB in memory over time, of the grader and of each worker with all that it has started."""

    grader: list[float] = field(default_factory=list)
    workers: list[list[float]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def look(self, grader: psutil.Process, began: float) -> None:
        """Take down what they use now; pages that several share are divided among them."""
        own = [one for one in grader.children(recursive=True) if _is_executor(one)]
        self.grader.append(_used([grader]))
        self.workers.append([_used([one, *_below(one)]) for one in own])
        self.seconds.append(time.monotonic() - began)

    def peak(self) -> float:
        """The most that one worker took."""
        return max((used for now in self.workers for used in now), default=0.0)

    def parts(self, many: int = 8) -> list[tuple[float, float, float]]:
        """(seconds, grader, largest worker): the most of each of so many parts of the time."""
        size = max(1, len(self.seconds) // many)
        found = []
        for first in range(0, len(self.seconds), size):
            now = slice(first, first + size)
            workers = [used for each in self.workers[now] for used in each]
            found.append((self.seconds[now][-1], max(self.grader[now]), max(workers, default=0.0)))
        return found


def _is_executor(process: psutil.Process) -> bool:
    try:
        return executor.__name__ in process.cmdline()
    except psutil.Error:
        return False


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def _used(processes: list[psutil.Process]) -> float:
    whole = 0
    for one in processes:
        try:
            whole += one.memory_full_info().pss
        except psutil.Error:
            continue
    return whole / MIB


def course_of(source: Path, course: Path, lessons: list[str], hand_ins: int) -> list[str]:
    """Make a course with so many hand-ins in all: those of the demo's students, over and over."""
    every = new_course(source, course)
    wanted = [lesson for lesson in every if lesson in lessons or not lessons]
    nbgrader(course, "generate_assignment", "*")
    for place, lesson in enumerate(wanted):
        hand_in(course, lesson)
        share = hand_ins // len(wanted) + (place < hand_ins % len(wanted))
        mine = sorted(path for path in (course / "submitted").glob(f"*/{lesson}"))
        for path in mine[share:]:
            shutil.rmtree(path)
        for number in range(len(mine), share):
            first = mine[number % len(mine)]
            shutil.copytree(first, first.parents[1] / f"{first.parent.name}-{number}" / lesson)
    return wanted


def grade(course: Path, workers: int) -> tuple[float, Memory]:
    """Grade the whole course anew; the seconds it took, and the memory."""
    flags = [f"--TrustedExecute.workers={workers}"]
    if not bubblewrap.works():
        flags.append("--TrustedExecute.without_sandbox=True")
    line = [sys.executable, "-m", "nbgrader", "autograde", "*", "--force", *flags]
    memory, began = Memory(), time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        run = psutil.Popen(line, cwd=course, stdout=said, stderr=subprocess.STDOUT)
        while True:
            try:
                run.wait(LOOKS_EVERY)
                break
            except psutil.TimeoutExpired:
                memory.look(psutil.Process(run.pid), began)
        took = time.monotonic() - began
        if run.returncode:
            said.seek(0)
            raise DemoFailed(f"nbgrader autograde failed:\n{said.read()[-2000:]}")
    return took, memory


def all_marks(course: Path, lessons: list[str]) -> dict[Any, Any]:
    """Every mark of a course."""
    return {lesson: marks_of(course, lesson) for lesson in lessons}


def compare(source: Path, lessons: list[str], rounds: int, hand_ins: int = 40) -> dict[str, Any]:
    """Grade a batch with one worker and with two, in turns; print the ratio, and return figures."""
    with tempfile.TemporaryDirectory(prefix="where-to-look-") as folder:
        course = Path(folder, "course")
        wanted = course_of(source, course, lessons, hand_ins)
        seconds: dict[int, list[float]] = {1: [], 2: []}
        peaks, marks = [], []
        for turn in range(rounds):
            for workers in (1, 2) if turn % 2 == 0 else (2, 1):
                took, memory = grade(course, workers)
                seconds[workers].append(took)
                marks.append(all_marks(course, wanted))
                peaks += [memory.peak()] if workers == 2 else []
    ratio = statistics.median(one / two for one, two in zip(seconds[1], seconds[2], strict=True))
    same = all(one == marks[0] for one in marks)
    one, two = (statistics.median(seconds[workers]) for workers in (1, 2))
    print(
        f"  {ratio:4.2f} x  {hand_ins} hand-ins, {len(wanted)} lessons: one worker {one:.0f} s, "
        f"two {two:.0f} s; a worker takes {max(peaks):.0f} MiB at most; "
        f"{'marks the same' if same else 'MARKS DIFFER'}",
        flush=True,
    )
    about = {"hand_ins": hand_ins, "lessons": len(wanted), "seconds": seconds, "ratio": ratio}
    return {**about, "worker_mib": max(peaks), "same_marks": same}


def batch(source: Path, hand_ins: int = 200, workers: int = 2) -> dict[str, Any]:
    """Grade a large batch over all lessons once; print throughput and memory over time."""
    with tempfile.TemporaryDirectory(prefix="where-to-look-") as folder:
        course = Path(folder, "course")
        wanted = course_of(source, course, [], hand_ins)
        took, memory = grade(course, workers)
        graded = len(list(course.glob("autograded/*/*/*.ipynb")))
    print(
        f"  {graded} of {hand_ins} hand-ins, {len(wanted)} lessons, {workers} workers: {took:.0f} s"
    )
    print(f"  {60 * graded / took:.1f} a minute. MiB in memory, the most of each part of the time:")
    for seconds, grader, worker in memory.parts():
        print(
            f"    to {seconds:5.0f} s: grader {grader:5.0f}, larger worker {worker:5.0f}",
            flush=True,
        )
    about = {"hand_ins": hand_ins, "graded": graded, "seconds": took, "workers": workers}
    return {**about, "memory": memory.parts()}
