"""What a lesson's setup cells and solutions define, run in this process."""

from __future__ import annotations

from typing import Any

from grading.authoring.lesson_cells import Lesson


def solved_namespace(lesson: Lesson) -> dict[str, Any]:
    """Run the setup and solution cells of a lesson; return the names they define."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for cell in lesson.cells:
        if cell.kind in ("setup", "exercise"):
            exec(compile(cell.source, f"<{cell.name}>", "exec"), namespace)
    return namespace
