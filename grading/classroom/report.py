"""The class at a glance: `python -m grading report [--course DIR] [--to report.html]`.

Writes one page that needs no other file, and the same marks as a CSV beside it. Both are written
whole or not at all. Names, and whatever students have written, are escaped on the page.
"""

from __future__ import annotations

import argparse
import csv
import io
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from grading.atomic_files import why_not, write_whole
from grading.classroom import charts
from grading.classroom.gradebook import NoMarks
from grading.classroom.marks import Mark, without_sandbox
from grading.classroom.overview import Overview, plain, read_overview, total
from grading.strangers.printable import one_line
from grading.strangers.spreadsheet_cells import harmless
from grading.user_error import UserError

COLUMNS = (
    "student",
    "name",
    "lesson",
    "status",
    "points",
    "out of",
    "by tests",
    "by hand",
    "taken off for lateness",
    "waiting for a grader",
    "exercises passed",
    "mistakes recognised",
    "why not graded",
    "notes on the grading",
)


def as_page(view: Overview, changed: str) -> str:
    """Lay the class out as one HTML page; `changed` says when the gradebook last was."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
    )
    graded = [exercise for exercise in view.exercises if exercise.graded]
    drawn = {
        "marks": charts.marks_chart(view.lessons) if graded else None,
        "exercises": charts.exercises_charts(graded),
        "mistakes": charts.mistakes_chart(view.mistakes) if view.mistakes else None,
    }
    return environment.get_template("report.html").render(
        view=view,
        changed=changed,
        charts=drawn,
        marks={(mark.student, mark.lesson): mark for mark in all_marks(view)},
        failed=[mark for lesson in view.lessons for mark in lesson.failed],
        noted=[mark for mark in all_marks(view) if mark.remarks()],
        unprotected=without_sandbox(all_marks(view)),
        waiting=any(lesson.waiting for lesson in view.lessons),
        number=plain,
        points=points,
        count=lambda things, name: f"{len(things)} {name}{'' if len(things) == 1 else 's'}",
    )


def all_marks(view: Overview) -> list[Mark]:
    """Return every mark, by lesson and then by student."""
    return [mark for lesson in view.lessons for mark in lesson.marks]


def points(mark: Mark) -> str:
    """Write a mark for the table of all: the points, and a sign where there is more to say."""
    failed = "!" if mark.cause else ""
    if mark.points.score is None:
        return failed or "–"
    late = "*" if mark.points.late else ""
    return plain(total(mark)) + late + ("+" if mark.points.waiting else "") + failed


def as_csv(view: Overview) -> str:
    """Write one line for each student and lesson."""
    out_of = {lesson.name: lesson.max_score for lesson in view.lessons}
    text = io.StringIO()
    table = csv.writer(text, quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    for mark in all_marks(view):
        passed = [
            exercise.name
            for exercise in view.exercises
            if exercise.lesson == mark.lesson and mark.student in exercise.passed
        ]
        row = [mark.student, view.students[mark.student], mark.lesson, mark.status]
        row += in_numbers(mark, out_of[mark.lesson])
        row += ["; ".join(passed), "; ".join(mark.mistakes), mark.cause, "; ".join(mark.remarks())]
        table.writerow([harmless(cell) for cell in row])
    return text.getvalue()


def in_numbers(mark: Mark, out_of: float) -> tuple[str, ...]:
    """Write the six numbers of a mark; all but the maximum are empty before it is graded."""
    found = mark.points
    if found.score is None:
        return "", plain(out_of), "", "", "", ""
    values = (total(mark), found.possible, found.score, found.by_hand, found.late, found.waiting)
    return tuple(plain(value) for value in values)


def write_report(course: Path, page: Path) -> Overview:
    """Write the page and the CSV beside it; raise NoMarks, and write nothing, if there is none."""
    view = read_overview(course)
    changed = datetime.fromtimestamp((course / "gradebook.db").stat().st_mtime)
    contents = {
        page: as_page(view, f"{changed:%Y-%m-%d, %H:%M}").encode("utf-8", "replace"),
        # With a byte-order mark: without it Excel reads accents wrongly.
        page.with_suffix(".csv"): as_csv(view).encode("utf-8-sig", "replace"),
    }
    try:
        write_whole(contents)
    except OSError as problem:
        raise NoMarks(why_not(page, problem)) from None
    return view


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--course", type=Path, default=Path(), help="the folder with gradebook.db")
    parser.add_argument(
        "--to", type=Path, help="the page to write (report.html in the course folder)"
    )


def run(options: argparse.Namespace) -> int:
    """Write the report; return 1 when it is not complete."""
    page: Path = options.to or options.course / "report.html"
    if page.suffix.lower() not in (".html", ".htm"):
        raise UserError(f"--to names the page, which ends in .html; this does not: {page}")
    view = write_report(options.course, page)
    print(f"{page} and {page.with_suffix('.csv').name}: {len(view.students)} students")
    if view.unknown:
        unknown = ", ".join(map(one_line, view.unknown))
        raise UserError(
            f"The gradebook does not know {unknown}, who handed in: grade them "
            "with `nbgrader autograde`, or remove what is not theirs from submitted/."
        )
    return 0
