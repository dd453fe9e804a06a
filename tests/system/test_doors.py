"""The other doors into the course: Colab, VS Code, Binder, a dev container; and who must not be kept out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import axe
import chromium
import nbformat
import pytest
import yaml
from nbclient import NotebookClient
from packaging.specifiers import SpecifierSet

from grading.cells.opened_elsewhere import WANTED, fetching
from grading.classroom import overview, report

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("[0-9][0-9]_*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


# Colab -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stem", LESSONS)
def test_every_lesson_begins_with_a_locked_folded_cell_that_fetches_the_course(stem):
    notebook = nbformat.read(ROOT / "notebooks" / stem / f"{stem}.ipynb", as_version=4)
    first, title = notebook.cells[:2]
    assert first.id == "fetch_the_course" and first.source.splitlines()[-1].startswith(
        "fetch_the_course("
    )
    assert title.cell_type == "markdown" and title.source.startswith("# ")
    assert first.metadata.jupyter.source_hidden and first.metadata.cellView == "form"
    assert (
        first.metadata.nbgrader.locked
        and not first.metadata.editable
        and not first.metadata.deletable
    )


def test_beside_the_course_the_cell_does_nothing(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("it fetches"))
    space: dict[str, object] = {}
    exec(fetching("git+https://example.org/course"), space)
    assert space.keys() - {"__builtins__"} == {"fetch_the_course"}, "no other name is left behind"


def test_the_cell_wants_what_lessons_and_helpers_import():
    texts = [*(ROOT / "lessons").glob("[0-9]*.py"), *(ROOT / "helpers").rglob("*.py")]
    imported = {
        name
        for text in texts
        for name in re.findall(r"^\s*(?:from|import) (\w+)", text.read_text(encoding="utf-8"), re.M)
    }
    theirs = (
        imported
        - set(sys.stdlib_module_names)
        - {"helpers", "IPython", "ipykernel", "jupyterlab_server", "__future__"}
    )
    dependencies = {re.split(r"[=<>]", text)[0] for text in PROJECT["dependencies"]}
    assert theirs & dependencies <= set(WANTED)
    assert set(WANTED) <= dependencies


@pytest.fixture
def elsewhere(tmp_path):
    """A Python with everything that Colab has, and without the course; and the course's repository."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "colab"], check=True)
    python = tmp_path / "colab" / ("Scripts" if os.name == "nt" else "bin") / "python"
    there = tmp_path / "packages"
    there.mkdir()
    for name in (*WANTED, "setuptools", "packaging"):
        spec = find_spec(name)
        assert spec and spec.origin
        origin = Path(spec.origin)
        whole = origin.parent if origin.name == "__init__.py" else origin
        (there / whole.name).symlink_to(whole)
    repository = tmp_path / "repository"
    shutil.copytree(
        ROOT / "helpers", repository / "helpers", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(
        ROOT / "grading", repository / "grading", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, repository)
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.org", "-C", str(repository)]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "the course"]):
        subprocess.run([*git, *words], check=True)
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    # Building in this Python's setuptools: nothing is downloaded.
    surroundings |= {"PYTHONPATH": str(there), "PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
    return python, f"git+{repository.as_uri()}", surroundings


@pytest.mark.needs("posix")  # links
def test_elsewhere_the_cell_installs_the_course(elsewhere, tmp_path):
    python, address, surroundings = elsewhere
    asks = "import helpers; print(helpers.__file__); from helpers.kennel import words"
    before = subprocess.run(
        [python, "-c", asks], cwd=tmp_path, env=surroundings, capture_output=True, text=True
    )
    assert "ModuleNotFoundError" in before.stderr
    for code in (fetching(""), "import os\n" + fetching(address)):
        done = subprocess.run(
            [python, "-c", f"{code}\nprint('on')"],
            cwd=tmp_path,
            env=surroundings,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0 and done.stdout.strip() == "on", done.stderr
    after = subprocess.run(
        [python, "-c", asks], cwd=tmp_path, env=surroundings, capture_output=True, text=True
    )
    assert "site-packages" in after.stdout, after.stderr


# VS Code -----------------------------------------------------------------------------------------


def test_a_kernel_started_as_vs_code_does_runs_a_lesson_and_shows_still_pictures(tmp_path):
    """By the environment's Python, in the notebook's folder, without JupyterLab's settings."""
    notebook = nbformat.read(ROOT / "solutions/02_softmax/02_softmax.ipynb", as_version=4)
    [last] = [
        place
        for place, cell in enumerate(notebook.cells)
        if "sliders.temperature_slider(" in cell.source
    ]
    notebook.cells = notebook.cells[: last + 1]
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")
    }
    where = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where).execute(
        env=surroundings
    )
    data = notebook.cells[-1].outputs[-1]
    assert "application/vnd.jupyter.widget-view+json" in data.data
    assert "image/png" in data.data and "temperature 0.1" in data.metadata["image/png"]["alt"]


# Binder and containers ---------------------------------------------------------------------------


def test_binder_finds_an_environment_that_it_can_install():
    found = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    [pip] = [part["pip"] for part in found["dependencies"] if isinstance(part, dict)]
    assert pip == ["--constraint constraints.txt", "--editable ."], (
        "local paths: Binder installs from the whole repository"
    )


def test_the_dev_container_installs_what_make_lab_does():
    found = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text(encoding="utf-8"))
    version = re.search(r":(\d\.\d+)$", found["image"])
    assert version and SpecifierSet(PROJECT["requires-python"]).contains(f"{version[1]}.0")
    install = found["postCreateCommand"].removeprefix("pip ")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert install.rstrip(".").strip() in makefile
    assert {"ms-python.python", "ms-toolsai.jupyter"} <= set(
        found["customizations"]["vscode"]["extensions"]
    )


# What instructors and students read --------------------------------------------------------------


@pytest.mark.needs("chromium")
@pytest.mark.skipif(bool(axe.why_not()), reason=f"needs axe-core: {axe.why_not()}")
def test_axe_finds_nothing_that_keeps_readers_out_of_report_and_feedback(graded_class, tmp_path):
    from grading.classroom.demo import MISTAKEN, run_nbgrader

    lesson = "02_softmax"
    done = run_nbgrader(graded_class, "generate_feedback", lesson, "--student", MISTAKEN, "--force")
    assert done.returncode == 0, done.stdout
    page_of_report = tmp_path / "report.html"
    page_of_report.write_text(
        report.as_page(overview.read_overview(graded_class), "today"), encoding="utf-8"
    )
    pages = [page_of_report, graded_class / "feedback" / MISTAKEN / lesson / f"{lesson}.html"]
    with chromium.running() as browser:
        page = browser.new_page()
        for path in pages:
            page.goto(path.as_uri())
            found, kept = axe.violations(page)
            assert found == [], path.name
            assert kept > 5
