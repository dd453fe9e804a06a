"""Make the formgrader's pages show what strangers wrote, run nothing of it, and be there in time.

`nbgrader_config.py` calls `keep_pages_harmless`. nbgrader's formgrader takes the folder of its own
settings from the address (`?path=`), and puts names and ids into its pages as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

from grading.classroom.nbgrader_steps import put_around
from grading.feedback.bounded_page import BoundedHTMLExporter
from grading.strangers.printable import one_line

_PAGES = "nbgrader.server_extensions.formgrader"
_IDS = ("student_id", "assignment_id", "notebook_id")
NO_PATH = (
    "This formgrader shows the course that it was started in, and takes no other folder from its "
    "address: start JupyterLab in the folder of the course that you want to see."
)


def keep_pages_harmless() -> None:
    """Put our steps around nbgrader's; a second time changes nothing."""
    if pages := sys.modules.get(f"{_PAGES}.handlers"):
        put_around(pages.FormgraderHandler, "get", _without_path)
        put_around(pages.SubmissionFilesHandler, "set_extra_headers", _in_a_sandbox)
    if base := sys.modules.get(f"{_PAGES}.base"):
        put_around(base.BaseHandler, "render", _escaped)
    if started := sys.modules.get(f"{_PAGES}.formgrader"):
        vars(started)["HTMLExporter"] = BoundedHTMLExporter


def _without_path(original: Callable[[Any], None]) -> Callable[[Any], None]:
    """The formgrader's first page: no settings come from another folder than the course's."""

    def get(handler: Any) -> None:
        asked = [one for one in handler.get_arguments("path") if one]
        here = os.path.realpath(handler.coursedir.root)
        if any(os.path.realpath(one) != here for one in asked):
            handler.log.warning("Refused: %s?path=%s", handler.request.path, asked[0])
            handler.set_status(403)
            handler.set_header("Content-Type", "text/plain; charset=utf-8")
            handler.finish(NO_PATH)
            return
        if asked:  # JupyterLab's entry for a course in a folder of its own
            handler.redirect(f"{handler.base_url}/formgrader/manage_assignments")
            return
        original(handler)

    return get


def _in_a_sandbox(original: Callable[..., None]) -> Callable[..., None]:
    """A file that was handed in: a page among them may do nothing in the instructor's name."""

    def set_extra_headers(handler: Any, path: str) -> None:
        original(handler, path)
        handler.set_header("Content-Security-Policy", "sandbox; default-src 'none'; img-src 'self'")
        handler.set_header("X-Content-Type-Options", "nosniff")

    return set_extra_headers


def _escaped(original: Callable[..., str]) -> Callable[..., str]:
    """All other pages: what is put into a template is text, and ids hold no end of a script's."""

    def render(handler: Any, name: str, **words: Any) -> str:
        handler.settings["nbgrader_jinja2_env"].autoescape = True
        own = {
            key: one_line(value).replace("\\", "\N{FULLWIDTH REVERSE SOLIDUS}")
            if key in _IDS and isinstance(value, str)
            else value
            for key, value in words.items()
        }
        return original(handler, name, **own)

    return render
