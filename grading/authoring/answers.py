"""The catalogue: known answers to the exercises, wrong and right ones.

`lessons/wrong_answers/NN_name.py` and `lessons/right_answers/NN_name.py` hold answers marked with
the decorators below. They prove the checks (`accuracy`), and the wrong ones that have a sentence
are how a check knows a mistake when it sees one (`mistakes`)::

    softmax = solved("softmax")  # the lesson's own, which is right

    @wrong("softmax", "a softmax over axis 0: sentences, not words. Which axis holds the words?")
    def over_axis_0(scores):
        return softmax(scores.T).T

    @wrong("Attention.score", "no tanh: then query and state never meet. What would it bend?")
    def no_tanh(self, query, states):  # put into a subclass of the lesson's own class
        return (query + states) @ self.vector
"""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
FORMER_NAME = "grading.trial"  # what older files of answers import in place of this module


@dataclass(frozen=True)
class Answer:
    """Somebody's answer to one exercise: the names it defines, and what should become of it."""

    exercise: str
    label: str
    definitions: dict[str, Any]
    sentence: str = ""  # names the mistake, and ends in the question to ask oneself
    says: str = ""  # words that the report must contain, where no sentence of its own is wanted
    hidden_only: bool = False  # a cheat that only the hidden tests can catch
    method: str = ""  # of the exercise's class, if the answer is a method
    about: str = ""  # what its author says of it: the docstring
    variables: bool = False  # an answer that is not a function: each variable stands for itself
    by_pattern: bool = False  # which rules break tells it, where the values are random


Mark = Callable[[Callable[..., Any]], Answer]


def wrong(
    exercise: str,
    sentence: str = "",
    *,
    says: str = "",
    hidden_only: bool = False,
    by_pattern: bool = False,
) -> Mark:
    """Mark a function (or class) as a wrong answer.

    Args:
        exercise: the exercise's name; `Class.method` for a function that is to be put, as that
            method, into a subclass of the lesson's own class.
        sentence: the mistake in a few words, a colon or full stop, why, and a question to ask
            oneself. Without one it is a wrong answer that no learner is told the name of.
        says: words that its report must contain, for what general diagnoses recognise.
        hidden_only: only the hidden tests can catch it.
        by_pattern: nothing but this mistake breaks just these rules. For what is random by nature
            (a shuffle, say), where no value could tell it.
    """
    name, _, method = exercise.partition(".")

    def mark(function: Callable[..., Any]) -> Answer:
        about = " ".join((function.__doc__ or "").split())
        label = function.__name__
        return Answer(
            name,
            label,
            {name: function},
            sentence,
            says,
            hidden_only,
            method,
            about,
            by_pattern=by_pattern,
        )

    return mark


def right(exercise: str) -> Mark:
    """Mark a function (or class) as a right answer, which must get full marks."""
    return wrong(exercise)


def values(
    exercise: str, label: str, *, sentence: str = "", says: str = "", **definitions: Any
) -> Answer:
    """An answer that is not a function: the variables it sets, by name."""
    return Answer(exercise, label, definitions, sentence, says, about=label, variables=True)


_solved: list[Callable[[], Mapping[str, Any]]] = []  # of the lesson whose answers are being loaded


def solved(*names: str) -> Any:
    """What the lesson's setup cells and solutions define: one value, or a tuple of several.

    For files of answers, while they are loaded.
    """
    if not _solved:
        raise RuntimeError("solved() is for files of answers: load them with load_answers")
    namespace = _solved[-1]()
    missing = [name for name in names if name not in namespace]
    if missing:
        raise NameError(f"the lesson defines no {missing[0]}: name an exercise or a setup value")
    found = tuple(namespace[name] for name in names)
    return found[0] if len(found) == 1 else found


def load_answers(
    kind: str,
    stem: str,
    root: Path = ROOT,
    folder: Path | None = None,
    namespace: Mapping[str, Any] | None = None,
) -> list[Answer]:
    """The answers in `lessons/<kind>_answers/<stem>.py`, in the order they stand there.

    Args:
        kind: "wrong" or "right".
        folder: where `<kind>_answers` lies, if not in the lessons' folder.
        namespace: what the solved lesson defines; made when it is needed, if it is not given.
    """
    path = (folder or root / "lessons") / f"{kind}_answers" / f"{stem}.py"
    made: list[Mapping[str, Any]] = [] if namespace is None else [namespace]

    def lesson_names() -> Mapping[str, Any]:
        if not made:
            from grading.authoring.harness import solved_namespace
            from grading.authoring.lesson import read_lesson

            made.append(solved_namespace(read_lesson(root / "lessons" / f"{stem}.py")))
        return made[0]

    module = _run(path, f"{kind}_answers_{stem}", lesson_names)
    found: list[Answer] = []
    for value in vars(module).values():
        items = value if isinstance(value, list) else [value]
        found += [_placed(item, lesson_names) for item in items if isinstance(item, Answer)]
    twice = [n for n, count in Counter((a.exercise, a.label) for a in found).items() if count > 1]
    if twice:
        raise ValueError(f"{path.name}: two answers to {twice[0][0]} are called {twice[0][1]}")
    return found


def _placed(answer: Answer, namespace: Callable[[], Mapping[str, Any]]) -> Answer:
    """A method as the class it belongs in: a subclass, of the same name, of the lesson's own."""
    if not answer.method:
        return answer
    base = namespace().get(answer.exercise)
    if not isinstance(base, type) or not hasattr(base, answer.method):
        raise ValueError(
            f"{answer.label} answers {answer.exercise}.{answer.method}, which the lesson has not"
        )
    content = {
        answer.method: answer.definitions[answer.exercise],
        "__module__": base.__module__,
        "__qualname__": base.__qualname__,
    }
    placed = type(base.__name__, (base,), content)
    return replace(answer, definitions={answer.exercise: placed})


def _run(path: Path, name: str, namespace: Callable[[], Mapping[str, Any]]) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.exists():
        raise FileNotFoundError(f"expected known answers at {os.fspath(path)}")
    twice = [n for n, count in Counter(_functions(path)).items() if count > 1]
    if twice:
        raise ValueError(f"{path.name}: the name {twice[0]} stands for two answers; rename one")
    module = importlib.util.module_from_spec(spec)
    _solved.append(namespace)
    try:
        with _also_called(FORMER_NAME):
            spec.loader.exec_module(module)
    finally:
        _solved.pop()
    return module


@contextlib.contextmanager
def _also_called(name: str) -> Iterator[None]:
    """Let this module be imported by another name too."""
    before = sys.modules.get(name)
    sys.modules[name] = sys.modules[__name__]
    try:
        yield
    finally:
        del sys.modules[name]
        if before is not None:
            sys.modules[name] = before


def _functions(path: Path) -> list[str]:
    """The names of the functions and classes at the top of a file, as often as they stand there."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return [node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
