"""One batch with what people really run into, all of it at once: nothing is lost, nobody pays."""

import json
import zipfile
from copy import deepcopy

import nbformat
import pytest
from course_settings import write_settings
from nbformat.v4 import new_markdown_cell
from tiny_lesson import TINY, marked, tiny_lesson

from grading.autograde.sandbox import bubblewrap
from grading.classroom.demo import run_nbgrader
from grading.classroom.marks import COULD_NOT, GRADED, NOT_HANDED_IN, read_marks
from grading.nbgrader_command import run_nbgrader as command

pytestmark = pytest.mark.uses("bubblewrap")
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
RIGHT = {"double": "def double(x):\n    return x + x", "root": "def root(x):\n    return x ** 0.5"}
ROSTER = ["ada", "ben", "cem", "dag", "eli", "fay", "gus", "hal", "ivo", "jan", "kim", "lea"]


def solved(release):
    notebook = deepcopy(release)
    for cell in notebook.cells:
        cell.source = RIGHT.get(cell.id, cell.source)
    return notebook


def widgets(notebook, cells):
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"a": {"model": 1}}}
    cells["double"]["metadata"]["widgets"] = []


def no_ids(notebook, cells):
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        cell.pop("id")


def home_lines(notebook, cells):
    cells["double"]["source"] = "%matplotlib tk\nimport seaborn as sns\n" + RIGHT["double"]
    cells["root"]["source"] = "%load_ext no_such\n%matplotlib notebook\n" + RIGHT["root"]


def settings_of_torch(notebook, cells):
    cells["double"]["source"] = (
        "import numpy as np, torch\ntorch.set_default_dtype(torch.float64)\nnp.seterr(all='raise')\n" + RIGHT["double"]
    )


def not_implemented(notebook, cells):
    cells["double"]["source"] = "import torch\n\ndef double(x):\n    torch.softmax(torch.tensor([1, x]), 0)\n    return x"


def pictures(notebook, cells):
    answer = cells["answer"]
    answer["source"] = '![my plot](attachment:my%20plot.png) <img src="attachment:my plot.png">'
    answer["attachments"] = {"my plot.png": {"image/png": PICTURE}}


def old_points(notebook, cells):
    pass  # of the release before the correction


KINDS = {
    "ada": widgets, "ben": no_ids, "cem": home_lines, "dag": settings_of_torch, "eli": not_implemented,
    "fay": pictures, "gus": old_points,
}  # fmt: skip


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """A course under an odd path, a list as Excel saves it, and Moodle's zip of all hand-ins."""
    course = tmp_path_factory.mktemp("all") / "Внимание [2026] ok"
    course.mkdir()
    write_settings(course)
    rows = [f"{one};Z;{one.title()};{100 + n}" for n, one in enumerate(ROSTER)]
    (course / "list.csv").write_bytes("\r\n".join(["id;last_name;first_name;lms_user_id", *rows]).encode("utf-16"))
    source = course / "solutions" / TINY / f"{TINY}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(tiny_lesson(), source)
    generate = ("generate_assignment", TINY, "--force")
    assert command(course, *generate).returncode == 0
    assert "list.csv: 12" in command(course, "db", "student", "import", "list.csv").stdout
    path = course / "notebooks" / TINY / f"{TINY}.ipynb"
    release = nbformat.read(path, as_version=4)

    new = tiny_lesson()
    cells = {cell.id: cell for cell in new.cells}
    cells["test_double"].metadata.nbgrader.points = 3
    new.cells.append(new_markdown_cell("### Exercise 3: `more`"))
    new.cells.append(marked("more", "def more():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", solution=True))
    new.cells.append(marked("test_more", "assert more() == 1", grade=True, locked=True, points=2))

    archive = course / "downloaded" / TINY / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "moodle.zip", "w") as file:

        def put(student, number, text, called=f"{TINY}.ipynb"):
            file.writestr(f"{student.title()} Z_{number}_assignsubmission_file_/{called}", text)

        for number, student in enumerate(ROSTER, 100):
            notebook = json.loads(nbformat.writes(solved(release)))
            by_id = {cell["id"]: cell for cell in notebook["cells"]}
            if student in KINDS:
                KINDS[student](notebook, by_id)
                put(student, number, json.dumps(notebook))
            elif student == "hal":  # cannot be graded: cut off before the first answer
                put(student, number, json.dumps(notebook)[:150])
            elif student == "ivo":  # JupyterLab's and the browser's suffix
                put(student, number, json.dumps(notebook), f"{TINY}-Copy1 (1).ipynb")
            elif student in ("jan", "kim"):
                put(student, number, json.dumps(notebook))
    collected = command(course, "zip_collect", TINY)
    for student, time in {"ada": "2026-03-01 12:30:00 +0100", "jan": "05.03.2026 11:00", "kim": "2026-03-01T05:00 PST"}.items():
        folder = course / "submitted" / student / TINY
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "timestamp.txt").write_text(time)
    nbformat.write(new, source)
    assert command(course, *generate).returncode == 0
    graded = run_nbgrader(course, "autograde", TINY)
    pages = command(course, "generate_feedback", TINY)
    return course, collected, graded, pages


def test_every_student_has_the_right_mark_or_is_named(batch):
    course, collected, graded, _ = batch
    assert graded.returncode == 1, "three are refused"
    found = {mark.student: mark for mark in read_marks(course)}
    assert sorted(found) == ROSTER, "and nobody who does not exist"
    for student in KINDS:
        mark = found[student]
        want = 1 if student == "eli" else 4
        assert (mark.status, mark.points.score, mark.points.max_score) == (GRADED, want, 4), mark
        assert any("more (2 points) was added to the lesson" in note for note in mark.notes), mark
        assert not any("had been changed" in note for note in mark.notes), mark
    for student, words in {"hal": "cut off", "jan": "05.03.2026", "kim": "PST"}.items():
        assert found[student].status == COULD_NOT and words in found[student].cause, found[student]
        assert f"{student}: {TINY} could not be graded" in graded.stdout
    assert found["lea"].status == NOT_HANDED_IN
    assert any("seaborn" in note for note in found["cem"].notes)
    # Whose it is says Moodle's folder, whatever the file in it is called.
    assert (found["ivo"].status, found["ivo"].points.score) == (GRADED, 4)
    assert collected.returncode == 0, collected.stdout


def test_everybody_graded_has_a_page(batch):
    course, _, _, pages = batch
    assert pages.returncode == 0, pages.stdout
    for student in KINDS:
        text = (course / "feedback" / student / TINY / f"{TINY}.html").read_text()
        want = "1.0 / 8.0" if student == "eli" else "4.0 / 8.0"
        assert want in text, student
    assert PICTURE in (course / "feedback" / "fay" / TINY / f"{TINY}.html").read_text()
    assert bubblewrap.works() or "sandbox" in (course / "feedback" / "ada" / TINY / f"{TINY}.html").read_text()
