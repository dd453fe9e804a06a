"""When a learner's code stops with an error: say where, and what to ask oneself."""

from __future__ import annotations

import linecache
import sysconfig
from pathlib import Path
from types import TracebackType

from helpers.feedback import Broken

_HERE = str(Path(__file__).parent)
_LIBRARIES = tuple({sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib")})

_QUESTIONS = {  # words of the error -> what to ask oneself
    "could not be broadcast": "Do the two shapes agree, axis by axis from the right? Print them.",
    "matmul": "Which axes does @ multiply? Print both shapes.",
    "not aligned": "Which axes does the product sum over? Print both shapes.",
    "axis": "How many axes does the array have at that line? Print its shape.",
    "division by zero": "For which input is the divisor 0, and what should happen then?",
    "ambiguous": "An array is neither true nor false. Do you want .any() or .all()?",
    "unsupported operand": "Is one of them a plain list? np.asarray makes it an array.",
    "has no attribute": "Is it a plain list or a number where you expected an array?",
    "positional argument": "Does your function take the arguments in the order the text gives?",
}


def explain(error: Exception, exercise: str) -> Broken:
    """A broken rule that tells of an error in the learner's code, or of a missing answer."""
    if isinstance(error, NotImplementedError):
        return Broken(
            f"{exercise} is written",
            question="Not written yet: replace `raise NotImplementedError()` with your own lines.",
        )
    if isinstance(error, NameError) and not learner_line(error.__traceback__):
        return Broken(
            f"{exercise} is defined",
            got=f"{error}: this notebook has not run the cell that defines it",
            question="Have you run the cells above, from the top?",
        )
    where = learner_line(error.__traceback__)
    came = f"{type(error).__name__}: {error}" + (f"\nat line {where}" if where else "")
    if not where:
        return Broken(
            f"{exercise} gives back something the check can use",
            got=came,
            question="What type and shape does your function return? The text says what it should.",
        )
    question = next((q for words, q in _QUESTIONS.items() if words in str(error)), "")
    return Broken(
        f"{exercise} runs without an error",
        got=came,
        question=question or "What are the values and shapes just before that line? Print them.",
    )


def learner_line(trace: TracebackType | None) -> str | None:
    """The deepest line of the traceback that the learner wrote, as "4: total = a / b"."""
    test_file, found = None, None
    while trace is not None:
        code, number = trace.tb_frame.f_code, trace.tb_lineno
        trace = trace.tb_next
        if code.co_filename.startswith((_HERE, *_LIBRARIES, "<frozen")):
            continue
        if test_file is None:
            test_file = code.co_filename  # the first frame outside is the test cell itself
        if code.co_filename != test_file:
            text = linecache.getline(code.co_filename, number).strip()
            found = f"{number}: {text}" if text else str(number)
    return found
