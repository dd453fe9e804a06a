"""Course folders under any path, and consoles that cannot print it."""

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from tiny_lesson import TINY, put, tiny_lesson

from grading.classroom import marks
from grading.classroom.course_paths import take_literally
from grading.classroom.demo import run_nbgrader

ROOT = Path(__file__).resolve().parents[2]
ODD = "Kurs [2026] *neu* été 课程 100% #1"


@pytest.fixture
def plain_glob(monkeypatch):
    for name in ("glob", "iglob"):
        monkeypatch.setattr(glob, name, getattr(glob, name))


@pytest.mark.parametrize("name", ["[2026]", "a [b] c/[!x]", "why?", "*", "[", "été", "plain"])
def test_patterns_below_a_folder_are_found_whatever_its_name(tmp_path, plain_glob, name):
    folder = tmp_path / name
    (folder / "submitted" / "ana").mkdir(parents=True)
    (tmp_path / "2" / "submitted" / "ben").mkdir(parents=True)  # what [2026] would stand for
    take_literally(str(folder))
    take_literally(str(folder))
    wanted = [str(folder / "submitted" / "ana")]
    assert glob.glob(str(folder / "submitted" / "*")) == wanted
    assert list(glob.iglob(str(folder / "sub*" / "[a-b]*"))) == wanted
    assert glob.glob(str(folder)) == [str(folder)]
    assert glob.glob(str(tmp_path / "[2]" / "submitted" / "*")) == [str(tmp_path / "2" / "submitted" / "ben")]
    assert glob.glob("submitted/*", root_dir=folder) == ["submitted/ana"]


def test_where_nothing_is_odd_nothing_is_changed(tmp_path, plain_glob):
    before = glob.glob
    take_literally("/srv/attention 2026/été")
    assert glob.glob is before


@pytest.mark.uses("bubblewrap")
def test_a_class_is_graded_in_a_folder_with_an_odd_name(tmp_path):
    course = tmp_path / ODD
    (course / "solutions" / TINY).mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    nbformat.write(tiny_lesson(), course / "solutions" / TINY / f"{TINY}.ipynb")
    for words in (["generate_assignment", TINY], None, ["autograde", TINY], ["generate_feedback", TINY]):
        if words is None:
            put(course, "ana", nbformat.writes(tiny_lesson()).replace("### BEGIN SOLUTION", "#").replace("### END SOLUTION", "#"))
            continue
        done = run_nbgrader(course, *words)
        assert done.returncode == 0, done.stdout[-3000:]
    (mark,) = marks.read_marks(course)
    assert (mark.points.score, mark.points.max_score) == (3, 3)
    assert (course / "feedback" / "ana" / TINY / f"{TINY}.html").is_file()


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "latin-1"])
def test_names_that_a_console_cannot_print_stop_nothing(tmp_path, encoding, monkeypatch):
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    monkeypatch.setenv("PATH", path)  # nbgrader calls alembic by name when it makes a gradebook
    course = tmp_path / "课程"
    course.mkdir()
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.add_assignment(TINY)
        book.add_notebook(TINY, TINY)
        book.add_student("Ωmega")
    surroundings = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)}
    for words, code in ((["marks"], 0), (["report"], 0), (["marks", "--course", "/无"], 1)):
        done = subprocess.run(
            [sys.executable, "-m", "grading", *words], cwd=course, env=surroundings, capture_output=True
        )
        assert done.returncode == code and b"Traceback" not in done.stderr, done.stderr
        if words == ["marks"]:
            assert rb"\u03a9mega" in done.stdout
