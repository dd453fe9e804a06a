"""What nbgrader's marks on a cell mean: the one place that says what a cell is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

#: What each graded cell of a notebook is for: grade_id -> role.
Roles = Mapping[str, str]

EXERCISE, WRITTEN, TEST, TASK = "exercise", "written answer", "test", "task"
READ_ONLY, UNMARKED = "read-only", "unmarked"
#: Roles of cells in which the student writes.
ANSWERS = (EXERCISE, WRITTEN)


#: How a lesson's text calls the cells it marks, by nbgrader's (grade, solution, task, locked).
KINDS = {
    (False, True, False, False): "exercise",
    (True, False, False, True): "test",
    (False, False, True, True): "task",
    (False, False, False, True): "setup",
}


def role(*, grade: bool, solution: bool, task: bool, locked: bool) -> str:
    """Name in words what nbgrader's four marks on a cell mean together."""
    if task:
        return TASK
    if grade:
        return WRITTEN if solution else TEST
    if solution:
        return EXERCISE
    return READ_ONLY if locked else UNMARKED


def cell_role(cell: Any) -> str:
    """Return the role that a cell claims."""
    meta = cell.metadata.nbgrader
    flags = {name: bool(meta.get(name)) for name in ("grade", "solution", "task", "locked")}
    return role(**flags)


def expected_roles(gradebook: Gradebook, lesson: str) -> dict[str, Roles]:
    """Return, for each notebook of a lesson, the cells that the gradebook knows and their roles."""
    expected: dict[str, Roles] = {}
    for notebook in gradebook.find_assignment(lesson).notebooks:
        tests = {cell.name for cell in notebook.grade_cells}
        exercises = {cell.name for cell in notebook.solution_cells}
        tasks = {cell.name for cell in notebook.task_cells}
        expected[notebook.name] = {
            cell.name: role(
                grade=cell.name in tests,
                solution=cell.name in exercises,
                task=cell.name in tasks,
                locked=cell.locked,
            )
            for cell in notebook.source_cells
        }
    return expected
