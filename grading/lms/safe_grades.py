"""Make nbgrader's own `nbgrader export` write names that a spreadsheet program does not compute.

`nbgrader_config.py` calls `write_grades_as_text`. nbgrader writes names as they are, without
quotes: a comma in one moves the points into another column, and one that begins with `=` is run.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry

from grading.strangers.spreadsheet_cells import harmless

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def write_grades_as_text() -> None:
    """Put our writing in place of nbgrader's, where `nbgrader export` has been imported."""
    if "nbgrader.apps.exportapp" in sys.modules:
        sys.modules["nbgrader.plugins.export"].CsvExportPlugin.export = export


def export(plugin: Any, gradebook: Gradebook) -> None:
    """Write the same table as nbgrader does, every cell of it in quotes."""
    target = Path(plugin.to or "grades.csv")
    lessons = [str(one) for one in plugin.assignment]
    students = [str(one) for one in plugin.student]
    plugin.log.info("Exporting grades to %s", target)
    with target.open("w", encoding="utf-8", errors="replace", newline="") as file:
        table = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        table.writerow(COLUMNS)
        for lesson in gradebook.assignments:
            if lessons and lesson.name not in lessons:
                continue
            for student in gradebook.students:
                if not students or student.id in students:
                    table.writerow(_row(gradebook, lesson, student))


def _row(gradebook: Gradebook, lesson: Any, student: Any) -> list[str]:
    """One student's line of one lesson; 0 points where nothing was handed in."""
    try:
        found = gradebook.find_submission(lesson.name, student.id)
        off = found.late_submission_penalty
        points = (found.score, off, max(0.0, found.score - off))
        time = found.timestamp
    except MissingEntry:
        points, time = (0.0, 0.0, 0.0), None
    texts = [lesson.name, lesson.duedate, time, student.id]
    texts += [student.last_name, student.first_name, student.email]
    shown = ["" if one is None else harmless(one) for one in texts]
    return shown + [str(one) for one in (*points, lesson.max_score)]
