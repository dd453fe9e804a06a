"""Lessons become solution notebooks and releases; broken lessons become clear errors."""

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from lesson_texts import GOOD, write_lesson

from grading import build
from grading.lesson import LessonErrors, hidden, read_lesson, visible


def errors_of(tmp_path: Path, text: str, name: str = "02_double.py") -> list[str]:
    """Return the error lines a lesson text gives."""
    with pytest.raises(LessonErrors) as caught:
        read_lesson(write_lesson(tmp_path, text, name))
    return [str(error) for error in caught.value.errors]


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
    assert build.main(["--root", str(root)]) == 0
    return root


def read(root: Path, which: str, stem: str = "02_double") -> nbformat.NotebookNode:
    notebook = nbformat.read(root / which / stem / f"{stem}.ipynb", as_version=4)
    nbformat.validate(notebook)
    return notebook


# What a lesson is


def test_read_lesson_gives_kinds_names_points_and_lines(tmp_path: Path) -> None:
    lesson = read_lesson(write_lesson(tmp_path))
    tagged = [
        (cell.kind, cell.name, cell.grade_id, cell.points) for cell in lesson.cells if cell.grade_id
    ]
    assert lesson.stem == "02_double"
    assert tagged == [
        ("setup", "imports", "imports", None),
        ("exercise", "double", "double", None),
        ("test", "double", "test_double", 2),
        ("test", "double", "test_double_empty", 0.5),
        ("task", "why", "why", 3),
    ]
    text = GOOD.split("\n")
    for cell in lesson.cells:
        assert text[cell.line - 1].startswith("# %%")
        assert text[cell.first - 1].removeprefix("# ") == cell.source.split("\n")[0]


def test_visible_and_hidden_split_a_test_cell(tmp_path: Path) -> None:
    lesson = read_lesson(write_lesson(tmp_path))
    test = next(cell for cell in lesson.cells if cell.kind == "test")
    assert visible(test.source).split("\n") == test.source.split("\n")[:2]
    assert [line.strip()[:6] for line in hidden(test.source)[0]] == ["secret", "check."]


# What is built


def test_solution_notebook_is_complete_and_clean(built: Path) -> None:
    notebook = read(built, "solutions")
    assert notebook.metadata.kernelspec == {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    }
    assert "jupytext" not in notebook.metadata
    assert [cell.id for cell in notebook.cells] == [
        "cell-000", "imports", "cell-002", "double", "test_double", "test_double_empty", "why",
        "cell-007",
    ]  # fmt: skip
    test = notebook.cells[4]
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
    assert notebook.cells[0].metadata == {} == notebook.cells[2].metadata


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
    assert build.main(["--root", str(built)]) == 0
    assert capsys.readouterr().out == "2 lessons built, 0 files changed\n"
    assert times() == before
    assert build.main(["--root", str(built), "--check"]) == 0


def test_files_are_written_as_jupyter_writes_them(built: Path) -> None:
    for which in ("solutions", "notebooks"):
        text = (built / which / "02_double/02_double.ipynb").read_text()
        assert text == nbformat.writes(nbformat.reads(text, as_version=4)) + "\n"


def test_check_reports_differences_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lesson(tmp_path)
    build.main(["--root", str(tmp_path)])
    edited = tmp_path / "notebooks/02_double/02_double.ipynb"
    edited.write_text(edited.read_text().replace("Doubling", "Trebling"))
    before = tree(tmp_path)
    capsys.readouterr()
    assert build.main(["--root", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().out == "notebooks/02_double/02_double.ipynb: differs\n"
    assert tree(tmp_path) == before


def test_a_lesson_that_is_gone_leaves_nothing_but_other_peoples_files(tmp_path: Path) -> None:
    write_lesson(tmp_path)
    old = write_lesson(tmp_path, name="01_old.py")
    build.main(["--root", str(tmp_path)])
    (tmp_path / "solutions/01_old/notes.txt").write_text("mine")
    old.unlink()
    build.main(["--root", str(tmp_path)])
    assert not (tmp_path / "notebooks/01_old").exists()
    assert list(tree(tmp_path / "solutions/01_old")) == ["notes.txt"]
    assert (tmp_path / "notebooks/02_double").exists()


def test_one_broken_lesson_stops_everything_with_all_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_lesson(tmp_path)
    broken = GOOD.replace('exercise="double"', 'exersise="double"').replace("points=3", "points=0")
    write_lesson(tmp_path, broken, "03_again.py")
    assert build.main(["--root", str(tmp_path)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith('lessons/03_again.py:15: unknown tag "exersise". Known tags: ex')
    assert any(":38: points that are no positive number: 0" in line for line in lines)
    assert not (tmp_path / "solutions").exists() and not (tmp_path / "notebooks").exists()


def test_no_lessons_is_an_error_not_an_empty_course(built: Path, tmp_path: Path) -> None:
    (tmp_path / "solutions/02_double").mkdir(parents=True)
    kept = tmp_path / "solutions/02_double/02_double.ipynb"
    kept.write_text("{}")
    assert build.main(["--root", str(tmp_path)]) == 1
    assert kept.exists()


def test_what_nbgrader_refuses_is_reported_not_raised(tmp_path: Path) -> None:
    text = build.solution_notebook(read_lesson(write_lesson(tmp_path)))
    notebook = json.loads(text)
    notebook["cells"][3]["source"] = ["### BEGIN SOLUTION\n"]
    with pytest.raises(build.BuildError, match="no end solution statement"):
        build.release({"02_double": json.dumps(notebook)})


# What is wrong in a lesson: (replace this, by that, line, part of the message)
SOLUTION_END = "    ### END SOLUTION\n"
MISTAKES = {
    "unknown tag": ('setup="imports"', 'set_up="imports"', 6, 'unknown tag "set_up"'),
    "unquoted tag": ('setup="imports"', "setup=imports", 6, "tags that cannot be read"),
    "words": ("# %%\nprint", "# %% exercise double\nprint", 11, "words after the cell marker"),
    "two roles": ('setup="imports"', 'setup="imports" task="b"', 6, "two roles"),
    "duplicate id": ('what="empty" ', "", 33, 'duplicate id "test_double", first used at line 25'),
    "setup id taken": ('setup="imports"', 'setup="why"', 38, 'duplicate id "why"'),
    "id of a plain cell": ('setup="imports"', 'setup="cell-000"', 6, "given to untagged"),
    "no exercise": ('test="double" points', 'test="treble" points', 25, "does not exist"),
    "test first": (
        '# %% setup="imports"',
        '# %% test="double" what="x" points=1\n1\n# %% setup="imports"',
        6,
        "comes before the exercise",
    ),
    "no test": (
        "# %% [markdown] task",
        '# %% exercise="b"\n### BEGIN SOLUTION\n### END SOLUTION\n# %% [markdown] task',
        38,
        'the exercise "b" has no test',
    ),
    "test without points": (" points=2", "", 25, "a test without points"),
    "task without points": (" points=3", "", 38, "a task without points"),
    "points in words": ("points=2", 'points="two"', 25, "no positive number: two"),
    "points NaN": ("points=2", "points=NaN", 25, "no positive number"),
    "points on setup": ('"imports"', '"imports" points=1', 6, "a cell that is not graded"),
    "what on setup": ('"imports"', '"imports" what="x"', 6, "is no test"),
    "task on code": ("# %% [markdown] task", "# %% task", 38, "the tag task on a code cell"),
    "exercise in text": ("# %% exercise", "# %% [markdown] exercise", 15, "on a markdown cell"),
    "unterminated": (SOLUTION_END, "", 19, "is never closed"),
    "nested": ("    return d", "    ### BEGIN SOLUTION\n    return d", 21, "still open"),
    "stray end": ("    factor", SOLUTION_END + "    factor", 18, "without a `### BEGIN SOL"),
    "wrong end": (SOLUTION_END, "    ### END HIDDEN TESTS\n", 22, "without a `### BEGIN HIDDEN"),
    "misspelt marker": ("### BEGIN SOLUTION", "### Begin solution", 19, "not written as it must"),
    "marker with words": ("### END SOLUTION", "### END SOLUTION here", 22, "not written as it"),
    "no solution region": (
        GOOD[GOOD.index("    ### BEGIN SOL") : GOOD.index("\n\n# %% test")],
        "    return []\n",
        15,
        "an exercise without a solution region",
    ),
    "plain cell": (
        'print("plain code stays as it is")',
        "### BEGIN SOLUTION\nprint(1)\n### END SOLUTION",
        12,
        "`### BEGIN SOLUTION` in a plain code cell",
    ),
    "hidden test in an exercise": (
        "    factor",
        "    ### BEGIN HIDDEN TESTS\n    ### END HIDDEN TESTS\n    factor",
        18,
        "`### BEGIN HIDDEN TESTS` in an exercise cell",
    ),
    "markers in prose": ("A picture", "BEGIN MARK SCHEME", 4, "in a plain markdown cell"),
    "no mark scheme": (
        "# === BEGIN MARK SCHEME ===\n# One point for naming overflow, two for an example.\n"
        "# === END MARK SCHEME ===\n",
        "",
        38,
        "a task without a mark scheme",
    ),
    "no answer cell": ("# %% [markdown]\n# *Your", "# %%\n# *Your", 38, "no cell to answer in"),
    "bad id": ('setup="imports"', 'setup="my imports"', 6, 'invalid id "my imports"'),
    "empty id": ('setup="imports"', 'setup=""', 6, 'invalid id ""'),
    "long id": ('"imports"', f'"{"i" * 65}"', 6, "invalid id"),
    "syntax": ("factor = 2", "factor = = 2", 18, "cannot compile this cell: invalid syntax"),
    "warning": ('print("plain', 'print("\\d plain', 12, "invalid escape sequence"),
    "magic": ("import numpy", "%matplotlib inline\nimport numpy", 7, "cannot compile this cell"),
    "released syntax": (
        "    ### BEGIN HIDDEN TESTS\n    secret",
        "    if True:\n        ### BEGIN HIDDEN TESTS\n        pass\n    secret",
        25,
        "Python cannot compile what a learner gets",
    ),
    "autotest": ("print(", "# AUTOTEST\nprint(", 11, "AUTOTEST"),
    "text first": ("# %% [markdown]\n# # D", "x = 1\n# %% [markdown]\n# # D", 1, "text before"),
    "raw cell": ("# %% [markdown]\n# # D", "# %% [raw]\n# # D", 1, "a raw cell"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_lesson_is_named_with_its_line(tmp_path: Path, name: str) -> None:
    old, new, line, message = MISTAKES[name]
    assert old in GOOD
    errors = errors_of(tmp_path, GOOD.replace(old, new))
    found = [error for error in errors if error.startswith(f"lessons/02_double.py:{line}: ")]
    assert any(message in error for error in found), errors
    assert all(error.endswith(".") for error in errors)  # each ends in a remedy


@pytest.mark.parametrize("name", ["2_double.py", "02-double.py", "02_Double.py", "double.py"])
def test_file_names_are_checked(tmp_path: Path, name: str) -> None:
    assert any("a file name no lesson has" in error for error in errors_of(tmp_path, GOOD, name))


def test_a_test_id_may_not_read_like_another_exercise(tmp_path: Path) -> None:
    other = '# %% exercise="double_empty"\n### BEGIN SOLUTION\n1\n### END SOLUTION\n'
    text = GOOD.replace("# %% [markdown] task", other + "# %% [markdown] task")
    errors = errors_of(tmp_path, text)
    assert any("reads like a test of another exercise" in error for error in errors)


def test_cell_markers_in_strings_are_no_cells(tmp_path: Path) -> None:
    text = GOOD.replace('"""Twice each number."""', '"""Twice.\n\n# %% not a cell\n"""')
    lesson = read_lesson(write_lesson(tmp_path, text))
    assert len(lesson.cells) == 8
    assert GOOD.split("\n")[lesson.cells[4].line - 1 - 3].startswith('# %% test="double"')


def test_a_cell_marker_in_a_fenced_block_is_an_error_not_a_shift_of_lines(tmp_path: Path) -> None:
    text = GOOD.replace("# A picture", "# ```\n# %% inside\n# ```\n# A picture")
    assert "jupytext finds 8 cells where 9 markers stand" in errors_of(tmp_path, text)[0]


def test_a_jupytext_header_is_accepted_and_dropped(tmp_path: Path) -> None:
    header = "# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n"
    header += "#       extension: .py\n#       format_name: percent\n# ---\n\n"
    plain = build.solution_notebook(read_lesson(write_lesson(tmp_path)))
    assert build.solution_notebook(read_lesson(write_lesson(tmp_path, header + GOOD))) == plain
