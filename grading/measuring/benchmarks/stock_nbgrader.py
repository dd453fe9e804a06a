"""Our grading beside stock nbgrader's: the same class, the marks and the time of both.

`python -m grading bench grading [LESSON ...]`. Both grade the class of `make demo`, whose five
students are all honest, in course folders that differ in nothing but nbgrader's settings.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook

from grading.classroom.demo import DemoFailed, hand_in, new_course, run_nbgrader

#: Settings that give nbgrader its own steps back, after ours in the same file.
STOCK = """
# Stock nbgrader, to compare with.
from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde
c.Autograde.exporter_class = NotebookExporter
c.Autograde.autograde_preprocessors = list(Autograde.autograde_preprocessors.default_args[0])
"""
OURS, THEIRS = "ours", "stock"


@dataclass
class Compared:
    """One lesson graded both ways."""

    lesson: str
    students: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: {OURS: [], THEIRS: []})
    differing: list[str] = field(default_factory=list)  # marks that are not the same

    def ratio(self) -> float:
        """Our time for a submission as a multiple of stock nbgrader's, the median of all runs."""
        pairs = zip(self.seconds[OURS], self.seconds[THEIRS], strict=True)
        return statistics.median(ours / theirs for ours, theirs in pairs)

    def as_json(self) -> dict[str, object]:
        """The figures, for a program."""
        per_one = {who: statistics.median(t) / self.students for who, t in self.seconds.items()}
        about = {"lesson": self.lesson, "students": self.students, "differing": self.differing}
        return {**about, "ratio": self.ratio(), "seconds_a_submission": per_one}

    def line(self) -> str:
        """One line of the table."""
        per_one = {who: statistics.median(t) / self.students for who, t in self.seconds.items()}
        same = "marks the same" if not self.differing else "MARKS DIFFER: " + self.differing[0]
        return (
            f"  {self.ratio():4.2f} x  {self.lesson:32} {per_one[OURS]:6.1f} s, "
            f"stock {per_one[THEIRS]:6.1f} s a submission; {same}"
        )


def compare(source: Path, lessons: list[str], rounds: int = 3) -> list[Compared]:
    """Grade the demo's class both ways, in turns and on one core; print a line for each lesson.

    Args:
        source: the project's folder.
        lessons: which ones; all of them if empty.
        rounds: how often each lesson is graded each way.
    """
    found = []
    pin()
    with tempfile.TemporaryDirectory(prefix="where-to-look-") as folder:
        courses = {who: Path(folder, who) for who in (OURS, THEIRS)}
        every = new_course(source, courses[OURS])
        wanted = [lesson for lesson in every if lesson in lessons or not lessons]
        nbgrader(courses[OURS], "generate_assignment", "*")
        for lesson in wanted:
            hand_in(courses[OURS], lesson)
        shutil.copytree(courses[OURS], courses[THEIRS])
        with (courses[THEIRS] / "nbgrader_config.py").open("a", encoding="utf-8") as settings:
            settings.write(STOCK)
        for lesson in wanted:
            found.append(one_lesson(courses, lesson, rounds))
            print(found[-1].line(), flush=True)
    return found


def pin() -> None:
    """Stay on one core from now on, with all that is started: both sides get the same."""
    if hasattr(os, "sched_setaffinity"):  # Linux has it
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def one_lesson(courses: dict[str, Path], lesson: str, rounds: int) -> Compared:
    """Grade one lesson's hand-ins both ways, alternately beginning with either."""
    students = len(list((courses[OURS] / "submitted").glob(f"*/{lesson}")))
    result = Compared(lesson, students)
    for turn in range(rounds):
        for who in (OURS, THEIRS) if turn % 2 == 0 else (THEIRS, OURS):
            began = time.perf_counter()
            nbgrader(courses[who], "autograde", lesson, "--force")
            result.seconds[who].append(time.perf_counter() - began)
    marks = {who: marks_of(course, lesson) for who, course in courses.items()}
    for cell in sorted(set(marks[OURS]) | set(marks[THEIRS])):
        ours, theirs = marks[OURS].get(cell), marks[THEIRS].get(cell)
        if ours != theirs:
            result.differing.append(f"{' '.join(cell)}: {ours}, stock {theirs}")
    return result


def marks_of(course: Path, lesson: str) -> dict[tuple[str, str], tuple[float | None, bool]]:
    """(student, test cell) -> the mark, and whether it waits for a person."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        return {
            (submission.student.id, grade.name): (grade.auto_score, grade.needs_manual_grade)
            for submission in gradebook.assignment_submissions(lesson)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def nbgrader(course: Path, *arguments: str) -> None:
    """Run an nbgrader command that must succeed."""
    run = run_nbgrader(course, *arguments)
    if run.returncode:
        raise DemoFailed(f"nbgrader {' '.join(arguments)} failed:\n{run.stdout[-2000:]}")
