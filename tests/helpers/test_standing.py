"""Where a learner stands is read from saved notebooks, and none is run."""

import copy
import json
import os
from pathlib import Path

import pytest

from helpers import lab, standing

ROOT = Path(__file__).resolve().parents[2]
SOFTMAX, START = "02_softmax", "00_start_here"


@pytest.fixture
def course(tmp_path):
    """A course folder of two lessons, copied to work/ as the first start does."""
    for stem in (START, SOFTMAX):
        path = tmp_path / "notebooks" / stem / f"{stem}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes((ROOT / path.relative_to(tmp_path)).read_bytes())
    lab.copy_lessons(tmp_path, tmp_path / "work")
    return tmp_path


def edit(course, stem, answers=(), checks=(), passed=True):
    """Write answers, and what their checks would leave in the saved notebook."""
    path = course / "work" / f"{stem}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] in answers:
            cell["source"] = ["def answer():\n", "    return 1"]
        if cell["id"] in checks:
            record = {"exercise": "any", "passed": passed}
            cell["outputs"] = [
                {
                    "output_type": "display_data",
                    "data": {"text/plain": "."},
                    "metadata": {"check": record},
                }
            ]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


SAFE = ("test_softmax", "test_softmax_table", "test_softmax_safe")


def of(course, stem=SOFTMAX):
    return next(lesson for lesson in lab.where(course).lessons if lesson.stem == stem)


def test_nothing_is_begun_at_first(course):
    found = lab.where(course)
    assert [lesson.begun for lesson in found.lessons] == [None, None]
    assert found.last is None and found.next[1] == "count_words"
    assert "0 of 2 lessons begun, 0 of 6 exercises passed." in standing.told(found, course / "work")


def test_an_exercise_has_passed_when_each_of_its_checks_has(course):
    edit(course, SOFTMAX, ["softmax"], SAFE[:2])
    assert of(course).exercises["softmax"] == standing.TRIED
    edit(course, SOFTMAX, [], SAFE[2:])
    assert of(course).exercises["softmax"] == standing.PASSED
    assert of(course).exercises["softmax_with_temperature"] == standing.UNTRIED, (
        "a longer name is another's"
    )
    found = lab.where(course)
    assert found.last.stem == SOFTMAX and found.next[1] == "predictions"


def test_a_check_that_failed_later_counts(course):
    edit(course, SOFTMAX, ["softmax"], SAFE)
    edit(course, SOFTMAX, [], SAFE[1:2], passed=False)
    assert of(course).exercises["softmax"] == standing.TRIED


def test_an_answer_that_was_taken_back_has_not_passed(course):
    edit(course, SOFTMAX, [], SAFE)
    assert of(course).exercises["softmax"] == standing.UNTRIED


def test_what_was_left_behind_comes_after_the_lesson_last_worked_in(course):
    for exercise in of(course).exercises:
        checks = {
            "softmax": SAFE,
            "masked_softmax": ("test_masked_softmax", "test_masked_softmax_extremes"),
        }
        edit(course, SOFTMAX, [exercise], checks.get(exercise, [f"test_{exercise}"]))
    assert of(course).open == []
    assert lab.where(course).next == (of(course, START), "count_words")


def test_resuming_opens_the_lesson_that_was_saved_last(course):
    for when, stem in ((1000, SOFTMAX), (2000, START)):
        os.utime(edit(course, stem, ["softmax", "count_words"]), (when, when))
    assert lab.where(course).last.stem == START
    os.utime(course / "work" / f"{SOFTMAX}.ipynb", (3000, 3000))
    assert lab.where(course).last.stem == SOFTMAX


BAD = {
    "empty": (b"", "it is empty"),
    "blank": (b" \n", "it is empty"),
    "cut off": (b'{"cells": [', "it is damaged or cannot be read"),
    "binary": (b"\x89PNG\r\n\xff", "it is damaged or cannot be read"),
    "too deep": (b"[" * 100_000, "it is damaged or cannot be read"),
    "a list": (b"[1, 2]", "it is no notebook of today's form"),
    "old": (b'{"worksheets": [], "nbformat": 3}', "it is no notebook of today's form"),
    "no cell": (b'{"cells": []}', "it holds no exercise of this lesson"),
    "odd cells": (
        b'{"cells": [1, null, {"metadata": 3, "outputs": 4}]}',
        "it holds no exercise of this lesson",
    ),
}


@pytest.mark.parametrize("content, why", BAD.values(), ids=BAD)
def test_a_bad_notebook_is_named_and_passed_over(course, content, why):
    edit(course, START, ["count_words"], ["test_count_words"])
    (course / "work" / f"{SOFTMAX}.ipynb").write_bytes(content)
    found = lab.where(course)
    assert found.passed_over == {f"{SOFTMAX}.ipynb": why}
    assert of(course, START).begun and not of(course).begun
    assert f"Passed over: {SOFTMAX}.ipynb ({why})." in standing.told(found, course / "work")


def test_folders_lost_links_and_strangers_are_passed_over(course):
    work = course / "work"
    for stem in (START, SOFTMAX):
        (work / f"{stem}.ipynb").unlink()
    (work / f"{START}.ipynb").mkdir()
    (work / f"{SOFTMAX}.ipynb").symlink_to(work / "gone")
    (work / "mine.ipynb").write_text("{}")
    assert [*lab.where(course).passed_over] == [f"{START}.ipynb", f"{SOFTMAX}.ipynb", "mine.ipynb"]


def test_another_lessons_notebook_under_this_name_says_nothing(course):
    (course / "work" / f"{SOFTMAX}.ipynb").write_bytes(
        (course / "work" / f"{START}.ipynb").read_bytes()
    )
    assert lab.where(course).passed_over == {
        f"{SOFTMAX}.ipynb": "it holds no exercise of this lesson"
    }


def test_records_of_any_shape_do_no_harm(course):
    path = edit(course, SOFTMAX, ["softmax"], SAFE)
    notebook = json.loads(path.read_text())
    for odd in (None, 3, [], {"check": None}, {"check": {"passed": "yes"}}):
        changed = copy.deepcopy(notebook)
        for cell in changed["cells"]:
            if cell["id"] == SAFE[0]:
                cell["outputs"][0]["metadata"] = odd
        path.write_text(json.dumps(changed))
        assert of(course).exercises["softmax"] == standing.TRIED


def test_the_command_says_it_and_runs_nothing(course, capsys):
    edit(course, START, ["count_words"], ["test_count_words"])
    before = {path: path.read_bytes() for path in (course / "work").iterdir()}
    assert lab.main(["status", "--course", str(course)]) == 0
    said = capsys.readouterr().out
    assert "00 Start here  1 of 1 passed" in said and "Next: softmax in 02_softmax.ipynb." in said
    assert {path: path.read_bytes() for path in (course / "work").iterdir()} == before
    assert lab.main(["status", "--course", str(course / "elsewhere")]) == 0
    assert "no lesson here" in capsys.readouterr().out


def test_the_page_links_the_next_lesson_and_spares_a_file_of_the_learners_own(course):
    work = course / "work"
    edit(course, START, ["count_words"], ["test_count_words"])
    assert standing.write_page(lab.where(course), work)
    page = (work / standing.PAGE).read_text(encoding="utf-8")
    assert "**Next:** `softmax` in [02 Softmax](02_softmax.ipynb)" in page
    assert standing.write_page(lab.where(course), work), "it is written anew"
    (work / standing.PAGE).write_text("my diary")
    assert not standing.write_page(lab.where(course), work)
    assert (work / standing.PAGE).read_text() == "my diary"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_pipes_and_endless_files_are_passed_over(course):
    """Reading a pipe never ends, and of a file with a hole it takes all memory."""
    work = course / "work"
    mine = work / f"{SOFTMAX}.ipynb"
    mine.unlink()
    os.mkfifo(mine)
    assert "it is no file" in lab.where(course).passed_over[mine.name]
    mine.unlink()
    with mine.open("wb") as file:
        file.truncate(100 * 2**30)
    assert "far too large" in lab.where(course).passed_over[mine.name]
    page = work / standing.PAGE
    page.unlink(missing_ok=True)
    os.mkfifo(page)
    assert not standing.write_page(lab.where(course), work)


def test_names_of_files_are_shown_and_not_obeyed(course):
    (course / "work" / "\x1b[2Jone\ntwo\u202e.ipynb").write_text("")
    (course / "work" / os.fsdecode(b"\xe9.ipynb")).write_text("")
    told = standing.told(lab.where(course), course / "work")
    assert "\x1b" not in told and "\u202e" not in told and "one\ufffdtwo" in told
    told.encode("utf-8")  # a terminal can have it
