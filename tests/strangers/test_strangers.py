"""The limits around strangers' bytes: child processes, terminals, spreadsheets, names of settings."""

import csv
import logging
import subprocess
import sys
from pathlib import PurePath

import psutil
import pytest

from grading.strangers.bounded_work import Exceeded, TooSlow, budget, run, timed
from grading.strangers.printable import HarmlessRecord, one_line
from grading.strangers.settings_files import is_settings
from grading.strangers.spreadsheet_cells import harmless


def spin():
    while True:
        pass


def test_a_child_answers_raises_and_is_ended():
    assert run(sorted, [2, 1]) == [1, 2]
    with pytest.raises(KeyError, match="x"):
        run({}.__getitem__, "x")
    with pytest.raises(Exceeded, match="1 seconds"):
        run(spin, seconds=1)
    with pytest.raises(Exceeded, match="memory"):
        run(bytearray, 2**32, memory=2**28)


def test_parts_share_a_budget():
    with budget(0.1):
        with pytest.raises(TooSlow):
            timed(spin)
        with pytest.raises(TooSlow):
            timed(int)
    assert timed(int) == 0


@pytest.mark.parametrize(
    "evil", ["\x1b[2J", "\u202e", "\n", "\r", "\x9b", "\ud800", "\u2066", "\x7f"]
)
def test_nothing_of_a_name_reaches_a_terminal(evil):
    record = HarmlessRecord("x", logging.INFO, "x", 1, "%s: %s", (f"a{evil}b", 1), None)
    assert evil not in record.getMessage() and evil not in one_line(f"a{evil}b")
    assert one_line("Zoë O'Hara\u00a0名前") == "Zoë O'Hara\u00a0名前"


@pytest.mark.parametrize(
    "cell",
    [
        "=A1",
        " =A1",
        "+1",
        "-1",
        "@x",
        "\t=A1",
        "a;=A1",
        "a,=A1",
        "a\t=A1",
        'a";"=A1',
        "\uff1dA1",
        "a\r\n=A1",
        "a|=A1",
    ],
)
def test_no_cell_is_a_formula_whatever_parts_the_cells(cell):
    for sign in ",;\t|":
        for row in csv.reader([f'"first","{harmless(cell)}"'], delimiter=sign):
            assert not [
                one
                for one in row
                if one.strip(" \"'")[:1] in tuple("=+@-\uff1d") and one[:1] != "'"
            ]


@pytest.mark.parametrize(
    "name",
    [
        "jupyter_config.py",
        "jupyter_config.json",
        "nbgrader_config.ipynb",
        "JUPYTER_server_config.PY",
        "ipython_kernel_config.py",
        "jupyter_notebook_config.json",
        "formgrade_config.py",
        "jupyter_server_config.d",
    ],
)
def test_settings_are_known_by_name(name):
    assert is_settings(PurePath("a", name), is_folder=False)
    assert is_settings(PurePath(".jupyter"), is_folder=True)
    assert is_settings(PurePath("custom", "custom.js"), is_folder=False)


@pytest.mark.parametrize(
    "name", ["model_config.json", "config.py", "my_jupyter_notes.txt", "jupyter.png", "data.json"]
)
def test_other_files_are_not_settings(name):
    assert not is_settings(PurePath(name), is_folder=False)


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone ends a child with its parent")
def test_work_ends_with_the_process_that_waits_for_it_even_one_that_is_killed():
    code = (
        "import os, time\nfrom grading.strangers.bounded_work import run\n"
        "run(lambda: (print(os.getpid(), flush=True), time.sleep(600)))"
    )
    waiting = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(waiting.stdout.readline()))
    waiting.kill()
    waiting.wait()
    psutil.wait_procs([child], timeout=60)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
