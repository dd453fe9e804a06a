"""Where real text is looked for: ATTENTION_DATA, a cache folder, and then its official address.

While nbgrader runs a notebook nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import platformdirs

from helpers.kernel import short_run
from helpers.real_text.download import fetch
from helpers.real_text.errors import DownloadFailed, NotFound
from helpers.real_text.files import check_zip
from helpers.real_text.sources import Source

VARIABLE = "ATTENTION_DATA"
DEPTH = 2  # folders below the one named, in which is looked too

_thanked: set[str] = set()


def cache_folder() -> Path:
    """Where downloads are kept: the usual place for such things on this system."""
    return Path(platformdirs.user_cache_dir("where-to-look", appauthor=False))


def find(source: Source, download: Callable[..., None] = fetch) -> Path:
    """The file of a source, downloaded if need be.

    Raises:
        NotFound: it is nowhere; the text says where it was looked for and how to get it.
    """
    path = _given(source) or _kept(source)
    if path is None:
        path = _downloaded(source, download)
    return path


def thank(source: Source) -> None:
    """Print a source's licence and citation, the first time in this kernel."""
    if source.title not in _thanked:
        _thanked.add(source.title)
        print(source.notice)


def _given(source: Source) -> Path | None:
    """What lies in the folder that ATTENTION_DATA names, or below it; or that file itself."""
    named = os.environ.get(VARIABLE, "")
    if not named:
        return None
    folder = Path(named).expanduser()
    for name in source.names:
        if folder.is_file():
            if folder.match(name):
                return folder
            continue
        for depth in range(DEPTH + 1):
            found = sorted(path for path in folder.glob("*/" * depth + name) if path.is_file())
            if found:
                return found[0]
    return None


def _kept(source: Source) -> Path | None:
    """What was downloaded before, if it is still what it was."""
    path = cache_folder() / source.stored_as
    if not path.is_file():
        return None
    record = _record(path)
    if record.exists() and record.read_text(encoding="utf-8").split()[:1] != [_sum(path)]:
        print(f"{path} has changed since it was downloaded, so it is downloaded again.")
        path.unlink()
        return None
    return path


def _downloaded(source: Source, download: Callable[..., None]) -> Path:
    path = cache_folder() / source.stored_as
    if short_run():
        raise NotFound(_how_to(source, "while a notebook is graded nothing is downloaded"))
    print(f"Downloading the {source.title} from {source.url} to {path.parent}.")
    try:
        download(source.url, path, source.sizes, check_zip)
    except DownloadFailed as error:
        raise NotFound(_how_to(source, str(error).rstrip("."))) from error
    # In sha256sum's form, so that anybody can check it.
    _record(path).write_text(f"{_sum(path)}  {path.name}\n", encoding="utf-8")
    return path


def _record(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _how_to(source: Source, reason: str) -> str:
    """Two sentences: where it was looked for, and how to get it."""
    named = os.environ.get(VARIABLE)
    given = f"{VARIABLE} ({named})" if named else f"{VARIABLE} (not set)"
    return (
        f"The {source.title} were not found in the folder that {given} names nor in"
        f" {cache_folder()}, and not downloaded: {reason}. Download {source.url} with a browser,"
        f" and put it as {source.stored_as} into {cache_folder()}, or into any folder that"
        f" {VARIABLE} names."
    )
