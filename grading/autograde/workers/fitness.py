"""Whether a worker can run submissions, and come to the same marks as the grader."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import platform
import shutil
import tempfile
from pathlib import Path

import grading
import helpers
from grading.autograde.sandbox import bubblewrap

ROOM = 512 * 2**20  # bytes on the disk of temporary files: two hand-ins of the largest kind


@functools.cache
def project() -> str:
    """What decides marks: this project's files and the libraries that compute, by version."""
    whole = hashlib.sha256()
    for package in (grading, helpers):
        folder = Path(package.__path__[0])
        for path in sorted(folder.rglob("*.py")):
            whole.update(path.relative_to(folder).as_posix().encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    version = importlib.metadata.version("where-to-look")
    libraries = [f"{name} {importlib.metadata.version(name)}" for name in ("numpy", "torch")]
    python = f"Python {'.'.join(platform.python_version_tuple()[:2])}"
    ours = f"where-to-look {version} ({whole.hexdigest()[:12]})"
    return ", ".join([ours, python, *libraries])


def unfit(wanted: str, sandboxed: bool) -> str:
    """Why this machine cannot run submissions for a grader, in a clause; empty where it can.

    Args:
        wanted: the grader's own `project`.
        sandboxed: whether they are to run in the sandbox.
    """
    if project() != wanted:
        return f"it has {project()}, and the grader {wanted}: install the same there"
    if sandboxed and (why := bubblewrap.fault()):
        return f"it has no sandbox, because {why}: install bubblewrap there"
    folder = tempfile.gettempdir()
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(2**16))
            file.flush()
        free = shutil.disk_usage(folder).free
    except OSError as reason:
        return f"nothing can be written to its folder {folder} ({reason}): make room there"
    if free < ROOM:
        return (
            f"its folder {folder} has {free // 2**20} MiB left, and {ROOM // 2**20} are needed: "
            "make room there"
        )
    return ""
