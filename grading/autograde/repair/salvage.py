"""Read what can be read of a notebook file, however damaged, without trusting any of it.

A file that Jupyter cannot open often still holds the answers: it was cut off on the way, an
editor saved it in another encoding, a tool appended a line. `read` returns the cells it can find,
in one plain form, and says in sentences what it had to overlook; `Unusable` says why there is
nothing to grade. Outputs are left out: grading makes its own.
"""

from __future__ import annotations

import codecs
import json
import math
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LARGEST = 50 * 2**20  # bytes of a file
LARGEST_WRITTEN = 100 * 2**20  # characters of all cells, as the graded notebook's file has them
MOST_CELLS = 5000
MOST_VALUES = 3_000_000  # in all of a file: each takes memory many times its length
DEEPEST = 12  # levels in the metadata of a cell or notebook
LONGEST_NUMBER = 400  # digits; Python itself refuses to read several thousand

TOKENS = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*("?)|[\[\]{}]', re.DOTALL)
KEY_OF_CELLS = re.compile(r"\s*:\s*\[")
MERGE_MARKS = re.compile(r"^(<{7}|>{7})( |$)", re.MULTILINE)
VALID_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # of a cell, as nbformat has it
SURROGATES = re.compile("[\ud800-\udfff]")
UNSEEN = [chr(code) for code in range(32) if chr(code) != "\n"]
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!")
NOT_TEXT = "is not text, as a notebook is; it may be an archive or a picture under a new name."
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF")


class Unusable(Exception):
    """Why a file cannot be graded, worded to follow its name."""


@dataclass(frozen=True)
class FoundCell:
    """One cell of a damaged or whole file, in plain types."""

    kind: str  # code, markdown or raw
    source: str
    id: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)
    attachments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What could be read of a notebook."""

    cells: tuple[FoundCell, ...]
    metadata: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  # what had to be overlooked, a sentence each
    cut: bool = False  # it ended before its last cell did


def read(path: Path) -> Found:
    """Read a notebook file; raise Unusable where it holds nothing that could be graded."""
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            raise Unusable("is not a file.")
        if about.st_size > LARGEST:
            size = about.st_size / 2**20
            raise Unusable(
                f"is {size:.0f} MB large, and a notebook may have {LARGEST // 2**20}: clear its "
                "outputs and hand it in again."
            )
        data = path.read_bytes()
    except OSError as problem:
        raise Unusable(f"cannot be read: {problem.strerror or problem}.") from None
    return read_bytes(data)


def read_bytes(data: bytes) -> Found:
    """Read the bytes of a notebook file."""
    if sum(data.count(mark) for mark in (b"{", b"[", b",")) > MOST_VALUES:
        raise Unusable("holds millions of values: clear its outputs and hand it in again.")
    text, notes = decoded(data)
    text = text.strip()
    if not text:
        raise Unusable("is empty.")
    if not text.startswith("{"):
        if MERGE_MARKS.search(text):
            raise Unusable(unfinished_merge())
        raise Unusable("is not a Jupyter notebook, although its name says so.")
    cut = False
    try:
        content, end = reader().raw_decode(text)
        if text[end:].strip():
            notes.append("What followed the end of the notebook in its file was left out.")
    except (ValueError, RecursionError, MemoryError):
        if MERGE_MARKS.search(text):
            raise Unusable(unfinished_merge()) from None
        content, cut, lost = whole_cells(text)
        if lost:
            notes.append(f"{counted(lost, 'cell')} of the file could not be read.")
        elif not cut:
            notes.append("The file was damaged; all its cells could be read.")
    cells, changed = plain_cells(content)
    if sum(written_length(cell.source) for cell in cells) > LARGEST_WRITTEN:
        raise Unusable(
            "holds millions of empty lines, or of signs that cannot be seen: take them out, and "
            "hand it in again."
        )
    if changed:
        notes.append(
            "Characters that cannot be written to a file were replaced by \N{REPLACEMENT CHARACTER}"
            f" in {counted(changed, 'cell')}."
        )
    return Found(tuple(cells), plain_metadata(content.get("metadata")), tuple(notes), cut)


def written_length(text: str) -> int:
    """About how long a text is in a notebook's file: each line has one there, signs an escape."""
    return len(text) + 12 * text.count("\n") + 5 * sum(map(text.count, UNSEEN))


def unfinished_merge() -> str:
    """What is said of a file that git left with two versions in it."""
    return (
        "holds the marks of an unfinished merge by git (<<<<<<<, =======, >>>>>>>): finish the "
        "merge, or take one of the two versions, and hand it in again."
    )


def counted(number: int, what: str) -> str:
    """Say how many there are: "1 cell", "3 cells"."""
    return f"{number} {what}{'' if number == 1 else 's'}"


# Bytes to text -----------------------------------------------------------------------------------


def decoded(data: bytes) -> tuple[str, list[str]]:
    """The text of a file in UTF-8, UTF-16, or UTF-8 with stray bytes of Latin-1."""
    if not data.strip(b"\0 \r\n\t"):
        return "", []
    if data.startswith(ARCHIVES) or data.startswith(PICTURES):
        raise Unusable(NOT_TEXT)
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), []
        if data[:200].lstrip(b"\0 \r\n\t").startswith(b"{\0"):
            return data.decode("utf-16-le" if data[:1] != b"\0" else "utf-16-be"), []
        if data.startswith(b"\0{"):
            return data.decode("utf-16-be"), []
    except UnicodeDecodeError:
        raise Unusable(NOT_TEXT) from None
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise Unusable(NOT_TEXT)
    return with_strays(data), ["Letters that were not written as UTF-8 were read as Latin-1."]


def with_strays(data: bytes) -> str:
    """UTF-8 in which single bytes that make no sense are letters of Latin-1."""
    text = data.decode("utf-8", errors="surrogateescape").removeprefix("\ufeff")
    return re.sub("[\udc80-\udcff]", lambda found: chr(ord(found[0]) - 0xDC00), text)


# Text to cells -----------------------------------------------------------------------------------


def reader() -> json.JSONDecoder:
    """A decoder that lets pass what does no harm, and makes nothing that cannot be written."""

    def whole(digits: str) -> int | None:
        return int(digits) if len(digits) < LONGEST_NUMBER else None

    def real(digits: str) -> float | None:
        number = float(digits)
        return number if math.isfinite(number) else None

    return json.JSONDecoder(
        strict=False, parse_int=whole, parse_float=real, parse_constant=lambda name: None
    )


def whole_cells(text: str) -> tuple[dict[str, Any], bool, int]:
    """Take the cells that are complete out of a text that is not.

    Returns what a notebook would hold; whether the text ends before its cells do; and how many
    cells could not be read.
    """
    cells, lost, cut = [], 0, True
    for piece in texts_of_cells(text):
        if piece is None:
            cut = False
            continue
        try:
            cells.append(reader().decode(piece))
        except (ValueError, RecursionError, MemoryError):
            lost += 1
    if not cells:
        raise Unusable("is cut off or damaged: it is not complete JSON, and no cell can be read.")
    return {"nbformat": 4, "cells": cells}, cut, lost


def texts_of_cells(text: str) -> Iterator[str | None]:
    """Yield the text of each complete cell, and None when the list of cells ends."""
    depth = 0
    level = 0  # the depth inside the list of cells, once it has begun
    start = 0
    for token in TOKENS.finditer(text):
        first = text[token.start()]
        if first == '"':
            if not token[1]:
                return  # the text ends inside these quotes
            if not level and token[0] == '"cells"' and depth in (1, 3):
                opening = KEY_OF_CELLS.match(text, token.end())
                level = depth + 1 if opening else 0
        elif first in "[{":
            depth += 1
            if level and depth == level + 1:
                start = token.start()
            if depth > 100_000:
                return
        else:
            depth -= 1
            if level and depth == level:
                yield text[start : token.end()]
            elif level and depth < level:
                yield None
                return


def plain_cells(content: Any) -> tuple[list[FoundCell], int]:
    """The cells of a notebook of any format in one form, and in how many text was replaced."""
    if not isinstance(content, Mapping):
        raise Unusable("is not a Jupyter notebook, although its name says so.")
    listed = content.get("cells")
    if not isinstance(listed, list):
        sheets = content.get("worksheets")  # the formats before 4
        sheets = sheets if isinstance(sheets, list) else []
        parts = [sheet.get("cells") for sheet in sheets if isinstance(sheet, Mapping)]
        listed = [cell for part in parts if isinstance(part, list) for cell in part]
    cells = [plain_cell(cell) for cell in listed if isinstance(cell, Mapping)]
    if not cells:
        if "nbformat" in content:
            raise Unusable("is not a valid notebook: it holds no cells.")
        raise Unusable("is not a Jupyter notebook, although its name says so.")
    if len(cells) > MOST_CELLS:
        raise Unusable(f"holds {len(cells)} cells, and a notebook may have {MOST_CELLS}.")
    changed = sum(bool(SURROGATES.search(cell.source)) for cell in cells)
    if changed:
        cells = [
            FoundCell(cell.kind, writable(cell.source), cell.id, cell.metadata, cell.attachments)
            for cell in cells
        ]
    return cells, changed


def plain_cell(cell: Mapping[str, Any]) -> FoundCell:
    """One cell in one form; what is of a wrong type counts as absent."""
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))  # "input" is the format before 4
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    elif not isinstance(source, str):
        source = ""
    if kind == "heading":  # also from before format 4
        level = cell.get("level")
        hashes = level if isinstance(level, int) and level in range(1, 7) else 1
        source = f"{'#' * hashes} {source}"
        kind = "markdown"
    identity = cell.get("id")
    attachments = plain(cell.get("attachments"))
    return FoundCell(
        kind if kind in ("code", "markdown") else "raw",
        source,
        identity if isinstance(identity, str) else "",
        plain_metadata(cell.get("metadata")),
        attachments if isinstance(attachments, dict) else {},
    )


def plain_metadata(value: Any) -> dict[str, Any]:
    """Metadata that can be copied, compared and written; empty where it is none."""
    found = plain(value)
    return found if isinstance(found, dict) else {}


def plain(value: Any, depth: int = 0) -> Any:
    """A JSON value without what cannot be written, and without what lies too deep."""
    if depth > DEEPEST:
        return None
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, Mapping):
        return {writable(str(key)): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, bool | int | float | None) else None


def writable(text: str) -> str:
    """A text that can be encoded: halves of characters are replaced."""
    return SURROGATES.sub("\N{REPLACEMENT CHARACTER}", text)
