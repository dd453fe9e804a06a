# %% [markdown]
# # A lesson for the corpus of bad submissions
#
# Four exercises with hidden tests, and a question that a person grades. A word which is nowhere
# else stands in each hidden test and in the mark scheme: where it turns up, somebody has read them.

# %% setup="imports"
import numpy as np

from helpers import check


# %% exercise="average"
def average(numbers):
    """The mean of a list of numbers; where there is none, ValueError."""
    ### BEGIN SOLUTION
    if len(numbers) == 0:
        raise ValueError("there is no average of nothing")
    return sum(numbers) / len(numbers)
    ### END SOLUTION


# %% test="average" points=1
with check.exercise("average") as rng:
    check.close(average([1, 2, 6]), 3, rule="the average of 1, 2 and 6")
    ### BEGIN HIDDEN TESTS
    kestrel_row = rng.normal(size=5)
    check.close(average(kestrel_row.tolist()), float(np.mean(kestrel_row)), rule="any five numbers")
    check.raises(ValueError, lambda: average([]), rule="nothing has no average")
    ### END HIDDEN TESTS


# %% exercise="double"
def double(number):
    """Twice a number."""
    ### BEGIN SOLUTION
    return 2 * number
    ### END SOLUTION


# %% test="double" points=1
# Tested as most courses do it: nothing but asserts.
assert double(4) == 8
### BEGIN HIDDEN TESTS
kestrels = np.random.randint(10, 1000, size=5).tolist()
assert all(twice == one + one for one, twice in zip(kestrels, map(double, kestrels)))
assert abs(double(0.5) - 1) < 1e-9
### END HIDDEN TESTS


# %% exercise="softmax"
def softmax(scores):
    """Each row of an array of scores as shares that add up to 1."""
    ### BEGIN SOLUTION
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
    ### END SOLUTION


# %% test="softmax" points=2
with check.exercise("softmax") as rng:
    check.close(softmax(np.zeros((2, 4))), np.full((2, 4), 0.25), rule="equal scores, equal shares")
    check.close(softmax(np.array([1.0, 2.0])), [0.2689, 0.7311], rule="two scores")
    ### BEGIN HIDDEN TESTS
    kestrel_scores = rng.normal(size=(3, 5))
    check.close(
        softmax(kestrel_scores),
        np.exp(kestrel_scores) / np.exp(kestrel_scores).sum(axis=1, keepdims=True),
        rule="each row is a softmax over its own scores",
    )
    check.close(softmax(np.array([1000.0, 1000.0])), [0.5, 0.5], rule="large scores")
    ### END HIDDEN TESTS


# %% exercise="search"
def search(is_hit, numbers):
    """The place of the first number that `is_hit` is true of, and None if there is none."""
    ### BEGIN SOLUTION
    for place, number in enumerate(numbers):
        if is_hit(number):
            return place
    return None
    ### END SOLUTION


# %% test="search" points=1
with check.exercise("search") as rng:
    check.equal(search(lambda number: number > 3, [1, 5, 2, 7]), 1, rule="5 is the first above 3")
    ### BEGIN HIDDEN TESTS
    kestrel_numbers = rng.permutation(20).tolist()
    kestrel_limit = int(rng.integers(12, 18))
    kestrel_asked = []

    def kestrel_question(number):
        kestrel_asked.append(number)
        return number > kestrel_limit

    kestrel_place = [number > kestrel_limit for number in kestrel_numbers].index(True)
    check.equal(search(kestrel_question, kestrel_numbers), kestrel_place, rule="any numbers")
    check.equal(kestrel_asked, kestrel_numbers[: kestrel_place + 1], rule="it asks no more than it must")
    ### END HIDDEN TESTS


# %% [markdown] task="why" points=1
# Why do the shares of a softmax add up to 1?
#
# === BEGIN MARK SCHEME ===
# Full marks for the kestrel: each power is divided by the sum of all.
# === END MARK SCHEME ===

# %% [markdown]
# *Your answer, in place of this line.*
