"""Have nbgrader check a cell's metadata once: a class hands in the same cells a hundred times.

nbgrader looks at the metadata of every cell several times for each submission, and each time at
the rules for it first, by their own rules: that was a fifth of what grading takes without the
running. `nbgrader_config.py` calls `check_metadata_once`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from nbgrader.nbgraderformat.common import BaseMetadataValidator

from grading.classroom.nbgrader_steps import put_around

MOST = 20_000  # cells that are remembered


def check_metadata_once() -> None:
    """Put our step around nbgrader's; a second time changes nothing."""
    put_around(BaseMetadataValidator, "validate_cell", _once)


def _once(original: Callable[..., None]) -> Callable[..., None]:
    """What checks a cell's metadata; what has passed is not checked again."""
    passed: set[str] = set()

    def validate_cell(self: Any, cell: Any) -> None:
        try:
            shown = json.dumps(cell.metadata.get("nbgrader"), sort_keys=True)
        except (TypeError, ValueError):  # it cannot be written down: let nbgrader say so
            original(self, cell)
            return
        key = f"{self.schema_version} {shown}"
        if key not in passed:
            original(self, cell)
            if len(passed) < MOST:
                passed.add(key)

    return validate_cell
