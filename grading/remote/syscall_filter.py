"""Which calls the system's kernel answers a student's process: a seccomp filter, as its bytes.

All that a lesson's notebook does is allowed. Refused is what reaches past the sandbox (keys of the
login, other processes, mounts, namespaces, modules, time), what has been a way out of sandboxes
again and again (io_uring, userfaultfd, bpf, perf), and what takes memory that no process is seen
to have (System V memory and queues, memory files, pages given to pipes). Calls that are younger
than this list are answered as by a kernel that does not have them.

`program()` is what `bwrap --seccomp` reads; `install()` takes it on in the running process.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Iterator

#: Calls by number: (x86_64, aarch64). `tests/remote/test_syscall_filter.py` tells who disagrees.
NUMBERS: dict[str, tuple[int | None, int | None]] = {
    # Keys of the login, and of other users.
    "add_key": (248, 217), "keyctl": (250, 219), "request_key": (249, 218),
    # Other processes.
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "kcmp": (312, 272), "pidfd_getfd": (438, 438),
    "migrate_pages": (256, 238), "move_pages": (279, 239), "sched_setaffinity": (203, 122),
    # The kernel's own workings.
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "create_module": (174, None),
    "query_module": (178, None), "get_kernel_syms": (177, None), "reboot": (169, 142),
    "acct": (163, 89), "syslog": (103, 116), "iopl": (172, None), "ioperm": (173, None),
    "modify_ldt": (154, None), "lookup_dcookie": (212, 18), "uselib": (134, None),
    "ustat": (136, None), "sysfs": (139, None), "_sysctl": (156, None), "nfsservctl": (180, 42),
    # Time and names.
    "settimeofday": (164, 170), "clock_settime": (227, 112), "clock_adjtime": (305, 266),
    "adjtimex": (159, 171), "sethostname": (170, 161), "setdomainname": (171, 162),
    "vhangup": (153, 58),
    # Mounts, files by number, and namespaces.
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "swapon": (167, 224), "swapoff": (168, 225),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "fanotify_init": (300, 262), "unshare": (272, 97),
    "setns": (308, 268),
    # Ways around a filter, and memory that nobody is seen to have.
    "clone3": (435, 435), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "vmsplice": (278, 75), "remap_file_pages": (216, 234), "shmget": (29, 194),
    "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "msgsnd": (69, 189),
    "semget": (64, 190), "mq_open": (240, 180),
    # Looked at more closely, below.
    "clone": (56, 220), "socket": (41, 198), "socketpair": (53, 199), "ioctl": (16, 29),
    "personality": (135, 92), "seccomp": (317, 277),
}  # fmt: skip
#: Answered as by a kernel that lacks them, so that libraries take another way.
_LACKING = frozenset(
    ("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register", "memfd_create")
    + ("memfd_secret", "vmsplice", "remap_file_pages", "shmget", "shmat", "shmctl", "msgget")
    + ("msgsnd", "semget", "mq_open")
)
_BY_ARGUMENT = frozenset(("clone", "socket", "socketpair", "ioctl", "personality", "seccomp"))
YOUNGEST = 462  # mseal, of Linux 6.10: what has a greater number is not known here

FAMILIES = (1, 2, 10)  # AF_UNIX; AF_INET and AF_INET6, of which there is only the loopback
NETLINK, NETLINK_ROUTE = 16, 0  # AF_NETLINK: ZeroMQ ends a process that may not ask for interfaces
NAMESPACES = 0x7E020000  # flags of clone: CLONE_NEWNS and all its kin
TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: typing into a terminal
_PERSONALITIES = (0, 0xFFFFFFFF)  # Linux as it is, and the question which it is

_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column, AUDIT_ARCH_...
_X32 = 0x40000000  # x86_64 has the same calls a second time, from this number

# Of struct seccomp_data: where the call's number is, its machine, and its arguments' lower halves.
_CALL, _MACHINE, _ARGUMENTS = 0, 4, (16, 24, 32)
_LOAD, _EQUAL, _GREATER, _ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06  # of classic BPF
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000  # SECCOMP_RET_...

_SET_NO_NEW_PRIVILEGES, _FILTER_MODE, _ALL_THREADS = 38, 1, 1


class NoFilter(Exception):
    """There is no filter for this machine, or it cannot be taken on; the message says why."""


def numbers(machine: str = "") -> dict[str, int]:
    """The calls that the filter knows, with their numbers on a machine. Raises NoFilter."""
    column, _ = _machine(machine or platform.machine())
    every = ((name, both[column]) for name, both in NUMBERS.items())
    return {name: number for name, number in every if number is not None}


def program(machine: str = "") -> bytes:
    """The filter for a machine (this one by default). Raises NoFilter for others than two."""
    _, architecture = _machine(machine or platform.machine())
    known = numbers(machine)
    steps = [*_load(_MACHINE), *_unless(_EQUAL, architecture, _KILL), *_load(_CALL)]
    steps += _if(_GREATER, _X32 - 1, _FAIL | errno.EPERM)
    steps += _if(_GREATER, YOUNGEST, _FAIL | errno.ENOSYS)
    for name, number in known.items():
        if name in _BY_ARGUMENT:
            continue
        refusal = errno.ENOSYS if name in _LACKING else errno.EPERM
        steps += _if(_EQUAL, number, _FAIL | refusal)
    refused = [_step(_RETURN, _FAIL | errno.EAFNOSUPPORT)]
    asking = [*_load(_ARGUMENTS[2]), *_if(_EQUAL, NETLINK_ROUTE, _ALLOW), *refused]
    asking = [_step(_EQUAL, NETLINK, 0, len(asking)), *asking]
    for name, more in (("socket", asking), ("socketpair", [])):
        passes = [step for one in FAMILIES for step in _if(_EQUAL, one, _ALLOW)]
        steps += _when(known[name], [*_load(_ARGUMENTS[0]), *passes, *more, *refused])
    plain = [step for one in _PERSONALITIES for step in _if(_EQUAL, one, _ALLOW)]
    other = [_step(_RETURN, _FAIL | errno.EPERM)]
    steps += _when(known["personality"], [*_load(_ARGUMENTS[0]), *plain, *other])
    flagged = [*_load(_ARGUMENTS[0]), *_if(_ANY_BIT, NAMESPACES, _FAIL | errno.EPERM)]
    steps += _when(known["clone"], flagged)
    typing = [step for what in TERMINAL for step in _if(_EQUAL, what, _FAIL | errno.EPERM)]
    steps += _when(known["ioctl"], [*_load(_ARGUMENTS[1]), *typing])
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def install(filtering: bytes) -> None:
    """Take on a filter in this process, all its threads, and its children, for good.

    Raises NoFilter where the system does not have it.
    """
    system = ctypes.CDLL(None, use_errno=True)
    kept = ctypes.create_string_buffer(filtering, len(filtering))
    pointer = struct.pack("HxxxxxxP", len(filtering) // 8, ctypes.addressof(kept))
    call = numbers()["seccomp"]
    if system.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or system.syscall(
        call, _FILTER_MODE, _ALL_THREADS, pointer
    ):
        raise NoFilter(f"Linux took no filter of calls: {ctypes.get_errno()}")


def _machine(name: str) -> tuple[int, int]:
    if name not in _MACHINES:
        raise NoFilter(f"no filter of system calls for {name}, only for x86_64 and aarch64")
    return _MACHINES[name]


# Instructions: code, jumps where true and where false, and a number -------------------------------


def _step(code: int, number: int, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("HBBI", code, true, false, number)


def _load(place: int) -> Iterator[bytes]:
    yield _step(_LOAD, place)


def _if(test: int, number: int, answer: int) -> list[bytes]:
    return [_step(test, number, 0, 1), _step(_RETURN, answer)]


def _unless(test: int, number: int, answer: int) -> list[bytes]:
    return [_step(test, number, 1, 0), _step(_RETURN, answer)]


def _when(call: int, inside: list[bytes]) -> list[bytes]:
    """What is looked at for one call alone; at its end the call is allowed."""
    inside = [*inside, _step(_RETURN, _ALLOW)]
    return [_step(_EQUAL, call, 0, len(inside)), *inside]
