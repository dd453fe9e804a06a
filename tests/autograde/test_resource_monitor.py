"""What a sandbox uses as a whole, and when that is too much."""

import contextlib
import subprocess
import sys
import time

import psutil
import pytest

from grading.autograde.sandbox import resource_monitor
from grading.autograde.sandbox.resource_monitor import ResourceMonitor, Use, fault, use_of

GIB = 2**30
FAMILY = """
import subprocess, sys
held = bytearray(80 * 2**20)
held[::4096] = bytes(len(held[::4096]))
children = [subprocess.Popen(["sleep", "600"]) for _ in range(int(sys.argv[1]))]
print("ready", flush=True)
children[0].wait()
"""


@pytest.fixture
def family():
    """A process with children, and 80 MiB in use; all end with the test."""
    process = subprocess.Popen([sys.executable, "-c", FAMILY, "3"], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    everybody = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    yield process
    for one in everybody:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()
    process.wait()


def test_a_family_is_added_up(family):
    use = use_of(family.pid)
    assert use.processes == 4
    assert 80 * 2**20 < use.memory < GIB


def test_who_has_ended_uses_nothing(family):
    family.kill()
    family.wait()
    assert use_of(family.pid) == Use()


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (Use(4, GIB), ""),
        (Use(65, GIB), "more than 64 processes"),
        (Use(4, 3 * GIB), "more than 2 GiB of memory"),
    ],
)
def test_too_much_is_named(use, words):
    said = fault(use, processes=64, memory=2 * GIB)
    assert words in said and bool(words) == bool(said)


def test_too_much_ends_it(family):
    watching = ResourceMonitor(psutil.Process(family.pid), processes=3, memory=GIB)
    watching.start()
    family.wait(timeout=60)
    watching.join(timeout=60)
    assert "more than 3 processes" in watching.fault


def test_enough_does_not(family, monkeypatch):
    looked = []
    monkeypatch.setattr(resource_monitor, "EVERY", 0.01)
    monkeypatch.setattr(resource_monitor, "GLANCE", 0.01)
    monkeypatch.setattr(resource_monitor, "use_of", lambda *of: looked.append(of) or use_of(*of))
    watching = ResourceMonitor(psutil.Process(family.pid), processes=4, memory=GIB)
    watching.start()
    deadline = time.monotonic() + 60
    while len(looked) < 3 and time.monotonic() < deadline:
        assert watching.is_alive()
    watching.stop()
    watching.join(timeout=60)
    assert watching.fault == "" and family.poll() is None


HOLDERS = {
    "without a name": "f = os.memfd_create('x')\nos.write(f, bytes(50 * 2**20))\ng = os.dup(f)",
    "written to and dropped": "m = mmap.mmap(-1, 50 * 2**20)\nm.write(bytes(len(m)))\nm.madvise(mmap.MADV_DONTNEED)",
    "of the device of zeros": "m = mmap.mmap(os.open('/dev/zero', os.O_RDWR), 50 * 2**20)",
    "in sockets": "s = [one for _ in range(62) for one in socket.socketpair()]",
    "in pipes": "s = [os.pipe() for _ in range(800)]",
}


@pytest.mark.parametrize("how", HOLDERS)
@pytest.mark.skipif(sys.platform != "linux", reason="there is a sandbox on Linux alone")
def test_memory_that_is_in_no_process_is_counted(how):
    code = f"import mmap, os, socket\nprint('ready', flush=True)\ninput()\n{HOLDERS[how]}\nprint('done', flush=True)\ninput()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "ready\n"
    before = use_of(holder.pid).memory
    holder.stdin.write("\n")
    holder.stdin.flush()
    assert holder.stdout.readline() == "done\n"
    assert 48 * 2**20 <= use_of(holder.pid).memory - before < 120 * 2**20
    holder.communicate("\n")


def test_shared_memory_counts_once(tmp_path):
    code = "import mmap, os\nm = mmap.mmap(-1, 50 * 2**20)\nm.write(bytes(len(m)))\nfor _ in range(4):\n    if os.fork() == 0: os.read(0, 1); os._exit(0)\nprint('ready', flush=True)\ninput()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "ready\n"
    use = use_of(holder.pid)
    assert use.processes == 5 and use.memory < 250 * 2**20
    holder.stdin.write("\n" * 9)
    holder.communicate()


def test_what_makes_the_grader_grow_is_ended(family, monkeypatch):
    watching = ResourceMonitor(psutil.Process(family.pid), processes=9, memory=GIB)
    assert watching.look() == ""
    monkeypatch.setattr(watching, "before", watching.before - resource_monitor.MAX_GROWTH - GIB)
    assert "had to be held in memory" in watching.look()
    family.wait(timeout=60)
