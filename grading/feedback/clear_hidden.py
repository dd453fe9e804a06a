"""Take hidden tests and mark schemes out of a graded notebook before a student reads it.

nbgrader has steps for this, made for releasing a lesson: they stop at a marker without its end,
or in a cell of another kind. A student can type such a marker, and would get no feedback page.
"""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

KEPT_BACK = ("HIDDEN TESTS", "MARK SCHEME")


class ClearHidden(NbGraderPreprocessor):  # type: ignore[misc]
    """Removes what stands between the markers, in every cell; an open region ends with its cell."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        cell.source = without_regions(cell.source)
        return cell, resources


def without_regions(source: str) -> str:
    """A cell's text without hidden tests and mark schemes."""
    kept: list[str] = []
    inside = 0
    for line in source.split("\n"):
        if any(f"BEGIN {name}" in line for name in KEPT_BACK):
            inside += 1
        elif any(f"END {name}" in line for name in KEPT_BACK):
            inside = max(inside - 1, 0)
        elif not inside:
            kept.append(line)
    return "\n".join(kept)
