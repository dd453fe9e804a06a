"""Each lesson run once, as somebody who has solved it runs it; kept until something changes.

What is run is the released notebook with the answers in place of the stubs. Hidden tests are not
there, so no report of a check can speak of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from grading.atomic_files import write_whole
from grading.authoring.build import NOTEBOOKS, SOLUTIONS
from grading.authoring.lesson import parse_lesson
from grading.cells.opened_elsewhere import FETCH_ID
from grading.cells.roles import EXERCISE, cell_role
from grading.user_error import UserError

LONGEST = 1800  # seconds a cell may take; the longest training takes 300
BESIDE = "beside"  # the folder lessons run in: some leave a file there for a later one
#: What a picture, a number or a sentence may depend on, besides the lesson and the helpers.
VERSIONS = ("numpy", "torch", "matplotlib", "sacrebleu", "scipy")
BEGIN = "from grading.book import two_themes; two_themes.begin()"
END = (
    "import json; from grading.book import two_themes; "
    "print(json.dumps(two_themes.loaded_helpers()))"
)


def notebook_to_run(root: Path, stem: str) -> NotebookNode:
    """The released notebook of a lesson, with the solution's answers."""
    release: NotebookNode = nbformat.read(root / NOTEBOOKS / stem / f"{stem}.ipynb", as_version=4)
    solution = nbformat.read(root / SOLUTIONS / stem / f"{stem}.ipynb", as_version=4)
    answers = {
        cell.id: cell.source
        for cell in solution.cells
        if "nbgrader" in cell.metadata and cell_role(cell) == EXERCISE
    }
    for cell in release.cells:
        cell.source = answers.get(cell.id, cell.source)
    return release


def run(root: Path, stem: str, kept: Path) -> tuple[NotebookNode, float | None]:
    """A lesson with its outputs, and the seconds it took; None where nothing had to be run.

    Raises:
        UserError: a cell failed, hung or ended its kernel.
    """
    notebook = notebook_to_run(root, stem)
    path = kept / f"{stem}.ipynb"
    key = _key(notebook)
    if (before := _before(path)) is not None and before.metadata.book.key == key:
        helpers = before.metadata.book.helpers
        if all(_digest(root / name) == digest for name, digest in helpers.items()):
            return before, None
    folder = kept / BESIDE
    folder.mkdir(parents=True, exist_ok=True)
    for name in before.metadata.book.wrote if before is not None else ():
        with contextlib.suppress(OSError):  # a row more in a table, a run more in a curve
            (folder / name).unlink()
    there = _times(folder)
    began = time.monotonic()
    helpers = _execute(root, stem, notebook, folder)
    seconds = time.monotonic() - began
    wrote = sorted(name for name, when in _times(folder).items() if there.get(name) != when)
    notebook.metadata.book = {"key": key, "helpers": helpers, "wrote": wrote}
    write_whole({path: nbformat.writes(notebook).encode()})
    return notebook, seconds


def _execute(root: Path, stem: str, notebook: NotebookNode, folder: Path) -> dict[str, str]:
    """Run all cells; return the helpers that were imported, each with its digest."""
    extra = [
        nbformat.v4.new_code_cell(BEGIN, id="book-begin"),
        nbformat.v4.new_code_cell(END, id="book-end"),
    ]
    own = notebook.cells
    notebook.cells = [extra[0], *own, extra[1]]
    client = NotebookClient(
        notebook,
        timeout=LONGEST,
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
        extra_arguments=["--log-level=ERROR"],  # a warning about this machine is no reader's
    )
    begun: list[NotebookNode] = []
    client.on_cell_start = lambda cell, cell_index: begun.append(cell)
    surroundings = {
        name: value for name, value in os.environ.items() if name != "NBGRADER_EXECUTION"
    }
    path = os.pathsep.join(filter(None, [str(root), surroundings.get("PYTHONPATH")]))
    try:
        client.execute(env={**surroundings, "PYTHONPATH": path})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise UserError(_stopped(root, stem, begun, error)) from None
    notebook.cells = own
    loaded = [Path(file) for file in json.loads(extra[1].outputs[0].text)]
    inside = [file.relative_to(root) for file in loaded if file.is_relative_to(root)]
    return {name.as_posix(): _digest(root / name) for name in inside}


def _stopped(root: Path, stem: str, begun: list[NotebookNode], error: Exception) -> str:
    """Which cell of which lesson stopped the book, and why."""
    failed = begun[-1] if begun else nbformat.v4.new_code_cell(BEGIN, id="book-begin")
    lines = {cell.id: cell.line for cell in parse_lesson(root / "lessons" / f"{stem}.py")[0].cells}
    where = f", line {lines[failed.id]} of lessons/{stem}.py" if failed.id in lines else ""
    said = next((o for o in failed.outputs if o.output_type == "error"), None)
    why = f"{said.ename}: {said.evalue}" if said else f"{type(error).__name__}: {error}"
    return (
        f"The book was not built: lesson {stem} stopped in cell {failed.id}{where} "
        f"({' '.join(why.split())[:300]}). Mend the lesson, `make build`, and start again."
    )


def _key(notebook: NotebookNode) -> str:
    """What decides what a lesson shows: its cells, how it is run, and with which programs."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.id != FETCH_ID]
    cells = [(cell.id, cell.source) for cell in code]
    versions = [sys.version_info[:2], *(metadata.version(name) for name in VERSIONS)]
    here = Path(__file__).with_name("two_themes.py").read_text(encoding="utf-8")
    return hashlib.sha256(json.dumps([cells, versions, here, BEGIN]).encode()).hexdigest()


def _before(path: Path) -> NotebookNode | None:
    """What the last run left; None where there is nothing sound."""
    try:
        found: NotebookNode = nbformat.read(path, as_version=4)
    except Exception:  # nbformat raises many kinds for half a file
        return None
    book = found.metadata.get("book", {})
    return found if {"key", "helpers", "wrote"} <= book.keys() else None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _times(folder: Path) -> dict[str, Any]:
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
