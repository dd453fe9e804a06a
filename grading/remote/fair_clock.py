"""A clock that stands still while this process imports a library for the first time.

Deadlines are for what the other side does. A tensor that arrives where nothing has needed PyTorch
before makes this side import it, which takes seconds: they are not the student's.
"""

from __future__ import annotations

import importlib
import sys
import time
from types import ModuleType

_spent = 0.0  # seconds in which libraries were imported


def now() -> float:
    """Seconds, as of `time.monotonic`, without those in which libraries were imported."""
    return time.monotonic() - _spent


def library(name: str) -> ModuleType:
    """A library, imported while the clock stands still if nobody has imported it before."""
    global _spent
    if name not in sys.modules:
        began = time.monotonic()
        importlib.import_module(name)
        _spent += time.monotonic() - began
    return sys.modules[name]
