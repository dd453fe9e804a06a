"""The table of known mistakes: `python -m grading mistakes EXERCISE [--show ANSWER]`.

It lists what the checks say of each wrong answer of an exercise: the test cell and the rule that
it fails first, and the name that is given to it. `--show` prints what a learner would read.

`make build` writes such a table for every lesson to `helpers/check/data/`, where a failed check
looks a mistake up.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grading.authoring import harness as harness_module
from grading.authoring import recording as recording_module
from grading.authoring.answers import ROOT, Answer, load_answers
from grading.authoring.harness import Harness
from grading.authoring.lesson import Lesson, read_lesson
from grading.authoring.recording import as_table, record
from grading.user_error import UserError
from helpers import check
from helpers.check import known_mistakes

DATA = Path("helpers", "check", "data")


@dataclass(frozen=True)
class Known:
    """What is known of a lesson's mistakes: the file's text, and what is wrong in the catalogue."""

    text: str
    faults: list[str]

    @property
    def table(self) -> dict[str, Any]:
        """The table as data."""
        found: dict[str, Any] = json.loads(self.text)
        return found


def has_catalogue(lesson: Lesson) -> bool:
    """Whether the lesson's mistakes are recorded from its catalogue of wrong answers."""
    return catalogue(lesson).exists()


def catalogue(lesson: Lesson) -> Path:
    """The lesson's file of wrong answers."""
    return lesson.path.parent / "wrong_answers" / lesson.path.name


def known_of(lesson: Lesson, root: Path, harness: Harness | None = None) -> Known:
    """What is known of a lesson's mistakes: the committed file while its sources are the same.

    Otherwise the wrong answers are run, which takes some seconds.
    """
    path = root / DATA / f"{lesson.stem}.json"
    committed: dict[str, Any] = {}
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        try:
            committed = json.loads(text)
        except ValueError:
            committed = {}
        if committed.get("sources") == digest(lesson):
            return Known(text, [])
    harness = harness or Harness(lesson)
    folder = lesson.path.parent
    answers = load_answers("wrong", lesson.stem, folder=folder, namespace=harness.namespace)
    with known_mistakes.using():  # nobody reads a name, and to look one up takes longest
        found = record(harness, answers)
    table = {"sources": digest(lesson) if not found.faults else "", **as_table(found, committed)}
    return Known(as_text(table), [f"{lesson.stem}: {fault}" for fault in found.faults])


def digest(lesson: Lesson) -> str:
    """Tells whether anything has changed that the table depends on."""
    own = [Path(str(module.__file__)) for module in (harness_module, recording_module)]
    checks = sorted(Path(str(check.__file__)).parent.glob("*.py"))
    whole = hashlib.sha256()
    for path in (lesson.path, catalogue(lesson), *own, *checks):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        whole.update(f"{path.name} {len(content)}\n".encode() + content)
    return whole.hexdigest()[:16]


def as_text(table: Mapping[str, Any]) -> str:
    """The file: JSON with a line for each answer."""

    def short(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)

    lines = ["{", f' "sources": {short(table["sources"])},', ' "exercises": {']
    exercises = list(table["exercises"].items())
    for i, (exercise, cells) in enumerate(exercises):
        lines.append(f"  {short(exercise)}: [")
        for j, cell in enumerate(cells):
            lines.append(f'   {{"cell": {short(cell["cell"])}, "rules": {short(cell["rules"])},')
            lines.append('    "mistakes": [')
            rows = [f"     {short(line)}" for line in cell["mistakes"]]
            lines += [row + "," for row in rows[:-1]] + rows[-1:]
            lines.append("   ]}" + ("," if j < len(cells) - 1 else ""))
        lines.append("  ]" + ("," if i < len(exercises) - 1 else ""))
    return "\n".join([*lines, " }", "}"]) + "\n"


# The command -------------------------------------------------------------------------------------


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("exercise", help="the exercise's name, or a lesson's, as 02_softmax")
    parser.add_argument("--show", metavar="ANSWER", help="print what a learner would read")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")


def run(options: argparse.Namespace) -> int:
    """Print the table, or a report, and what is wrong with the catalogue; return 1 for faults."""
    asked = 0
    faults: list[str] = []
    for path in sorted((options.root / "lessons").glob("[0-9][0-9]_*.py")):
        lesson = read_lesson(path)
        exercises = [cell.name for cell in lesson.cells if cell.kind == "exercise"]
        wanted = exercises if options.exercise == lesson.stem else [options.exercise]
        if not set(wanted) & set(exercises):
            continue
        asked += 1
        harness = Harness(lesson)
        known = known_of(lesson, options.root, harness)
        folder = path.parent
        answers = load_answers("wrong", lesson.stem, folder=folder, namespace=harness.namespace)
        answers = [answer for answer in answers if answer.exercise in wanted]
        with known_mistakes.using(known.table):
            for line in _told(harness, answers, options.show):
                print(line)
        faults += known.faults
    if not asked:
        raise UserError(f"No lesson has an exercise {options.exercise!r}: name one, or a lesson.")
    for fault in faults:
        print(f"\n{fault}")
    return 1 if faults else 0


def _told(harness: Harness, answers: list[Answer], show: str | None) -> Iterator[str]:
    """The table's lines, or what a learner reads of one answer."""
    if show:
        for answer in answers:
            if answer.label == show:
                yield harness.try_answer(answer, hidden=False).report
        if show not in [answer.label for answer in answers]:
            yield f"No wrong answer is called {show!r}; without --show they are listed."
        return
    yield f"{'answer':34} {'test cell':34} {'breaks first':44} is called"
    for answer in answers:
        outcome = harness.try_answer(answer, hidden=False)
        cells = harness.tests_of(answer.exercise)
        place = next((i for i, c in enumerate(outcome.checks) if c and c.broken), None)
        broken = outcome.broken
        name = broken.diagnosis.name if broken and broken.diagnosis else "-"
        if broken and broken.diagnosis and not broken.diagnosis.listed:
            name = f"({name})"
        cell = cells[place].id if place is not None else "passes what is visible"
        yield f"{answer.label:34} {cell:34} {(broken.rule if broken else ''):44.44} {name}"
