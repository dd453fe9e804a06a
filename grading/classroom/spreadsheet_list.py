"""Read a list that a spreadsheet program has saved as CSV: of students, or of lessons.

Excel writes a byte-order mark, semicolons or tabs, UTF-16 or Windows-1252, a first line `sep=;`,
and rows of nothing but separators, all by where it is installed and which entry was chosen.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from grading.strangers.printable import is_plain, one_line
from grading.user_error import UserError

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx and .ods, .xls
_UNASKED = re.compile("[\u200e\u200f\u061c\u00ad\u200b\ufeff]")
_MARKUP = re.compile(r"<\s*[a-z/!?]|&#|javascript:", re.IGNORECASE)
_AS_UTF8 = "save it as 'CSV UTF-8'"
_SHORTENED = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)  # 4,71123E+11: Excel's for a long number
_TITLES = {"e_mail": "email", "lms_id": "lms_user_id", "surname": "last_name"}


class NoList(UserError):
    """The file is not read, and nothing was changed; the message says why and what to do."""


@dataclass(frozen=True)
class SpreadsheetList:
    """What a file holds: for each key its other cells, None where one is empty."""

    rows: dict[str, dict[str, str | None]]
    unknown: tuple[str, ...] = ()  # columns that mean nothing here
    note: str = ""


def read_list(path: Path, key: str, columns: Collection[str]) -> SpreadsheetList:
    """Read a list whose rows are told apart by the column `key`.

    Raises:
        NoList: it cannot be read, has no such column, or is not clear about somebody.
    """
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise NoList(f"{path} cannot be read ({problem.strerror or problem}).") from None
    text, legacy = decoded(path, content)
    text, separator = without_separator_line(text)
    lines = [line for line in table(path, text, key, separator) if any(line)]
    titles = [title_of(cell, columns) for cell in lines[0]] if lines else []
    if titles.count(key) != 1:
        found = ", ".join(lines[0]) if lines else "nothing"
        raise NoList(
            f"{path} must have a first line with one column {key!r}, and columns such as "
            f"{', '.join(name for name in columns if name != key)}; it has: {found}."
        )
    doubled = {name for name in titles if name in columns and titles.count(name) > 1}
    if doubled:
        raise NoList(f"{path} has two columns {' and '.join(sorted(doubled))}: remove one.")
    rows: dict[str, dict[str, str | None]] = {}
    spelt: dict[str, str] = {}
    for number, line in enumerate(lines[1:], start=2):
        if any(line[len(titles) :]):
            raise NoList(
                f"{path} is damaged: line {number}, {', '.join(line)}, has {len(line)} cells, and "
                f"there are {len(titles)} columns; save it anew."
            )
        cells = {name: cell or None for name, cell in zip(titles, line, strict=False)}
        name = cells.pop(key, None)
        row = {
            column: cells.get(column) for column in titles if column in columns and column != key
        }
        refuse_unclear(path, number, key, name, row, legacy)
        refuse_hidden(path, number, [name, *row.values()])
        assert name is not None
        first = spelt.setdefault(name.casefold(), name)
        if first != name or rows.setdefault(name, row) != row:
            raise NoList(f"{path} has {first} twice, the second time in line {number}: keep one.")
    note = ""
    if legacy and not text.isascii():
        note = f"{path} was read as Windows-1252: look at the accents, or {_AS_UTF8}."
    return SpreadsheetList(rows, tuple(t for t in titles if t and t not in columns), note)


def decoded(path: Path, content: bytes) -> tuple[str, bool]:
    """Return the text of a file, and whether it is in Windows-1252."""
    if content.startswith(_WORKBOOKS):
        raise NoList(f"{path} is a workbook and no CSV: open it, and {_AS_UTF8}.")
    named = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    if not named and b"\0" in content[:200]:  # UTF-16 without its mark: letters and zeros in turn
        named = "utf-16-be" if content[0] == 0 else "utf-16-le"
    for encoding in [named] if named else ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding), encoding == "cp1252"
        except UnicodeDecodeError:
            continue
    raise NoList(f"{path} is in no encoding that Excel writes: {_AS_UTF8}.")


def without_separator_line(text: str) -> tuple[str, str]:
    """Take off Excel's own first line, `sep=;`, and return the separator that it names."""
    found = re.match(r"\"?sep=(.)\"?[^\S\r\n]*(?:\r\n?|\n)", text, re.IGNORECASE)
    return (text[found.end() :], found[1]) if found else (text, "")


def table(path: Path, text: str, key: str, separator: str) -> list[list[str]]:
    """Return the cells, by the separator that makes a column `key` in the first line."""
    first = next(iter(text.strip().splitlines()), "")

    def fitness(sign: str) -> tuple[bool, int]:
        cells = [title_of(cell, ()) for cell in next(csv.reader([first], delimiter=sign), [])]
        return key in cells, len(cells)

    separator = separator or max(",;\t|", key=fitness)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise NoList(f"{path} is damaged or is no CSV ({problem}): save it anew.") from None
    return [[_typed(cell) for cell in line] for line in lines]


def _typed(cell: str) -> str:
    """A cell without the signs that programs add unasked: of direction, and for breaking lines."""
    plain = _UNASKED.sub("", unicodedata.normalize("NFC", cell))
    return plain.strip("\ufeff\u200b \xa0\t")


def title_of(cell: str, columns: Collection[str]) -> str:
    """Return a column's title as the gradebook calls it: "Last name" is last_name."""
    name = re.sub(r"[\W_]+", "_", cell.strip("\ufeff ").casefold()).strip("_")
    return _TITLES.get(name, name) if _TITLES.get(name, name) in columns else name


def refuse_hidden(path: Path, number: int, cells: Iterable[str | None]) -> None:
    """Raise NoList for an id or a name that tells a terminal or a page what to do."""
    for cell in cells:
        if cell and not is_plain(cell):
            raise NoList(
                f"{path}, line {number}: {one_line(cell[:60])!r} holds signs that cannot be seen, "
                "which can hide what it says: type it anew."
            )
        if cell and _MARKUP.search(cell):
            raise NoList(
                f"{path}, line {number}: {cell[:60]!r} holds a piece of a web page, and pages with "
                "marks would show it: write the id or the name alone."
            )


def refuse_unclear(
    path: Path, number: int, key: str, name: str | None, row: dict[str, str | None], legacy: bool
) -> None:
    """Raise NoList where it is not certain who a line is about."""
    if name is None:
        raise NoList(f"{path} has no {key} in line {number}: write one, or remove the line.")
    for cell in (name, row.get("lms_user_id")):
        if cell and _SHORTENED.fullmatch(cell):
            raise NoList(
                f"{path} has {cell} in line {number}, where the spreadsheet has shortened a long "
                "number: format that column as text, and save it anew."
            )
    if legacy and not name.isascii():
        raise NoList(
            f"{path} is not in UTF-8, and so {name!r} in line {number} may be another {key}: "
            f"{_AS_UTF8}."
        )
