"""Take hidden tests and mark schemes out of a graded notebook before a student reads it.

nbgrader has steps for this, made for releasing a lesson: they stop at a marker without its end,
or in a cell of another kind. A student can type such a marker, and would get no feedback page.
"""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import NbGraderPreprocessor

from grading.cells.markers import outside

KEPT_BACK = ("HIDDEN TESTS", "MARK SCHEME")


class ClearHidden(NbGraderPreprocessor):  # type: ignore[misc]
    """Removes what stands between the markers, in every cell; an open region ends with its cell."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        cell.source = outside(cell.source, KEPT_BACK)
        return cell, resources
