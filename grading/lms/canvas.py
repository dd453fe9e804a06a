"""Marks for Canvas: `nbgrader export --exporter=grading.lms.CanvasExporter`.

Canvas writes its own column titles in English in every language; what changes with the language
is the separator, the decimal comma, and the words "(read only)". Its importer takes a semicolon
and a comma back, so the file is kept as it came.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from grading.classroom.overview import plain
from grading.lms.csv_table import CsvTable, Names, NoExport
from grading.lms.merging_exporter import MergingExporter, in_points
from grading.lms.results import Results


class CanvasExporter(MergingExporter):
    """Put the marks into the CSV that Canvas exports (Grades, Export)."""

    platform = "Canvas"
    how_to_match = (
        "the student's id here must be the SIS Login ID or the SIS User ID there, or the e-mail "
        "address the SIS Login ID, or the LMS id the ID."
    )

    def student_rows(self, sheet: CsvTable) -> list[int]:
        """All rows but Canvas's own: points possible, posting policies, and empty ones."""
        titles = [title.strip() for title in sheet.header]
        named = "Student" in titles or {"LastName", "FirstName"} <= set(titles)
        if not named or not {"ID", "Section"} <= set(titles):
            raise NoExport(
                f"{sheet.path} is not an export of Canvas's gradebook in its English form: "
                "expected the columns Student, ID and Section, and found "
                f"{', '.join(titles[:6])}. Take the file as Canvas wrote it, or set the language "
                "in Canvas to English and export again."
            )
        self.maxima = self.points_row(sheet)
        identified = [sheet.column(name) for name in titles if name in self.id_columns]
        return [
            index
            for index, row in enumerate(sheet.rows)
            if index != self.maxima and row and any(row[column].strip() for column in identified)
        ]

    id_columns = ("ID", "SIS User ID", "SIS Login ID")

    def points_row(self, sheet: CsvTable) -> int:
        """Return the row with the points possible; raise NoExport when there is not one."""
        found = [i for i, row in enumerate(sheet.rows) if row and "Points Possible" in row[0]]
        if len(found) != 1:
            raise NoExport(
                f"{sheet.path} has {len(found)} rows 'Points Possible', and one is expected: take "
                "the file as Canvas wrote it, with its language set to English."
            )
        return found[0]

    def names_by_column(self, sheet: CsvTable, students: Mapping[str, Any]) -> dict[int, Names]:
        """Match Canvas's number with the LMS id, and both SIS ids with the id and the e-mail."""
        names: dict[str, Names] = {
            "ID": {s: [student.lms_user_id] for s, student in students.items()},
            "SIS User ID": {s: [s] for s in students},
            "SIS Login ID": {s: [s, student.email] for s, student in students.items()},
        }
        titles = [title.strip() for title in sheet.header]
        return {sheet.column(name): own for name, own in names.items() if name in titles}

    def places(self, sheet: CsvTable, results: Results) -> dict[str, Any]:
        """Return each lesson's column and its points possible."""
        # Canvas writes "Title (4711)"; what stands before Section is about the student.
        start = sheet.column("Section") + 1
        titles = {
            place: re.sub(r"\s*\(\d+\)\s*$", "", title)
            for place, title in enumerate(sheet.header)
            if place >= start
        }
        places = {}
        for lesson, column in self.chosen(sheet, titles, results).items():
            cell = sheet.rows[self.maxima][column].strip()
            possible = in_points(cell)
            if possible is None:
                raise NoExport(
                    f"The column {sheet.header[column]!r} of {sheet.path} is not one of an "
                    f"assignment: its points possible are {cell!r}."
                )
            self.same_maximum(lesson, results.lessons[lesson], possible)
            places[lesson] = (column, possible, "," in cell)
        return places

    def fill(self, sheet: CsvTable, row: int, place: Any, result: Any, results: Results) -> None:
        """Write the points, with a comma where Canvas has written one."""
        column, possible, comma = place
        sheet.rows[row][column] = plain(self.points_for(result, results, possible), comma)
