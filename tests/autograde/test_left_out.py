"""Cells of a submission that are not run, and what brings them back."""

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grading.autograde import left_out
from grading.autograde.gradebook_cells import ANSWER, SETUP, TEST, TrustedCell
from grading.autograde.repair.release import release_of

TRUSTED = {
    "imports": TrustedCell(SETUP, "import math"),
    "double": TrustedCell(ANSWER, "def double(x):\n    raise NotImplementedError()"),
    "test_double": TrustedCell(TEST, "assert double(2) == 4"),
}
FLAGS = {"imports": {"locked": True}, "double": {"solution": True}}
FLAGS["test_double"] = {"grade": True, "locked": True}


def notebook(*shown, answer="def double(x):\n    return 2 * x"):
    cells = [new_code_cell(source) for source in ("import math", answer)]
    cells += [new_code_cell(source) for source in shown]
    cells.append(new_code_cell("assert double(2) == 4"))
    for cell, name in zip([*cells[:2], cells[-1]], TRUSTED, strict=True):
        marks = {"grade": False, "solution": False, "locked": False, "task": False}
        cell.metadata["nbgrader"] = {"grade_id": name, **marks, **FLAGS[name]}
    return new_notebook(cells=cells)


RELEASE = left_out.sources_of(release_of(notebook("print(double(3))", "my_guess = None", "print(my_guess)")))


def test_what_is_as_released_is_left_out():
    handed_in = notebook("print(double(3))", "my_guess = None", "print(my_guess)")
    assert left_out.places(handed_in, RELEASE, TRUSTED) == {2, 3, 4}


def test_what_the_student_wrote_is_run_with_all_it_needs():
    handed_in = notebook("print(double(3))", "my_guess = 7", "print(my_guess)", "print('mine')")
    assert left_out.places(handed_in, RELEASE, TRUSTED) == {2, 4}
    handed_in = notebook("my_guess = None", "print(my_guess)", "print(my_guess, 'mine')")
    assert left_out.places(handed_in, RELEASE, TRUSTED) == {3}


def test_without_a_release_all_is_run():
    assert left_out.places(notebook("print(double(3))"), None, TRUSTED) == frozenset()


@pytest.mark.parametrize("name, again", [("base", True), ("bass", False)])
def test_a_name_that_is_missing_brings_the_cells_back(name, again):
    handed_in = notebook("base = 3")
    said = f"NameError: name {name!r} is not defined"
    for output in (
        new_output("error", ename="NameError", evalue=said, traceback=[said]),
        new_output("stream", name="stdout", text=f"It stopped with {said}, in line 3"),
    ):
        if again:
            with pytest.raises(left_out.Needed, match=name):
                left_out.look_for_names([output], handed_in, {2})
        else:
            left_out.look_for_names([output], handed_in, {2})
        left_out.look_for_names([output], handed_in, frozenset())


def test_the_line_below_says_so_in_grey():
    assert left_out.SENTENCE in left_out.sign().text
    assert left_out.sign().text.startswith("\x1b[38;5;")


@pytest.mark.parametrize(
    "said",
    ["cannot import name 'base' from '__main__'", "module '__main__' has no attribute 'base'",
     "local variable 'base' is not defined"],
)  # fmt: skip
def test_a_name_missed_in_other_words_brings_the_cells_back(said):
    with pytest.raises(left_out.Needed, match="base"):
        output = new_output("error", ename="Error", evalue=said, traceback=[said])
        left_out.look_for_names([output], notebook("base = 3"), {2})
