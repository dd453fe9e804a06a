"""Marks for Moodle: `nbgrader export --exporter=grading.lms.MoodleExporter`.

Moodle writes its column titles in the language of whoever exports, so every column can be named;
and importing a grade without its feedback loses one of them, so both are always written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from traitlets import Dict, Enum, Unicode

from grading.classroom.overview import plain
from grading.lms.csv_table import CsvTable, Names, NoExport
from grading.lms.merging_exporter import MergingExporter, in_points
from grading.lms.results import Results


class MoodleExporter(MergingExporter):
    """Put the marks, each with its feedback, into the CSV that Moodle exports.

    That is the gradebook's export (with feedback), or the grading worksheet of one assignment.
    """

    platform = "Moodle"
    how_to_match = (
        "give the students their addresses with `nbgrader db student import`, or match by the ID "
        "number with --MoodleExporter.match=idnumber."
    )
    match = Enum(("email", "idnumber"), "email", help="Find rows by e-mail or ID number").tag(
        config=True
    )
    match_column = Unicode(
        "", help="The column to find rows by (Email address or ID number, in English)"
    ).tag(config=True)
    feedback = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="The column for a lesson's feedback, where its name does not tell: LESSON=COLUMN",
    ).tag(config=True)

    def student_rows(self, sheet: CsvTable) -> list[int]:
        """All rows that are not empty."""
        return [index for index, row in enumerate(sheet.rows) if any(row)]

    def names_by_column(self, sheet: CsvTable, students: Mapping[str, Any]) -> dict[int, Names]:
        """Match by one column only: the e-mail address, or the ID number."""
        english = {"email": "Email address", "idnumber": "ID number"}[self.match]
        title = self.match_column or english
        if title.strip() not in [name.strip() for name in sheet.header]:
            raise NoExport(
                f"{sheet.path} has no column {title!r}; name the one to find students by with "
                f"--MoodleExporter.match_column, out of: {', '.join(sheet.header)}."
            )
        names: Names = {
            s: [student.email, s] if self.match == "email" else [s, student.lms_user_id]
            for s, student in students.items()
        }
        return {sheet.column(title): names}

    def places(self, sheet: CsvTable, results: Results) -> dict[str, Any]:
        """Return, for each lesson, the columns of grade, feedback and (or None) maximum."""
        titles = {
            place: re.sub(r"^[^:]*:\s*|\s*\(Real\)\s*$", "", title)
            for place, title in enumerate(sheet.header)
            if not title.strip().endswith(("(Feedback)", "(Percentage)", "(Letter)"))
        }
        names = [title.strip() for title in sheet.header]
        if "Grade" in names and "Identifier" in names and len(results.lessons) == 1:
            titles[sheet.column("Grade")] = next(iter(results.lessons))  # a grading worksheet
        maximum = next((i for i, name in enumerate(names) if name.lower() == "maximum grade"), None)
        grades = self.chosen(sheet, titles, results)
        places = {
            lesson: (column, self.feedback_column(sheet, lesson, column), maximum)
            for lesson, column in grades.items()
        }
        used = [place for columns in places.values() for place in columns[:2]]
        if len(set(used)) < len(used):
            raise NoExport(
                f"Two lessons would share a column of {self.merge}, so nothing was written: look "
                "at --MoodleExporter.columns and --MoodleExporter.feedback."
            )
        return places

    def feedback_column(self, sheet: CsvTable, lesson: str, grade: int) -> int:
        """Return the feedback's column; Moodle empties a grade that is imported without it."""
        if lesson in self.feedback:
            return sheet.column(self.feedback[lesson])
        title = sheet.header[grade].strip()
        wanted = (re.sub(r"\s*\(Real\)$", "", title) + " (Feedback)", "Feedback comments")
        for name in wanted if title == "Grade" else wanted[:1]:
            if name in [other.strip() for other in sheet.header]:
                return sheet.column(name)
        raise NoExport(
            f"{sheet.path} has no feedback column beside {title!r}, and Moodle wants both: export "
            "again with feedback included, or name the column with "
            f'--MoodleExporter.feedback "{lesson}=COLUMN".'
        )

    def fill(self, sheet: CsvTable, row: int, place: Any, result: Any, results: Results) -> None:
        """Write the grade and, in the same step, its feedback."""
        grade, feedback, maximum = place
        possible = None
        if maximum is not None:
            possible = in_points(sheet.rows[row][maximum])
            if possible is None:
                raise NoExport(f"{sheet.path} has no maximum grade in row {row + 2}: export anew.")
            self.same_maximum(result.lesson, results.lessons[result.lesson], possible)
        sheet.rows[row][grade] = plain(self.points_for(result, results, possible))
        sheet.rows[row][feedback] = result.feedback
