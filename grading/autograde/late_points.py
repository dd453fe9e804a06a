"""What is taken off for handing in late, kept in step with the points that people give later.

nbgrader sets the penalty once, when it autogrades, from the points of the tests alone: what is
given by hand afterwards would escape it. Here the same plugin is asked again, with the points there
are now, wherever a mark is shown or exported; whether somebody is punished at all stays as it was
decided when the notebook was graded.
"""

from __future__ import annotations

from typing import Any

from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties, GetGrades
from traitlets.config import Config


def plugin_of(config: Config) -> Any:
    """The plugin that these settings name for late hand-ins."""
    step = AssignLatePenalties(config=config)
    step.init_plugin()
    return step.plugin_inst


def penalty_of(notebook: Any, plugin: Any) -> float:
    """The points to take off one submitted notebook of nbgrader's, by what it scores now."""
    given = notebook.late_submission_penalty
    if given is None:  # it was not late when it was graded, or that costs nothing
        return 0.0
    seconds = float(notebook.assignment.total_seconds_late)
    score = float(notebook.score)
    if seconds > 0:
        now = plugin.late_submission_penalty(notebook.student.id, score, seconds)
        given = given if now is None else now
    return min(max(float(given), 0.0), score)


def settle(submissions: Any, plugin: Any) -> None:
    """Write the penalties anew into these submissions; the caller commits."""
    for submission in submissions:
        for notebook in submission.notebooks:
            penalty = penalty_of(notebook, plugin)
            if notebook.late_submission_penalty not in (None, penalty):
                notebook.late_submission_penalty = penalty


def settle_all(gradebook: Gradebook, plugin: Any) -> None:
    """Write all penalties of a gradebook anew."""
    for assignment in gradebook.assignments:
        settle(assignment.submissions, plugin)
    gradebook.db.commit()


class GetFinalGrades(GetGrades):  # type: ignore[misc]
    """nbgrader's step that brings marks to a feedback page, after the penalty has been settled."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Settle one submission's penalty, then go on as nbgrader does."""
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            submission = gradebook.find_submission(about["assignment"], about["student"])
            settle([submission], plugin_of(self.config))
            gradebook.db.commit()
        found: tuple[Any, Any] = super().preprocess(nb, resources)
        with Gradebook(about["db_url"]) as gradebook:  # without what was not offered to her
            submitted = gradebook.find_submission_notebook(
                about["notebook"], about["assignment"], about["student"]
            )
            found[1]["nbgrader"]["max_score"] = sum(g.cell.max_score for g in submitted.grades)
        return found
