"""How far a batch is, on a terminal: graded, waiting, and the time that is left."""

from __future__ import annotations

import sys
from typing import Any

from nbgrader.converters import Autograde
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm


def show(converter: Autograde) -> None:
    """Show it while this converter grades; nothing where nobody looks."""
    if not sys.stderr.isatty() or len(converter.assignments) < 2:
        return
    grade, start = converter.convert_notebooks, converter.init_destination
    whole = len(converter.assignments)
    bar: Any = None
    begun = 0

    def start_one(lesson: str, student: str) -> bool:
        nonlocal begun
        if begun:
            bar.update()  # the one before has ended
        begun += 1
        bar.set_postfix_str(f"{student}: {lesson}")
        return bool(start(lesson, student))

    def grade_all() -> None:
        nonlocal bar
        before = list(converter.log.handlers)
        bar = tqdm(total=whole, unit=" hand-ins", dynamic_ncols=True)
        with bar, logging_redirect_tqdm([converter.log]):
            for handler in converter.log.handlers:
                if handler not in before:  # tqdm's own, which would show every level
                    handler.setLevel(min(one.level for one in before))
            grade()
            bar.update()

    converter.init_destination, converter.convert_notebooks = start_one, grade_all
