"""A cell on its way from a submission into the rebuilt notebook."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from grading.autograde.repair.release import Release, Released
from grading.autograde.repair.salvage import FoundCell
from grading.cells import student_code
from grading.cells.roles import TEST

FLAGS = ("grade", "solution", "task", "locked")
NOWHERE = -1  # the place of a cell that the submission, or the release, did not hold


@dataclass(eq=False)  # each is itself: two cells may have the same text
class Piece:
    """A cell on its way from the submission into the rebuilt notebook."""

    cell: FoundCell
    place: int  # in the submission
    known: Released | None = None  # the cell of the release that it is
    others: list[Piece] = field(default_factory=list)  # earlier versions of this answer

    @property
    def name(self) -> str:
        """The marked cell that it is, or an empty text."""
        return self.known.name if self.known else ""

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.cell.source

    @cached_property
    def functions(self) -> frozenset[str]:
        """The functions and classes that it defines."""
        return student_code.functions(self.text)

    @cached_property
    def defined(self) -> frozenset[str]:
        """All names that it defines."""
        return student_code.defined(self.text)

    @cached_property
    def needed(self) -> frozenset[str]:
        """The names that it uses and does not define."""
        return student_code.needed(self.text)


def label(cell: FoundCell) -> str:
    """The grade_id that a cell carries, or an empty text."""
    meta = cell.metadata.get("nbgrader")
    found = meta.get("grade_id") if isinstance(meta, dict) else None
    return found if isinstance(found, str) else ""


def claims(cell: FoundCell) -> bool:
    """Say whether a cell claims to be one that nbgrader knows."""
    meta = cell.metadata.get("nbgrader")
    return isinstance(meta, dict) and bool(label(cell)) and any(meta.get(flag) for flag in FLAGS)


def same_settings(cell: FoundCell, known: Released) -> bool:
    """Whether a cell has the flags and the points of a released one."""
    meta = cell.metadata.get("nbgrader")
    meta = meta if isinstance(meta, dict) else {}
    right = known.cell.metadata.nbgrader
    same = all(bool(meta.get(flag)) == bool(right.get(flag)) for flag in FLAGS)
    return same and all(meta.get(key) == right.get(key) for key in ("points", "schema_version"))


def bare(text: str) -> str:
    """A text without what does not count when two are compared: blanks at the ends of lines."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def rank_of(piece: Piece) -> int:
    """Where the release has this cell."""
    return piece.known.rank if piece.known else NOWHERE


def place_of_test(known: Released, pieces: Sequence[Piece], release: Release) -> float:
    """Where the submission has the first test of an answer; infinity where it has none."""
    tests = [one.name for one in release.cells if one.role == TEST and one.rank > known.rank]
    places = [piece.place for piece in pieces if tests and piece.name == tests[0]]
    return max(places, default=math.inf)
