"""Which cell of the release each cell of a submission is.

An answer is found by its cell's id or label (nbgrader's grade_id), by its text or, where all of
these are gone, by the names that the release's cell defines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grading.autograde.repair.pieces import (
    NOWHERE,
    Piece,
    bare,
    claims,
    label,
    place_of_test,
    same_settings,
)
from grading.autograde.repair.release import Release, Released
from grading.autograde.repair.salvage import VALID_ID, Unusable
from grading.autograde.repair.sentences import Repairs
from grading.cells import student_code
from grading.cells.roles import EXERCISE, READ_ONLY


def recognise(
    pieces: Sequence[Piece], release: Release, origin: Release, repairs: Repairs
) -> None:
    """Find out by label, id and text which cell of the release each piece is."""
    marked = release.marked
    by_id = {known.cell.get("id"): known for known in release.cells}
    by_text: dict[str, Released | None] = {}
    for known in release.cells:
        text = bare(known.cell.source)
        by_text[text] = None if text in by_text else known  # where two are alike, it tells nothing
    for piece in pieces:
        claimed, same_id = label(piece.cell), by_id.get(piece.cell.id)
        if same_id is not None and same_id.name:
            piece.known = same_id
        elif claimed in marked:
            piece.known = marked[claimed]
        elif same_id is not None:
            piece.known = same_id
    seen = {piece.known.rank for piece in pieces if piece.known}
    for piece in pieces:
        same_text = by_text.get(bare(piece.text)) if bare(piece.text) else None
        if piece.known is None and same_text is not None and same_text.rank not in seen:
            piece.known = same_text
    for piece in pieces:
        compare_marks(piece, origin, repairs)


def compare_marks(piece: Piece, origin: Release, repairs: Repairs) -> None:
    """Note where a cell's label, type or settings are not those of the release.

    Those of the release that the hand-in was made from are right as well.
    """
    claimed = label(piece.cell)
    if piece.known is None or not piece.name:
        if claims(piece.cell) and claimed not in origin.marked:
            repairs.add("foreign", claimed)
        return
    fetched = origin.marked.get(piece.name, piece.known)
    same = any(same_settings(piece.cell, known) for known in (piece.known, fetched))
    if claimed != piece.name:
        repairs.add("relabelled" if claimed else "label lost", piece.name)
    elif not same:
        repairs.add("settings", piece.name)
    if piece.cell.kind not in (piece.known.cell.cell_type, fetched.cell.cell_type):
        repairs.add("retyped", piece.name)


def find_by_names(pieces: Sequence[Piece], release: Release, repairs: Repairs) -> dict[str, Piece]:
    """Find answers whose cells are gone by the names that the release's cells define.

    Returns those that stand in the cell of another answer, which then serves for both.
    """
    shared = {}
    there = {piece.name for piece in pieces}
    released = {bare(known.cell.source) for known in release.cells}
    candidates = [piece for piece in pieces if bare(piece.text) not in released]
    for name, known in release.marked.items():
        if name in there or known.role != EXERCISE or known.cell.cell_type != "code":
            continue
        holder = holder_of(known, candidates, place_of_test(known, pieces, release))
        if holder is None:
            continue
        if holder.name:
            shared[name] = Piece(replace(holder.cell, id="", metadata={}), NOWHERE, known)
            repairs.add("merged", name)
        else:
            holder.known = known
            repairs.add("found", name)
    return shared


def holder_of(known: Released, candidates: Sequence[Piece], limit: float) -> Piece | None:
    """The last cell that defines what an answer has to define.

    Unmarked cells come first, and cells above the test, which is at `limit`.
    """
    functions = student_code.functions(known.cell.source)
    wanted = functions or student_code.defined(known.cell.source)
    best, holder = (0, False, False), None
    for piece in candidates:
        if piece.cell.kind != "code" and student_code.parsed(piece.text) is None:
            continue  # prose
        share = len(wanted & (piece.functions if functions else piece.defined))
        rating = (share, not piece.name, piece.place < limit)
        if share and rating >= best:
            best, holder = rating, piece
    return holder


def refuse_others(pieces: Sequence[Piece], there: set[str], release: Release, cut: bool) -> None:
    """Raise Unusable for the notebook of another lesson."""
    marked = release.marked.items()
    graded = [name for name, known in marked if name in there and known.role != READ_ONLY]
    foreign = {label(piece.cell) for piece in pieces if not piece.name and claims(piece.cell)}
    if cut and not graded:
        raise Unusable("is cut off before the first of this lesson's graded cells.")
    if not graded or len(foreign) > len(graded):
        some = sorted(foreign)[:3]
        holds = f" (it holds {', '.join(short(name) for name in some)})" if some else ""
        few = "none" if not graded else f"only {len(graded)}"
        raise Unusable(
            f"holds {few} of this lesson's graded cells{holds}: it looks like another lesson's."
        )


def short(name: str) -> str:
    """A name that a student may have chosen, in a line of a report."""
    return repr(name[:40]) if not VALID_ID.fullmatch(name) else name[:40]
