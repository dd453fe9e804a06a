"""Texts of strangers in a CSV: a spreadsheet program must take none of them for a formula.

Which sign parts the cells depends on where the program is installed, not on the file: a comma in
most of America, a semicolon in most of Europe. So a formula may not begin behind either.
"""

from __future__ import annotations

import re

_SIGNS = (
    "=+@\\-\uff1d\uff0b\uff0d\uff20\u2212"  # Excel takes the wide ones, too
)
_FIRST = re.compile(rf"^([\s\x00-\x1f\"'\u00a0\ufeff]*)(?=[{_SIGNS}])")
_BEHIND = re.compile(rf"([;,|][\s\"'\u00a0\ufeff]*)(?=[{_SIGNS}])")
_LINE_ENDS = re.compile(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def harmless(cell: object) -> str:
    """A text that no spreadsheet program computes, whichever sign it parts the cells by.

    >>> harmless("=A1"), harmless("see;=A1"), harmless("Smith-Jones, Ana")
    ("'=A1", "see;'=A1", 'Smith-Jones, Ana')
    """
    text = str(cell)
    if text[:1] in ("\t", "\r", "\n"):
        text = f"'{text}"
    text = _LINE_ENDS.sub(" ", text).replace("\x00", "\N{REPLACEMENT CHARACTER}")
    return _BEHIND.sub(r"\1'", _FIRST.sub(r"'\1", text))
