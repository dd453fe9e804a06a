"""Damaged notebooks put together again: every kind of damage, without nbgrader.

`marks_of` runs a rebuilt notebook from top to bottom, as grading does, and says which tests hold:
what counts is not where a cell lies but that a right answer still passes.
"""

import json
import os
import random
from copy import deepcopy

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grading.autograde import grading_log
from grading.autograde.repair import salvage
from grading.autograde.repair.former import find_release
from grading.autograde.repair.rebuild import rebuild
from grading.autograde.repair.release import release_of
from grading.autograde.repair.salvage import Unusable
from grading.autograde.submissions import find_fault
from grading.cells import student_code

STUB = "def {}(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
DOUBLE, ROOT = "def double(x):\n    return 2 * x", "def root(x):\n    return math.sqrt(x)"
MARKED = ["imports", "double", "test_double", "parts", "root", "test_root", "why"]
RIGHT = {"test_double": True, "test_root": True}


def marked(grade_id, source, kind=new_code_cell, points=None, **flags):
    meta = {"schema_version": 3, "grade_id": grade_id, "grade": False, "solution": False}
    meta |= {"locked": False, "task": False, **flags}
    if points is not None:
        meta["points"] = points
    metadata = {"nbgrader": meta, "deletable": False}
    return kind(source, id=grade_id, metadata=metadata)


def released():
    """A lesson as released, with every kind of cell."""
    test = {"grade": True, "locked": True}
    cells = [
        new_markdown_cell("# A lesson", id="cell-000"),
        marked("imports", "import math", locked=True),
        new_markdown_cell("## Doubling", id="cell-002"),
        marked("double", STUB.format("double"), solution=True),
        marked("test_double", "assert double(2) == 4", points=2, **test),
        new_markdown_cell("## Roots", id="cell-005"),
        marked("parts", "NINE = 9", locked=True),
        marked("root", STUB.format("root"), solution=True),
        marked("test_root", "assert root(NINE) == 3", points=1, **test),
        marked("why", "Why?", new_markdown_cell, 4, task=True, locked=True),
        new_markdown_cell("", id="cell-010"),
        new_code_cell("print('done')", id="progress"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


RELEASE = release_of(released())


def answered():
    """The lesson with right answers in it."""
    notebook = released()
    cells = {cell.id: cell for cell in notebook.cells}
    cells["double"].source, cells["root"].source = DOUBLE, ROOT
    cells["cell-010"].source = "Because."
    return notebook


def own(source, id="mine"):
    return new_code_cell(source, id=id)


def as_bytes(notebook):
    return notebook if isinstance(notebook, bytes) else json.dumps(notebook).encode()


def repaired(notebook):
    """Rebuild, and check what must hold of every rebuilt notebook."""
    result = rebuild(salvage.read_bytes(as_bytes(notebook)), RELEASE)
    whole = result.notebook
    assert [cell.id for cell in whole.cells if "nbgrader" in cell.metadata] == MARKED
    settings_now = {c.id: c.metadata.nbgrader for c in whole.cells if "nbgrader" in c.metadata}
    assert settings_now == {name: k.cell.metadata.nbgrader for name, k in RELEASE.marked.items()}
    types = {c.id: c.cell_type for c in whole.cells if "nbgrader" in c.metadata}
    assert types == {name: k.cell.cell_type for name, k in RELEASE.marked.items()}
    for cell in whole.cells:
        if cell.id in ("imports", "test_double", "parts", "test_root", "why"):
            assert cell.source == RELEASE.marked[cell.id].cell.source
    nbformat.validate(whole)
    assert json.loads(nbformat.writes(whole).encode()), "cannot be written"
    assert all(note.endswith(".") and "\n" not in note for note in result.notes)
    return result


def marks_of(notebook):
    """Run from top to bottom; say of each test cell whether it held."""
    space, outcome = {}, {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            exec(cell.source, space)
            held = True
        except Exception:
            held = False
        if cell.id.startswith("test_"):
            outcome[cell.id] = held
    return outcome


def after(change):
    """What a right hand-in becomes when its cells are damaged by `change(cells, by_id)`."""
    notebook = answered()
    change(notebook.cells, {cell.id: cell for cell in notebook.cells})
    return repaired(notebook)


def move(cells, cell, to):
    cells.remove(cell)
    cells.insert(to, cell)


def copied(cell, **changes):
    copy = deepcopy(cell)
    copy.id = "copy-" + str(random.random())[2:]
    copy.update(changes)
    return copy


# Undamaged ---------------------------------------------------------------------------------------


def test_whole_notebook_goes_through_as_it_is():
    notebook = answered()
    notebook.cells.insert(4, own("def helper(x):\n    return x"))
    notebook.cells.insert(0, new_markdown_cell("![](attachment:a.png)", id="note"))
    notebook.cells[0].attachments = {"a.png": {"image/png": "aGk="}}
    notebook.metadata["language_info"] = {"name": "python", "version": "3.12"}
    result = repaired(notebook)
    assert result.notes == ()
    assert result.notebook == notebook


def test_outputs_are_nobodys_business():
    notebook = answered()
    notebook.cells[3]["outputs"] = [{"output_type": "nonsense", "data": 5}]
    notebook.cells[3]["execution_count"] = "seven"
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    assert repaired(notebook).notes == ()


def test_text_cells_may_be_deleted_and_answers_edited():
    notebook = answered()
    del notebook.cells[5], notebook.cells[2]
    assert repaired(notebook).notes == ()


def test_format_4_4_without_cell_ids_is_whole():
    notebook = answered()
    notebook["nbformat_minor"] = 4
    for cell in notebook.cells:
        del cell["id"]
    result = repaired(notebook)
    assert result.notes == () and marks_of(result.notebook) == RIGHT


def test_claims_about_its_own_grading_are_forgotten():
    notebook = answered()
    grading_log.note(notebook, "Full marks, please.")
    result = repaired(notebook)
    assert result.notes == () and grading_log.notes(result.notebook) == []
    assert "please" not in nbformat.writes(result.notebook)


# Missing cells -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["imports", "test_double", "parts", "test_root", "why"])
def test_a_missing_cell_is_put_back_in_its_place(name):
    result = after(lambda cells, by_id: cells.remove(by_id[name]))
    role = RELEASE.roles[name]
    assert result.notes == (f"The {role} cell {name} was missing; it was put back.",)
    assert [c.source for c in result.notebook.cells] == [c.source for c in answered().cells]


def test_a_missing_answer_costs_only_its_own_points():
    result = after(lambda cells, by_id: cells.remove(by_id["double"]))
    assert "exercise cell double was missing, and no answer" in result.notes[0]
    assert marks_of(result.notebook) == {"test_double": False, "test_root": True}


def test_an_answer_in_a_fresh_cell_is_found_by_its_name():
    def change(cells, by_id):
        cells[cells.index(by_id["double"])] = own(DOUBLE)

    result = after(change)
    assert result.notes == (
        "The exercise cell double was missing; its answer was found in another cell.",
    )
    assert marks_of(result.notebook) == RIGHT


def test_an_answer_in_a_fresh_cell_at_the_end_brings_its_helper():
    def change(cells, by_id):
        cells.remove(by_id["double"])
        cells += [own("factor = 2", "a"), own("def times(x):\n    return factor * x", "b")]
        cells.append(own("def double(x):\n    return times(x)", "c"))

    assert marks_of(after(change).notebook) == RIGHT


def test_the_last_of_several_attempts_in_fresh_cells_counts():
    def change(cells, by_id):
        at = cells.index(by_id["double"])
        cells[at : at + 1] = [own(DOUBLE.replace("2", "3"), "a"), own(DOUBLE, "b")]

    assert marks_of(after(change).notebook) == RIGHT


def test_an_answer_that_does_not_parse_is_still_the_answer():
    def change(cells, by_id):
        cells[cells.index(by_id["double"])] = own("def double(x):\n    return 2 x")

    result = after(change)
    assert "found in another cell" in result.notes[0]
    assert marks_of(result.notebook) == {"test_double": False, "test_root": True}


def test_merged_answers_serve_for_both():
    def change(cells, by_id):
        by_id["double"].source += "\n\n" + ROOT
        cells.remove(by_id["root"])

    result = after(change)
    assert len(result.notes) == 1 and "counts for both" in result.notes[0]
    assert marks_of(result.notebook) == RIGHT

    def other_way(cells, by_id):
        by_id["root"].source = DOUBLE + "\n\n" + ROOT
        cells.remove(by_id["double"])

    result = after(other_way)
    assert len(result.notes) == 1 and marks_of(result.notebook) == RIGHT


def test_an_answer_merged_into_its_test_is_found():
    def change(cells, by_id):
        by_id["test_double"].source = DOUBLE + "\n" + by_id["test_double"].source
        cells.remove(by_id["double"])

    assert marks_of(after(change).notebook) == RIGHT


# Labels, types, settings -------------------------------------------------------------------------


def strip(cells, keep_ids=False):
    for number, cell in enumerate(cells):
        cell["metadata"] = {}
        if not keep_ids:
            cell["id"] = f"{random.Random(number).getrandbits(32):08x}"


@pytest.mark.parametrize("keep_ids", [True, False])
def test_all_metadata_stripped_by_another_tool(keep_ids):
    result = after(lambda cells, by_id: strip(cells, keep_ids))
    assert [c.source for c in result.notebook.cells] == [c.source for c in answered().cells]
    assert marks_of(result.notebook) == RIGHT
    assert any("lost the labels" in note for note in result.notes)


def test_stripped_and_untouched_answers_get_nothing():
    notebook = released()
    strip(notebook.cells)
    assert not any(marks_of(repaired(notebook).notebook).values())


def test_swapped_labels_are_given_back():
    def change(cells, by_id):
        one, other = by_id["double"].metadata, by_id["root"].metadata
        one.nbgrader, other.nbgrader = other.nbgrader, one.nbgrader

    result = after(change)
    assert marks_of(result.notebook) == RIGHT
    assert "exercise cell double had the label of another cell" in result.notes[0]


def test_an_unknown_label_on_a_known_cell_is_given_back():
    result = after(lambda _, by_id: by_id["double"].metadata.nbgrader.update(grade_id="triple"))
    assert marks_of(result.notebook) == RIGHT and len(result.notes) == 1


def test_foreign_cells_become_ordinary():
    def change(cells, by_id):
        cells.append(marked("test_cube", "assert True", grade=True, locked=True, points=9))

    result = after(change)
    assert result.notes == ("The cell test_cube is not part of this lesson; it is not graded.",)
    assert "nbgrader" not in result.notebook.cells[-1].metadata


@pytest.mark.parametrize(
    "change",
    [
        {"points": 900},
        {"points": float("nan")},
        {"points": "many"},
        {"points": None},
        {"schema_version": 2},
        {"schema_version": "x"},
        {"grade": False},
        {"solution": True},
        {"locked": False},
        {"task": True},
    ],
)
def test_changed_settings_are_put_back(change):
    result = after(lambda _, by_id: by_id["test_double"].metadata.nbgrader.update(change))
    assert result.notes == ("The settings of the test cell test_double had been changed; they were put back.",)
    assert marks_of(result.notebook) == RIGHT


@pytest.mark.parametrize("junk", [None, [], "x", 5, {}, {"grade_id": ["double"]}, {"grade_id": {}}])
def test_junk_in_place_of_a_label(junk):
    result = after(lambda _, by_id: by_id["double"].metadata.update(nbgrader=junk))
    assert marks_of(result.notebook) == RIGHT and len(result.notes) == 1


@pytest.mark.parametrize("kind", ["markdown", "raw", "heading", "video", None, 7])
def test_retyped_answer_gets_its_type_back(kind):
    def change(cells, by_id):
        cells[cells.index(by_id["double"])] = {**by_id["double"], "cell_type": kind}

    if kind == "heading":
        return  # of another format, in which "heading" has a level
    result = after(change)
    assert marks_of(result.notebook) == RIGHT
    assert "given another type" in result.notes[0]


def test_text_cell_turned_into_code_and_back():
    result = after(lambda _, by_id: by_id["why"].update(cell_type="code", outputs=[]))
    assert "given another type" in result.notes[0]


# Copies ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["imports", "test_double", "why", "double"])
@pytest.mark.parametrize("at", [0, 4, -1])
def test_identical_copies_count_once(name, at):
    result = after(lambda cells, by_id: cells.insert(at, copied(by_id[name])))
    assert len(result.notes) == 1 and "more than once; it counts once" in result.notes[0]
    assert marks_of(result.notebook) == RIGHT
    assert len(result.notebook.cells) == len(answered().cells)


@pytest.mark.parametrize("at", [3, 4, -1])
@pytest.mark.parametrize("text", [STUB.format("double"), "", "   \n", '# later\n' + STUB.format("double").replace("    raise", '    """Twice."""\n    raise')])
def test_a_copy_without_an_answer_is_not_the_answer(at, text):
    result = after(lambda cells, by_id: cells.insert(at, copied(by_id["double"], source=text)))
    assert marks_of(result.notebook) == RIGHT
    assert "counts once" in result.notes[0]


@pytest.mark.parametrize("at", [0, 3])
def test_of_different_answers_the_last_above_the_test_counts(at):
    """Which the test meets when everything is run from top to bottom, as Validate does."""
    wrong = DOUBLE.replace("2", "3")
    result = after(lambda cells, by_id: cells.insert(at, copied(by_id["double"], source=wrong)))
    assert marks_of(result.notebook) == RIGHT
    assert "with different answers; the last one above its test counts" in result.notes[0]
    result = after(lambda cells, by_id: cells.append(copied(by_id["double"], source=wrong)))
    assert marks_of(result.notebook) == RIGHT

    def redone_below(cells, by_id):
        right, by_id["double"].source = copied(by_id["double"]), wrong
        cells += [right, copied(by_id["test_double"])]

    assert marks_of(after(redone_below).notebook) == RIGHT


def test_versions_of_an_answer_stay_in_their_order():
    def change(cells, by_id):
        at = cells.index(by_id["double"])
        first = copied(by_id["double"], source="def double(x):\n    return x + x")
        by_id["double"].source = "def double(x, old=double):\n    return old(x)"
        cells.remove(by_id["double"])
        cells[at:at] = [first]
        cells.append(by_id["double"])
        cells.remove(by_id["test_double"])

    assert marks_of(after(change).notebook) == RIGHT


def test_a_split_answer_keeps_both_halves():
    """JupyterLab gives both halves of a split cell the same label."""

    def change(cells, by_id):
        second = copied(by_id["double"], source="def double(x):\n    return factor * x")
        by_id["double"].source = "factor = 2"
        cells.insert(cells.index(by_id["double"]) + 1, second)

    assert marks_of(after(change).notebook) == RIGHT

    def tried_out(cells, by_id):
        second = copied(by_id["double"], source="double(3)")
        cells.insert(cells.index(by_id["double"]) + 1, second)

    result = after(tried_out)
    assert marks_of(result.notebook) == RIGHT
    assert next(c for c in result.notebook.cells if c.id == "double").source == DOUBLE


def test_duplicate_cell_ids_do_no_harm():
    def change(cells, by_id):
        cells += [own("one = 1", "mine"), own("two = 2", "mine"), own("three = 3")]
        cells[-1]["id"] = "a b!"

    result = after(change)
    ids = [cell.id for cell in result.notebook.cells]
    assert result.notes == () and len(set(ids)) == len(ids)
    assert [cell.source for cell in result.notebook.cells[-3:]] == ["one = 1", "two = 2", "three = 3"]


# Order -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["imports", "double", "test_double", "root", "test_root"])
@pytest.mark.parametrize("to", [0, 12])
def test_a_moved_cell_goes_back(name, to):
    result = after(lambda cells, by_id: move(cells, by_id[name], to))
    assert marks_of(result.notebook) == RIGHT
    assert all("not in its place" in note for note in result.notes)


@pytest.mark.parametrize("seed", range(20))
def test_shuffled_cells_are_sorted(seed):
    result = after(lambda cells, by_id: random.Random(seed).shuffle(cells))
    assert marks_of(result.notebook) == RIGHT
    assert {c.source for c in result.notebook.cells} == {c.source for c in answered().cells}


def test_an_answer_moved_to_the_end_brings_the_helper_it_needs():
    def change(cells, by_id):
        move(cells, by_id["double"], len(cells))
        by_id["double"].source = "@twice\ndef double(x):\n    return x"
        cells.insert(-1, own("def twice(f):\n    return lambda x: 2 * f(x)"))

    result = after(change)
    assert marks_of(result.notebook) == RIGHT
    assert len(result.notes) == 1 and "not in its place" in result.notes[0]


def test_an_answer_moved_to_the_top_is_still_there_for_who_uses_it():
    def change(cells, by_id):
        by_id["root"].source = "def root(x):\n    return x ** 0.5"
        move(cells, by_id["root"], 0)
        cells.insert(1, own("TWO = root(4)"))
        by_id["double"].source = "def double(x, two=TWO):\n    return two * x"

    assert marks_of(after(change).notebook) == RIGHT


def test_written_answer_moves_with_its_task():
    def change(cells, by_id):
        task, text = by_id["why"], by_id["cell-010"]
        cells.remove(task)
        cells.remove(text)
        cells[1:1] = [task, text]

    ids = [cell.id for cell in after(change).notebook.cells]
    assert ids.index("cell-010") == ids.index("why") + 1


def test_own_cells_stay_after_the_cell_they_followed():
    def change(cells, by_id):
        cells.insert(cells.index(by_id["test_double"]) + 1, own("print(double(7))"))
        cells.remove(by_id["test_double"])

    ids = [cell.id for cell in after(change).notebook.cells]
    assert ids.index("double") < ids.index("mine") < ids.index("root")


# Damaged files -----------------------------------------------------------------------------------


def test_cut_off_anywhere():
    """Whatever the place: a notebook with the answers before the cut, or a sentence."""
    text = nbformat.writes(answered())
    seen = set()
    for end in range(0, len(text), 7):
        try:
            result = repaired(text[:end].encode())
        except Unusable as reason:
            assert str(reason).endswith(".")
            continue
        held = marks_of(result.notebook)
        whole = [name for name in ("double", "root") if f'"id": "test_{name}"' in text[:end]]
        assert all(held[f"test_{name}"] for name in whole)
        seen.add(result.notes[0])
    assert {
        "The file was cut off: 0 of 2 answers could be read.",
        "The file was cut off: 1 of 2 answers could be read.",
        "The file was cut off: 2 of 2 answers could be read.",
    } - seen <= {"The file was cut off: 0 of 2 answers could be read."}


TEXT = nbformat.writes(answered())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xef\xbb\xbf" + TEXT.encode(), ""),
        (TEXT.encode("utf-16"), ""),
        (TEXT.encode("utf-16-le"), ""),
        (TEXT.encode("utf-16-be"), ""),
        (TEXT.replace("\n", "\r\n").encode(), ""),
        (TEXT.replace("Because.", "Voil\N{LATIN SMALL LETTER A WITH GRAVE}").encode("latin-1"), "Latin-1"),
        (TEXT.encode() + b"\n}}} garbage", "end of the notebook"),
        (TEXT.encode() + b"\0\0\0\0", "end of the notebook"),
        (TEXT.replace('"nbformat": 4', '"nbformat": 4.0').encode(), ""),
        (TEXT.replace('"nbformat_minor": 5', '"nbformat_minor": 99').encode(), ""),
        (TEXT.replace('"nbformat": 4', '"nbformat": 17').encode(), ""),
        (TEXT.replace('"metadata": {\n  "kern', '"metadata": {"x": NaN, "y": -Infinity,"z":1e999,\n  "kern').encode(), ""),
        (TEXT.replace('"nbformat": 4', f'"nbformat": 4, "n": {"9" * 6000}').encode(), ""),
        (TEXT.replace("Because.", "Because \\ud800").encode(), "cannot be written"),
        (TEXT.replace('"nbformat": 4', '"deep": ' + "[" * 5000 + "]" * 5000).encode(), "damaged"),
        (TEXT.replace('"nbformat": 4', '"nbformat": 4 4').encode(), "damaged"),
        (TEXT.replace('"outputs": []', '"outputs": ' + "[" * 90000 + "]" * 90000, 1).encode(), "1 cell of the file"),
        (TEXT.replace('"Because."', '"Bec\tause."').encode(), ""),
    ],
)
def test_odd_files_are_read(data, words):
    result = repaired(data)
    assert marks_of(result.notebook) == RIGHT
    assert (words in " ".join(result.notes)) if words else result.notes == ()


def test_sources_in_every_form():
    def change(cells, by_id):
        by_id["double"]["source"] = DOUBLE.splitlines(keepends=True)
        by_id["root"]["source"] = [*ROOT.splitlines(keepends=True), 5, None]
        del by_id["progress"]["source"], by_id["cell-005"]["metadata"]
        by_id["cell-002"]["source"] = {"a": 1}
        by_id["cell-010"]["attachments"] = "junk"
        by_id["cell-000"]["metadata"] = {"tags": 5, "name": ""}
        cells += [None, 5, "cell", []]

    notebook = json.loads(TEXT)
    change(notebook["cells"], {cell["id"]: cell for cell in notebook["cells"]})
    assert marks_of(repaired(notebook).notebook) == RIGHT


def test_notebook_of_format_3():
    cells = []
    for cell in answered().cells:
        old = {"cell_type": cell.cell_type, "metadata": cell.metadata}
        old["input" if cell.cell_type == "code" else "source"] = cell.source
        cells.append(old)
    cells.append({"cell_type": "heading", "level": 2, "source": "Mine"})
    notebook = {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}
    result = repaired(notebook)
    assert result.notes == () and marks_of(result.notebook) == RIGHT
    assert result.notebook.cells[-1].source == "## Mine"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\0\0", "is empty"),
        (b"PK\x03\x04 and more", "archive or a picture"),
        (b"\x89PNG\r\n", "archive or a picture"),
        (b"\xff\xfe\x00", "not text"),
        (b"hello", "not a Jupyter notebook"),
        (b"[1, 2]", "not a Jupyter notebook"),
        (b"{}", "not a Jupyter notebook"),
        (b"<!DOCTYPE html><html>", "not a Jupyter notebook"),
        (b'{"nbformat": 4, "nbformat_minor": 5}', "holds no cells"),
        (b'{"nbformat": 4, "cells": []}', "holds no cells"),
        (b'{"cells": [{"cell_type":', "cut off"),
        (b"{" * 200_000, "cut off"),
        (b'{"a":' * 200_000, "cut off"),
        (b'{"cells": ' + b"[" * 300_000, "cut off"),
        (TEXT.replace(' "metadata"', "<<<<<<< HEAD\n=======\n>>>>>>> theirs\n", 1).encode(), "merge by git"),
        (b'{"nbformat": 4, "cells": []' + b",[]" * 2_000_000 + b"}", "millions of values"),
        (b'{"nbformat": 4, "cells": [' + b'{"cell_type": "code"},' * 6000 + b'{}]}', "6001 cells"),
        (TEXT.replace('"double"', '"triple"').replace('"root"', '"cube"').replace("test_", "try_")
         .replace("def ", "def my_").replace("assert ", "assert my_").replace("Why?", "How?").replace('"why"', '"what"').encode(), "another lesson"),
    ],
)
def test_what_cannot_be_rebuilt_is_refused_in_a_sentence(data, words):
    with pytest.raises(Unusable) as reason:
        repaired(data)
    assert words in str(reason.value) and str(reason.value).endswith(".")


def test_large_files_links_and_folders_are_refused(tmp_path):
    large = tmp_path / "large.ipynb"
    with large.open("wb") as file:
        file.truncate(salvage.LARGEST + 1)
    link = tmp_path / "link.ipynb"
    link.symlink_to(tmp_path / "other")
    (tmp_path / "folder.ipynb").mkdir()
    for path in tmp_path.iterdir():
        with pytest.raises(Unusable):
            salvage.read(path)


def test_release_must_be_the_one_that_the_gradebook_knows(tmp_path):
    nbformat.write(released(), tmp_path / "tiny.ipynb")
    assert find_release(tmp_path, "tiny", RELEASE.roles) is not None
    assert find_release(tmp_path, "tiny", {**RELEASE.roles, "more": "test"}) is None
    assert find_release(tmp_path, "other", RELEASE.roles) is None


# A folder ----------------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path):
    """What was handed in, and the released notebooks."""
    handed_in, releases = tmp_path / "submitted", tmp_path / "notebooks"
    handed_in.mkdir()
    releases.mkdir()
    nbformat.write(released(), releases / "tiny.ipynb")
    return handed_in, releases


def fault_in(folders):
    return find_fault(folders[0], {"tiny": RELEASE.roles}, folders[1])


def test_what_can_be_rebuilt_has_no_fault(folders):
    (folders[0] / "tiny.ipynb").write_text(TEXT)
    assert fault_in(folders) is None
    (folders[0] / "tiny.ipynb").write_text(TEXT[: -len(TEXT) // 3])
    assert fault_in(folders) is None


def test_without_its_release_a_damaged_notebook_is_refused(folders):
    (folders[1] / "tiny.ipynb").unlink()
    (folders[0] / "tiny.ipynb").write_text(TEXT)
    assert fault_in(folders) is None
    damaged = answered()
    del damaged.cells[4]
    for text, words in ((nbformat.writes(damaged), "lacks the test cell"), (TEXT[: len(TEXT) // 2], "cut off")):
        (folders[0] / "tiny.ipynb").write_text(text)
        fault = fault_in(folders)
        assert words in fault and "cannot be rebuilt" in fault and "notebooks/tiny.ipynb" in fault


def test_a_misnamed_notebook_is_named_with_what_it_holds(folders):
    (folders[0] / "mine.ipynb").write_text(TEXT)
    assert fault_in(folders).endswith("only mine.ipynb, which holds this lesson's cells: give it this name.")
    (folders[0] / "mine.ipynb").write_text("{}")
    assert fault_in(folders).endswith("rename it if it is the same notebook.")


def test_what_is_no_file_is_refused(folders):
    path = folders[0] / "tiny.ipynb"
    path.mkdir()
    assert fault_in(folders) == "tiny.ipynb is not a file."
    path.rmdir()
    os.mkfifo(path)
    assert "neither a file nor a folder" in fault_in(folders)
    path.unlink()
    path.symlink_to("/etc/passwd")
    assert "is a link" in fault_in(folders)


# Any junk ----------------------------------------------------------------------------------------

words = st.one_of(st.text(max_size=8), st.sampled_from([*MARKED, "code", "markdown", "cell-005"]))
leaves = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), words)
junk = st.recursive(leaves, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)), max_leaves=12)
sources = st.one_of(st.sampled_from([DOUBLE, ROOT, STUB.format("double"), "assert double(2) == 4", "x ="]), words, st.lists(words, max_size=3), junk)
labels = st.fixed_dictionaries({}, optional={"grade_id": st.one_of(st.sampled_from(MARKED), junk), "points": junk, **{flag: st.one_of(st.booleans(), junk) for flag in ("grade", "solution", "locked", "task")}})
junk_cells = st.fixed_dictionaries({}, optional={"cell_type": st.one_of(st.sampled_from(["code", "markdown", "raw", "heading"]), junk), "id": words, "source": sources, "level": junk, "outputs": junk, "attachments": junk, "metadata": st.one_of(junk, st.fixed_dictionaries({"nbgrader": st.one_of(labels, junk)}))})
good_cells = st.sampled_from([dict(cell) for cell in answered().cells])
junk_notebooks = st.fixed_dictionaries({"cells": st.one_of(st.lists(st.one_of(good_cells, junk_cells, junk), max_size=14), junk)}, optional={"metadata": junk, "nbformat": junk, "nbformat_minor": junk, "worksheets": junk})
relaxed = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(st.one_of(junk_notebooks, junk))
def test_any_junk_is_rebuilt_or_refused(content):
    try:
        repaired(json.dumps(content).encode())
    except Unusable as reason:
        assert str(reason).strip().endswith(".")


@relaxed
@given(st.binary(max_size=60), st.integers(0, len(TEXT)), st.integers(0, 40))
def test_any_damage_to_the_bytes_is_rebuilt_or_refused(noise, at, lost):
    data = TEXT.encode()
    try:
        repaired(data[:at] + noise + data[at + lost :])
    except Unusable as reason:
        assert str(reason).strip().endswith(".")


def damage_once(cells, kind, at, to):
    """One thing that happens to a cell; none of them loses an answer."""
    cell = cells[at % len(cells)]
    meta = cell.metadata.get("nbgrader", {})
    if kind == "move" and meta:  # a helper moved below its use fails for the student too
        move(cells, cell, to % len(cells))
    elif kind == "delete" and "def " not in cell.source:
        cells.remove(cell)
    elif kind == "copy":
        cells.insert(to % len(cells), copied(cell))
    elif kind == "strip":
        cell.metadata = {}
    elif kind == "new id":
        cell.id = f"{random.Random(at + 97 * to).getrandbits(32):08x}"
    elif kind == "retype" and meta:
        cell.cell_type = ("code", "markdown", "raw")[to % 3]
    elif kind == "settings" and meta:
        meta.update(points=to, grade=bool(at % 2), schema_version=to % 5)
    elif kind == "stub" and meta.get("solution"):
        cells.insert(to % len(cells), copied(cell, source=STUB.format(meta["grade_id"])))


kinds = st.sampled_from(["move", "delete", "copy", "strip", "new id", "retype", "settings", "stub"])


@settings(relaxed, max_examples=100)
@given(st.lists(st.tuples(kinds, st.integers(0, 40), st.integers(0, 40)), max_size=8))
def test_no_damage_that_leaves_the_answers_costs_a_mark(damages):
    notebook = answered()
    notebook.cells[2:2] = [own("def twice(x):\n    return 2 * x"), own("NAME = 'a'", "yours")]
    by_id = {cell.id: cell for cell in notebook.cells}
    by_id["double"].source = "def double(x):\n    return twice(x)"
    for kind, at, to in damages:
        damage_once(notebook.cells, kind, at, to)
    try:
        result = repaired(notebook)
    except Unusable as reason:
        assert "another lesson" in str(reason)  # nothing was left to know it by
        return
    if result.notes:
        assert marks_of(result.notebook) == RIGHT


@relaxed
@given(st.lists(good_cells, min_size=1, max_size=16))
def test_rebuilding_once_is_enough(cells):
    """What was rebuilt is whole: rebuilt again, it stays as it is."""
    try:
        once = repaired({"nbformat": 4, "cells": cells})
    except Unusable:
        return
    again = repaired(once.notebook)
    assert again.notes == () and again.notebook == once.notebook


@pytest.mark.parametrize(
    "source",
    ["-" * 100_000 + "1", "(" * 100_000, "a." * 100_000 + "a", "1" + "+1" * 200_000, "\0", "x" * 10**6, "%magic\n!ls\ndef double(x): return 2*x"],
)
def test_no_code_is_too_odd_to_look_into(source):
    assert student_code.functions(source) <= {"double"}
    assert isinstance(student_code.needed(source), frozenset)
    student_code.defined(source)


@pytest.mark.parametrize("signs", ["\x01", "\n", "\\n"], ids=["unseen", "line ends", "escaped"])
def test_what_grows_when_it_is_saved_is_refused(monkeypatch, signs):
    """The graded notebook is read by all that make marks of a class, which refuse a huge one."""
    monkeypatch.setattr(salvage, "LARGEST_WRITTEN", 100_000)
    text = json.dumps({"cells": [{"cell_type": "markdown", "source": "HERE"}], "nbformat": 4})
    assert salvage.read_bytes(text.replace("HERE", "a" * 90_000).encode()).cells
    with pytest.raises(Unusable, match="empty lines, or of signs that cannot be seen"):
        salvage.read_bytes(text.replace("HERE", signs * 40_000).encode())
