"""How well the checks judge: wrong answers caught, mistakes named, right answers accepted.

`python -m grading accuracy [LESSON ...]` prints one line a lesson, then every misjudged answer,
and exits with 1 if there is one. With `--answers FOLDER` it tries the answers that lie in
`wrong_answers/` and `right_answers/` there, which nobody has given a sentence: a docstring that
begins "NAMED:" says that a good check would name this very mistake, "AMBIGUOUS:" that a right
answer reads the text in its own way, and "BORDERLINE" that the text does not rule a wrong one out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grading.authoring.answers import ROOT, Answer, load_answers
from grading.authoring.harness import Harness, Outcome
from grading.authoring.lesson import Lesson, lesson_paths, read_lesson
from grading.authoring.mistakes import has_catalogue, known_of
from helpers.check import known_mistakes
from helpers.check.report import Diagnosis

NewHarness = Callable[[Lesson], Harness]


@dataclass
class Accuracy:
    """The judgements on one lesson's known answers."""

    stem: str
    exercises: int = 0
    wrong: int = 0
    caught: int = 0
    seen: int = 0  # caught already by what the learner sees
    listed: int = 0  # that should be named
    named: int = 0
    general: int = 0  # of those that should be named: told something from the result alone
    misnamed: int = 0  # given the name of another mistake
    right: int = 0
    accepted: int = 0
    borderline: int = 0  # wrong ones that the text does not rule out, and how many were caught
    borderline_caught: int = 0
    ambiguous: int = 0  # right ones that read the text in their own way, and how many passed
    ambiguous_accepted: int = 0
    faults: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)  # what was said of each mistake to be named

    def line(self) -> str:
        """One line of the table."""
        told = f"{self.stem:28}{self.exercises:3} exercises   "
        told += f"caught {self.caught}/{self.wrong} ({self.seen} by what the learner sees)   "
        told += f"named {self.named}/{self.listed}"
        told += f" (else in general {self.general})" if self.general else ""
        told += f"   as another mistake {self.misnamed}"
        told += f"   right accepted {self.accepted}/{self.right}"
        if self.borderline or self.ambiguous:
            told += f"   borderline caught {self.borderline_caught}/{self.borderline}"
            told += f"   ambiguous accepted {self.ambiguous_accepted}/{self.ambiguous}"
        return told


def judge(
    path: Path,
    root: Path = ROOT,
    new_harness: NewHarness = Harness,
    answers: Path | None = None,
) -> Accuracy:
    """Try every known answer of one lesson against its test cells.

    Args:
        answers: the folder of `wrong_answers` and `right_answers`, if not the lessons' own.
    """
    lesson = read_lesson(path)
    harness = new_harness(lesson)
    result = Accuracy(lesson.stem, sum(cell.kind == "exercise" for cell in lesson.cells))
    folder = answers or path.parent
    tables = []
    if has_catalogue(lesson):
        known = known_of(lesson, root)
        tables.append(known.table)
        result.faults += known.faults
    with known_mistakes.using(*tables):
        for answer in _load("wrong", harness, folder):
            _judge_wrong(harness, answer, result)
        for answer in _load("right", harness, folder):
            _judge_right(harness, answer, result)
    return result


def _load(kind: str, harness: Harness, folder: Path) -> Iterator[Answer]:
    stem = harness.lesson.stem
    yield from load_answers(kind, stem, folder=folder, namespace=harness.namespace)


def _judge_wrong(harness: Harness, answer: Answer, result: Accuracy) -> None:
    full = harness.try_answer(answer, hidden=True)
    shown = harness.try_answer(answer, hidden=False)
    if "BORDERLINE" in answer.about:
        result.borderline += 1
        result.borderline_caught += not full.passed
        return
    result.wrong += 1
    result.caught += not full.passed
    result.seen += not shown.passed
    if full.passed:
        result.faults.append(f"{answer.exercise}: {answer.label} is wrong and passed")
    elif shown.passed and not answer.hidden_only:
        result.faults.append(f"{answer.exercise}: {answer.label} passes what the learner sees")
    if answer.sentence:
        _judge_name(answer, shown, result)
    elif answer.about.startswith("NAMED"):
        _note_name(answer, full if shown.passed else shown, result)
    if answer.says and answer.says not in " ".join(shown.report.split()):
        result.faults.append(
            f"{answer.exercise}: the report of {answer.label} does not say"
            f" {answer.says!r}:\n{shown.report}"
        )


def _judge_name(answer: Answer, shown: Outcome, result: Accuracy) -> None:
    """Whether a mistake of the catalogue is called by its own sentence."""
    found = _diagnosis(shown)
    said = f"{found.sentence} {found.question}".strip() if found and found.listed else ""
    result.listed += 1
    if said == " ".join(answer.sentence.split()):
        result.named += 1
        return
    result.misnamed += bool(said)
    result.faults.append(
        f"{answer.exercise}: {answer.label} was {'misnamed' if said else 'not named'},"
        f" its sentence is {answer.sentence!r}; the report was:\n{shown.report}"
    )


def _note_name(answer: Answer, shown: Outcome, result: Accuracy) -> None:
    """What is said of a mistake that should have a name: for a person to read."""
    found = _diagnosis(shown)
    result.listed += 1
    result.named += bool(found and found.listed)
    broken = shown.broken
    result.general += bool(found and not found.listed) or bool(broken and broken.unwritten)
    kind = "listed" if found and found.listed else "general" if found else "none"
    if found:
        said = f"{found.sentence} {found.question}"
    else:
        said = f"rule: {broken.rule}. {broken.question}" if broken else "it passed"
    result.names.append(f"{answer.exercise}: {answer.about}\n    {kind}: {said}")


def _diagnosis(outcome: Outcome) -> Diagnosis | None:
    return outcome.broken.diagnosis if outcome.broken else None


def _judge_right(harness: Harness, answer: Answer, result: Accuracy) -> None:
    outcome = harness.try_answer(answer, hidden=True)
    clean = outcome.passed and not outcome.stderr
    if answer.about.startswith("AMBIGUOUS"):
        result.ambiguous += 1
        result.ambiguous_accepted += clean
        return
    result.right += 1
    result.accepted += clean
    if not clean:
        said = outcome.report + outcome.stderr
        result.faults.append(f"{answer.exercise}: {answer.label} is right; refused:\n{said}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="as 02_softmax; default: all")
    parser.add_argument("--answers", type=Path, metavar="FOLDER", help="answers that lie there")
    parser.add_argument("--list", action="store_true", help="what was said of each NAMED mistake")
    parser.add_argument(
        "--through-proxies",
        action="store_true",
        help="with the answers out of the tests' reach, as when a class is graded",
    )


def run(options: argparse.Namespace) -> int:
    """Print the table for these lessons, or for all; return 1 if any answer was misjudged."""
    new_harness: NewHarness = Harness
    if options.through_proxies:
        from grading.measuring.remote_harness import RemoteHarness

        new_harness = RemoteHarness
    results = []
    for path in lesson_paths(ROOT, options.lessons):
        results.append(judge(path, ROOT, new_harness, options.answers))
        print(results[-1].line(), flush=True)
    for result in results:
        for fault in result.faults:
            print(f"\n{result.stem}: {fault}")
        for name in result.names if options.list else ():
            print(f"\n{result.stem}: {name}")
    return 1 if any(result.faults for result in results) else 0
