"""Which system calls a student's process may make: tried, in a process that has the filter."""

import ctypes
import platform
import subprocess
import sys

import pytest

from grading.remote import syscall_filter

MACHINE = platform.machine()
here = pytest.mark.skipif(
    sys.platform != "linux" or MACHINE not in ("x86_64", "aarch64"),
    reason="Linux on two machines has the filter",
)

TRIES = """
import ctypes, errno, os, sys
from grading.remote import syscall_filter
libc = ctypes.CDLL(None, use_errno=True)
numbers = syscall_filter.numbers()
syscall_filter.install(syscall_filter.program())
def call(number, *arguments):
    ctypes.set_errno(0)
    return "ok" if libc.syscall(number, *map(ctypes.c_long, arguments)) >= 0 else errno.errorcode[ctypes.get_errno()]
"""


def tried(code):
    done = subprocess.run([sys.executable, "-c", TRIES + code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@here
def test_every_call_that_it_names_is_refused():
    code = "apart = ('clone', 'socket', 'socketpair', 'ioctl', 'personality', 'seccomp')\nfor name in numbers:\n    if name not in apart: print(name, call(numbers[name], -1, -1, -1, -1, -1, -1))"
    said = tried(code)
    answers = dict(zip(said[::2], said[1::2], strict=True))
    assert set(answers.values()) == {"EPERM", "ENOSYS"}
    assert (
        answers["keyctl"] == answers["ptrace"] == answers["unshare"] == answers["mount"] == "EPERM"
    )
    assert answers["clone3"] == answers["io_uring_setup"] == answers["shmget"] == "ENOSYS"


@here
@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("call(numbers['clone'], 0x10000000 | 17)", "EPERM"),  # a user namespace
        ("call(numbers['clone'], 0x20000 | 17)", "EPERM"),  # one of mounts
        ("call(numbers['ioctl'], 0, 0x5412, 0)", "EPERM"),  # TIOCSTI
        ("call(numbers['ioctl'], 0, 0x700005412, 0)", "EPERM"),  # as Linux reads it
        ("call(numbers['personality'], 0x40000)", "EPERM"),  # addresses that are not random
        ("call(numbers['personality'], 0xffffffff)", "ok"),
        ("call(numbers['socket'], 40, 1, 0)", "EAFNOSUPPORT"),  # AF_VSOCK
        ("call(numbers['socket'], 38, 5, 0)", "EAFNOSUPPORT"),  # AF_ALG
        ("call(numbers['socket'], 17, 3, 0)", "EAFNOSUPPORT"),  # AF_PACKET
        ("call(numbers['socket'], 16, 3, 15)", "EAFNOSUPPORT"),  # AF_NETLINK: the kernel's events
        ("call(numbers['socket'], 16, 3, 0)", "ok"),  # ... and its interfaces
        ("call(numbers['socket'], 1, 1, 0)", "ok"),
        ("call(9999)", "ENOSYS"),
        ("call(0x40000000 + 39)", "EPERM"),  # x86_64 by its other numbers
    ],
)
def test_some_are_looked_at_more_closely(what, answer):
    assert tried(f"print({what})") == [answer]


@here
def test_what_lessons_do_works():
    code = """
import multiprocessing, socket, subprocess, tempfile, threading, asyncio
if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool: print(pool.map(abs, [-1, 2]) == [1, 2])
    done = []; thread = threading.Thread(target=done.append, args=(1,)); thread.start(); thread.join(); print(done == [1])
    print(subprocess.run(["true"]).returncode == 0)
    print(asyncio.run(asyncio.sleep(0, True)))
    import numpy; print(bool((numpy.ones((300, 300)) @ numpy.ones((300, 300)))[0, 0] == 300))
"""
    assert tried(code) == ["True"] * 5


def test_other_machines_have_none():
    with pytest.raises(syscall_filter.NoFilter, match="riscv64"):
        syscall_filter.program("riscv64")


@pytest.mark.parametrize(
    ("machine", "architecture"), [("x86_64", 0xC000003E), ("aarch64", 0xC00000B7)]
)
def test_the_numbers_are_those_of_libseccomp(machine, architecture):
    try:
        library = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("there is no libseccomp to ask")
    ask = library.seccomp_syscall_resolve_name_arch
    theirs = {name: ask(architecture, name.encode()) for name in syscall_filter.NUMBERS}
    ours = syscall_filter.numbers(machine)
    assert {name: number for name, number in theirs.items() if number >= 0} == ours
    assert len(syscall_filter.program(machine)) % 8 == 0
