"""From a lesson that has been run to its page: what a learner sees who has solved it.

The cells are those of the released notebook, stubs and all; below them stands what the run gave.
"""

from __future__ import annotations

import base64
import copy
import hashlib
import html
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from grading.authoring.build import NOTEBOOKS
from grading.book.lookup import headings, label
from grading.book.two_themes import DARK_TYPE
from grading.cells.opened_elsewhere import FETCH_ID, unguarded
from grading.cells.roles import EXERCISE, TEST, cell_role
from grading.user_error import UserError

PICTURES = Path("_static", "pictures")
Files = dict[Path, bytes]  # by their path in the book's source


def lesson_page(root: Path, stem: str, run: NotebookNode) -> Files:
    """The page of a lesson and its pictures.

    Raises:
        UserError: a picture carries no description.
    """
    files: Files = {}
    outputs = {cell.id: cell.outputs for cell in run.cells if cell.cell_type == "code"}
    notebook = nbformat.read(root / NOTEBOOKS / stem / f"{stem}.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != FETCH_ID]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_labels(stem, cell.source)
            continue
        cell.source = unguarded(cell.source)
        cell.metadata["tags"] = list(_tags(cell))
        cell.outputs = list(_shown(stem, cell.id, outputs.get(cell.id, []), files))
    first = notebook.cells[0]
    # Its first line is a label, the second the title.
    label_line, title, *rest = first.source.split("\n")
    first.source = "\n".join([label_line, title, "", _opened_by(stem), *rest])
    notebook.metadata.pop("book", None)
    text = nbformat.writes(notebook)
    return {Path("lessons", f"{stem}.ipynb"): text.encode(), **files}


def _opened_by(stem: str) -> str:
    """Where this lesson can be worked in."""
    return (
        ":::{admonition} Open this lesson\n:class: note\n"
        f"This page is for reading. To run and answer it, type `make lab` and open `{stem}.ipynb`; "
        "there are [other ways](../opening.md).\n:::\n"
    )


def with_labels(stem: str, source: str) -> str:
    """A text with a label above each heading, for links to lead to."""
    lines = source.split("\n")
    for number, level, heading in reversed(list(headings(source))):
        lines.insert(number, f"({label(stem, level, heading)})=")
    return "\n".join(lines)


def _tags(cell: NotebookNode) -> Iterator[str]:
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        yield "hide-input"
    role = cell_role(cell) if "nbgrader" in cell.metadata else ""
    yield from {EXERCISE: ["exercise"], TEST: ["check"]}.get(role, [])


def _shown(
    stem: str, cell: str, outputs: list[NotebookNode], files: Files
) -> Iterator[NotebookNode]:
    """The outputs as a page shows them: pictures for both themes, reports in one piece."""
    printed: NotebookNode | None = None
    for output in copy.deepcopy(outputs):
        data = output.get("data", {})
        if output.output_type == "stream" or "check" in output.get("metadata", {}):
            text = output.text if output.output_type == "stream" else data["text/plain"] + "\n"
            if printed is None:
                printed = nbformat.v4.new_output("stream", name="stdout", text="")
            printed.text += text
            continue
        if printed is not None:
            yield printed
            printed = None
        if "image/png" in data:
            alt = output.metadata.get("image/png", {}).get("alt", "")
            if not alt:
                raise UserError(
                    f"Lesson {stem}, cell {cell}: a picture without a description in words; "
                    "draw it with helpers.plots, whose pictures carry one."
                )
            page = _picture(stem, cell, alt, data, files)
            yield nbformat.v4.new_output("display_data", {"text/html": page})
        elif "application/vnd.jupyter.widget-view+json" not in data:  # a bar that has run full
            yield output
    if printed is not None:
        yield printed


def _picture(stem: str, cell: str, alt: str, data: Any, files: Files) -> str:
    light = base64.b64decode(data["image/png"])
    return picture(f"{stem}-{cell}", alt, light, base64.b64decode(data[DARK_TYPE]), files, up="../")


def picture(name: str, alt: str, light: bytes, dark: bytes, files: Files, up: str = "") -> str:
    """A picture as HTML that shows the one for the page's theme; the files go into `files`."""
    images = []
    for theme, content in (("light", light), ("dark", dark)):
        path = PICTURES / f"{name}-{hashlib.sha256(content).hexdigest()[:8]}-{theme}.png"
        files[path] = content
        width, height = struct.unpack(">II", content[16:24])  # where every PNG has them
        images.append(
            f'<img class="drawn only-{theme}" loading="lazy" src="{up}{path.as_posix()}" '
            f'width="{width}" height="{height}" alt="{html.escape(" ".join(alt.split()))}">'
        )
    return "".join(images)
