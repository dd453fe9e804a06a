"""How Jupyter starts the student's kernel: through bubblewrap, and over sockets in a folder.

`SandboxProvisioner` is a kernel provisioner as jupyter_client knows them (its entry point is in
pyproject.toml); `StudentKernelManager` chooses it, and a transport that needs no network.
"""

from __future__ import annotations

import copy
import importlib.metadata
import subprocess
from pathlib import Path
from typing import Any

import psutil
import zmq
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_client.session import Session
from traitlets import Bool, List, Unicode, default

from grading.autograde.sandbox import bubblewrap
from grading.autograde.sandbox.resource_monitor import ResourceMonitor
from grading.autograde.sandbox.socket_folder import SocketFolder
from grading.autograde.sandbox.warm_parent import NotWarm, WarmParent, give_up, parent_for
from grading.remote import launch, sockets

NAME = "where-to-look-sandbox"
#: The grader calls each of the kernel's sockets once, and waits for an answer as long as nbclient
#: does: who has closed the connection is not called again, at whatever would then be there.
_ONE_CALL = {zmq.RECONNECT_IVL: -1, zmq.HANDSHAKE_IVL: 0}


class SandboxProvisioner(LocalProvisioner):  # type: ignore[misc,unused-ignore]
    """Starts a Python kernel under bubblewrap. The connection must use transport ipc."""

    files = List(Unicode(), help="What the working folder holds; to be read only.").tag(config=True)
    hide = List(Unicode(), help="Folders that must not be seen.").tag(config=True)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Put the kernel's command into the sandbox; SandboxMissing where there is none."""
        bubblewrap.require()
        kwargs = await super().pre_launch(**kwargs)
        if self.parent is None or self.parent.transport != "ipc":
            raise bubblewrap.SandboxMissing("A kernel without network needs transport ipc.")
        command = list(kwargs.pop("cmd"))
        arguments = command[command.index("-f") :]
        meeting = self.parent.meeting
        ports = self.parent.ports
        opened = meeting.listen(f"{self.parent.ip}-{port}" for port in ports)
        for option, value in _ONE_CALL.items():
            self.parent.context.setsockopt(option, value)
        line = bubblewrap.arguments(
            self.parent.limits,
            [meeting.path],
            meeting.readable(Path(path) for path in self.files),
            map(Path, self.hide),
        )
        sockets = list(zip(ports, opened, strict=True))
        line += ["--", *bubblewrap.kernel_command(self.parent.limits, arguments, sockets)]
        nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return {**kwargs, "cmd": line, "env": {}, "cwd": "/", "pass_fds": opened, **nowhere}

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start it, and watch what it uses."""
        opened = kwargs.get("pass_fds", [])
        info = self.fork_kernel(cmd, opened) or await super().launch_kernel(cmd, **kwargs)
        assert self.process is not None and self.parent is not None, "as pre_launch left them"
        self.parent.meeting.given()
        most, kernel = self.parent.limits, psutil.Process(self.process.pid)
        self.watch = ResourceMonitor(kernel, most.processes, most.memory)
        self.watch.start()
        self.parent.watch = self.watch
        return info

    def fork_kernel(self, cmd: list[str], opened: list[int]) -> Any:
        """Have the warm parent fork a kernel; nothing where it must be started cold."""
        if self.parent is None or self.parent.warm_parent is None:
            return None
        warm = self.parent.warm_parent
        settings, *arguments = cmd[cmd.index(launch.__name__) + 1 :]
        try:
            self.process = warm.fork(self.parent.folder, settings, arguments, opened)
        except NotWarm as reason:
            give_up(warm)
            self.log.warning("Kernels start cold, as no warm one could be forked: %s", reason)
            return None
        self.pid, self.pgid = self.process.pid, None
        return self.connection_info


class OneCallSession(Session):  # type: ignore[misc,unused-ignore]
    """Sends to who is there: a message to a kernel that has closed its side is dropped.

    It is not called again (`_ONE_CALL`), so to wait for it, as ZeroMQ does, would be for ever.
    """

    def send(self, stream: Any, *args: Any, **kwargs: Any) -> Any:
        """As jupyter_client's; nothing where nobody is there to read it."""
        if stream is not None:
            stream.setsockopt(zmq.SNDTIMEO, 0)
        try:
            return super().send(stream, *args, **kwargs)
        except zmq.Again:
            return None


class StudentKernelManager(AsyncKernelManager):  # type: ignore[misc,unused-ignore]
    """Manages one student's kernel, and the folder with its sockets."""

    sandboxed = Bool(True)
    files = List(Unicode())
    hide = List(Unicode())
    watch: ResourceMonitor | None = None  # set by the provisioner

    def __init__(
        self, warm: bool = False, limits: bubblewrap.Limits | None = None, **kwargs: Any
    ) -> None:
        """A manager of a kernel that is forked from a warm parent, if `warm` and that can be."""
        self.limits = limits or bubblewrap.Limits()
        self.warm_parent: WarmParent | None = None
        if warm and kwargs.get("sandboxed", True) and not kwargs.get("files"):  # has no place for
            self.warm_parent = parent_for(self.limits, [Path(p) for p in kwargs.get("hide", [])])
        self.meeting = SocketFolder(self.warm_parent.folder if self.warm_parent else None)
        self.folder = self.meeting.path
        super().__init__(**kwargs)
        self.transport = "ipc" if sockets.SOCKET_FILES else "tcp"
        self.connection_file = str(self.folder / "kernel.json")

    @default("session")
    def _session_that_waits_for_nobody(self) -> Session:
        return OneCallSession(parent=self)

    @property
    def kernel_spec(self) -> Any:
        """The kernel's specification, with our provisioner in it."""
        spec = copy.deepcopy(super().kernel_spec)
        if spec is not None and self.sandboxed:
            register()
            config = {"files": list(self.files), "hide": list(self.hide)}
            spec.metadata["kernel_provisioner"] = {"provisioner_name": NAME, "config": config}
            spec.interrupt_mode = "message"
        elif spec is not None:  # the same kernel, with no limits
            spec.argv = bubblewrap.kernel_command(None, ["-f", "{connection_file}"])
            spec.env = {**spec.env, "PYTHONPATH": bubblewrap.python_path()}
        return spec

    def look(self) -> str:
        """Look at what the sandbox uses; say why it was ended, if that is too much."""
        return self.watch.look() if self.watch is not None else ""

    @property
    def agent_socket(self) -> str | None:
        """The socket file where both sides meet; None where there are none."""
        return str(self.folder / "agent") if sockets.SOCKET_FILES else None

    def remove_folder(self) -> None:
        """Take the folder away, when the kernel has ended."""
        if self.watch is not None:
            self.watch.stop()
        self.meeting.remove()


def register() -> None:
    """Make the provisioner known where the project runs without being installed."""
    factory = KernelProvisionerFactory.instance()
    if not factory._check_availability(NAME):
        factory.provisioners[NAME] = importlib.metadata.EntryPoint(
            NAME, f"{__name__}:{SandboxProvisioner.__name__}", factory.GROUP_NAME
        )
