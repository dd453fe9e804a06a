"""One side of a conversation about objects: what is ours, what is theirs, and how to ask for it.

Both sides have an `Endpoint`. Plain values are copied; anything else stays where it is and is known
to the other side by a number. `Endpoint.ask` sends an operation; `Endpoint.serve` carries one out.
What the other side may ask for is the business of `operations`: the trusted side allows calls
alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grading.remote import autograd, errors
from grading.remote.channels import Channel
from grading.remote.codec import Codec, Failure, Handle, WireError, decode, encode
from grading.remote.numbers import fresh_number

Operation = Callable[..., Any]
MAX_OBJECTS = 100_000  # kept for the other side


class Endpoint:
    """Our side. `link` is set once there is a connection."""

    link: Channel

    def __init__(
        self,
        proxy: Callable[[Endpoint, Handle], Any],
        *,
        lends: Callable[[Any], bool],
        discreet: bool = False,
    ):
        self.discreet = discreet  # tell them nothing of an object of ours but its number
        self.proxy = proxy  # makes what stands here for an object of theirs
        self.lends = lends  # whether an object of ours may be known to them
        self.takes_changes = True  # of arguments of ours that a call of theirs changes in place
        self.changed: list[tuple[Any, Any]] = []  # such an argument, and a copy from before
        self.objects: dict[int, Any] = {}
        self.numbers: dict[int, int] = {}  # id of an object -> its number
        self.tracks = autograd.RemoteAutograd(self)
        self.operations: dict[str, Operation] = {
            "call": self.carry_out_call,
            "backward": self.tracks.backward,
        }
        self.codec = Codec(self.leave, self.arrive, self.tracks.leave, self.tracks.arrive)

    def ask(self, operation: str, *content: Any) -> Any:
        """Ask the other side, and return the answer.

        Raises the error that the other side reports, WireError, or ChannelBroken.
        """
        answer = decode(self.link.ask(encode((operation, content), self.codec)), self.codec)
        if isinstance(answer, Failure):
            raise errors.as_error(answer)
        if not isinstance(answer, tuple) or len(answer) != 1:
            raise WireError("an answer of a shape that none has")
        return answer[0]

    def serve(self, request: bytes) -> bytes:
        """Carry out what the other side asks; an error is an answer too."""
        try:
            operation, content = decode(request, self.codec)
            if operation not in self.operations:
                raise WireError(f"no such operation: {operation!r}")
            return encode((self.operations[operation](*content),), self.codec)
        except BaseException as error:  # SystemExit too: exit() in an answer is not our end
            if errors.is_ours(error):
                raise
            return encode(errors.as_failure(error, self.discreet))

    def leave(self, value: Any) -> Handle | None:
        """The number by which they know an object of ours, or which one of theirs it is."""
        theirs = getattr(type(value), "handle_of", None)
        if theirs is not None and isinstance(handle := theirs(value), Handle):
            return Handle(False, handle.number)
        if not self.lends(value):
            return None
        number = self.numbers.get(id(value))
        if number is None:
            if len(self.objects) >= MAX_OBJECTS:
                raise WireError("too many objects")
            number = fresh_number(self.objects)
            self.objects[number] = value  # kept, so that its id is not given to another
            self.numbers[id(value)] = number
        if self.discreet:
            return Handle(True, number)
        return Handle(True, number, type(value).__name__[:100], errors.shown(value))

    def arrive(self, handle: Handle) -> Any:
        """The object a number stands for: one of ours, or a proxy for one of theirs."""
        if handle.ours:  # said by them
            return self.proxy(self, handle)
        if handle.number not in self.objects:
            raise WireError(f"no object has the number {handle.number}")
        return self.objects[handle.number]

    def forget(self) -> None:
        """Forget all that the other side knows of ours."""
        self.objects.clear()
        self.numbers.clear()
        self.tracks.forget()

    # Calls: arguments that the call changed in place are changed on the caller's side as well.

    def call(self, handle: Handle, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object of theirs."""
        with self.tracks.outgoing():
            theirs = Handle(False, handle.number)
            answer = self.ask("call", _Sent(theirs), args, kwargs)
        if not isinstance(answer, tuple) or len(answer) != 2 or not isinstance(answer[1], dict):
            raise WireError("an answer of a shape that no call has")
        result, changed = answer
        given: dict[int | str, Any] = dict(enumerate(args))
        given.update(kwargs)
        for place, value in changed.items():
            if isinstance(place, int | str) and place in given:
                self.changed.append((given[place], copied(given[place])))
                if self.takes_changes:
                    put_back(given[place], value)
        return result

    def undo_changes(self) -> None:
        """Give arguments that calls changed in place their values from before back."""
        while self.changed:
            put_back(*self.changed.pop())

    def carry_out_call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call an object of ours with what they sent."""
        if id(target) not in self.numbers:
            raise WireError("only objects that were lent can be called")
        given: dict[int | str, Any] = dict(enumerate(args))
        given.update(kwargs)
        before = {place: still(value) for place, value in given.items()}
        with self.tracks.incoming():
            result = target(*args, **kwargs)
        changed = {
            place: value
            for place, value in given.items()
            if before[place] is not None and before[place] != still(value)
        }
        return result, {place: autograd.cut(value) for place, value in changed.items()}


class _Sent:
    """A handle on its way back to where its object is."""

    def __init__(self, handle: Handle):
        self.handle = handle

    def handle_of(self) -> Handle:
        """The handle."""
        return self.handle


def still(value: Any) -> bytes | None:
    """A value's content as bytes, to see whether it changes; None if it has no such content."""
    if value is None or isinstance(value, bool | int | float | str | bytes):
        return None
    try:
        return encode(value, Codec(leave=lambda part: Handle(True, id(part))))
    except WireError:
        return b""


def copied(value: Any) -> Any:
    """A copy of what was sent, in which objects that are not plain are the same objects."""
    kept: dict[int, Any] = {}

    def leave(part: Any) -> Handle:
        kept[id(part)] = part
        return Handle(True, id(part))

    codec = Codec(leave, lambda handle: kept[handle.number])
    return decode(encode(value, codec), codec)


def put_back(old: Any, new: Any) -> None:
    """Change `old` in place into `new`, as a call elsewhere has changed its copy of `old`."""
    if isinstance(old, list) and isinstance(new, list):
        same = len(old) == len(new)
        old[:] = [_merged(a, b) for a, b in zip(old, new, strict=True)] if same else new
    elif isinstance(old, dict) and isinstance(new, dict):
        merged = {key: _merged(old.get(key), value) for key, value in new.items()}
        old.clear()
        old.update(merged)
    elif isinstance(old, set) and isinstance(new, set):
        old.clear()
        old.update(new)
    elif isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new):
        for a, b in zip(old, new, strict=True):
            put_back(a, b)
    elif type(old) is type(new) and getattr(old, "shape", 0) == getattr(new, "shape", 1):
        autograd.overwrite(old, new)


def _merged(old: Any, new: Any) -> Any:
    """`old`, changed in place, where it can be; else `new`."""
    before = still(old)
    if before is None or type(old) is not type(new):
        return new
    if before == still(new):
        return old
    put_back(old, new)
    return old if still(old) == still(new) else new
