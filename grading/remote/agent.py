"""The student's side: answers what the trusted side asks about the student's own objects.

This runs in the student's kernel, where everything can be tampered with, and it is written for
honest students: whatever it answers is data to the trusted side, and no mark is decided here.
Nothing of the lesson is here but what the student's cells have put into `namespace`.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable
from typing import Any

from grading.remote.channels import SocketChannel
from grading.remote.codec import Handle
from grading.remote.endpoint import Endpoint
from grading.remote.sockets import connect
from helpers.check import session
from helpers.check.gradients import gradient
from helpers.check.random_state import repeat_from
from helpers.check.settings import chance, lesson_settings

MAX_PARTS = 10_000  # taken from something that one can go through


class Callback:
    """A function of the test, as the student's code sees it."""

    def __init__(self, peer: Endpoint, handle: Handle):
        self._peer, self._handle = peer, handle
        self.__name__ = "function_of_the_test"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it there, and bring the result."""
        return self._peer.call(self._handle, args, kwargs)

    def __repr__(self) -> str:
        return "<a function of the test>"

    def __copy__(self) -> Callback:
        return self  # as Python's own functions do

    def __deepcopy__(self, memo: Any) -> Callback:
        return self

    def handle_of(self) -> Handle:
        """Its number, for the way back."""
        return self._handle


class Agent:
    """Carries out operations on the names and objects of one namespace."""

    def __init__(self, namespace: dict[str, Any]):
        self.namespace = namespace
        self.peer = Endpoint(Callback, lends=lambda value: True)
        self.peer.operations |= {
            "call": self.call,
            "names": self.names,
            "get": getattr,
            "parts": self.parts,
            "gradient": self.gradient,
            "begin": self.begin,
            "backward": self.backward,
        }

    def call(self, target: Any, args: Any, kwargs: Any) -> Any:
        """Call one of the student's functions, classes or modules, as inside a check."""
        return self._as_in_a_check(lambda: self.peer.carry_out_call(target, args, kwargs))

    def names(self, wanted: list[str]) -> dict[str, Any]:
        """Those of the names that the student's cells have defined, with their values."""
        return {name: self.namespace[name] for name in wanted if name in self.namespace}

    def parts(self, target: Any) -> list[Any]:
        """What going through an object gives."""
        parts = self._as_in_a_check(lambda: list(itertools.islice(target, MAX_PARTS)))
        return list(parts)

    def gradient(self, target: Any, arguments: Any, probe: Any, output: int | None) -> Any:
        """The gradients of a function or module, taken where it lives."""
        found = self._as_in_a_check(
            lambda: gradient(target, *arguments, probe=probe, output=output)
        )
        return found.inputs, found.parameters

    def backward(self, *content: Any) -> Any:
        """One step of autograd, through what lives here."""
        return self._as_in_a_check(lambda: self.peer.tracks.backward(*content))

    def begin(self, seed: int) -> None:
        """Forget the test before, and make what is drawn by chance repeatable."""
        self.peer.forget()
        repeat_from(seed)

    def _as_in_a_check(self, action: Callable[[], Any]) -> Any:
        if session.checking():  # in one process with the check, or called back in a call
            return action()
        with (
            session.silence(),
            open(os.devnull, "w", encoding="utf-8") as nowhere,  # no test shows what is printed
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
        ):
            return action()


_setup = contextlib.ExitStack()  # the settings of the lesson's own cell that is running


def begin_setup() -> None:
    """The lesson's own cells run under its own settings, too."""
    end_setup()
    _setup.enter_context(lesson_settings())


def end_setup() -> None:
    """Put back what such a cell found."""
    _setup.close()


def serve(address: str, namespace: dict[str, Any]) -> None:
    """Connect to where the trusted side waits, and answer until it says stop."""
    put_back = chance()
    try:
        with connect(address) as connection:
            agent = Agent(namespace)
            agent.peer.link = link = SocketChannel(connection, agent.peer.serve)
            link.listen()
    finally:
        put_back()
