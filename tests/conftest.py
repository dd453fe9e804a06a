"""Sentences that many tests look at; made once."""

import pytest

from helpers.corpus import Pair, generate


@pytest.fixture(scope="session")
def pairs() -> list[Pair]:
    """Sentences of every length; long ones more often than by default."""
    lengths = {(3, 6): 0.15, (7, 12): 0.3, (13, 20): 0.25, (21, 30): 0.15, (31, 45): 0.15}
    return generate(8_000, seed=11, lengths=lengths)
