"""One sentence for a person: what went wrong, and what to do about it."""

from __future__ import annotations


class UserError(Exception):
    """Raised anywhere; `python -m grading` prints its message alone, and ends with exit code 1."""
