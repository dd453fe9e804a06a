"""The one way to run an nbgrader command: in a process of its own, as a person would."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path


def run_nbgrader(
    course: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one nbgrader command in a course folder; its whole output is in `stdout`.

    nbgrader looks for the command `alembic` on the path when it makes a new gradebook, and a
    virtual environment need not be activated: so the folder of this Python comes first there.
    """
    environment = os.environ if environment is None else environment
    path = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env={**environment, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
