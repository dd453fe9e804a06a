"""The trusted process: has the lessons' setup and test cells, and never a student's object.

One is started for a batch and used for one submission after the other; each begins with an empty
namespace. It is asked over a socket, in the grader's own process by `Worker`.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from grading.autograde.tester.proxies import connect, trusted_peer
from grading.autograde.tester.runner import Output, TrustedLesson
from grading.remote.channels import REQUEST, LinkBroken, SocketLink
from grading.remote.codec import decode, encode
from grading.remote.sockets import Door, knock

CALLS_WITHIN = 30.0  # seconds in which an idle kernel must have answered
MEMORY = 8 * 2**30  # bytes of addresses of the trusted process; torch alone takes 2 GiB
STARTS_WITHIN = 120.0  # seconds in which the trusted process must have started
ADDRESS = "ATTENTION_GRADER"  # the variable that tells it where the grader waits
GRACE = 20.0  # seconds beyond its time limit in which a test cell must have ended


class Trusted:
    """The operations of the trusted process."""

    def __init__(self) -> None:
        self.door: Door | None = None
        self.lesson: TrustedLesson

    def serve(self, request: bytes) -> bytes:
        """Carry out one operation."""
        operation, content = decode(request)
        return encode(getattr(self, f"do_{operation}")(*content))

    def do_begin(self, seed: int) -> None:
        """Begin with another submission."""
        self.lesson = TrustedLesson(trusted_peer(), seed)

    def do_listen(self, path: str | None) -> str:
        """Wait for the student's kernel, at a socket file or a port; say where."""
        if self.door is not None:
            self.door.close()
        self.door = Door(path)
        return self.door.address

    def do_answers(self, sources: list[str]) -> None:
        """The solution cells as released: what they define may be stood in for, nothing else."""
        self.lesson.answers(sources)

    def do_setup(self, source: str, cell: str) -> str:
        """Run a setup cell; say what went wrong, if it did."""
        try:
            self.lesson.setup(source, cell)
        except (Exception, SystemExit) as error:
            return f"{type(error).__name__}: {error}"
        return ""

    def do_progress(self, checks: dict[str, int], by_hand: list[str]) -> list[Output]:
        """What the last cell of a lesson prints: which exercises have passed."""
        text = self.lesson.progress(checks, by_hand)
        return [{"output_type": "stream", "name": "stdout", "text": text + "\n"}]

    def do_test(self, source: str, cell: str, seconds: float) -> tuple[list[Output], str]:
        """Run a test cell; return its outputs and, if the student's kernel was lost, why."""
        assert self.door is not None, "listen first"
        deadline = time.monotonic() + seconds
        try:
            connection = self.door.open(min(seconds, CALLS_WITHIN))
        except OSError:
            return [], "the kernel did not answer"
        with connection:
            link = connect(self.lesson.peer, connection)
            link.deadline = deadline
            outputs = self.lesson.test(source, cell)
            link.stop()
            # What a check made of a lost connection would not be true of the answer.
            return ([] if link.broken else outputs), link.broken


class Worker:
    """Starts the trusted process and asks it; one for each grader."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.link: SocketLink

    def ask(self, operation: str, *content: Any, seconds: float = 300.0) -> Any:
        """Ask for an operation. Raises LinkBroken when there is no answer in time."""
        if self.process is None:
            self.start()
        self.link.deadline = time.monotonic() + seconds
        try:
            return decode(self.link.ask(encode((operation, content))))
        except LinkBroken:
            self.close()
            raise

    def start(self) -> None:
        """Start the process; it is ready when it answers."""
        root = Path(__file__).resolve().parents[2]
        door = Door()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grading.autograde.tester.worker"],
            stdin=subprocess.DEVNULL,
            cwd=root,  # not the course folder, from which -m would import
            env={**os.environ, "PYTHONPATH": str(root), ADDRESS: door.address},
        )
        try:
            self.link = SocketLink(door.open(STARTS_WITHIN), lambda request: b"")
        except OSError:
            self.process.kill()
            self.process.wait()
            self.process = None
            raise LinkBroken("the trusted process did not start") from None
        finally:
            door.close()

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.link.connection.close()
            self.process.kill()
            self.process.wait()
            self.process = None


def end_with(grader: socket.socket) -> None:
    """End when the grader does, be it in the middle of a test."""
    events = select.poll()
    # Nothing but the end of the connection; of a port's, Linux alone tells before we next write.
    events.register(grader, getattr(select, "POLLRDHUP", 0))
    events.poll()
    os._exit(1)


def limit_memory() -> None:
    """Let what comes from a student fail here with MemoryError, before the machine is full."""
    if sys.platform == "linux":  # macOS does not keep to it
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Serve one grader until it goes away."""
    limit_memory()
    trusted = Trusted()
    connection = knock(os.environ.pop(ADDRESS))
    if hasattr(select, "poll"):
        threading.Thread(target=end_with, args=(connection,), daemon=True).start()
    link = SocketLink(connection, trusted.serve)
    with contextlib.suppress(LinkBroken):
        while True:
            kind, content = link.receive()
            if kind != REQUEST:
                return
            link.answer(content)


if __name__ == "__main__":
    main()
