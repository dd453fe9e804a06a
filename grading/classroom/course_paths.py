"""Let nbgrader work in a course folder whose path has `[`, `*` or `?` in it.

nbgrader looks for notebooks with patterns that begin with the folder's own path, and so finds
nothing in `Attention [2026]`. `nbgrader_config.py` calls `take_literally`; where the path has no
such character, which is nearly always, nothing is changed.
"""

from __future__ import annotations

import functools
import glob
import os
from typing import Any


def take_literally(folder: str) -> None:
    """In this process, let `glob` take this folder's path for what it is, at a pattern's start."""
    folder = os.path.abspath(folder)
    if glob.escape(folder) == folder or getattr(glob.glob, "literal", "") == folder:
        return
    for name in ("glob", "iglob"):
        setattr(glob, name, _literal(getattr(glob, name), folder))


def _literal(search: Any, folder: str) -> Any:
    @functools.wraps(search)
    def inner(pathname: Any, **options: Any) -> Any:
        if isinstance(pathname, str) and (pathname + os.sep).startswith(folder + os.sep):
            pathname = glob.escape(folder) + pathname[len(folder) :]
        return search(pathname, **options)

    inner.literal = folder  # type: ignore[attr-defined]
    return inner
