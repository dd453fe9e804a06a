"""A small lesson that is quick to grade, and how a student hands it in, whole or damaged."""

from copy import deepcopy

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

TINY = "00_tiny"


def marked(grade_id, source, points=None, **flags):
    """A cell with nbgrader's metadata; markdown when it is a task."""
    meta = {"schema_version": 3, "grade_id": grade_id, "grade": False, "solution": False}
    meta |= {"locked": False, "task": False, **flags}
    if points is not None:
        meta["points"] = points
    new_cell = new_markdown_cell if meta["task"] else new_code_cell
    return new_cell(source, id=grade_id, metadata={"nbgrader": meta})


def tiny_lesson():
    """A solved lesson with each kind of cell, quick to run: 3 points by test, 4 by hand."""
    body = "    ### BEGIN SOLUTION\n    return {}\n    ### END SOLUTION"
    hidden = "### BEGIN HIDDEN TESTS\nassert {}\n### END HIDDEN TESTS"
    scheme = "Why?\n\n=== BEGIN MARK SCHEME ===\nbecause\n=== END MARK SCHEME ==="
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(
        metadata={"kernelspec": kernel},
        cells=[
            marked("imports", "import math\nimport tqdm", locked=True),
            marked("double", "def double(x):\n" + body.format("2 * x"), solution=True),
            marked(
                "test_double",
                "assert double(2) == 4\n" + hidden.format("double(5) == 10"),
                grade=True,
                locked=True,
                points=2,
            ),
            marked("root", "def root(x):\n" + body.format("math.sqrt(x)"), solution=True),
            marked(
                "test_root",
                "assert root(4) == 2\n" + hidden.format("root(9) == 3"),
                grade=True,
                locked=True,
                points=1,
            ),
            marked("why", scheme, task=True, locked=True, points=4),
            new_markdown_cell("Because.", id="answer"),
        ],
    )


def changed(notebook, change):
    """A copy of a notebook, as text, after `change` has been done to its cells by id."""
    copy = deepcopy(notebook)
    change(copy.cells, {cell.id: cell for cell in copy.cells})
    return nbformat.writes(copy)


def put(course, student, content, name=TINY):
    """Hand in one notebook: bytes, or text."""
    path = course / "submitted" / student / TINY / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
