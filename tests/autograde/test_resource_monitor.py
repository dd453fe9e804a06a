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


def test_a_family_is_added_up(family, tmp_path):
    (tmp_path / "a").write_bytes(bytes(1000))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b").write_bytes(bytes(500))
    use = use_of(family.pid, tmp_path)
    assert use.processes == 4 and use.files == 3 and use.stored >= 1500
    assert 80 * 2**20 < use.memory < GIB


def test_who_has_ended_uses_nothing(family, tmp_path):
    family.kill()
    family.wait()
    assert use_of(family.pid, tmp_path) == Use()


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (Use(4, GIB, 7, 1000), ""),
        (Use(65, GIB), "more than 64 processes"),
        (Use(4, 3 * GIB), "more than 2 GiB of memory"),
        (Use(4, GIB, 7, resource_monitor.MAX_FOLDER + 1), "filled the folder"),
        (Use(4, GIB, resource_monitor.MAX_FILES + 1, 0), "filled the folder"),
    ],
)
def test_too_much_is_named(use, words):
    said = fault(use, processes=64, memory=2 * GIB)
    assert words in said and bool(words) == bool(said)


def test_too_much_ends_it(family, tmp_path):
    watching = ResourceMonitor(psutil.Process(family.pid), tmp_path, processes=3, memory=GIB)
    watching.start()
    family.wait(timeout=60)
    watching.join(timeout=60)
    assert "more than 3 processes" in watching.fault


def test_enough_does_not(family, tmp_path, monkeypatch):
    looked = []
    monkeypatch.setattr(resource_monitor, "EVERY", 0.01)
    monkeypatch.setattr(resource_monitor, "use_of", lambda *of: looked.append(of) or use_of(*of))
    watching = ResourceMonitor(psutil.Process(family.pid), tmp_path, processes=4, memory=GIB)
    watching.start()
    deadline = time.monotonic() + 60
    while len(looked) < 3 and time.monotonic() < deadline:
        assert watching.is_alive()
    watching.stop()
    watching.join(timeout=60)
    assert watching.fault == "" and family.poll() is None


def test_many_files_are_not_counted_to_the_end(tmp_path):
    for number in range(300):
        (tmp_path / str(number)).touch()
    assert use_of(1, tmp_path).files == resource_monitor.MAX_FILES + 1


def test_memory_in_files_without_a_name_is_counted(tmp_path):
    code = "import os\nf = os.memfd_create('x')\nos.write(f, bytes(50 * 2**20))\ng = os.dup(f)\nprint('ready', flush=True)\ninput()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)
    assert holder.stdout.readline() == "ready\n"
    process = psutil.Process(holder.pid)
    without = process.memory_info().rss
    assert 50 * 2**20 <= use_of(holder.pid, tmp_path).memory - without < 70 * 2**20
    holder.communicate("\n")
