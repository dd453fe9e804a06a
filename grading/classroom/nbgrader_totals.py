"""Make nbgrader's export and the formgrader's lists show the mark that counts.

`nbgrader_config.py` calls `settle_late_points`. Before an export, and whenever a person gives
points in the formgrader, the penalty for a late hand-in is worked out anew; the formgrader's
lists, which know no penalty, then show points from which it has been taken off.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader import api
from nbgrader.api import Gradebook

from grading.autograde.late_points import plugin_of, settle, settle_all
from grading.classroom.nbgrader_steps import put_around


def settle_late_points() -> None:
    """Put our steps around nbgrader's; a second time changes nothing."""
    if exporting := sys.modules.get("nbgrader.apps.exportapp"):
        put_around(exporting.ExportApp, "start", _settled_first)
    if handlers := sys.modules.get("nbgrader.server_extensions.formgrader.apihandlers"):
        put_around(handlers.GradeHandler, "put", _settled_after)
        put_around(api.Gradebook, "student_dicts", _less_by_student)
        put_around(api.Gradebook, "submission_dicts", _less_by_submission)
        put_around(api.Gradebook, "notebook_submission_dicts", _less_by_notebook)


def _settled_first(original: Callable[[Any], None]) -> Callable[[Any], None]:
    """`nbgrader export`, after all penalties have been settled."""

    def start(app: Any) -> None:
        url = str(app.coursedir.db_url)
        if not url.startswith("sqlite:///") or Path(url.removeprefix("sqlite:///")).is_file():
            try:
                with Gradebook(url, course_id="") as gradebook:
                    settle_all(gradebook, plugin_of(app.config))
            except Exception as problem:  # the export itself says what is wrong with the gradebook
                app.log.debug("Late points were not settled: %s", problem)
        original(app)

    return start


def _settled_after(original: Callable[..., None]) -> Callable[..., None]:
    """What saves the points that a person gives."""

    def put(handler: Any, grade_id: str) -> None:
        original(handler, grade_id)
        grade = handler.gradebook.find_grade_by_id(grade_id)
        settle([grade.assignment], plugin_of(handler.settings["nbgrader_formgrader"].config))
        handler.gradebook.db.commit()

    return put


def _less_by_student(original: Callable[..., Any]) -> Callable[..., Any]:
    """Everybody's totals."""

    def student_dicts(gradebook: Any) -> Any:
        off: dict[str, float] = {}
        for submission in gradebook.db.query(api.SubmittedAssignment).all():
            penalty = submission.late_submission_penalty
            off[submission.student_id] = off.get(submission.student_id, 0.0) + penalty
        return [_less(one, off.get(one["id"], 0.0)) for one in original(gradebook)]

    return student_dicts


def _less_by_submission(original: Callable[..., Any]) -> Callable[..., Any]:
    """The marks of one lesson."""

    def submission_dicts(gradebook: Any, lesson: str) -> Any:
        found = gradebook.assignment_submissions(lesson)
        off = {submission.student_id: submission.late_submission_penalty for submission in found}
        return [_less(one, off.get(one["student"], 0.0)) for one in original(gradebook, lesson)]

    return submission_dicts


def _less_by_notebook(original: Callable[..., Any]) -> Callable[..., Any]:
    """The marks of one notebook."""

    def notebook_submission_dicts(gradebook: Any, notebook: str, lesson: str) -> Any:
        found = gradebook.notebook_submissions(notebook, lesson)
        off = {submission.id: submission.late_submission_penalty or 0.0 for submission in found}
        shown = original(gradebook, notebook, lesson)
        return [_less(one, off.get(one["id"], 0.0)) for one in shown]

    return notebook_submission_dicts


def _less(row: dict[str, Any], penalty: float) -> dict[str, Any]:
    """A row of nbgrader's with the penalty taken off its total."""
    return {**row, "score": max(0.0, row["score"] - penalty)} if penalty else row
