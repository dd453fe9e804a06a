"""A sandbox for the student's kernel: what it can see, and how much it can use.

bubblewrap starts it with no network, with namespaces of its own, and with a file system made of
the system and Python (to be read only), `helpers`, the few modules of this package that the
student's side needs, an empty home and an empty /tmp. The course folder is not in it.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import grading.remote
import helpers
from grading.autograde.sandbox import enter
from grading.remote import syscall_filter
from grading.user_error import UserError

HOME = "/home/student"
WORK = f"{HOME}/work"
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime")
_PACKAGES = ("site-packages", "dist-packages")
_TRIAL = "import numpy, IPython, grading.remote.launch"  # of what a student's kernel needs first
_PASSED = ("LANG", "LC_ALL", "LC_CTYPE", "TZ", "NBGRADER_EXECUTION", "OMP_NUM_THREADS")


class SandboxMissing(UserError):
    """There is no working sandbox; the message says what to do."""


@dataclass(frozen=True)
class Limits:
    """The most that a student's kernel may use."""

    memory: int = 3 * 2**30  # bytes in memory, all processes together; lessons need half of it
    processes: int = 64  # together
    addresses: int = 8 * 2**30  # bytes for each process: torch alone asks for about 2 GiB
    threads: int = 4096  # of the grader's user, in kernels before 5.14 outside the sandbox too
    file_size: int = 64 * 2**20  # bytes
    cpu: int = 900  # seconds for each process
    open_files: int = 1024  # of each process, as on most computers
    temporary: int = 256 * 2**20  # bytes in /tmp, in the home, and in /dev/shm

    def resource_limits(self) -> dict[str, int]:
        """What holds for each process, by Python's names; `watch` sees to the rest."""
        return {
            "RLIMIT_AS": max(self.addresses, 2 * self.memory),
            "RLIMIT_NPROC": self.threads,
            "RLIMIT_FSIZE": self.file_size,
            "RLIMIT_CPU": self.cpu,
            "RLIMIT_NOFILE": self.open_files,
            "RLIMIT_CORE": 0,
        }


def require() -> None:
    """Raise SandboxMissing, in one sentence, unless a sandbox can be started here."""
    if why := fault():
        raise SandboxMissing(
            f"Nothing was graded: what students wrote would run with your rights, because {why}; "
            "install bubblewrap (`apt install bubblewrap`), or accept the risk by writing "
            "`c.TrustedExecute.without_sandbox = True` in nbgrader_config.py."
        )


def works() -> bool:
    """Whether a sandbox can be started here."""
    return not fault()


@functools.cache
def fault() -> str:
    """Why no sandbox can be started here; empty where one can."""
    if not sys.platform.startswith("linux"):
        return f"there is no sandbox for {sys.platform}"
    try:
        syscall_filter.program()
    except syscall_filter.NoFilter as error:
        return str(error)
    if shutil.which("bwrap") is None:
        return "the program bwrap is not installed"
    if as_nobody() and shutil.which("setpriv") is None:
        return "root can be nobody else there without the program setpriv of util-linux"
    line = [*arguments(Limits(), [], []), "--", sys.executable, "-P", "-c", _TRIAL]
    try:
        trial = subprocess.run(line, capture_output=True, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"bwrap does not start ({error})"
    if trial.returncode == 0:
        return ""
    said = trial.stderr.decode(errors="replace").strip().splitlines()
    why = f"bwrap does not work here ({said[-1] if said else ''})"
    if as_nobody():
        why += (
            "; as you are root, what students wrote runs as the user nobody, who must be able to"
            f" read {sys.prefix} and {_root()}: let all users read them, or grade as another user"
        )
    return why


@functools.cache
def _options() -> str:
    """What this version of bwrap knows."""
    return subprocess.run(["bwrap", "--help"], capture_output=True, text=True).stdout


def arguments(
    limits: Limits, shown: Sequence[Path], files: Sequence[Path], hide: Iterable[Path] = ()
) -> list[str]:
    """The command line that enters the sandbox, up to the program to run.

    Nothing that is seen there can be written to but the temporary folders, which are in memory.

    Args:
        limits: the size of the temporary folders; the rest is set by `launch`, inside.
        shown: folders seen under their own names.
        files: files or folders to be put into the working folder.
        hide: folders that must not be seen, should the system or Python lie around them.
    """
    bwrap = shutil.which("bwrap") or "bwrap"
    nobody = as_nobody()
    line = [sys.executable, "-I", "-S", enter.__file__, f"{enter.GRADER}{os.getpid()}"]
    line += [enter.AS_NOBODY] if nobody else []
    line += [bwrap, "--die-with-parent", "--new-session", "--hostname", "sandbox"]
    line += ["--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    line += ["--unshare-cgroup-try", "--cap-drop", "ALL"]
    if nobody:  # for `setpriv`, below; no way leads back to them
        line += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        student = str(enter.STUDENT)
        line += ["--unshare-user", "--uid", student, "--gid", student]
        line += ["--disable-userns"] if "--disable-userns" in _options() else []
    line += _system()
    size = ["--size", str(limits.temporary)] if "--size" in _options() else []
    temporary = ["--perms", "1777", *size, "--tmpfs"]
    line += ["--proc", "/proc", *_kernel_settings(), "--dev", "/dev", *temporary, "/dev/shm"]
    line += ["--remount-ro", "/dev"]
    line += [part for folder in ("/tmp", "/home") for part in (*temporary, folder)]
    line += [part for path in _python() for part in _bound(path)]
    seen = ["/usr", *map(str, _python())]
    masked = [p for p in _hidden(hide) if any(Path(p).is_relative_to(s) for s in seen)]
    line += [part for path in masked for part in ("--tmpfs", path)]
    again = [p for p in _python() if any(p.is_relative_to(m) for m in masked)]
    for path in [*again, *student_files()]:
        line += _bound(path)
    line += [part for path in masked for part in ("--remount-ro", path)]  # it has no size
    for folder in (HOME, WORK, f"{HOME}/.matplotlib"):
        line += ["--perms", "0777", "--dir", folder]
    for path in files:
        line += ["--ro-bind", str(path), f"{WORK}/{path.name}"]
    for path in _font_lists():  # saves matplotlib the search for fonts in each new home
        line += ["--ro-bind", str(path), f"{HOME}/.matplotlib/{path.name}"]
    line += [part for path in shown for part in _bound(path)]
    line += ["--remount-ro", "/", "--chdir", WORK, "--clearenv"]
    for name, value in environment().items():
        line += ["--setenv", name, value]
    if nobody:
        student = str(enter.STUDENT)
        line += ["--", "setpriv", "--reuid", student, "--regid", student, "--clear-groups"]
    return line


def as_nobody() -> bool:
    """Whether the grader is root, so that the student must be made another user.

    Who is root in a container of an ordinary user only has that user's rights, and may have
    nobody else to be.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return False
    inside, outside, _ = Path("/proc/self/uid_map").read_text().split()[:3]
    return (inside, outside) == ("0", "0")


def _bound(path: Path) -> list[str]:
    """A file or folder under its own name, below folders that everybody may go through."""
    above = [part for folder in reversed(path.parents[:-1]) for part in ("--dir", str(folder))]
    return [*above, "--ro-bind", str(path), str(path)]


@functools.cache
def _kernel_settings() -> list[str]:
    """What of /proc is not about processes but sets how the system's kernel works: read only.

    Of the settings in /proc/sys few are about the sandbox's own namespaces. Linux lets root's own
    user id write the others without any privilege.
    """
    return [
        part
        for name in ("acpi", "bus", "driver", "fs", "irq", "mtrr", "pressure", "scsi")
        + ("slabinfo", "sys", "sysrq-trigger", "tty", "xen")
        for part in ("--ro-bind-try", f"/proc/{name}", f"/proc/{name}")
    ]


def environment() -> dict[str, str]:
    """The variables that the student's kernel gets: none of the instructor's own."""
    passed = {name: os.environ[name] for name in _PASSED if name in os.environ}
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
        "HOME": HOME,
        "USER": "student",
        "PYTHONPATH": python_path(),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MPLCONFIGDIR": f"{HOME}/.matplotlib",
        **passed,
    }


def python_path() -> str:
    """Where the student's kernel finds `helpers`, `grading.remote` and packages."""
    return os.pathsep.join(map(str, [_root(), *_elsewhere()]))


def kernel_command(
    limits: Limits | None,
    kernel_arguments: Sequence[str],
    sockets: Iterable[tuple[int, int]] = (),
) -> list[str]:
    """What is run inside: a kernel that first takes on its limits.

    `sockets` are pairs of a port and the open file that is to be the kernel's socket there.
    """
    limited = limits.resource_limits() if limits else {}
    settings = json.dumps({"limits": limited, "sockets": list(sockets)})
    # -P: a file handed in, `grading.so` say, hides no module.
    return [sys.executable, "-P", "-m", "grading.remote.launch", settings, *kernel_arguments]


def student_files() -> list[Path]:
    """What of this project the student's side needs: `helpers`, and `grading.remote`."""
    ours = Path(grading.remote.__file__).resolve().parent
    return [_root() / "helpers", ours.parent / "__init__.py", ours]


def _root() -> Path:
    if helpers.__file__ is None:
        raise SandboxMissing("Nothing was graded: the package helpers has no folder of its own.")
    return Path(helpers.__file__).resolve().parent.parent


def _system() -> list[str]:
    """The operating system, without the data and settings of this computer."""
    line = ["--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = Path("/", name)
        if path.is_symlink():
            line += ["--symlink", os.readlink(path), str(path)]
        elif path.is_dir():
            line += ["--ro-bind", str(path), str(path)]
    line += ["--dir", "/etc"]  # made by --ro-bind it would be open to its owner alone
    for name in _ETC:
        line += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    return line


def _python() -> list[Path]:
    """Where this Python and its packages lie, unless in /usr."""
    found = dict.fromkeys([Path(sys.base_prefix), Path(sys.prefix), *_elsewhere()])
    real = {path: path.resolve() for path in found}
    every = dict.fromkeys([*found, *real.values()])
    return [path for path in every if not path.is_relative_to("/usr")]


def _elsewhere() -> list[Path]:
    """Folders of packages outside of this Python: a user's own, or those of another."""
    folders = [Path(entry).resolve() for entry in sys.path if Path(entry).name in _PACKAGES]
    prefixes = [Path(prefix).resolve() for prefix in (sys.base_prefix, sys.prefix)]
    return [
        folder
        for folder in dict.fromkeys(folders)
        if folder.is_dir() and not any(folder.is_relative_to(prefix) for prefix in prefixes)
    ]


@functools.cache
def _font_lists() -> list[Path]:
    """matplotlib's lists of this machine's fonts; made now, if it has never made one."""
    if not _font_lists_now():
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            make = [sys.executable, "-c", "import matplotlib.font_manager"]
            subprocess.run(make, capture_output=True, timeout=120)
    return _font_lists_now()


def _font_lists_now() -> list[Path]:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "matplotlib"
    return sorted(Path(os.environ.get("MPLCONFIGDIR") or cache).glob("fontlist-v*.json"))


def _hidden(hide: Iterable[Path]) -> list[str]:
    usual = [Path("/usr/local/share/nbgrader"), Path("/usr/share/nbgrader"), Path("/usr/local/src")]
    return [str(path) for path in [*usual, *hide] if path.is_dir()]
