"""The files that install the course agree with each other, and `make` fails in one line."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CONDA = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
PLATFORMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
MARKER_ENVIRONMENTS = [
    {
        "python_version": version,
        "python_full_version": f"{version}.0",
        "sys_platform": platform,
        "platform_system": system,
        "os_name": os_name,
        "platform_machine": "x86_64",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
    }
    for version in ("3.11", "3.12", "3.13")
    for platform, system, os_name in PLATFORMS
]


def constraints() -> dict[str, Requirement]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    found = [Requirement(line) for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def direct_dependencies() -> list[Requirement]:
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(text) for text in sum(extras, PROJECT["dependencies"])]


def wanted_by(requirement: Requirement) -> Iterator[Requirement]:
    """Yield what an installed distribution needs on any Python and platform we support."""
    for text in metadata.requires(requirement.name) or []:
        needed = Requirement(text)
        if needed.marker is None or any(
            needed.marker.evaluate({**environment, "extra": extra})
            for environment in MARKER_ENVIRONMENTS
            for extra in ("", *requirement.extras)
        ):
            yield needed


def all_dependencies() -> dict[str, Requirement]:
    """Follow the dependencies of the project to the end, through what is installed here."""
    found: dict[str, Requirement] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = direct_dependencies()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        found[name] = requirement
        try:
            waiting.extend(wanted_by(requirement))
        except metadata.PackageNotFoundError:
            continue  # wanted on another platform only
    return found


def test_every_constraint_is_one_exact_version() -> None:
    for requirement in constraints().values():
        assert re.fullmatch(r"==[\w.!]+", str(requirement.specifier)), (
            f"constraints.txt must name one public version: {requirement}"
        )


def test_every_dependency_is_constrained() -> None:
    # torch on Linux names its own GPU libraries by exact version.
    free = {
        name
        for name, requirement in all_dependencies().items()
        if name not in constraints() and not str(requirement.specifier).startswith("==")
    }
    assert not free, f"not in constraints.txt, so any version may come: {sorted(free)}"


def test_nothing_is_constrained_that_nobody_needs() -> None:
    unused = constraints().keys() - all_dependencies().keys()
    assert not unused, f"in constraints.txt, but no dependency leads to it: {sorted(unused)}"


def test_constraints_satisfy_the_project() -> None:
    pins = constraints()
    for requirement in direct_dependencies():
        version = next(iter(pins[canonicalize_name(requirement.name)].specifier)).version
        assert requirement.specifier.contains(version), f"{requirement} but pinned to {version}"


def test_every_pinned_version_runs_on_the_oldest_python() -> None:
    """Debian 12 has Python 3.11.2: a package that asks for 3.11.5 stops `make lab` there."""
    oldest = PROJECT["requires-python"].removeprefix(">=") + ".0"
    too_new = []
    for name, requirement in constraints().items():
        try:
            installed = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # wanted on another platform only
        wants = installed.metadata.get("Requires-Python") or ""
        pinned = requirement.specifier.contains(installed.version)
        if pinned and not Requirement(f"python{wants}").specifier.contains(oldest):
            too_new.append(f"{requirement} wants Python {wants}")
    assert not too_new


def test_conda_installs_the_project_and_lists_nothing_twice() -> None:
    *from_conda, from_pip = CONDA["dependencies"]
    assert [re.split(r"[<>=]", name)[0] for name in from_conda] == ["python", "pip"]
    assert from_pip == {"pip": ["--constraint constraints.txt", "--editable ."]}
    assert CONDA["name"] == PROJECT["name"]


def test_conda_and_the_project_start_at_the_same_python() -> None:
    python = Requirement(CONDA["dependencies"][0])
    lowest = Requirement(f"python{PROJECT['requires-python']}").specifier
    for version in ("3.10.14", "3.11.0", "3.13.9"):
        assert python.specifier.contains(version) == lowest.contains(version)


def test_the_lab_settings_are_installed_with_helpers() -> None:
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = data["tool"]["setuptools"]["package-data"]["helpers"]
    shipped = {path for pattern in patterns for path in (ROOT / "helpers").glob(pattern)}
    assert shipped >= set((ROOT / "helpers" / "lab_config").rglob("*.*s*")) != set()


# --- make, on a machine without Python or with the wrong one ---------------------------------


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    return folder


def make(checkout: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run make where the only programs are those in the folder `bin` of the checkout."""
    program = shutil.which("make")
    assert program, "make is not installed"
    (checkout / "bin").mkdir(exist_ok=True)
    return subprocess.run(
        [program, *arguments],
        cwd=checkout,
        env={"PATH": str(checkout / "bin")},
        capture_output=True,
        text=True,
        check=False,
    )


def add_program(checkout: Path, name: str, script: str) -> None:
    folder = checkout / "bin"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


@pytest.mark.parametrize("target", ["help", "lab", "test", "quick", "build", "lint", "demo"])
def test_make_without_python_says_so_in_one_line(checkout: Path, target: str) -> None:
    done = make(checkout, target)
    assert done.returncode != 0
    assert len((done.stdout + done.stderr).splitlines()) == 1
    assert "Python 3.11 or newer is needed" in done.stderr
    assert not (checkout / ".venv").exists()


def test_make_passes_over_a_python_that_is_too_old(checkout: Path) -> None:
    add_program(checkout, "python3", "exit 1")  # what the version question answers on an old one
    done = make(checkout, "lab")
    assert len((done.stdout + done.stderr).splitlines()) == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def fake_python(checkout: Path, pip: str) -> None:
    """Add a Python whose venvs run the shell command `pip` for every `python -m ...`."""
    for tool in ("rm", "touch", "mkdir", "chmod"):
        real = shutil.which(tool)
        assert real
        add_program(checkout, tool, f'exec {real} "$@"')
    make_venv = """case "$*" in *"-m venv --clear"*)
        rm -rf .venv; mkdir -p .venv/bin; echo "$PIP" > .venv/bin/python; chmod +x .venv/bin/python
    esac"""
    add_program(checkout, "python3.12", f"PIP='{pip}'\n{make_venv}")


def test_an_interrupted_install_starts_anew(checkout: Path) -> None:
    fake_python(checkout, "#!/bin/sh\necho half > .venv/half; exit 1")
    assert make(checkout, "lab").returncode != 0
    assert (checkout / ".venv" / "half").exists()
    assert not list((checkout / ".venv").glob("*.stamp"))

    fake_python(checkout, '#!/bin/sh\necho "ran $*"')
    done = make(checkout, "lab")
    assert done.returncode == 0, done.stderr
    assert not (checkout / ".venv" / "half").exists(), "pip cannot go on from half a package"
    assert "ran -m pip install" in done.stdout and "ran -m helpers.lab" in done.stdout


def test_a_second_start_installs_nothing_until_the_versions_change(checkout: Path) -> None:
    fake_python(checkout, '#!/bin/sh\necho "ran $*"')
    make(checkout, "lab")
    assert "pip install" not in make(checkout, "lab").stdout
    assert "--editable .[test,book]" in make(checkout, "test").stdout
    assert "pip install" not in make(checkout, "lab").stdout, "the test tools include the lab"
    later = (checkout / ".venv" / "lab.stamp").stat().st_mtime + 10
    os.utime(checkout / "constraints.txt", (later, later))
    assert "pip install" in make(checkout, "lab").stdout


def test_make_lab_passes_port_and_arguments_on(checkout: Path) -> None:
    done = make(
        checkout,
        "-n",
        "lab",
        "PORT=8890",
        "LAB_ARGS=--no-browser --debug",
        f"PYTHON={sys.executable}",
    )
    assert "-m helpers.lab --port=8890 --no-browser --debug" in done.stdout
