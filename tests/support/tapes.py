"""Answers that know nothing but what everybody can find out, tried as when a class is graded.

A *tape* holds what a right answer said while it ran the released (visible) tests, with the draws
of another seed. When the whole tests are run, the tape says it again. A *constant* runs a right
answer, or none, and puts one value into all that comes back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import MethodType
from typing import Any

import numpy as np

from grading.authoring.lesson import Cell, Lesson, visible
from grading.autograde.tester.proxies import attach_directly
from grading.measuring.remote_harness import RemoteHarness
from grading.remote.agent import Agent, Callback
from grading.remote.codec import Codec, Handle, WireError, encode
from grading.remote.endpoint import copied

QUESTIONS = ("call", "get", "parts", "gradient", "backward")
AT_HOME, GRADED = 1, 2  # the seeds of the tape and of the mark

Answerer = Callable[[str, tuple[Any, ...]], Any]


@dataclass
class Said:
    """What a right answer made of one question."""

    operation: str
    question: bytes
    result: Any = None
    error: BaseException | None = None
    calls: list[tuple[int, Any, Any]] = field(default_factory=list)  # of functions of the test's

    def again(self, content: Any) -> Any:
        """Say it again, with the same calls of the test's functions."""
        functions = list(callbacks(content))
        for place, args, kwargs in self.calls:
            if place < len(functions):
                functions[place](*args, **kwargs)
        if self.error is not None:
            raise self.error
        return self.result


class Recorder(Agent):
    """A student's side that works, and keeps what it says."""

    def __init__(self, namespace: dict[str, Any]):
        super().__init__(namespace)
        self.tape: list[Said] = []
        for operation in QUESTIONS:
            work = self.peer.operations[operation]
            self.peer.operations[operation] = lambda *c, op=operation, work=work: self.keep(
                op, work, c
            )

    def keep(self, operation: str, work: Callable[..., Any], content: tuple[Any, ...]) -> Any:
        """Answer, and note it."""
        said = Said(operation, asked(operation, content))
        self.tape.append(said)
        functions = list(callbacks(content))
        with contextlib.ExitStack() as stack:
            stack.enter_context(listening(functions, said))
            try:
                result = work(*content)
            except Exception as error:
                said.error = error
                raise
        try:
            said.result = copied(result)
        except WireError:
            said.result = result
        return result


class Player(Agent):
    """A student's side that answers with something else."""

    def __init__(self, namespace: dict[str, Any], answerer: Answerer):
        super().__init__(namespace)
        self.work = {name: self.peer.operations[name] for name in QUESTIONS}
        for name in QUESTIONS:
            self.peer.operations[name] = lambda *content, name=name: answerer(name, content)


def asked(operation: str, content: Any) -> bytes:
    """A question as it would be recognised: without what is drawn anew each time."""
    if operation == "backward":
        content = content[1:2]
    places = {id(one): place for place, one in enumerate(callbacks(content))}
    codec = Codec(leave=lambda part: Handle(True, places.get(id(part), id(part))))
    try:
        return encode(content, codec)
    except WireError:
        return b""


def callbacks(value: Any) -> Iterator[Callback]:
    """The functions of the test in what was sent."""
    if isinstance(value, Callback):
        yield value
    elif isinstance(value, list | tuple):
        for part in value:
            yield from callbacks(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from callbacks(part)


@contextlib.contextmanager
def listening(functions: list[Callback], said: Said) -> Iterator[None]:
    """Inside, calls of these functions are noted."""
    if not functions:
        yield
        return
    peer = functions[0]._peer
    numbers = [one._handle.number for one in functions]
    call = peer.call

    def noted(handle: Handle, args: Any, kwargs: Any) -> Any:
        if handle.number in numbers:
            with contextlib.suppress(WireError):
                said.calls.append((numbers.index(handle.number), *copied((args, kwargs))))
        return call(handle, args, kwargs)

    peer.call = noted
    try:
        yield
    finally:
        peer.call = call


def next_in_turn(tape: list[Said], library: list[Said]) -> Answerer:
    """One answer after the other, whatever the question; at its end the last again."""
    turn: dict[str, int] = {}

    def answer(operation: str, content: Any) -> Any:
        said = [one for one in tape if one.operation == operation]
        place = turn.get(operation, 0)
        turn[operation] = place + 1
        return said[min(place, len(said) - 1)].again(content) if said else nothing(operation)

    return answer


def by_question(tape: list[Said], library: list[Said]) -> Answerer:
    """What was said to this very question, in this cell or another; else what is next in turn."""
    rest = next_in_turn(tape, library)
    left = list(tape)

    def answer(operation: str, content: Any) -> Any:
        wanted = operation, asked(operation, content)
        for heard in (left, tape, library):
            for said in heard:
                if (said.operation, said.question) == wanted:
                    if heard is left:
                        left.remove(said)
                    return said.again(content)
        return rest(operation, content)

    return answer


TAPES = {"next in turn": next_in_turn, "by question": by_question}


def nothing(operation: str, result: Any = None) -> Any:
    """An answer of the shape that an operation has."""
    return {"call": (result, {}), "parts": [], "gradient": ([], {}), "backward": []}.get(
        operation, result
    )


def filled(number: float) -> Callable[[Any], Any]:
    """All numbers of a value replaced by one, in their shapes."""

    def fill(value: Any) -> Any:
        if isinstance(value, str):
            return str(number)
        if isinstance(value, int | float | complex | np.generic):
            return type(value)(number)
        if isinstance(value, np.ndarray):
            return np.full_like(value, number) if value.dtype.kind in "iufcb" else value
        if isinstance(value, list | tuple | set) and type(value) in (list, tuple, set):
            return type(value)(fill(part) for part in value)
        if type(value) is dict:
            return {key: fill(part) for key, part in value.items()}
        if hasattr(value, "new_full") and hasattr(value, "detach"):
            return value.detach().new_full(value.shape, number)
        return value

    return fill


def first_argument(value: Any, args: Any) -> Any:
    """What it was given first, where it gives something back."""
    return args[0] if args else value


CONSTANTS: dict[str, Callable[[Any, Any], Any]] = {
    "zeros": lambda value, args: filled(0)(value),
    "ones": lambda value, args: filled(1)(value),
    "None": lambda value, args: None,
    "first argument": first_argument,
    "True": lambda value, args: True,
    "an empty list": lambda value, args: [],
}
READING = (
    "state_dict",
    "load_state_dict",
    "parameters",
    "named_parameters",
    "children",
    "modules",
    "train",
    "eval",
)


@dataclass
class TapeHarness(RemoteHarness):
    """A lesson whose tests are asked of answers that were not written for it."""

    def recorded(self, hidden: bool) -> dict[str, list[Said]]:
        """What the lesson's own answers say in the released tests, or in all, by test cell."""
        self.trusted.seed = AT_HOME
        found = {}
        for cell in self.tests():
            agent = Recorder(self.namespace)
            attach_directly(self.trusted.peer, agent.peer)
            outputs = self.trusted.test(cell.source if hidden else visible(cell.source), cell.id)
            assert not any("ename" in out for out in outputs), (cell.id, outputs)
            found[cell.id] = agent.tape
        return found

    def tests(self) -> list[Cell]:
        """The test cells."""
        return [cell for cell in self.lesson.cells if cell.kind == "test"]

    def earned(self, cell: Cell, agent: Agent) -> bool:
        """Whether a whole test cell gives its points to this student's side."""
        self.trusted.seed = GRADED
        attach_directly(self.trusted.peer, agent.peer)
        return not any("ename" in out for out in self.trusted.test(cell.source, cell.id))

    def won_by_tapes(self, *, hidden: bool) -> list[str]:
        """The cells, and the tapes that earn their points.

        Args:
            hidden: the tape holds the hidden tests too, as they were drawn for another seed: a
                former hand-in has listened to them.
        """
        tapes = self.recorded(hidden)
        library = [said for tape in tapes.values() for said in tape]
        return [
            f"{cell.id}: {name}"
            for cell in self.tests()
            for name, make in TAPES.items()
            if self.earned(cell, Player(self.namespace, make(tapes[cell.id], library)))
        ]

    def won_by_constants(self) -> list[str]:
        """The cells, and the constants that earn their points."""
        won = []
        for cell in self.tests():
            for name, constant in CONSTANTS.items():
                given: list[str] = []
                if self.earned(cell, self.constant(constant, given)) and given:
                    won.append(f"{cell.id}: {name}")
        return won

    def constant(self, constant: Callable[[Any, Any], Any], given: list[str]) -> Agent:
        """A student's side whose functions give a constant; classes can still be made.

        Args:
            given: gets an entry for each constant that was given in place of an answer.
        """

        def answer(operation: str, content: Any) -> Any:
            result = player.work[operation](*content)
            if operation == "gradient":
                given.append(operation)
                return filled(0)(result)
            target = content[0]
            reads = isinstance(target, MethodType) and target.__name__ in READING
            if operation != "call" or isinstance(target, type) or reads:
                return result
            given.append(operation)
            return constant(result[0], content[1]), {}

        player = Player(self.namespace, answer)
        return player


def functions_of(lesson: Lesson) -> set[str]:
    """The exercises that ask for a function or class, and not for values."""
    return {
        cell.name
        for cell in lesson.cells
        if cell.kind == "exercise"
        and any(word in cell.source for word in ("def ", "class ", "lambda "))
    }
