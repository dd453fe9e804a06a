"""Make nbgrader read times as `grading.times` does: of hand-ins, and of due dates that are typed.

`nbgrader_config.py` calls `read_times_strictly`, so it holds for every command of nbgrader and for
the formgrader. Only what is imported by then is changed: nbgrader imports it before its settings.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from nbgrader import utils

from grading.classroom.nbgrader_steps import put_around
from grading.times import UnclearTime, read_time

_leniently = utils.parse_utc
_SHOW = """<script>$(document).ajaxError(function (event, answer) {
  if (answer.responseJSON && answer.status === 400) { alert(answer.responseJSON.reason); }
});</script>"""


def read_times_strictly() -> None:
    """Put our reading in place of nbgrader's; a second time changes nothing."""
    utils.parse_utc = parse_utc  # the gradebook's, of due dates and hand-ins
    if course := sys.modules.get("nbgrader.coursedir"):
        course.CourseDirectory.get_existing_timestamp = existing_timestamp
    if api := sys.modules.get("nbgrader.apps.api"):
        api.NbGraderAPI.get_submitted_timestamp = submitted_timestamp
        put_around(api.NbGraderAPI, "get_assignment", _with_offset_then)
    if collect := sys.modules.get("nbgrader.exchange.default.collect"):
        put_around(collect.ExchangeCollect, "_path_to_record", _record)
    if commands := sys.modules.get("nbgrader.apps.dbapp"):
        put_around(commands.DbAssignmentAddApp, "start", _in_one_sentence)
    if handlers := sys.modules.get("nbgrader.server_extensions.formgrader.apihandlers"):
        put_around(handlers.AssignmentHandler, "put", _refused_as_answer)
        pages: ModuleType = sys.modules["nbgrader.server_extensions.formgrader.handlers"]
        put_around(pages.ManageAssignmentsHandler, "render", _with_reasons)


def parse_utc(time: object, here: str = "UTC") -> Any:
    """nbgrader's function of that name; raises UnclearTime for a text that cannot be told."""
    return read_time(time, here) if isinstance(time, str) else _leniently(time)


def existing_timestamp(course: Any, folder: str) -> datetime | None:
    """When the hand-in in a folder was made; None where that is not said, or not certain."""
    path = Path(folder, "timestamp.txt")
    try:
        text = path.read_text(encoding="utf-8").strip()
        return read_time(text, str(course.config.Exchange.get("timezone", "UTC"))) if text else None
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:  # UnclearTime is one
        course.log.warning("%s is not taken for a time: %s", path, problem)
        return None


def submitted_timestamp(api: Any, lesson: str, student: str) -> datetime | None:
    """The same, for the formgrader's lists."""
    course = api.coursedir
    folder = course.format_path(course.submitted_directory, student, lesson)
    return existing_timestamp(course, folder)


def _record(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """A hand-in of the exchange: its name bears the time in the exchange's own zone."""

    def record(collect: Any, path: str) -> dict[str, Any]:
        found = original(collect, path)
        text = Path(path).name.rsplit("+", 3)[2]
        try:
            found["timestamp"] = read_time(text, collect.timezone)
        except UnclearTime as reason:
            collect.log.warning("%s: %s", path, reason)
        return found

    return record


def _in_one_sentence(original: Callable[[Any], None]) -> Callable[[Any], None]:
    """A command that a due date can be given to."""

    def start(app: Any) -> None:
        try:
            original(app)
        except UnclearTime as reason:
            app.fail(f"The due date is not certain, so nothing was changed: {reason}")

    return start


def _refused_as_answer(original: Callable[..., None]) -> Callable[..., None]:
    """What answers the dialog in which a due date is typed."""

    def put(handler: Any, lesson: str) -> None:
        try:
            original(handler, lesson)
        except UnclearTime as reason:
            said = f"The due date is not certain, so nothing was changed: {reason}"
            handler.log.warning("%s", said)
            handler.set_status(400)
            handler.finish({"message": said, "reason": said})

    return put


def _with_reasons(original: Callable[..., str]) -> Callable[..., str]:
    """The page with that dialog, which of itself is silent when it is refused."""

    def render(handler: Any, name: str, **words: Any) -> str:
        return original(handler, name, **words).replace("</body>", f"{_SHOW}</body>")

    return render


def _with_offset_then(original: Callable[..., Any]) -> Callable[..., Any]:
    """What the dialog shows: nbgrader writes today's offset beside a time of another season."""

    def get_assignment(api: Any, *given: Any, **named: Any) -> Any:
        found = original(api, *given, **named)
        if found and found.get("duedate"):
            due = utils.as_timezone(datetime.fromisoformat(found["duedate"]), api.timezone)
            found["duedate_timezone"] = due.strftime("%z") or found["duedate_timezone"]
        return found

    return get_assignment
