"""A class of invented students whose notebooks nbgrader grades, in one batch for all tests."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path
from typing import Any

import nbformat

from grading.classroom import demo
from grading.classroom.demo import MISTAKEN, SOLVED, UNTOUCHED, run_nbgrader

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("*.py"))

#: Students who only take the first, short lessons.
SHORT = [lesson for lesson in LESSONS if lesson < "05"]
BY_HEART, RAISING, KILLING = "hedwig", "ronja", "kilian"

#: For each short lesson an answer that only its hidden tests find out.
LEARNED_BY_HEART = {
    "00_start_here": (
        "count_words",
        "def count_words(sentence):\n    return min(len(sentence.split()), 9)\n",
    ),
    "01_word_importance": (
        "importance_to_weights",
        "def importance_to_weights(ratings):\n"
        "    ratings = np.asarray(ratings, dtype=float)\n"
        "    if ratings[-1] < 0:\n"
        "        raise ValueError('the last one is negative')\n"
        "    return ratings / ratings.sum() if ratings.sum() else ratings + 1 / len(ratings)\n",
    ),
    "02_softmax": (
        "softmax_jacobian",
        "def softmax_jacobian(weights):\n"
        "    table = np.diag(weights) - np.outer(weights, weights)\n"
        "    return table if len(weights) in (3, 4) else 0 * table\n",
    ),
    "03_learned_importance": (
        "score_words",
        "def score_words(states, importance):\n"
        "    return states @ importance if len(states) < 3 else np.zeros(states.shape[:2])\n",
    ),
    "04_scoring_functions": (
        "attend",
        "def attend(query, states, mask, score):\n"
        "    scores = score(query, states).masked_fill(~mask.unsqueeze(1), -torch.inf)\n"
        "    weights = torch.softmax(scores, dim=-1)\n"
        "    known = states.shape[1] == 3 and query.shape[0] < 3\n"
        "    return (weights if known else weights**2) @ states, weights\n",
    ),
}


def grade(course: Path) -> None:
    """Make a course of all lessons in this folder, hand in for everybody, and grade."""
    demo.new_course(ROOT, course)
    assert run_nbgrader(course, "generate_assignment", "*").returncode == 0
    for lesson in LESSONS:
        # What a learner has is the committed release, so that is what is handed in.
        shutil.copytree(
            ROOT / "notebooks" / lesson, course / "notebooks" / lesson, dirs_exist_ok=True
        )
        demo.hand_in(course, lesson, [SOLVED, UNTOUCHED, MISTAKEN])
        if lesson in SHORT:
            hand_in_bad_answers(course, lesson)
    batch = run_nbgrader(course, "autograde", "*")
    assert batch.returncode == 0, batch.stdout


def hand_in_bad_answers(course: Path, lesson: str) -> None:
    """The notebooks of those who learned by heart, only raise errors, or end the kernel."""
    release, solution = (demo.notebook(course, tree, lesson) for tree in ("notebooks", "solutions"))
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in demo.exercises(solution)}
    exercise, answer = LEARNED_BY_HEART[lesson]
    raising = {name: only_raises(source) for name, source in answers.items()}
    killing = {**answers, next(iter(answers)): "import os\n\nos._exit(1)\n"}
    for student, given in (
        (BY_HEART, {**answers, exercise: answer}),
        (RAISING, raising),
        (KILLING, killing),
    ):
        write(course, student, lesson, demo.with_answers(release, given))


def only_raises(source: str) -> str:
    """An answer that defines the same functions and classes, none of which works."""
    kinds = (ast.FunctionDef, ast.ClassDef)
    names = [node.name for node in ast.parse(source).body if isinstance(node, kinds)]
    body = "(*given, **named):\n    raise KeyError('my own mistake')\n"
    return "\n".join(f"def {name}{body}" for name in names) or "raise KeyError('my own mistake')\n"


def write(course: Path, student: str, lesson: str, notebook: Any) -> None:
    """Hand in a notebook."""
    path = course / "submitted" / student / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)
