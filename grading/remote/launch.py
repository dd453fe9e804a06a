"""Starts the student's kernel: takes on its limits, then becomes an IPython kernel."""

from __future__ import annotations

import json
import os
import sys


def limit(limits: dict[str, int]) -> None:
    """Set the limits of this process and its children, for good: `RLIMIT_AS` and the like."""
    import resource

    for name, most in limits.items():
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (allowed, allowed))


def main() -> None:
    """Usage: python -m grading.remote.launch '{"RLIMIT_AS": 4e9}' ARGUMENTS OF A KERNEL."""
    limit(json.loads(sys.argv.pop(1)))
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]  # as ipykernel's own launcher: a file handed in hides no library
    from ipykernel.kernelapp import launch_new_instance

    from grading.remote.patient_shell import PatientKernel

    launch: object = launch_new_instance
    launch(kernel_class=PatientKernel)  # type: ignore[operator]


if __name__ == "__main__":
    main()
