"""A failed hidden case: the instructor reads all of it, the student that there is one."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from grading.autograde.tester.proxies import attach_directly, trusted_endpoint
from grading.autograde.tester.runner import CellRunner
from grading.feedback.clear_hidden import ClearHidden
from grading.remote.agent import Agent

CELL = """
pair = np.array([1.0, 3.0])
with check.exercise("shares") as rng:
    check.close(shares(pair), [0.25, 0.75], rule="a quarter, three quarters")
    ### BEGIN HIDDEN TESTS
    for count in (3, 5):
        row = 7654321 + np.arange(count)
        check.close(shares(row), row / row.sum(), rule=f"a kestrel's row of {count}")
    check.raises(ValueError, lambda: shares(np.array([-77.125, 3])), rule="no kestrel is negative")
    ### END HIDDEN TESTS
    check.equal(len(shares(pair)), 2, rule="as many as were given")
"""
SECRETS = ("kestrel", "7654", "77.125", "0.333", "expected", "ValueError with", "1913")


def pages(answer, cell=CELL):
    """What the instructor and what the student reads below a test cell."""
    lesson = CellRunner(trusted_endpoint(), 0, "secret")
    lesson.setup("import numpy as np\nfrom helpers import check", "imports")
    lesson.answers(["shares = None"])
    attach_directly(lesson.peer, Agent({"shares": answer}).peer)
    outputs = [nbformat.from_dict(out) for out in lesson.test(cell, "test_shares")]
    graded = new_code_cell(cell, outputs=outputs, metadata={"nbgrader": {"grade": True}})
    full = "\n".join(said(out) for out in outputs)
    ClearHidden().preprocess_cell(graded, {}, 0)
    for number, output in enumerate(graded.outputs):
        output.setdefault("execution_count", number) if output.output_type == "execute_result" else None
    nbformat.validate(nbformat.v4.new_notebook(cells=[graded]))
    return full, "\n".join([graded.source, *map(said, graded.outputs)])


def said(output):
    if output.output_type == "error":
        return "\n".join([output.evalue, *output.traceback])
    return output.text if output.output_type == "stream" else output.data["text/plain"]


def right(row):
    if min(row) < 0:
        raise ValueError("negative")
    return row / row.sum()


def by_heart(row):
    return [0.25, 0.75]


def stops(row):
    if len(row) > 2:
        raise IndexError(f"what about {row[0]}")
    return right(row)


def never_refuses(row):
    return row / row.sum()


def stops_and_counts(row):
    return right(row) if len(row) < 4 else 1 / 0


@pytest.mark.parametrize("answer", [by_heart, stops, never_refuses, stops_and_counts])
def test_a_hidden_case_that_failed_is_not_told(answer):
    full, page = pages(answer)
    assert "kestrel" in full or "7654" in full or "without an error" in full
    assert "a quarter, three quarters" in page and "a case that the notebook does not show" in page
    assert "this does not hold yet" in page and not [word for word in SECRETS if word in page], page


def test_the_error_of_ones_own_is_named():
    assert "the error IndexError" in pages(stops)[1]


def test_what_held_is_told_without_its_rule():
    full, page = pages(right)
    assert full.count("kestrel") == 3
    assert "kestrel" not in page and page.count("cases that the notebook does not show") == 1
    assert "as many as were given" in page and "5 rules checked, all hold" in page


def test_a_visible_case_that_failed_is_told_in_full():
    full, page = pages(lambda row: [0.3, 0.7])
    assert "expected  [0.25 0.75]   got  [0.3 0.7]" in page and "a quarter, three quarters" in page
    assert "kestrel" not in page


@pytest.mark.parametrize("answer", [by_heart, lambda row: 1 / 0])
def test_bare_asserts_too(answer):
    cell = 'assert True\n### BEGIN HIDDEN TESTS\nassert list(shares([7654, 1])) == [3], "a kestrel"\n### END HIDDEN TESTS'
    full, page = pages(answer, cell)
    assert "kestrel" in full or "division" in full
    assert "a case that the notebook does not show" in page
    assert not [word for word in ("kestrel", "7654", "division") if word in page]


def test_a_function_of_the_hidden_part_counts_as_hidden_where_it_is_called():
    cell = """
with check.exercise("shares"):
    check.equal(len(shares([1, 3])), 2, rule="two")
    if True:
        ### BEGIN HIDDEN TESTS
        def kestrel(count):
            return count / 0
        check.equal(kestrel(3), 1, rule="a kestrel's error")
        ### END HIDDEN TESTS
    check.equal(1, 1, rule="the rest")
"""
    full, page = pages(by_heart, cell)
    assert "a case that the notebook does not show" in page and "kestrel" not in page


def test_what_a_student_displays_is_left_alone():
    cell = new_code_cell("x", outputs=[nbformat.v4.new_output("display_data", data={"text/plain": "1"}, metadata={"hidden": {"failed": True}})])
    ClearHidden().preprocess_cell(cell, {}, 0)
    assert cell.outputs[0].data["text/plain"] == "1"
