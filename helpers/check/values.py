"""What came back from a learner, as plain numbers, texts and lists, so that it can be compared.

Everything is converted before it is compared: an object that claims to equal everything is no
number, no text and no list, and so equals nothing.
"""

from __future__ import annotations

import decimal
import numbers
from typing import Any

import numpy as np

from helpers.check.proxies import Proxy


def as_numbers(value: Any) -> np.ndarray | None:
    """A number, list, array or tensor as a float array; None if it is none of these."""
    try:
        array = np.asarray(_detached(value))
        real = (numbers.Real, decimal.Decimal)
        if array.dtype.kind == "O" and array.size and all(isinstance(x, real) for x in array.flat):
            return array.astype(float)  # fractions, decimals, and whole numbers of any size
        if array.dtype.kind not in "biuf":
            return None
        return array.astype(float)
    except (TypeError, ValueError, RuntimeError, OverflowError):  # ragged lists, objects
        return None


def _detached(value: Any) -> Any:
    """Torch tensors, also inside lists, as numpy arrays; torch is not imported to ask."""
    if isinstance(value, list | tuple):
        return [_detached(item) for item in value]
    if not isinstance(value, Proxy) and hasattr(value, "detach"):
        value = value.detach().cpu()
        return (value.double() if value.is_floating_point() else value).numpy()
    return value


def same_numbers(
    got: np.ndarray, want: np.ndarray, tolerance: float, nan_is_nan: bool = False
) -> bool:
    """Whether two arrays have the same shape and, to within `tolerance`, the same entries."""
    if got.shape != want.shape:
        return False
    return bool(np.allclose(got, want, rtol=tolerance, atol=tolerance, equal_nan=nan_is_nan))


def plain(value: Any) -> Any:
    """The same value made of Python's own numbers, strings and lists."""
    if isinstance(value, Proxy):
        return value
    value = _detached(value) if hasattr(value, "detach") else value
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, bool):
        return value
    if isinstance(value, int):  # these three: a subclass may have an == of its own
        return int.__int__(value)
    if isinstance(value, float):
        return float.__float__(value)
    if isinstance(value, str):
        return str.__str__(value)
    return value


def same_plain(a: Any, b: Any) -> bool:
    """Whether two values from `plain` are equal; True is not 1."""
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same_plain, a, b))
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(same_plain(a[k], b[k]) for k in a)
    if isinstance(a, bool) != isinstance(b, bool):
        return False
    known = (str, int, float, type(None))
    return isinstance(a, known) and isinstance(b, known) and a == b
