"""A warm parent inside the sandbox: it has imported what lessons import, and forks kernels.

It never runs what a student wrote, and holds nothing of any: it knows one connection, on which
its grader says "fork". Each child first gives up all that could be shared. It closes every
descriptor, takes namespaces of its own (users, mounts, processes, network, names, memory), sees
an empty home, /tmp and /dev/shm, and of the folder with the batch's sockets but its own; it has
no capability and takes on the filter of system calls, by which it can make no further namespaces.
Then it takes on its limits, draws a new random
state and becomes the kernel that `launch` would have started. What is written by one child is
never seen by another: memory is copied when it is written to.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import importlib
import json
import os
import random
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Any

from grading.remote import launch, syscall_filter

LONGEST, MOST_FILES = 100_000, 16  # bytes, and open files, of a request
BORN = "born"  # the socket file in a child's folder at which its grader waits for it
READY, FAILED = b"ready", b"failed: "
#: Imported once for a batch: what lessons import, and the kernel itself. Not tqdm.auto, which asks
#: while it is imported whether there is a notebook, but what it then takes long to import.
IMPORTED = (
    "numpy", "torch", "torch.nn", "scipy.special", "scipy.stats", "matplotlib.figure",
    "matplotlib.font_manager", "matplotlib.backends.backend_agg", "matplotlib_inline",
    "ipykernel.kernelapp", "grading.remote.patient_shell", "grading.remote.agent", "helpers.check",
    "helpers.plots", "helpers.sliders", "helpers.corpus", "helpers.text", "tqdm.notebook",
)  # fmt: skip
_FLAGS = {"NEWNS": 0x20000, "NEWUTS": 0x4000000, "NEWIPC": 0x8000000, "NEWUSER": 0x10000000,
          "NEWPID": 0x20000000, "NEWNET": 0x40000000}  # fmt: skip
_RDONLY, _NOSUID, _NODEV, _NOEXEC = 1, 2, 4, 8
_REMOUNT, _NOATIME, _NODIRATIME, _RELATIME = 32, 1024, 2048, 1 << 21
_KEPT = {"nosuid": _NOSUID, "nodev": _NODEV, "noexec": _NOEXEC, "noatime": _NOATIME,
         "nodiratime": _NODIRATIME, "relatime": _RELATIME}  # fmt: skip
_BIND, _MOVE, _REC, _PRIVATE = 4096, 8192, 16384, 1 << 18
_CAPABILITIES = 64
#: The first process of a child's namespace: waits for the kernel, and ends all others with it.
_INIT = """
import os, sys
while True:
    pid, status = os.wait()
    if pid == int(sys.argv[1]):
        os._exit(os.waitstatus_to_exitcode(status) & 255)
"""
_libc = ctypes.CDLL(None, use_errno=True)


def serve(grader: socket.socket, keep: dict[str, Any]) -> None:
    """Fork whenever a request comes; end when the grader does."""
    while True:
        line, opened, _, _ = socket.recv_fds(grader, LONGEST, MOST_FILES)
        if not line:
            return
        request = {**keep, **json.loads(line)}
        request["files"] = dict(zip(request["opened"], opened, strict=True))
        child = os.fork()
        if child == 0:
            _child(request)
        os.waitpid(child, 0)
        for number in opened:
            os.close(number)


def _child(request: dict[str, Any]) -> None:
    """Become a kernel in namespaces of its own; never returns."""
    try:
        kept = {0, 1, 2, *request["files"].values()}
        for number in map(int, os.listdir("/proc/self/fd")):
            if number not in kept:
                with contextlib.suppress(OSError):  # the one for the list itself is gone by now
                    os.close(number)
        Path("/proc/self/oom_score_adj").write_text(str(launch.FIRST_TO_END))
        os.setsid()
        own = Path(request["folder"])
        user, group = os.getuid(), os.getgid()
        _check(_libc.unshare(sum(_FLAGS.values())), "unshare")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        if os.fork():
            os._exit(0)
        _first(request, own)
    except BaseException as error:
        with contextlib.suppress(BaseException):
            _tell(request, FAILED + repr(error).encode()[:150])
    finally:
        os._exit(1)


def _first(request: dict[str, Any], own: Path) -> None:
    """The first process of the new namespace: settles everything, then waits for the kernel."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _mount_all(request, own)
    _open_nothing()
    _loopback()
    _drop_capabilities()
    syscall_filter.install(syscall_filter.program())
    _tell(request, READY)
    kernel = os.fork()
    if kernel == 0:
        _kernel(request)
    for number in request["files"].values():
        os.close(number)
    os.chdir("/")
    os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", _INIT, str(kernel)])


def _mount_all(request: dict[str, Any], own: Path) -> None:
    """An empty home, /tmp and /dev/shm, and of the batch's folder only the child's own."""
    kept = {p.name: p.read_bytes() for p in Path(request["home"], ".matplotlib").glob("*")}
    size = f"size={request['temporary']},mode=1777"
    _mount(None, "/", None, _PRIVATE | _REC)
    _mount("tmpfs", "/home", "tmpfs", _NOSUID | _NODEV, size)
    stage = Path("/home/.own")
    stage.mkdir()
    _mount(str(own), str(stage), None, _BIND)
    _mount("tmpfs", "/tmp", "tmpfs", _NOSUID | _NODEV, size)
    batch = own.parent
    if batch.exists():  # not in /tmp
        _mount("tmpfs", str(batch), "tmpfs", _NOSUID | _NODEV, "size=64k,mode=0755")
    own.mkdir(parents=True)
    _mount(str(stage), str(own), None, _MOVE)
    stage.rmdir()
    _mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV, size)
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC | _RDONLY)
    _devices_as_they_are()
    _nothing_shared(own)
    work, fonts = Path(request["work"]), Path(request["home"], ".matplotlib")
    work.mkdir(parents=True)
    fonts.mkdir()
    for name, content in kept.items():
        (fonts / name).write_bytes(content)
    os.chdir(work)


def _devices_as_they_are() -> None:
    """No child can change times and rights of devices, nor of the folder of terminals.

    They are the same for all children, and some may be the student's own; used they can be still.
    """
    for place, options in _mounts():
        if place.startswith("/dev/") and place != "/dev/shm" and "rw" in options:
            kept = sum(_KEPT.get(option, 0) for option in options)
            _mount(None, place, None, _REMOUNT | _BIND | _RDONLY | kept)


def _nothing_shared(own: Path) -> None:
    """Make sure that no other folder can be written to: it would be there for the next child."""
    fresh = ("/home", "/tmp", "/dev/shm", "/proc", str(own.parent))
    for place, options in _mounts():
        if "rw" in options and not any(f"{place}/".startswith(f"{p}/") for p in fresh):
            raise OSError(f"{place} could be written to by all children")


def _mounts() -> list[tuple[str, list[str]]]:
    """What is mounted, and with which options."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    return [(line.split()[4], line.split()[5].split(",")) for line in lines]


def _open_nothing() -> None:
    """Open /dev/null anew: with one open file come locks, flags and signals that would be shared.

    What a child sets there would stay for the next, as the parent's own is never closed.
    """
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.close(nothing)


def _loopback() -> None:
    """Switch on the network that ends at this process, as bwrap does."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        up_and_running = 0x1 | 0x40
        fcntl.ioctl(one, 0x8914, struct.pack("16sH14x", b"lo", up_and_running))


def _drop_capabilities() -> None:
    for number in range(_CAPABILITIES):
        _libc.prctl(24, number, 0, 0, 0)  # PR_CAPBSET_DROP; fails above the last there is
    _check(_libc.prctl(38, 1, 0, 0, 0), "no_new_privs")
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    none = (ctypes.c_uint32 * 6)()
    _check(_libc.capset(header, none), "capset")
    status = Path("/proc/self/status").read_text()
    held = [line.split()[1] for line in status.splitlines() if line.startswith("Cap")]
    if any(int(bits, 16) for bits in held):
        raise OSError(f"capabilities are left: {held}")


def _tell(request: dict[str, Any], what: bytes) -> None:
    """Tell the grader, who learns from the connection which process this is."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
        one.connect(f"{request['folder']}/{BORN}")
        one.sendall(what)


def _kernel(request: dict[str, Any]) -> None:
    """Become the student's kernel, as `launch` does; never returns."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    random.seed()
    for name in ("numpy.random", "torch"):  # both from the system; torch's own would be the batch's
        if name in sys.modules:
            sys.modules[name].seed()
    settings, files = request["settings"], request["files"]
    settings["sockets"] = [(port, files[number]) for port, number in settings["sockets"]]
    sys.argv = [launch.__file__, json.dumps(settings), *request["arguments"]]
    try:
        launch.main()
    finally:
        os._exit(1)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str = "") -> None:
    given = [None if part is None else part.encode() for part in (source, target, kind)]
    _check(_libc.mount(*given, ctypes.c_ulong(flags), data.encode() or None), f"mount {target}")


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def main() -> None:
    """Usage: python -m grading.remote.zygote DESCRIPTOR '{"home": ..., "work": ...}'."""
    grader = socket.socket(fileno=int(sys.argv[1]))
    keep = json.loads(sys.argv[2])
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # as a kernel has it
    for name in IMPORTED:
        with contextlib.suppress(ImportError):  # a lesson may do without it, or say so itself
            importlib.import_module(name)
    launch.without_debugger()
    grader.sendall(READY)
    serve(grader, keep)


if __name__ == "__main__":
    main()
