"""Try an answer against an exercise's test cells, in this process."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass, field
from typing import Any

from grading.authoring.answers import Answer
from grading.authoring.lesson import Lesson, visible


@dataclass(frozen=True)
class Outcome:
    """What a test cell said of an answer."""

    passed: bool
    report: str
    stderr: str = ""


@dataclass
class Harness:
    """A lesson with its solution in memory, ready to try other answers in its place."""

    lesson: Lesson
    namespace: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cell in self.lesson.cells:
            if cell.kind in ("setup", "exercise"):
                exec(compile(cell.source, f"<{cell.name}>", "exec"), self.namespace)

    def try_answer(self, answer: Answer, *, hidden: bool) -> Outcome:
        """Run the exercise's test cells with this answer, with or without the hidden tests."""
        tests = [c for c in self.lesson.cells if c.kind == "test" and c.name == answer.exercise]
        if not tests:
            raise ValueError(f"{self.lesson.stem} has no exercise {answer.exercise!r}")
        outcomes = [
            self._run(cell.source if hidden else visible(cell.source), answer) for cell in tests
        ]
        return Outcome(
            all(outcome.passed for outcome in outcomes),
            "".join(outcome.report for outcome in outcomes),
            "".join(outcome.stderr for outcome in outcomes),
        )

    def _run(self, source: str, answer: Answer) -> Outcome:
        namespace = {**self.namespace, **answer.definitions}
        out, err = io.StringIO(), io.StringIO()
        passed = True
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                exec(compile(source, f"<test of {answer.exercise}>", "exec"), namespace)
            except (Exception, SystemExit) as error:
                passed = False
                print(f"{type(error).__name__}: {error}")
        return Outcome(passed, out.getvalue(), err.getvalue())
