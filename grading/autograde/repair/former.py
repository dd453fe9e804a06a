"""Former releases of a lesson that was corrected while students worked on it.

A hand-in is compared with the release that its student fetched: what was corrected since then is
no damage, and an exercise that was added since then was not offered to that student. So every
release is kept, in `notebooks/.former/LESSON/NOTEBOOK/`, under a name made from its content.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from pathlib import Path

from grading.atomic_files import write_whole
from grading.autograde.repair.pieces import bare, label, same_settings
from grading.autograde.repair.release import Release, Released, read_release
from grading.autograde.repair.salvage import FoundCell
from grading.cells.roles import ANSWERS, EXERCISE, READ_ONLY, TEST, Roles

FOLDER = ".former"  # beside the lessons' folders; nbgrader's patterns do not find it


def folder_of(releases: Path, name: str) -> Path:
    """Where former releases of a notebook are kept.

    Args:
        releases: the folder with the lesson's released notebooks.
        name: the notebook's.
    """
    return releases.parent / FOLDER / releases.name / name


def keep(content: bytes, releases: Path, name: str) -> None:
    """Keep a release for good; one that is kept already stays as it is. Raises OSError."""
    path = folder_of(releases, name) / f"{hashlib.sha256(content).hexdigest()[:16]}.ipynb"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole({path: content})


def kept(releases: Path, name: str) -> list[Release]:
    """All releases that were kept of a notebook, the newest first."""
    paths = list(folder_of(releases, name).glob("*.ipynb"))
    paths.sort(key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    found = (read_release(path) for path in paths)
    return [release for release in found if release is not None]


def find_release(releases: Path, name: str, roles: Roles) -> Release | None:
    """The release that the gradebook knows, from `releases` or else from what was kept."""
    here = read_release(releases / f"{name}.ipynb")
    candidates = ([here] if here else []) + kept(releases, name)
    return next((one for one in candidates if one.roles == dict(roles)), None)


def made_from(cells: Sequence[FoundCell], release: Release, former: Sequence[Release]) -> Release:
    """The release that a hand-in was made from: the one of which it holds most, unchanged.

    What is missing decides only between releases of which it holds equally much: somebody who
    deletes an exercise still has what stands around it, and the last cell that names it.
    """
    candidates = [release, *(one for one in former if one.cells != release.cells)]
    if len(candidates) == 1:
        return release
    labels = {label(cell): cell for cell in cells if label(cell)}
    ids = {cell.id: cell for cell in cells if cell.id}
    texts = {bare(cell.source) for cell in cells}

    def likeness(candidate: Release) -> tuple[int, int]:
        alike = missing = 0
        for known in candidate.cells:
            cell = labels.get(known.name) or ids.get(known.cell.get("id", ""))
            missing += cell is None and bool(known.name)
            alike += cell is not None
            alike += cell is not None and bool(known.name) and same_settings(cell, known)
            alike += known.role not in ANSWERS and bare(known.cell.source) in texts
        return alike, -missing

    return max(candidates, key=likeness)  # the first of equals: the release of now


def added_since(release: Release, origin: Release, there: Collection[str]) -> list[Released]:
    """The marked cells that were not offered to whoever handed in: neither for nor against them.

    A new test of an exercise that was offered, and a new setup cell, are put in like any other.

    Args:
        release: the lesson of now.
        origin: the release that the hand-in was made from.
        there: the marked cells that the hand-in holds all the same.
    """
    added: list[Released] = []
    exercise: Released | None = None
    for name, known in release.marked.items():
        if known.role == EXERCISE:
            exercise = known
        new = name not in origin.marked and name not in there
        asks = known.role not in (READ_ONLY, TEST)
        if new and (asks or (known.role == TEST and exercise in added)):
            added.append(known)
    return added


def sentence(added: Sequence[Released]) -> str:
    """Say to the student, and to who reads the marks, what does not count and why."""
    names = [known.name for known in added if known.role != TEST]
    points = sum(float(known.cell.metadata.nbgrader.get("points", 0)) for known in added)
    what = f"{'Exercise' if len(names) == 1 else 'Exercises'} {', '.join(names)}"
    were, them = ("was", "it does") if len(names) == 1 else ("were", "they do")
    return (
        f"{what} ({points:g} points) {were} added to the lesson after this notebook was handed "
        f"out: {them} not count here, and the most points to be had are without. Fetch the "
        "lesson anew and hand it in to have them count."
    )
