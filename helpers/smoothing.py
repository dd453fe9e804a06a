"""Calmer curves: a row of numbers as the means of its stretches."""

from __future__ import annotations

from collections.abc import Sequence


def stretch_means(values: Sequence[float], window: int) -> list[float]:
    """The mean of each stretch of `window` values; the last may be shorter.

    >>> stretch_means([1.0, 3.0, 5.0, 7.0, 9.0], 2)
    [2.0, 6.0, 9.0]
    """
    stretches = [values[start : start + window] for start in range(0, len(values), window)]
    return [sum(stretch) / len(stretch) for stretch in stretches]
