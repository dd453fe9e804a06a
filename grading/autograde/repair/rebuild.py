"""Put a damaged notebook together again: the release, with the student's answers in it.

`rebuild` takes what could be read of a submission (see grading/salvage.py) and the release, and
returns a notebook that holds each marked cell of the release once, in its order, with its type
and its marks, and the student's own cells where they stood. An answer is found by the label of
its cell (nbgrader's grade_id), by the cell's id, by its text or, where all of these are gone, by
the names that the release's cell defines. What had to be repaired is said in sentences for the
student to read. A notebook that is as it should be comes back with no sentence, as it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import nbformat

from grading.autograde import grading_log
from grading.autograde.repair import former
from grading.autograde.repair.copies import settle_copies
from grading.autograde.repair.order import put_in_order
from grading.autograde.repair.pieces import Piece, label
from grading.autograde.repair.recognise import find_by_names, recognise, refuse_others
from grading.autograde.repair.release import Release, Released
from grading.autograde.repair.salvage import VALID_ID, Found, FoundCell, Unusable
from grading.autograde.repair.sentences import Repairs
from grading.cells.roles import ANSWERS
from grading.feedback import plain_metadata


@dataclass(frozen=True)
class Rebuilt:
    """A notebook that can be graded, and what was repaired in it."""

    notebook: Any
    notes: tuple[str, ...]


def rebuild(found: Found, release: Release, kept: Sequence[Release] = ()) -> Rebuilt:
    """Return a notebook that can be graded; raise Unusable where there is nothing to grade.

    Args:
        found: what could be read of the hand-in.
        release: the lesson of now.
        kept: the releases there have been, of which the student may have fetched any.
    """
    origin = former.made_from(found.cells, release, kept)
    repairs = Repairs(release)
    pieces = [
        Piece(cell, place)
        for place, cell in enumerate(found.cells)
        if cell.id != grading_log.CELL_ID or label(cell)
    ]
    recognise(pieces, release, origin, repairs)
    added = former.added_since(release, origin, {piece.name for piece in pieces})
    release = release.without(added)
    shared = find_by_names(pieces, release, repairs)
    there = {piece.name for piece in pieces} | shared.keys()
    refuse_others(pieces, there, release, found.cut)
    chosen = settle_copies(pieces, shared, release, origin, repairs)
    ordered = put_in_order(pieces, chosen, release, repairs)
    notebook = written(ordered, found, release, repairs)
    sentences = list(found.notes)
    if found.cut:
        answers = {name for name, known in release.marked.items() if known.role in ANSWERS}
        read = len(answers & there)
        sentences.append(f"The file was cut off: {read} of {len(answers)} answers could be read.")
        repairs.forget("missing", "missing answer")
    if added:
        sentences.append(former.sentence(added))
    return Rebuilt(notebook, (*sentences, *repairs.sentences()))


def written(layout: Sequence[Piece], found: Found, release: Release, repairs: Repairs) -> Any:
    """Write the pieces as a notebook that nbformat and nbgrader accept."""
    marked_ids = {name: identity(known) for name, known in release.marked.items()}
    taken = {*marked_ids.values(), grading_log.CELL_ID}
    cells = []
    for number, piece in enumerate(layout):
        if piece.name:
            cells.append(marked_cell(piece, marked_ids[piece.name]))
            continue
        cells.append(own_cell(piece.cell, free_id(piece.cell.id, number, taken)))
    damaged = repairs or found.notes or found.cut
    notebook = notebook_of(cells, release.metadata if damaged else found.metadata)
    notebook.metadata.pop(grading_log.KEY, None)
    return valid(notebook, release)


def plain_notebook(found: Found) -> Any:
    """A submission as it was read, with nothing repaired; raise Unusable where it is not valid."""
    taken: set[str] = {grading_log.CELL_ID}
    cells = []
    for number, cell in enumerate(found.cells):
        cells.append(own_cell(cell, free_id(cell.id, number, taken)))
        if "nbgrader" in cell.metadata:
            cells[-1].metadata["nbgrader"] = nbformat.from_dict(cell.metadata["nbgrader"])
    notebook = notebook_of(cells, found.metadata)
    if not accepted(notebook):
        raise Unusable("is not a valid notebook.")
    return notebook


def free_id(wish: str, number: int, taken: set[str]) -> str:
    """The id that a cell of the student's had, or another where that cannot be."""
    own, tries = wish, 0
    while not VALID_ID.fullmatch(own) or own in taken:
        own, tries = f"own-{number}-{tries}", tries + 1
    taken.add(own)
    return own


def identity(known: Released) -> str:
    """The id of a released cell; older releases have none."""
    own = known.cell.get("id", "")
    return own if VALID_ID.fullmatch(own) else f"released-{known.rank}"


def marked_cell(piece: Piece, own: str) -> Any:
    """A cell that nbgrader knows: the release's, with the student's text where it is an answer."""
    assert piece.known is not None
    cell = deepcopy(piece.known.cell)
    cell["id"] = own
    own_part = plain_metadata.of_cell(piece.cell.metadata)
    cell.metadata = nbformat.from_dict({**own_part, **cell.metadata})
    if piece.known.role in ANSWERS:
        cell.source = piece.text
        if piece.cell.attachments and cell.cell_type == "markdown":
            cell.attachments = nbformat.from_dict(piece.cell.attachments)
    return cell


def own_cell(found: FoundCell, own: str) -> Any:
    """One of the student's own cells, which nbgrader leaves alone."""
    metadata = plain_metadata.of_cell(found.metadata)
    metadata.pop("nbgrader", None)
    cell: dict[str, Any] = {"cell_type": found.kind, "id": own, "metadata": metadata}
    cell["source"] = found.source
    if found.kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    elif found.attachments:
        cell["attachments"] = found.attachments
    return nbformat.from_dict(cell)


def notebook_of(cells: list[Any], metadata: dict[str, Any]) -> Any:
    """A notebook of these cells, which may yet turn out not to be valid."""
    plain = deepcopy(plain_metadata.of_notebook(metadata))
    about = {"metadata": plain, "nbformat": 4, "nbformat_minor": 5}
    return nbformat.from_dict({"cells": cells, **about})


def valid(notebook: Any, release: Release) -> Any:
    """The notebook, without the metadata and pictures by which it would not be valid."""
    if accepted(notebook):
        return notebook
    right = {name: known.cell.metadata for name, known in release.marked.items()}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        cell.metadata = deepcopy(right.get(name, nbformat.from_dict({})))
        cell.pop("attachments", None)
    notebook.metadata = nbformat.from_dict(deepcopy(dict(release.metadata)))
    if not accepted(notebook):
        raise Unusable("is not a valid notebook, and could not be made one.")
    return notebook


def accepted(notebook: Any) -> bool:
    """Say whether nbformat takes a notebook."""
    try:
        nbformat.validate(notebook)
    except Exception:  # jsonschema's and nbformat's own, of many kinds
        return False
    return True
