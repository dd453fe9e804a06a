"""A program between the grader and bubblewrap: what must be done in the process that becomes it.

    python -I -S enter.py [--filter-later] [--grader=PID] [--as-nobody] bwrap ARGUMENTS ...

It ends with the grader whose number it is told, leaves the keys of the login behind, and gives
bubblewrap the filter of system calls. With
`--filter-later` it leaves the filter to what runs inside, which must first make namespaces. With
`--as-nobody`, for a grader that is root, it also makes a user namespace in which there are two
users: root, who is needed to put the sandbox together, and `STUDENT`, who is nobody outside.
Bubblewrap's own namespaces have one user, the one who starts it: of root's files in /proc that
one is the owner, whatever he may not do otherwise.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

STUDENT = 1000  # the user inside
NOBODY = 65534  # who that is outside, where the grader is root
AS_NOBODY, FILTER_LATER, GRADER = "--as-nobody", "--filter-later", "--grader="
_PDEATHSIG = 1  # PR_SET_PDEATHSIG
_NEW_USERS = 0x10000000  # CLONE_NEWUSER
_JOIN = 1  # KEYCTL_JOIN_SESSION_KEYRING


def end_with(grader: int) -> None:
    """End when the grader does, and now if it has: bubblewrap sees to that only from its start."""
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != grader:
        raise ProcessLookupError("the grader has ended")


def leave_keyring() -> None:
    """Begin a session keyring without the login's keys, where this system has such."""
    from grading.remote.syscall_filter import numbers

    ctypes.CDLL(None).syscall(numbers()["keyctl"], _JOIN, None)


def filter_file() -> int:
    """An open file that holds the filter of system calls."""
    from grading.remote.syscall_filter import program

    reading, writing = os.pipe()  # of 64 KiB at least
    os.write(writing, program())
    os.close(writing)
    os.set_inheritable(reading, True)
    return reading


def two_users() -> int:
    """An open file that stands for a user namespace with root and the student.

    Raises OSError where this process may not make one.
    """
    ready, made = os.pipe()
    held, let_go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(let_go)
        failed = ctypes.CDLL(None).unshare(_NEW_USERS)
        os.write(made, b"n" if failed else b"y")
        os.read(held, 1)  # until it is taken, or the other has ended
        os._exit(0)
    try:
        if os.read(ready, 1) != b"y":
            raise PermissionError("no user namespace can be made")
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{child}/{name}").write_text(f"0 0 1\n{STUDENT} {NOBODY} 1\n")
        users = os.open(f"/proc/{child}/ns/user", os.O_RDONLY)
    finally:
        os.close(let_go)
        os.waitpid(child, 0)
        for one in (ready, made, held):
            os.close(one)
    os.set_inheritable(users, True)
    return users


def main() -> None:
    """Become bubblewrap. What goes wrong is said in one line, as bubblewrap does."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    line, flags = sys.argv[1:], set[str]()
    while line and line[0].startswith("--"):
        flags.add(line.pop(0))
    try:
        for one in flags:
            if one.startswith(GRADER):
                end_with(int(one.removeprefix(GRADER)))
        options = [] if FILTER_LATER in flags else ["--seccomp", str(filter_file())]
        leave_keyring()
        if AS_NOBODY in flags:
            options += ["--userns", str(two_users())]
        os.execv(line[0], [line[0], *options, *line[1:]])
    except Exception as error:
        sys.exit(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
