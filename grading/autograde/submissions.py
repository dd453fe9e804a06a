"""Say why a hand-in cannot be graded, from its files alone; what is fine is read by `repair`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from grading.autograde.repair.opening import open_notebook
from grading.autograde.repair.salvage import Unusable
from grading.autograde.sandbox.deep_folders import everything_in
from grading.cells.roles import Roles
from grading.strangers.printable import is_plain, one_line
from grading.strangers.settings_files import is_settings
from grading.times import UnclearTime, read_time

MOST_FILES = 1_000  # of one hand-in: each is an argument or three of the sandbox's command
DEEPEST = 20  # folders inside one another
LARGEST_TOGETHER = 256 * 2**20  # bytes of all files, as in archives: nbgrader copies every one
LONGEST_ID = 150  # bytes; with a lesson's name it must make the name of a file
LONGEST_TIME = 1_000  # bytes of timestamp.txt


def find_fault(
    folder: Path, expected: Mapping[str, Roles], releases: Path, here: str = "UTC"
) -> str | None:
    """Say why the notebooks in one submission folder cannot be graded; None when they can.

    Args:
        folder: what one student handed in for one lesson.
        expected: for each notebook of the lesson, its marked cells.
        releases: the folder with the lesson's released notebooks.
        here: the course's time zone, whose abbreviations a time may have.
    """
    size = 0
    for number, (path, depth) in enumerate(everything_in(folder, DEEPEST)):
        if number >= MOST_FILES or depth == DEEPEST:
            return (
                f"the folder holds more than {MOST_FILES} files, or folders more than {DEEPEST} "
                "deep: hand in the notebook, and what it reads."
            )
        shown = one_line(path.name)
        if path.is_symlink():
            return f"{shown} is a link, and could lead anywhere: only files can be handed in."
        if not path.is_file() and not path.is_dir():
            return f"{shown} is neither a file nor a folder: only files can be handed in."
        size += path.lstat().st_size  # of a file with a hole, what a copy of it would take
        if size > LARGEST_TOGETHER and path.suffix != ".ipynb":  # which are told their own limit
            return (
                f"with {shown} its files are larger than {LARGEST_TOGETHER // 2**20} MB together: "
                "hand in the notebook, and what it reads."
            )
        if is_settings(path.relative_to(folder), path.is_dir()):
            return (
                f"{shown} is named as settings that Jupyter or nbgrader could be "
                "made to run as you: remove it from the folder before you open anything there, or "
                "give it another name if it is something else."
            )
    if not is_plain(folder.parent.name):
        return (
            f"the folder {one_line(folder.parent.name)} has signs in its name that cannot be seen: "
            "give it the student's id, in letters and digits."
        )
    if len(os.fsencode(folder.parent.name)) > LONGEST_ID:
        return (
            f"the folder's name has more than {LONGEST_ID} bytes: expected a student's id; give "
            "it that."
        )
    if unclear := unclear_time(folder / "timestamp.txt", here):
        return f"timestamp.txt holds no time that is certain: {unclear} Correct it, or remove it."
    for name, roles in expected.items():
        path = folder / f"{name}.ipynb"
        if not path.exists():
            return f"{path.name} {missing_file(path, roles, releases)}"
        try:
            open_notebook(path, name, roles, releases)
        except Unusable as fault:
            return f"{path.name} {fault}"
    return None


def unclear_time(path: Path, here: str) -> str:
    """Why the time of a hand-in cannot be told; empty where it can, or where there is none."""
    try:
        if not path.exists():
            return ""
        if path.stat().st_size > LONGEST_TIME:
            return f"expected a line, but the file has {path.stat().st_size} bytes."
        text = path.read_text(encoding="utf-8").strip()
        if text:
            read_time(text, here)
    except UnclearTime as reason:
        return str(reason)
    except (OSError, ValueError) as problem:
        return f"it cannot be read ({problem})."
    return ""


def missing_file(path: Path, roles: Roles, releases: Path) -> str:
    """Say that the notebook is not there, and which other ones are (a renamed file, often)."""
    others = sorted(other for other in path.parent.glob("*.ipynb"))
    if not others:
        return "was not handed in: the folder holds no notebook."
    only = f"was not handed in, only {', '.join(other.name for other in others)}"
    try:
        for other in others:
            open_notebook(other, path.stem, roles, releases)
    except Unusable:
        return f"{only}; rename it if it is the same notebook."
    if len(others) > 1:
        return f"{only}, which all hold this lesson's cells: give the right one this name."
    return f"{only}, which holds this lesson's cells: give it this name."
