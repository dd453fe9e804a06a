"""Bytes to a value; every size is looked at before it is used, for the bytes may be hostile."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from grading.remote import fair_clock
from grading.remote.messages import (
    FLOAT,
    KINDS,
    MAX_BITS,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ELEMENTS,
    MAX_ITEMS,
    MAX_TEXT,
    MAX_WIDENED,
    SIZE,
    TORCH,
    Codec,
    Failure,
    Handle,
    TooLarge,
    WireError,
)


def decode(data: bytes, codec: Codec | None = None) -> Any:
    """Read one value. Raises WireError for bytes that `encode` did not write."""
    if len(data) > MAX_BYTES:
        raise WireError(f"a message has at most {MAX_BYTES} bytes, this one {len(data)}")
    reader = _Reader(memoryview(data), codec or Codec())
    try:
        value = reader.read(0)
    except WireError:
        raise
    except Exception as error:  # struct, numpy, torch and int each have their own kinds
        raise WireError(f"a message that cannot be read: {type(error).__name__}: {error}") from None
    if reader.widest * (reader.items + reader.elements) > MAX_WIDENED:
        _refuse_wide(value)
    if reader.at != len(data):
        raise WireError(f"{len(data) - reader.at} bytes too many at the end of a message")
    return value


@dataclass
class _Reader:
    data: memoryview
    codec: Codec
    at: int = 0
    items: int = 0  # values, and what a range stands for
    elements: int = 0  # of arrays
    widest: int = 0  # characters of a text

    def read(self, depth: int) -> Any:
        self.items += 1
        if depth > MAX_DEPTH or self.items > MAX_ITEMS:
            raise WireError("nested too deeply, or too many values")
        tag = bytes(self.take(1))
        if tag in b"ntf":
            return {b"n": None, b"t": True, b"f": False}[tag]
        if tag in b"lutSFD":
            return self.container(tag, depth)
        if tag in b"agTx":
            return self.numbers(tag)
        return self.simple(tag, depth)

    def take(self, count: int) -> memoryview:
        if self.at + count > len(self.data):
            raise WireError("a message that ends too early")
        self.at += count
        return self.data[self.at - count : self.at]

    def size(self) -> int:
        return int(SIZE.unpack(self.take(4))[0])

    def simple(self, tag: bytes, depth: int) -> Any:
        if tag == b"d":
            return FLOAT.unpack(self.take(8))[0]
        if tag == b"c":
            return complex(FLOAT.unpack(self.take(8))[0], FLOAT.unpack(self.take(8))[0])
        if tag in b"hero":
            return self.compound(tag, self.read(depth + 1))
        if tag not in b"isbqm":
            raise WireError(f"a message with an unknown tag {tag!r}")
        content = bytes(self.take(self.size()))
        if tag == b"i":
            if len(content) > MAX_BITS // 8 + 1:
                raise WireError("a whole number with too many digits")
            return int.from_bytes(content, "big", signed=True)
        if tag == b"b":
            self.widest = max(self.widest, len(content))
            return content
        text = content.decode("utf-8", "surrogatepass")
        if tag == b"s":
            self.widest = max(self.widest, len(text))
            return text
        if tag == b"m":
            return _decimal(text[:500])
        above, _, below = text.partition("/")  # not Fraction(text): "1e999999999" never ends
        return Fraction(int(above), int(below or 1))

    def compound(self, tag: bytes, content: Any) -> Any:
        if tag == b"r":
            start, stop, step = content
            numbers = range(start, stop, step)
            self.items += len(numbers)  # as numpy makes arrays of them
            if self.items > MAX_ITEMS:
                raise WireError("ranges of too many numbers")
            return numbers
        if tag == b"o":
            return _object_array(*content)
        if tag == b"h":
            ours, number, type_name, text = content
            return self.codec.arrive(Handle(bool(ours), int(number), str(type_name), str(text)))
        types, message, places = content
        rows = tuple((str(f), int(n), str(t)[:200], str(o)) for f, n, t, o in places[:50])
        return Failure(tuple(map(str, types))[:50], str(message)[:MAX_TEXT], rows)

    def container(self, tag: bytes, depth: int) -> Any:
        count = self.size()
        if count > len(self.data) - self.at:  # each value has at least one byte
            raise WireError("a message that ends too early")
        parts = [self.read(depth + 1) for _ in range(count)]
        if tag == b"D":
            return dict(zip(parts[::2], parts[1::2], strict=True))
        return {b"l": list, b"u": tuple, b"S": set, b"F": frozenset}[tag](parts)

    def numbers(self, tag: bytes) -> Any:
        if tag == b"T":
            return self.tensor()
        import numpy

        dtype, shape, data = self.block()
        kind = numpy.dtype(dtype)
        if kind.kind not in KINDS or kind.hasobject:
            raise WireError(f"an array of {dtype!r}")
        array = numpy.frombuffer(data, dtype=kind).reshape(shape)
        self.elements += array.size
        if kind.kind in "US":
            self.widest = max(self.widest, kind.itemsize)
        return array[()] if tag == b"g" else array.copy()

    def tensor(self) -> Any:
        torch = fair_clock.library("torch")
        wants_gradient = bytes(self.take(1)) == b"1"
        track = self.read(0)
        if bytes(self.take(1)) != b"x":
            raise WireError("a tensor without content")
        name, shape, data = self.block()
        if name not in TORCH:
            raise WireError(f"a tensor of {name!r}")
        dtype = getattr(torch, name)
        flat = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
        tensor = flat.reshape(shape)
        if wants_gradient and (tensor.is_floating_point() or tensor.is_complex()):
            tensor.requires_grad_()
            return self.codec.arrive_tensor(tensor, track)
        return tensor

    def block(self) -> tuple[str, tuple[int, ...], bytearray]:
        dtype = bytes(self.take(self.size())).decode()
        dimensions = self.size()
        if dimensions > 32:
            raise WireError("an array of more than 32 axes")
        shape = tuple(int.from_bytes(self.take(8), "big") for _ in range(dimensions))
        if math.prod(filter(None, shape)) > MAX_ELEMENTS:  # as lists they would fill the memory
            raise WireError(f"an array of shape {shape}")
        return dtype, shape, bytearray(self.take(self.size()))


def _object_array(shape: list[int], content: list[Any]) -> Any:
    import numpy

    array = numpy.empty(len(content), dtype=object)
    for place, value in enumerate(content):
        array[place] = value
    return array.reshape(shape)


def _decimal(text: str) -> Decimal:
    """A decimal number that is not astronomically long as a whole number or a fraction."""
    number = Decimal(text)
    if number.is_finite() and abs(number.adjusted()) > MAX_BITS // 3:
        raise WireError("a decimal number with too large an exponent")
    return number


def _refuse_wide(value: Any) -> None:
    """Raise TooLarge for lists of which numpy would make a far larger array.

    numpy gives every text the room of the widest, and so every number that stands among texts.
    """
    if isinstance(value, dict):
        for part in value.values():
            _refuse_wide(part)
    elif isinstance(value, list | tuple | set | frozenset):
        shape, width = _as_numpy_would(value)
        if shape is not None and width * math.prod(shape) > MAX_WIDENED:
            raise TooLarge("grading looks at no list with such a long text among its values")
        for part in value:
            _refuse_wide(part)


def _as_numpy_would(value: Any) -> tuple[tuple[int, ...] | None, int]:
    """The shape of the array that numpy would make, None for a ragged one, and its widest text."""
    if isinstance(value, str | bytes):
        return (), len(value)
    if not isinstance(value, list | tuple):
        numpy = sys.modules.get("numpy")
        if numpy is None or not isinstance(value, numpy.ndarray | numpy.generic):
            return (), 0
        return value.shape, value.dtype.itemsize if value.dtype.kind in "US" else 0
    parts = [_as_numpy_would(part) for part in value]
    width = max((wide for _, wide in parts), default=0)
    shapes = {one for one, _ in parts}
    inner = shapes.pop() if len(shapes) == 1 else None
    if not parts:
        return (0,), 0
    return (None if inner is None else (len(parts), *inner)), width
