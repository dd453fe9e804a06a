"""The mistakes that are known of an exercise: which of them explains best what a check found.

`data/NN_name.json` holds, for each known wrong answer, which rules it breaks and with which values
(`grading.authoring.mistakes` runs the answers and writes it). It is read only when a check has
failed. Without it, or with an older one, a mistake may go without its name; no mark depends on it.

A name must be true. So an answer counts only if it gave the very values that came, at the first
rule that broke if it can be; what it did otherwise counts against it; and a value that many
mistakes share (0, 1, nan, None) counts only where nothing speaks against it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.check.diagnosis import split
from helpers.check.evidence import Finding, by_rule, same, trivial
from helpers.check.report import Diagnosis
from helpers.check.unchanged import RULE as UNCHANGED

DATA = Path(__file__).parent / "data"
HELD, VARIES, UNKNOWN = "ok", "varies", ""  # of a rule; anything else is the value that came
KINDS = ("variables", "by_pattern")
ERROR = "error"  # in place of a rule: an error that ended the cell


@dataclass(frozen=True)
class Mistake:
    """One known wrong answer: what each rule of the cell it fails at said to it."""

    answer: str
    sentence: str
    rules: Mapping[str, Any]
    variables: bool = False  # each rule is about a variable of its own
    by_pattern: bool = False  # told by which rules broke, where the values are random

    @property
    def changes(self) -> bool:
        """Whether it changes what it is given."""
        return self.rules.get(UNCHANGED, UNKNOWN) not in (HELD, UNKNOWN)

    @classmethod
    def read(cls, rules: Sequence[str], entry: Mapping[str, Any]) -> Mistake:
        """From a line of the data."""
        told: dict[str, Any] = dict.fromkeys(rules, UNKNOWN)  # the last may be left out
        told |= dict(zip(rules, entry["rules"], strict=False))
        if ERROR in entry:
            told[""] = {ERROR: entry[ERROR]}
        kinds = (bool(entry.get(kind)) for kind in KINDS)
        return cls(entry["answer"], entry["sentence"], told, *kinds)


@dataclass(frozen=True)
class Fit:
    """How well a known mistake explains what a check found."""

    first: bool  # it gives the value that came at the first rule that broke
    strong: int  # values that it explains, and few others could
    weak: int  # values that it explains, as many others do
    against: int  # rules at which it does otherwise
    spared: int  # of these, rules that it breaks and that held: then it was hardly made
    unexplained: int  # rules that broke, of which it says nothing
    variables: bool = False  # then nothing but the first rule that broke is spoken of

    @property
    def counts(self) -> bool:
        """Whether it may be the one."""
        if self.variables and not self.first:
            return False
        if self.strong:
            return self.spared < self.strong and (self.first or self.strong > self.against)
        return bool(self.weak and self.first and not self.against and not self.unexplained)

    @property
    def rank(self) -> tuple[float, ...]:
        """Larger is better."""
        exact = not self.against and not self.unexplained
        return (exact, self.strong - self.against, self.first, self.strong, self.weak)


def _ends_elsewhere(mistake: Mistake, findings: Sequence[Finding]) -> bool:
    """Whether just one of the two changed what it was given, or an error ended it elsewhere."""
    if mistake.changes and not any(finding.rule == UNCHANGED for finding in findings):
        return True
    ended = any(not finding.rule for finding in findings)
    if not ended and "" not in mistake.rules:
        return False
    reached = {rule for rule, _ in by_rule(findings) if rule in mistake.rules}
    known = {rule for rule, told in mistake.rules.items() if told != UNKNOWN}
    return ended != ("" in mistake.rules) or reached != known


def recognise(exercise: str, findings: Sequence[Finding]) -> Diagnosis | None:
    """The known mistake that explains best what a check found, if there is just one."""
    return chosen(known(exercise, findings), findings)


def chosen(mistakes: Iterable[Mistake], findings: Sequence[Finding]) -> Diagnosis | None:
    """Of these mistakes, the one that explains best what a check found."""
    best: dict[str, tuple[float, ...]] = {}  # sentence -> rank
    for mistake in mistakes:
        found = fit(mistake, findings)
        if found.counts:
            best[mistake.sentence] = max(found.rank, best.get(mistake.sentence, found.rank))
    if not best:
        return None
    top = max(best.values())
    sentences = [sentence for sentence, rank in best.items() if rank == top]
    return split(sentences[0]) if len(sentences) == 1 else None


def fit(mistake: Mistake, findings: Sequence[Finding]) -> Fit:
    """Compare what a known mistake does with what came."""
    strong = weak = against = spared = unexplained = 0
    first: bool | None = None
    elsewhere = _ends_elsewhere(mistake, findings)
    for rule, finding in by_rule(findings):
        told = mistake.rules.get(rule, UNKNOWN)
        if rule not in mistake.rules and rule:
            continue  # a hidden rule, or one of another cell
        agrees = False
        if finding.held:
            spared += told not in (HELD, UNKNOWN)
        elif told == VARIES and mistake.by_pattern:
            agrees = True
            weak += 1
        elif told in (UNKNOWN, VARIES):
            unexplained += told == UNKNOWN
        elif told == HELD:
            against += not mistake.variables
        elif same(told, finding.came, finding.tolerance) and (rule or not elsewhere):
            agrees = True
            weak += trivial(told)
            strong += not trivial(told)
        else:
            against += 1
        if not finding.held and first is None:
            first = agrees
    against += elsewhere
    against += spared
    return Fit(bool(first), strong, weak, against, spared, unexplained, mistake.variables)


_tables: list[Sequence[Mapping[str, Any]]] = []  # in place of the data on disk; innermost last


@contextlib.contextmanager
def using(*tables: Mapping[str, Any]) -> Iterator[None]:
    """Inside, these tables are looked into, in place of those on disk."""
    _tables.append(tables)
    try:
        yield
    finally:
        _tables.pop()


def on_disk() -> Iterator[Mapping[str, Any]]:
    """The tables of all lessons, as far as they can be read."""
    for path in sorted(DATA.glob("*.json")):
        with contextlib.suppress(OSError, ValueError):
            yield json.loads(path.read_text(encoding="utf-8"))


def known(exercise: str, findings: Sequence[Finding]) -> Iterator[Mistake]:
    """The known mistakes of an exercise, in the cell that has the rules that were tried."""
    tried = {finding.rule for finding in findings if finding.rule not in ("", UNCHANGED)}
    for table in _tables[-1] if _tables else on_disk():
        with contextlib.suppress(KeyError, TypeError, ValueError, AttributeError):
            for cell in table["exercises"].get(exercise, ()):
                if not tried or tried & set(cell["rules"]):
                    yield from [Mistake.read(cell["rules"], entry) for entry in cell["mistakes"]]
