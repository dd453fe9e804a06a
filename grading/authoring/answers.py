"""Known answers to the exercises, wrong and right ones: how checks are proven.

`lessons/wrong_answers/NN_name.py` and `lessons/right_answers/NN_name.py` hold answers marked with the
decorators below. `harness` runs each through the lesson's own test cell, once as a learner sees
it and once with the hidden tests.
"""

from __future__ import annotations

import ast
import importlib.util
import os
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Answer:
    """Somebody's answer to one exercise: the names it defines, and what should become of it."""

    exercise: str
    label: str
    definitions: dict[str, Any]
    named: str = ""  # words the report must contain, if the mistake is a listed one
    hidden_only: bool = False  # a cheat that only the hidden tests can catch


Mark = Callable[[Callable[..., Any]], Answer]


def wrong(exercise: str, *, named: str = "", hidden_only: bool = False) -> Mark:
    """Mark a function (or class) as a wrong answer; `named` are words its report must contain."""

    def mark(function: Callable[..., Any]) -> Answer:
        defines = {exercise: function}
        return Answer(exercise, function.__name__, defines, named, hidden_only)

    return mark


def right(exercise: str) -> Mark:
    """Mark a function (or class) as a right answer, which must get full marks."""
    return wrong(exercise)


def values(exercise: str, label: str, *, named: str = "", **definitions: Any) -> Answer:
    """An answer that is not a function: the variables it sets, by name."""
    return Answer(exercise, label, definitions, named)


def load_answers(kind: str, stem: str, root: Path = ROOT) -> list[Answer]:
    """The answers in `lessons/<kind>_answers/<stem>.py`, in the order they stand there."""
    path = root / "lessons" / f"{kind}_answers" / f"{stem}.py"
    spec = importlib.util.spec_from_file_location(f"{kind}_answers_{stem}", path)
    if spec is None or spec.loader is None or not path.exists():
        raise FileNotFoundError(f"expected the {kind} answers of {stem} at {os.fspath(path)}")
    twice = [n for n, count in Counter(_functions(path)).items() if count > 1]
    if twice:
        raise ValueError(f"{path.name}: the name {twice[0]} stands for two answers; rename one")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[Answer] = []
    for value in vars(module).values():
        if isinstance(value, Answer):
            found.append(value)
        elif isinstance(value, list):
            found += [item for item in value if isinstance(item, Answer)]
    return found


def _functions(path: Path) -> list[str]:
    """The names of the functions and classes at the top of a file, as often as they stand there."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
