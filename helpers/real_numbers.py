"""Whatever holds numbers, as numpy's: a picture needs no gradients, and no device."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np


def real_numbers(values: Any) -> np.ndarray:
    """Numbers as a float array: of tensors on any device, arrays, rows of these, or one number.

    Tensors may track gradients and be of any type, bfloat16 and True or False included.

    Raises:
        ValueError: complex numbers, or rows of different lengths.
        TypeError: something that holds no numbers.

    >>> real_numbers([1, np.float32(0.5), True])
    array([1. , 0.5, 1. ])
    """
    array = np.ma.asarray(_in_numpy(values))
    if array.dtype.kind == "c":
        raise ValueError(f"a picture shows real numbers, got {array.dtype}: take .real or abs()")
    return np.asarray(np.ma.filled(array.astype(float), np.nan))


def _in_numpy(values: Any) -> Any:
    """Tensors, also inside of lists, as arrays; torch is not imported to ask."""
    if hasattr(values, "detach") and hasattr(values, "cpu"):
        values = values.detach()
        if getattr(values, "is_quantized", False):
            values = values.dequantize()
        if str(getattr(values, "layout", "torch.strided")) != "torch.strided":
            values = values.to_dense()
        values = values.cpu()  # before it grows: some devices have no double
        if values.is_complex():
            return values.resolve_conj().resolve_neg().numpy()
        return values.double().resolve_neg().numpy()
    if isinstance(values, np.ndarray) and values.dtype == object:
        values = values.tolist()
    if isinstance(values, Iterable) and not isinstance(values, str | np.ndarray | np.generic):
        return values if hasattr(values, "__array__") else [_in_numpy(value) for value in values]
    return values
