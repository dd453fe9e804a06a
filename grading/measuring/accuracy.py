"""How well the checks judge: wrong answers caught, mistakes named, right answers accepted.

`python -m grading accuracy [LESSON ...]` prints one line a lesson, then every misjudged answer,
and exits with 1 if there is one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from grading.authoring.answers import ROOT, load_answers
from grading.authoring.harness import Harness
from grading.authoring.lesson import Lesson, lesson_paths, read_lesson


@dataclass
class Accuracy:
    """The judgements on one lesson's known answers."""

    stem: str
    exercises: int = 0
    wrong: int = 0
    caught: int = 0
    seen: int = 0  # caught already by what the learner sees
    listed: int = 0
    named: int = 0
    right: int = 0
    accepted: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """One line of the table."""
        return (
            f"{self.stem:24}{self.exercises:3} exercises   "
            f"wrong answers caught {self.caught}/{self.wrong}"
            f" ({self.seen} by what the learner sees)   "
            f"mistakes named {self.named}/{self.listed}   "
            f"right answers accepted {self.accepted}/{self.right}"
        )

def judge(
    path: Path, root: Path = ROOT, new_harness: Callable[[Lesson], Harness] = Harness
) -> Accuracy:
    """Try every known answer of one lesson against its test cells."""
    lesson = read_lesson(path)
    harness = new_harness(lesson)
    result = Accuracy(lesson.stem, sum(cell.kind == "exercise" for cell in lesson.cells))
    for answer in load_answers("wrong", lesson.stem, root):
        full = harness.try_answer(answer, hidden=True)
        shown = harness.try_answer(answer, hidden=False)
        result.wrong += 1
        result.caught += not full.passed
        result.seen += not shown.passed
        if full.passed:
            result.faults.append(f"{answer.exercise}: {answer.label} is wrong and passed")
        elif shown.passed and not answer.hidden_only:
            result.faults.append(f"{answer.exercise}: {answer.label} passes what the learner sees")
        if answer.named:
            result.listed += 1
            named = answer.named in " ".join(shown.report.split())
            result.named += named
            if not named:
                result.faults.append(
                    f"{answer.exercise}: {answer.label} was not named"
                    f" {answer.named!r}; the report was:\n{shown.report}"
                )
    for answer in load_answers("right", lesson.stem, root):
        outcome = harness.try_answer(answer, hidden=True)
        clean = outcome.passed and not outcome.stderr
        result.right += 1
        result.accepted += clean
        if not clean:
            said = outcome.report + outcome.stderr
            result.faults.append(f"{answer.exercise}: {answer.label} is right; refused:\n{said}")
    return result


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("lessons", nargs="*", help="all, if none is named")
    parser.add_argument(
        "--remote", action="store_true", help="the answers live behind proxies, as in grading"
    )


def run(options: argparse.Namespace) -> int:
    """Print the table for these lessons, or for all; return 1 if any answer was misjudged."""
    new_harness: Callable[[Lesson], Harness] = Harness
    if options.remote:
        from grading.measuring.remote_harness import RemoteHarness

        new_harness = RemoteHarness
    results = [judge(path, ROOT, new_harness) for path in lesson_paths(ROOT, options.lessons)]
    for result in results:
        print(result.line())
    for result in results:
        for fault in result.faults:
            print(f"\n{result.stem}: {fault}")
    return 1 if any(result.faults for result in results) else 0
