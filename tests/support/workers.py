"""Which tests share a worker where pytest runs on several: those of a file or the graded class.

A worker that took one test of a file would make the file's course anew, and grading the class of
`conftest.py` takes minutes.
"""

import pytest


def group(item: pytest.Item) -> str:
    """The name of what this test shares with others."""
    return "graded_class" if "graded_class" in getattr(item, "fixturenames", ()) else item.path.stem


@pytest.hookimpl(tryfirst=True)  # before the plugin that reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of each test with which others it stays."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))
