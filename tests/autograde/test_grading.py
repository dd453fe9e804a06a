"""Grading through nbgrader itself: every lesson, and submissions that are damaged.

Starting nbgrader takes seconds, so each group of tests shares one course folder and one batch.
"""

import os
import re
import shutil
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell
from nbgrader.api import Gradebook
from tiny_lesson import TINY, changed, marked, put, tiny_lesson

from grading.autograde import grading_log
from grading.autograde.sandbox import bubblewrap
from grading.autograde.sandbox.deep_folders import remove_folder
from grading.autograde.submissions import find_fault
from grading.classroom import demo, marks
from grading.classroom.demo import MISTAKEN, SOLVED, UNTOUCHED, run_nbgrader

pytestmark = pytest.mark.uses("bubblewrap")
ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("*.py"))


# Every lesson, through nbgrader ------------------------------------------------------------------


@pytest.fixture(scope="module")
def the_class(graded_class):
    """The marks of the students in every lesson."""
    return {(mark.student, mark.lesson): mark for mark in marks.read_marks(graded_class)}


@pytest.mark.parametrize("lesson", LESSONS)
def test_solution_gets_full_marks(the_class, lesson):
    points = the_class[SOLVED, lesson].points
    assert points.score == points.max_score > 0
    assert the_class[SOLVED, lesson].mistakes == ()


@pytest.mark.parametrize("lesson", LESSONS)
def test_untouched_release_gets_nothing(the_class, lesson):
    assert the_class[UNTOUCHED, lesson].points.score == 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_typical_mistake_loses_points_and_is_named(the_class, lesson):
    mark = the_class[MISTAKEN, lesson]
    assert mark.points.score < mark.points.max_score
    assert demo.named(mark), mark.mistakes


# Damaged submissions -----------------------------------------------------------------------------


def double_a_cell(cells, by_id):
    cells.append(deepcopy(by_id["test_double"]))
    cells[-1].id = "a-copy"


def foreign_cell(cells, by_id):
    cells.append(marked("test_cube", "assert True", grade=True, locked=True, points=9))


def strip(cells, by_id):
    for number, cell in enumerate(cells):
        cell.metadata, cell.id = {}, f"cell-{number}-of-another-tool"


def merge_answers(cells, by_id):
    by_id["double"].source += "\n\n" + by_id["root"].source
    cells.remove(by_id["root"])


def last_copy_right(cells, by_id):
    cells.insert(0, deepcopy(by_id["double"]))
    cells[0].update(id="a-copy", source="def double(x):\n    return x")


def fresh_cell(cells, by_id):
    cells[cells.index(by_id["root"])] = new_code_cell(by_id["root"].source, id="mine")


def to_markdown(cells, by_id):
    cell = by_id["double"]
    cells[cells.index(cell)] = new_markdown_cell(cell.source, id=cell.id, metadata=cell.metadata)


def refused(good):
    """What is handed in, and words that its refusal must have: {student: (content, words)}."""
    whole = nbformat.writes(good)
    other = whole.replace('"double"', '"triple"').replace('"root"', '"cube"').replace("why", "how")
    return {
        "archie": (b"PK\x03\x04\xff\xfe\x00", ["not text"]),
        "boris": (whole[:300], ["cut off"]),
        "celia": ("", ["empty"]),
        "david": ("[1, 2, 3]", ["not a Jupyter notebook"]),
        "elena": ('{"nbformat": 4, "nbformat_minor": 5}', ["not a valid notebook"]),
        "orson": (
            re.sub("double|root", "power", other).replace("test_", "try_"),
            ["another lesson's"],
        ),
        "pavel": ("<<<<<<< HEAD\n" + whole, ["unfinished merge"]),
    }


def repaired(good):
    """What is handed in damaged, the points it must get, and words of the note about it."""
    whole = nbformat.writes(good)

    def without(*ids):
        return changed(good, lambda cells, by_id: [cells.remove(by_id[name]) for name in ids])

    def with_metadata(name, **values):
        return changed(good, lambda _, by_id: by_id[name].metadata.nbgrader.update(values))

    return {
        "felix": (without("test_root"), 3, "The test cell test_root was missing"),
        "greta": (without("double"), 1, "The exercise cell double was missing, and no answer"),
        "henry": (without("imports"), 3, "The read-only cell imports was missing"),
        "irene": (without("why"), 3, "The task cell why was missing"),
        "jonas": (without("root", "test_root", "why", "imports"), 2, "root was missing"),
        "klara": (changed(good, double_a_cell), 3, "test_double was there more than once"),
        "lukas": (with_metadata("test_double", grade=False), 3, "settings of the test cell"),
        "maria": (with_metadata("root", schema_version=2), 3, "settings of the exercise cell root"),
        "nadia": (changed(good, foreign_cell), 3, "test_cube is not part of this lesson"),
        "rosa": (whole[: whole.index('"id": "why"')], 3, "cut off: 2 of 2 answers"),
        "silas": (whole[: whole.index('"id": "test_double"')], 2, "cut off: 1 of 2 answers"),
        "tilda": (changed(good, strip), 3, "lost the label"),
        "umberto": (changed(good, merge_answers), 3, "counts for both"),
        "vera": (changed(good, last_copy_right), 3, "the last one above its test counts"),
        "wanda": (changed(good, fresh_cell), 3, "found in another cell"),
        "xaver": (changed(good, lambda cells, _: cells.reverse()), 3, "not in"),
        "yusuf": (changed(good, to_markdown), 3, "another type"),
        "zoltan": (whole.replace("Because", "Voil\xe0").encode("latin-1"), 3, "Latin-1"),
    }


@dataclass
class Batch:
    """A graded class with damaged submissions among good ones."""

    course: Path
    code: int
    output: str
    marks: dict[str, marks.Mark]


def test_what_is_no_file_or_no_time_is_refused(tmp_path):
    def fault(name, make):
        folder = tmp_path / name
        folder.mkdir()
        make(folder / name)
        return find_fault(folder, {}, tmp_path)

    assert "neither a file nor a folder" in fault("pipe", os.mkfifo)
    assert "remove it" in fault("nbgrader_config.py", lambda path: path.write_text("1 / 0"))
    assert "is a link" in fault("link", lambda path: path.symlink_to("/etc/passwd"))
    assert fault("notes.txt", lambda path: path.write_text("hello")) is None
    for text, right in [("yesterday, I think", False), ("\x00", False), ("2026-11-22 10:00:00.000000 UTC", True), ("", True)]:
        (tmp_path / "timed").mkdir(exist_ok=True)
        (tmp_path / "timed" / "timestamp.txt").write_text(text)
        said = find_fault(tmp_path / "timed", {}, tmp_path)
        assert said is None if right else "holds no time" in said, text


def test_a_hand_in_deeper_than_python_can_follow_is_refused(tmp_path):
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        deeper = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = deeper
    os.close(here)
    try:
        assert "deep" in find_fault(tmp_path, {}, tmp_path)
    finally:
        remove_folder(tmp_path / "d")


@pytest.fixture(scope="module")
def good():
    """A complete hand-in of the tiny lesson."""
    return tiny_lesson()


@pytest.fixture(scope="module")
def batch(tmp_path_factory, good):
    """One batch of good and damaged notebooks; boris had handed in a good one before."""
    course = tmp_path_factory.mktemp("tiny")
    shutil.copy(ROOT / "nbgrader_config.py", course)
    source = course / "solutions" / TINY / f"{TINY}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(good, source)
    assert run_nbgrader(course, "generate_assignment", TINY).returncode == 0
    put(course, "boris", nbformat.writes(good))
    earlier = run_nbgrader(course, "autograde", TINY)
    assert earlier.returncode == 0, earlier.stdout

    put(course, "aaron", nbformat.writes(good))
    put(course, "zelda", nbformat.writes(good))
    put(course, "zelda", "print", name="notes")  # an extra file is nobody's business
    put(course, "oscar", nbformat.writes(good), name="homework")
    killer = changed(good, lambda _, by_id: by_id["double"].update(source="import os; os._exit(1)"))
    put(course, "petra", killer)
    shadow = course / "submitted" / "aaron" / TINY / "tqdm.py"
    shadow.write_text("import math\nmath.sqrt = None")  # costs a point if it is imported
    (course / "submitted" / "quinn" / TINY).mkdir(parents=True)
    for student, (content, *_) in {**refused(good), **repaired(good)}.items():
        put(course, student, content)
    run = run_nbgrader(course, "autograde", TINY, "--force")
    table = {mark.student: mark for mark in marks.read_marks(course)}
    return Batch(course, run.returncode, run.stdout, table)


def refusal(output, student):
    """The one line in which nbgrader's output says why a student was not graded."""
    lines = [line for line in output.splitlines() if f" {student}: {TINY} could not be" in line]
    assert len(lines) == 1, f"{len(lines)} lines name {student}:\n{output[-3000:]}"
    return lines[0]


@pytest.mark.parametrize("student", sorted(refused(tiny_lesson())))
def test_what_cannot_be_rebuilt_is_reported_by_name_with_its_cause(batch, good, student):
    words = refused(good)[student][1]
    line = refusal(batch.output, student)
    assert [word for word in words if word not in line] == [], line
    assert batch.marks[student].cause in line


@pytest.mark.parametrize("student", sorted(repaired(tiny_lesson())))
def test_damaged_notebook_is_rebuilt_and_graded(batch, good, student):
    content, points, words = repaired(good)[student]
    mark = batch.marks[student]
    assert mark.status == marks.GRADED
    assert mark.points == marks.Points(points, 3, by_hand=0, waiting=4)
    assert [note for note in mark.notes if words in note], mark.notes
    assert words in marks.as_table([mark])
    handed_in = batch.course / "submitted" / student / TINY / f"{TINY}.ipynb"
    assert handed_in.read_bytes() == (content if isinstance(content, bytes) else content.encode())


def test_whole_notebook_has_no_note(batch):
    said = () if bubblewrap.works() else (grading_log.UNPROTECTED,)
    assert batch.marks["aaron"].notes == said


def test_misnamed_notebook_and_empty_folder_are_reported(batch):
    assert "only homework.ipynb, which holds this lesson's cells" in refusal(batch.output, "oscar")
    assert "no notebook" in refusal(batch.output, "quinn")


def test_everyone_else_is_graded_and_the_command_fails(batch):
    assert batch.code != 0
    for student in ("aaron", "zelda"):
        assert batch.marks[student].status == marks.GRADED
        assert batch.marks[student].points == marks.Points(3, 3, by_hand=0, waiting=4)


def test_dead_kernel_costs_only_that_exercise(batch):
    assert batch.marks["petra"].status == marks.GRADED
    assert batch.marks["petra"].points == marks.Points(1, 3, by_hand=0, waiting=4)


def test_gradebook_keeps_what_it_had(batch, good):
    mark = batch.marks["boris"]
    assert mark.points == marks.Points(3, 3, by_hand=0, waiting=4)
    assert mark.status == marks.LATER_COULD_NOT
    assert (batch.course / "autograded" / "boris" / TINY / f"{TINY}.ipynb").is_file()
    with Gradebook(f"sqlite:///{batch.course}/gradebook.db", course_id="") as gradebook:
        graded = {"aaron", "boris", "petra", "zelda", *repaired(good)}
        assert {student.id for student in gradebook.students} == graded


def test_feedback_hides_hidden_tests_and_mark_scheme(batch):
    run = run_nbgrader(batch.course, "generate_feedback", TINY, "--student", "aaron")
    assert run.returncode == 0, run.stdout
    page = (batch.course / "feedback" / "aaron" / TINY / f"{TINY}.html").read_text()
    text = re.sub(r"<[^>]*>", "", page)
    assert "double(2) == 4" in text.replace("&#39;", "'")
    assert "HIDDEN TESTS" not in text and "double(5)" not in text
    assert "MARK SCHEME" not in text


def test_feedback_says_what_was_repaired(batch):
    run = run_nbgrader(batch.course, "generate_feedback", TINY, "--student", "felix")
    assert run.returncode == 0, run.stdout
    page = (batch.course / "feedback" / "felix" / TINY / f"{TINY}.html").read_text()
    assert "The test cell test_root was missing" in re.sub(r"<[^>]*>", "", page)


def test_unknown_lesson_is_one_sentence(batch):
    (batch.course / "submitted" / "aaron" / "99_unknown").mkdir()
    (batch.course / "submitted" / "aaron" / "99_unknown" / "99_unknown.ipynb").write_text("{}")
    run = run_nbgrader(batch.course, "autograde", "99_unknown")
    assert run.returncode != 0
    assert "generate_assignment 99_unknown" in run.stdout
    assert "Traceback" not in run.stdout
