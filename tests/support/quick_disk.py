"""Gradebooks of the tests' own process are not waited for until they are on the disk.

nbgrader commits dozens of times for each submission, and each time waits for the disk. That guards
against a power cut, of which no test knows; a process that is killed loses nothing by it. What
tests start waits as ever.
"""

import contextlib
import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


def pytest_configure() -> None:
    """Tell every connection that will be made."""
    event.listen(Engine, "connect", _told)


def _told(connection: Any, _: object) -> None:
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0")
    with contextlib.suppress(sqlite3.Error):  # no gradebook, or locked: whoever reads it says so
        connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA busy_timeout = {patience}")
