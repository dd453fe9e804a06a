"""What a student's kernel displays, made safe to keep and to show. (placeholder)"""

from __future__ import annotations

from typing import Any


def clean(outputs: list[Any]) -> list[Any]:
    """Return the outputs as they are."""
    return outputs
