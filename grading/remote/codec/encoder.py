"""A value to bytes: one letter, then its content."""

from __future__ import annotations

import sys
from array import array
from collections import UserList, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.remote.messages import (
    FLOAT,
    KINDS,
    MAX_BITS,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ITEMS,
    SIZE,
    TORCH,
    Codec,
    Failure,
    Handle,
    TooLarge,
    WireError,
)

_TOO_MANY_BYTES = f"grading passes on at most {MAX_BYTES // 2**20} MiB at once"


def encode(value: Any, codec: Codec | None = None) -> bytes:
    """Write a value down. Raises WireError where it cannot be, or is too large."""
    writer = _Writer(codec or Codec())
    writer.write(value, 0)
    return b"".join(writer.parts)


@dataclass
class _Writer:
    codec: Codec
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    items: int = 0

    def write(self, value: Any, depth: int) -> None:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise TooLarge(
                f"grading passes on at most {MAX_DEPTH} lists inside one another, and"
                f" {MAX_ITEMS} numbers in lists"
            )
        if value is None or isinstance(value, bool):
            self.add({None: b"n", True: b"t", False: b"f"}[value])
        elif self.simple(value) or self.container(value, depth) or self.numbers(value, depth):
            pass
        elif isinstance(value, Handle | Failure):
            content = list(vars(value).values())
            self.add(b"h" if isinstance(value, Handle) else b"e")
            self.write(content, depth + 1)
        else:
            handle = self.codec.leave(value)
            if handle is None:
                raise WireError(f"a {type(value).__name__} cannot be sent")
            self.write(handle, depth)

    def simple(self, value: Any) -> bool:
        """Numbers and texts; their subclasses are sent as what they are kinds of."""
        numpy = sys.modules.get("numpy")
        if numpy and isinstance(value, numpy.generic):
            return False
        if isinstance(value, int):
            number = int.__int__(value)
            if number.bit_length() > MAX_BITS:
                raise TooLarge("grading passes on no whole number of so many digits")
            self.sized(b"i", number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True))
        elif isinstance(value, float):
            self.add(b"d" + FLOAT.pack(float.__float__(value)))
        elif isinstance(value, complex):
            self.add(b"c" + FLOAT.pack(value.real) + FLOAT.pack(value.imag))
        elif isinstance(value, str):
            self.sized(b"s", str.encode(value, "utf-8", "surrogatepass"))
        elif isinstance(value, bytes | bytearray):
            self.sized(b"b", bytes(value))
        elif isinstance(value, Decimal | Fraction):
            self.sized(b"q" if isinstance(value, Fraction) else b"m", str(value).encode())
        else:
            return False
        return True

    def container(self, value: Any, depth: int) -> bool:
        tags = ((list, b"l"), (tuple, b"u"), (set, b"S"), (frozenset, b"F"), (dict, b"D"))
        if isinstance(value, deque | UserList):
            value = list(value)
        tag = next((tag for kind, tag in tags if isinstance(value, kind)), None)
        if isinstance(value, range) and len(value) <= MAX_ITEMS:
            self.items += len(value)
            self.add(b"r")
            self.write((value.start, value.stop, value.step), depth + 1)
            return True
        if tag is None:
            return False
        content: Iterable[Any] = value
        if isinstance(value, dict):
            content = [part for pair in dict.items(value) for part in pair]
        content = list(content)
        self.add(tag + SIZE.pack(len(content)))
        for part in content:
            self.write(part, depth + 1)
        return True

    def numbers(self, value: Any, depth: int) -> bool:
        """Arrays, numpy's scalars and tensors: dtype, shape, bytes."""
        numpy, torch = sys.modules.get("numpy"), sys.modules.get("torch")
        if torch and isinstance(value, torch.Tensor):
            return self.tensor(value, torch)
        found = _as_array(value, numpy) if numpy else None
        if numpy is None or found is None:
            return False
        if found.dtype.kind == "O":
            self.add(b"o")
            self.write((list(found.shape), list(found.flat)), depth + 1)
            return True
        if found.dtype.kind in KINDS:
            tag = b"g" if isinstance(value, numpy.generic) else b"a"
            self.block(tag, found.dtype.str, found.shape, found.tobytes())
            return True
        return False

    def tensor(self, value: Any, torch: Any) -> bool:
        plain = value.detach()
        name = str(plain.dtype).removeprefix("torch.")
        if name not in TORCH or plain.layout != torch.strided or plain.device.type != "cpu":
            return False
        raw = plain.resolve_conj().resolve_neg().reshape(-1)
        raw = raw.clone(memory_format=torch.contiguous_format)  # strides of length-1 axes may lie
        data = raw.view(torch.uint8).numpy().tobytes() if raw.numel() else b""
        track = self.codec.leave_tensor(value) if value.requires_grad else 0
        self.add(b"T" + (b"1" if value.requires_grad else b"0"))
        self.sized(b"i", track.to_bytes(9, "big", signed=True))
        self.block(b"x", name, tuple(plain.shape), data)
        return True

    def block(self, tag: bytes, dtype: str, shape: tuple[int, ...], data: bytes) -> None:
        self.sized(tag, dtype.encode())
        self.add(SIZE.pack(len(shape)) + b"".join(n.to_bytes(8, "big") for n in shape))
        self.sized(b"", data)

    def sized(self, tag: bytes, data: bytes) -> None:
        if len(data) > MAX_BYTES:
            raise TooLarge(_TOO_MANY_BYTES)
        self.add(tag + SIZE.pack(len(data)))
        self.add(data)

    def add(self, data: bytes) -> None:
        self.size += len(data)
        if self.size > MAX_BYTES:
            raise TooLarge(_TOO_MANY_BYTES)
        self.parts.append(data)


def _as_array(value: Any, numpy: Any) -> Any:
    """An array, numpy's scalars, and what shows itself to numpy as an array of numbers; or None.

    What can be called is more than its numbers, and stays where it is.
    """
    if isinstance(value, numpy.ndarray | numpy.generic):
        return numpy.asarray(value)
    buffers = isinstance(value, memoryview | array)
    if not buffers and (callable(value) or not hasattr(type(value), "__array__")):
        return None
    try:
        found = numpy.asarray(value)
    except Exception:  # whatever a conversion that is not ours can raise
        return None
    return found if found.dtype.kind in "biufc" else None
