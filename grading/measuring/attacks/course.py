"""Grade the whole corpus in one course folder and one batch, and say what came of each."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
from nbgrader.api import Gradebook, MissingEntry

from grading.autograde import grading_log
from grading.measuring.attacks import canaries
from grading.measuring.attacks.cases import (
    EITHER,
    GRADED,
    SECRET,
    Corpus,
    Lesson,
    Outcome,
    Run,
    Submission,
    hand_in,
)
from grading.nbgrader_command import run_nbgrader

ROOT = Path(__file__).resolve().parents[3]
HONEST = ("amira", "zoe")  # graded before and after all the others
SECONDS = 8  # a cell
WORKERS = 4  # most hand-ins of the corpus wait for a limit of time, which takes no processor
#: What grading itself writes into a course folder.
WRITTEN = ("autograded/", "feedback/", "gradebook.db", ".nbgrader.log", ".salt-of-the-seeds")
WATCHED = ("helpers", "grading", "lessons", "solutions", "notebooks")  # of the project


@dataclass(frozen=True)
class Result:
    """What came of one submission."""

    points: Mapping[str, float | None] | None  # by test cell; None: it has no mark
    waiting: tuple[str, ...] = ()  # cells for a person to look at
    shown: str = ""  # all that stands under the cells of the graded notebook
    own: str = ""  # of this, what is not under a test cell
    written: str = ""  # what stands in its cells, but for those that nbgrader puts back
    reported: str = ""  # what the log and the notes say of it
    page: str = ""  # its feedback page
    reasons: Mapping[str, str] = field(default_factory=dict)  # by test cell that lost points


@dataclass(frozen=True)
class Batch:
    """What came of all, and of what they could have reached."""

    results: Mapping[str, Result]  # by student
    honest: Mapping[tuple[str, str], Result]  # by student and lesson
    seconds: float
    exit_code: int
    log: str
    changed: tuple[str, ...] = ()  # files that are not the graders' to change
    left_running: tuple[int, ...] = ()
    left_behind: tuple[str, ...] = ()  # in the temporary folder
    heard: tuple[bytes, ...] = ()  # by a server on this machine
    canaries: tuple[str, ...] = ()


def new_course(folder: Path, corpus: Corpus, settings: str, environment: Mapping[str, str]) -> None:
    """Make a course folder with the corpus's lessons, released, and the honest students."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(settings)
    for lesson in corpus.lessons.values():
        path = folder / "solutions" / lesson.name / f"{lesson.name}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(lesson.solution)
    made = run_nbgrader(folder, "generate_assignment", "*", environment=environment)
    if made.returncode != 0:
        raise RuntimeError(f"the lessons of the corpus could not be released:\n{made.stdout}")
    for student in HONEST:
        for lesson in corpus.lessons.values():
            path = folder / "submitted" / student / lesson.name / f"{lesson.name}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(lesson.solved(), indent=1, sort_keys=True))


def own_environment(home: Path, temporary: Path, **more: str) -> dict[str, str]:
    """A grader's environment with a home and a temporary folder of its own."""
    for folder in (home, temporary):
        folder.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    own = {"HOME": str(home), "TMPDIR": str(temporary), "PATH": path, "PYTHONPATH": str(ROOT)}
    fonts = {"MPLCONFIGDIR": matplotlib.get_cachedir()}  # the list of fonts takes long to make
    return {**os.environ, **fonts, **own, **more}


def run_here(corpus: Corpus, pages: bool = True) -> Batch:
    """Grade the corpus with this project's settings, in one batch."""
    base = Path(tempfile.mkdtemp(prefix="corpus-"))  # short: sockets lie below
    try:
        return _run_here(corpus, base, pages)
    finally:
        subprocess.run(["rm", "-rf", str(base)], check=False)


def _run_here(corpus: Corpus, base: Path, pages: bool) -> Batch:
    course, home, temporary = base / "course", base / "home", base / "tmp"
    planted = [canaries.new_canary() for _ in range(5)]
    in_course, in_home, in_temporary, in_variable, of_server = planted
    environment = own_environment(home, temporary, GRADERS_TOKEN=in_variable)
    settings = (ROOT / "nbgrader_config.py").read_text() + f"\nc.Execute.timeout = {SECONDS}\n"
    settings += f"c.TrustedExecute.workers = {WORKERS}\n"
    new_course(course, corpus, settings, environment)
    for path, word in (
        (course / "notes.txt", in_course),
        (home / ".token", in_home),
        (temporary / "token.txt", in_temporary),
    ):
        path.write_text(word + "\n")
    watched = [ROOT / name for name in WATCHED]
    with canaries.Server(of_server).listening() as server:
        run = Run(course, ROOT, server.port, server.name)
        for submission in corpus.submissions:
            hand_in(submission, corpus, run)
        before = everything(course, home, watched)
        begun = time.monotonic()
        batch = run_nbgrader(course, "autograde", "*", environment=environment)
        seconds = time.monotonic() - begun
        after = everything(course, home, watched)
    running = canaries.left_running(temporary)
    behind = sorted(path.name for path in temporary.iterdir() if path.name != "token.txt")
    log = batch.stdout
    if pages:
        log += run_nbgrader(course, "generate_feedback", "*", environment=environment).stdout
    results = {
        one.student: read_result(course, one.student, corpus.lessons[one.lesson], log)
        for one in corpus.submissions
    }
    honest = {
        (student, lesson.name): read_result(course, student, lesson, log)
        for student in HONEST
        for lesson in corpus.lessons.values()
    }
    return Batch(
        results,
        honest,
        seconds,
        batch.returncode,
        log,
        tuple(canaries.changed(before, after)),
        tuple(running),
        tuple(behind),
        tuple(server.heard),
        tuple(planted),
    )


def everything(course: Path, home: Path, watched: Sequence[Path]) -> dict[str, str]:
    """All that grading must leave as it is: files, and the gradebook's rows about the lessons."""
    found = {f"the project: {n}": s for path in watched for n, s in prefixed(path).items()}
    for name, content in canaries.sums(course).items():
        if not name.startswith(WRITTEN):
            found[f"the course: {name}"] = content
    found |= {f"the home: {n}": s for n, s in canaries.sums(home).items() if n == ".token"}
    rows = canaries.lesson_rows(course / "gradebook.db")
    return found | {f"the gradebook: {row[:60]}": row for row in rows}


def prefixed(folder: Path) -> dict[str, str]:
    """Sums of a folder's files, under names with the folder's own."""
    return {f"{folder.name}/{name}": content for name, content in canaries.sums(folder).items()}


def read_result(course: Path, student: str, lesson: Lesson, log: str = "") -> Result:
    """Read what the gradebook and the folders hold of one submission."""
    points: dict[str, float | None] | None = None
    waiting: list[str] = []
    try:
        with Gradebook(f"sqlite:///{course}/gradebook.db", course_id="where-to-look") as book:
            handed_in = book.find_submission(lesson.name, student)
            grades = [grade for notebook in handed_in.notebooks for grade in notebook.grades]
            points = {
                grade.name: grade.auto_score if grade.manual_score is None else grade.manual_score
                for grade in grades
                if grade.name in lesson.points
            }
            waiting = [grade.name for grade in grades if grade.needs_manual_grade]
    except MissingEntry:
        pass
    graded = course / "autograded" / student / lesson.name / f"{lesson.name}.ipynb"
    if not graded.is_file() or points is None or None in points.values():
        points = None
    page = course / "feedback" / student / lesson.name / f"{lesson.name}.html"
    about = [line for line in log.splitlines() if f"{student}: " in line]
    notebook = nbformat.read(graded, as_version=4) if graded.is_file() else None
    if notebook is not None:
        about += grading_log.notes(notebook)
    return Result(
        points,
        tuple(waiting),
        shown(notebook.cells) if notebook is not None else "",
        shown(cell for cell in notebook.cells if not is_test(cell)) if notebook is not None else "",
        written(notebook, lesson) if notebook is not None else "",
        "\n".join(about),
        page.read_text(encoding="utf-8") if page.is_file() else "",
        reasons(notebook, lesson, points) if notebook is not None and points else {},
    )


def shown(cells: Iterable[Any]) -> str:
    """All outputs of some cells as text."""
    code = [cell for cell in cells if cell.cell_type == "code"]
    return "\n".join(json.dumps(out, ensure_ascii=False) for c in code for out in c.outputs)


def is_test(cell: Any) -> bool:
    """Whether nbgrader takes a mark from what stands under a cell."""
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def written(notebook: Any, lesson: Lesson) -> str:
    """What stands in the cells, but for tests and tasks: those come from the gradebook."""
    back = {
        cell["id"]
        for cell in json.loads(lesson.release)["cells"]
        if cell["metadata"].get("nbgrader", {}).get("locked")
    }
    own = [c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in back]
    return "\n".join(cell.source for cell in own) + json.dumps(notebook.metadata)


def reasons(notebook: Any, lesson: Lesson, points: Mapping[str, float | None]) -> dict[str, str]:
    """For each test cell that lost points, the last words of the error under it."""
    found = {}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if name in points and points[name] != lesson.points[name]:
            errors = [out for out in cell.get("outputs", []) if out.output_type == "error"]
            found[name] = f"{errors[-1].ename}: {errors[-1].evalue}" if errors else "no error shown"
    return found


def faults(submission: Submission, result: Result, canaries: Iterable[str] = ()) -> list[str]:
    """What is not as it must be with one submission; empty when all is."""
    must: Outcome = submission.outcome
    found = []
    if result.points is None:
        if must.status == GRADED:
            found.append(f"has no mark ({result.reported or 'and no reason'})")
        elif not result.reported:
            found.append("has no mark, and is not named with a reason")
    elif must.status not in (GRADED, EITHER):
        found.append(f"was graded: {result.points}")
    elif not as_must_be(result.points, must.points):
        found.append(f"points: {in_short(result.points)}, must be {in_short(must.points)}")
    graded = result.points is not None
    found += [f"does not show {w!r}" for w in must.shows if graded and w not in result.shown]
    found += [f"shows {w!r}" for w in must.hides if w in result.shown]
    found += [f"is not reported with {w!r}" for w in must.says if w not in result.reported]
    found += [f"has {w!r} in its feedback" for w in must.page_hides if w in result.page]
    seen = result.shown + result.written + result.page
    found += [f"has read {word!r}" for word in [SECRET, *canaries] if word in seen]
    return found


def as_must_be(points: Mapping[str, float | None], must: Mapping[str, float]) -> bool:
    """Whether each test cell has the points that it must have."""
    return points.keys() == must.keys() and all(
        math.isnan(due) or points[name] == due for name, due in must.items()
    )


def in_short(points: Mapping[str, float | None]) -> str:
    """Points in a few words."""
    return ", ".join(
        f"{name.removeprefix('test_')} {'-' if value is None else f'{value:g}'}"
        for name, value in points.items()
    )


def batch_faults(batch: Batch, corpus: Corpus) -> list[str]:
    """What is not as it must be with the batch as a whole."""
    found = [f"changed: {name}" for name in batch.changed]
    found += [f"still running: process {number}" for number in batch.left_running]
    found += [f"left in the temporary folder: {name}" for name in batch.left_behind]
    found += [f"the server heard {word[:60]!r}" for word in batch.heard]
    for (student, lesson), result in batch.honest.items():
        if dict(result.points or {}) != dict(corpus.lessons[lesson].points):
            found.append(f"{student} in {lesson} is solved, and has {result.points}")
    return found
