"""Chance that can be had again: both sides of a test draw from generators with a known seed."""

from __future__ import annotations

import random
import sys


def repeat_from(seed: int) -> None:
    """Seed Python's own generator, and those of numpy and torch where they have been imported."""
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed % 2**32)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)
