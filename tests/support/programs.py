"""What tests need of the machine beyond Python and its packages: one place for all of them.

A test that cannot do without a program says `@pytest.mark.needs("bubblewrap")`; where it is missing
the test skips, and the last lines of the run say so. A test that makes use of a program where it is
there, and passes without it, says `@pytest.mark.uses("bubblewrap")`.

Every other test runs with these programs hidden from PATH: one that assumes a program without
saying so fails on each machine, not only on a fresh one. A fixture that tests share is made in the
surroundings of the first of them, so all of them say the same.
"""

import contextlib
import functools
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import unix_users
from chromium import CHROMIUM

from grading.autograde.sandbox import bubblewrap


@dataclass(frozen=True)
class Need:
    """Something of the machine, and how to find out that it is not there."""

    fault: Callable[[], str]  # why it cannot be used here; empty where it can
    programs: tuple[str, ...] = ()  # what `make system` installs; hidden from who does not name it


def absent(*names: str) -> str:
    return "" if any(map(shutil.which, names)) else f"the program {names[0]} is not installed"


PROXY = ("configurable-http-proxy",)
NEEDS = {
    "bubblewrap": Need(bubblewrap.fault, ("bwrap",)),
    "chromium": Need(lambda: absent(*CHROMIUM), CHROMIUM),
    "configurable-http-proxy": Need(lambda: absent(*PROXY), PROXY),
    "accounts": Need(unix_users.why_not),
    "bash": Need(lambda: absent("bash")),
    "make": Need(lambda: absent("make")),
    "posix": Need(lambda: "this is Windows" if os.name == "nt" else ""),
}
HIDDEN = frozenset(program for need in NEEDS.values() for program in need.programs)


@functools.cache
def missing(name: str) -> str:
    """Why a test that needs this skips here; empty where it runs. Asked with PATH as it came."""
    fault = NEEDS[name].fault()
    return f"needs {name}: {fault}" if fault else ""


# Other programs are hidden -----------------------------------------------------------------------


def path_without(programs: frozenset[str], scratch: Path, path: str) -> str:
    """A search path on which these programs are not: folders that hold one become links."""
    return os.pathsep.join(_without(programs, scratch, part) for part in path.split(os.pathsep))


@functools.cache
def _without(programs: frozenset[str], scratch: Path, folder: str) -> str:
    here = Path(folder)
    if not any((here / program).exists() for program in programs):
        return folder
    links = Path(tempfile.mkdtemp(dir=scratch))
    links.chmod(0o755)  # tests make accounts that search it too
    for program in here.iterdir():
        if program.name not in programs:
            (links / program.name).symlink_to(program)
    return str(links)


@contextlib.contextmanager
def seeing(names: set[str], scratch: Path) -> Iterator[None]:
    """Leave on PATH only the programs of these needs, for as long as a test runs."""
    named = {program for name in names for program in NEEDS[name].programs}
    before = os.environ["PATH"]
    os.environ["PATH"] = path_without(HIDDEN - named, scratch, before)
    bubblewrap.fault.cache_clear()  # it remembers what it found on the path
    try:
        yield
    finally:
        os.environ["PATH"] = before
        bubblewrap.fault.cache_clear()


# What pytest is told -----------------------------------------------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    """Make the marks known, and a folder for links."""
    for mark, what in (("needs", "skips where one is missing"), ("uses", "sees it where it is")):
        config.addinivalue_line("markers", f"{mark}(*names): {what}; see tests/support/programs.py")
    folder = tempfile.TemporaryDirectory(prefix="programs-")
    Path(folder.name).chmod(0o755)
    config.stash[SCRATCH] = folder
    config.add_cleanup(folder.cleanup)


SCRATCH = pytest.StashKey["tempfile.TemporaryDirectory[str]"]()


def named(item: pytest.Item, *marks: str) -> list[str]:
    """What a test names in its marks, in their order; an unknown name is an error."""
    names = [name for mark in marks for found in item.iter_markers(mark) for name in found.args]
    if unknown := set(names) - set(NEEDS):
        raise pytest.UsageError(f"{item.nodeid} needs {sorted(unknown)}, of {sorted(NEEDS)}")
    return names


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let each test skip that needs what is not there."""
    for item in items:
        named(item, "uses")
        for reason in filter(None, map(missing, named(item, "needs"))):
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run each test with what it names, and nothing else of what `make system` installs."""
    with seeing({*named(item, "needs", "uses")}, Path(item.config.stash[SCRATCH].name)):
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """End the run with what was not tested, why, and what brings it."""
    result = yield  # pytest's own summary comes first: this one is to be read last
    files: dict[str, list[str]] = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        files[reason.removeprefix("Skipped: ")].append(report.nodeid.split("::")[0])
    if files:
        terminalreporter.section("not tested here")
    for reason, where in sorted(files.items()):
        terminalreporter.line(f"{reason} ({len(where)} in {', '.join(sorted({*where}))})")
    brought = [name for name, need in NEEDS.items() if need.programs]
    if wanted := [name for name in brought if any(f"needs {name}:" in why for why in files)]:
        terminalreporter.line(f"To install {' and '.join(wanted)}: make system")
    return result
