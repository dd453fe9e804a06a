"""Lines of a text file that may be packed, from Windows, or damaged; and of a whole archive.

What a file is, its first bytes say and not its name. Nothing is unpacked to the disk, and of a
large file only one line is in memory.
"""

from __future__ import annotations

import contextlib
import fnmatch
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from helpers.real_text.errors import Unusable

LONGEST = 20_000  # bytes in a line; no sentence pair comes near
ZIP, GZIP = b"PK", b"\x1f\x8b"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
BOM = b"\xef\xbb\xbf"
DAMAGED = (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile)


class _Readable(Protocol):
    def readline(self, size: int, /) -> bytes: ...


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip archive does."""
    with whole(path):
        return _head(path).startswith(ZIP)


def lines(path: Path, wanted: str = "*.txt") -> Iterator[str]:
    """The lines of a text file, of a gzipped one, or of the largest `wanted` file in a zip.

    Line ends (of Unix or Windows) and a byte-order mark are taken off, nothing else.

    Raises:
        Unusable: a damaged or truncated archive, one with a password or without such a file, a
            line that no text file has, or another encoding than UTF-8.
    """
    with whole(path), _opened(path, wanted) as file:
        for number, line in enumerate(_byte_lines(file, path), 1):
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                raise Unusable(
                    f"Line {number:,} of {path} is not UTF-8: save the file as UTF-8, or take the"
                    " official one."
                ) from None


@contextlib.contextmanager
def whole(path: Path) -> Iterator[None]:
    """Inside, what shows that a file is damaged is raised as one sentence."""
    try:
        yield
    except DAMAGED as error:
        raise Unusable(
            f"{path} is damaged or was cut off ({error or type(error).__name__}): delete it and"
            " get it anew."
        ) from error
    except (RuntimeError, NotImplementedError) as error:  # zipfile's for what it cannot unpack
        raise Unusable(
            f"{path} cannot be unpacked ({error}): put the .txt file that is in it in its place."
        ) from error
    except OSError as error:
        raise Unusable(f"{path} could not be read ({error.strerror or error}).") from error


def check_zip(path: Path) -> None:
    """Raise Unusable unless every file in the archive agrees with its own CRC-32 sum."""
    with whole(path):
        if not is_zip(path):
            raise Unusable("It is no zip archive: did a web page come in its place?")
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
        if broken:
            raise Unusable(f"In it {broken} does not agree with its checksum.")


def members(path: Path, pattern: str) -> Iterator[tuple[str, list[str]]]:
    """Name and lines of each small text file in a zip whose name fits the pattern, by name."""
    with whole(path), zipfile.ZipFile(path) as archive:
        for name in sorted(fnmatch.filter(archive.namelist(), pattern)):
            with archive.open(name) as file:
                yield name, [line.decode("utf-8") for line in _byte_lines(file, path)]


@contextlib.contextmanager
def _opened(path: Path, wanted: str) -> Iterator[_Readable]:
    head = _head(path)
    if head.startswith(UTF16):
        raise Unusable(f"{path} is saved as UTF-16: save it as UTF-8, or take the official file.")
    if head.startswith(ZIP):
        with zipfile.ZipFile(path) as archive:
            fitting = [
                entry
                for entry in archive.infolist()
                if fnmatch.fnmatch(entry.filename, wanted) and not _aside(entry.filename)
            ]
            if not fitting:
                raise Unusable(f"There is no {wanted} in {path}: is it another archive?")
            with archive.open(max(fitting, key=lambda entry: entry.file_size)) as file:
                yield file
    elif head.startswith(GZIP):
        with gzip.open(path) as unpacked:
            yield unpacked
    else:
        with path.open("rb") as plain:
            yield plain


def _aside(name: str) -> bool:
    """Whether an archive's file is none of the data: a note, or what macOS adds."""
    return name.rpartition("/")[2].startswith(("_", ".")) or name.startswith("__MACOSX/")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _byte_lines(file: _Readable, path: Path) -> Iterator[bytes]:
    first = True
    while line := file.readline(LONGEST + 1):
        if len(line) > LONGEST:
            raise Unusable(f"A line of {path} has more than {LONGEST:,} bytes: is it a text file?")
        if first:
            line, first = line.removeprefix(BOM), False
        yield line.rstrip(b"\r\n")
