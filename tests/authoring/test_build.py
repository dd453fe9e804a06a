"""Lessons become solution notebooks and releases, the same bytes every time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from lesson_texts import GOOD, write_lesson

from grading.__main__ import main as command
from grading.authoring import build
from grading.authoring.lesson import read_lesson, visible


def tree(root: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of two lessons, built."""
    root = tmp_path_factory.mktemp("course")
    write_lesson(root)
    write_lesson(root, GOOD.replace("# Doubling", "# Doubling again"), "03_again.py")
    assert command(["build", "--root", str(root)]) == 0
    return root


def read(root: Path, which: str, stem: str = "02_double") -> nbformat.NotebookNode:
    notebook = nbformat.read(root / which / stem / f"{stem}.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook


def test_solution_notebook_is_complete_and_clean(built: Path) -> None:
    notebook = read(built, "solutions")
    assert notebook.metadata.kernelspec == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    assert "jupytext" not in notebook.metadata
    assert [cell.id for cell in notebook.cells] == [
        "fetch_the_course", "cell-000", "imports", "cell-002", "double", "test_double",
        "test_double_empty", "why", "cell-007", "progress",
    ]  # fmt: skip
    test = notebook.cells[5]
    assert test.metadata == {
        "nbgrader": {
            "grade": True,
            "grade_id": "test_double",
            "locked": True,
            "points": 2,
            "schema_version": 3,
            "solution": False,
            "task": False,
        }
    }
    assert "secret_numbers" in test.source and test.outputs == []
    assert notebook.cells[1].metadata == {} == notebook.cells[3].metadata


def test_release_keeps_nothing_secret_and_equals_visible(built: Path) -> None:
    solution, release = read(built, "solutions"), read(built, "notebooks")
    for ours, theirs in zip(solution.cells, release.cells, strict=True):
        assert theirs.source == visible(ours.source)  # our `visible` is what nbgrader does
    text = (built / "notebooks/02_double/02_double.ipynb").read_text()
    for secret in ("doubled_values", "secret_numbers", "overflow", "BEGIN", "END "):
        assert secret not in text
    assert "raise NotImplementedError()" in text


def test_release_equals_what_an_instructor_generates_with_a_database(
    built: Path, tmp_path: Path
) -> None:
    for stem, text in tree(built / "solutions").items():
        (tmp_path / "solutions" / stem).parent.mkdir(parents=True)
        (tmp_path / "solutions" / stem).write_bytes(text)
    (tmp_path / "nbgrader_config.py").write_text(
        "c = get_config()\n"
        "c.CourseDirectory.course_id = 'course'\n"
        "c.CourseDirectory.source_directory = 'solutions'\n"
        "c.CourseDirectory.release_directory = 'notebooks'\n"
    )
    # nbgrader runs the program `alembic`, which lies beside this Python
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "--assignment=*"]
    ran = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PATH": path}, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "gradebook.db").exists()
    assert tree(tmp_path / "notebooks") == tree(built / "notebooks")


def test_rebuild_changes_nothing(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def times() -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in built.rglob("*.ipynb")}

    before = times()
    assert command(["build", "--root", str(built)]) == 0
    assert capsys.readouterr().out == "2 lessons built, 0 files changed\n"
    assert times() == before
    assert command(["build", "--root", str(built), "--check"]) == 0


def test_files_are_written_as_jupyter_writes_them(built: Path) -> None:
    for which in ("solutions", "notebooks"):
        text = (built / which / "02_double/02_double.ipynb").read_text()
        assert text == nbformat.writes(nbformat.reads(text, as_version=4)) + "\n"


def test_check_reports_differences_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lesson(tmp_path)
    command(["build", "--root", str(tmp_path)])
    edited = tmp_path / "notebooks/02_double/02_double.ipynb"
    edited.write_text(edited.read_text().replace("Doubling", "Trebling"))
    before = tree(tmp_path)
    capsys.readouterr()
    assert command(["build", "--root", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().out == "notebooks/02_double/02_double.ipynb: differs\n"
    assert tree(tmp_path) == before


def test_a_lesson_that_is_gone_leaves_nothing_but_other_peoples_files(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    old = write_lesson(tmp_path, name="01_old.py")
    command(["build", "--root", str(tmp_path)])
    (tmp_path / "solutions/01_old/notes.txt").write_text("mine")
    old.unlink()
    command(["build", "--root", str(tmp_path)])
    assert not (tmp_path / "notebooks/01_old").exists()
    assert list(tree(tmp_path / "solutions/01_old")) == ["notes.txt"]
    assert (tmp_path / "notebooks/02_double").exists()


def test_one_broken_lesson_stops_everything_with_all_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lesson(tmp_path)
    broken = GOOD.replace('exercise="double"', 'exersise="double"').replace("points=3", "points=0")
    write_lesson(tmp_path, broken, "03_again.py")
    assert command(["build", "--root", str(tmp_path)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith('lessons/03_again.py:15: unknown tag "exersise". Known tags: ex')
    assert any(":38: points that are no positive number: 0" in line for line in lines)
    assert not (tmp_path / "solutions").exists() and not (tmp_path / "notebooks").exists()


def test_no_lessons_is_an_error_not_an_empty_course(built: Path, tmp_path: Path) -> None:
    (tmp_path / "solutions/02_double").mkdir(parents=True)
    kept = tmp_path / "solutions/02_double/02_double.ipynb"
    kept.write_text("{}")
    assert command(["build", "--root", str(tmp_path)]) == 1
    assert kept.exists()


def test_what_nbgrader_refuses_is_reported_not_raised(tmp_path: Path) -> None:
    text = build.solution_notebook(read_lesson(write_lesson(tmp_path)))
    notebook = json.loads(text)
    notebook["cells"][3]["source"] = ["### BEGIN SOLUTION\n"]
    with pytest.raises(build.BuildError, match="no end solution statement"):
        build.release({"02_double": json.dumps(notebook)})
