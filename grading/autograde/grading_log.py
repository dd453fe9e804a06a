"""What a grader and a student should know of how a notebook was graded, kept in the notebook.

Notes are plain sentences: a cell that was there twice, an answer that ended its kernel. They
stand in a cell at the top, which the formgrader and feedback pages show, and in the notebook's
metadata, which `grading.classroom.marks` and `grading.classroom.report` read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat.v4 import new_markdown_cell

from grading.strangers.printable import one_line

LONGEST = 1_000  # characters of a sentence: it may quote a name that a student made up
KEY = "attention"  # in the metadata of a graded notebook
CELL_ID = "about-the-grading"
UNPROTECTED = "It ran without a sandbox, with the rights of the grader."


def forget(notebook: Any) -> None:
    """Take out what a submission claims of its own grading."""
    notebook.metadata.pop(KEY, None)
    notebook.cells = [cell for cell in notebook.cells if cell.get("id") != CELL_ID]


def note(notebook: Any, sentence: str) -> None:
    """Add a sentence, once."""
    shown = one_line(" ".join(sentence.encode("utf-8", "replace").decode("utf-8").split()))
    sentences = [*notes(notebook), shown[:LONGEST]]
    about = dict(notebook.metadata.get(KEY, {}))
    about["notes"] = list(dict.fromkeys(sentences))
    notebook.metadata[KEY] = about
    text = "\n".join(["**About the grading of this notebook**", ""])
    text += "".join(f"\n- {_plain(one)}" for one in about["notes"])
    rest = [cell for cell in notebook.cells if cell.get("id") != CELL_ID]
    notebook.cells = [new_markdown_cell(text, id=CELL_ID), *rest]


def notes(notebook: Any) -> list[str]:
    """The sentences so far."""
    about = notebook.metadata.get(KEY, {})
    found = about.get("notes", []) if isinstance(about, Mapping) else []
    return [str(one) for one in found] if isinstance(found, list) else []


def _plain(text: str) -> str:
    """A sentence in which Markdown sees nothing but words, whatever a student named a cell."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+!|~$&" else char for char in text)
