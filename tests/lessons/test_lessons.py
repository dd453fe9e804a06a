"""Every lesson: its checks judge rightly, it runs from top to bottom, and it says what it must."""

import re
import subprocess
import sys
from collections import Counter

import nbformat
import pytest
from nbclient import NotebookClient

from grading.authoring.answers import ROOT, load_answers
from grading.authoring.lesson import read_lesson
from grading.measuring.accuracy import judge

LESSONS = sorted((ROOT / "lessons").glob("[0-9][0-9]_*.py"))
#: It trains for minutes on sentences that may not be here: run as it is while nbgrader marks it.
#: Run with its whole training: `make book` runs all of them so, and stops at a cell that fails. The
#: others train for as few steps as on a very slow machine, since they give themselves so many seconds.
WHOLE = "06_encoder_decoder_attention"
DATA = ROOT.parent / "shared" / "data"  # real sentences, on machines that have them there
WITHOUT_TORCH = ("00_start_here", "01_word_importance", "02_softmax")
every_lesson = pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)


def test_there_are_lessons():
    assert LESSONS


@every_lesson
def test_checks_catch_wrong_answers_name_mistakes_and_accept_right_ones(path):
    assert judge(path).faults == []


@every_lesson
def test_every_exercise_was_tried_with_wrong_and_right_answers(path):
    exercises = {cell.name for cell in read_lesson(path).cells if cell.kind == "exercise"}
    wrong = Counter(answer.exercise for answer in load_answers("wrong", path.stem))
    right = Counter(answer.exercise for answer in load_answers("right", path.stem))
    assert wrong.keys() == right.keys() == exercises
    assert min(wrong.values()) >= 5
    assert min(right.values()) >= 2


@every_lesson
def test_the_solution_runs_from_top_to_bottom_in_a_fresh_kernel(path, tmp_path, monkeypatch):
    if path.stem != WHOLE:
        monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    if DATA.is_dir():
        monkeypatch.setenv("ATTENTION_DATA", str(DATA))
    notebook = nbformat.read(ROOT / "solutions" / path.stem / f"{path.stem}.ipynb", as_version=4)
    asks = nbformat.v4.new_code_cell("import sys; print('torch' in sys.modules)")
    notebook.cells.append(asks)
    there = {"metadata": {"path": str(tmp_path)}}  # a lesson may leave a file beside itself
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=there).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    said = [out for cell in code for out in cell.outputs if out.get("name") == "stderr"]
    assert said == []
    loaded = asks.outputs[0].text.strip() == "True"
    assert not (loaded and path.stem in WITHOUT_TORCH)
    checked = [out.metadata["check"] for cell in code for out in cell.outputs if "check" in out.get("metadata", {})]
    assert {record["exercise"] for record in checked} == {c.name for c in read_lesson(path).cells if c.kind == "exercise"}
    assert all(record["passed"] for record in checked)
    count = len({record["exercise"] for record in checked})
    where = next(cell for cell in code if cell.id == "progress").outputs[0].text
    assert where.startswith(f"passed: {count} of {count} (") and "not tried" not in where


@every_lesson
def test_every_exercise_has_hints_difficulty_and_minutes(path):
    text = "\n".join(cell.source for cell in read_lesson(path).cells if cell.kind in ("markdown", "task"))
    for cell in read_lesson(path).cells:
        if cell.kind == "exercise":
            heading = re.search(rf"### Exercise.*`{cell.name}[(`].*", text)
            assert heading, f"{cell.name} has no heading of its own"
            assert re.search(r"[●○]{3}  \d+ minutes", heading[0]), heading[0]
            section = re.split(r"^##", text[heading.end() :], flags=re.M)[0]
            assert section.count("<details>") == section.count("</details>") == 3, cell.name
    assert "## In short" in text


def test_importing_the_helpers_loads_neither_torch_nor_anything_else_large():
    code = "import sys, helpers; print([m for m in ('torch', 'numpy', 'matplotlib') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_in_a_kernel_a_failed_check_is_recorded_and_short():
    cell = nbformat.v4.new_code_cell(
        "from helpers import check\n"
        "from helpers.check import known_mistakes as known\n"
        "told = {'answer': 'a', 'sentence': 'adding 1: no doubling. What is twice 2?', 'rules': ['ok', 3]}\n"
        "cell = {'cell': 't', 'rules': ['one', 'two'], 'mistakes': [told]}\n"
        "with known.using({'exercises': {'double': [cell]}}), check.exercise('double'):\n"
        "    check.equal(2, 2, rule='one')\n"
        "    check.equal(3, 4, rule='two')"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    kinds = [out.output_type for out in cell.outputs]
    assert kinds == ["stream", "display_data", "error"]
    stream, shown, error = cell.outputs
    assert stream.name == "stdout" and "This looks like: adding 1" in stream.text
    assert shown.data["text/plain"].strip() == "What is twice 2?"
    assert shown.metadata["check"]["mistake"] == "adding 1"
    assert shown.metadata["check"]["rules_held"] == 1
    assert len(error.traceback) == 1 and "\n" not in error.traceback[0]
