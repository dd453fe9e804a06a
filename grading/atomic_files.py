"""Write files whole or not at all."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path


def write_whole(contents: Mapping[Path, bytes]) -> None:
    """Write one or more files; when one cannot be written, all are as they were.

    Every file is first written in full under another name beside its place, then all are moved
    into place. Raises OSError when a draft cannot be written (no such folder, a full disk).
    """
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in contents}
    try:
        for path, content in contents.items():
            if path.is_dir():
                raise IsADirectoryError(21, "Is a directory", str(path))
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def why_not(path: Path, problem: OSError) -> str:
    """Say in one sentence that a file could not be written, and leave no doubt about the rest."""
    return (
        f"{path} could not be written ({problem.strerror or problem}), and nothing was changed: "
        "make room, or name a file in a folder that exists and may be written to."
    )
