"""Starts the trusted process, and asks it: the grader's end of what `worker` serves."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

from grading.autograde.tester import worker
from grading.remote import fair_clock
from grading.remote.channels import SocketChannel
from grading.remote.codec import decode, encode
from grading.remote.messages import ChannelBroken
from grading.remote.sockets import Listener

LOOKS_EVERY = 0.5  # seconds between two looks whether it has ended
STARTS_WITHIN = 120.0  # seconds in which the trusted process must have started
GRACE = 20.0  # seconds beyond its time limit in which a test cell must have ended


class TesterLost(ChannelBroken):
    """The trusted process cannot be started here; the message is for the instructor."""


class Tester:
    """Starts the trusted process and asks it; one for each grader."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.link: SocketChannel
        self.said: IO[bytes]

    def ask(self, operation: str, *content: Any, seconds: float = 300.0) -> Any:
        """Ask for an operation.

        Raises ChannelBroken when there is no answer in time, TesterLost when the process has ended
        or cannot be started; it is started anew for the next.
        """
        self.make_ready()
        self.link.deadline = fair_clock.now() + seconds
        try:
            return decode(self.link.ask(encode((operation, content))))
        except ChannelBroken as error:
            silent = fair_clock.now() < self.link.deadline  # it has closed the connection
            ended = self.ended() if silent else None
            self.close()
            if ended is not None:
                raise TesterLost(_why(ended, self.said, "ended at its work")) from None
            raise error

    def make_ready(self) -> None:
        """Start the process, unless it runs. Raises TesterLost if it does not start."""
        if self.process is None:
            self.start()

    def ended(self) -> int | None:
        """The exit code of a process that has closed the connection; None if it goes on."""
        assert self.process is not None, "it was started"
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(LOOKS_EVERY)
        return None

    def start(self) -> None:
        """Start the process; it is ready when it answers. Raises TesterLost if it does not."""
        door = Listener()
        with tempfile.TemporaryFile() as said:  # what it says of its own end
            self.said = os.fdopen(os.dup(said.fileno()), "rb")
            self.process = self.begin(door, said)
        try:
            self.link = SocketChannel(self.caller(door), lambda request: b"")
        except OSError:
            ended = self.process.poll()
            self.process.kill()
            self.process.wait()
            self.process = None
            raise TesterLost(_why(ended, self.said, "ended as it started")) from None
        finally:
            door.close()

    def begin(self, door: Listener, said: IO[bytes]) -> subprocess.Popen[bytes]:
        """The process as it begins; it writes its own errors where it is told."""
        root = Path(__file__).resolve().parents[3]
        return subprocess.Popen(
            [sys.executable, "-m", worker.__name__],
            stdin=subprocess.DEVNULL,
            stderr=said,
            cwd=root,  # not the course folder, from which -m would import
            env={**os.environ, "PYTHONPATH": str(root), worker.ADDRESS: door.address},
        )

    def caller(self, door: Listener) -> socket.socket:
        """The process as it calls. Raises OSError as soon as it has ended, or after a long time."""
        assert self.process is not None, "it was started"
        until = time.monotonic() + STARTS_WITHIN
        while True:
            ended = self.process.poll() is not None
            try:
                return door.open(LOOKS_EVERY)
            except OSError:
                if ended or time.monotonic() > until:
                    raise

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.link.connection.close()
            self.process.kill()
            self.process.wait()
            self.process = None


def _why(ended: int | None, said: IO[bytes], when: str) -> str:
    """Why the process is not there, in one sentence for the instructor."""
    if ended is None:
        return f"The process that runs the tests did not start within {STARTS_WITHIN:.0f} seconds."
    said.seek(0)
    lines = said.read(2**20).decode(errors="replace").strip().splitlines()
    last = lines[-1] if lines else f"exit code {ended}"
    said.close()
    return (
        f"The process that runs the tests {when} ({last}): it needs up to 4 GiB of memory; look at"
        " `ulimit -v` and at the limits of the container."
    )
