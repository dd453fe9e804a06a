"""Who may run submissions, how many at once, and what is made of those that were lost."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from killing import wait_for
from nbformat.v4 import new_code_cell, new_notebook, new_output
from nbgrader.converters.base import NbGraderException
from traitlets import TraitError

from grading.autograde import job, run_notebook
from grading.autograde.execute import TrustedExecute
from grading.autograde.gradebook_cells import ANSWER, TrustedCell
from grading.autograde.job import Job
from grading.autograde.run_notebook import NotebookRunner
from grading.autograde.sandbox import bubblewrap, claimed_folder
from grading.autograde.workers import ahead, cluster, executor, executor_process, fitness, many
from grading.autograde.workers.executor_process import ExecutorLost

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def sandbox(monkeypatch):
    monkeypatch.setattr(bubblewrap, "fault", lambda: "")


# Fit ----------------------------------------------------------------------------------------------


def test_who_has_the_same_is_fit():
    assert fitness.unfit(fitness.project(), sandboxed=True) == ""


def test_another_version_is_named_with_both():
    said = fitness.unfit("where-to-look 0.0.1 (abc), Python 3.11", sandboxed=True)
    assert said == f"it has {fitness.project()}, and the grader where-to-look 0.0.1 (abc), Python 3.11: install the same there"


def test_no_sandbox_matters_only_where_one_is_wanted(monkeypatch):
    monkeypatch.setattr(bubblewrap, "fault", lambda: "the program bwrap is not installed")
    assert "no sandbox, because the program bwrap is not installed" in fitness.unfit(fitness.project(), True)
    assert fitness.unfit(fitness.project(), sandboxed=False) == ""


def test_a_full_disk_is_named_with_its_folder(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage(0, 0, 10 * 2**20))
    said = fitness.unfit(fitness.project(), True)
    assert said == f"its folder {tmp_path} has 10 MiB left, and 512 are needed: make room there"
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    assert "nothing can be written to its folder" in fitness.unfit(fitness.project(), True)


# How many -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "workers, processors, notebooks, expected",
    [
        (None, 4, 100, 4),
        (None, 4, 5, 0),  # that few are quicker one after the other
        (None, 64, 30, 5),
        (None, 1, 100, 1),
        (3, 1, 100, 3),
        (8, 8, 2, 2),
        (1, 8, 100, 1),
    ],
)
def test_as_many_as_are_worth_starting(monkeypatch, workers, processors, notebooks, expected):
    monkeypatch.setattr(many, "processors", lambda: list(range(processors)))
    step = TrustedExecute(workers=workers)
    assert many.many(step, notebooks) == expected


def test_without_dask_it_is_one_after_the_other_unless_more_were_asked_for(monkeypatch):
    monkeypatch.setattr(many, "is_installed", lambda: False)
    monkeypatch.setattr(cluster, "is_installed", lambda: False)
    assert many.many(TrustedExecute(), 1000) == 1
    with pytest.raises(NbGraderException, match=r"need Dask, which is not installed: pip install"):
        cluster.Cluster(many.many(TrustedExecute(workers=2), 1000))


@pytest.mark.parametrize("workers", [0, -1])
def test_no_workers_at_all_are_refused(workers):
    with pytest.raises(TraitError, match=f"must be 1 or more, and is {workers}"):
        TrustedExecute(workers=workers)


def test_settings_are_sent_and_what_cannot_be_sent_is_named():
    assert ahead.settings_of(TrustedExecute()) == {}
    assert ahead.settings_of(TrustedExecute(timeout=7, memory=1.5, seed=3)) == {"timeout": 7, "memory": 1.5}
    with pytest.raises(NbGraderException, match=r"c\.TrustedExecute\.on_cell_start is <function"):
        ahead.settings_of(TrustedExecute(on_cell_start=lambda **_: None))


# Lost ---------------------------------------------------------------------------------------------


class Future:
    def __init__(self, ends):
        self.ends = ends

    def done(self):
        return True

    def cancelled(self):
        return False

    def result(self, timeout):
        if isinstance(self.ends, Exception):
            raise self.ends
        return self.ends


def task(*ends):
    """A job whose tries end so, one after the other."""
    waiting = iter(ends)
    gone = lambda reason: cluster.ClusterLost(f"gone: {reason}")  # noqa: E731
    return cluster.Task(lambda: Future(next(waiting)), gone)


def test_a_job_over_which_two_ended_is_given_to_a_third():
    tried = task(ExecutorLost("first"), ExecutorLost("second"), b"outcome")
    assert [tried.wait(1), tried.wait(1), tried.wait(1)] == [None, None, b"outcome"]


def test_a_job_over_which_three_ended_is_given_to_nobody():
    tried = task(ExecutorLost("so"), ExecutorLost("or so"), ExecutorLost("so"))
    assert [tried.wait(1), tried.wait(1)] == [None, None]
    with pytest.raises(cluster.JobLost, match="so; or so"):
        tried.wait(1)


def test_workers_that_the_scheduler_counted_are_the_jobs_fault():
    distributed = pytest.importorskip("distributed")
    last = namedtuple("last", "address")("tcp://a:1")
    with pytest.raises(cluster.JobLost, match="tcp://a:1"):
        task(distributed.KilledWorker("job", last, 3)).wait(1)


def test_dask_that_has_nothing_to_say_is_asked_again_but_not_for_ever(monkeypatch):
    pytest.importorskip("distributed")
    unheard = UnboundLocalError("cannot access local variable 'result'")
    job = task(unheard, b"outcome")
    assert job.wait(1) is None
    monkeypatch.setattr(cluster, "MOST_UNHEARD", 2)
    with pytest.raises(cluster.ClusterLost, match="gone: cannot access"):
        for _ in range(3):
            job.wait(1)


def test_what_dask_cancels_is_run_again_by_workers_of_our_own(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(Future, "cancelled", lambda self: isinstance(self.ends, Exception))
    ends = iter([UnboundLocalError("result"), b"outcome"])
    gone = lambda reason: cluster.ClusterLost(f"gone: {reason}")  # noqa: E731
    job = cluster.Task(lambda: Future(next(ends)), gone, own=True)
    assert [job.wait(1), job.wait(1)] == [None, b"outcome"]
    with pytest.raises(cluster.ClusterLost):
        task(UnboundLocalError("result")).wait(1)


def test_a_lost_cluster_is_nobodys_fault():
    pytest.importorskip("distributed")
    with pytest.raises(cluster.ClusterLost, match="gone: cancelled"):
        task(RuntimeError("cancelled")).wait(1)
    assert task(TimeoutError()).wait(1) is None


class Lost:
    """Workers that all end over whatever they are given."""

    def size(self):
        return 1

    def submit(self, *about):
        return task(ExecutorLost("killed"), ExecutorLost("killed"), ExecutorLost("killed"))


def job_of_ana(tmp_path):
    cells = [new_code_cell("x = 1", metadata={"nbgrader": {"grade_id": "answer"}})]
    trusted = {"answer": TrustedCell(ANSWER, "x = 1")}
    return Job("ana", new_notebook(cells=cells), trusted, 1, "", tmp_path, tmp_path)


def test_a_hand_in_that_nobody_could_run_gets_no_mark_not_even_zero(tmp_path):
    step = TrustedExecute(run_everything=True)
    coming = ahead.Ahead(None, step, Lost(), {}, [], None)
    about = {"student": "ana", "assignment": "a", "notebook": "a"}
    with pytest.raises(NbGraderException, match="each of those that tried to run it was lost: killed"):
        coming.outcome(job_of_ana(tmp_path), about)


@pytest.mark.parametrize("fault", [RuntimeError("Kernel didn't respond"), ValueError("odd"), OSError("full")])
def test_whatever_keeps_a_notebook_from_being_run_is_said_and_ends_no_executor(tmp_path, monkeypatch, fault):
    def fail(self, job):
        raise fault

    monkeypatch.setattr(executor.NotebookRunner, "carry_out", fail)
    request = job_of_ana(tmp_path).request({}, project=fitness.project(), settings={})
    said = json.loads(executor.answer(request.about, tmp_path))
    assert said == {"fault": f"{type(fault).__name__}: {fault}"}


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="processes are given processors on Linux alone")
def test_an_executor_is_kept_to_its_processor_also_when_it_is_started_anew():
    last = cluster.processors()[-1]
    one = executor_process.ExecutorProcess(last)
    for _ in range(2):
        one.start()
        assert os.sched_getaffinity(one.process.pid) == {last}
        one.close()


def test_executors_take_the_processors_in_turn(monkeypatch):
    asked = []
    monkeypatch.setattr(executor_process, "_every", [])
    monkeypatch.setattr(executor_process, "_processors", [])
    monkeypatch.setattr(executor_process.ExecutorProcess, "ask", lambda self, *of: asked.append(self.processor))
    executor_process.keep_apart([3, 5])
    for _ in range(3):
        monkeypatch.setattr(executor_process, "_own", threading.local())
        executor_process.carry_out(b"", 1.0)
    assert asked == [3, 5, 3]


def test_too_much_to_keep_is_said_alike_by_an_executor_and_without_one(tmp_path, monkeypatch):
    def show(self):
        self.remarks, self.nb.cells[0].outputs = [], [new_output("stream", text="\U0001f600" * 500_000)]

    monkeypatch.setattr(run_notebook, "LARGEST", 2**20)
    monkeypatch.setattr(NotebookRunner, "run_all", show)
    with pytest.raises(NbGraderException) as alone:
        NotebookRunner().carry_out(job_of_ana(tmp_path))
    request = job_of_ana(tmp_path).request({}, project=fitness.project(), settings={})
    assert json.loads(executor.answer(request.about, tmp_path)) == {"fault": str(alone.value)}
    assert str(alone.value).startswith("What running this notebook showed is 2 MiB large, and at most 1 are kept: ")


def test_there_are_only_so_many_remarks(tmp_path, monkeypatch):
    def remark(self):
        self.remarks = [f"The cell {number} is odd." for number in range(30_000)]

    monkeypatch.setattr(NotebookRunner, "run_all", remark)
    remarks = NotebookRunner().carry_out(job_of_ana(tmp_path)).remarks
    assert remarks[:2] == ["The cell 0 is odd.", "The cell 1 is odd."] and len(remarks) == 201
    assert remarks[-1] == "29800 more remarks of this kind were left out."


# Memory -------------------------------------------------------------------------------------------


class Patient:
    """Workers, plenty of them, who end nothing; it counts what they were given."""

    def __init__(self):
        self.given = []

    def size(self):
        return 100

    def submit(self, name, request, seconds):
        self.given.append(request)
        return cluster.Task(lambda: None, lambda reason: reason, request.size)


@pytest.mark.parametrize("size, expected", [(10, 20), (100, 3), (1000, 1)])
def test_large_hand_ins_are_handed_out_a_few_at_a_time_but_always_one(tmp_path, monkeypatch, size, expected):
    monkeypatch.setattr(ahead, "MOST_SENT", 3 * 100)
    step, workers = TrustedExecute(run_everything=True), Patient()
    coming = ahead.Ahead(None, step, workers, {}, [ahead.Next(f"s{n}", "a", tmp_path / "a.ipynb") for n in range(20)], None)
    files = {"large.bin": job.File(bytes(size))}
    monkeypatch.setattr(coming, "prepare", lambda one: coming.submit(one.student, job_of_ana(tmp_path), about_of(one), files))
    monkeypatch.setattr(job.Request, "size", property(lambda request: len(request.files["large.bin"].content)))
    coming.begin()
    assert len(workers.given) == expected


def about_of(one):
    return {"student": one.student, "assignment": one.lesson, "notebook": one.path.stem}


def test_dask_is_not_given_what_its_workers_find_in_this_process(monkeypatch):
    pytest.importorskip("distributed")
    asked = []
    monkeypatch.setattr(cluster, "carry_out", lambda request, seconds: asked.append(request) or b"done")
    workers = cluster.Cluster(1)
    try:
        request = job.Request(b"about", {"large.bin": job.File(bytes(2**20))})
        assert workers.submit("a", request, 5.0).wait(60) == b"done"
        assert asked[0] is request, "no copy"
    finally:
        workers.close()


# Files --------------------------------------------------------------------------------------------


class Executor(executor_process.ExecutorProcess):
    """One whose program is another: it is given the number of its connection, and its folder."""

    program = ""

    def start(self):
        real = subprocess.Popen
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(subprocess, "Popen", lambda line, **how: real([*line[:1], "-c", self.program, *line[3:]], **how))
            super().start()


ANSWERS = """
import sys
from multiprocessing.connection import Connection
from pathlib import Path
link, folder = Connection(int(sys.argv[1])), Path(sys.argv[2])
while asked := link.recv_bytes():
    link.send_bytes(asked + (folder / "data.txt").read_bytes())
"""
ENDS = "import os, sys, multiprocessing.connection as m; m.Connection(int(sys.argv[1])).recv_bytes(); os.kill(os.getpid(), 9)"


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_an_executor_finds_the_files_of_each_hand_in_and_of_no_other(temporary):
    asked = Executor()
    asked.program = ANSWERS
    for content in (b"of ana", b"of ben"):
        assert asked.ask(job.Request(b"this is ", {"data.txt": job.File(content)}), 60) == b"this is " + content
        assert not any(path.name == "data.txt" for path in temporary.rglob("*"))
    asked.close()
    assert list(temporary.iterdir()) == []


def test_files_go_with_an_executor_that_is_killed(temporary):
    asked = Executor()
    asked.program = ENDS
    with pytest.raises(ExecutorLost, match="exit code -9"):
        asked.ask(job.Request(b"this", {"private/data.txt": job.File(b"of ana")}), 60)
    assert list(temporary.iterdir()) == []


def test_files_go_with_a_batch_that_is_interrupted(temporary):
    asked = Executor()
    asked.program = "import sys, multiprocessing.connection as m; link = m.Connection(int(sys.argv[1])); link.recv_bytes(); link.recv_bytes()"
    executor_process._every.append(asked)
    with ThreadPoolExecutor() as threads:
        waits = threads.submit(asked.ask, job.Request(b"this", {"data.txt": job.File(b"of ana")}), 60)
        assert wait_for(lambda: list(temporary.glob("*/files/data.txt")))
        executor_process.close_all()
        with pytest.raises(ExecutorLost):
            waits.result(60)
    assert list(temporary.iterdir()) == []


KILLED = """
import os, sys, tempfile
tempfile.tempdir = sys.argv[1]
from grading.autograde.job import File, Request
from grading.autograde.workers.executor_process import ExecutorProcess
asked = ExecutorProcess()
asked.start()
Request(b"", {"data.txt": File(b"of ana")}).put_files(asked.files)
os.kill(os.getpid(), 9)
"""


def test_what_a_killed_grader_left_goes_with_the_next_and_nobody_elses(temporary):
    subprocess.run([sys.executable, "-c", KILLED, str(temporary)], cwd=ROOT)
    assert len(list(temporary.glob("attention-files-*/files/data.txt"))) == 1, "as it was left"
    (temporary / "attention-files-of-nobody").mkdir()
    living = claimed_folder.ClaimedFolder("files-")
    claimed_folder.remove_abandoned.cache_clear()
    asked = Executor()
    asked.program = ANSWERS
    asked.ask(job.Request(b"this", {"data.txt": job.File(b"of ben")}), 60)
    asked.close()
    assert living.path.is_dir()
    living.remove()
    assert [path.name for path in temporary.iterdir()] == ["attention-files-of-nobody"]


def test_files_for_which_there_is_no_room_are_said_and_lose_no_executor(temporary, monkeypatch):
    def full(self, folder):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(job.Request, "put_files", full)
    asked = Executor()
    asked.program = ANSWERS
    said = json.loads(asked.ask(job.Request(b"", {}), 60))
    assert said == {"fault": "its process or its files found no room ([Errno 28] No space left on device)"}
    assert list(temporary.iterdir()) == []
