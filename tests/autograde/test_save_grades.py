"""Marks that are no marks are left to a person: saved through nbgrader's own gradebook."""

import pytest
from gradebooks import quick_gradebooks
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades

from grading.autograde import grading_log
from grading.autograde.save_grades import SaveSoundGrades


def number(text):
    return new_output("execute_result", data={"text/plain": text})


ERROR = new_output("error", ename="E", evalue="", traceback=[])
SAID = new_output("stream", name="stdout", text="ok")
SOUND = [(), (SAID,), (ERROR,), (SAID, number("1.5")), (number("0.0"),), (number("2"),), (number("words"),)]
UNSOUND = ["nan", "inf", "-inf", "-1.0", "2.0001", "1e300"]


def saved(folder, step, cells):
    """Every cell's grade in the gradebook after a step has saved them, and the notebook's notes."""
    with quick_gradebooks():
        return saved_quickly(folder, step, cells)


def saved_quickly(folder, step, cells):
    url = f"sqlite:///{folder}/{step.__name__}.db"
    meta = {"grade": True, "solution": False, "locked": True, "task": False, "schema_version": 3}
    notebook = new_notebook()
    with Gradebook(url) as book:
        book.add_assignment("a")
        book.add_notebook("n", "a")
        for name, outputs in cells.items():
            book.add_grade_cell(name, "n", "a", max_score=2, cell_type="code")
            about = {**meta, "grade_id": name, "points": 2, "checksum": "x"}
            notebook.cells.append(new_code_cell("...", outputs=list(outputs), metadata={"nbgrader": about}))
        book.add_student("s")
        book.add_submission("a", "s")
    about = {"notebook": "n", "assignment": "a", "student": "s", "db_url": url}
    notebook, _ = step().preprocess(notebook, {"nbgrader": about})
    with Gradebook(url) as book:
        grades = {name: book.find_grade(name, "n", "a", "s") for name in cells}
        return {name: (g.auto_score, g.needs_manual_grade) for name, g in grades.items()}, grading_log.notes(notebook)


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    cells = {f"sound{n}": outputs for n, outputs in enumerate(SOUND)}
    cells |= {f"after_error_{text}": (ERROR, number(text)) for text in UNSOUND}
    cells |= {f"unsound_{text}": (SAID, number(text)) for text in UNSOUND}
    return saved(tmp_path_factory.mktemp("ours"), SaveSoundGrades, cells)


def test_sound_marks_are_saved_as_nbgrader_saves_them(tmp_path, ours):
    stock, _ = saved(tmp_path, SaveAutoGrades, {f"sound{n}": outputs for n, outputs in enumerate(SOUND)})
    assert {name: ours[0][name] for name in stock} == stock


@pytest.mark.parametrize("text", UNSOUND)
def test_what_is_no_mark_waits_for_a_person(ours, text):
    grades, said = ours
    assert grades[f"unsound_{text}"] == (None, True)
    assert [line for line in said if f"unsound_{text} gave {text}" in line]


@pytest.mark.parametrize("text", UNSOUND)
def test_after_an_error_no_number_counts(ours, text):
    grades, said = ours
    assert grades[f"after_error_{text}"] == (0, False)
    assert not [line for line in said if f"after_error_{text}" in line]
