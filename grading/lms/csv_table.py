"""Read the CSV of a learning platform, find each student's row, and write it back as it came.

Kept from the file: columns, rows and their order, the separator (comma, semicolon or tab), the
byte-order mark, the line ends, and every cell that is not given a new value.
"""

from __future__ import annotations

import codecs
import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grading.user_error import UserError

#: What each student may be called in a column.
Names = Mapping[str, Sequence[str | None]]


class NoExport(UserError):
    """Nothing was exported; the message says why and what to do."""


@dataclass
class CsvTable:
    """A table as it stands in a CSV file; `rows` are all lines below the header."""

    path: Path
    header: list[str]
    rows: list[list[str]]
    separator: str = ","
    line_end: str = "\n"
    mark: bool = False  # begins with a byte-order mark

    def column(self, title: str) -> int:
        """Return the place of a column; raise NoExport when there is none or more than one."""
        places = [i for i, name in enumerate(self.header) if name.strip() == title.strip()]
        if len(places) == 1:
            return places[0]
        known = ", ".join(repr(name.strip()) for name in self.header)
        how_many = "no column" if not places else f"{len(places)} columns"
        raise NoExport(f"{self.path} has {how_many} {title!r}; its columns are: {known}.")

    def encoded(self) -> bytes:
        """Return the table as the bytes of a file like the one it came from."""
        text = io.StringIO()
        table = csv.writer(text, delimiter=self.separator, lineterminator=self.line_end)
        table.writerows([self.header, *self.rows])
        return text.getvalue().encode("utf-8-sig" if self.mark else "utf-8")


def read_table(path: Path) -> CsvTable:
    """Read a CSV file in UTF-8; raise NoExport, in one sentence, when it is none."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise NoExport(f"{path} could not be read ({problem.strerror or problem}).") from None
    mark = content.startswith(codecs.BOM_UTF8)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoExport(
            f"{path} is not in UTF-8, as expected of a CSV: take the file as the platform wrote "
            "it, or save it as 'CSV UTF-8'."
        ) from None
    if not text.strip():
        raise NoExport(f"{path} is empty: export it from the platform once more.")
    first = text.splitlines()[0]
    separator = max(",;\t", key=lambda sign: len(next(csv.reader([first], delimiter=sign))))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise NoExport(f"{path} is damaged or is no CSV ({problem}): export it anew.") from None
    header, rows = lines[0], lines[1:]
    for number, row in enumerate(rows, start=2):
        if row and len(row) != len(header):
            raise NoExport(
                f"{path} is damaged: row {number} has {len(row)} cells, and there are "
                f"{len(header)} columns; export it anew."
            )
    line_end = "\r\n" if b"\r\n" in content else "\n"
    return CsvTable(path, header, rows, separator, line_end, mark)


def key(text: str | None) -> str:
    """Return a text as it is compared: without blanks around it, case or ways to write accents."""
    return unicodedata.normalize("NFKC", text or "").strip().casefold()


@dataclass
class Matches:
    """Which row is whose. A row, or a student, that has no partner is listed."""

    row_of: dict[str, int] = field(default_factory=dict)
    only_here: list[str] = field(default_factory=list)  # students without a row
    only_there: list[int] = field(default_factory=list)  # rows without a student


def match_rows(
    sheet: CsvTable,
    rows: Sequence[int],
    columns: Mapping[int, Names],
) -> Matches:
    """Find each student's row.

    Args:
        sheet: the platform's table.
        rows: the rows that are students'.
        columns: for each column to compare with, what every student may be called in it.

    Raises:
        NoExport: two students fit one row, or one student fits two rows.
    """
    fits: dict[int, dict[str, None]] = {row: {} for row in rows}
    students: dict[str, None] = {}
    for column, names in columns.items():
        called: dict[str, list[str]] = {}
        for student, own in names.items():
            students[student] = None
            for name in {key(name) for name in own} - {""}:
                called.setdefault(name, []).append(student)
        for row in rows:
            fits[row].update(dict.fromkeys(called.get(key(sheet.rows[row][column]), [])))
    found = Matches(only_there=[row for row, fit in fits.items() if not fit])
    for row, fit in fits.items():
        if len(fit) > 1:
            raise NoExport(ambiguous(sheet, f"{' and '.join(fit)} both fit row {row + 2}"))
        for student in fit:
            if student in found.row_of:
                both = f"rows {found.row_of[student] + 2} and {row + 2} both fit {student}"
                raise NoExport(ambiguous(sheet, both))
            found.row_of[student] = row
    found.only_here = [student for student in students if student not in found.row_of]
    return found


def ambiguous(sheet: CsvTable, what: str) -> str:
    """Say that nobody can tell whose row it is."""
    return (
        f"{what} of {sheet.path}, so nothing was written: make the ids and e-mail addresses in "
        "the gradebook and in the file each belong to one student."
    )
