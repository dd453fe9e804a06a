"""Starts the trusted process, and asks it: the grader's end of what `worker` serves."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from grading.autograde.tester import worker
from grading.remote.channels import SocketChannel
from grading.remote.codec import decode, encode
from grading.remote.messages import ChannelBroken
from grading.remote.sockets import Listener

STARTS_WITHIN = 120.0  # seconds in which the trusted process must have started
GRACE = 20.0  # seconds beyond its time limit in which a test cell must have ended


class Tester:
    """Starts the trusted process and asks it; one for each grader."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.link: SocketChannel

    def ask(self, operation: str, *content: Any, seconds: float = 300.0) -> Any:
        """Ask for an operation. Raises ChannelBroken when there is no answer in time."""
        if self.process is None:
            self.start()
        self.link.deadline = time.monotonic() + seconds
        try:
            return decode(self.link.ask(encode((operation, content))))
        except ChannelBroken:
            self.close()
            raise

    def start(self) -> None:
        """Start the process; it is ready when it answers."""
        root = Path(__file__).resolve().parents[3]
        door = Listener()
        self.process = subprocess.Popen(
            [sys.executable, "-m", worker.__name__],
            stdin=subprocess.DEVNULL,
            cwd=root,  # not the course folder, from which -m would import
            env={**os.environ, "PYTHONPATH": str(root), worker.ADDRESS: door.address},
        )
        try:
            self.link = SocketChannel(door.open(STARTS_WITHIN), lambda request: b"")
        except OSError:
            self.process.kill()
            self.process.wait()
            self.process = None
            raise ChannelBroken("the trusted process did not start") from None
        finally:
            door.close()

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.link.connection.close()
            self.process.kill()
            self.process.wait()
            self.process = None
