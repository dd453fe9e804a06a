"""The metadata of a notebook and its cells that grading and the pages need, in the right form.

Colab, older tools and extensions leave there what they like: widgets without a state, a title that
is a number. nbconvert and its templates take the form of it for granted, and one such notebook
ends `nbgrader generate_feedback`, and the formgrader's page with error 500. So only what is known
here is kept; everything else (widgets too) goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbconvert.preprocessors import Preprocessor
from nbformat import from_dict

_NAMES = ("name", "display_name", "language", "version", "mimetype", "file_extension")
_WORDS = frozenset((*_NAMES, "pygments_lexer", "nbconvert_exporter"))
MOST_TAGS = 50  # of a cell
LONGEST_TAG = 200  # characters
_FLAGS = ("collapsed", "deletable", "editable")


def of_notebook(metadata: object) -> dict[str, Any]:
    """The kernel and the language, where they are named by words."""
    found = metadata if isinstance(metadata, Mapping) else {}
    kept = {
        key: {k: v for k, v in part.items() if k not in _WORDS or isinstance(v, str)}
        for key in ("kernelspec", "language_info")
        if isinstance(part := found.get(key), Mapping)
    }
    needed = {"kernelspec": {"name", "display_name"}, "language_info": {"name"}}
    return {key: part for key, part in kept.items() if needed[key] <= part.keys()}


def of_cell(metadata: object) -> dict[str, Any]:
    """nbgrader's own part, what may be done to the cell, and its tags."""
    found = metadata if isinstance(metadata, Mapping) else {}
    kept: dict[str, Any] = {key: found[key] for key in _FLAGS if isinstance(found.get(key), bool)}
    if isinstance(found.get("nbgrader"), Mapping):
        kept["nbgrader"] = found["nbgrader"]
    tags = found.get("tags")
    tags = tags[:MOST_TAGS] if isinstance(tags, list) else []  # nbformat compares all in pairs
    if tags and all(isinstance(t, str) and "," not in t and len(t) <= LONGEST_TAG for t in tags):
        kept["tags"] = list(dict.fromkeys(tags))
    return kept


class PlainMetadata(Preprocessor):
    """Leaves nothing else in a notebook that is made a page of."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        nb.metadata = from_dict(of_notebook(nb.metadata))
        for cell in nb.cells:
            cell.metadata = from_dict(of_cell(cell.metadata))
        return nb, resources
