"""Errors that cross from one process to the other, as text and back."""

from __future__ import annotations

import builtins
import contextlib
from typing import Any

from grading.remote.messages import MAX_TEXT, ChannelBroken, Failure
from helpers.check.learner_errors import Place, learner_places


def shown(value: Any) -> str:
    """An object as it shows itself, cut short; it may be one that cannot."""
    try:
        return repr(value)[:300]
    except BaseException:
        return f"<{type(value).__name__}>"


def is_ours(error: BaseException) -> bool:
    """Whether an error is about the connection itself, and must end what is going on."""
    return isinstance(error, ChannelBroken)


#: Errors that libraries raise with a message about numbers and shapes. Others may quote a test.
_OF_LIBRARIES = (RuntimeError, ValueError, IndexError, ZeroDivisionError, OverflowError)
#: Errors that end a loop without a word where they are raised inside one.
_END_LOOPS = ("StopIteration", "StopAsyncIteration")


def as_failure(error: BaseException, discreet: bool = False) -> Failure:
    """An error as text, with the lines that the learner wrote.

    `discreet`: unless it came from the learner's side, with no name and no line of a test.
    """
    if discreet and not getattr(error, "learner_places", None):
        return _about_a_test(error)
    try:
        message = str(error)[:MAX_TEXT]
    except BaseException:
        message = "(its message cannot be shown)"
    types = tuple(kind.__name__ for kind in type(error).__mro__)
    places = getattr(error, "learner_places", None)
    if not isinstance(places, list) or not places:  # a test's own function may have raised it
        places = learner_places(error.__traceback__, below_test=False)
    rows = tuple((p.function, p.line, p.text[:200], p.owner) for p in places[:50])
    return Failure(types, message, rows)


def _about_a_test(error: BaseException) -> Failure:
    kinds = [kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"]
    message = "an error in a function that the test gave"
    if isinstance(error, TypeError):
        message = "a function that the test gave takes other positional arguments, or other types"
    elif type(error) in _OF_LIBRARIES:
        message = str(error)[:MAX_TEXT]
    return Failure(tuple(kinds), message)


def as_error(failure: Failure) -> Exception | SystemExit:
    """An error of the type that the failure names, or of the nearest one that Python has."""
    message = failure.message
    name = failure.types[0] if failure.types and failure.types[0].isidentifier() else "Exception"
    content = {
        "__module__": "builtins",
        "__init__": lambda self: None,
        "__str__": lambda self: message,
        "learner_places": [Place(*place) for place in failure.places],
    }
    bases = _bases(failure)
    for kinds in (_nearest(bases), *[(base,) for base in bases]):
        with contextlib.suppress(TypeError):  # a few cannot be made without their own arguments
            error: Exception = type(name, kinds, content)()
            return error
    return RuntimeError(message)


def _bases(failure: Failure) -> list[type[Exception]]:
    """The errors of Python's own that this one is a kind of, the nearest first."""
    if set(failure.types) & set(_END_LOOPS):
        return [RuntimeError]
    found = [getattr(builtins, name, None) for name in failure.types]
    kinds = [kind for kind in found if isinstance(kind, type) and issubclass(kind, Exception)]
    if "SystemExit" in failure.types:
        kinds.insert(0, SystemExit)  # type: ignore[arg-type]
    return [*kinds, Exception]


def _nearest(kinds: list[type[Exception]]) -> tuple[type[Exception], ...]:
    """Those that no other of them is a kind of: numpy's AxisError has two."""
    return tuple(
        kind
        for kind in dict.fromkeys(kinds)
        if not any(other is not kind and issubclass(other, kind) for other in kinds)
    )
