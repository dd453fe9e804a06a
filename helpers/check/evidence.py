"""What the rules of a check had to say, and values in a form that can be kept and compared.

A check runs all its rules, also after one broke: which rules broke together, and with which
values, tells one mistake from another (see `known_mistakes`).

A value is kept as plain data that JSON can hold: numbers as nested lists, with "nan", "inf" and
"-inf" as words; a long array as its shape and a sample of its entries; anything else in a dict
with one key that says what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.check.values import as_numbers, plain

LARGEST = 64  # numbers kept of an array; of a larger one, so many spread over it
LOOSEST = 1e-5  # relative: float32 and float64, or another order of adding, differ by less
SHORT = 200  # characters kept of a text
DIGITS = 6  # kept of a number that stands among texts, None, or lists of other lengths

Kept = Any  # a value as `kept` gives it


@dataclass(frozen=True)
class Finding:
    """One rule, tried: whether it held and, if not, what came."""

    rule: str  # "" for an error that ended the cell between the rules
    held: bool
    came: Kept = None
    got: np.ndarray | None = None  # the numbers that came, where numbers were expected
    expected: np.ndarray | None = None
    tolerance: float = 0.0


def by_rule(findings: Sequence[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding with its rule; a rule stated twice is told apart by a number behind it."""
    times: dict[str, int] = {}
    for finding in findings:
        times[finding.rule] = count = times.get(finding.rule, 0) + 1
        yield (finding.rule if count == 1 else f"{finding.rule} ({count})"), finding


def kept(value: Any) -> Kept:
    """A value as plain data.

    >>> kept(np.array([1.0, np.nan])), kept("dog"), kept(None)
    ([1.0, 'nan'], {'plain': 'dog'}, {'plain': None})
    """
    if not isinstance(value, str) and (numbers := as_numbers(value)) is not None:
        return _numbers(numbers)
    return {"plain": _plain(plain(value))}


def _numbers(array: np.ndarray) -> Kept:
    if array.size <= LARGEST:
        return _words(array.tolist())
    places = np.linspace(0, array.size - 1, LARGEST).astype(int)
    return {"shape": list(array.shape), "sample": _words(array.ravel()[places].tolist())}


def _words(numbers: Any) -> Any:
    if isinstance(numbers, list):
        return [_words(number) for number in numbers]
    return numbers if np.isfinite(numbers) else str(numbers)


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value[:SHORT]
    if isinstance(value, float):  # as the tables keep it: among texts, nothing is rounded later
        return _words(float(f"{value:.{DIGITS}g}"))
    if isinstance(value, list) and len(value) <= LARGEST:
        return [_plain(part) for part in value]
    if isinstance(value, dict) and len(value) <= LARGEST:
        return [[_plain(key), _plain(part)] for key, part in value.items()]
    if isinstance(value, set | frozenset) and len(value) <= LARGEST:
        return ["a set", *sorted((_plain(plain(part)) for part in value), key=repr)]
    return f"a {type(value).__name__}"


def kept_error(error: BaseException, origin: str) -> Kept:
    """An error as plain data: its type, its words, and its `learner_errors.origin`.

    What differs from run to run, or with the names and words that somebody chose, is left out.
    """
    try:
        words = str(error) if origin != "raise" else ""
    except Exception:  # an error whose message cannot be had
        words = ""
    words = re.sub(r"0x[0-9a-fA-F]+", "0x", words)
    if isinstance(error, NameError):  # UnboundLocalError too
        words = re.sub(r"'[^']*'", "'...'", words)
    return {"error": [type(error).__name__, " ".join(words.split())[:SHORT], origin]}


def same(recorded: Kept, came: Kept, tolerance: float) -> bool:
    """Whether a value that came is the recorded one, to within the rule's tolerance."""
    if isinstance(recorded, dict) != isinstance(came, dict):
        return False
    if not isinstance(recorded, dict):
        return _same_numbers(recorded, came, tolerance)
    if recorded.keys() != came.keys():
        return False
    if "sample" in recorded:
        alike = recorded["shape"] == came["shape"]
        return alike and _same_numbers(recorded["sample"], came["sample"], tolerance)
    return bool(recorded == came)


def _same_numbers(a: Any, b: Any, tolerance: float) -> bool:
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if a.shape != b.shape:
        return False
    tolerance = max(tolerance, LOOSEST)
    return bool(np.allclose(a, b, rtol=tolerance, atol=tolerance, equal_nan=True))


def trivial(value: Kept) -> bool:
    """Whether many mistakes give this value: 0, 1, nan, None, True, nothing, a bare error.

    >>> trivial([[0.0, 1.0], [0.0, "nan"]]), trivial(3.0), trivial([0.1, 0.9])
    (True, True, False)
    """
    if isinstance(value, dict):
        if "error" in value:
            return not value["error"][1]
        if "sample" in value:
            return _few_facts(np.asarray(value["sample"], dtype=float))
        return not isinstance(value.get("plain"), list) or not value["plain"]
    return _few_facts(np.asarray(value, dtype=float))


def _few_facts(numbers: np.ndarray) -> bool:
    if numbers.size == 1:
        only = float(numbers.ravel()[0])
        return not np.isfinite(only) or (only == round(only) and abs(only) <= 10)
    return bool(np.all(~np.isfinite(numbers) | (numbers == 0) | (numbers == 1)))
