"""Tell what went wrong from the result alone: what is seen in every course.

These come last. A mistake that an exercise knows (see `known_mistakes`) says more, and of the
guesses here those about factors, signs and order are made only where they explain all that broke.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from helpers.check.evidence import Finding
from helpers.check.report import Diagnosis

FEWEST = 3  # different numbers, none of them 0, from which a factor or an order can be told


def split(sentence: str) -> Diagnosis:
    """Part a listed mistake's sentence from the question at its end.

    >>> found = split("a softmax over axis 0: sentences, not words. Which axis holds the words?")
    >>> found.name, found.question
    ('a softmax over axis 0', 'Which axis holds the words?')
    """
    sentence = sentence.strip()
    start = len(sentence)
    if sentence.endswith("?"):
        start = max(sentence.rfind(mark, 0, -1) for mark in (". ", "? ")) + 1
    return Diagnosis(sentence[:start].strip(), sentence[start:].strip(), listed=True)


def same_letters(a: Any, b: Any) -> bool:
    """Whether two texts differ in nothing but capitals and blanks around them."""
    texts = isinstance(a, str) and isinstance(b, str)
    return texts and a != b and a.strip().lower() == b.strip().lower()


def spelling(wanted: str) -> Diagnosis:
    """The right word, written with other capitals or blanks."""
    return Diagnosis(
        "the right letters, but not the same capitals or blanks.", f"Is it {wanted!r}?"
    )


def general(findings: Sequence[Finding]) -> Diagnosis | None:
    """A mistake seen in every course, told from the numbers that came, or None."""
    broken = [finding for finding in findings if not finding.held]
    first = broken[0] if broken else None
    if first is None or first.got is None or first.expected is None:
        return None
    got, expected = first.got, first.expected
    if got.shape != expected.shape:
        return _by_shape(got, expected)
    if np.isnan(got).any() and not np.isnan(expected).any():
        return Diagnosis(
            "the result contains nan: from 0 / 0, inf / inf, inf - inf, 0 * inf, or a root or log"
            " below 0.",
            "Which line can do that, and for which input?",
        )
    if np.isinf(got).any() and not np.isinf(expected).any():
        return Diagnosis(
            "the result contains infinity: a number grew too large, or was divided by zero.",
            "Which line can do that, and for which input?",
        )
    if np.allclose(got, expected, rtol=0, atol=1e-3 * np.abs(expected).max(initial=0)):
        return Diagnosis(
            "nearly the right numbers: off by less than a thousandth.",
            "Does a line of yours round, or add a small number for safety?",
        )
    pairs = [(f.got, f.expected) for f in broken if f.got is not None and f.expected is not None]
    return _everywhere(pairs) if len(pairs) == len(broken) else None


def _by_shape(got: np.ndarray, expected: np.ndarray) -> Diagnosis:
    if got.ndim == 2 and got.shape == expected.shape[::-1]:
        sentence = "the axes are swapped: rows and columns changed places."
    elif got.size == expected.size:
        sentence = "the right number of values in the wrong shape."
    elif got.ndim < expected.ndim:
        sentence = "an axis is missing: something was summed or picked that should have stayed."
    elif got.ndim > expected.ndim:
        sentence = "there is an axis too many."
    else:
        sentence = "the shape is wrong."
    return Diagnosis(
        f"{sentence} Expected shape {expected.shape}, got {got.shape}.",
        "What is the shape after each of your lines?",
    )


def _everywhere(pairs: list[tuple[np.ndarray, np.ndarray]]) -> Diagnosis | None:
    """What turns the expected numbers into those that came, in every rule that broke."""
    if any(got.shape != expected.shape or not np.isfinite(got).all() for got, expected in pairs):
        return None
    numbers = np.concatenate([expected.ravel() for _, expected in pairs])
    if len(np.unique(numbers[numbers != 0].round(6))) < FEWEST:
        return None

    def all_are(turned: Callable[[np.ndarray], np.ndarray]) -> bool:
        return all(_near(got, turned(expected)) for got, expected in pairs)

    if all(e.ndim == 2 and e.shape[0] == e.shape[1] for _, e in pairs) and all_are(np.transpose):
        return Diagnosis("the transpose of what is expected.", "Which index comes first?")
    if all_are(np.negative):
        return Diagnosis("the right numbers with the opposite sign.", "What is taken from what?")
    if all(e.ndim for _, e in pairs) and all_are(lambda e: np.flip(e, axis=-1)):
        return Diagnosis("the right numbers in reverse order.", "Where does the order change?")
    factor = _factor(*pairs[0])
    if factor is not None and all_are(lambda expected: factor * expected):
        return Diagnosis(
            f"every number is {factor:.4g} times what is expected.",
            "Which factor is missing, or was applied twice?",
        )
    return None


def _near(got: np.ndarray, other: np.ndarray) -> bool:
    return bool(np.allclose(got, other, rtol=1e-3, atol=1e-6))


def _factor(got: np.ndarray, expected: np.ndarray) -> float | None:
    """The number that turns the largest expected number into the one that came; not 0, not 1."""
    if not expected.size:
        return None
    largest = np.unravel_index(np.argmax(np.abs(expected)), expected.shape)
    if expected[largest] == 0:
        return None
    factor = float(got[largest] / expected[largest])
    return None if abs(factor) < 1e-9 or abs(factor - 1) < 1e-3 else factor
