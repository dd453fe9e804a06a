"""The grader's end of a warm parent: started once for a batch, asked for a kernel each time.

`grading.remote.zygote` is what runs inside the sandbox. Where it cannot be started, or a fork does
not come about, `NotWarm` says why, and the kernel is started cold, as ever.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from traitlets.log import get_logger

from grading.autograde.sandbox import bubblewrap, enter
from grading.autograde.sandbox.claimed_folder import LONGEST, short_folder
from grading.autograde.sandbox.socket_folder import SocketFolder
from grading.remote import zygote
from grading.remote.sockets import Listener

STARTS_WITHIN, FORKS_WITHIN = 120.0, 30.0  # seconds


class NotWarm(Exception):  # noqa: N818  (a reason for the log)
    """No kernel could be forked; the message says why."""


class Forked:
    """A forked kernel's first process, with what `subprocess.Popen` would offer."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid
        self.descriptor = os.pidfd_open(pid)  # a number may be given anew, this not
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """None while it runs."""
        if self.returncode is None and select.select([self.descriptor], [], [], 0)[0]:
            self.returncode = 1  # it is another process's child: with what it ended is not told
            os.close(self.descriptor)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end. Raises subprocess.TimeoutExpired."""
        if self.returncode is None and not select.select([self.descriptor], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired("a forked kernel", timeout or 0.0)
        return self.poll() or 0

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.descriptor, number)

    def kill(self) -> None:
        """End it, and with it all in its namespace."""
        self.send_signal(signal.SIGKILL)

    terminate = kill


class WarmParent:
    """One process in a sandbox of its own that forks kernels, for one batch."""

    def __init__(self, limits: bubblewrap.Limits, hide: Sequence[Path]):
        """Start it. Raises NotWarm."""
        if len(short_folder()) > LONGEST:
            raise NotWarm(f"the name of the folder {short_folder()} is too long for sockets")
        self.meeting = SocketFolder()
        self.folder = self.meeting.path
        self.meeting.readable([])
        ours, theirs = socket.socketpair()
        about = {"home": bubblewrap.HOME, "work": bubblewrap.WORK, "temporary": limits.temporary}
        line = bubblewrap.arguments(limits, [self.folder], [], hide)
        line = [part for part in line if part != "--disable-userns"]  # the filter sees to it
        line.insert(line.index(enter.__file__) + 1, enter.FILTER_LATER)
        # Linux lets a child mount its own /proc, read-only, only beside one that is whole, and
        # of the sandbox's parts are covered. It lies where each child lays an empty home on top.
        last = len(line) - 1 - line[::-1].index("--remount-ro")
        line[last:last] = ["--ro-bind", "/proc", "/home/.proc"]
        line += ["--", sys.executable, "-P", "-m", zygote.__name__]
        line += [str(theirs.fileno()), json.dumps(about)]
        nowhere, passed = subprocess.DEVNULL, [theirs.fileno()]
        self.process = subprocess.Popen(
            line, stdin=nowhere, stdout=nowhere, stderr=nowhere, pass_fds=passed, cwd="/"
        )
        theirs.close()
        self.link = ours
        self.link.settimeout(STARTS_WITHIN)
        self.ready = False

    def fork(
        self, folder: Path, settings: str, arguments: Sequence[str], opened: Sequence[int]
    ) -> Forked:
        """A kernel that has just been forked. Raises NotWarm.

        Args:
            folder: of its sockets, in this parent's own.
            settings: those of `grading.remote.launch`, as JSON.
            arguments: the kernel's own.
            opened: the files that the settings name, which become the kernel's.
        """
        born = Listener(str(folder / zygote.BORN))
        if bubblewrap.as_nobody():
            os.chown(folder / zygote.BORN, enter.NOBODY, enter.NOBODY)
        request = {"folder": str(folder), "arguments": list(arguments)}
        line = json.dumps({**request, "settings": json.loads(settings), "opened": list(opened)})
        try:
            if self.process.poll() is not None:
                raise self.over("it has ended")
            if not self.ready:
                if self.link.recv(len(zygote.READY)) != zygote.READY:
                    raise self.over("it ended before it was ready")
                self.ready = True
            socket.send_fds(self.link, [line.encode()], list(opened))
            with born.open(FORKS_WITHIN) as connection:
                peer = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
                pid = struct.unpack("3i", peer)[0]
                said = _all(connection)
                if said != zygote.READY:
                    raise self.over(said.decode(errors="replace") or "its child ended at once")
                return Forked(pid)
        except OSError as error:
            raise self.over(f"{type(error).__name__}: {error}") from None
        finally:
            born.close()
            (folder / zygote.BORN).unlink(missing_ok=True)

    def over(self, reason: str) -> NotWarm:
        """End it for good; the error to raise. A cold kernel may yet use a folder in its own."""
        self.link.close()
        self.process.kill()
        self.process.wait()
        return NotWarm(reason)

    def close(self) -> None:
        """End it, and all that it has forked, and take its folder away."""
        self.over("it is no longer needed")
        self.meeting.remove()


def _all(connection: socket.socket) -> bytes:
    connection.settimeout(FORKS_WITHIN)
    said, ends = b"", time.monotonic() + FORKS_WITHIN
    while len(said) < 300 and time.monotonic() < ends:
        part = connection.recv(300)
        if not part:
            break
        said += part
    return said


_given_up: list[WarmParent] = []
_parents: dict[tuple[bubblewrap.Limits, tuple[Path, ...]], WarmParent | None] = {}


def parent_for(limits: bubblewrap.Limits, hide: Sequence[Path]) -> WarmParent | None:
    """The batch's warm parent; None where it could not be made, or has failed before."""
    key = limits, tuple(hide)
    if key not in _parents:
        try:
            _parents[key] = WarmParent(limits, hide)
        except (NotWarm, OSError) as reason:
            get_logger().warning("Kernels start cold, as there is no warm parent: %s", reason)
            _parents[key] = None
    return _parents[key]


def give_up(parent: WarmParent) -> None:
    """Ask this one no more."""
    _given_up.append(parent)
    for key, known in _parents.items():
        if known is parent:
            _parents[key] = None


@atexit.register
def close_all() -> None:
    """End all warm parents of this process."""
    for parent in [*filter(None, _parents.values()), *_given_up]:
        parent.close()
    _parents.clear()
    _given_up.clear()
