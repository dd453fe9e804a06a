"""What the export plugins for Canvas and Moodle have in common: put marks into a platform's CSV.

The order is: look at the gradebook, read the platform's file, match its rows with the students,
find the lessons' columns, fill in, write the whole, and name everyone and everything left out.
Nothing is written when anything is in doubt.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from nbgrader.api import Gradebook
from nbgrader.plugins import ExportPlugin
from sqlalchemy.exc import SQLAlchemyError
from traitlets import Bool, Dict, Unicode

from grading.atomic_files import why_not, write_whole
from grading.classroom.gradebook import NoMarks, check, unreadable
from grading.classroom.overview import plain
from grading.lms.csv_table import CsvTable, Matches, Names, NoExport, match_rows, read_table
from grading.lms.results import Result, Results, read_results


def in_points(cell: str) -> float | None:
    """Read a maximum, written with a point or a comma; None when it is not a number above 0."""
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value < float("inf") else None


def normal(title: str) -> str:
    """Return a title as lessons are called: "01 Word importance" -> 01_word_importance."""
    return re.sub(r"\W+", "_", title.strip().casefold()).strip("_")


class MergingExporter(ExportPlugin):  # type: ignore[misc]  # nbgrader carries no types
    """What both platforms have in common: read, match, fill in, write, and say what was left."""

    platform = ""
    merge = Unicode("", help="The CSV exported from the platform, to put the marks into").tag(
        config=True
    )
    columns = Dict(
        key_trait=Unicode(),
        value_trait=Unicode(),
        help="The platform's column for a lesson, where its name does not tell: LESSON=COLUMN",
    ).tag(config=True)
    scale = Bool(
        False, help="Where the platform's maximum is another one, scale the points to it"
    ).tag(config=True)
    unfinished = Bool(False, help="Export also marks to which a grader has still to add").tag(
        config=True
    )

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # Here, because nbgrader's next step would make an empty gradebook where none is.
        url = str(self.parent.coursedir.db_url)
        self.database = Path(url.removeprefix("sqlite:///"))
        if url.startswith("sqlite:///"):
            try:
                check(self.database, self.parent.coursedir.course_id)
            except NoMarks as reason:
                self.refuse(reason)

    def refuse(self, reason: object) -> NoReturn:
        """End nbgrader with one sentence and exit code 1."""
        self.log.error("%s", reason)
        sys.exit(1)

    def export(self, gradebook: Gradebook) -> None:
        """Write the platform's file with the marks in it (nbgrader calls this)."""
        try:
            lost = self.merged(gradebook)
        except (NoExport, NoMarks) as reason:
            self.refuse(reason)
        except SQLAlchemyError as problem:
            self.refuse(unreadable(self.database, problem))
        if lost:
            self.refuse(
                f"{self.to} is complete but for {', '.join(lost)}: marked in the gradebook, and "
                f"without a row in {self.merge}."
            )

    def merged(self, gradebook: Gradebook) -> list[str]:
        """Fill in and write the sheet; return the students whose marks found no row."""
        if not self.merge or not self.to:
            raise NoExport(
                f"Name the CSV exported from {self.platform}, and the file to write: "
                f"--{type(self).__name__}.merge=EXPORTED.csv --to=TO_IMPORT.csv"
            )
        sheet = read_table(Path(self.merge))
        results = read_results(
            gradebook,
            Path(self.parent.coursedir.root),
            [str(name) for name in self.student],
            [str(name) for name in self.assignment],
            self.unfinished,
        )
        rows = self.student_rows(sheet)
        matches = match_rows(sheet, rows, self.names_by_column(sheet, results.students))
        places = self.places(sheet, results)
        if not matches.row_of:
            raise NoExport(
                f"No row of {self.merge} is that of a student in the gradebook, so nothing was "
                f"written: {self.how_to_match}"
            )
        filled = 0
        for (student, lesson), result in results.table.items():
            if student in matches.row_of and lesson in places and result.score is not None:
                self.fill(sheet, matches.row_of[student], places[lesson], result, results)
                filled += 1
        target = Path(self.to)
        try:
            write_whole({target: sheet.encoded()})
        except OSError as problem:
            raise NoExport(why_not(target, problem)) from None
        self.log.info("%d marks of %d lessons are in %s", filled, len(places), target)
        return self.list_the_others(sheet, results, matches, places)

    def list_the_others(
        self,
        sheet: CsvTable,
        results: Results,
        matches: Matches,
        places: Mapping[str, Any],
    ) -> list[str]:
        """Name all that has not been filled in; return the students whose marks found no row."""
        for lesson in results.lessons:
            if lesson not in places:
                self.log.warning("No column for the lesson %s in %s", lesson, self.merge)
        for row in matches.only_there if not self.student else ():
            who = " ".join(cell for cell in sheet.rows[row][:3] if cell.strip())
            self.log.warning("Only in %s: row %d, %s", self.merge, row + 2, who)
        asked = {student for student, _ in results.table}
        for student in matches.only_here:
            if student in asked:
                self.log.warning("Only in the gradebook: %s", student)
        for (student, lesson), result in results.table.items():
            if result.score is None and student in matches.row_of and lesson in places:
                self.log.warning("Left as it was: %s, %s: %s", student, lesson, result.reason)
            elif lesson in places and result.score is not None:
                self.name_smaller(result, results.lessons[lesson])
        marked = {student for (student, _), r in results.table.items() if r.score is not None}
        return [student for student in matches.only_here if student in marked]

    def name_smaller(self, result: Result, usual: float) -> None:
        """Name who could have fewer points than others: an exercise was added later."""
        if abs(result.possible - usual) > 0.005:
            how = "scaled" if self.scale else f"--{type(self).__name__}.scale=True would scale it"
            self.log.warning(
                "%s, %s: %s of %s points, where others could have %s (%s)",
                result.student, result.lesson, plain(result.score or 0), plain(result.possible),
                plain(usual), how,
            )  # fmt: skip

    # What the platforms differ in -----------------------------------------------------------

    how_to_match = ""

    def student_rows(self, sheet: CsvTable) -> list[int]:
        """Return the rows that are students'; raise NoExport for a file of another kind."""
        raise NotImplementedError

    def names_by_column(self, sheet: CsvTable, students: Mapping[str, Any]) -> dict[int, Names]:
        """Return, for each column to match by, what every student may be called in it."""
        raise NotImplementedError

    def places(self, sheet: CsvTable, results: Results) -> dict[str, Any]:
        """Return where each lesson's marks go; raise NoExport when that is not clear."""
        raise NotImplementedError

    def fill(self, sheet: CsvTable, row: int, place: Any, result: Any, results: Results) -> None:
        """Put one result into the sheet."""
        raise NotImplementedError

    def found(self, titles: Mapping[int, str], results: Results) -> dict[str, int]:
        """Return each lesson's column, by `columns` or else by its title without decoration."""
        places: dict[str, int] = {}
        for lesson in results.lessons:
            fitting = [place for place, title in titles.items() if normal(title) == normal(lesson)]
            if len(fitting) > 1:
                raise NoExport(
                    f"{len(fitting)} columns of {self.merge} are called {lesson}: say which with "
                    f'--{type(self).__name__}.columns "{lesson}=COLUMN".'
                )
            if fitting:
                places[lesson] = fitting[0]
        return places

    def chosen(
        self, sheet: CsvTable, titles: Mapping[int, str], results: Results
    ) -> dict[str, int]:
        """Return the lessons' columns, chosen ones before found ones; never one for two."""
        stray = [lesson for lesson in self.columns if lesson not in results.lessons]
        if stray and not self.assignment:
            raise NoExport(
                f"--{type(self).__name__}.columns names {', '.join(stray)}, and the lessons in "
                f"the gradebook are {', '.join(results.lessons)}."
            )
        places = self.found(titles, results)
        own = {name: title for name, title in self.columns.items() if name in results.lessons}
        places.update({lesson: sheet.column(title) for lesson, title in own.items()})
        if len(set(places.values())) < len(places):
            raise NoExport(
                f"Two lessons would go into one column of {self.merge}, so nothing was written: "
                f"look at --{type(self).__name__}.columns."
            )
        if not places:
            raise NoExport(
                f"{self.merge} has no column for any of {', '.join(results.lessons)}: make the "
                f"assignments in {self.platform} and export again, or name the columns with "
                f'--{type(self).__name__}.columns "LESSON=COLUMN".'
            )
        return places

    def points_for(self, result: Any, results: Results, possible: float | None) -> float:
        """Return the points to write, scaled where that was asked for."""
        own = result.possible or results.lessons[result.lesson]
        if self.scale and possible is not None and own:
            return float(result.score) * possible / own
        return float(result.score)

    def same_maximum(self, lesson: str, own: float, possible: float) -> None:
        """Raise NoExport when the platform's maximum is another one and must not be scaled to."""
        if not self.scale and abs(own - possible) > 0.005:
            raise NoExport(
                f"{lesson} has {plain(own)} points here and {plain(possible)} in {self.platform}, "
                f"so nothing was written: make them equal, or add --{type(self).__name__}.scale="
                "True."
            )
