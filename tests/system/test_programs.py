"""On a machine with Python, make and git only, every test runs, or skips and says why.

Most of that holds by itself: a test sees no program that it does not name (tests/support/programs.py),
here as on a fresh machine. What makes use of a program where there is one runs here without.
"""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from programs import HIDDEN, NEEDS, path_without
from quick import SLOW, TESTS

ROOT = Path(__file__).resolve().parents[2]
#: Graders of all kinds, and quick to run: commands in a shell, the server's button, `run_nbgrader`.
USERS = ["tests/system/test_instructors.py", "tests/system/test_formgrader.py"]
BEFORE = """
import shutil, subprocess, pytest
@pytest.mark.needs("bubblewrap")
def test_that_says_so(): assert shutil.which("bwrap")
@pytest.mark.uses("bubblewrap")
def test_that_makes_use_of_it(): print(shutil.which("bwrap"))
"""
ASSUMES = "def test_that_assumes_it(): assert shutil.which('bwrap')"
UNKNOWN = "@pytest.mark.needs('bubblewarp')\ndef test_with_a_slip(): pass"
PROGRAM = "import subprocess, sys\ndef test_it(): subprocess.run([sys.executable, '-m', 'nbgrader', '--version'])"
KERNEL = "from jupyter_client import KernelManager\ndef test_it(): KernelManager().start_kernel()"
TRAINS = """
import torch
def test_it():
    step = torch.optim.SGD([torch.ones(1, requires_grad=True)]).step
    for _ in range(400): step()
"""


@pytest.fixture
def bare(tmp_path):
    """A search path with everything of this machine's but the programs that tests may name."""
    return path_without(HIDDEN, tmp_path, os.environ["PATH"])


def run_pytest(*arguments, path, cwd=ROOT):
    """Run pytest by itself; return its exit code and all that it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    support = os.pathsep.join([str(TESTS / "support"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", *arguments],
        cwd=cwd, env={**clean, "PATH": path, "PYTHONPATH": support}, capture_output=True, text=True,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def run_file(folder, text, path, *arguments):
    (folder / "test_one.py").write_text(text)
    return run_pytest(
        "-p", "programs", "-p", "quick", *arguments, "test_one.py", path=path, cwd=folder
    )


def test_every_test_can_be_collected_and_what_grades_passes_without_the_programs(bare):
    code, said = run_pytest("--collect-only", "-q", path=bare)
    assert code == 0, said
    code, said = run_pytest(*USERS, path=bare)
    assert code == 0, said[-6000:]
    *_, block = said.partition(" not tested here ")
    assert (
        "needs bubblewrap: the program bwrap is not installed (1 in tests/system/test_form" in block
    )
    assert "To install bubblewrap and chromium: make system" in block


@pytest.mark.parametrize("there", [True, False])
def test_who_assumes_a_program_without_saying_so_fails_everywhere(tmp_path, bare, there):
    path = bare
    if there:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "bwrap").symlink_to("/bin/true")
        path = f"{tmp_path / 'bin'}{os.pathsep}{bare}"
    code, said = run_file(tmp_path, BEFORE + ASSUMES, path, "-s")
    assert code == 1 and "FAILED test_one.py::test_that_assumes_it" in said, said
    assert ("1 failed, 2 passed" if there else "1 failed, 1 passed, 1 skipped") in said
    assert (f"{tmp_path / 'bin' / 'bwrap'}" if there else "None") in said
    assert (
        "needs bubblewrap: the program bwrap is not installed (1 in test_one.py)" in said
    ) != there


def test_a_need_that_nobody_knows_is_an_error(tmp_path, bare):
    code, said = run_file(tmp_path, BEFORE + UNKNOWN, bare)
    assert code == pytest.ExitCode.USAGE_ERROR and "needs ['bubblewarp'], of ['accounts'" in said


@pytest.mark.parametrize(
    ("text", "words"), [(PROGRAM, "nbgrader"), (KERNEL, "ipykernel"), (TRAINS, "trains")]
)
def test_no_quick_test_starts_what_is_slow(tmp_path, bare, text, words):
    code, said = run_file(tmp_path, text, bare)
    assert code == 1 and "is marked quick, but" in said and words in said, said


def test_the_list_of_slow_tests_names_tests_that_are_there():
    for name in SLOW:
        file, _, test = name.partition("::")
        assert f"def {test}" in (TESTS / file).read_text(encoding="utf-8"), name


def test_each_test_file_can_be_run_alone():
    """What two of them share stands in tests/support: another test file is not always found."""
    for path in TESTS.glob("*/test_*.py"):
        assert not re.search(r"^(from|import) test_", path.read_text(encoding="utf-8"), re.M), path


# --- make system -----------------------------------------------------------------------------


HERE = {"bwrap", "chromium", "configurable-http-proxy"}


@dataclass
class Computer:
    """A search path with these programs, none of which does anything, and a system's name."""

    folder: Path

    def system(self, name, *programs, user=0):
        """Run `make system`'s script; return its exit code, what it said, and what it ran."""
        bin = self.folder / "bin"
        bin.mkdir()
        for program in ("git", "apt-get", *programs):
            (bin / program).write_text(f'#!/bin/sh\necho {program} "$@" >> {self.folder}/ran\n')
        (bin / "id").write_text(f"#!/bin/sh\necho {user}\n")
        for program in bin.iterdir():
            program.chmod(0o755)
        (bin / "grep").symlink_to(shutil.which("grep"))
        (self.folder / "os-release").write_text(name)
        (self.folder / "ran").write_text("")
        done = subprocess.run(
            [shutil.which("sh"), str(ROOT / "deploy" / "programs.sh")],
            env={"PATH": str(bin), "PYTHON": sys.executable, "OS_RELEASE": f"{self.folder}/os-release"},
            capture_output=True, text=True,
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr, (self.folder / "ran").read_text()


@pytest.fixture
def computer(tmp_path):
    return Computer(tmp_path)


DEBIAN, UBUNTU, FEDORA = "ID=debian\n", "ID=ubuntu\nID_LIKE=debian\n", "ID=fedora\n"


@pytest.mark.parametrize("name", [DEBIAN, UBUNTU, FEDORA])
def test_where_all_are_there_nothing_is_installed_and_no_root_needed(computer, name):
    code, said, ran = computer.system(name, *HERE, user=1000)
    assert code == 0 and said.startswith("Nothing to install") and ran == ""


def test_who_is_not_root_is_told_so_in_one_line(computer):
    code, said, ran = computer.system(DEBIAN, "chromium", user=1000)
    assert code == 1 and ran == ""
    assert (
        said
        == "To install (apt-get: bubblewrap node-configurable-http-proxy) needs root: sudo make system\n"
    )


@pytest.mark.parametrize(("name", "browser"), [(DEBIAN, "chromium"), (UBUNTU, "chromium-browser")])
def test_what_is_missing_is_said_first_and_installed(computer, name, browser):
    code, said, ran = computer.system(name, "npm")
    plan, outcome = said.splitlines()
    assert plan == f"Installing (apt-get: bubblewrap {browser}; npm: configurable-http-proxy@5.3.0)"
    assert [line.split()[-1] for line in ran.splitlines()] == [
        "-qq",
        "bubblewrap",
        browser,
        "configurable-http-proxy@5.3.0",
    ]
    assert code == 1 and outcome.startswith("Not installed: bubblewrap chromium"), (
        "nothing came of it"
    )


def test_elsewhere_the_names_are_printed(computer):
    code, said, ran = computer.system(FEDORA, "bwrap", user=1000)
    assert code == 0 and ran == ""
    assert (
        said.startswith("Missing here: chromium configurable-http-proxy\n")
        and "dnf install" in said
    )


def test_make_system_installs_the_programs_that_tests_name():
    script = (ROOT / "deploy" / "programs.sh").read_text(encoding="utf-8")
    for need in NEEDS.values():
        assert all(f"have {program}" in script for program in need.programs)
