"""The cells of a submission that are not run while it is graded: found, signed, and asked for.

`what_decides` says on which cells no mark depends. Here its answer meets the notebook: what was
released, what the gradebook knows, and the sentence that stands under a cell that was not run.
Should a name be missing after all that such a cell defines, `look_for_names` raises `Needed`, and
all of the submission is run again, with every cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from nbformat.v4 import new_output
from nbgrader.api import Gradebook

from grading.autograde.gradebook_cells import ANSWER, TEST, TrustedCell, grade_id, progress_asked
from grading.autograde.repair.former import find_release
from grading.autograde.repair.release import Release
from grading.autograde.what_decides import LESSONS, OWN, SHOWN, Code, names_of, not_needed
from grading.autograde.what_decides import TEST as OF_A_TEST
from grading.cells.roles import UNMARKED, expected_roles

SENTENCE = "Not run while grading: no mark depends on it."
_GREY, _PLAIN = "\x1b[38;5;240m", "\x1b[0m"
_MISSING = re.compile(  # as Python says it, as its imports do, and pandas of its queries
    r"(?:name|variable) '(\w+)' is not defined|cannot import name '(\w+)'|no attribute '(\w+)'"
)


class Needed(Exception):  # noqa: N818  (no error: it asks for another run)
    """A name that a cell left out defines was missing."""


def released(folder: Path, name: str, db_url: str, lesson: str) -> frozenset[str] | None:
    """A lesson's cells of no mark, as released; None where the gradebook's release is not there."""
    with Gradebook(db_url) as gradebook:
        found = find_release(folder, name, expected_roles(gradebook, lesson).get(name, {}))
    return None if found is None else sources_of(found)


def sources_of(release: Release) -> frozenset[str]:
    """The code cells of a release that have no mark, are no setup and no answer."""
    return frozenset(
        known.cell.source.strip()
        for known in release.cells
        if known.role == UNMARKED and known.cell.cell_type == "code"
    )


def places(
    notebook: Any, as_released: Collection[str] | None, trusted: Mapping[str, TrustedCell]
) -> frozenset[int]:
    """Which cells of a submission need not be run; none where its release is not known."""
    if as_released is None:
        return frozenset()
    at: list[int] = []
    code: list[Code] = []
    for place, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        known, asked = trusted.get(grade_id(cell)), progress_asked(cell)
        if known is not None and known.kind == TEST:
            one = Code(OF_A_TEST, known.source)
        elif known is not None:
            one = Code(LESSONS, cell.source, theirs=known.kind == ANSWER)
        elif asked is not None:
            one = Code(OWN, asked.rest, theirs=True)
        else:
            untouched = cell.source.strip() in as_released
            one = Code(SHOWN if untouched else OWN, cell.source, theirs=not untouched)
        at.append(place)
        code.append(one)
    return frozenset(at[number] for number in not_needed(code))


def sign() -> Any:
    """What stands under a cell that was not run: one line, in grey."""
    return new_output("stream", name="stdout", text=f"{_GREY}{SENTENCE}{_PLAIN}\n")


def look_for_names(outputs: Any, notebook: Any, places: Collection[int]) -> None:
    """Raise Needed where outputs tell of a missing name that one of these cells would define."""
    if not places:
        return
    said = _MISSING.findall(json.dumps(outputs, ensure_ascii=False))
    missing = {name for names in said for name in names if name}
    if not missing:
        return
    defined = names_of(notebook.cells[place].source for place in places)
    if found := sorted(missing & defined):
        raise Needed(found[0])
