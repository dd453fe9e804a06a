"""A small class, from release to feedback, through nbgrader's own commands: `make demo`.

Makes a course folder of its own, hands in five notebooks a lesson, grades them, and checks that
the marks are what they must be. The folder is kept, so that one can look at every step.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat

from grading import nbgrader_command
from grading.authoring.answer_cells import answer_cell
from grading.authoring.answers import load_answers
from grading.autograde.sandbox import bubblewrap
from grading.classroom.marks import Mark, as_table, read_marks
from grading.classroom.report import write_report
from grading.user_error import UserError
from helpers.check.diagnosis import split

#: One of the known wrong answers a lesson: its exercise, and its name in lessons/wrong_answers/.
TYPICAL_MISTAKES = {
    "00_start_here": ("count_words", "counts_letters"),
    "01_word_importance": ("importance_to_weights", "by_largest"),
    "02_softmax": ("softmax", "over_axis_0_by_default_sum"),
    "03_learned_importance": ("attention_pool", "over_the_batch"),
    "04_scoring_functions": ("scaled_dot_scores", "by_d"),
    "05_encoder_decoder": ("sequence_loss", "averages_padding"),
    "06_encoder_decoder_attention": ("gradient_to_states", "all_for_everybody"),
    "07_reading_alignments": ("hard_alignment", "target_first"),
    "08_costs_and_choices": ("local_mask", "no_clamp"),
    "09_self_attention": ("self_attention", "softmax_over_queries"),
    "10_real_translation": ("split", "by_pairs"),
}

SOLVED, UNTOUCHED, HALF, MISTAKEN, BROKEN = "amira", "bruno", "chloe", "dmitri", "esther"
WHAT_THEY_DID = {
    SOLVED: "solved everything",
    UNTOUCHED: "handed in the notebook as it came",
    HALF: "solved the first half of the exercises",
    MISTAKEN: "made one typical mistake",
    BROKEN: "imports a module that does not exist",
}


class DemoFailed(UserError):
    """A step of the demo went wrong; the message says which."""


def run_nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one nbgrader command in a course folder; its whole output is in `stdout`.

    Only for what we have written ourselves: where no sandbox works, it grades without one.
    """
    if arguments[0] == "autograde" and not bubblewrap.works():
        arguments = (*arguments, "--TrustedExecute.without_sandbox=True")
    return nbgrader_command.run_nbgrader(course, *arguments)


def nbgrader(course: Path, *arguments: str) -> None:
    """Run one nbgrader command of the demo, and keep its output in nbgrader.log."""
    print("  nbgrader", *arguments, flush=True)
    run = run_nbgrader(course, *arguments)
    log = course / "nbgrader.log"
    with log.open("a", encoding="utf-8") as file:
        file.write(f"$ nbgrader {' '.join(arguments)}\n{run.stdout}\n")
    if run.returncode != 0:
        last = "\n".join(run.stdout.splitlines()[-12:])
        raise DemoFailed(f"`nbgrader {' '.join(arguments)}` failed; all of it is in {log}\n{last}")


def new_course(source: Path, course: Path) -> list[str]:
    """Copy the solved lessons and the settings into a new course folder; return the lessons."""
    lessons = sorted(path.parent.name for path in source.glob("solutions/*/*.ipynb"))
    if not lessons:
        raise DemoFailed(
            f"There is no lesson in {source.resolve() / 'solutions'}: run `make build`."
        )
    shutil.copytree(source / "solutions", course / "solutions")
    shutil.copy(source / "nbgrader_config.py", course)
    return lessons


def notebook(course: Path, tree: str, lesson: str) -> Any:
    """Read a lesson's notebook from `solutions` or `notebooks`."""
    return nbformat.read(course / tree / lesson / f"{lesson}.ipynb", as_version=4)


def exercises(lesson: Any) -> list[Any]:
    """Return a notebook's solution cells, in order."""
    return [cell for cell in lesson.cells if cell.metadata.get("nbgrader", {}).get("solution")]


def with_answers(release: Any, answers: dict[str, str]) -> Any:
    """Return a copy of the release in which the named exercises have been answered."""
    handed_in = deepcopy(release)
    for cell in exercises(handed_in):
        cell.source = answers.get(cell.metadata.nbgrader.grade_id, cell.source)
    return handed_in


def class_of_five(release: Any, solution: Any, lesson: str) -> dict[str, Any]:
    """Return what each of the five students hands in."""
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in exercises(solution)}
    names = list(answers)
    exercise, label = TYPICAL_MISTAKES[lesson]
    if exercise not in answers:
        raise DemoFailed(f"{__name__} names an unknown exercise {exercise!r}.")
    mistaken = {**answers, exercise: answer_cell(lesson, label, exercise)}
    return {
        SOLVED: with_answers(release, answers),
        UNTOUCHED: deepcopy(release),
        HALF: with_answers(release, {name: answers[name] for name in names[: len(names) // 2]}),
        MISTAKEN: with_answers(release, mistaken),
        BROKEN: with_answers(release, {**answers, names[0]: "import no_such_module\n"}),
    }


def hand_in(course: Path, lesson: str, students: Sequence[str] = tuple(WHAT_THEY_DID)) -> None:
    """Put the notebooks of these students where nbgrader looks for them."""
    if lesson not in TYPICAL_MISTAKES:
        raise DemoFailed(f"{__name__} has no typical mistake for {lesson}: add one entry.")
    release, solution = (notebook(course, tree, lesson) for tree in ("notebooks", "solutions"))
    handed_in = class_of_five(release, solution, lesson)
    for student in students:
        path = course / "submitted" / student / lesson / f"{lesson}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(handed_in[student], path)


def problems(marks: Sequence[Mark]) -> list[str]:
    """Return what is not as it must be: full marks, none, and the mistake's name."""
    found = []
    for mark in marks:
        points, who = mark.points, f"{mark.student} in {mark.lesson}"
        if points.score is None:
            found.append(f"{who}: {mark.status}: {mark.cause}")
        elif mark.student == SOLVED and not points.score == points.max_score > 0:
            found.append(f"{who}: solved, but {points.score:g} of {points.max_score:g} points")
        elif mark.student == UNTOUCHED and points.score != 0:
            found.append(f"{who}: untouched, but {points.score:g} points")
        elif mark.student == MISTAKEN and not named(mark):
            seen = "; ".join(mark.mistakes) or "none"
            found.append(f"{who}: {mistake_of(mark.lesson)!r} was not recognised (seen: {seen})")
        elif mark.student in (MISTAKEN, BROKEN) and points.score == points.max_score:
            found.append(f"{who}: full marks, although this student {WHAT_THEY_DID[mark.student]}")
    return found


def mistake_of(lesson: str) -> str:
    """What the marks must say of the lesson's typical mistake."""
    exercise, label = TYPICAL_MISTAKES[lesson]
    answer = next(one for one in load_answers("wrong", lesson) if one.label == label)
    return f"{exercise}: {split(answer.sentence).name}"


def named(mark: Mark) -> bool:
    """Was the lesson's typical mistake recognised, in its own exercise?"""
    return mistake_of(mark.lesson) in mark.mistakes


def whole_course(source: Path, course: Path) -> list[str]:
    """Take the class through all of it; print the table; return what was not right."""
    lessons = new_course(source, course)
    print(f"A course of {len(lessons)} lessons and a class of five, in {course}")
    if not bubblewrap.works():
        print("  NO SANDBOX here: our own notebooks run without; a class's would be refused")
    nbgrader(course, "generate_assignment", "*")
    for lesson in lessons:
        hand_in(course, lesson)
    nbgrader(course, "autograde", "*")
    nbgrader(course, "generate_feedback", "*")
    print("\nThe class:")
    for student, deed in WHAT_THEY_DID.items():
        print(f"  {student:<8}{deed}")
    marks = read_marks(course)
    print(f"\n{as_table(marks)}\n")
    pages = sorted((course / "feedback").glob("*/*/*.html"))
    print(f"{len(pages)} feedback pages are in {course / 'feedback'}/STUDENT/LESSON/LESSON.html")
    write_report(course, course / "report.html")
    print(f"The class at a glance: {course / 'report.html'}")
    missing = len(marks) - len(pages)
    return problems(marks) + ([f"{missing} feedback pages are missing"] if missing else [])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--course", type=Path, default=Path(), help="the folder with solutions/")


def run(options: argparse.Namespace) -> int:
    """Run the demo; return 1 when a mark is not what it must be."""
    course = Path(tempfile.mkdtemp(prefix="where-to-look-"))
    wrong = whole_course(options.course, course)
    for problem in wrong:
        print(f"WRONG: {problem}", file=sys.stderr)
    if not wrong:
        print("As it should be: solved has full marks, untouched none, every mistake was named.")
    return 1 if wrong else 0
