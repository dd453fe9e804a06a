"""The trusted side: what a test cell holds in place of the student's functions and classes."""

from __future__ import annotations

import functools
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from grading.remote.channels import LocalChannel, SocketChannel, direct_pair
from grading.remote.codec import Handle, WireError
from grading.remote.endpoint import Endpoint
from helpers.check.gradients import Gradients
from helpers.check.proxies import Proxy


class RemoteProxy(Proxy):
    """Stands for one object of the student's: to be called, asked for attributes, gone through."""

    __slots__ = ("_handle", "_peer")
    _handle: Handle
    _peer: Endpoint

    def __init__(self, peer: Endpoint, handle: Handle):
        object.__setattr__(self, "_peer", peer)
        object.__setattr__(self, "_handle", handle)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it in the student's kernel."""
        return self._peer.call(self._handle, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # numpy, torch and copy look for many such
            raise AttributeError(f"{self._handle.type_name!r} object has no attribute {name!r}")
        return self._peer.ask("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a test cannot set {name!r} of something that is not here")

    def __iter__(self) -> Iterator[Any]:
        parts = self._peer.ask("parts", self)
        if not isinstance(parts, list):
            raise WireError("an answer of a shape that none has")
        return iter(parts)

    def __repr__(self) -> str:
        return self._handle.text

    def handle_of(self) -> Handle:
        """Its number, for the way back."""
        return self._handle

    def gradient(self, arguments: tuple[Any, ...], probe: Any, output: int | None) -> Gradients:
        """The gradients of this function or module, taken in the student's kernel."""
        shape = probe if not isinstance(probe, np.ndarray) else probe.copy()
        with self._peer.tracks.outgoing():
            inputs, parameters = self._peer.ask("gradient", self, arguments, shape, output)
        return Gradients(
            [np.array(pull, dtype=float) for pull in inputs],
            {str(name): np.array(pull, dtype=float) for name, pull in parameters.items()},
        )


def _proxy(peer: Endpoint, handle: Handle) -> RemoteProxy:
    """A proxy that calls itself, in Python's errors, what it stands for."""
    name = handle.type_name
    kind = _named(name) if name.isidentifier() and len(name) <= 100 else RemoteProxy
    return kind(peer, handle)


@functools.lru_cache(maxsize=1000)  # the student's side chooses the names
def _named(name: str) -> type[RemoteProxy]:
    return type(name, (RemoteProxy,), {"__slots__": ()})


def trusted_endpoint() -> Endpoint:
    """The trusted side of a conversation: lends functions of the test, to be called only."""
    return Endpoint(_proxy, lends=_can_be_lent, discreet=True)


def _can_be_lent(value: Any) -> bool:
    functions = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
    if isinstance(value, functions):
        return True
    kind = type(value)
    return callable(value) and any(base.__module__.startswith("torch.nn") for base in kind.__mro__)


def attach_directly(peer: Endpoint, other: Endpoint) -> LocalChannel:
    """Connect two sides in one process."""
    link, other.link = direct_pair(peer.serve, other.serve)
    peer.link = link
    return link


def attach(peer: Endpoint, connection: Any) -> SocketChannel:
    """Connect the trusted side to an agent that has called."""
    peer.link = link = SocketChannel(connection, peer.serve)
    return link
