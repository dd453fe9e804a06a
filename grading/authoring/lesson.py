"""Read one lesson text (jupytext py:percent) into plain cells.

`read_lesson` either returns a lesson that can be built or raises `LessonErrors` with everything
that is wrong in it, each with file, line and what to do.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jupytext
from jupytext.stringparser import StringParser

from grading.authoring.lesson_cells import Cell, Lesson, LessonError, LessonErrors
from grading.authoring.lesson_rules import ID, lesson_faults
from grading.cells.markers import hidden, visible
from grading.choices import all_of

__all__ = [
    "Cell", "Lesson", "LessonError", "LessonErrors",
    "hidden", "lesson_paths", "read_lesson", "visible",
]  # fmt: skip

HEADS = ("exercise", "test", "setup", "task")  # a cell carries at most one of these
TAGS = (*HEADS, "points", "what", "folded", "prediction")
GRADED = ("test", "task")
FILE_NAME = re.compile(r"\d\d_[a-z0-9]+(_[a-z0-9]+)*\.py")

_MARKER = re.compile(r"^\s*#\s*%%(%*)(\s|$)")
_JUPYTEXT_KEYS = ("lines_to_next_cell", "lines_to_end_of_cell_marker", "cell_marker")
_EXAMPLE = 'Write tags as in `# %% test="softmax" points=2`.'


def lesson_paths(root: Path, names: Sequence[str] = ()) -> list[Path]:
    """The texts of the named lessons, or of all, in order.

    Raises:
        UnknownName: there is no lesson of that name.
    """
    found = {path.stem: path for path in sorted((root / "lessons").glob("[0-9][0-9]_*.py"))}
    return [found[name] for name in all_of(names, list(found), "lesson")]


def read_lesson(path: Path | str) -> Lesson:
    """Parse and check one lesson text; raise `LessonErrors` when anything is wrong."""
    lesson, errors = parse_lesson(Path(path))
    errors += lesson_faults(lesson)
    if errors:
        raise LessonErrors(errors)
    return lesson


def parse_lesson(path: Path) -> tuple[Lesson, list[LessonError]]:
    """Parse a lesson text as far as it goes; return it with the errors met on the way."""
    lesson = Lesson(path)
    errors: list[LessonError] = []
    if not FILE_NAME.fullmatch(path.name):
        remedy = "Name it as in 02_softmax.py: two digits, lower case, underscores."
        errors.append(lesson.error(1, f'a file name no lesson has: "{path.name}"', remedy))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as reason:
        remedy = "Lessons are UTF-8 text files."
        return lesson, [*errors, lesson.error(1, f"cannot be read: {reason}", remedy)]
    starts, head_errors = _find_marker_lines(lesson, text)
    if head_errors:
        return lesson, errors + head_errors
    try:
        # Comments stay comments: lessons use no IPython magics.
        notebook = jupytext.reads(
            text, fmt={"extension": ".py", "format_name": "percent", "comment_magics": False}
        )
    except Exception as reason:  # jupytext and nbformat raise many kinds
        remedy = "Keep the header as jupytext wrote it, or delete it: a lesson needs none."
        return lesson, [*errors, lesson.error(1, f"jupytext cannot read it: {reason}", remedy)]
    if len(notebook.cells) != len(starts):
        message = f"jupytext finds {len(notebook.cells)} cells where {len(starts)} markers stand"
        remedy = "Look for a `# %%` line inside a string or a fenced block, or an open quote."
        return lesson, [*errors, lesson.error(1, message, remedy)]
    for index, (cell, line) in enumerate(zip(notebook.cells, starts, strict=True)):
        errors += _add_cell(lesson, index, dict(cell), line)
    return lesson, errors


def _find_marker_lines(lesson: Lesson, text: str) -> tuple[list[int], list[LessonError]]:
    """Return the line number of each `# %%` marker, and errors about text before the first."""
    starts: list[int] = []
    errors: list[LessonError] = []
    quotes = StringParser("python")
    in_header = False
    for number, line in enumerate(text.splitlines(), start=1):
        if not quotes.is_quoted() and _MARKER.match(line):
            starts.append(number)
            quotes = StringParser("python")  # as jupytext: quoting starts afresh in each cell
        elif not starts and line.strip() == "# ---":
            in_header = not in_header
        elif not starts and not in_header and line.strip() and not errors:
            remedy = "Begin the cell with `# %%` or `# %% [markdown]`."
            errors.append(lesson.error(number, "text before the first cell marker", remedy))
        quotes.read_line(line)
    if not starts and not errors:
        remedy = "Begin the first cell with `# %%` or `# %% [markdown]`."
        errors.append(lesson.error(1, "no cell in this file", remedy))
    return starts, errors


def _add_cell(lesson: Lesson, index: int, cell: dict[str, Any], line: int) -> list[LessonError]:
    """Turn jupytext's cell into ours, append it to the lesson and return what is wrong with it."""
    tags = {key: value for key, value in cell["metadata"].items() if key not in _JUPYTEXT_KEYS}
    faults = _tag_faults(tags, cell["cell_type"])
    head = next((tag for tag in HEADS if tag in tags), None)
    kind = head or ("code" if cell["cell_type"] == "code" else "markdown")
    name = str(tags.get(head, "")) if head else ""
    grade_id = name or None
    if head == "test":
        grade_id = f"test_{name}" + (f"_{tags['what']}" if "what" in tags else "")
    if head and not ID.fullmatch(grade_id or ""):
        remedy = "Use letters, digits, _ and -, at most 64 of them."
        faults.append((f'invalid id "{grade_id or ""}"', remedy))
    points, point_faults = _read_points(tags, kind)
    faults += point_faults
    first = line + 1 + ("cell_marker" in cell["metadata"])  # markdown may open with a quote line
    first += len(cell["source"]) - len(cell["source"].lstrip("\n"))
    source = cell["source"].strip("\n")
    cell_id = grade_id or f"cell-{index:03d}"
    folded = tags.get("folded") is True
    prediction = tags.get("prediction") is True
    lesson.cells.append(
        Cell(kind, name, grade_id, points, source, line, cell_id, first, folded, prediction)
    )
    return [lesson.error(line, message, remedy) for message, remedy in faults]


def _tag_faults(tags: dict[str, Any], cell_type: str) -> list[tuple[str, str]]:
    """Return what is wrong with the tags of one marker line."""
    faults: list[tuple[str, str]] = []
    if cell_type == "raw":
        faults.append(("a raw cell", "Use a code cell, or `# %% [markdown]`."))
    for key, value in tags.items():
        if key == "incorrectly_encoded_metadata":
            faults.append((f"tags that cannot be read: {value}", _EXAMPLE))
        elif key == "title":
            faults.append((f'words after the cell marker: "{value}"', _EXAMPLE))
        elif key not in TAGS:
            faults.append((f'unknown tag "{key}"', f"Known tags: {', '.join(TAGS)}. {_EXAMPLE}"))
    heads = [tag for tag in HEADS if tag in tags]
    if len(heads) > 1:
        faults.append((f"a cell with two roles: {' and '.join(heads)}", "Make it two cells."))
    for head in heads:
        if (head == "task") != (cell_type == "markdown"):
            wanted = "`# %% [markdown] task=...`" if head == "task" else f"`# %% {head}=...`"
            faults.append((f"the tag {head} on a {cell_type} cell", f"Write {wanted}."))
    if "what" in tags and "test" not in tags:
        faults.append(('the tag "what" on a cell that is no test', "Take it out."))
    if "prediction" in tags and ("test" not in tags or tags["prediction"] is not True):
        remedy = "Write prediction=true beside test=, or leave it out."
        faults.append((f"prediction={tags['prediction']} on this cell", remedy))
    if "folded" in tags and (cell_type != "code" or "exercise" in tags):
        faults.append(('the tag "folded" on a text or an exercise, to be read', "Take it out."))
    if tags.get("folded", True) is not True:
        faults.append((f"folded={tags['folded']}", "Write folded=true, or leave it out."))
    return faults


def _read_points(tags: dict[str, Any], kind: str) -> tuple[float | None, list[tuple[str, str]]]:
    """Return the points of a cell, and what is wrong with them."""
    points = tags.get("points")
    if kind not in GRADED:
        if "points" in tags:
            remedy = 'Only test cells and tasks are graded: move points to test="...".'
            return None, [(f"points on a cell that is not graded ({kind})", remedy)]
        return None, []
    if points is None:
        return None, [(f"a {kind} without points", f'Add points, as in `{kind}="name" points=2`.')]
    ok = isinstance(points, (int, float)) and not isinstance(points, bool)
    if not ok or not 0 < points < float("inf"):
        return None, [(f"points that are no positive number: {points}", "Write points=2.")]
    return points, []
