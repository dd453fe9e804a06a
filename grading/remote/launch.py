"""Starts the student's kernel: takes on its limits, then becomes an IPython kernel."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import sys
from pathlib import Path
from typing import Any

FIRST_TO_END = 1000  # of oom_score_adj: where memory runs out, Linux ends this before the grader


def limit(limits: dict[str, int]) -> None:
    """Set the limits of this process and its children, for good: `RLIMIT_AS` and the like."""
    import resource

    for name, most in limits.items():
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))
    with contextlib.suppress(OSError):  # other systems have no such file
        Path("/proc/self/oom_score_adj").write_text(str(FIRST_TO_END))


def without_debugger() -> None:
    """Have the kernel go without its debugger: nobody asks for it, and it is a quarter of a start.

    The kernel does so where debugpy is not installed. It is hidden for that moment alone: what a
    student imports is there.
    """
    there = sys.modules.get("debugpy")
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # Python's own way to say: not here
    try:
        importlib.import_module("ipykernel.debugger")
    finally:
        del sys.modules["debugpy"]
        if there is not None:
            sys.modules["debugpy"] = there


def listen_at(given: dict[int, int]) -> type[Any]:
    """A kernel that takes the sockets at which the grader listens already.

    `given` has the open file for each of the kernel's ports, as ipykernel calls them.
    """
    import zmq
    from ipykernel import heartbeat, kernelapp

    class KernelApp(kernelapp.IPKernelApp):
        """Binds to what is open."""

        def _try_bind_socket(self, s: Any, port: int) -> Any:
            s.setsockopt(zmq.USE_FD, given[port])
            return super()._try_bind_socket(s, port)  # type: ignore[no-untyped-call, unused-ignore]

    class Heartbeat(heartbeat.Heartbeat):
        """The same for the one socket that is another class's."""

        def _try_bind_socket(self) -> Any:
            self.socket.setsockopt(zmq.USE_FD, given[self.port])
            return super()._try_bind_socket()  # type: ignore[no-untyped-call, unused-ignore]

    vars(kernelapp)["Heartbeat"] = Heartbeat  # where the kernel looks for it
    return KernelApp


def main() -> None:
    """Usage: python -m grading.remote.launch SETTINGS ARGUMENTS OF A KERNEL.

    The settings are JSON: `limits`, as for `limit`, and `sockets`, a list of pairs of a port and
    an open file, as for `listen_at`; without these the kernel makes its own.
    """
    settings = json.loads(sys.argv.pop(1))
    if settings["limits"]:
        limit(settings["limits"])
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]  # as ipykernel's own launcher: a file handed in hides no library
    without_debugger()
    from ipykernel.kernelapp import IPKernelApp

    from grading.remote.patient_shell import PatientKernel

    sockets = dict(settings["sockets"])
    app: Any = listen_at(sockets) if sockets else IPKernelApp
    app.launch_instance(kernel_class=PatientKernel)


if __name__ == "__main__":
    main()
