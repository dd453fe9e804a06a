"""Texts of strangers on a terminal and in a log: what a terminal would obey is a sign of its own.

Names of files and folders, ids and errors may hold escapes that move the cursor, line ends that
forge a line, and signs that turn the direction of what follows.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from pathlib import PurePath
from types import TracebackType

_JOINERS = "\u200c\u200d"  # of Persian and of Indian scripts: they only shape letters
_COLOURS = re.compile("\x1b\\[[0-9;]*m")
_EVIL = "\N{REPLACEMENT CHARACTER}"
_LINES = "\n\t"


def one_line(text: object) -> str:
    """A text in which every character can be seen, and none ends the line.

    >>> one_line("a\\x1b[2Jb\\u202ec")
    'a�[2Jb�c'
    """
    return "".join(c if _can_be_seen(c) else _EVIL for c in str(text))


def lines(text: object) -> str:
    """A text of several lines, likewise; colours just go."""
    plain = _COLOURS.sub("", str(text))
    return "".join(c if _can_be_seen(c) or c in _LINES else _EVIL for c in plain)


def _can_be_seen(sign: str) -> bool:
    """Whether it is a letter or such, or a blank of some width."""
    return sign.isprintable() or sign in _JOINERS or unicodedata.category(sign) == "Zs"


def is_plain(text: str) -> bool:
    """Whether every character can be seen: so are ids and names that people type."""
    return one_line(text) == text


class HarmlessRecord(logging.LogRecord):
    """A line of a log, whose content a terminal only shows."""

    def getMessage(self) -> str:
        """The message, with arguments that end no line."""
        if isinstance(self.args, tuple) and any(
            isinstance(one, str | PurePath) for one in self.args
        ):
            own = tuple(_argument(one) for one in self.args)
            try:
                return lines(str(self.msg) % own)
            except (TypeError, ValueError):  # not for strings: as it was meant
                pass
        return lines(super().getMessage())


def _argument(one: object) -> object:
    """What is put into a message; a text of several lines, such as a traceback, stays one."""
    if not isinstance(one, str | PurePath):
        return one
    text = str(one)
    return lines(text) if text.startswith("Traceback") else one_line(text)


def harmless_logs() -> None:
    """From now on every log of this process shows what strangers wrote, and obeys none of it."""
    logging.setLogRecordFactory(HarmlessRecord)
    formatter = logging.Formatter
    if formatter.formatException.__module__ != __name__:
        _format = formatter.formatException

        def harmless(
            own: logging.Formatter,
            ei: tuple[type[BaseException], BaseException, TracebackType | None]
            | tuple[None, None, None],
        ) -> str:
            return lines(_format(own, ei))

        formatter.formatException = harmless  # type: ignore[method-assign,assignment]
