"""A grader killed at any moment loses nothing, and the next one finishes its work.

First killed at every step of nbgrader's, one after the other, with an execute step that needs no
kernel; then with `kill -9` at random moments, sandboxes and all.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import nbformat
import psutil
import pytest
from killing import graders, steps, wait_for
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from grading.autograde import journal
from grading.autograde.sandbox import provisioner, socket_folder
from grading.classroom import marks
from grading.classroom.demo import run_nbgrader
from grading.classroom.overview import read_overview
from grading.lms import results

pytestmark = pytest.mark.uses("bubblewrap")  # the graders of all tests start with the first one
ROOT = Path(__file__).resolve().parents[2]
LESSON = "00_tiny"
OLD, NEW = "2026-01-01 10:00:00 UTC", "2026-01-02 10:00:00 UTC"


# A lesson and a class ------------------------------------------------------------------------------


def marked(grade_id, source, **flags):
    meta = {"schema_version": 3, "grade_id": grade_id, "grade": False, "solution": False, "locked": False, "task": False, **flags}
    new_cell = new_markdown_cell if meta["task"] else new_code_cell
    return new_cell(source, id=grade_id, metadata={"nbgrader": meta})


def tiny(double="return 2 * x", root="return x**0.5"):
    """Two exercises of a point each and a question graded by hand, with these answers."""
    body = "    ### BEGIN SOLUTION\n    {}\n    ### END SOLUTION"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        marked("double", "def double(x):\n" + body.format(double), solution=True),
        marked("test_double", "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS", grade=True, locked=True, points=1),
        marked("root", "def root(x):\n" + body.format(root), solution=True),
        marked("test_root", "assert root(4) == 2\n### BEGIN HIDDEN TESTS\nassert root(9) == 3\n### END HIDDEN TESTS", grade=True, locked=True, points=1),
        marked("why", "Why?\n\n=== BEGIN MARK SCHEME ===\nbecause\n=== END MARK SCHEME ===", task=True, locked=True, points=3),
    ]
    return new_notebook(metadata={"kernelspec": kernel}, cells=cells)


#: student -> (double, root) as handed in first, and as handed in now; None: not handed in then.
CLASS = {
    "ana": ((0, 1), (1, 1)),
    "ben": ((1, 1), (1, 0)),
    "cleo": ((0, 0), (1, 1)),
    "dora": (None, (1, 1)),
    "emil": (None, (0, 1)),
    "finn": (None, (0, 0)),
}
BEFORE = {student: old for student, (old, _) in CLASS.items() if old}
NOW = {student: new for student, (_, new) in CLASS.items()}


def hand_in(course, student, right, when):
    """Put a submission in place whose answers are right (1) or wrong (0)."""
    folder = course / "submitted" / student / LESSON
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(course / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
    double, root = ("return 2 * x" if right[0] else "return x * x * x"), ("return x**0.5" if right[1] else "return x")
    for cell in notebook.cells:
        if cell.id in ("double", "root"):
            cell.source = f"def {cell.id}(x):\n    {double if cell.id == 'double' else root}\n"
    nbformat.write(notebook, folder / f"{LESSON}.ipynb")
    (folder / "timestamp.txt").write_text(when)
    (folder / "data.txt").write_text("1 2 3")


def grade_by_hand(course):
    """Points and comments by a person, of each kind that a gradebook has."""
    with open_book(course) as book:
        for student, points in {"ana": 2, "ben": 3}.items():
            grade = book.find_grade("why", LESSON, LESSON, student)
            grade.manual_score, grade.needs_manual_grade = points, False
            book.find_comment("why", LESSON, LESSON, student).manual_comment = f"well said, {student}"
        grade = book.find_grade("test_double", LESSON, LESSON, "ben")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 0.25, False
        book.find_comment("double", LESSON, LESSON, "ben").manual_comment = "by chance"
        book.db.commit()


def by_hand(course):
    """All that people gave: (student, cell, manual points, extra points, comment)."""
    given = rows(course, "manual_score, extra_credit", "grade", "manual_score IS NOT NULL OR extra_credit IS NOT NULL")
    return given + rows(course, "manual_comment", "comment", "manual_comment IS NOT NULL")


def rows(course, what, table, where="TRUE"):
    """Read the gradebook past nbgrader: (student, cell, what)."""
    query = (
        f"SELECT s.student_id, c.name, {what} FROM {table} g JOIN base_cell c ON c.id = g.cell_id "
        "JOIN submitted_notebook n ON n.id = g.notebook_id JOIN submitted_assignment s ON s.id = n.assignment_id "
        f"WHERE {where} ORDER BY 1, 2"
    )
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        return book.execute(query).fetchall()


def open_book(course):
    return Gradebook(f"sqlite:///{course}/gradebook.db", course_id="where-to-look")


def points(course):
    """The points that the tests gave: {student: (double, root)}."""
    scores = {(student, cell): score for student, cell, score in rows(course, "auto_score", "grade")}
    return {student: tuple(scores.get((student, f"test_{name}")) for name in ("double", "root")) for student, _ in scores}


def table(course):
    return {mark.student: mark for mark in marks.read_marks(course)}


def graded_notebook(course, student):
    return course / "autograded" / student / LESSON / f"{LESSON}.ipynb"


def finished_now(course, found):
    """Who has the marks of what is handed in now, and the graded notebook of each."""
    given, paths = points(course), touched(course)
    return {s: paths[s] for s, mark in found.items() if mark.status == marks.GRADED and given[s] == NOW[s]}


def touched(course):
    """When each graded notebook was written, and as which file: changes if it is graded again."""
    paths = {student: graded_notebook(course, student) for student in CLASS}
    return {student: (path.stat().st_mtime_ns, path.stat().st_ino) for student, path in paths.items() if path.exists()}


def sound(course):
    """The gradebook is whole, and nobody's marks are a mixture: old, new, or not shown."""
    with closing(sqlite3.connect(course / "gradebook.db")) as book:
        assert book.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert book.execute("PRAGMA foreign_key_check").fetchall() == []
    found, given = table(course), points(course)
    for student, mark in found.items():
        if mark.status == marks.GRADED:
            assert given[student] in CLASS[student], (student, mark)
            notebook = nbformat.read(graded_notebook(course, student), as_version=4)
            assert all(cell.execution_count for cell in notebook.cells if cell.id in ("double", "root")), student
        else:
            assert mark.points.score is None, mark
    return found


def all_is_done(course, before_by_hand):
    """Everyone has the marks of what is handed in now, and what people gave is there."""
    found = sound(course)
    assert {student: mark.status for student, mark in found.items()} == dict.fromkeys(CLASS, marks.GRADED)
    assert points(course) == NOW
    assert by_hand(course) == before_by_hand
    waiting = {(student, cell) for student, cell, needed in rows(course, "needs_manual_grade", "grade") if needed}
    # nbgrader asks for another look where a test was overruled; a task is asked for until it has points.
    assert waiting == {("ben", "test_double")} | {(s, "why") for s in CLASS if s not in ("ana", "ben")}
    assert list((course / "autograded" / journal.FOLDER).iterdir()) == []


@pytest.fixture(scope="module")
def temporary():
    """A folder for sockets, whose names must be short."""
    with tempfile.TemporaryDirectory(prefix="kill-") as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def started(tmp_path_factory, temporary):
    """A course in which three have old marks, some given by hand, and all have handed in anew."""
    course = tmp_path_factory.mktemp("course")
    real = (ROOT / "nbgrader_config.py").read_text()
    (course / "nbgrader_config.py").write_text(real.replace("grading.autograde.execute.TrustedExecute", "in_process.InProcess"))
    source = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(tiny(), source)
    with graders(course, temporary) as house:
        status, said = house.run("generate_assignment", LESSON)
        assert status == 0, said
        for student, right in BEFORE.items():
            hand_in(course, student, right, OLD)
        status, said = house.run("autograde", LESSON)
        assert status == 0, said
    grade_by_hand(course)
    assert points(course) == BEFORE
    for student, right in NOW.items():
        hand_in(course, student, right, NEW)
    return course


@pytest.fixture(scope="module")
def house(started, temporary):
    """Graders in a folder to which each test brings its own course."""
    folder = started.parent / "here"
    folder.mkdir()
    with graders(folder, temporary) as found:
        yield found


@pytest.fixture
def course(started, house):
    """A fresh copy of the course, in the folder where the graders are."""
    for path in house.course.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(started, house.course, dirs_exist_ok=True)
    return house.course


# Killed at every step ------------------------------------------------------------------------------

UNTOUCHED = ("before the marker",)
FINISHED = ("the marker is gone",)
AGAIN = "grading of 00_tiny was not finished last time; graded again"
RE_GRADED, NEW_HERE = "ben", "emil"  # ana, and dora, are finished before them
STEPS = [(step, RE_GRADED) for step in steps() if "remains" not in step]
STEPS += [(step, NEW_HERE) for step in ("marked", "in the gradebook", "submission copied", "one mark saved")]


def finish(course, house, hands, found):
    """Run to the end; what was finished before must not be touched. Return what nbgrader said."""
    done = finished_now(course, found)
    status, said = house.run("autograde", LESSON)
    assert status == 0, said
    all_is_done(course, hands)
    after = touched(course)
    assert {student: after[student] for student in done} == done
    return said


@pytest.mark.parametrize("step, student", STEPS)
def test_killed_at_a_step_nothing_is_lost(course, house, step, student):
    hands, old = by_hand(course), touched(course)
    status, said = house.run("autograde", LESSON, ends=("killed", step, student))
    assert status == -9, said
    found = sound(course)
    if step in UNTOUCHED:
        assert found[student].status == (marks.GRADED if student in BEFORE else marks.NOT_GRADED_YET)
        assert touched(course).get(student) == old.get(student)
    elif step in FINISHED:
        assert points(course)[student] == NOW[student] and found[student].status == marks.GRADED
    else:
        assert (found[student].status, found[student].cause) == (marks.UNFINISHED, "run `nbgrader autograde 00_tiny` again.")
    said = finish(course, house, hands, found)
    assert (f"{student}: {AGAIN}" in said) == (found[student].status == marks.UNFINISHED)
    assert said.count(AGAIN) <= 1


@pytest.mark.parametrize("step", ["remains half removed", "remains removed", "one mark saved"])
def test_killed_again_while_the_remains_are_cleared_away(course, house, step):
    hands = by_hand(course)
    for end in ("submission copied", step):
        status, said = house.run("autograde", LESSON, ends=("killed", end, RE_GRADED))
        assert status == -9, said
        assert sound(course)[RE_GRADED].status == marks.UNFINISHED
    finish(course, house, hands, sound(course))


def test_an_interrupted_regrade_is_finished_with_force_as_well(course, house):
    hands = by_hand(course)
    assert house.run("autograde", LESSON)[0] == 0
    for step in ("old folder half removed", "one mark saved"):
        assert house.run("autograde", LESSON, "--force", "--student", "ben", ends=("killed", step, "ben"))[0] == -9
        assert sound(course)["ben"].status == marks.UNFINISHED
    status, said = house.run("autograde", LESSON, "--force", "--student", "ben")
    assert status == 0 and f"ben: {AGAIN}" in said
    all_is_done(course, hands)


def test_an_unfinished_submission_gets_no_mark_in_reports_and_exports(course, house):
    house.run("autograde", LESSON, ends=("killed", "one mark saved", RE_GRADED))
    with open_book(course) as book:
        result = results.read_results(book, course).table[RE_GRADED, LESSON]
    assert result.score is None and result.reason == marks.UNFINISHED
    assert [mark.student for mark in read_overview(course).lessons[0].failed] == [RE_GRADED]
    assert "run `nbgrader autograde 00_tiny` again" in marks.as_table(marks.read_marks(course))


@pytest.mark.parametrize("how", ["failing", "interrupted"])
def test_what_nbgrader_itself_clears_away_has_no_mark_until_it_is_graded(course, house, how):
    hands = by_hand(course)
    status, said = house.run("autograde", LESSON, ends=(how, "one mark saved", RE_GRADED))
    assert status != 0 and ("invented" in said or how == "interrupted")
    assert not graded_notebook(course, RE_GRADED).exists()
    assert sound(course)[RE_GRADED].status == marks.UNFINISHED
    assert AGAIN in finish(course, house, hands, sound(course))


def test_single_notebooks_are_taken_up_again(course, house):
    hands = by_hand(course)
    assert house.run("autograde", LESSON, "--notebook", LESSON, ends=("killed", "one mark saved", RE_GRADED))[0] == -9
    assert sound(course)[RE_GRADED].status == marks.UNFINISHED
    status, said = house.run("autograde", LESSON, "--notebook", LESSON)
    assert status == 0 and f"{RE_GRADED}: {AGAIN}" in said
    all_is_done(course, hands)


def test_two_graders_at_once_leave_each_other_alone(course, house):
    hands = by_hand(course)
    slow = house.start("autograde", LESSON, ends=("stopped", "submission copied", RE_GRADED))
    assert wait_for(lambda: slow.status() == psutil.STATUS_STOPPED)
    status, said = house.run("autograde", LESSON)
    assert status == 0 and f"{RE_GRADED}: {LESSON} is being graded by another command now" in said
    assert AGAIN not in said
    found = sound(course)
    assert found.pop(RE_GRADED).status == marks.IN_WORK
    assert {mark.status for mark in found.values()} == {marks.GRADED}
    done = touched(course)
    slow.resume()
    assert house.wait(slow)[0] == 0
    all_is_done(course, hands)
    done.pop(RE_GRADED)
    assert done.items() <= touched(course).items()


def test_where_no_marker_can_be_written_nothing_is_touched(course, house):
    shutil.rmtree(course / "autograded" / journal.FOLDER)
    (course / "autograded" / journal.FOLDER).write_text("not a folder")
    before = touched(course)
    status, said = house.run("autograde", LESSON, "--force")
    assert status != 0 and "ana: 00_tiny could not be graded" in said
    assert touched(course) == before and points(course) == BEFORE


def test_in_a_shared_course_a_colleague_can_take_over(course, house):
    assert house.run("autograde", LESSON, "--CourseDirectory.groupshared=True", ends=("killed", "submission copied", NEW_HERE))[0] == -9
    path = journal.marker(course / "autograded", LESSON, NEW_HERE)
    assert path.stat().st_mode & 0o660 == 0o660
    for folder in (path.parent, course / "autograded", graded_notebook(course, NEW_HERE).parent, graded_notebook(course, NEW_HERE).parent.parent):
        assert folder.stat().st_mode & 0o2770 == 0o2770, folder


# Killed at random moments, sandboxes and all -------------------------------------------------------


SEED = int(os.environ.get("KILLING_SEED", "20261122"))


def alive(process):
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def told(course, turn):
    """What a failure of the test below should say."""
    here = sorted(path.name for path in (course / "autograded" / journal.FOLDER).iterdir())
    return f"KILLING_SEED={SEED}, turn {turn}, in work: {here}\n{(course / 'said.txt').read_text()[-2000:]}"


@pytest.mark.needs("bubblewrap")
def test_killed_at_random_moments_nothing_is_lost(course, house, temporary, monkeypatch):
    shutil.copy(ROOT / "nbgrader_config.py", course)
    hands, moments = by_hand(course), random.Random(SEED)
    in_work = course / "autograded" / journal.FOLDER
    finished = {}
    chosen = [
        lambda grader: len(grader.children(recursive=True)) >= 4,  # worker, bwrap twice, kernel
        lambda grader: any(in_work.iterdir()),
        lambda grader: not any(in_work.iterdir()),
    ]
    for turn in range(8):
        grader = house.start("autograde", LESSON)
        if turn < len(chosen):
            assert wait_for(lambda condition=chosen[turn], grader=grader: condition(grader)), told(course, turn)
        else:  # one of six submissions takes about a second, and so many are left
            left = len(CLASS) - len(finished)
            wait_for(lambda grader=grader: not alive(grader), seconds=moments.uniform(0, 0.4 + left / 2))
        started_by_it = house.kill(grader)
        why = told(course, turn)
        assert turn or started_by_it, why
        assert wait_for(lambda those=started_by_it: not any(map(alive, those))), why
        now = touched(course)
        assert {student: now.get(student) for student in finished} == finished, why
        finished = finished_now(course, sound(course))
    monkeypatch.setenv("TMPDIR", str(temporary))
    last = run_nbgrader(course, "autograde", LESSON)
    assert last.returncode == 0, last.stdout
    all_is_done(course, hands)
    now = touched(course)
    assert {student: now[student] for student in finished} == finished, f"KILLING_SEED={SEED}"
    assert list(temporary.glob("attention-*")) == []


# What a killed grader leaves behind ----------------------------------------------------------------

IN_AN_ENDLESS_TEST = """
from grading.autograde.tester.client import Tester
worker = Tester()
worker.ask("begin", 1)
print(worker.process.pid, flush=True)
worker.ask("setup", "while True: pass", "endless")
"""


def test_the_trusted_process_ends_with_its_grader_in_the_middle_of_a_test():
    grader = subprocess.Popen([sys.executable, "-c", IN_AN_ENDLESS_TEST], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    with grader:
        worker = psutil.Process(int(grader.stdout.readline()))
        grader.kill()
    assert wait_for(lambda: not alive(worker))


HOLDS_A_FOLDER = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from grading.autograde.sandbox.socket_folder import SocketFolder
kept = SocketFolder()
print(kept.path.name, flush=True)
input()
"""


@pytest.fixture
def short_folder():
    """A folder whose name leaves room for a socket's, as pytest's do not."""
    with tempfile.TemporaryDirectory(dir="/tmp", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_folders_of_dead_graders_are_removed_and_no_others(short_folder, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(short_folder))
    graders = [subprocess.Popen([sys.executable, "-c", HOLDS_A_FOLDER, str(short_folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    dead, living = [grader.stdout.readline().strip() for grader in graders]
    (short_folder / dead / "agent").write_text("")
    graders[0].kill()
    graders[0].wait()
    for name in ("attention-x", "attention-is-all", f"attention-{graders[0].pid}-x"):  # nobody's, as far as one can tell
        (short_folder / name).mkdir()
    outside = short_folder / "outside"
    outside.mkdir()
    (outside / "kept").write_text("")
    (short_folder / "attention-link.lock").touch()
    (short_folder / "attention-link").symlink_to(outside)
    (short_folder / "attention-pointing.lock").symlink_to(outside / "kept")
    socket_folder.remove_abandoned.cache_clear()
    manager = provisioner.StudentKernelManager()
    left = {path.name for path in short_folder.iterdir()}
    assert {living, f"{living}.lock", "attention-x", "attention-is-all", manager.folder.name} <= left
    assert dead not in left and f"{dead}.lock" not in left
    assert (outside / "kept").exists()
    manager.remove_folder()
    assert not manager.folder.exists()
    graders[1].communicate("\n")
