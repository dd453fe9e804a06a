"""Tell a gradebook that an older nbgrader made, before anything opens it.

nbgrader adds what tables it misses to whatever it opens, and stops with a page of traceback where
a column is missing. `nbgrader db upgrade` brings such a book up to date and loses no mark.
"""

from __future__ import annotations

from nbgrader.api import Base
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url

#: What `nbgrader db upgrade` calls the course of a book from before books named their course.
UNNAMED_COURSE = "default_course"


def is_older(db_url: str, patience: float = 5.0) -> bool:
    """Whether a gradebook lacks a table or a column that this nbgrader needs; False for others.

    Args:
        db_url: the gradebook, as SQLAlchemy writes addresses.
        patience: seconds to wait for another program that has locked a file of SQLite.

    Raises:
        SQLAlchemyError: the database cannot be read at all.
    """
    in_a_file = make_url(db_url).get_backend_name() == "sqlite"
    engine = create_engine(db_url, connect_args={"timeout": patience} if in_a_file else {})
    try:
        there = inspect(engine)
        tables = set(there.get_table_names())
        if not {"student", "assignment"} <= tables:
            return False  # new and empty, or no gradebook
        return any(
            table.name not in tables
            or {column.name for column in table.columns}
            - {column["name"] for column in there.get_columns(table.name)}
            for table in Base.metadata.sorted_tables
        )
    finally:
        engine.dispose()


def how_to_upgrade(db_url: str) -> str:
    """Say in one sentence what to do with such a book."""
    name = make_url(db_url).database or db_url
    return (
        f"{name} was made by an older nbgrader, and nothing was changed in it: make a copy of it, "
        "then run `nbgrader db upgrade` in the course folder, which keeps all marks."
    )
