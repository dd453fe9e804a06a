"""How two processes ask each other: one request, then nested requests both ways, then its answer.

A link has `ask(request) -> answer`, and a `serve` function that answers what the other side asks
while this one waits.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from grading.remote import fair_clock
from grading.remote.messages import MAX_BYTES, ChannelBroken

Serve = Callable[[bytes], bytes]
_HEAD = struct.Struct(">cI")
REQUEST, ANSWER, STOP = b"q", b"a", b"z"
_TOO_LONG = "what it called did not end in time (a loop without end, perhaps)"
MAX_NESTED = 30  # calls inside calls


class Channel(Protocol):
    """One end of a connection."""

    def ask(self, request: bytes) -> bytes:
        """Send a request and return its answer, answering requests that come in between."""


@dataclass
class LocalChannel:
    """Both ends in one process; what crosses is still nothing but bytes."""

    serve: Serve
    other: LocalChannel | None = None

    def ask(self, request: bytes) -> bytes:
        """Hand the request to the other end."""
        assert self.other is not None, "connect both ends first"
        return self.other.serve(request)


def direct_pair(one: Serve, two: Serve) -> tuple[LocalChannel, LocalChannel]:
    """Two connected ends in this process."""
    left, right = LocalChannel(one), LocalChannel(two)
    left.other, right.other = right, left
    return left, right


@dataclass
class SocketChannel:
    """One end of a stream socket, with a deadline for all that is asked through it."""

    connection: socket.socket
    serve: Serve
    deadline: float | None = None  # of fair_clock.now()
    nested: int = field(default=0, init=False)
    broken: str = field(default="", init=False)  # why nothing more can be asked

    def ask(self, request: bytes) -> bytes:
        """Send a request, answer what comes in between; ChannelBroken when no answer comes."""
        self.send(REQUEST, request)
        while True:
            kind, content = self.receive()
            if kind == ANSWER:
                return content
            if kind != REQUEST:
                raise self.lost("the connection was closed in the middle of a call")
            self.answer(content)

    def listen(self) -> None:
        """Answer requests until the other side says stop."""
        while True:
            kind, content = self.receive()
            if kind == STOP:
                return
            if kind == REQUEST:
                self.answer(content)

    def answer(self, request: bytes) -> None:
        """Answer one request."""
        self.nested += 1
        try:
            if self.nested > MAX_NESTED:
                raise self.lost(f"there were more than {MAX_NESTED} calls inside one another")
            self.send(ANSWER, self.serve(request))
        finally:
            self.nested -= 1

    def stop(self) -> None:
        """Tell the other side that nothing more will be asked."""
        with contextlib.suppress(ChannelBroken):
            self.send(STOP, b"")

    def send(self, kind: bytes, content: bytes) -> None:
        """Send one message."""
        try:
            self.connection.settimeout(self.left())
            self.connection.sendall(_HEAD.pack(kind, len(content)) + content)
        except OSError as error:
            raise self.lost(f"the connection is gone: {error}") from None

    def receive(self) -> tuple[bytes, bytes]:
        """Receive one message: its kind and content."""
        kind, size = _HEAD.unpack(self.exactly(_HEAD.size))
        if size > MAX_BYTES + 2**20:
            raise self.lost(f"it sent a message of {size} bytes")
        return kind, self.exactly(size)

    def exactly(self, count: int) -> bytes:
        """Receive so many bytes."""
        parts, missing = [], count
        while missing:
            try:
                self.connection.settimeout(self.left())
                part = self.connection.recv(min(missing, 2**20))
            except TimeoutError:
                raise self.lost(_TOO_LONG) from None
            except OSError as error:
                raise self.lost(f"the connection is gone: {error}") from None
            if not part:
                raise self.lost("the kernel ended")
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def left(self) -> float | None:
        """Seconds until the deadline; ChannelBroken when it has passed."""
        if self.deadline is None:
            return None
        left = self.deadline - fair_clock.now()
        if left <= 0:
            raise self.lost(_TOO_LONG)
        return left

    def lost(self, reason: str) -> ChannelBroken:
        """The error to raise, noted for those who come later."""
        self.broken = self.broken or reason
        return ChannelBroken(reason)
