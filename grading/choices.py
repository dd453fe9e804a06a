"""Names given on a command line, and what somebody may have meant who wrote another."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

from grading.user_error import UserError


class UnknownName(UserError):
    """A command, lesson or part that there is not; exit code 2."""


def one_of(word: str, known: Collection[str], kind: str) -> str:
    """Return `word`, if it is known.

    Raises:
        UnknownName: it is not; the message names the nearest one that is.
    """
    if word in known:
        return word
    found = difflib.get_close_matches(word, known, n=1, cutoff=0.4)
    meant = f"did you mean {found[0]}?" if found else f"choose from {', '.join(known)}."
    raise UnknownName(f"There is no {kind} {word!r}: {meant}")


def all_of(words: Sequence[str], known: Sequence[str], kind: str) -> list[str]:
    """Return the words, if all are known; everything that is known, if there are none."""
    return [one_of(word, known, kind) for word in words] or list(known)
