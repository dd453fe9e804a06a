"""The trusted process: has the lessons' setup and test cells, and never a student's object.

One is started for a batch and used for one submission after the other; each begins with an empty
namespace. It is asked over a socket, by `client.Tester` in the grader's own.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import sys
import threading

from grading.autograde.tester.proxies import attach, trusted_endpoint
from grading.autograde.tester.runner import CellRunner, Output
from grading.remote import fair_clock
from grading.remote.channels import REQUEST, SocketChannel
from grading.remote.codec import decode, encode
from grading.remote.messages import ChannelBroken
from grading.remote.sockets import Listener, connect
from helpers.check import known_mistakes

CALLS_WITHIN = 30.0  # seconds in which an idle kernel must have answered
ADDRESSES = 8 * 2**30  # bytes of addresses of the trusted process; torch alone takes 2 GiB
MEMORY = 4 * 2**30  # bytes that it may write to; a lesson takes less than 1 GiB
ADDRESS = "ATTENTION_GRADER"  # the variable that tells it where the grader waits


class TesterServer:
    """The operations of the trusted process."""

    def __init__(self) -> None:
        self.door: Listener | None = None
        self.lesson: CellRunner

    def serve(self, request: bytes) -> bytes:
        """Carry out one operation."""
        operation, content = decode(request)
        return encode(getattr(self, f"do_{operation}")(*content))

    def do_begin(self, seed: int, secret: str = "") -> None:
        """Begin with another submission; the secret is the course's."""
        self.lesson = CellRunner(trusted_endpoint(), seed, secret)

    def do_listen(self, path: str | None) -> str:
        """Wait for the student's kernel, at a socket file or a port; say where."""
        if self.door is not None:
            self.door.close()
        self.door = Listener(path)
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
        deadline = fair_clock.now() + seconds
        try:
            connection = self.door.open(min(seconds, CALLS_WITHIN))
        except OSError:
            return [], "the kernel did not answer"
        with connection:
            link = attach(self.lesson.peer, connection)
            link.deadline = deadline
            outputs = self.lesson.test(source, cell)
            link.stop()
            # What a check made of a lost connection would not be true of the answer.
            return ([] if link.broken else outputs), link.broken


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

        for kind, most in ((resource.RLIMIT_AS, ADDRESSES), (resource.RLIMIT_DATA, MEMORY)):
            _, hard = resource.getrlimit(kind)
            allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (allowed, allowed))


def main() -> None:
    """Serve one grader until it goes away."""
    limit_memory()
    trusted = TesterServer()
    connection = connect(os.environ.pop(ADDRESS))
    if hasattr(select, "poll"):
        threading.Thread(target=end_with, args=(connection,), daemon=True).start()
    link = SocketChannel(connection, trusted.serve)
    read_once = known_mistakes.using(*known_mistakes.on_disk())  # not at each check that fails
    with contextlib.suppress(ChannelBroken), read_once:
        while True:
            kind, content = link.receive()
            if kind != REQUEST:
                return
            link.answer(content)


if __name__ == "__main__":
    main()
