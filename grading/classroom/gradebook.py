"""Open a gradebook only to read it, and say in one sentence when that is not possible.

nbgrader itself makes an empty gradebook where none is, adds its course to a foreign one, and
answers a locked one with a page of traceback. So the file is looked at first, by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config.loader import Config, PyFileConfigLoader

from grading.older_gradebook import UNNAMED_COURSE, how_to_upgrade, is_older
from grading.user_error import UserError

#: Seconds to wait for somebody who is writing; nbgrader writes for far less at a time.
PATIENCE = 3.0


class NoMarks(UserError):
    """The marks cannot be read; the message says why and what to do."""


def configured_course(folder: Path) -> str:
    """Return the course id that a course folder's nbgrader_config.py sets, or an empty text."""
    return configured(folder, "course_id", "")


def configured(folder: Path, setting: str, default: str) -> str:
    """Return what a course folder's nbgrader_config.py sets in `c.CourseDirectory`."""
    value = settings_of(folder).CourseDirectory.get(setting, default)
    return value if isinstance(value, str) else default


def settings_of(folder: Path) -> Config:
    """Return all that a course folder's nbgrader_config.py sets; NoMarks where it does not run."""
    if not (folder / "nbgrader_config.py").is_file():
        return Config()
    try:
        config: Config = PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()
    except Exception as problem:  # the file is a program: anything may happen in it
        raise NoMarks(
            f"{(folder / 'nbgrader_config.py').resolve()} does not run "
            f"({type(problem).__name__}: {problem}): repair it, then start again."
        ) from None
    return config


def check(database: Path, course_id: str = "") -> None:
    """Raise NoMarks unless the file is a gradebook, can be read now, and is of this course.

    A book that was upgraded from an older nbgrader does not say whose it is, and is taken.

    Args:
        database: the gradebook's file.
        course_id: the course that it must belong to; empty for any.
    """
    if not database.is_file() or database.stat().st_size == 0:
        raise NoMarks(
            f"There is no gradebook in {database.resolve().parent}: run `nbgrader "
            "generate_assignment` and `nbgrader autograde` there first, or name the course folder."
        )
    address = f"sqlite:///{database.resolve()}"
    try:
        if is_older(address, PATIENCE):
            raise NoMarks(how_to_upgrade(address))
        found = courses_in(database)
    except (sqlite3.Error, SQLAlchemyError) as problem:
        raise NoMarks(unreadable(database, problem)) from None
    if course_id and found - {UNNAMED_COURSE} and course_id not in found:
        raise NoMarks(
            f"{database.resolve()} is the gradebook of the course {', '.join(sorted(found))}, and "
            f"the settings here are those of {course_id}: go to the right course folder."
        )


def courses_in(database: Path) -> set[str]:
    """Return the ids of the courses that the gradebook's lessons belong to."""
    address = f"{database.resolve().as_uri()}?mode=ro"  # read only: it is not made, nor changed
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as connection:
        connection.execute("SELECT id FROM student LIMIT 1")
        return {str(row[0]) for row in connection.execute("SELECT course_id FROM assignment")}


def unreadable(database: Path, problem: Exception) -> str:
    """Say in one sentence why a gradebook could not be read."""
    if "locked" in str(problem):
        return (
            f"{database.resolve()} is locked: another program, perhaps `nbgrader autograde`, is "
            "writing to it; try again when that has finished."
        )
    return (
        f"{database.resolve()} is not a gradebook that nbgrader can read: keep it under another "
        "name, and put a backup in its place (`nbgrader db upgrade` leaves one beside it)."
    )


@contextmanager
def reading(course: Path) -> Iterator[Gradebook]:
    """Open the gradebook of a course folder; raise NoMarks when it cannot be read."""
    database = course / "gradebook.db"
    check(database, configured_course(course))
    try:
        # An empty course id keeps nbgrader from adding a default course to what it only reads.
        with Gradebook(f"sqlite:///{database.resolve()}", course_id="") as gradebook:
            yield gradebook
    except SQLAlchemyError as problem:
        raise NoMarks(unreadable(database, problem)) from None
