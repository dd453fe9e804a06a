"""The same submissions with nbgrader's own settings, each in a course folder of its own.

Stock nbgrader runs them with the rights of whoever grades, so all of it runs in a bubblewrap
sandbox around the grader: no network, and nothing to be written but the folder of this one run.
What stock did is not said here but measured: marks, files, and what was read.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grading.measuring.attacks import canaries
from grading.measuring.attacks.cases import GRADED, SECRET, Corpus, Run, Submission, hand_in
from grading.measuring.attacks.course import (
    HONEST,
    ROOT,
    SECONDS,
    Result,
    as_must_be,
    in_short,
    new_course,
    own_environment,
    read_result,
)
from grading.nbgrader_command import run_nbgrader

AT_MOST = 90  # seconds of a grader's life, in which a submission takes two or three
SETTINGS = f"""
c = get_config()
c.CourseDirectory.course_id = "where-to-look"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.Execute.timeout = {SECONDS}
"""
EARLY, LATE = HONEST  # graded before, and in the same batch
PORT, SOCKET = 47011, "attention-stock"


@dataclass(frozen=True)
class Stock:
    """What stock nbgrader did with one submission."""

    unearned: tuple[str, ...]  # exercises with points that they must not have
    read: bool
    harmed: tuple[str, ...]  # other people's marks and files
    lost: tuple[str, ...]  # of the submission's own points, and of the batch
    shown: tuple[str, ...] = ()  # words that its outputs must not show
    page: bool = False  # a script reached the feedback page

    def __str__(self) -> str:
        words: list[str] = [f"unearned points: {', '.join(self.unearned)}"] if self.unearned else []
        words += ["hidden tests or secrets read"] if self.read else []
        words += [*self.harmed, *self.lost, *(f"shows {word!r}" for word in self.shown)]
        words += ["its script is in the feedback page"] if self.page else []
        return "; ".join(words) or "as it must be"

    @property
    def bad(self) -> bool:
        """Whether anything was not as it must be."""
        return str(self) != "as it must be"


def new_base(folder: Path, corpus: Corpus) -> None:
    """A course of stock nbgrader, with one honest student graded before."""
    environment = own_environment(folder / "home", folder / "tmp")
    project = folder / "project"
    for name in ("helpers", "grading"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    new_course(folder / "course", corpus, SETTINGS, environment)
    waiting = folder / "waiting"
    (folder / "course" / "submitted" / LATE).rename(waiting)
    graded = run_nbgrader(folder / "course", "autograde", "*", environment=environment)
    if graded.returncode != 0:
        raise RuntimeError(f"stock nbgrader could not grade {EARLY}:\n{graded.stdout}")
    waiting.rename(folder / "course" / "submitted" / LATE)


def run_stock(submission: Submission, corpus: Corpus, base: Path, folder: Path) -> Stock:
    """Grade one submission with stock nbgrader, in a copy of the course; see what came of it."""
    shutil.copytree(base, folder, symlinks=True)
    course, project = folder / "course", folder / "project"
    planted = [canaries.new_canary() for _ in range(4)]
    in_course, in_home, in_variable, of_server = planted
    (course / "notes.txt").write_text(in_course)
    (folder / "home" / ".token").write_text(in_home)
    hand_in(submission, corpus, Run(course, project, PORT, SOCKET))
    before = watched(folder)
    environment = own_environment(folder / "home", folder / "tmp", GRADERS_TOKEN=in_variable)
    environment["PYTHONPATH"] = str(project)
    begun = time.monotonic()
    commands = [f"autograde {submission.lesson}"]
    if submission.outcome.page_hides:
        commands.append(f"generate_feedback {submission.lesson}")
    python = sys.executable
    script = "; ".join(f"'{python}' -m nbgrader {command}" for command in commands)
    listener = f"{canaries.__name__} {PORT} {SOCKET} {of_server}"
    script = f"'{python}' -m {listener} & {script}"
    log, hung = inside(folder, environment, script)
    hung = hung or time.monotonic() - begun > AT_MOST
    return judged(submission, corpus, folder, watched(folder), before, planted, log, hung)


def inside(folder: Path, environment: Mapping[str, str], script: str) -> tuple[str, bool]:
    """Run a script in a sandbox that can write to one folder; its output, and whether it hung."""
    own = dict.fromkeys(str(Path(p)) for p in (sys.base_prefix, sys.prefix))
    line = ["bwrap", "--die-with-parent", "--new-session", "--unshare-all", "--ro-bind", "/", "/"]
    line += ["--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp", "--tmpfs", "/var/tmp"]
    line += [part for path in own for part in ("--ro-bind", path, path)]
    line += ["--bind", str(folder), str(folder), "--chdir", str(folder / "course")]
    log = folder / "log.txt"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*line, "--", "sh", "-c", script],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            process.wait(AT_MOST)
            hung = False
        except subprocess.TimeoutExpired:
            hung = True
        finally:
            process.kill()
            process.wait()
    with log.open("rb") as file:
        return file.read(10_000_000).decode(errors="replace"), hung


def watched(folder: Path) -> dict[str, str]:
    """What grading must leave as it is: all that was handed in or graded before."""
    found = {}
    for name, content in canaries.sums(folder).items():
        early = name.startswith(f"course/autograded/{EARLY}/")
        if name.startswith(("project/", "course/")) and "/autograded/" not in name or early:
            found[name] = content
    own = ("course/gradebook.db", "course/.nbgrader.log", "course/feedback/")
    return {name: content for name, content in found.items() if not name.startswith(own)}


def named(student: str, log: str) -> bool:
    """Whether the log says of a student that something went wrong."""
    return any(student in line and "ERROR" in line for line in log.splitlines())


def judged(
    submission: Submission,
    corpus: Corpus,
    folder: Path,
    after: dict[str, str],
    before: dict[str, str],
    planted: list[str],
    log: str,
    hung: bool,
) -> Stock:
    """Compare what is there now with what must be."""
    lesson, must = corpus.lessons[submission.lesson], submission.outcome
    harmed = [f"changed {name}" for name in canaries.changed(before, after)[:2]]
    lost = ["the grader hung"] if hung else []
    result, honest = Result(None), {}
    try:
        result = read_result(folder / "course", submission.student, lesson, log)
        honest = {name: read_result(folder / "course", name, lesson) for name in HONEST}
    except Exception as error:  # whatever SQLite and nbformat say of a file that was written over
        harmed.append(f"the gradebook or a graded notebook is unreadable ({type(error).__name__})")
    if EARLY in honest and honest[EARLY].points != lesson.points:
        harmed.append(f"{EARLY}'s marks changed")
    if LATE in honest and honest[LATE].points is None:
        lost.append(f"the batch stopped: {LATE} has no mark")
    elif LATE in honest and honest[LATE].points != lesson.points:
        harmed.append(f"{LATE}, who solved it, has {in_short(honest[LATE].points or {})}")
    points = {name: value or 0.0 for name, value in (result.points or {}).items()}
    unearned = [
        f"{name.removeprefix('test_')} {points[name]:g}"
        for name, due in must.points.items()
        if points.get(name, 0.0) > due
    ]
    if result.points is None:
        lost += ["no mark at all"] if must.status == GRADED else []
        if must.status != GRADED and not named(submission.student, log):
            lost.append("no mark, and not named")
    elif not as_must_be(result.points, must.points) and not unearned:
        less = [n for n, due in must.points.items() if points[n] < due]
        lost.append(
            "right answers without their points: "
            + ", ".join(name.removeprefix("test_") for name in less)
        )
    read = any(word in result.own + result.written for word in [SECRET, *planted])
    heard = (folder / "tmp" / "heard").exists()
    page = any(words in result.page for words in must.page_hides)
    showing = tuple(word for word in must.hides if word in result.own)
    return Stock(tuple(unearned), read or heard, tuple(harmed), tuple(lost), showing, page)
