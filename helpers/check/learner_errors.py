"""When a learner's code stops with an error: say where, and what to ask oneself."""

from __future__ import annotations

import linecache
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from helpers.check.report import Broken

_HERE = str(Path(__file__).parents[1])
_GRADER = str(Path(__file__).parents[2] / "grading")
_LIBRARIES = tuple({sysconfig.get_paths()[key] for key in ("stdlib", "purelib", "platlib")})

STUB_LINE = "raise NotImplementedError"

_QUESTIONS = {  # words of the error -> what to ask oneself
    "missing the required": "Is the method called forward, letter for letter, and does it stand"
    " inside the class?",
    "not implemented for 'Bool'": "True and False came where PyTorch wants numbers: which line"
    " should have turned them into some?",
    "not implemented for '": "Whole numbers came where PyTorch wants fractions, perhaps: what is"
    " the dtype of each tensor there, and which line made it so?",
    "'aten::": "On which device is each tensor there? Print its .device.",
    "could not be broadcast": "Do the two shapes agree, axis by axis from the right? Print them.",
    "matmul": "Which axes does @ multiply? Print both shapes.",
    "shapes cannot be multiplied": "Which axes does @ multiply? Print both shapes.",
    "first two dimensions of batch": "Which axes does @ multiply? Print both shapes.",
    "must match the size of tensor": "Do the two shapes agree, axis by axis from the right?",
    "same number of dimensions": "Does one of them have an axis of length 1 too many, or too few?",
    "Sizes of tensors must match": "Along which axis are they put together? Print both shapes.",
    "inconsistent input": "What stands side by side in that input, and how long is each part?",
    "step must be greater than zero": "PyTorch cannot slice backwards: which method turns round?",
    "not aligned": "Which axes does the product sum over? Print both shapes.",
    "_function_or_method": "Are the brackets () of a call missing?",
    "out of bounds for array of dim": "How many axes does the array have there? Print its shape.",
    "out of bounds": "Which place is asked for, and how many are there? Counting starts at 0.",
    "index out of range": "Which place is asked for, and how many are there? Counting starts at 0.",
    "axis": "How many axes does the array have at that line? Print its shape.",
    "division by zero": "For which input is the divisor 0, and what should happen then?",
    "math domain": "Which numbers have no logarithm or no root, and what should happen then?",
    "ambiguous": "An array is neither true nor false. Does an if, or Python's own max, and, or or"
    " meet one where numpy's belongs?",
    "but got list": "One of the sizes is a list: is it the longest list, and not its length?",
    "'list' object cannot be interpreted": "One of the sizes is a list: is it the longest list, and"
    " not its length?",
    "'tuple'": "Which call returned two things, and which of them do you need?",
    "for &:": "What do the lists hold? & wants two sets: which ones, and in which loop?",
    "unsupported operand": "Is one of them a plain list? np.asarray makes it an array.",
    "not supported between": "Is one of them a plain list? np.asarray makes it an array.",
    "can't multiply sequence": "Is one of them a plain list? np.asarray makes it an array.",
    "ndarray' object has no attribute": "An array has no such method. Which one does it have?",
    "_method' object": "Are the brackets () of a call missing?",
    "'method' object": "Are the brackets () of a call missing?",
    "Can't call numpy()": "Stay inside PyTorch: which method of the tensor does the same?",
    "inplace operation": "Which line overwrites a tensor? Make a new one.",
    "cannot unpack non-iterable NoneType": "Does the function end in return?",
    "values to unpack": "How many things does the text say come back?",
    "tuple": "Which call returned two things, and which of them do you need?",
    "is not defined": "Where is this name defined? Does it want self. in front?",
    "has no attribute": "Is it a plain list or a number where you expected an array?",
    "grading passes on": "How many numbers should come back? Print the shape of what does.",
    "positional argument": "Which arguments does that function want, and in which order?",
}


@dataclass(frozen=True)
class Place:
    """A line that the learner wrote, and the function it stands in."""

    function: str
    line: int
    text: str
    owner: str = ""  # the outermost class or function around it: what an exercise is called

    def __str__(self) -> str:
        return f"line {self.line} of {self.function}" + (f": {self.text}" if self.text else "")


def told(error: BaseException) -> str:
    """The error's type and message, cut to what fits a report."""
    try:
        text = str(error)
    except Exception:
        text = "(its message cannot be shown)"
    text = text if len(text) <= 300 else text[:297] + "..."
    return "\n".join(f"{type(error).__name__}: {text}".splitlines()[:4])


def explain(error: BaseException, exercise: str) -> Broken:
    """A broken rule that tells of an error in the learner's code, or of a missing answer."""
    places = _places(error)
    if is_stub(error):
        return _unwritten(exercise, places)
    if isinstance(error, NameError) and not places:
        return Broken(
            f"the cell of {exercise} has run to its end",
            got=f"{error}: the cell that defines it has not run, or has stopped with an error",
            question="Is there an error below that cell, a word without its quotes perhaps? If not,"
            " run the cells from the top.",
        )
    came = told(error)
    question = next((q for words, q in _QUESTIONS.items() if words in came), "")
    if not places and not isinstance(error, NotImplementedError):
        asked = "What type and shape does your function return? The text says what it should."
        return Broken(
            f"{exercise} gives back something the check can use",
            got=came,
            question=question or asked,
        )
    shown = places if len(places) <= 3 else [places[0], *places[-2:]]
    return Broken(
        f"{exercise} runs without an error",
        got="\n".join([came, *(f"in {place}" for place in shown)]),
        question=question or "What are the values and shapes just before that line? Print them.",
    )


def _places(error: BaseException) -> list[Place]:
    """Where the learner's lines stand in an error's way, be it from another process."""
    told: list[Place] | None = getattr(error, "learner_places", None)
    return told or learner_places(error.__traceback__)


def origin(error: BaseException) -> str:
    """Where an error came from: "" if no line of the learner's led to it, "line" if one did.

    "raise" if the learner raised it on purpose: then its words are the learner's own.
    """
    places = _places(error)
    if not places:
        return ""
    return "raise" if places[-1].text.startswith(("raise", "assert")) else "line"


def is_stub(error: BaseException) -> bool:
    """Whether it is the line that stands in a released answer cell; libraries raise others.

    Theirs have words (PyTorch tells of a module without `forward`), or come from deeper down.
    """
    if not isinstance(error, NotImplementedError) or told(error) != f"{type(error).__name__}: ":
        return False
    places = _places(error)
    if places and places[-1].text:
        return places[-1].text.startswith(STUB_LINE)
    if hasattr(error, "learner_places"):  # from another process, where the stub has its place
        return bool(places)
    return not _raised_by_library(error.__traceback__)


def _raised_by_library(trace: TracebackType | None) -> bool:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.startswith(_LIBRARIES)


def _unwritten(exercise: str, places: list[Place]) -> Broken:
    """The exercise, or another one that it calls, still has its `raise` line."""
    culprit = places[-1].owner if places else exercise
    if culprit == exercise:
        part = places[-1].function if places else exercise
        name = exercise if part == exercise else f"{part} of {exercise}"
        return Broken(
            f"{name} is written",
            question="Not written yet: replace `raise NotImplementedError()` with your own lines.",
            unwritten=True,
        )
    return Broken(
        f"{culprit}, which {exercise} calls, is written",
        question=f"Not written yet: {culprit}. Go back to that exercise first.",
    )


def learner_places(trace: TracebackType | None, below_test: bool = True) -> list[Place]:
    """The lines of the traceback that the learner wrote, the outermost first.

    `below_test`: the first frame that is neither ours nor a library's is the test cell itself.
    """
    test_file, places = None if below_test else "", []
    while trace is not None:
        code, number = trace.tb_frame.f_code, trace.tb_lineno
        trace = trace.tb_next
        if code.co_filename.startswith((_HERE, _GRADER, *_LIBRARIES, "<frozen")):
            continue
        if test_file is None:
            test_file = code.co_filename  # the first frame outside is the test cell itself
        if code.co_filename != test_file:
            text = linecache.getline(code.co_filename, number).strip()
            owner = code.co_qualname.split(".")[0]
            places.append(Place(code.co_name, number, text, owner))
    return places
