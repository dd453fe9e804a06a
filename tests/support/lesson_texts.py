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
with check.exercise("double"):
    check.equal(double(nothing), [], rule="nothing doubled is nothing")

# %% [markdown] task="why" points=3
# When would doubling go wrong? Write two sentences.
#
# === BEGIN MARK SCHEME ===
# One point for naming overflow, two for an example.
# === END MARK SCHEME ===

# %% [markdown]
# *Your answer here.*
'''


def write_lesson(root: Path, text: str = GOOD, name: str = "02_double.py") -> Path:
    """Put a lesson text into the course at `root`."""
    path = root / "lessons" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
