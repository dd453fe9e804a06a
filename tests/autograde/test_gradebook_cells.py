"""A lesson's last cell is known by what it asks, whatever became of its id."""

import pytest
from nbformat.v4 import new_code_cell

from grading.autograde.gradebook_cells import Progress, progress_asked
from grading.cells.progress_cell import progress_source

COUNTS = {"double": 2, "root": 1}
SOURCE = progress_source(COUNTS, ["why"])


@pytest.mark.parametrize("label", ["progress", "0000001a", "progress-1"])
@pytest.mark.parametrize(
    "source",
    [
        SOURCE,
        SOURCE + "\n\n",
        SOURCE.replace("\n", "\r\n"),
        SOURCE.replace("    ", "\t"),
        SOURCE.split("\n", 1)[1],  # without the comment above
        "check.progress({'double': 2, 'root': 1}, by_hand=['why'])  # where do I stand?",
    ],
)
def test_it_is_known_without_its_id(label, source):
    cell = new_code_cell(source, id=label)
    if label == "progress-1":
        del cell["id"]
    assert progress_asked(cell) == Progress(COUNTS, ["why"], "")


def test_what_else_stands_in_it_is_left_to_run():
    asked = progress_asked(new_code_cell(f"%time x = 1\n{SOURCE}\ny = 2\n"))
    assert (asked.checks, asked.by_hand) == (COUNTS, ["why"])
    assert [line for line in asked.rest.splitlines() if line and line[0] != "#"] == ["%time x = 1", "y = 2"]


@pytest.mark.parametrize(
    "source",
    [
        "double(2)",
        "print('check.progress({})')",
        "# check.progress({'double': 1})",
        "def check.progress({'double': 1})",
        "check.progress(counts)",
        "check.progress({'double': 1}",
        "if True:\n    check.progress({'double': 1})",
        "my.check.progress({'double': 1})",
    ],
)
def test_other_cells_are_not_taken_for_it(source):
    assert progress_asked(new_code_cell(source, id="progress")) is None
