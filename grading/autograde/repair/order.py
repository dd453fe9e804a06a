"""The order of a rebuilt notebook: the release's, with the student's own cells where they stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grading.autograde.repair.pieces import NOWHERE, Piece, rank_of
from grading.autograde.repair.release import Release, Released
from grading.autograde.repair.salvage import FoundCell
from grading.autograde.repair.sentences import Repairs
from grading.cells.roles import ANSWERS, READ_ONLY, TASK, TEST


def put_in_order(
    pieces: Sequence[Piece], chosen: dict[str, list[Piece]], release: Release, repairs: Repairs
) -> list[Piece]:
    """Lay the pieces out with the marked cells in the release's order, moving as few as can be.

    Answers stay where they are in preference to tests, which define nothing.
    """
    fixed = {piece.name: piece for piece in longest_order(chosen)}
    layout = [piece for piece in pieces if not piece.name or fixed.get(piece.name) is piece]
    before: Piece | None = None
    moved: list[Piece] = []
    answers: list[Piece] = []
    for name, known in release.marked.items():
        piece = fixed.get(name)
        if piece is None:
            group = chosen[name]
            piece = group[-1] if group else Piece(blank(known), NOWHERE, known)
            block = [piece, *followers(piece, pieces)]
            layout = [other for other in layout if other not in block]
            at = place_for(piece, before, layout)
            layout[at:at] = block
            if piece.place != NOWHERE:
                if len(group) == 1 and not piece.others:
                    repairs.add("moved", name)
                moved.append(piece)
        bring_versions(piece, layout)
        before = piece
        if known.role in ANSWERS and piece.place != NOWHERE:
            answers.append(piece)
    for piece in answers if repairs else ():  # a whole notebook stays as it is
        bring_what_it_needs(piece, layout)
        if piece in moved:
            leave_what_it_gives(piece, layout)
    return layout


def blank(known: Released) -> FoundCell:
    """A cell of the release, as nobody has touched it."""
    return FoundCell(known.cell.cell_type, known.cell.source)


def longest_order(chosen: dict[str, list[Piece]]) -> list[Piece]:
    """The heaviest selection of pieces that stand in the release's order already."""
    candidates = []
    for group in chosen.values():
        candidates += list(dict.fromkeys([group[0], group[-1]])) if group else []
    candidates = [piece for piece in candidates if piece.place != NOWHERE]
    candidates.sort(key=lambda piece: piece.place)
    best: list[tuple[int, list[Piece]]] = []
    for piece in candidates:
        rank = rank_of(piece)
        weight, so_far = max(
            (entry for entry in best if rank_of(entry[1][-1]) < rank),
            key=lambda entry: entry[0],
            default=(0, []),
        )
        assert piece.known is not None
        weight += 100 if piece.known.role in ANSWERS else 1
        best.append((weight, [*so_far, piece]))
    return max(best, key=lambda entry: entry[0], default=(0, []))[1]


def place_for(piece: Piece, before: Piece | None, layout: Sequence[Piece]) -> int:
    """Where in the layout a marked cell belongs that comes after another marked one.

    A setup cell comes as early as can be, for others use it; the rest as late, so that the
    student's own cells, which it may use, come before it.
    """
    assert piece.known is not None
    start = next(i for i, other in enumerate(layout) if other is before) + 1 if before else 0
    end = start
    while end < len(layout) and not layout[end].name:
        end += 1
    rank = rank_of(piece)
    if piece.known.role == READ_ONLY:
        earlier = (i for i in range(start, end) if not NOWHERE < rank_of(layout[i]) < rank)
        return next(earlier, end)
    later = (i for i in range(start, end) if rank_of(layout[i]) > rank)
    return next(later, end)


def followers(piece: Piece, pieces: Sequence[Piece]) -> list[Piece]:
    """The text cells below a task in which the student answers it: they go where it goes."""
    found: list[Piece] = []
    if piece.known is None or piece.known.role != TASK or piece.place == NOWHERE:
        return found
    for other in pieces:
        if other.place > piece.place:
            is_next = rank_of(other) in (NOWHERE, piece.known.rank + 1)
            if other.name or other.cell.kind == "code" or not is_next:
                break
            found.append(other)
    return found


def bring_versions(piece: Piece, layout: list[Piece]) -> None:
    """Earlier versions of an answer come before the one that counts."""
    at = layout.index(piece)
    late = [other for other in piece.others if other in layout[at:]]
    for other in late:
        layout.remove(other)
    layout[at:at] = late


def bring_what_it_needs(piece: Piece, layout: list[Piece]) -> None:
    """In a damaged notebook, put above an answer the student's own cells that it needs.

    Those that stood above it in the submission are moved; of others a copy comes above it.
    """
    at = layout.index(piece)
    code = [other for other in layout if other.cell.kind == "code" and is_students(other)]
    places = {other: place for place, other in enumerate(layout)}
    there = {name for other in code if places[other] < at for name in other.defined}
    needs = set(piece.needed) - there
    brought: list[Piece] = []
    for other in reversed([other for other in code if places[other] > at and not other.name]):
        if needs & other.defined:
            needs |= other.needed - there
            brought.insert(0, other)
    for other in brought:
        if other.place < piece.place:
            layout.remove(other)
    at = layout.index(piece)
    layout[at:at] = [o if o.place < piece.place else ordinary_copy(o) for o in brought]


def leave_what_it_gives(piece: Piece, layout: list[Piece]) -> None:
    """Where an answer was moved down past cells that use it, leave a copy where it was."""
    passed = [
        other
        for other in layout[: layout.index(piece)]
        if other.place > piece.place and other.cell.kind == "code"
    ]
    if any(piece.defined & other.needed for other in passed):
        layout.insert(layout.index(passed[0]), ordinary_copy(piece))


def is_students(piece: Piece) -> bool:
    """Say whether a cell's names are there for the student's cells: tests give none."""
    return piece.known is None or piece.known.role != TEST


def ordinary_copy(piece: Piece) -> Piece:
    """The same text as a cell that nobody marks."""
    return Piece(replace(piece.cell, id="", metadata={}), piece.place)
