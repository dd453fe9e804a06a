"""Built notebooks as plain data, and what a lint rule is."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from grading.cells.roles import KINDS

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Problem:
    """One thing a lint rule refuses."""

    lesson: str
    cell: str
    rule: str
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.lesson}: {self.cell}: {self.rule}: {self.message}. {self.remedy}"


@dataclass(frozen=True)
class Rule(Generic[Subject]):
    """A rule with an id: `find` yields (cell, what is wrong) for every place that breaks it."""

    id: str
    remedy: str
    find: Callable[[Subject], Iterator[tuple[str, str]]]

    def problems(self, lesson: str, subject: Subject) -> Iterator[Problem]:
        """Apply the rule, naming each fault only once."""
        for cell, message in dict.fromkeys(self.find(subject)):
            yield Problem(lesson, cell, self.id, message, self.remedy)


@dataclass(frozen=True)
class BuiltCell:
    """One cell of a notebook in solutions/ or notebooks/; it may have been edited by hand."""

    label: str  # its id, or its position when it has none
    kind: str  # exercise, test, task, setup, code, markdown, raw; "unknown" for odd metadata
    cell_type: str
    source: str
    nbgrader: dict[str, Any]
    raw: dict[str, Any]

    @property
    def grade_id(self) -> str:
        """nbgrader's name for the cell, "" for a plain one."""
        return str(self.nbgrader.get("grade_id", ""))

    @property
    def is_prediction(self) -> bool:
        """Whether it says of itself that it tests values that are the same for everybody."""
        return (self.raw.get("metadata") or {}).get("prediction") is True


@dataclass(frozen=True)
class BuiltNotebook:
    """A notebook of one of the built trees."""

    tree: str
    stem: str
    cells: list[BuiltCell]

    @property
    def name(self) -> str:
        """What problems call it, such as `solutions/02_softmax`."""
        return f"{self.tree}/{self.stem}"

    def of_kind(self, *kinds: str) -> list[BuiltCell]:
        """Return the cells of these kinds, in order."""
        return [cell for cell in self.cells if cell.kind in kinds]


def text_of(source: Any) -> str:
    """Return a notebook's text field, which may be a string or a list of lines."""
    return "".join(map(str, source)) if isinstance(source, list) else str(source)


def load(path: Path, tree: str) -> BuiltNotebook:
    """Read a built notebook; raise ValueError when it is none."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        read = [_cell(index, dict(cell)) for index, cell in enumerate(cells)]
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise ValueError(f"this is no notebook ({reason!r})") from reason
    return BuiltNotebook(tree, path.parent.name, read)


def _cell(index: int, raw: dict[str, Any]) -> BuiltCell:
    nbgrader = (raw.get("metadata") or {}).get("nbgrader") or {}
    cell_type = str(raw.get("cell_type"))
    kind = cell_type
    if nbgrader:
        flags = [bool(nbgrader.get(key)) for key in ("grade", "solution", "task", "locked")]
        kind = KINDS.get((flags[0], flags[1], flags[2], flags[3]), "unknown")
    label = str(raw.get("id") or nbgrader.get("grade_id") or f"cell {index}")
    return BuiltCell(label, kind, cell_type, text_of(raw.get("source", "")), nbgrader, raw)
