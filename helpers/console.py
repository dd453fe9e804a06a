"""Print whatever a name or a path holds, on consoles that have no sign for it."""

from __future__ import annotations

import contextlib
import sys


def print_anything() -> None:
    """From now on write a character that the console lacks as its number, and do not stop there.

    A course folder or a student's name may be in any script; a Windows console, or a log with
    `PYTHONIOENCODING=cp1252`, may not.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):  # no file, or closed
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
