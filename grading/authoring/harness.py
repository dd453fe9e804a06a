"""Try an answer against an exercise's test cells, in this process."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from grading.authoring.answers import Answer
from grading.authoring.lesson import Cell, Lesson, visible
from grading.authoring.solved_lesson import solved_namespace
from helpers.check.progress import forget, in_cell
from helpers.check.report import Broken, Report
from helpers.check.session import take_report
from helpers.check.unchanged import copied


@dataclass(frozen=True)
class Outcome:
    """What an exercise's test cells said of an answer."""

    passed: bool
    report: str  # as a learner reads it
    stderr: str = ""
    checks: tuple[Report | None, ...] = ()  # one for each test cell; None if it got to no check

    @property
    def broken(self) -> Broken | None:
        """What the first test cell that failed said."""
        return next((check.broken for check in self.checks if check and check.broken), None)


@dataclass
class Harness:
    """A lesson with its solution in memory, ready to try other answers in its place."""

    lesson: Lesson
    namespace: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.namespace = solved_namespace(self.lesson)
        copies = [copied(value) for value in self.namespace.values()]
        self.copies = [copy for copy in copies if copy is not None]

    def tests_of(self, exercise: str) -> list[Cell]:
        """The exercise's test cells, in order."""
        tests = [c for c in self.lesson.cells if c.kind == "test" and c.name == exercise]
        if not tests:
            raise ValueError(f"{self.lesson.stem} has no exercise {exercise!r}")
        return tests

    def try_answer(self, answer: Answer, *, hidden: bool) -> Outcome:
        """Run the exercise's test cells with this answer, with or without the hidden tests."""
        forget()
        with self.answered(answer):
            outcomes = [
                self.run(cell.source if hidden else visible(cell.source), cell)
                for cell in self.tests_of(answer.exercise)
            ]
        return Outcome(
            all(outcome.passed for outcome in outcomes),
            "".join(outcome.report for outcome in outcomes),
            "".join(outcome.stderr for outcome in outcomes),
            tuple(check for outcome in outcomes for check in outcome.checks),
        )

    @contextlib.contextmanager
    def answered(self, answer: Answer) -> Iterator[None]:
        """Inside, the answer stands in the solution's place; afterwards all is as it was.

        What the lesson's setup cells define is put back too, should the answer have changed it.
        """
        before = dict(self.namespace)
        self.namespace.update(answer.definitions)
        try:
            yield
        finally:
            self.namespace.clear()
            self.namespace.update(before)
            for copy in self.copies:
                if copy.differs():
                    copy.put_back()

    def run(self, source: str, cell: Cell) -> Outcome:
        """Run a test cell, or the part of it in `source`."""
        out, err = io.StringIO(), io.StringIO()
        passed = True
        take_report()
        with in_cell(cell.id), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                exec(compile(source, f"<{cell.id}>", "exec"), self.namespace)
            except (Exception, SystemExit) as error:
                passed = False
                print(f"{type(error).__name__}: {error}")
        return Outcome(passed, out.getvalue(), err.getvalue(), (take_report(),))
