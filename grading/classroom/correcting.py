"""Make `nbgrader generate_assignment` correct a lesson that students have handed in already.

Left alone, nbgrader 0.9.6 removes the released notebook first, then refuses to add a cell once
anybody was graded, and leaves neither: repairs would have nothing to compare with. Here whatever
fails leaves release and gradebook as they were, every release is kept (repair/former.py), and
cells are added to the gradebook. What people gave by hand stays. Taking out a cell that carries
marks would take marks with it, and is refused by name before anything is touched.

`nbgrader_config.py` switches this on, with `c.GenerateAssignment.exporter_class` and in the list
`c.GenerateAssignment.preprocessors`; the formgrader's *Generate* reads the same settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    SaveCells,
)

from grading.atomic_files import write_whole
from grading.autograde.repair import former
from grading.autograde.repair.pieces import bare
from grading.autograde.repair.release import Release, read_release
from grading.cells.markers import visible
from grading.cells.roles import READ_ONLY, UNMARKED, Roles, cell_role, expected_roles
from grading.older_gradebook import how_to_upgrade, is_older

MOST_NAMED = 5
KINDS = ("grade", "solution", "task", "source")  # of cells, as nbgrader's gradebook has them


class CorrectingExporter(NotebookExporter):
    """nbgrader's notebook exporter; when a lesson is released, it guards what was there before."""

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        initialise: Any = super().__init__  # nbconvert's constructor carries no types
        initialise(config=config, **kwargs)
        if isinstance(self.parent, GenerateAssignment):
            Correction(self.parent)


class Correction:
    """Stands between nbgrader's converter and those of its steps that matter here."""

    def __init__(self, converter: GenerateAssignment) -> None:
        self.converter = converter
        self.course = converter.coursedir
        self.log = converter.log
        self.before: dict[Path, dict[Path, bytes]] = {}  # a lesson's folder -> its files
        self.now = Path()
        self.faults: list[str] = []
        self.init_destination = converter.init_destination
        self.finish = converter.run_post_convert_hook
        self.convert_notebooks = converter.convert_notebooks
        converter.init_destination = self.start
        converter.run_post_convert_hook = self.finished
        converter.convert_notebooks = self.run
        if not converter.no_database and is_older(self.course.db_url):
            self.log.error("%s", how_to_upgrade(self.course.db_url))
            raise NbGraderException(how_to_upgrade(self.course.db_url))

    def run(self) -> None:
        """In place of `convert_notebooks`: release all; what failed is as it was."""
        try:
            self.convert_notebooks()
        finally:
            for folder, files in self.before.items():
                lost = {path: content for path, content in files.items() if not path.exists()}
                for path in lost:
                    path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(lost)
                self.log.error("%s was not released anew; its release is as it was.", folder.name)
        if self.faults:
            raise NbGraderException(f"{len(self.faults)} lessons could not be released")

    def start(self, lesson: str, student: str) -> bool:
        """In place of `init_destination`, which removes the release: keep it, and look first."""
        self.now = Path(self.converter._format_dest(lesson, student))
        if not self.converter.no_database:
            with Gradebook(self.course.db_url, self.course.course_id) as gradebook:
                known = known_cells(gradebook, lesson)
                graded = bool(known) and bool(gradebook.find_assignment(lesson).submissions)
            for name, cells in known.items():
                keep_known(self.now, name, cells)
            faults = [fault for fault in self.refusals(known) if graded]
            if faults:
                self.log.error("%s cannot be corrected so: %s", lesson, " ".join(faults))
                self.faults += faults
                return False
        files = [path for path in self.now.rglob("*") if path.is_file()]
        before = {path: path.read_bytes() for path in files}
        go = bool(self.init_destination(lesson, student))
        if go and before:
            self.before[self.now] = before
        return go

    def finished(self) -> None:
        """In place of `run_post_convert_hook`, the last step: the lesson is released."""
        self.finish()
        self.before.pop(self.now, None)
        for path in sorted(self.now.glob("*.ipynb")):
            former.keep(path.read_bytes(), self.now, path.stem)

    def refusals(self, known: Mapping[str, Mapping[str, Known]]) -> Iterator[str]:
        """Say what a correction must not do once somebody was graded."""
        for path in self.converter.notebooks:
            cells = known.get(Path(path).stem, {})
            new = source_roles(Path(path))
            if new is None:
                continue  # nbgrader says what is wrong with it
            gone = [f"{known.role} {name}" for name, known in cells.items() if name not in new]
            gone = [one for one in gone if not one.startswith(READ_ONLY)]
            other = [
                f"{name} (was {known.role}, is {new[name]})"
                for name, known in cells.items()
                if new.get(name, known.role) != known.role
            ]
            if gone:
                yield (
                    f"cells that carry marks are missing ({listed(gone)}); put them back under "
                    "their names, and change their text or points instead."
                )
            if other:
                yield f"cells have another purpose now: {listed(other)}; use new names for them."


class Known:
    """What one cell of a lesson is for, what it is worth, and what a learner sees of it."""

    def __init__(self, role: str, points: float | None, kind: str, source: str) -> None:
        self.role, self.points, self.kind = role, points, kind
        self.text = bare(visible(source))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Known) and vars(self) == vars(other)

    __hash__ = None  # type: ignore[assignment]


def known_cells(gradebook: Gradebook, lesson: str) -> dict[str, dict[str, Known]]:
    """What the gradebook knows of each notebook of a lesson, by the cells' names."""
    try:
        notebooks = gradebook.find_assignment(lesson).notebooks
    except MissingEntry:
        return {}
    roles = expected_roles(gradebook, lesson)
    found = {}
    for notebook in notebooks:
        graded = [*notebook.grade_cells, *notebook.task_cells]
        points = {cell.name: float(cell.max_score) for cell in graded}
        found[notebook.name] = {
            cell.name: Known(
                roles[notebook.name][cell.name], points.get(cell.name), cell.cell_type, cell.source
            )
            for cell in notebook.source_cells
        }
    return found


def cells_of(release: Release) -> dict[str, Known]:
    """The same of a released notebook."""
    found = {}
    for name, one in release.marked.items():
        points = one.cell.metadata.nbgrader.get("points")
        worth = None if points is None else float(points)
        found[name] = Known(one.role, worth, one.cell.cell_type, one.cell.source)
    return found


def keep_known(folder: Path, name: str, cells: Mapping[str, Known]) -> None:
    """Keep the release that the gradebook knows, before it is replaced.

    Where `notebooks/` has been built anew already, it is put together from the gradebook.
    """
    path = folder / f"{name}.ipynb"
    here = read_release(path)
    if not cells:
        return
    if here is not None and cells_of(here) == cells:
        former.keep(path.read_bytes(), folder, name)
    elif all(cells_of(one) != cells for one in former.kept(folder, name)):
        former.keep(nbformat.writes(from_gradebook(cells)).encode(), folder, name)


def from_gradebook(cells: Mapping[str, Known]) -> Any:
    """A release of which only the marked cells are known."""
    made = []
    for name, known in cells.items():
        code = known.kind == "code"
        new_cell: Any = new_code_cell if code else new_markdown_cell
        made.append(new_cell(known.text, metadata={"nbgrader": settings(name, known)}))
    notebook: Any = new_notebook(cells=made)
    return notebook


def settings(name: str, known: Known) -> dict[str, Any]:
    """nbgrader's metadata for a cell."""
    role = known.role
    found: dict[str, Any] = {
        "grade": role in ("test", "written answer"),
        "solution": role in ("exercise", "written answer"),
        "task": role == "task",
        "locked": role in ("test", "task", READ_ONLY),
        "grade_id": name,
        "schema_version": 3,
    }
    return found if known.points is None else {**found, "points": known.points}


def source_roles(path: Path) -> Roles | None:
    """What the marked cells of a source notebook are for; None where that cannot be read."""
    try:
        cells = nbformat.read(path, as_version=4).cells
        marked = [cell for cell in cells if cell.metadata.get("nbgrader")]
        roles = {cell.metadata.nbgrader.grade_id: cell_role(cell) for cell in marked}
    except Exception:  # nbformat raises many kinds; nbgrader is about to read it as well
        return None
    return {name: role for name, role in roles.items() if role != UNMARKED}


def listed(names: list[str]) -> str:
    """The first few names, and how many more there are."""
    rest = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")


class SaveCorrectedCells(SaveCells):  # type: ignore[misc]
    """nbgrader's step that records a lesson; it adds cells to one that was handed in already."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Record a notebook, once it is certain that the steps after this one succeed."""
        rehearsed = deepcopy(nb)
        for step in (ClearHiddenTests, ClearMarkScheme, ComputeChecksums, CheckCellMetadata):
            rehearsed, _ = step(parent=self.parent).preprocess(rehearsed, deepcopy(resources))
        return super().preprocess(nb, resources)  # type: ignore[no-any-return]

    def _create_notebook(self, nb: Any) -> None:
        try:
            notebook = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        except MissingEntry:
            notebook = None
        if notebook is None or not notebook.submissions:
            super()._create_notebook(nb)
            return
        graded = [*notebook.grade_cells, *notebook.task_cells]
        before = {cell.name: float(cell.max_score) for cell in graded}
        for kind in KINDS:
            update = getattr(self.gradebook, f"update_or_create_{kind}_cell")
            for name, info in getattr(self, f"new_{kind}_cells").items():
                update(name, self.notebook_id, self.assignment_id, **info)
        for cell in list(notebook.source_cells):
            if cell.name not in self.new_source_cells:  # a setup cell: it carries no marks
                self.gradebook.db.delete(cell)
        self.gradebook.db.commit()
        self.say(before)

    def say(self, before: Mapping[str, float]) -> None:
        """Say what was corrected, what it means for points given by hand, and what to do now."""
        cells = {**self.new_grade_cells, **self.new_task_cells}
        after = {name: float(info["max_score"]) for name, info in cells.items()}
        for name, points in after.items():
            if name not in before:
                self.log.warning("%s: new, %g points", name, points)
            elif before[name] != points:
                self.log.warning("%s: %g points, which were %g", name, points, before[name])
                self.name_those_above(name, points)
        self.log.warning(
            "%s was handed in before: run `nbgrader autograde %s --force` to grade all of it by "
            "the corrected lesson. Points and comments given by hand stay.",
            *[self.assignment_id] * 2,
        )

    def name_those_above(self, name: str, points: float) -> None:
        """Name who was given more points by hand than there are now."""
        found = self.gradebook.find_notebook(self.notebook_id, self.assignment_id)
        for submission in found.submissions:
            for grade in submission.grades:
                if grade.name == name and (grade.manual_score or 0) > points:
                    self.log.warning(
                        "%s has %g points for %s, given by hand, of now %g: look at it",
                        submission.student.id, grade.manual_score, name, points,
                    )  # fmt: skip
