"""Run the catalogue's wrong answers, and write down what each does: how a mistake gets its name.

Each wrong answer that has a sentence is run against the visible part of its exercise's test cells
under two seeds. What both runs agree on is kept: which rules held, and which value came where one
broke. `helpers.check.known_mistakes` looks there when a check has failed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grading.authoring.answers import Answer
from grading.authoring.harness import Harness, Outcome
from grading.authoring.lesson import Cell, visible
from helpers.check.evidence import Finding, Kept, by_rule, same
from helpers.check.known_mistakes import (
    ERROR,
    HELD,
    KINDS,
    UNKNOWN,
    VARIES,
    Mistake,
    chosen,
)
from helpers.check.random_state import repeat_from

SEEDS = (0, 1)
SECONDS = 20.0  # an answer may take for one test cell
DIGITS = 6  # that are kept of a number
SMALLEST = 1e-9  # what is smaller is rounding, and kept as 0
KEPT_WITHIN = 1e-4  # a number in the table stays while the new one is as close to it

Findings = list[Finding]


class TooSlow(BaseException):
    """An answer did not end; no `except Exception` of its own catches this."""


@dataclass(frozen=True)
class Recorded:
    """A wrong answer at the first test cell that it fails."""

    answer: Answer
    rules: dict[str, Kept]  # rule -> HELD, VARIES, UNKNOWN, or the value that came
    runs: tuple[Findings, ...]  # what was found under each seed

    def mistake(self, cell: CellRecord) -> Mistake:
        """As a check looks at it."""
        answer = self.answer
        kinds = (getattr(answer, kind) for kind in KINDS)
        told = dict.fromkeys(cell.rules, UNKNOWN) | self.rules
        return Mistake(answer.label, answer.sentence, told, *kinds)


@dataclass
class CellRecord:
    """What the wrong answers do at one test cell."""

    cell: Cell
    rules: list[str]
    answers: list[Recorded] = field(default_factory=list)


@dataclass
class Recording:
    """What is known of a lesson's wrong answers, and what is wrong with the catalogue."""

    cells: list[CellRecord] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def record(harness: Harness, answers: Sequence[Answer]) -> Recording:
    """Run every wrong answer that has a sentence; say which of them could not be told apart."""
    result = Recording()
    for exercise in dict.fromkeys(cell.name for cell in harness.lesson.cells if cell.name):
        named = [a for a in answers if a.exercise == exercise and a.sentence]
        if named:
            _record_exercise(harness, exercise, named, result)
    return result


def _record_exercise(
    harness: Harness, exercise: str, named: Sequence[Answer], result: Recording
) -> None:
    right = Answer(exercise, "the solution", {})
    cells = []
    for cell in harness.tests_of(exercise):
        found, *_ = _runs(harness, right, cell)
        cells.append(CellRecord(cell, [rule for rule, _ in by_rule(found)]))
    for rule, count in Counter(rule for record in cells for rule in record.rules).items():
        if count > 1:
            result.faults.append(f"{exercise}: two test cells have the rule {rule!r}: reword one")
    for answer in named:
        try:
            _record_answer(harness, answer, cells, result)
        except TooSlow:
            result.faults.append(
                f"{exercise}: {answer.label} ran for more than {SECONDS:g} seconds: let it end,"
                " or take its sentence away"
            )
    result.cells += [made for made in cells if made.answers]
    for made in cells:
        result.faults += list(_faults(exercise, made))


def _record_answer(
    harness: Harness, answer: Answer, cells: Sequence[CellRecord], result: Recording
) -> None:
    """Add an answer to the first cell that it fails."""
    for cell in cells:
        runs = _runs(harness, answer, cell.cell)
        if any(not finding.held for found in runs for finding in found):
            rules = _agreed(runs[0], runs[1], answer.by_pattern)
            cell.rules += [rule for rule in rules if rule and rule not in cell.rules]
            cell.answers.append(Recorded(answer, rules, runs))
            return
    if not answer.hidden_only:
        result.faults.append(
            f"{answer.exercise}: {answer.label} has a sentence and breaks no visible rule: show an"
            " input at which it is wrong, or take the sentence away"
        )


def _runs(harness: Harness, answer: Answer, cell: Cell) -> tuple[Findings, ...]:
    """What the visible part of a cell finds, under each seed."""
    found: list[Findings] = []
    for seed in SEEDS:
        with harness.answered(answer), _seeded(seed), _limited():
            outcome: Outcome = harness.run(visible(cell.source), cell)
        (check,) = outcome.checks
        if check is None:
            raise ValueError(f"{cell.id}: no check was run for {answer.label}:\n{outcome.report}")
        found.append(check.findings)
    return tuple(found)


@contextlib.contextmanager
def _seeded(seed: int) -> Iterator[None]:
    before = os.environ.get("ATTENTION_SEED")
    os.environ["ATTENTION_SEED"] = str(seed)
    repeat_from(seed)
    try:
        yield
    finally:
        if before is None:
            del os.environ["ATTENTION_SEED"]
        else:
            os.environ["ATTENTION_SEED"] = before


@contextlib.contextmanager
def _limited() -> Iterator[None]:
    """End what takes too long, where the system can (not on Windows)."""
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: Any) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _agreed(first: Findings, second: Findings, exactly: bool) -> dict[str, Kept]:
    """What two runs agree on, for each rule; "" stands for an error between the rules.

    Where chance moves a value at all, it is no evidence of a mistake that is told by its pattern:
    two draws may lie close together, and a third apart.
    """
    one, other = dict(by_rule(first)), dict(by_rule(second))
    agreed: dict[str, Kept] = {}
    for rule in dict.fromkeys([*one, *other]):
        a, b = one.get(rule), other.get(rule)
        if a is None or b is None or a.held != b.held:
            agreed[rule] = UNKNOWN
        elif a.held:
            agreed[rule] = HELD
        else:
            alike = a.came == b.came if exactly else same(a.came, b.came, a.tolerance)
            agreed[rule] = rounded(a.came) if alike else VARIES
    return agreed


def rounded(value: Kept) -> Kept:
    """The same with numbers of a few digits."""
    if isinstance(value, float):
        short = 0.0 if abs(value) < SMALLEST else float(f"{value:.{DIGITS}g}")
        return int(short) if short == int(short) and abs(short) < 1e6 else short
    if isinstance(value, list):
        return [rounded(part) for part in value]
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return value


# What is wrong with a catalogue ------------------------------------------------------------------


def _faults(exercise: str, cell: CellRecord) -> Iterator[str]:
    """Answers that their evidence does not tell apart, and those that would go without a name."""
    doubtful: set[str] = set()
    for i, one in enumerate(cell.answers):
        for other in cell.answers[:i]:
            if one.answer.sentence != other.answer.sentence and _alike(one.rules, other.rules):
                doubtful |= {one.answer.label, other.answer.label}
                yield (
                    f"{exercise}: {cell.cell.id}: nothing tells {other.answer.label} from"
                    f" {one.answer.label}, which have two sentences: change the inputs, or let both"
                    f" have one.\n    {_shown(one.rules)}\n    {other.answer.label}:"
                    f" {other.answer.sentence}\n    {one.answer.label}: {one.answer.sentence}"
                )
    mistakes = [recorded.mistake(cell) for recorded in cell.answers]
    for recorded in cell.answers:
        if recorded.answer.label in doubtful:
            continue
        for found in recorded.runs:
            name = chosen(mistakes, found)
            told = f"{name.sentence} {name.question}".strip() if name else ""
            if told != " ".join(recorded.answer.sentence.split()):
                yield (
                    f"{exercise}: {cell.cell.id}: {recorded.answer.label} would be called"
                    f" {told or 'nothing'!r}: give it a value of its own at a rule that does not"
                    f" depend on chance.\n    {_shown(recorded.rules)}\n"
                    f"    its own: {recorded.answer.sentence}"
                )
                break


def _alike(one: Mapping[str, Kept], other: Mapping[str, Kept]) -> bool:
    return one.keys() == other.keys() and all(
        a == b or (not {str(a), str(b)} & {HELD, VARIES, UNKNOWN} and same(a, b, KEPT_WITHIN))
        for a, b in ((one[rule], other[rule]) for rule in one)
    )


def _shown(rules: Mapping[str, Kept]) -> str:
    rule, value = next((r, v) for r, v in rules.items() if v != HELD)
    return f"first broken: {rule or 'an error'}: {str(value)[:160]}"


# The table ---------------------------------------------------------------------------------------


def as_table(recording: Recording, committed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The recording as plain data; a number that is in `committed` stays, if it is close enough."""
    exercises: dict[str, list[dict[str, Any]]] = {}
    for cell in recording.cells:
        before = _entries(committed, cell.cell)
        lines: list[dict[str, Any]] = []
        for recorded in cell.answers:
            line = _line(recorded, cell.rules, before.get(recorded.answer.label, {}))
            if not any(line | {"answer": ""} == other | {"answer": ""} for other in lines):
                lines.append(line)
        entry = {"cell": cell.cell.id, "rules": cell.rules, "mistakes": lines}
        exercises.setdefault(cell.cell.name, []).append(entry)
    return {"exercises": exercises}


def _line(recorded: Recorded, rules: Sequence[str], before: Mapping[str, Kept]) -> dict[str, Any]:
    told = {}
    for rule, value in recorded.rules.items():
        old = before.get(rule)
        words = (HELD, VARIES, UNKNOWN, None)
        stays = old not in words and value not in words and same(old, value, KEPT_WITHIN)
        told[rule] = old if stays else value
    error = told.get("")
    sentence = " ".join(recorded.answer.sentence.split())
    line: dict[str, Any] = {"answer": recorded.answer.label, "sentence": sentence}
    line |= {kind: True for kind in KINDS if getattr(recorded.answer, kind)}
    line["rules"] = [told.get(rule, UNKNOWN) for rule in rules]
    while line["rules"] and line["rules"][-1] == UNKNOWN:  # rules that were not reached
        line["rules"].pop()
    if isinstance(error, dict):
        line[ERROR] = error[ERROR]
    return line


def _entries(table: Mapping[str, Any] | None, cell: Cell) -> dict[str, dict[str, Kept]]:
    """What a table says of a cell: answer -> rule -> value."""
    for entry in (table or {}).get("exercises", {}).get(cell.name, ()):
        if entry["cell"] == cell.id:
            return {
                line["answer"]: dict(zip(entry["rules"], line["rules"], strict=False))
                | ({"": {ERROR: line[ERROR]}} if ERROR in line else {})
                for line in entry["mistakes"]
            }
    return {}
