"""A small class, from release to feedback, through nbgrader's own commands: `make demo`.

Makes a course folder of its own, hands in five notebooks a lesson, grades them, and checks that
the marks are what they must be. The folder is kept, so that one can look at every step.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from grading.autograde.sandbox import bubblewrap
from grading.classroom.marks import Mark, as_table, read_marks
from grading.classroom.report import write_report
from grading.user_error import UserError


@dataclass(frozen=True)
class TypicalMistake:
    """A wrong answer that students give, and words by which the check must name it."""

    exercise: str
    answer: str  # the whole solution cell
    words: tuple[str, ...]  # each must appear in the mistake that was recognised


#: One entry a lesson.
TYPICAL_MISTAKES = {
    "00_start_here": TypicalMistake(
        exercise="count_words",
        answer="def count_words(sentence):\n    return len(sentence)\n",
        words=("letters",),
    ),
    "01_word_importance": TypicalMistake(
        exercise="importance_to_weights",
        answer=(
            "import numpy as np\n\n\n"
            "def importance_to_weights(ratings):\n"
            "    ratings = np.asarray(ratings, dtype=float)\n"
            "    if (ratings < 0).any():\n"
            "        raise ValueError('a rating below zero')\n"
            "    if ratings.max() == 0:\n"
            "        return np.full(len(ratings), 1 / len(ratings))\n"
            "    return ratings / ratings.max()\n"
        ),
        words=("largest",),
    ),
    "02_softmax": TypicalMistake(
        exercise="softmax",
        answer=(
            "import numpy as np\n\n\n"
            "def softmax(scores):\n"
            "    scores = np.asarray(scores, dtype=float)\n"
            "    powers = np.exp(scores - scores.max(axis=0, keepdims=True))\n"
            "    return powers / powers.sum(axis=0, keepdims=True)\n"
        ),
        words=("axis 0",),
    ),
    "03_learned_importance": TypicalMistake(
        exercise="attention_pool",
        answer=(
            "def attention_pool(states, scores, mask):\n"
            "    weights = softmax(np.where(mask, scores, -np.inf), axis=0)\n"
            "    return (weights[:, :, None] * states).sum(axis=1), weights\n"
        ),
        words=("batch",),
    ),
    "04_scoring_functions": TypicalMistake(
        exercise="scaled_dot_scores",
        answer=(
            "def scaled_dot_scores(query, states):\n"
            "    return query @ states.transpose(1, 2) / query.shape[-1]\n"
        ),
        words=("by d",),
    ),
    "05_encoder_decoder": TypicalMistake(
        exercise="sequence_loss",
        answer=(
            "def sequence_loss(logits, target, mask):\n"
            "    return nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten())\n"
        ),
        words=("padding",),
    ),
    "06_encoder_decoder_attention": TypicalMistake(
        exercise="gradient_to_states",
        answer=(
            "def gradient_to_states(weights, context_gradient):\n"
            "    total = context_gradient.sum(dim=1, keepdim=True)\n"
            "    return total.expand(-1, weights.shape[2], -1)\n"
        ),
        words=("all of it",),
    ),
    "07_reading_alignments": TypicalMistake(
        exercise="hard_alignment",
        answer=(
            "def hard_alignment(weights):\n"
            "    return {(t, s) for t, s in enumerate(weights.argmax(dim=-1).tolist())}\n"
        ),
        words=("other way round",),
    ),
    "08_costs_and_choices": TypicalMistake(
        exercise="local_mask",
        answer=(
            "def local_mask(target, source, window):\n"
            "    places = torch.arange(target).unsqueeze(1)\n"
            "    return (places - torch.arange(source)).abs() <= window\n"
        ),
        words=("past the last word",),
    ),
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
    # nbgrader looks for the command `alembic` on the path when it makes a new gradebook, and a
    # virtual environment need not be activated for `make demo`.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


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


def class_of_five(release: Any, solution: Any, mistake: TypicalMistake) -> dict[str, Any]:
    """Return what each of the five students hands in."""
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in exercises(solution)}
    names = list(answers)
    if mistake.exercise not in answers:
        raise DemoFailed(f"{__name__} names an unknown exercise {mistake.exercise!r}.")
    return {
        SOLVED: with_answers(release, answers),
        UNTOUCHED: deepcopy(release),
        HALF: with_answers(release, {name: answers[name] for name in names[: len(names) // 2]}),
        MISTAKEN: with_answers(release, {**answers, mistake.exercise: mistake.answer}),
        BROKEN: with_answers(release, {**answers, names[0]: "import no_such_module\n"}),
    }


def hand_in(course: Path, lesson: str, students: Sequence[str] = tuple(WHAT_THEY_DID)) -> None:
    """Put the notebooks of these students where nbgrader looks for them."""
    if lesson not in TYPICAL_MISTAKES:
        raise DemoFailed(f"{__name__} has no typical mistake for {lesson}: add one entry.")
    release, solution = (notebook(course, tree, lesson) for tree in ("notebooks", "solutions"))
    handed_in = class_of_five(release, solution, TYPICAL_MISTAKES[lesson])
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
            words = ", ".join(TYPICAL_MISTAKES[mark.lesson].words)
            seen = "; ".join(mark.mistakes) or "none"
            found.append(f"{who}: no mistake recognised with the words: {words} (seen: {seen})")
        elif mark.student in (MISTAKEN, BROKEN) and points.score == points.max_score:
            found.append(f"{who}: full marks, although this student {WHAT_THEY_DID[mark.student]}")
    return found


def named(mark: Mark) -> bool:
    """Was the lesson's typical mistake recognised, in its own exercise?"""
    mistake = TYPICAL_MISTAKES[mark.lesson]
    return any(
        seen.startswith(f"{mistake.exercise}: ") and all(word in seen for word in mistake.words)
        for seen in mark.mistakes
    )


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
