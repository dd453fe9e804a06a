"""Work on what a stranger wrote, in a child process with limits of processor, clock and memory.

Parsers, lexers and renderers are written for texts of honest length and form; somebody finds the
one for which they take hours or all memory. So a function that meets such bytes runs in a fork of
this process: it costs some milliseconds, has everything imported already, and nothing that it does
to itself is left for the next hand-in. What goes wrong there comes back as `Exceeded`.

Where the system cannot fork (Windows), the function runs here, without limits.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import pickle
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

SECONDS = 20.0  # of the processor; honest hand-ins take less than one
PATIENCE = 6  # times as long by the clock: the machine may be busy
MEMORY = 2 * 2**30  # bytes beyond what this process has
LARGEST = 512 * 2**20  # bytes of an answer

Result = TypeVar("Result")
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None  # not to be loaded after a fork


class Exceeded(Exception):
    """The work was given up; the message says which limit it met, ready to follow "it needed"."""


class TooSlow(BaseException):
    """A part of the work has had its time. No `except Exception` on its way stops it."""


def run(
    function: Callable[..., Result],
    *arguments: Any,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Result:
    """Return what a function returns, or raise what it raises, from a child process.

    Args:
        function: any callable; what it changes in memory is lost.
        arguments: what it is given.
        seconds: of processor time; by the clock it may take `PATIENCE` times as long.
        memory: bytes that it may use beyond what this process has.

    Raises:
        Exceeded: it met a limit, or ended without an answer.
    """
    if not hasattr(os, "fork") or sys.platform == "win32":
        try:
            return function(*arguments)
        except (MemoryError, RecursionError) as fault:
            raise Exceeded(_named(fault)) from None
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(function, arguments, writing, seconds, memory)
    os.close(writing)
    ended = False
    try:
        answer = _hear(reading, time.monotonic() + PATIENCE * seconds)
        ended = answer is not None
    finally:
        os.close(reading)
        if not ended:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if not answer:
        raise Exceeded(_said_of(status, seconds, timed_out=answer is None))
    try:
        kind, content = pickle.loads(answer)  # it was made by this very program
    except Exception as fault:
        raise Exceeded(f"an answer that can be read ({type(fault).__name__})") from None
    if kind == "exceeded":
        raise Exceeded(content)
    if kind == "raised":
        raise content
    found: Result = content
    return found


def _work(
    function: Callable[..., Any], arguments: Any, writing: int, seconds: float, memory: int
) -> NoReturn:
    """In the child: answer through the pipe, and end without a word to anybody else."""
    try:
        _end_with_parent()
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        _limit(seconds, memory)
        try:
            answer = ("done", function(*arguments))
        except (MemoryError, RecursionError) as fault:
            answer = ("exceeded", _named(fault))
        except Exception as fault:
            answer = ("raised", fault)
        try:
            content = pickle.dumps(answer)
            pickle.loads(content)  # some exceptions can be written and not read
        except Exception:
            said = answer[1]
            kind, words = type(said).__name__, str(said)[:200]
            content = pickle.dumps(("raised", RuntimeError(f"{kind}: {words}")))
        view = memoryview(content)
        while view:
            view = view[os.write(writing, view) :]
    except BaseException:
        os._exit(1)
    os._exit(0)


def _end_with_parent() -> None:
    """Be ended when the process is that waits for the answer, however that ends.

    A fork of a process with threads may wait for ever, for a lock that one of them held: that takes
    no processor time, and nobody but the one who waits would end it.
    """
    if _libc is not None:
        _libc.prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG


def _limit(seconds: float, memory: int) -> None:
    import resource  # there is none on Windows

    whole = max(1, round(seconds))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
    with contextlib.suppress(OSError, ValueError):
        with open("/proc/self/statm", encoding="ascii") as file:
            now = int(file.read().split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = now + memory
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _hear(reading: int, until: float) -> bytes | None:
    """All that the child says until it closes the pipe; None where that takes too long."""
    parts: list[bytes] = []
    size = 0
    while size <= LARGEST:
        left = until - time.monotonic()
        if left <= 0 or not select.select([reading], [], [], left)[0]:
            return None
        part = os.read(reading, 2**20)
        if not part:
            return b"".join(parts)
        parts.append(part)
        size += len(part)
    return b""


def _named(fault: BaseException) -> str:
    if isinstance(fault, MemoryError):
        return "more memory than there is for one hand-in"
    return "more levels inside one another than can be followed"


def _said_of(status: int, seconds: float, timed_out: bool) -> str:
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if timed_out or number in (signal.SIGXCPU, signal.SIGKILL):
        return f"more than {seconds:g} seconds"
    return "more memory than there is for one hand-in"  # of which C code just ends


# Parts of the work -------------------------------------------------------------------------------

_left: float | None = None  # seconds for all parts together, where somebody has said so
_timing = False


@contextlib.contextmanager
def budget(seconds: float) -> Iterator[None]:
    """All parts of the work inside may take so much processor time together."""
    global _left
    before, _left = _left, seconds
    try:
        yield
    finally:
        _left = before


def timed(function: Callable[..., Result], *arguments: Any, seconds: float = 2.0) -> Result:
    """Return what a function returns, if it does so in so many seconds of the processor.

    A part inside a part counts to the outer one. Where no clock can be had (another thread than
    the first, or Windows) there is no limit: see `run`.

    Raises:
        TooSlow: it did not, or the parts before it have used the budget up.
    """
    global _left, _timing
    if _timing or threading.current_thread() is not threading.main_thread():
        return function(*arguments)
    if not hasattr(signal, "setitimer"):
        return function(*arguments)
    allowed = seconds if _left is None else min(seconds, _left)
    if allowed <= 0.01:
        raise TooSlow
    began = time.process_time()
    before = signal.signal(signal.SIGPROF, _ring)
    _timing = True
    try:
        # Again a second later: what is raised inside a finaliser Python prints, and goes on.
        signal.setitimer(signal.ITIMER_PROF, allowed, 1.0)
        return function(*arguments)
    except TooSlow:
        if _left is not None and _left <= allowed:
            _left = 0.0  # whatever two clocks say: this one's alarm was the budget's end
        raise
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        _timing = False
        if _left is not None:
            _left -= time.process_time() - began


def _ring(number: int, frame: object) -> None:
    raise TooSlow
