"""Where am I? What the notebooks in `work/` say has passed, read and not run.

A check leaves its outcome in the notebook, beside what it printed (`helpers.check.report`); here
these records are collected. What has not been saved is not seen.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

PASSED, TRIED, UNTRIED = "passed", "tried", "not tried"
PAGE = "where_am_i.md"
LARGEST = 200 * 2**20  # bytes of a notebook that is read
SIGN = (
    "<!-- Written anew by each start of the course: notes of your own belong in another file. -->"
)

Cells = list[dict[str, Any]]


class NoNotebook(Exception):
    """A file that cannot be read as a notebook of the course; says why in a few words."""


@dataclass
class Lesson:
    """One lesson: what it asks, and what is known of this learner's answers."""

    stem: str
    title: str
    exercises: dict[str, str]  # name -> PASSED, TRIED or UNTRIED, in the lesson's order
    begun: float | None = None  # when it was last saved; None while it is as it was copied

    @property
    def passed(self) -> int:
        """How many exercises have passed."""
        return list(self.exercises.values()).count(PASSED)

    @property
    def open(self) -> list[str]:
        """The exercises that have not passed."""
        return [name for name, state in self.exercises.items() if state != PASSED]


@dataclass
class Standing:
    """All lessons, and the files that say nothing about any of them."""

    lessons: list[Lesson]
    passed_over: dict[str, str] = field(default_factory=dict)  # file -> why

    @property
    def last(self) -> Lesson | None:
        """The lesson last worked in."""
        begun = [lesson for lesson in self.lessons if lesson.begun is not None]
        return max(begun, key=lambda lesson: (lesson.begun or 0, lesson.stem), default=None)

    @property
    def next(self) -> tuple[Lesson, str] | None:
        """The next exercise: in the lesson last worked in, or after it, or what was left before."""
        if not self.lessons:
            return None
        start = self.lessons.index(self.last) if self.last else 0
        for lesson in [*self.lessons[start:], *self.lessons[:start]]:
            if lesson.open:
                return lesson, lesson.open[0]
        return None


def standing(releases: list[Path], work: Path) -> Standing:
    """Read the learner's notebooks beside the releases they were copied from."""
    found = Standing([])
    for release in releases:
        asked = read_cells(release)
        lesson = Lesson(
            release.stem, _title(asked, release.stem), dict.fromkeys(_exercises(asked), UNTRIED)
        )
        found.lessons.append(lesson)
        mine = work / release.name
        if not mine.exists() and not mine.is_symlink():
            continue
        try:
            _look(lesson, asked, read_cells(mine))
            if lesson.begun is not None:
                lesson.begun = mine.stat().st_mtime
        except (NoNotebook, OSError) as reason:
            found.passed_over[mine.name] = (
                str(reason) if isinstance(reason, NoNotebook) else "it cannot be read"
            )
    names = {release.name for release in releases}
    others = sorted(path.name for path in work.glob("*.ipynb") if path.name not in names)
    found.passed_over |= dict.fromkeys(map(_shown, others), "its name is no lesson's")
    return found


def read_cells(path: Path) -> Cells:
    """The cells of a notebook.

    Raises:
        NoNotebook: it is something else.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:  # a pipe is never at its end
            raise NoNotebook("it is no file, or far too large for a notebook")
        text = path.read_text(encoding="utf-8-sig")
        found = json.loads(text) if text.strip() else None
    except (OSError, ValueError, RecursionError, MemoryError):
        raise NoNotebook("it is damaged or cannot be read") from None
    if found is None:
        raise NoNotebook("it is empty")
    cells = found.get("cells") if isinstance(found, dict) else None
    if not isinstance(cells, list):
        raise NoNotebook("it is no notebook of today's form")
    return [cell for cell in cells if isinstance(cell, dict)]


def _look(lesson: Lesson, asked: Cells, mine: Cells) -> None:
    """Note what a learner's cells say about a lesson's exercises."""
    released = {_id(cell): cell for cell in asked if _id(cell)}
    own = {_id(cell): cell for cell in mine if _id(cell)}
    if not own.keys() & {*lesson.exercises}:
        raise NoNotebook("it holds no exercise of this lesson")
    tests = {name: [test for test in _tests(asked) if _owner(test, lesson.exercises) == name]
             for name in lesson.exercises}  # fmt: skip
    for name in lesson.exercises:
        written = name in own and _source(own[name]) != _source(released[name])
        outcomes = [_outcome(own.get(test, {})) for test in tests[name]]
        if written and outcomes and all(outcomes):
            lesson.exercises[name] = PASSED
        elif written:
            lesson.exercises[name] = TRIED
    run = any(cell.get("execution_count") or cell.get("outputs") for cell in mine)
    if run or [_source(cell) for cell in mine] != [_source(cell) for cell in asked]:
        lesson.begun = 0.0


def _outcome(cell: dict[str, Any]) -> bool:
    """Whether the check in this cell, when it last ran, said that all holds."""
    outputs = cell.get("outputs")
    records = [
        output["metadata"]["check"]
        for output in (outputs if isinstance(outputs, list) else ())
        if isinstance(output, dict)
        and isinstance(output.get("metadata"), dict)
        and isinstance(output["metadata"].get("check"), dict)
    ]
    return bool(records) and all(record.get("passed") is True for record in records)


def _marks(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return marks if isinstance(marks, dict) else {}


def _id(cell: dict[str, Any]) -> str:
    found = _marks(cell).get("grade_id")
    return found if isinstance(found, str) else ""


def _exercises(cells: Cells) -> list[str]:
    marked = [(cell.get("cell_type"), _marks(cell), _id(cell)) for cell in cells]
    return [
        name for kind, marks, name in marked if kind == "code" and marks.get("solution") and name
    ]


def _tests(cells: Cells) -> Iterator[str]:
    for cell in cells:
        if (
            _marks(cell).get("grade")
            and not _marks(cell).get("solution")
            and cell.get("cell_type") == "code"
        ):
            yield _id(cell)


def _owner(test: str, exercises: dict[str, str]) -> str:
    """The exercise that a test cell called test_NAME or test_NAME_WHAT checks."""
    fits = [name for name in exercises if f"{test}_".startswith(f"test_{name}_")]
    return max(fits, key=len, default="")


def _source(cell: dict[str, Any]) -> str:
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return text.strip()


def _title(cells: Cells, stem: str) -> str:
    for cell in cells:
        if cell.get("cell_type") == "markdown" and _source(cell).startswith("# "):
            return _source(cell).partition("\n")[0].removeprefix("# ").strip()
    return stem


# What is said of it ------------------------------------------------------------------------------


def told(found: Standing, work: Path) -> str:
    """Where a learner stands, for a terminal."""
    if not found.lessons:
        return "There is no lesson here: `make lab` in the course's folder opens them."
    width = max(len(lesson.title) for lesson in found.lessons)
    lines = []
    for lesson in found.lessons:
        state = _state(found, lesson)
        state += " passed" if lesson.begun is not None else ""
        tried = [name for name, said in lesson.exercises.items() if said == TRIED]
        lines.append(
            f"  {lesson.title:{width}}  {state}" + (f"; begun: {', '.join(tried)}" if tried else "")
        )
    lines += ["", _in_all(found)]
    if found.next:
        lesson, name = found.next
        lines.append(f"Next: {name} in {lesson.stem}.ipynb.")
    if found.last:
        lines.append(f"Last worked in: {found.last.stem}.ipynb, saved {_when(found.last)}.")
    lines += [f"Passed over: {name} ({why})." for name, why in found.passed_over.items()]
    lines.append(f"Read from {work}, as saved; nothing was run.")
    return "\n".join(lines)


def page(found: Standing) -> str:
    """Where a learner stands, as the page that JupyterLab shows beside the lesson."""
    lines = [SIGN, "", "# Where am I?", ""]
    if found.next:
        lesson, name = found.next
        lines += [f"**Next:** `{name}` in [{lesson.title}]({lesson.stem}.ipynb)", ""]
    if found.last:
        lines += [
            f"**Last worked in:** [{found.last.title}]({found.last.stem}.ipynb), "
            f"saved {_when(found.last)}",
            "",
        ]
    lines += [_in_all(found), "", "| lesson | passed | begun and not passed yet |", "|---|---|---|"]
    for lesson in found.lessons:
        tried = ", ".join(f"`{name}`" for name, state in lesson.exercises.items() if state == TRIED)
        lines.append(
            f"| [{lesson.title}]({lesson.stem}.ipynb) | {_state(found, lesson)} | {tried} |"
        )
    lines += ["", *(f"Passed over: `{name}` ({why}).\n" for name, why in found.passed_over.items())]
    lines += [
        "As it was when the course was started. `where-to-look status` in a terminal says it anew.",
        "",
    ]
    return "\n".join(lines)


def write_page(found: Standing, work: Path) -> bool:
    """Write the page, unless a file of the learner's own has its name; whether it is there now."""
    path = work / PAGE
    try:
        if path.exists() and not path.is_file():
            return False
        if path.exists():
            with path.open(encoding="utf-8") as file:
                if file.read(len(SIGN)) != SIGN:
                    return False
        path.write_text(page(found), encoding="utf-8")
    except (OSError, ValueError):  # the page is a convenience
        return False
    return True


def _state(found: Standing, lesson: Lesson) -> str:
    if lesson.begun is not None:
        return f"{lesson.passed} of {len(lesson.exercises)}"
    return "passed over, see below" if f"{lesson.stem}.ipynb" in found.passed_over else "not begun"


def _in_all(found: Standing) -> str:
    begun = sum(lesson.begun is not None for lesson in found.lessons)
    passed = sum(lesson.passed for lesson in found.lessons)
    exercises = sum(len(lesson.exercises) for lesson in found.lessons)
    return (
        f"{begun} of {len(found.lessons)} lessons begun, {passed} of {exercises} exercises passed."
    )


def _shown(name: str) -> str:
    """A file's name, of which a terminal obeys nothing, and which a page can hold."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _when(lesson: Lesson) -> str:
    return f"{datetime.fromtimestamp(lesson.begun or 0):%d %B %Y, %H:%M}"
