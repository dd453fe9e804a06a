"""Open a submitted notebook: as it is, rebuilt from the release, or not at all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from nbgrader.nbgraderformat import MetadataValidator

from grading.autograde.repair import salvage
from grading.autograde.repair.former import find_release, kept
from grading.autograde.repair.rebuild import Rebuilt, plain_notebook, rebuild
from grading.autograde.repair.salvage import Found, Unusable
from grading.cells.roles import Roles, cell_role


def open_notebook(path: Path, name: str, roles: Roles, releases: Path) -> Rebuilt:
    """Read a submitted notebook, rebuilt where it is damaged; raise Unusable where it cannot be.

    This alone decides what is graded: screening, grading and the table of marks all ask here.
    """
    found = salvage.read(path)
    release = find_release(releases, name, roles)
    if release is not None:
        return rebuild(found, release, kept(releases, name))
    fault = fault_of(found, roles)
    if fault:
        raise Unusable(
            f"{fault} It cannot be rebuilt, because {releases / path.name} is missing or is not "
            "the release that the gradebook knows."
        )
    return Rebuilt(plain_notebook(found), ())


def fault_of(found: Found, roles: Roles) -> str | None:
    """Say what is wrong with a notebook, ready to follow its name; None when nothing is."""
    if found.cut:
        return "is cut off or damaged: it is not complete JSON."
    if found.notes:
        return f"is damaged: {found.notes[0]}"
    try:
        return cells_fault(plain_notebook(found).cells, roles)
    except Unusable as fault:
        return str(fault)


def cells_fault(cells: list[Any], roles: Roles) -> str | None:
    """Compare the marked cells with those of the release: none missing, doubled or changed."""
    marked = [cell for cell in cells if "nbgrader" in cell.metadata]
    validator = MetadataValidator()
    try:
        for cell in marked:
            validator.validate_cell(cell)
    except Exception as problem:  # jsonschema's, nbgrader's and plain KeyErrors alike
        return f"has a cell whose nbgrader metadata was changed: {first_line(problem)}."
    found = [(cell.metadata.nbgrader.get("grade_id"), cell_role(cell)) for cell in marked]
    counts = Counter(grade_id for grade_id, _ in found)
    problems = {
        "lacks": [name for name in roles if name not in counts],
        "holds more than once": [name for name in roles if counts[name] > 1],
        "has changed the purpose of": [
            str(name) for name, its_role in found if name in roles and roles[name] != its_role
        ],
        "holds cells that are not in this lesson, perhaps from an older version of it:": [
            str(name) for name in counts if name not in roles
        ],
    }
    parts = [f"{verb} {listed(names, roles)}" for verb, names in problems.items() if names]
    return " and ".join(parts) + "." if parts else None


def listed(names: list[str], roles: Roles, most: int = 3) -> str:
    """Name the first few cells with their roles, and count the rest."""
    shown = [f"the {roles[n]} cell {n}" if n in roles else n for n in dict.fromkeys(names)]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")


def first_line(problem: Exception) -> str:
    """Return an error's own words without the pages that jsonschema adds."""
    text = str(getattr(problem, "message", "") or problem) or type(problem).__name__
    return text.strip().splitlines()[0].rstrip(".")[:120]
