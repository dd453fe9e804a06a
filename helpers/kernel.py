"""Where a notebook runs: in a kernel, with a person before it, or for nbgrader."""

from __future__ import annotations

import os
import sys
from typing import Any


def short_run() -> bool:
    """Whether nbgrader is running this notebook, so that nothing should take long."""
    return bool(os.environ.get("NBGRADER_EXECUTION"))


def kernel_shell() -> Any:
    """The running Jupyter shell, or None outside a kernel; IPython is not imported to ask."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell if shell is not None and hasattr(shell, "kernel") else None
