"""Look at every submission before nbgrader grades any, and refuse those it cannot grade fairly.

Left alone, nbgrader 0.9.6 answers a damaged notebook in one of three ways: a traceback that does
not say what is wrong, marks quietly lost with a deleted cell, or, for a cell that appears twice,
an end to the whole batch. Here each such student is named with the cause, everybody else is
graded, the student's earlier marks and graded notebook stay as they were, and the command fails.

`nbgrader_config.py` switches this on with `c.Autograde.exporter_class`. A preprocessor would come
too late: nbgrader deletes the earlier graded notebook, and reads the new one, before it calls the
first. The exporter is made after the submissions are listed and before any of them is touched.
"""

from __future__ import annotations

import glob
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.nbgraderformat import MetadataValidator

from grading.trusted import sandbox

#: What each graded cell of a notebook is for: grade_id -> role.
Roles = Mapping[str, str]


@dataclass(frozen=True)
class Refusal:
    """One submission that cannot be graded, and why, in one sentence."""

    student: str
    lesson: str
    cause: str

    def __str__(self) -> str:
        return f"{self.student}: {self.lesson} could not be graded: {self.cause}"


def role(*, grade: bool, solution: bool, task: bool, locked: bool) -> str:
    """Name in words what nbgrader's four marks on a cell mean together."""
    if task:
        return "task"
    if grade:
        return "written answer" if solution else "test"
    if solution:
        return "exercise"
    return "read-only" if locked else "unmarked"


def expected_roles(gradebook: Gradebook, lesson: str) -> dict[str, Roles]:
    """Return, for each notebook of a lesson, the cells that the gradebook knows and their roles."""
    expected: dict[str, Roles] = {}
    for notebook in gradebook.find_assignment(lesson).notebooks:
        tests = {cell.name for cell in notebook.grade_cells}
        exercises = {cell.name for cell in notebook.solution_cells}
        tasks = {cell.name for cell in notebook.task_cells}
        expected[notebook.name] = {
            cell.name: role(
                grade=cell.name in tests,
                solution=cell.name in exercises,
                task=cell.name in tasks,
                locked=cell.locked,
            )
            for cell in notebook.source_cells
        }
    return expected


def find_fault(folder: Path, expected: Mapping[str, Roles]) -> str | None:
    """Say why the notebooks in one submission folder cannot be graded; None when they can."""
    links = [path.name for path in sorted(folder.rglob("*")) if path.is_symlink()]
    if links:
        return f"{links[0]} is a link, and could lead anywhere: only files can be handed in."
    for name, roles in expected.items():
        path = folder / f"{name}.ipynb"
        fault = notebook_fault(path, roles) if path.is_file() else missing_file(path)
        if fault:
            return f"{path.name} {fault}"
    return None


def missing_file(path: Path) -> str:
    """Say that the notebook is not there, and which other ones are (a renamed file, often)."""
    others = sorted(other.name for other in path.parent.glob("*.ipynb"))
    if others:
        return f"was not handed in, only {', '.join(others)}; rename it if it is the same notebook."
    return "was not handed in: the folder holds no notebook."


def notebook_fault(path: Path, roles: Roles) -> str | None:
    """Say what is wrong with one file, ready to follow its name; None when nothing is."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "is not text, as a notebook is; it may be an archive or a picture under a new name."
    if not text.strip():
        return "is empty."
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return "is cut off or damaged: it is not complete JSON."
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        return "is not a Jupyter notebook, although its name says so."
    try:
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook, relax_add_props=True)
    except Exception as problem:  # nbformat raises many kinds; to a grader they mean one thing
        return f"is not a valid notebook: {first_line(problem)}."
    return cells_fault(notebook.cells, roles)


def cells_fault(cells: list[Any], roles: Roles) -> str | None:
    """Compare the marked cells with those of the release: none missing, doubled or changed."""
    marked = [cell for cell in cells if "nbgrader" in cell.metadata]
    validator = MetadataValidator()
    try:
        for cell in marked:
            validator.validate_cell(cell)
    except Exception as problem:  # jsonschema's, nbgrader's and plain KeyErrors alike
        return f"has a cell whose nbgrader metadata was changed: {first_line(problem)}."
    found = [(cell.metadata.nbgrader.get("grade_id"), cell_role(cell)) for cell in marked]
    counts = Counter(grade_id for grade_id, _ in found)
    problems = {
        "lacks": [name for name in roles if name not in counts],
        "holds more than once": [name for name in roles if counts[name] > 1],
        "has changed the purpose of": [
            str(name) for name, its_role in found if name in roles and roles[name] != its_role
        ],
        "holds cells that are not in this lesson, perhaps from an older version of it:": [
            str(name) for name in counts if name not in roles
        ],
    }
    parts = [f"{verb} {listed(names, roles)}" for verb, names in problems.items() if names]
    return " and ".join(parts) + "." if parts else None


def cell_role(cell: Any) -> str:
    """Return the role that a submitted cell claims."""
    meta = cell.metadata.nbgrader
    flags = {name: bool(meta.get(name)) for name in ("grade", "solution", "task", "locked")}
    return role(**flags)


def listed(names: list[str], roles: Roles, most: int = 3) -> str:
    """Name the first few cells with their roles, and count the rest."""
    shown = [f"the {roles[n]} cell {n}" if n in roles else n for n in dict.fromkeys(names)]
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "")


def first_line(problem: Exception) -> str:
    """Return an error's own words without the pages that jsonschema adds."""
    text = str(getattr(problem, "message", "") or problem) or type(problem).__name__
    return text.strip().splitlines()[0].rstrip(".")[:120]


class ScreeningExporter(NotebookExporter):
    """nbgrader's notebook exporter; when autograding makes it, it screens the batch first."""

    def __init__(self, config: Any = None, **kwargs: Any) -> None:
        initialise: Any = super().__init__  # nbconvert's constructor carries no types
        initialise(config=config, **kwargs)
        if isinstance(self.parent, Autograde):
            screen(self.parent)


def screen(converter: Autograde) -> None:
    """Take refused submissions out of the batch; report them, and fail, once it is graded."""
    refuse_without_sandbox(converter)
    refusals = []
    known: dict[str, dict[str, Roles]] = {}
    for path, student, lesson in submissions(converter):
        if lesson not in known:
            known[lesson] = lesson_roles(converter, lesson)
        fault = find_fault(Path(path), known[lesson])
        if fault:
            converter.assignments.pop(path, None)
            refusals.append(Refusal(student, lesson, fault))
    if refusals:
        report_after(converter, refusals)


def refuse_without_sandbox(converter: Autograde) -> None:
    """Stop before anything is touched, where the sandbox that grading needs does not work."""
    steps = [step if isinstance(step, str) else "" for step in converter.autograde_preprocessors]
    accepted = converter.config.TrustedExecute.get("without_sandbox", False)
    if not any(step.endswith(".TrustedExecute") for step in steps):
        return
    if accepted:
        converter.log.warning(
            "NO SANDBOX (c.TrustedExecute.without_sandbox): what students wrote runs with your "
            "rights, and can read and change your files. Marks are still decided elsewhere."
        )
        return
    try:
        sandbox.require()
    except sandbox.SandboxMissing as reason:
        converter.log.error("%s", reason)
        raise NbGraderException(str(reason)) from None


def submissions(converter: Autograde) -> Iterator[tuple[str, str, str]]:
    """Yield (folder, student, lesson) for all that this command was asked to grade.

    nbgrader's own list leaves out folders without a notebook, so the folders are listed anew.
    """
    course = converter.coursedir
    submitted = course.submitted_directory
    pattern = re.compile(
        course.format_path(submitted, "(?P<student>.*)", "(?P<lesson>.*)", escape=True)
    )
    excluded = course.student_id_exclude.split(",")
    for path in sorted(
        glob.glob(course.format_path(submitted, course.student_id, course.assignment_id))
    ):
        match = pattern.fullmatch(path)
        if match and Path(path).is_dir() and match["student"] not in excluded:
            yield path, match["student"], match["lesson"]


def lesson_roles(converter: Autograde, lesson: str) -> dict[str, Roles]:
    """Read from the gradebook what a lesson's notebooks must hold."""
    course = converter.coursedir
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            expected = expected_roles(gradebook, lesson)
    except MissingEntry:
        expected = {}
    if not expected:
        message = (
            f"The gradebook does not know the lesson {lesson}, so nothing was graded. "
            f"Run `nbgrader generate_assignment {lesson} --force` first."
        )
        converter.log.error(message)
        raise NbGraderException(message)
    return {name: roles for name, roles in expected.items() if fnmatch(name, course.notebook_id)}


def report_after(converter: Autograde, refusals: list[Refusal]) -> None:
    """Make the converter name the refused at the end of its run, and exit with an error."""
    grade_the_others = converter.convert_notebooks

    def grade_then_report() -> None:
        try:
            grade_the_others()
        finally:
            for refusal in refusals:
                converter.log.error("%s", refusal)
            converter.log.error(
                "Not graded: %d, named above. Their marks and graded notebooks from earlier are as "
                "they were. Put a complete notebook in place, then grade it with "
                "--force --student NAME.",
                len(refusals),
            )
        raise NbGraderException(f"{len(refusals)} submissions could not be graded")

    converter.convert_notebooks = grade_then_report
