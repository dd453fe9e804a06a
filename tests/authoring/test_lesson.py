"""A lesson text is read into cells; every mistake in one is named with its line."""

from pathlib import Path

import pytest
from lesson_texts import GOOD, write_lesson

from grading.authoring import build
from grading.authoring.lesson import LessonErrors, hidden, read_lesson, visible


def errors_of(tmp_path: Path, text: str, name: str = "02_double.py") -> list[str]:
    """Return the error lines a lesson text gives."""
    with pytest.raises(LessonErrors) as caught:
        read_lesson(write_lesson(tmp_path, text, name))
    return [str(error) for error in caught.value.errors]


def test_read_lesson_gives_kinds_names_points_and_lines(tmp_path: Path) -> None:
    text = GOOD.replace("import numpy", "\n\nimport numpy")
    lesson = read_lesson(write_lesson(tmp_path, text))
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
    lines = text.split("\n")
    for cell in lesson.cells:
        assert lines[cell.line - 1].startswith("# %%")
        assert lines[cell.first - 1].removeprefix("# ") == cell.source.split("\n")[0]


def test_visible_and_hidden_split_a_test_cell(tmp_path: Path) -> None:
    lesson = read_lesson(write_lesson(tmp_path))
    test = next(cell for cell in lesson.cells if cell.kind == "test")
    assert visible(test.source).split("\n") == test.source.split("\n")[:2]
    assert [line.strip()[:6] for line in hidden(test.source)[0]] == ["secret", "check."]


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
    "folded exercise": ('exercise="double"', 'exercise="double" folded=true', 15, "to be read"),
    "folded text": ("# %% [markdown]\n# # D", "# %% [markdown] folded=true\n# # D", 1, "to be read"),
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


def test_code_that_holds_nothing_for_the_reader_may_be_folded(tmp_path: Path) -> None:
    text = GOOD.replace('setup="imports"', 'setup="imports" folded=true', 1)
    cells = read_lesson(write_lesson(tmp_path, text)).cells
    assert [cell.name for cell in cells if cell.folded] == ["imports"]
