"""Checks that name the mistake. Every graded exercise of the course is tested with these.

A test cell opens with the exercise's name and states its rules, one call each::

    pair = np.array([1.0, 2.0])  # what stands above the check must not be changed by the answer
    with check.exercise("softmax") as rng:
        check.close(softmax(pair), [0.2689, 0.7311], rule="two scores become two shares")
        check.raises(ValueError, lambda: softmax([]), rule="an empty sentence is refused")

All rules are tried. The learner reads which held, which broke first, what was expected there, what
came and, when what came at all rules is what a known mistake gives, which mistake it is. The known
mistakes are wrong answers in `lessons/wrong_answers/`, each with the sentence that names it; what
they give is in `data/` (see `known_mistakes`).

Writing a new exercise:

* A test cell is read as the specification: short lines, a worked number for each rule, and nothing
  that names a slip before it is made.
* `rule` says in the learner's words what must be true; it is printed whether it holds or not, and
  no other test cell of the exercise has it.
* Give inputs whose axes all differ in length, moderate scores, and values that differ from one
  another, so that no two mistakes give the same result. Fixed inputs: a random value has no name.
* Put what the learner's code is given above the `with`, or in a setup cell: then an answer that
  changes it in place is told so, and the next check finds it as it was.
* Touch the learner's functions only by calling them with numbers, arrays and strings, and look
  only at what comes back: for grading they may live in another process.
* Draw random cases, hidden ones mostly, from the generator that `exercise` gives.

>>> import numpy as np
>>> with exercise("halve"):
...     close([0.5, 1.0], [0.5, 1.0], rule="each number is halved")
halve
  ok   each number is halved
  halve: 1 rule checked, it holds.

>>> with exercise("halve"):
...     close([1.0], [0.5, 1.0], rule="each is halved")
Traceback (most recent call last):
    ...
helpers.check.report.CheckFailed: halve: this does not hold yet: each is halved (the shape is wrong)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from helpers.check import diagnosis
from helpers.check.evidence import kept, kept_error
from helpers.check.gradients import Gradients, gradient
from helpers.check.learner_errors import is_stub, origin, told
from helpers.check.progress import progress
from helpers.check.report import Broken, Diagnosis, show
from helpers.check.session import any_held, checking, exercise, fail, hold
from helpers.check.values import as_numbers, plain, same_numbers, same_plain
from helpers.check.whole_cells import watch

__all__ = [
    "Gradients", "answered", "checking", "close", "equal", "exercise", "gradient", "holds",
    "jacobian", "one_of", "progress", "raises", "shape",
]  # fmt: skip

watch()


def close(
    got: Any,
    expected: Any,
    *,
    rule: str,
    tolerance: float = 1e-4,
) -> None:
    """`got` has the shape of `expected` and its numbers, to within `tolerance`.

    Args:
        got: what the learner's function returned: a number, list, array or tensor.
        expected: what is right, of any shape.
        rule: the rule in words.
        tolerance: absolute for numbers up to 1, relative above. The default fits
            expected values written with four decimals.

    >>> close([1.0, 2.00001], [1.0, 2.0], rule="equal to four decimals")
    >>> close(None, [1.0], rule="a list")
    Traceback (most recent call last):
        ...
    helpers.check.report.CheckFailed: check: this does not hold yet: a list (None came back)
    """
    want = as_numbers(expected)
    if want is None:
        raise ValueError(f"check.close expects numbers, and the rule {rule!r} has {expected!r}")
    array = as_numbers(got)
    if array is None:
        question = "What type does your function return? The text says what it should."
        fail(Broken(rule, show(want), show(got), _not_numbers(got), question), kept(got))
    elif same_numbers(array, want, tolerance):
        hold(rule)
    else:
        question = "Work it out by hand for this case: which of your steps gives another number?"
        if want.size > 1:
            question = "Which entry differs first? Work that one out by hand, as in the text."
        differ = array.shape != want.shape
        digits = 10 if show(want) == show(array) else 4  # a rounded result must not look right
        came, wanted = show(array, differ, digits), show(want, differ, digits)
        broken = Broken(rule, wanted, came, question=question)
        fail(broken, kept(array), got=array, expected=want, tolerance=tolerance)


def equal(got: Any, expected: Any, *, rule: str) -> None:
    """`got` is exactly `expected`: for counts, words, yes or no, and lists of these.

    Lists, tuples and arrays of the same values are equal; True is not equal to 1.

    >>> equal((3, "dog"), [3, "dog"], rule="the third word is dog")
    """
    value, want = plain(got), plain(expected)
    if same_plain(value, want):
        hold(rule)
        return
    near = diagnosis.same_letters(value, want)
    found = diagnosis.spelling(want) if near else _none_came(got)
    fail(Broken(rule, show(want), show(value), found), kept(value))


def answered(*answers: Any) -> None:
    """Every answer has been filled in: none of them is None. For cells without a function.

    >>> answered("sharper", 7.4)
    """
    rule = "every question has an answer"
    if any(answer is None for answer in answers):
        question = "Not answered yet: put your answer in place of None."
        fail(Broken(rule, question=question, unwritten=True))
    else:
        hold(rule)


def one_of(answer: Any, options: Sequence[str]) -> None:
    """`answer` is one of the words in `options`, spelt as it stands there.

    >>> one_of("dog", ["The", "dog", "barks"])
    """
    rule = f"each answer is one of {', '.join(options)}"
    if any(same_plain(plain(answer), option) for option in options):
        hold(rule)
        return
    near = next((o for o in options if diagnosis.same_letters(answer, o)), None)
    found = diagnosis.spelling(near) if near else None
    if found is None and as_numbers(answer) is not None:
        found = Diagnosis("a number, where one of these words is asked for, in quotes.")
    question = "Which of these words is it?"
    fail(Broken(rule, show(list(options)), show(answer), found, question), kept(answer))


def shape(got: Any, expected: Sequence[int], *, rule: str) -> None:
    """`got` is an array of numbers with exactly the shape `expected`."""
    array = as_numbers(got)
    if array is not None and array.shape == tuple(expected):
        hold(rule)
        return
    came = f"shape {array.shape}" if array is not None else show(got)
    question = "What is the shape after each of your lines?"
    broken = Broken(rule, f"shape {tuple(expected)}", came, _none_came(got), question)
    fail(broken, kept(array.shape if array is not None else got))


def holds(
    condition: Callable[[Any], Any],
    cases: Iterable[Any],
    *,
    rule: str,
) -> None:
    """`condition(case)` is true of every one of the `cases`.

    >>> holds(lambda n: n * n >= 0, [-1, 0, 2], rule="a square is never negative")
    """
    tried = 0
    for case in cases:
        tried += 1
        if not bool(condition(case)):
            question = "Work this case out by hand: where does your result leave the rule?"
            came = "false for\n" + _case(case)
            fail(Broken(rule, "true for every case", came, question=question), kept(case))
            return
    if not tried:
        raise ValueError(f"check.holds got no cases for the rule {rule!r}")
    hold(rule)


def raises(
    error: type[Exception],
    call: Callable[[], Any],
    *,
    rule: str,
    says: str = "",
    tolerance: float = 1e-4,
) -> None:
    """`call()` stops with `error` (or a kind of it), and its message contains `says`.

    >>> raises(ZeroDivisionError, lambda: 1 / 0, rule="nothing is divided by zero")
    """
    wanted = error.__name__ + (f" with {says!r} in its message" if says else "")
    try:
        value = call()
    except error as right:
        if says in told(right).partition(": ")[2]:
            hold(rule)
            return
        broken = Broken(
            rule,
            wanted,
            told(right),
            Diagnosis(
                f"the right error, but its message does not say {says!r}.",
                "What does somebody need to know who meets it?",
            ),
        )
        fail(broken, kept_error(right, origin(right)))
        return
    except (Exception, SystemExit) as other:
        if is_stub(other) and not any_held():
            raise  # the exercise is not written yet: say that, not that the wrong error came
        broken = Broken(rule, wanted, told(other), _other_error(error, other))
        fail(broken, kept_error(other, origin(other)))
        return
    array = as_numbers(value)
    found = _not_raised(error, value)
    came = show(array if array is not None else value)
    fail(Broken(rule, wanted, came, found), kept(value), tolerance=tolerance)


def _other_error(wanted: type[Exception], came: BaseException) -> Diagnosis:
    if isinstance(came, AssertionError):
        return Diagnosis(
            f"assert stops with an AssertionError, and not with {wanted.__name__}.",
            f"How do you raise an error of your choice? (raise {wanted.__name__}(...))",
        )
    return Diagnosis(
        f"it stopped, but with another kind of error: {type(came).__name__}.",
        f"Is that the line that should stop it? (raise {wanted.__name__}(...))",
    )


def _not_raised(wanted: type[Exception], value: Any) -> Diagnosis:
    """What came back from a function that should have stopped."""
    question = f"Where should it stop, and with which line? (raise {wanted.__name__}(...))"
    if value is None:
        sentence = "nothing was raised, and None came back: to print a complaint stops nothing."
    elif isinstance(value, BaseException) or type(value).__name__ == wanted.__name__:
        sentence = "the error was given back as a result: return hands it over, raise stops."
    elif isinstance(value, type | str):
        sentence = "nothing was raised: something that names an error came back as a result."
    else:
        sentence = "nothing was raised: the function went on and returned a value."
    return Diagnosis(sentence, question)


def jacobian(
    got: Any,
    function: Callable[[np.ndarray], Any],
    at: Any,
    *,
    rule: str,
    tolerance: float = 1e-4,
    step: float = 1e-5,
) -> None:
    """`got` is the matrix of derivatives of `function` at the point `at`.

    Entry (i, j) says how output i changes with input j. The truth is measured by central finite
    differences: nudge input j up and down by `step` and see how far each output moves.

    Args:
        function: from an array (inputs,) to an array (outputs,) or a single number.
        at: the point, (inputs,).

    >>> jacobian([[2.0, 0.0], [0.0, 4.0]], lambda x: x**2, [1.0, 2.0], rule="d x^2 is 2x")
    """
    point = np.asarray(at, dtype=float)
    columns = []
    for j in range(point.size):
        nudge = np.zeros_like(point)
        nudge[j] = step
        up, down = function(point + nudge), function(point - nudge)
        columns.append((np.asarray(up, dtype=float) - np.asarray(down, dtype=float)) / (2 * step))
    close(got, np.stack(columns, axis=-1), rule=rule, tolerance=tolerance)


def _not_numbers(got: Any) -> Diagnosis | None:
    if isinstance(got, str):
        return Diagnosis("text in quotes came back, not a number.", "What if the quotes go?")
    return _none_came(got)


def _none_came(got: Any) -> Diagnosis | None:
    if got is not None:
        return None
    return Diagnosis(
        "None came back: a function that ends without return gives None, and so does an answer"
        " that is not filled in.",
        "Which of the two is it here?",
    )


def _case(case: Any) -> str:
    if isinstance(case, tuple):
        return "\n".join(show(part) for part in case)
    return show(case)
