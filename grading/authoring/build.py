"""Build the notebooks: lessons/*.py -> solutions/ (with answers) -> notebooks/ (as released).

And lessons/wrong_answers/*.py -> helpers/check/data/: what the checks know of each mistake.

`python -m grading build` writes both trees; `--check` only says what it would change. All
normalisation happens in the solution notebook, and nbgrader's own generate step makes the release
from it, so an instructor who runs `nbgrader generate_assignment` gets the same bytes.
"""

import argparse
import json
import logging
import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading.atomic_files import write_whole
from grading.authoring import mistakes
from grading.authoring.lesson import Cell, Lesson, LessonError, LessonErrors, read_lesson
from grading.cells.opened_elsewhere import FETCH_ID, fetching, guarded
from grading.cells.progress_cell import PROGRESS_ID, progress_source
from grading.user_error import UserError

SOLUTIONS = "solutions"
NOTEBOOKS = "notebooks"
IGNORED = (".ipynb_checkpoints", "__pycache__")  # nbgrader does not copy these either

NOTEBOOK_METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


class BuildError(UserError):
    """The lessons cannot be built, though each can be read; the message is ready to be shown.

    `recorded` holds the files of the lessons whose wrong answers were run and are in order.
    """

    def __init__(self, message: str, recorded: Mapping[Path, str] | None = None) -> None:
        super().__init__(message)
        self.recorded = dict(recorded or {})


@dataclass(frozen=True)
class Difference:
    """One file in which a built tree is not what the lessons say; `path` is below the root."""

    path: Path
    state: str  # "missing", "differs" or "left over"

    def __str__(self) -> str:
        return f"{self.path.as_posix()}: {self.state}"


def read_lessons(root: Path) -> list[Lesson]:
    """Read every lesson text; raise `LessonErrors` with what is wrong in any of them."""
    lessons: list[Lesson] = []
    errors: list[LessonError] = []
    paths = sorted((root / "lessons").glob("*.py"))
    for path in paths:
        try:
            lessons.append(read_lesson(path))
        except LessonErrors as broken:
            errors += broken.errors
    if not paths:
        errors.append(LessonError("lessons", 1, "no lesson here", "Add one, as in 02_softmax.py."))
    if errors:
        raise LessonErrors(errors)
    return lessons


def nbgrader_metadata(cell: Cell) -> dict[str, Any]:
    """Return nbgrader's metadata (schema 3) for a tagged cell."""
    metadata: dict[str, Any] = {
        "grade": cell.kind == "test",
        "grade_id": cell.grade_id,
        "locked": cell.kind != "exercise",
        "schema_version": 3,
        "solution": cell.kind == "exercise",
        "task": cell.kind == "task",
    }
    if cell.points is not None:
        metadata["points"] = cell.points
    return metadata


def progress_cell(lesson: Lesson) -> Cell:
    """Return the cell that ends the lesson: one line on what passed, failed or was not tried."""
    tests = Counter(cell.name for cell in lesson.cells if cell.kind == "test")
    exercises = [cell.name for cell in lesson.cells if cell.kind == "exercise"]
    tasks = [cell.name for cell in lesson.cells if cell.kind == "task"]
    source = progress_source({name: tests[name] for name in exercises}, tasks)
    return Cell("code", "", None, None, source, line=0, id=PROGRESS_ID, first=0)


def fetch_cell(root: Path) -> Cell:
    """Return the cell above the title, which fetches the course where there is none.

    From where says `Source` in pyproject.toml's [project.urls]; without it nothing is fetched.
    """
    try:
        project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    except (OSError, KeyError):  # a course folder without the course's own files
        project = {}
    source = project.get("urls", {}).get("Source", "")
    code = fetching(f"git+{source}" if source else "")
    return Cell("setup", FETCH_ID, FETCH_ID, None, code, line=0, id=FETCH_ID, first=0, folded=True)


def solution_notebook(lesson: Lesson) -> str:
    """Return the text of the solution notebook, in the very form nbgrader and Jupyter write."""
    cells = []
    first = next((cell for cell in lesson.cells if cell.is_code), None)
    root = lesson.path.parent.parent
    for cell in (fetch_cell(root), *lesson.cells, progress_cell(lesson)):
        source = guarded(cell.source) if cell is first else cell.source
        metadata: dict[str, Any] = {}
        if cell.grade_id:
            metadata["nbgrader"] = nbgrader_metadata(cell)
        if cell.folded:
            metadata["jupyter"] = {"source_hidden": True}
        if cell.id == FETCH_ID:
            metadata["cellView"] = "form"  # Colab's word for folded
        if cell.prediction:
            metadata["prediction"] = True
        built: dict[str, Any] = {
            "cell_type": "code" if cell.is_code else "markdown",
            "id": cell.id,
            "metadata": metadata,
            "source": source.splitlines(keepends=True),
        }
        if cell.is_code:
            built |= {"execution_count": None, "outputs": []}
        cells.append(built)
    notebook = {"cells": cells, "metadata": NOTEBOOK_METADATA, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def release(solutions: dict[str, str]) -> dict[str, str]:
    """Return what nbgrader releases for each solution notebook (stem -> notebook text)."""
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    config = Config()
    config.SaveCells.enabled = False  # these two are what --no-db sets
    config.GenerateAssignment.no_database = True
    log = logging.Logger("nbgrader", logging.ERROR)  # of its own: nothing reaches the terminal
    messages: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: messages.append(record.getMessage())  # type: ignore[method-assign]
    log.addHandler(handler)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        for stem, text in solutions.items():
            write(root / SOLUTIONS / stem / f"{stem}.ipynb", text)
        course = CourseDirectory(config=config, log=log)
        course.root = str(root)
        course.source_directory, course.release_directory = SOLUTIONS, NOTEBOOKS
        course.assignment_id = "*"  # all lessons in one go
        try:
            GenerateAssignment(coursedir=course, config=config, log=log).start()
        except NbGraderException as reason:
            raise BuildError(
                "nbgrader could not release the lessons:\n" + "\n".join(messages)
            ) from reason
        return {
            stem: (root / NOTEBOOKS / stem / f"{stem}.ipynb").read_text(encoding="utf-8")
            for stem in solutions
        }


def known_mistakes(lessons: list[Lesson], root: Path) -> dict[Path, str]:
    """Return what the checks know of each lesson's mistakes; raise BuildError where they are not
    told apart."""
    files = {}
    faults: list[str] = []
    for lesson in lessons:
        if mistakes.has_catalogue(lesson):
            known = mistakes.known_of(lesson, root)
            if not known.faults:
                files[mistakes.DATA / f"{lesson.stem}.json"] = known.text
            faults += known.faults
    if faults:
        raise BuildError("\n\n".join(faults), files)
    return files


def build(root: Path) -> dict[Path, str]:
    """Return every built file (path below the root -> text) without writing anything."""
    lessons = read_lessons(root)
    solutions = {lesson.stem: solution_notebook(lesson) for lesson in lessons}
    files = known_mistakes(lessons, root)
    for tree, texts in ((SOLUTIONS, solutions), (NOTEBOOKS, release(solutions))):
        for stem, text in texts.items():
            files[Path(tree, stem, f"{stem}.ipynb")] = text
    return files


def compare(root: Path, files: dict[Path, str]) -> list[Difference]:
    """Return how the built trees on disk differ from what they should hold."""
    differences = []
    for path, text in files.items():
        if not (root / path).is_file():
            differences.append(Difference(path, "missing"))
        elif (root / path).read_bytes() != text.encode():
            differences.append(Difference(path, "differs"))
    for found in sorted((root / mistakes.DATA).glob("*.json")):
        if found.relative_to(root) not in files:
            differences.append(Difference(found.relative_to(root), "left over"))
    for tree in (SOLUTIONS, NOTEBOOKS):
        for found in sorted((root / tree).glob("*/*.ipynb")):
            path = found.relative_to(root)
            if found.stem == found.parent.name and path not in files:
                differences.append(Difference(path, "left over"))
    return differences


def write(path: Path, text: str) -> None:
    """Write a file whole, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole({path: text.encode()})


def apply(root: Path, files: dict[Path, str], differences: list[Difference]) -> None:
    """Bring the built trees on disk to what they should hold, touching only what differs."""
    for difference in differences:
        path = root / difference.path
        if difference.state != "left over":
            write(path, files[difference.path])
            continue
        path.unlink()
        for name in IGNORED:
            shutil.rmtree(path.parent / name, ignore_errors=True)
        if not any(path.parent.iterdir()):  # a file we did not build is not ours to delete
            path.parent.rmdir()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--check", action="store_true", help="write nothing, report differences")
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout (default: here)")


def run(options: argparse.Namespace) -> int:
    """Build; with `--check` return 1 where the trees are not what the lessons give."""
    try:
        files = build(options.root)
    except BuildError as fault:
        if not options.check:  # so that the next build need not run those answers once more
            for path, text in fault.recorded.items():
                write(options.root / path, text)
        raise
    differences = compare(options.root, files)
    for difference in differences:
        print(difference)
    if options.check:
        if differences:
            raise UserError("Run `make build` and commit the result.")
        return 0
    apply(options.root, files, differences)
    built = sum(path.parts[0] == NOTEBOOKS for path in files)
    print(f"{built} lessons built, {len(differences)} files changed")
    return 0
