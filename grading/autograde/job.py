"""What is needed to run one submission's notebook, and what comes of it.

Both can be sent to another machine as bytes. What comes back is but what stands under the cells:
whoever ran it, the sources, the points and the ids are those of the notebook that was sent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from grading.autograde.gradebook_cells import TEST, TrustedCell, grade_id
from grading.autograde.sandbox.deep_folders import everything_in
from grading.autograde.submissions import DEEPEST
from grading.feedback.sanitize_outputs import clean_cell

LARGEST = 256 * 2**20  # bytes of an outcome; `bounded_execute` keeps a quarter of that


class NoOutcome(Exception):
    """What came back is no outcome of the job; the message says why."""


@dataclass(frozen=True)
class File:
    """A file that lies beside a notebook."""

    content: bytes
    runs: int = 0  # of its mode, by whom it may be run as a program

    @classmethod
    def at(cls, path: Path) -> File:
        """Read it. Raises OSError."""
        return cls(path.read_bytes(), path.stat().st_mode & 0o111)


@dataclass(frozen=True, eq=False)
class Request:
    """A job to be sent: its files as they are, beside what is written of it."""

    about: bytes
    files: Mapping[str, File]

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.about) + sum(len(file.content) for file in self.files.values())

    def put_files(self, folder: Path) -> None:
        """Put the files into a folder, which is made. Raises OSError where there is no room."""
        folder.mkdir()
        for name, file in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
            path.chmod(0o644 | file.runs)


@dataclass(frozen=True)
class Job:
    """One notebook to be run."""

    student: str
    notebook: Any
    trusted: Mapping[str, TrustedCell]  # its tests, setup cells and answers, by id
    seed: int
    secret: str
    folder: Path  # with the files that were handed in beside it
    hide: Path  # the course, which a student's code must not see
    released: frozenset[str] | None = None  # cells of no mark, as released; None: all are run

    def with_release(self, released: frozenset[str] | None) -> Job:
        """The same; what is left as it was released need not be run, where nothing needs it."""
        return replace(self, released=released)

    def digest(self, files: Mapping[str, File]) -> str:
        """What two jobs have in common only if they come to the same."""
        whole = hashlib.sha256(_written(self._plain(), sort_keys=True))
        for name in sorted(files):
            whole.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
            whole.update(hashlib.sha256(files[name].content).digest())
            whole.update(files[name].runs.to_bytes(2, "big"))
        return whole.hexdigest()

    def request(self, files: Mapping[str, File], **more: Any) -> Request:
        """The job with its files, to be sent."""
        released = None if self.released is None else sorted(self.released)
        about = {**self._plain(), "released": released, "hide": str(self.hide)}
        return Request(_written({**more, **about}), files)

    def _plain(self) -> dict[str, Any]:
        trusted = {name: asdict(cell) for name, cell in self.trusted.items()}
        about = {"student": self.student, "seed": self.seed, "secret": self.secret}
        return {**about, "notebook": self.notebook, "trusted": trusted}


def read_job(content: Mapping[str, Any], folder: Path) -> Job:
    """A job that was sent, whose files lie in a folder of this machine's."""
    return Job(
        content["student"],
        nbformat.from_dict(content["notebook"]),  # type: ignore[no-untyped-call, unused-ignore]
        {name: TrustedCell(**cell) for name, cell in content["trusted"].items()},
        content["seed"],
        content["secret"],
        folder,
        Path(content["hide"]),
        None if content["released"] is None else frozenset(content["released"]),
    )


def files_in(folder: Path) -> dict[str, File]:
    """What a student's cells may read: all files of a folder but notebooks and links, by path."""
    found = {}
    for path, _ in everything_in(folder, DEEPEST) if folder.is_dir() else ():
        if path.suffix != ".ipynb" and path.is_file() and not path.is_symlink():
            found[path.relative_to(folder).as_posix()] = File.at(path)
    return found


@dataclass(frozen=True)
class Outcome:
    """What running a notebook showed."""

    cells: list[tuple[int | None, list[Any]]]  # of each cell its number and outputs
    language: dict[str, Any]
    remarks: list[str]
    missing: str = ""  # a name, for want of which all cells were run

    @classmethod
    def of(cls, notebook: Any, remarks: Iterable[str], missing: str) -> Outcome:
        """What a notebook that was run shows."""
        cells = [
            (cell.get("execution_count"), list(cell.get("outputs", []))) for cell in notebook.cells
        ]
        language = dict(notebook.metadata.get("language_info", {}))
        return cls(cells, language, list(remarks), missing)

    def as_bytes(self) -> bytes:
        """The outcome, to be sent."""
        return _written({"outcome": asdict(self)})

    def size(self) -> int:
        """About its bytes as it is sent, a cell at a time."""
        rest = [self.language, self.remarks, self.missing]
        return sum(len(_written(one)) + 2 for one in [*self.cells, *rest])

    def write_into(self, notebook: Any) -> None:
        """Put under a notebook's cells what they showed."""
        if self.language:
            notebook.metadata["language_info"] = nbformat.from_dict(self.language)  # type: ignore[no-untyped-call, unused-ignore]
        for cell, (number, outputs) in zip(notebook.cells, self.cells, strict=True):
            if cell.cell_type == "code":
                cell.execution_count, cell.outputs = number, outputs


def read_outcome(content: Any, job: Job) -> Outcome:
    """An outcome that came back, looked at as closely as what a kernel sends.

    Raises NoOutcome where it does not fit the job.
    """
    try:
        whole = nbformat.v4.new_notebook()
        whole.cells = [_cell(*one) for one in content["cells"]]
        for place, cell in enumerate(whole.cells):
            cell.id = f"cell-{place}"
        nbformat.validate(whole)
        language = dict(content["language"])
        remarks, missing = [str(one) for one in content["remarks"]], str(content["missing"])
    except (KeyError, TypeError, ValueError, nbformat.ValidationError) as fault:
        raise NoOutcome(f"it cannot be read ({type(fault).__name__}: {fault!s:.200})") from None
    sent, came = len(job.notebook.cells), len(whole.cells)
    if sent != came:
        raise NoOutcome(f"it is of {came} cells, and the notebook has {sent}")
    for cell, known in zip(whole.cells, job.notebook.cells, strict=True):
        trusted = job.trusted.get(grade_id(known))
        if trusted is None or trusted.kind != TEST:  # theirs is written by us
            clean_cell(cell)
    cells = [(cell.execution_count, list(cell.outputs)) for cell in whole.cells]
    return Outcome(cells, language, remarks, missing)


def _written(content: Any, **how: Any) -> bytes:
    """Something as JSON, which `json.loads` reads.

    As UTF-8, of which a sign takes 4 bytes and not 12. It may hold halves of signs (surrogates),
    which are no text: two of them in a row stay two, as they were.
    """
    return json.dumps(content, ensure_ascii=False, **how).encode("utf-8", "surrogatepass")


def _cell(number: Any, outputs: Any) -> Any:
    plain = {"cell_type": "code", "id": "a", "metadata": {}, "source": ""}
    made: Any = nbformat.from_dict  # nbformat's carries no types
    return made({**plain, "execution_count": number, "outputs": outputs})
