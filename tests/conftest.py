"""What many tests look at, made once: sentences, and a graded class."""

import os
from collections.abc import Iterator
from pathlib import Path

import classroom
import pytest

from helpers.check import known_mistakes
from helpers.corpus import Pair, generate

# Several processes run tests: one thread of torch and numpy in each, and in what they start. More
# of them wait for each other, which takes the processors twice as long.
os.environ.setdefault("OMP_NUM_THREADS", "1")
pytest_plugins = ["programs", "quick", "quick_disk", "workers"]
collect_ignore = ["submissions"]  # what is handed in there is no test, whatever its name


@pytest.fixture(scope="session")
def pairs() -> list[Pair]:
    """Sentences of every length; long ones more often than by default."""
    lengths = {(3, 6): 0.15, (7, 12): 0.3, (13, 20): 0.25, (21, 30): 0.15, (31, 45): 0.15}
    return generate(8_000, seed=11, lengths=lengths)


@pytest.fixture(scope="session")
def graded_class(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course folder of a class that nbgrader has graded, in every lesson, in one batch."""
    course = tmp_path_factory.mktemp("class")
    classroom.grade(course)
    return course


@pytest.fixture(scope="module")
def tables_read_once() -> Iterator[None]:
    """For thousands of checks that fail: the tables of mistakes are not read for each of them."""
    with known_mistakes.using(*known_mistakes.on_disk()):
        yield
