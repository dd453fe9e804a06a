"""Go through, and remove, folders that a student filled: perhaps deeper than Python can follow.

`Path.rglob` and `shutil.rmtree` of Python 3.11 call themselves once for each level, and end with
RecursionError at the thousandth, whatever errors they were told to pass over.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

MOST = 20_000  # entries of one folder that are looked at


def everything_in(folder: Path, deepest: int) -> Iterator[tuple[Path, int]]:
    """Yield all that lies in a folder with its depth, from 1; nothing below the `deepest`.

    Of a folder with more than `MOST` entries only so many are yielded.
    """
    waiting = [(folder, 0)]
    while waiting:
        here, depth = waiting.pop()
        with os.scandir(here) as found:
            entries = sorted(itertools.islice(found, MOST), key=lambda one: one.name)
        for entry in entries:
            yield Path(entry.path), depth + 1
            if entry.is_dir(follow_symlinks=False) and depth + 1 < deepest:
                waiting.append((Path(entry.path), depth + 1))


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it, as far as that can be. Nobody may be writing to it any more.

    Folders inside are first moved to the top: a path has at most 4096 bytes.
    """
    waiting, mark = [folder], secrets.token_hex(4)
    moved = 0
    while waiting:
        here = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(here) as found:
            for entry in list(found):
                with contextlib.suppress(OSError):
                    if not entry.is_dir(follow_symlinks=False):
                        os.unlink(entry.path)
                        continue
                    os.chmod(entry.path, 0o700)  # a folder that cannot be written to cannot move
                    moved += 1
                    at_top = folder / f"{mark}-{moved}"
                    os.rename(entry.path, at_top)
                    waiting.append(at_top)
        if here != folder:
            with contextlib.suppress(OSError):
                os.rmdir(here)
    with contextlib.suppress(OSError):
        os.rmdir(folder)
