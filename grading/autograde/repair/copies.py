"""Which of several copies of a marked cell counts."""

from __future__ import annotations

from grading.autograde.repair.pieces import Piece, bare, place_of_test
from grading.autograde.repair.release import Release, Released
from grading.autograde.repair.sentences import Repairs
from grading.cells import student_code
from grading.cells.roles import ANSWERS


def settle_copies(
    pieces: list[Piece],
    shared: dict[str, Piece],
    release: Release,
    origin: Release,
    repairs: Repairs,
) -> dict[str, list[Piece]]:
    """Decide for each marked cell which pieces may be it; the rest are dropped or made ordinary.

    The pieces returned for one name have the same text, so that any of them will do. What is not
    in `origin`, the release that the hand-in was made from, is put in without a word.
    """
    groups: dict[str, list[Piece]] = {name: [] for name in release.marked}
    for piece in pieces:
        if piece.name:
            groups[piece.name].append(piece)
    for name, group in groups.items():
        known = release.marked[name]
        if name in shared:
            group.append(shared[name])
        elif not group and name in origin.marked:
            has_answer = known.role in ANSWERS
            repairs.add("missing answer" if has_answer else "missing", name)
        elif len(group) > 1 and known.role in ANSWERS:
            limit = place_of_test(known, pieces, release)
            groups[name] = settle_answers(pieces, group, known, limit, repairs)
        elif len(group) > 1:
            repairs.add("copied", name)
    return groups


def settle_answers(
    pieces: list[Piece], group: list[Piece], known: Released, limit: float, repairs: Repairs
) -> list[Piece]:
    """Of several copies of an answer, choose the one that counts.

    That is the one which the test met when the student ran the notebook from top to bottom: the
    last above it. Other versions stay as ordinary cells, since the student's cells may use them.
    """
    empty = {"", bare(known.cell.source)}
    stub = known.cell.source
    given = [
        piece
        for piece in group
        if bare(piece.text) not in empty and not student_code.unwritten(piece.text, stub)
    ]
    texts = {bare(piece.text): piece for piece in given}  # of equal ones, the last
    if len(texts) < 2:
        repairs.add("copied", known.name)
        kept = given or [piece for piece in group if bare(piece.text)] or group
        leave_out(pieces, [piece for piece in group if piece not in kept])
        return kept
    repairs.add("versions", known.name)
    wanted = student_code.defined(known.cell.source)
    eligible = [piece for piece in given if piece.place < limit] or given
    shares = [len(wanted & piece.defined) for piece in eligible]
    chosen = max(zip(shares, eligible, strict=True), key=lambda one: (one[0], one[1].place))[1]
    texts[bare(chosen.text)] = chosen
    versions = list(texts.values())
    leave_out(pieces, [piece for piece in group if piece not in versions])
    for piece in versions:
        if piece is not chosen:
            piece.known = None  # goes on as an ordinary cell
    earlier = [piece for piece in versions if piece.place < chosen.place]
    chosen.others = sorted(earlier, key=lambda piece: piece.place)
    return [chosen]


def leave_out(pieces: list[Piece], copies: list[Piece]) -> None:
    """Take copies out that nothing is lost with."""
    for piece in copies:
        pieces.remove(piece)
