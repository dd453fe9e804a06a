"""Recognise a mistake from its result: first the ones an exercise lists, then common ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from helpers.check.report import Diagnosis

Mistakes = Mapping[str, Any]  # sentence -> the value the mistake produces, or a function giving it


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
    return Diagnosis(sentence[:start].strip(), sentence[start:].strip(), lead="This equals ")


def recognise(
    got: Any, mistakes: Mistakes | None, same: Callable[[Any, Any], bool]
) -> Diagnosis | None:
    """The first listed mistake whose value is the `same` as `got`, worded "This equals ...".

    A mistake given as a function is called only now, when something did go wrong.
    """
    for sentence, value in (mistakes or {}).items():
        if same(got, value() if callable(value) else value):
            return split(sentence)
    return None


def same_letters(a: Any, b: Any) -> bool:
    """Whether two texts differ in nothing but capitals and blanks around them."""
    texts = isinstance(a, str) and isinstance(b, str)
    return texts and a != b and a.strip().lower() == b.strip().lower()


def spelling(wanted: str) -> Diagnosis:
    """The right word, written with other capitals or blanks."""
    return Diagnosis(
        "the right letters, but not the same capitals or blanks.", f"Is it {wanted!r}?"
    )


def common(got: np.ndarray, expected: np.ndarray) -> Diagnosis | None:
    """A mistake seen in every course, told from the two arrays alone, or None."""
    if got.shape != expected.shape:
        return _by_shape(got, expected)
    if np.isnan(got).any() and not np.isnan(expected).any():
        return Diagnosis(
            "the result contains nan: from 0 / 0, inf - inf, 0 * inf, or a root or log below 0.",
            "Which line can do that, and for which input?",
        )
    if np.isinf(got).any() and not np.isinf(expected).any():
        return Diagnosis(
            "the result contains infinity: a number grew too large, or was divided by zero.",
            "Which line can do that, and for which input?",
        )
    return _by_value(got, expected)


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


def _by_value(got: np.ndarray, expected: np.ndarray) -> Diagnosis | None:
    def near(other: np.ndarray) -> bool:
        return bool(np.allclose(got, other, rtol=1e-3, atol=1e-6))

    if np.allclose(got, expected, rtol=0, atol=1e-3 * np.abs(expected).max(initial=0)):
        return Diagnosis(
            "nearly the right numbers: off by less than a thousandth.",
            "Does a line of yours round, or add a small number for safety?",
        )
    if got.ndim == 2 and got.shape[0] == got.shape[1] and near(expected.T):
        return Diagnosis("the transpose of what is expected.", "Which index comes first?")
    if near(-expected):
        return Diagnosis("the right numbers with the opposite sign.", "What is taken from what?")
    if got.size > 1 and got.ndim and near(np.flip(expected, axis=-1)):
        return Diagnosis("the right numbers in reverse order.", "Where does the order change?")
    factor = _constant_factor(got, expected)
    if factor is not None:
        return Diagnosis(
            f"every number is {factor:.4g} times what is expected.",
            "Which factor is missing, or was applied twice?",
        )
    return None


def _constant_factor(got: np.ndarray, expected: np.ndarray) -> float | None:
    """The one number that turns `expected` into `got`, if there is one and it is not 0 or 1."""
    largest = np.unravel_index(np.argmax(np.abs(expected)), expected.shape) if expected.size else ()
    if expected.size < 2 or expected[largest] == 0:
        return None
    factor = float(got[largest] / expected[largest])
    if not np.isfinite(factor) or abs(factor) < 1e-9 or abs(factor - 1) < 1e-3:
        return None
    return factor if np.allclose(got, factor * expected, rtol=1e-3, atol=1e-6) else None
