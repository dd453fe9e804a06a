"""Teach `nbgrader zip_collect` the course's file names, and to say what it leaves out.

Left alone, nbgrader 0.9.6 drops a file with another name among its other messages and ends as if
all were well; stops in the middle of the class at a student who has sent two files, or has been
collected before; and takes no notice of a folder that is missing. With this collector everything
that can be collected is, every other file is named with the cause, and the command then fails.

`nbgrader_config.py` switches it on with `c.ZipCollectApp.collector_plugin`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps import ZipCollectApp
from nbgrader.plugins import FileNameCollectorPlugin
from sqlalchemy.exc import SQLAlchemyError
from traitlets import TraitError, Unicode, validate

from grading.classroom.people import Person
from grading.classroom.submission_names import (
    PATTERN,
    Collected,
    Course,
    Refused,
    pattern_fault,
    sort_out,
    tells_whose,
)
from grading.older_gradebook import how_to_upgrade, is_older


class LessonFileCollector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Finds out whose notebook a file is by `file_name`; see submission_names.py."""

    file_name = Unicode(
        PATTERN, help="How files are named; LESSON and STUDENT stand for what they say."
    ).tag(config=True)

    @validate("file_name")
    def _valid_file_name(self, proposal: dict[str, str]) -> str:
        fault = pattern_fault(proposal["value"])
        if fault:
            raise TraitError(f"LessonFileCollector.file_name: {fault}")
        return proposal["value"]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.students: dict[str, str] = {}  # file -> student
        if isinstance(self.parent, ZipCollectApp):
            # nbgrader asks about one file at a time. Two files of one student are seen only by
            # looking at all of them, so the two steps that this command consists of are wrapped.
            app = self.parent
            app.extract_archive_files = around_extracting(app, app.extract_archive_files)
            app.process_extracted_files = around_collecting(app, self, app.process_extracted_files)

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return whose file it is, in the form that nbgrader wants; None to leave it out."""
        student = self.students.get(submitted_file)
        if student is None:
            return None
        return {"student_id": student, "file_id": self.parent.coursedir.assignment_id}


def around_extracting(app: Any, extract: Callable[[], None]) -> Callable[[], None]:
    """Return nbgrader's first step with one clear sentence where it cannot be done."""

    def checked() -> None:
        course = course_of(app)
        app.extractor_plugin_inst.tells = lambda path: tells_whose(path, course)
        lesson, lessons = app.coursedir.assignment_id, released(app)
        if lesson not in lessons:
            app.fail(f"There is no lesson {lesson!r}. There are: {', '.join(lessons) or 'none'}.")
        archive = Path(app._format_collect_path(app.archive_directory))
        if not archive.is_dir() or not any(archive.iterdir()):
            app.fail(f"Nothing to collect: put the notebooks, or a zip of them, into {archive}.")
        extracted = Path(app._format_collect_path(app.extracted_directory))
        was_empty = not extracted.is_dir() or not any(extracted.iterdir())
        try:
            extract()
        except Exception as error:  # every archive format has errors of its own
            if was_empty or app.force:
                shutil.rmtree(extracted, ignore_errors=True)  # half of it would block the next try
            app.fail(
                f"An archive in {archive} cannot be unpacked, so nothing was collected: {error}"
            )

    return checked


def around_collecting(
    app: Any, collector: LessonFileCollector, collect: Callable[[], None]
) -> Callable[[], None]:
    """Return nbgrader's second step, told whose each file is, and a report after it."""

    def reported() -> None:
        folder = Path(app._format_collect_path(app.extracted_directory))
        files = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
        found = sort_out(folder, files, course_of(app))
        found.refused += getattr(app.extractor_plugin_inst, "refused", [])
        if not app.force:
            leave_what_is_there(app, folder, found)
        collector.students = {str(folder / path): name for path, name in found.students.items()}
        if found.students:
            collect()
        report(app, found)

    return reported


def course_of(app: Any) -> Course:
    """What the names of files are read against."""
    return Course(
        lesson=app.coursedir.assignment_id,
        lessons=released(app),
        students=collected_before(app),
        pattern=app.collector_plugin_inst.file_name,
        people=people(app),
    )


def report(app: Any, found: Collected) -> None:
    """Say what was collected and, by name, what was not; fail if anything was not."""
    for note in found.notes:
        app.log.warning("%s", note)
    for refused in found.refused:
        app.log.error("Not collected: %s", refused)
    app.log.info("Collected the notebooks of %d students", len(found.students))
    if found.refused:
        app.fail(
            f"Files not collected: {len(found.refused)}, named above, as they lie below "
            f"{app._format_collect_path(app.archive_directory)}. "
            f"Notebooks collected: {len(found.students)}. Put those files right there and run "
            "this again with --force."
        )


def leave_what_is_there(app: Any, folder: Path, found: Collected) -> None:
    """Refuse to replace a notebook that was collected before; pass over one that is the same."""
    course = app.coursedir
    for path, student in list(found.students.items()):
        there = Path(course.format_path(course.submitted_directory, student, course.assignment_id))
        if not there.is_dir() or not any(there.iterdir()):
            continue
        del found.students[path]
        before = there / f"{course.assignment_id}.ipynb"
        if not before.is_file() or before.read_bytes() != (folder / path).read_bytes():
            cause = f"would replace what is in {there}: that takes --force."
            found.refused.append(Refused(path, cause))


def released(app: Any) -> list[str]:
    """Return the lessons of the course folder, in order."""
    course = app.coursedir
    folder = Path(course.format_path(course.release_directory, ".", "."))
    return sorted(path.stem for path in folder.glob("*/*.ipynb") if path.stem == path.parent.name)


def collected_before(app: Any) -> set[str]:
    """Return the ids in submitted/."""
    course = app.coursedir
    submitted = Path(course.format_path(course.submitted_directory, ".", "."))
    return {path.name for path in submitted.glob("*") if path.is_dir()}


def people(app: Any) -> dict[str, Person]:
    """Return the gradebook's list of students; make no gradebook where none is."""
    course = app.coursedir
    scheme, _, file = course.db_url.partition(":///")
    if scheme == "sqlite" and not Path(file).is_file():
        return {}
    try:
        if is_older(course.db_url):
            app.fail(how_to_upgrade(course.db_url))
        with Gradebook(course.db_url, course_id="") as gradebook:
            return {student.id: person(student) for student in gradebook.students}
    except SQLAlchemyError:
        app.fail(f"{file or course.db_url} cannot be read as a gradebook: nothing was collected.")
        raise


def person(student: Any) -> Person:
    """Return what the gradebook says of a student, besides the id."""
    details = (student.first_name, student.last_name, student.email, student.lms_user_id)
    return Person(*(str(detail or "") for detail in details))
