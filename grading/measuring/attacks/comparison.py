"""`python -m grading attacks [NAME ...]`: each bad submission, with stock nbgrader and here.

Prints a table and one line below it; exits with 1 if anything here is not as it must be.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import textwrap
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from grading.autograde.sandbox import bubblewrap
from grading.measuring.attacks.cases import GROUPS, Corpus, Submission, read_corpus
from grading.measuring.attacks.course import (
    ROOT,
    Batch,
    Result,
    batch_faults,
    faults,
    run_here,
)
from grading.measuring.attacks.stock import Stock, new_base, run_stock

NAME, STOCK, HERE = 31, 46, 60  # characters of the columns


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("names", nargs="*", help="submissions or groups; all, if none is named")
    parser.add_argument("--no-stock", action="store_true", help="leave stock nbgrader out")
    parser.add_argument("--corpus", type=Path, default=ROOT / "tests" / "submissions")


def run(options: argparse.Namespace) -> int:
    """Hand all of it in, print the table; return 1 if anything was not as it must be."""
    bubblewrap.require()
    corpus = chosen(read_corpus(options.corpus), options.names)
    print(f"{len(corpus.submissions)} submissions, in one batch ...", flush=True)
    batch = run_here(corpus)
    stock = {} if options.no_stock else all_stock(corpus)
    wrong = [*print_table(corpus, batch, stock), *batch_faults(batch, corpus)]
    print(summary(corpus, batch, stock, wrong))
    for fault in wrong:
        print(f"WRONG: {fault}", file=sys.stderr)
    return 1 if wrong else 0


def chosen(corpus: Corpus, names: Sequence[str]) -> Corpus:
    """The named part of the corpus."""
    known = {one.name for one in corpus.submissions} | set(GROUPS)
    unknown = [name for name in names if name not in known]
    if unknown:
        raise SystemExit(f"There is no submission or group called {', '.join(unknown)}.")
    part = [one for one in corpus.submissions if {one.name, one.group} & set(names)]
    return Corpus(corpus.lessons, tuple(part)) if names else corpus


def all_stock(corpus: Corpus) -> dict[str, Stock]:
    """Grade each submission with stock nbgrader, one after the other."""
    found = {}
    base = Path(tempfile.mkdtemp(prefix="stock-"))
    try:
        new_base(base / "base", corpus)
        for number, one in enumerate(corpus.submissions, start=1):
            begun = time.monotonic()
            found[one.name] = run_stock(one, corpus, base / "base", base / "run")
            shutil.rmtree(base / "run", ignore_errors=True)
            seconds = time.monotonic() - begun
            print(
                f"stock nbgrader {number}/{len(corpus.submissions)} {one.name} "
                f"({seconds:.0f} s): {found[one.name]}",
                file=sys.stderr,
                flush=True,
            )
    finally:
        shutil.rmtree(base, ignore_errors=True)
    return found


def print_table(corpus: Corpus, batch: Batch, stock: Mapping[str, Stock]) -> list[str]:
    """Print a row for each submission; return what is not as it must be."""
    wrong = []
    for group in GROUPS:
        rows = [one for one in corpus.submissions if one.group == group]
        if rows:
            print(f"\n{group:{NAME}}{'stock nbgrader':{STOCK}}here")
            print(f"{'-' * (NAME - 2)}  {'-' * (STOCK - 2)}  {'-' * HERE}")
        for one in rows:
            result = batch.results[one.student]
            found = faults(one, result, batch.canaries)
            wrong += [f"{one.name}: {fault}" for fault in found]
            here = here_in_words(one, result, found, corpus)
            there = str(stock[one.name]) if one.name in stock else "(not tried)"
            print_row(one.name, there, here)
    print()
    return wrong


def print_row(name: str, stock: str, here: str) -> None:
    """Print one row, each column broken into lines."""
    left, right = textwrap.wrap(stock, STOCK - 2), textwrap.wrap(here, HERE)
    for line in range(max(len(left), len(right))):
        first = name if line == 0 else ""
        middle = left[line] if line < len(left) else ""
        last = right[line] if line < len(right) else ""
        print(f"{first:{NAME}}{middle:{STOCK}}{last}".rstrip())


def here_in_words(
    submission: Submission, result: Result, found: Sequence[str], corpus: Corpus
) -> str:
    """What came of a submission here: points and reasons, or why it has none."""
    if found:
        return "WRONG: " + "; ".join(found)
    if result.points is None:
        return "named: " + result.reported.rpartition("could not be graded: ")[2].splitlines()[0]
    most = corpus.lessons[submission.lesson].points
    score = sum(value or 0 for value in result.points.values())
    because = [
        f"{name.removeprefix('test_')}: {reason.rpartition('this does not hold yet: ')[2]}"
        for name, reason in result.reasons.items()
    ]
    reasons = "; ".join(words[:70] for words in because)
    return f"{score:g}/{sum(most.values()):g} " + (f"({reasons})" if reasons else "")


def summary(corpus: Corpus, batch: Batch, stock: Mapping[str, Stock], wrong: Sequence[str]) -> str:
    """One line: how many, how long, and how many went wrong, there and here."""
    count = len(corpus.submissions)
    words = f"{count} submissions and {len(batch.honest)} honest ones in {batch.seconds:.0f} s. "
    if stock:
        bad = list(stock.values())
        words += (
            f"Stock nbgrader: {sum(one.bad for one in bad)} of {count} not as they must be "
            f"({sum(bool(one.unearned) for one in bad)} with unearned points, "
            f"{sum(one.read for one in bad)} read what is secret, "
            f"{sum(bool(one.harmed) for one in bad)} changed what is not theirs, "
            f"{sum(bool(one.lost) for one in bad)} lost points or the batch). "
        )
    return words + f"Here: {len(wrong)} not as they must be."
