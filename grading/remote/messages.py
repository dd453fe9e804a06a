"""What a message may hold: its limits, and the handles for what is not plain."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 64 * 2**20  # of one message
MAX_ITEMS = 1_000_000  # values in one message
MAX_ELEMENTS = 2**24  # of one array, where lengths of 0 count as 1
MAX_WIDENED = 2**26  # characters that texts of one list have if all are as wide as the widest
MAX_DEPTH = 40  # containers inside containers
MAX_BITS = 8_000  # of a whole number: Python prints no more than 4300 digits
MAX_TEXT = 2_000  # characters of an error's message
PASSED_OVER = "Passed over where it was graded: "  # begins what a kernel prints of such a line

SIZE = struct.Struct(">I")
FLOAT = struct.Struct(">d")
KINDS = "biufcUSMm"  # of numpy dtypes that are nothing but bytes
WHOLE = ("bool", "uint8", "int8", "int16", "int32", "int64")
TORCH = WHOLE + ("float16", "bfloat16", "float32", "float64", "complex64", "complex128")


class ChannelBroken(Exception):
    """The other side is gone, silent for too long, or does not keep to the rules."""


class WireError(Exception):
    """A value that cannot be written down, or bytes that do not say one."""


class TooLarge(WireError):
    """A value of more than can be sent at once. Learners read this name and the message."""


@dataclass(frozen=True)
class Handle:
    """An object that stays where it is. `ours` is said by the one who sends it."""

    ours: bool
    number: int
    type_name: str = ""
    text: str = ""  # how it shows itself


@dataclass(frozen=True)
class Failure:
    """An error as text: its type and those it is a kind of, its message, the learner's lines."""

    types: tuple[str, ...]
    message: str
    places: tuple[tuple[str, int, str, str], ...] = ()  # function, line, text, owner


@dataclass
class Codec:
    """How things that are not plain leave and arrive. By default they do neither."""

    leave: Callable[[Any], Handle | None] = lambda value: None
    arrive: Callable[[Handle], Any] = lambda handle: handle
    leave_tensor: Callable[[Any], int] = lambda tensor: 0
    arrive_tensor: Callable[[Any, int], Any] = lambda tensor, track: tensor
