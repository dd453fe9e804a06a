"""Which tests share a process where pytest runs on several: those of a file or the graded class.

A process that took one test of a file would make the file's course anew, and grading the class of
`conftest.py` takes minutes.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

#: They look at `graded_class` of conftest.py.
CLASS = ("tests/autograde/test_grading.py", "tests/feedback/test_feedback.py")


class Together(LoadScopeScheduling):
    """Hands out what belongs together in one piece, the largest pieces first."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        return "the graded class" if file in CLASS else file


@pytest.hookimpl(optionalhook=True)  # there is none where pytest-xdist is switched off
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Use it, whatever `--dist` says."""
    return Together(config, log)
