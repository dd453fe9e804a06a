"""Make `nbgrader db student import`, and the one of assignments, read what Excel saves.

`nbgrader_config.py` calls `read_spreadsheets`. nbgrader itself takes the byte-order mark for a part
of the first title, knows commas only, and stops half way through a list that is not clear.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from grading.classroom.spreadsheet_list import NoList, read_list
from grading.times import UnclearTime, read_time


def read_spreadsheets() -> None:
    """Put our reading in place of nbgrader's, where `nbgrader db` has been imported."""
    if commands := sys.modules.get("nbgrader.apps.dbapp"):
        commands.DbGenericImportApp.start = import_list


def import_list(app: Any) -> None:
    """Read the whole list, then write it; nothing is written where anything is not clear."""
    commands = sys.modules["nbgrader.apps.dbapp"]
    commands.DbBaseApp.start(app)
    if len(app.extra_args) != 1:
        app.fail("Path to CSV file not provided.")
    path = Path(app.extra_args[0])
    try:
        found = read_list(path, app.primary_key, [str(key) for key in app.expected_keys])
        for row in found.rows.values():
            if row.get("duedate"):
                read_time(str(row["duedate"]))
    except (NoList, UnclearTime) as reason:
        app.fail(f"Nothing was imported: {reason}")
    if found.unknown:
        app.log.info("Columns without a meaning here: %s", ", ".join(found.unknown))
    if found.note:
        app.log.warning("%s", found.note)
    with Gradebook(app.coursedir.db_url, app.course_id, app.authenticator) as gradebook:
        update = getattr(gradebook, app.db_update_method_name)
        for name, row in found.rows.items():
            app.log.info("Creating/updating %s %r: %s", app.table_class.__name__, name, row)
            update(name, **row)
    app.log.info("Imported from %s: %d", path, len(found.rows))
