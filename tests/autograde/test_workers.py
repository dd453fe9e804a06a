"""Many submissions at once: the same marks whoever runs what, and whoever is lost on the way."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat
import psutil
import pytest
from course_settings import write_settings
from killing import wait_for
from nbformat.v4 import new_code_cell
from nbgrader.api import Gradebook
from tiny_lesson import TINY, put, tiny_lesson

from grading.autograde import journal
from grading.autograde.workers import executor_process
from grading.autograde.workers.cluster import Cluster
from grading.nbgrader_command import run_nbgrader

pytestmark = pytest.mark.uses("bubblewrap")
ROOT = Path(__file__).resolve().parents[2]
STUDENTS = [f"student{number:02}" for number in range(8)]
RIGHT = {"double": "def double(x):\n    return 2 * x", "root": "def root(x):\n    return math.sqrt(x)"}
OWN = "import os\nprint(open('data.txt').read(), {}, oct(os.stat('run.sh').st_mode), os.popen('./run.sh').read())"
WRONG = {"double": "def double(x):\n    return x + 2", "root": "def root(x):\n    return x / 2"}


# A class -------------------------------------------------------------------------------------------


def answered(number):
    """A hand-in with the first, the second, both or none of two exercises right."""
    notebook = tiny_lesson()
    for place, name in enumerate(("double", "root")):
        cell = next(cell for cell in notebook.cells if cell.id == name)
        cell.source = (RIGHT if number >> place & 1 else WRONG)[name]
    notebook.cells.append(new_code_cell(OWN.format(number), id="own"))
    return nbformat.writes(notebook)


def points_of(number):
    return {"test_double": 2.0 * (number & 1), "test_root": 1.0 * (number >> 1 & 1)}


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    course = tmp_path_factory.mktemp("many")
    write_settings(course)
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write('\nc.TrustedExecute.salt = "one for all copies of this course"\n')
    source = course / "solutions" / TINY / f"{TINY}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(tiny_lesson(), source)
    (source.parent / "table.txt").write_text("the instructor's")
    generated = run_nbgrader(course, "generate_assignment", TINY)
    assert generated.returncode == 0, generated.stdout
    for number, student in enumerate(STUDENTS):
        put(course, student, answered(number))
        (course / "submitted" / student / TINY / "data.txt").write_text(f"of {student}")
        program = course / "submitted" / student / TINY / "run.sh"
        program.write_text("#!/bin/sh\necho it runs\n")
        program.chmod(0o755)
    return course


@pytest.fixture
def course(handed_in, tmp_path):
    """A copy of its own for a test."""
    return Path(shutil.copytree(handed_in, tmp_path / "course"))


def autograde(course, *settings):
    return run_nbgrader(course, "autograde", TINY, *(f"--TrustedExecute.{one}" for one in settings))


def graded(course):
    """The bytes of every graded notebook, by student."""
    found = course.glob(f"autograded/*/{TINY}/{TINY}.ipynb")
    return {path.parents[1].name: path.read_bytes() for path in found}


def marks_of(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        return {
            submission.student.id: {
                grade.name: grade.auto_score
                for notebook in submission.notebooks
                for grade in notebook.grades
                if grade.name.startswith("test_")
            }
            for submission in book.assignment_submissions(TINY)
        }


ALL_MARKS = {student: points_of(number) for number, student in enumerate(STUDENTS)}


@pytest.fixture(scope="module")
def one_by_one(handed_in, tmp_path_factory):
    course = Path(shutil.copytree(handed_in, tmp_path_factory.mktemp("one") / "course"))
    run = autograde(course, "workers=1")
    assert run.returncode == 0, run.stdout
    assert marks_of(course) == ALL_MARKS
    assert all(b"0o100755 it runs" in notebook for notebook in graded(course).values())
    return graded(course)


# On this machine -----------------------------------------------------------------------------------


def test_two_workers_make_the_same_notebooks_and_marks_as_one(course, one_by_one):
    run = run_nbgrader(course, "autograde", TINY, "--debug", "--TrustedExecute.workers=2")
    assert run.returncode == 0, run.stdout
    assert marks_of(course) == ALL_MARKS
    assert "2 submissions at once, on this machine" in run.stdout
    assert "not run ahead" not in run.stdout, "what comes next was guessed, to the byte"
    assert graded(course) == one_by_one


def test_a_file_replaced_in_between_is_what_is_graded(course):
    replaced = course / "submitted" / STUDENTS[-1] / TINY / "data.txt"
    hook = course / "hooks.py"
    hook.write_text(
        "from pathlib import Path\n"
        "def replace(**names):\n"
        f"    Path({str(replaced)!r}).write_text('replaced')\n"
    )
    with (course / "nbgrader_config.py").open("a") as settings:
        settings.write("\nimport sys\nsys.path.insert(0, '.')\nimport hooks\nc.Autograde.pre_convert_hook = hooks.replace\n")
    run = autograde(course, "workers=2")
    assert run.returncode == 0, run.stdout
    assert b"replaced 7" in graded(course)[STUDENTS[-1]]
    assert marks_of(course) == ALL_MARKS


def children(process):
    return [one for one in process.children(recursive=True) if executor_process.executor.__name__ in one.cmdline()]


def begun(course, *settings):
    """A batch that runs, as a process."""
    line = [sys.executable, "-m", "nbgrader", "autograde", TINY, *(f"--TrustedExecute.{one}" for one in settings)]
    said = (course / "said.txt").open("w")
    return psutil.Popen(line, cwd=course, stdout=said, stderr=subprocess.STDOUT, env=environment())


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_an_executor_that_is_killed_costs_nobody_a_mark(course, one_by_one):
    grader = begun(course, "workers=2")
    try:
        assert wait_for(lambda: graded(course), 120)
        for executor in children(grader)[:1]:
            executor.kill()
        assert grader.wait(300) == 0, (course / "said.txt").read_text()
    finally:
        grader.kill() if grader.is_running() else None
    assert marks_of(course) == ALL_MARKS and graded(course) == one_by_one


def alive(processes):
    """Those that have not ended."""
    found = []
    for one in processes:
        with suppress(psutil.NoSuchProcess):
            found += [one] if one.is_running() and one.status() != psutil.STATUS_ZOMBIE else []
    return found


@pytest.mark.parametrize("how", ["SIGKILL", "SIGINT"])
def test_a_killed_grader_takes_its_workers_along_and_the_next_run_finishes(course, one_by_one, how, tmp_path, monkeypatch):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    grader = begun(course, "workers=2")
    assert wait_for(lambda: len(graded(course)) > 1, 120)
    started = grader.children(recursive=True)
    grader.send_signal(getattr(signal, how))
    grader.wait(60)
    assert wait_for(lambda: not alive(started)), [(one, one.status(), one.cmdline()) for one in alive(started)]
    run = autograde(course, "workers=2")
    assert run.returncode == 0, run.stdout
    assert marks_of(course) == ALL_MARKS and graded(course) == one_by_one
    assert list((course / "autograded" / journal.FOLDER).iterdir()) == []
    assert list(temporary.glob("attention-*")) == [], "no student's files"


# On a cluster --------------------------------------------------------------------------------------


@contextmanager
def dask(folder, *workers, **changed):
    """A scheduler, and workers, as an instructor starts them; yields the file and the processes."""
    file = folder / "scheduler.json"
    program = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    env = {**environment(), **changed}
    nowhere = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    started = [psutil.Popen([*program, "--scheduler-file", str(file)], env=environment(), **nowhere)]
    try:
        assert wait_for(lambda: file.exists() and file.read_text().endswith("}"))
        for name in workers:
            line = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard", "--no-nanny", "--name", name]
            started.append(psutil.Popen(line, env=env, **nowhere))
        yield file, started
    finally:
        for process in started:
            for one in [*process.children(recursive=True), process] if process.is_running() else []:
                one.kill()
        for process in started:
            process.wait()


def test_on_a_cluster_marks_are_the_same_though_a_worker_dies(course, tmp_path, one_by_one):
    with dask(tmp_path, "first", "second") as (file, processes):
        grader = begun(course, f"scheduler={file}")
        assert wait_for(lambda: graded(course), 180), (course / "said.txt").read_text()
        processes[1].kill()
        assert grader.wait(300) == 0, (course / "said.txt").read_text()
    assert marks_of(course) == ALL_MARKS and graded(course) == one_by_one


def test_a_scheduler_that_dies_ends_the_batch_in_a_sentence_and_the_next_run_finishes(course, tmp_path, one_by_one):
    with dask(tmp_path, "first") as (file, processes):
        grader = begun(course, f"scheduler={file}")
        assert wait_for(lambda: len(graded(course)) > 1, 180), (course / "said.txt").read_text()
        processes[0].kill()
        assert grader.wait(300) == 1
    said = (course / "said.txt").read_text()
    last = [line for line in said.splitlines() if "ERROR" in line][-1]
    assert re.search("The Dask cluster .* was lost .* run the command again", last), said
    before = graded(course)
    assert {student: marks_of(course)[student] for student in before} == {s: ALL_MARKS[s] for s in before}
    run = autograde(course, "workers=1")
    assert run.returncode == 0, run.stdout
    assert marks_of(course) == ALL_MARKS and graded(course) == one_by_one


def nothing_was_graded(course, run):
    assert run.returncode == 1
    assert not graded(course) and not (course / "autograded").exists()
    sentences = [line for line in run.stdout.splitlines() if "Nothing was graded" in line]
    assert len(sentences) == 1, run.stdout
    return sentences[0]


def test_a_scheduler_that_does_not_answer_is_named(course, monkeypatch):
    monkeypatch.setenv("DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT", "1s")
    run = autograde(course, "scheduler=tcp://127.0.0.1:9")
    assert "the scheduler tcp://127.0.0.1:9 does not answer" in nothing_was_graded(course, run)
    assert "Traceback" not in run.stdout


@pytest.mark.needs("bubblewrap")
def test_a_worker_without_bubblewrap_is_named(course, tmp_path):
    with dask(tmp_path, "bare", PATH=str(tmp_path)) as (file, _):
        run = autograde(course, f"scheduler={file}")
    said = nothing_was_graded(course, run)
    assert re.search("the worker tcp://.* cannot grade: it has no sandbox, because the program bwrap", said)


@pytest.mark.parametrize("value", [0, -2])
def test_fewer_than_one_worker_is_refused(course, value):
    run = autograde(course, f"workers={value}")
    assert run.returncode != 0 and not (course / "autograded").exists()
    assert f"c.TrustedExecute.workers must be 1 or more, and is {value}" in run.stdout


def test_nothing_of_dask_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    workers = Cluster(1)
    assert workers.size() == 1
    workers.close()
    assert list(tmp_path.iterdir()) == []
