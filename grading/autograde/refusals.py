"""Why a hand-in was not graded, kept beside the graded ones: marks and report only read it.

A record holds the cause, and what the hand-in's files looked like: once other files lie there, the
cause is no longer about them, and they count as not graded yet.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from grading.atomic_files import write_whole
from grading.autograde.sandbox.deep_folders import everything_in
from grading.autograde.submissions import DEEPEST, MOST_FILES
from grading.strangers.printable import one_line

FOLDER = ".refused"  # in autograded/; nbgrader's patterns do not find names that begin with a dot


def record(autograded: Path, lesson: str, student: str, cause: str, hand_in: Path) -> None:
    """Keep why the files in `hand_in` were not graded, if that can be: the others go on."""
    path = _path(autograded, lesson, student)
    content = json.dumps({"cause": one_line(cause), "files": _look_of(hand_in)})
    with contextlib.suppress(OSError):  # a name too long, a full disk: the log has the cause
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole({path: content.encode("utf-8", "replace")})


def forget(autograded: Path, lesson: str, student: str) -> None:
    """The hand-in is being graded: what was said of an earlier one is over."""
    with contextlib.suppress(OSError):
        _path(autograded, lesson, student).unlink()


def cause_of(autograded: Path, lesson: str, student: str, hand_in: Path) -> str:
    """Why what lies in `hand_in` now was not graded; an empty text where nothing is recorded."""
    try:
        found = json.loads(_path(autograded, lesson, student).read_bytes())
        known = found["files"] == _look_of(hand_in)
        return one_line(found["cause"]) if known else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _path(autograded: Path, lesson: str, student: str) -> Path:
    return autograded / FOLDER / f"{lesson}+{student}"  # nbgrader allows no + in a lesson's name


def _look_of(hand_in: Path) -> list[list[str | int]]:
    """Names, sizes and times of the files, as many as screening looks at and can be seen."""
    files: list[list[str | int]] = []
    with contextlib.suppress(OSError):  # a folder that may not be read
        for number, (path, _) in enumerate(everything_in(hand_in, DEEPEST)):
            if number >= MOST_FILES:
                break
            about = path.lstat()
            files.append([repr(path.relative_to(hand_in)), about.st_size, about.st_mtime_ns])
    return sorted(files)
