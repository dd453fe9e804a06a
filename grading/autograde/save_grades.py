"""nbgrader's step that saves the marks, for marks that can be added up.

A test cell may end in a number, its points. nbgrader gives full marks for one that is negative
or not a number, and fails the whole submission for one above the maximum. Here such a number is
no mark: the cell is flagged, and a person looks at it in the formgrader.
"""

from __future__ import annotations

import math
from typing import Any

from nbgrader.api import Comment, Grade, Gradebook
from nbgrader.preprocessors import SaveAutoGrades
from nbgrader.utils import is_solution

from grading.autograde import grading_log


class SaveSoundGrades(SaveAutoGrades):  # type: ignore[misc]
    """Saves a mark if it lies between 0 and the maximum; else leaves the cell to a person."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save all marks of a notebook, and note in it which cells were flagged."""
        self.flagged: dict[str, str] = {}
        match_rows(nb, resources["nbgrader"])
        nb, resources = super().preprocess(nb, resources)
        for name, points in self.flagged.items():
            said = f"The test {name} gave {points}, which is no mark: it is looked at."
            grading_log.note(nb, said)
        return nb, resources

    def _add_score(self, cell: Any, resources: Any) -> None:
        name = cell.metadata.nbgrader["grade_id"]
        points = unsound(cell)
        if points is None:
            super()._add_score(cell, resources)
            return
        self.flagged[name] = points
        self.log.warning("%s: the test %s gave %s points", self.student_id, name, points)
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        grade.auto_score = None
        grade.needs_manual_grade = True
        self.gradebook.db.commit()


def match_rows(nb: Any, about: Any) -> None:
    """Give a submission a row in the gradebook for each cell that is marked in it, and no other.

    nbgrader makes the rows when it grades a student for the first time. A lesson may have been
    corrected since, and a cell that was not offered to this student stands in no notebook of hers:
    without a row it is neither in her points nor in her maximum. What people gave stays.
    """
    there = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in nb.cells}
    with Gradebook(about["db_url"]) as gradebook:
        submitted = gradebook.find_submission_notebook(
            about["notebook"], about["assignment"], about["student"]
        )
        lesson = submitted.notebook
        graded = {grade.name for grade in submitted.grades}
        noted = {comment.name for comment in submitted.comments}
        for cell in [*lesson.grade_cells, *lesson.task_cells]:
            if cell.name in there - graded:
                gradebook.db.add(Grade(cell_id=cell.id, notebook=submitted))
        for cell in [*lesson.solution_cells, *lesson.task_cells]:
            if cell.name in there - noted:
                gradebook.db.add(Comment(cell_id=cell.id, notebook=submitted))
        for grade in list(submitted.grades):
            by_hand = grade.manual_score is not None or grade.extra_credit is not None
            if grade.name in graded - there and not by_hand:
                gradebook.db.delete(grade)
        gradebook.db.commit()


def unsound(cell: Any) -> str | None:
    """The points that a cell gives, as text, if they are no mark for it; else None."""
    if is_solution(cell) or cell.cell_type != "code" or failed(cell):
        return None
    shown = next((out for out in cell.outputs if out.output_type == "execute_result"), None)
    if shown is None:
        return None
    text = str(shown.get("data", {}).get("text/plain", ""))
    try:
        points = float(text)
    except ValueError:
        return None  # nbgrader takes a text for full marks; `make lint` refuses such cells
    maximum = float(cell.metadata.nbgrader["points"])
    if math.isfinite(points) and 0 <= points <= maximum:
        return None
    return text[:40]


def failed(cell: Any) -> bool:
    """Whether the cell's outputs before any number already cost it its points."""
    for output in cell.outputs:
        if output.output_type == "error":
            return True
        if output.output_type == "stream" and output.name == "stderr":
            return True
        if output.output_type == "execute_result":
            return False
    return False
