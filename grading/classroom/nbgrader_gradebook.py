"""Have nbgrader open its gradebook quickly: it does so several times for each submission.

Each time it makes a new engine of SQLAlchemy, which knows no query yet: every query is put into
words anew, and every table looked for. That was most of `nbgrader generate_feedback`. Here an
engine is kept for each gradebook, and the tables are looked for at once.

`nbgrader_config.py` calls `open_gradebooks_quickly`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from nbgrader import api
from sqlalchemy import inspect

from grading.classroom.nbgrader_steps import put_around

_engines: dict[str, Any] = {}


def open_gradebooks_quickly() -> None:
    """Put our steps around nbgrader's; a second time changes nothing."""
    put_around(api, "create_engine", _kept)
    put_around(api.Base.metadata, "create_all", _where_one_is_missing)
    put_around(api, "get_alembic_version", _read_here)


def _kept(original: Callable[..., Any]) -> Callable[..., Any]:
    """The engine of a gradebook: one for each file, not one for each time that it is opened.

    What it keeps are the queries. Connections that nobody uses any more are closed, as the file
    may be another one by now. A gradebook in memory is its engine's own, and that is not kept.
    """

    def create_engine(url: Any, **options: Any) -> Any:
        file = str(url).removeprefix("sqlite:///")
        if file == str(url) or not Path(file).is_absolute():
            return original(url, **options)
        key = f"{url} {sorted(options.items())}"
        if key in _engines:
            _engines[key].dispose()
        else:
            _engines[key] = original(url, **options)
        return _engines[key]

    return create_engine


def _where_one_is_missing(original: Callable[..., None]) -> Callable[..., None]:
    """What makes the gradebook's tables, and asks for each whether it is there."""

    def create_all(bind: Any, *given: Any, **named: Any) -> None:
        if (
            given
            or named
            or not set(api.Base.metadata.tables) <= set(inspect(bind).get_table_names())
        ):
            original(bind, *given, **named)

    return create_all


def _read_here(original: Callable[[], str]) -> Callable[[], str]:
    """The version of a new gradebook's tables.

    nbgrader asks the command `alembic` for it, which takes seconds, and which is not found where a
    virtual environment was not activated.
    """

    def get_alembic_version() -> str:
        settings = Config()
        settings.set_main_option("script_location", str(Path(api.__file__).parent / "alembic"))
        return str(ScriptDirectory.from_config(settings).get_current_head())

    return get_alembic_version
