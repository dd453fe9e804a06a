"""A lesson's notebook as it was released: the cells that a submission is compared with."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from grading.cells.roles import UNMARKED, Roles, cell_role


@dataclass(frozen=True)
class Released:
    """One cell of the release. `name` is its grade_id, empty for cells nobody marks."""

    rank: int
    name: str
    role: str
    cell: Any

    def __str__(self) -> str:
        return f"the {self.role} cell {self.name}"


@dataclass(frozen=True)
class Release:
    """All cells of a released notebook, in order."""

    cells: tuple[Released, ...]
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def marked(self) -> dict[str, Released]:
        """The cells that nbgrader knows, by name."""
        return {known.name: known for known in self.cells if known.name}

    def without(self, left_out: Collection[Released]) -> Release:
        """The same release, had it not these cells."""
        names = {known.name for known in left_out}
        return replace(self, cells=tuple(one for one in self.cells if one.name not in names))

    @property
    def roles(self) -> Roles:
        """What the marked cells are for."""
        return {name: known.role for name, known in self.marked.items()}


def release_of(notebook: Any) -> Release:
    """Take a released notebook apart."""
    cells = []
    for rank, cell in enumerate(notebook.cells):
        is_marked = "nbgrader" in cell.metadata and cell_role(cell) != UNMARKED
        name = cell.metadata.nbgrader.grade_id if is_marked else ""
        cells.append(Released(rank, name, cell_role(cell) if is_marked else UNMARKED, cell))
    return Release(tuple(cells), dict(notebook.metadata))


def read_release(path: Path) -> Release | None:
    """Read a released notebook; None where there is none that can be read."""
    try:
        return _read(path, os.stat(path).st_mtime_ns)
    except Exception:  # nbformat raises many kinds; here they mean one thing
        return None


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> Release:
    return release_of(nbformat.read(path, as_version=4))
