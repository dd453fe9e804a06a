"""Which tests share a process where pytest runs in several, and which of them come first.

A process that took one test of a file would make the file's course anew, and grading the class of
`conftest.py` takes minutes: so those of a file, or of the class, go together. What shares nothing
is handed out test by test. What takes longest comes first: a process that took it last would keep
all others waiting.
"""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

THE_CLASS = "the graded class"
#: They look at `graded_class` of conftest.py: files, and tests of others.
CLASS = (
    "tests/autograde/test_grading.py",
    "tests/feedback/test_feedback.py",
    "tests/system/test_doors.py::test_axe_finds_nothing_that_keeps_readers_out_of_report_and_feedback",
)
#: Files whose tests are long, and share no fixture that is.
APART = (
    "tests/autograde/test_proxies.py",
    "tests/classroom/test_collect.py",
    "tests/lessons/test_lessons.py",
    "tests/lessons/test_tapes.py",
    "tests/system/test_doors.py",
)
#: What takes longest, from the longest: as `pytest --durations=0` said. The rest comes after them,
#: by the number of tests.
LONG = (
    "tests/measuring/test_attacks.py",
    THE_CLASS,
    "tests/lessons/test_lessons.py",
    "tests/autograde/test_proxies.py",
    "tests/lessons/test_tapes.py",
    "tests/classroom/test_collect.py",
    "tests/classroom/test_archives.py",
    "tests/lms/test_exporters.py",
)


def piece_of(nodeid: str) -> str:
    """What goes to one process together with this test."""
    file, _, test = nodeid.partition("::")
    if file in CLASS or f"{file}::{test.partition('[')[0]}" in CLASS:
        return THE_CLASS
    return nodeid if file in APART else file


def in_order(nodeids: list[str]) -> list[str]:
    """The pieces of these tests, those that take longest first."""
    sizes: dict[str, int] = {}
    for nodeid in nodeids:
        piece = piece_of(nodeid)
        sizes[piece] = sizes.get(piece, 0) + 1

    def place(piece: str) -> tuple[int, int]:
        file = piece.partition("::")[0]
        return LONG.index(file) if file in LONG else len(LONG), -sizes[piece]

    return sorted(sizes, key=place)


class Together(LoadScopeScheduling):  # type: ignore[misc, unused-ignore]
    """Hands out what belongs together in one piece."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


@pytest.hookimpl(optionalhook=True)  # there is none where pytest-xdist is switched off
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    """Use it, whatever `--dist` says, and in the order of the collection."""
    config.option.loadscopereorder = False
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Bring the tests into the order in which they are handed out."""
    names = [item.nodeid for item in items]
    looking = [item.nodeid for item in items if looks_at_the_class(item)]
    for stray in (name for name in looking if piece_of(name) != THE_CLASS):
        raise pytest.UsageError(f"tests/support/workers.py must name in CLASS who has it: {stray}")
    if hasattr(config, "workerinput"):
        places = {piece: place for place, piece in enumerate(in_order(names))}
        items.sort(key=lambda item: places[piece_of(item.nodeid)])


def looks_at_the_class(item: pytest.Item) -> bool:
    """Whether a test has the class of tests/conftest.py graded, and not one of its file's own."""
    found = getattr(item, "_fixtureinfo", None)
    defined = found.name2fixturedefs.get("graded_class", ()) if found else ()
    return any(one.baseid == "tests" for one in defined[-1:])
