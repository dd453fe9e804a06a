"""The numbers by which one side calls what the other side has."""

from __future__ import annotations

import secrets
from collections.abc import Container

BITS = 62


def fresh_number(taken: Container[int]) -> int:
    """A number that is not taken, and tells nothing of how many were, nor of their order."""
    number = 0
    while not number or number in taken:
        number = secrets.randbits(BITS)
    return number
