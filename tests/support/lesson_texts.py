"""Small lesson texts for the tests of building and linting."""

from pathlib import Path

GOOD = '''\
# %% [markdown]
# # Doubling
#
# A picture comes later, and so does "the dog is a Labrador".

# %% setup="imports"
import numpy as np

from helpers import check

# %%
print("plain code stays as it is")


# %% exercise="double"
def double(numbers):
    """Twice each number."""
    factor = 2  # given to everybody
    ### BEGIN SOLUTION
    doubled_values = [factor * number for number in numbers]
    return doubled_values
    ### END SOLUTION


# %% test="double" points=2
with check.exercise("double") as rng:
    check.equal(double([1, 2]), [2, 4], rule="each number is doubled")
    ### BEGIN HIDDEN TESTS
    secret_numbers = rng.integers(0, 9, size=5)
    check.close(double(secret_numbers), 2 * secret_numbers, rule="any numbers")
    ### END HIDDEN TESTS

# %% test="double" what="empty" points=0.5
nothing: list[int] = []
with check.exercise("double") as rng:
    check.equal(double([*nothing, *rng.random(0)]), [], rule="nothing doubled is nothing")

# %% [markdown] task="why" points=3
# When would doubling go wrong? Write two sentences.
#
# === BEGIN MARK SCHEME ===
# One point for naming overflow, two for an example.
# === END MARK SCHEME ===

# %% [markdown]
# *Your answer here.*
#
# To double a number is to add it to itself: 3 becomes 6, and -1.5 becomes -3. Zero stays what it
# is, and so does nothing else. What is doubled twice is four times as large, and what is doubled
# ten times more than a thousand times; the legend of the chessboard and the grains of rice lives
# on that. A list is doubled number by number, and it keeps its length and its order. An empty
# list, which holds no number, stays empty. Write down what you expect for a few numbers of your
# own before you run anything: whoever has committed to a guess sees more in the answer.
#
# Why a lesson on so little? Because it is read by those who write lessons: what is easy to see in
# a small one is easy to find again in a large one. There is a text, as here, with what the words
# mean and a worked example. There is an answer cell, in which most of the work is left out, and a
# check that says what must hold. What the check says is for the learner's eyes, so it is short
# and in the learner's words; what must not be learned by heart is hidden from them. And there is a
# question that only a person can mark, with a scheme by which two people give the same mark.
'''


def write_lesson(root: Path, text: str = GOOD, name: str = "02_double.py") -> Path:
    """Put a lesson text into the course at `root`."""
    path = root / "lessons" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
