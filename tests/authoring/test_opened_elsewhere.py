"""A lesson that is opened where the course's folder is not seen says what to do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from grading.authoring.build import solution_notebook
from grading.authoring.lesson import read_lesson
from grading.cells.opened_elsewhere import FETCH_ID, SENTENCES, guarded

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "lessons").glob("[0-9][0-9]_*.py"))


def first_cell(path):
    cells = json.loads(solution_notebook(read_lesson(path)))["cells"]
    return next("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code" and cell["id"] != FETCH_ID)


def said(source, folder):
    """The last line of what the cell says in a Python that has nothing of the course."""
    bare = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(folder)!r})\n{source}"]
    return subprocess.run(bare, cwd=folder, capture_output=True, text=True).stderr.splitlines()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_says_so_in_its_first_cell(path, tmp_path):
    lines = said(first_cell(path), tmp_path)
    assert lines[-1] == f"ImportError: {SENTENCES}"
    assert not any("During handling" in line for line in lines)


def test_another_package_of_that_name_is_no_help(tmp_path):
    (tmp_path / "helpers.py").write_text("'''As people install it from PyPI.'''")
    assert said(first_cell(LESSONS[0]), tmp_path)[-1] == f"ImportError: {SENTENCES}"


def test_the_sentences_name_the_folder_the_command_and_the_kernel():
    assert SENTENCES.count(". ") == 1 and SENTENCES.endswith(".")
    for words in ("helpers", "make lab", ".venv", "kernel", "Colab"):
        assert words in SENTENCES


def test_with_the_course_there_the_cell_is_what_it_was():
    space = {}
    exec(guarded("from helpers import check, plots"), space)
    assert {"check", "plots"} <= space.keys()
