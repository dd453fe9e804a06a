"""The sandbox that students' cells run in: what it holds, its limits, and grading without it.

What submissions try to do in it is in `tests/submissions`, and run by `test_submissions.py`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from grading.autograde.sandbox import bubblewrap, enter, socket_folder
from grading.classroom import marks
from grading.classroom.demo import run_nbgrader

ROOT = Path(__file__).resolve().parents[2]
LESSON = "00_tiny"
needs_bwrap = pytest.mark.needs("bubblewrap")


def marked(grade_id, source, **flags):
    meta = {"schema_version": 3, "grade_id": grade_id, "grade": False, "solution": False, "locked": False, "task": False}
    return new_code_cell(source, id=grade_id, metadata={"nbgrader": {**meta, **flags}})


def exercise(name, arguments, body):
    return marked(name, f"def {name}({arguments}):\n    ### BEGIN SOLUTION\n    {body}\n    ### END SOLUTION", solution=True)


def checked(name, call, expected, hidden):
    source = f"with check.exercise('{name}') as rng:\n    check.equal({call}, {expected}, rule='as in the text')\n    ### BEGIN HIDDEN TESTS\n    {hidden}\n    ### END HIDDEN TESTS"
    return marked(f"test_{name}", source, grade=True, locked=True, points=1)


def tiny():
    """Two exercises of a point each, solved."""
    hidden_sum = "number = int(rng.integers(100))\n    check.equal(add(number, 1), number + 1, rule='any numbers')"
    hidden_first = "row = rng.normal(size=4)\n    check.close(first(row), row[0], rule='any row')"
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        marked("imports", "import numpy as np\n\nfrom helpers import check", locked=True),
        exercise("add", "a, b", "return a + b"),
        checked("add", "add(2, 3)", 5, hidden_sum),
        exercise("first", "row", "return row[0]"),
        checked("first", "first([4, 2])", 4, hidden_first),
    ]
    return new_notebook(metadata={"kernelspec": kernel}, cells=cells)


@dataclass(frozen=True)
class Handed:
    """What stands in the cell of `add` in place of an answer; `first` is solved."""

    add: str
    points: float = 1  # what the solved exercise earns
    says: tuple[str, ...] = ()  # words that the notebook must show
    files: dict[str, str] = field(default_factory=dict)


STUDENTS = {
    "honest": Handed("def add(a, b):\n    return a + b\n", points=2),
    "meets_limits": Handed("import resource\nprint('limits', [resource.getrlimit(k)[1] > 0 for k in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU, resource.RLIMIT_NPROC)])\ntry:\n    x = bytearray(20 * 2**30)\nexcept MemoryError:\n    print('no mem' + 'ory')\ntry:\n    open('big', 'wb').write(bytes(100 * 2**20))\nexcept OSError:\n    print('too lar' + 'ge')\ndef add(a, b):\n    return 0\n", says=("no memory", "too large")),
    "leaves": Handed("import os\nos._exit(0)\n", says=("KernelLost", "ended the kernel", "What add defines is missing")),
    "grows": Handed("held = b'x' * (400 * 2**20)\nimport time\ntime.sleep(2)\ndef add(a, b):\n    return a + b\n", points=2),
    "reads_a_file": Handed("def add(a, b):\n    return a + b + int(open('data.txt').read())\n", points=2, files={"data.txt": "0"}),
}


def graded_course(folder, students):
    """A course folder in which these students were graded in one batch."""
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    source = folder / "solutions" / LESSON / f"{LESSON}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(tiny(), source)
    made = run_nbgrader(folder, "generate_assignment", LESSON)
    assert made.returncode == 0, made.stdout
    release = nbformat.read(folder / "notebooks" / LESSON / f"{LESSON}.ipynb", as_version=4)
    for student in students:
        handed = STUDENTS[student]
        here = folder / "submitted" / student / LESSON
        here.mkdir(parents=True)
        by_id = {cell.id: cell for cell in release.cells}
        by_id["first"].source = "def first(row):\n    return row[0]\n"
        by_id["add"].source = handed.add
        nbformat.write(release, here / f"{LESSON}.ipynb")
        for name, text in handed.files.items():
            (here / name).write_text(text)
    batch = run_nbgrader(folder, "autograde", LESSON)
    assert batch.returncode == 0, batch.stdout[-3000:]
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with a few students, some of whom would do harm outside of a sandbox."""
    return graded_course(tmp_path_factory.mktemp("course"), STUDENTS)


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    """A course folder with the honest student only."""
    return graded_course(tmp_path_factory.mktemp("harmless"), ["honest"])


def shown(course, student):
    notebook = nbformat.read(course / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4)
    outputs = [out for cell in notebook.cells if cell.cell_type == "code" for out in cell.outputs]
    return "\n".join(str(out.get("text", "")) + str(out.get("data", "")) + str(out.get("evalue", "")) + str(out.get("ename", "")) for out in outputs)


@needs_bwrap
@pytest.mark.parametrize("student", list(STUDENTS))
def test_what_runs_in_it_earns_what_it_is_worth(course, student):
    table = {mark.student: mark for mark in marks.read_marks(course)}
    text = shown(course, student)
    assert table[student].points is not None and table[student].points.score == STUDENTS[student].points, text
    assert [words for words in STUDENTS[student].says if words not in text] == [], text


STARTS = """
import subprocess, sys, time
from grading.autograde.sandbox import bubblewrap
line = [*bubblewrap.arguments(bubblewrap.Limits(), [], []), "--", "/usr/bin/sleep", "4321"]
print(subprocess.Popen(line).pid, flush=True)
time.sleep(600)
"""


@needs_bwrap
def test_what_is_in_the_sandbox_ends_with_its_parent():
    parent = subprocess.Popen([sys.executable, "-c", STARTS], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    outside = Path("/proc", parent.stdout.readline().strip())
    assert wait_for(lambda: len(below(outside.name)) >= 2), "the sandbox did not start"
    inside = [Path("/proc", pid) for pid in below(outside.name)]
    parent.kill()
    parent.wait()
    assert wait_for(lambda: not any(alive(path) for path in [outside, *inside]))


def below(pid):
    """The processes that a process has started, and those that they have."""
    path = Path("/proc", pid, "task", pid, "children")
    children = path.read_text().split() if path.exists() else []
    return children + [inner for child in children for inner in below(child)]


def alive(path):
    try:
        return (path / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return met


@needs_bwrap
def test_what_the_student_side_imports_is_there_and_nothing_else_of_grading():
    code = "import grading.remote.agent, sys, os; print({m.split('.')[1] for m in sys.modules if m.startswith('grading.')}); print(sorted(os.listdir(os.path.dirname(grading.__file__))))"
    done = subprocess.run([*bubblewrap.arguments(bubblewrap.Limits(), [], []), "--", sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    imported, beside = done.stdout.splitlines()
    assert imported == "{'remote'}" and beside == "['__init__.py', 'remote']"


@needs_bwrap
def test_packages_that_lie_elsewhere_are_found(tmp_path, monkeypatch):
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "package_elsewhere.py").write_text("word = 'found'")
    beside = tmp_path / "secret.py"
    beside.write_text("word = 'seen'")
    monkeypatch.setattr(sys, "path", [*sys.path, str(folder), str(tmp_path)])
    code = f"import os, package_elsewhere; print(package_elsewhere.word, os.path.exists({str(beside)!r}))"
    done = subprocess.run([*bubblewrap.arguments(bubblewrap.Limits(), [], []), "--", sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "found False", done.stderr


PROBE = """
import os
about = dict(line.split(":", 1) for line in open("/proc/self/status").read().splitlines())
print("user", os.getuid(), os.getgroups() == [os.getgid()] or os.getgroups() == [] or 65534 in os.getgroups())
print("filter", about["Seccomp"].split(), "new rights", about["NoNewPrivs"].split(), "rights", about["CapEff"].split())
found = []
for root, _, names in os.walk("/proc"):
    if root == "/proc" or not (root.split("/")[2].isdigit() or root.split("/")[2] in ("self", "thread-self")):
        for name in names:
            try:
                os.close(os.open(f"{root}/{name}", os.O_WRONLY | os.O_NONBLOCK))
                found.append(f"{root}/{name}")
            except OSError:
                pass
print("settings", found)
for folder in ("/tmp", "/dev/shm", os.path.expanduser("~"), "."):
    open(f"{folder}/written", "w").write("x")
for folder in ("/", "/usr/local/src", "/dev", "/etc"):
    try:
        open(f"{folder}/written", "w").write("x")
        print("wrote", folder)
    except OSError:
        pass
print("keys", [line for line in open("/proc/keys").read().splitlines() if "secret-of-the-login" in line])
"""


@needs_bwrap
@pytest.mark.parametrize("root", [False, True])
def test_the_floor_of_the_sandbox_is_the_same_for_every_grader(root, monkeypatch):
    if root and not bubblewrap.as_nobody():
        pytest.skip("this is not root")
    monkeypatch.setattr(bubblewrap, "as_nobody", lambda: root)
    line = [*bubblewrap.arguments(bubblewrap.Limits(), [], []), "--", sys.executable, "-c", PROBE]
    keyring = "import ctypes, os, sys; c = ctypes.CDLL(None); from grading.remote.syscall_filter import numbers as n; c.syscall(n()['keyctl'], 1, None); c.syscall(n()['add_key'], b'user', b'secret-of-the-login', b'x', 1, -3); os.execv(sys.argv[1], sys.argv[1:])"
    done = subprocess.run([sys.executable, "-c", keyring, *line], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.splitlines() == [
        "user 1000 True",
        "filter ['2'] new rights ['1'] rights ['0000000000000000']",
        "settings []",
        "keys []",
    ], done.stderr


@needs_bwrap
def test_as_root_what_root_alone_may_read_of_a_hand_in_is_read_and_no_more(tmp_path, monkeypatch):
    if not bubblewrap.as_nobody():
        pytest.skip("this is not root")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    private = tmp_path / "hand-in"
    (private / "data").mkdir(parents=True)
    (private / "data" / "in.txt").write_text("within")
    (private / "a.txt").write_text("alone")
    for path in (private, private / "data", private / "data" / "in.txt", private / "a.txt"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    (private / "run.sh").write_text("#!/bin/sh\necho runs")
    (private / "run.sh").chmod(0o700)
    folder = socket_folder.SocketFolder()
    files = folder.readable([private / "data", private / "a.txt", private / "run.sh"])
    code = "import os; print(open('data/in.txt').read(), open('a.txt').read(), os.popen('./run.sh').read().strip())"
    line = [*bubblewrap.arguments(bubblewrap.Limits(), [folder.path], files), "--", sys.executable, "-c", code]
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.stdout == "within alone runs\n", done.stderr
    assert (private / "a.txt").stat().st_mode & 0o777 == 0o600
    folder.remove()
    assert list(tmp_path.iterdir()) == [private]


@needs_bwrap
def test_limits_hold_inside():
    code = (
        "import resource as r, sys; sys.argv = ['', sys.argv[1]]\n"
        "from grading.remote.launch import limit; import json; limit(json.loads(sys.argv[1]))\n"
        "print([r.getrlimit(getattr(r, n)) for n in ('RLIMIT_AS', 'RLIMIT_FSIZE', 'RLIMIT_CPU', 'RLIMIT_NPROC', 'RLIMIT_CORE')])"
    )
    limits = bubblewrap.Limits()
    line = [*bubblewrap.arguments(limits, [], []), "--", sys.executable, "-c", code, json.dumps(limits.resource_limits())]
    done = subprocess.run(line, capture_output=True, text=True)
    most = [limits.addresses, limits.file_size, limits.cpu, limits.threads, 0]
    assert done.stdout.strip() == str([(n, n) for n in most]), done.stderr


@needs_bwrap
def test_the_limits_are_settings(course):
    settings = ["--TrustedExecute.memory=0.3", "--student", "grows", "--force"]
    done = run_nbgrader(course, "autograde", LESSON, *settings)
    assert done.returncode == 0, done.stdout
    text = shown(course, "grows")
    assert "more than 0.3 GiB of memory" in text


def test_without_a_sandbox_grading_refuses_in_one_sentence(harmless, monkeypatch):
    course = harmless
    no_bwrap = course / "bin"
    no_bwrap.mkdir()
    for name in ("alembic", "python"):
        (no_bwrap / name).symlink_to(Path(sys.executable).parent / name)
    before = (course / "gradebook.db").read_bytes()
    monkeypatch.setenv("PATH", str(no_bwrap))
    run = subprocess.run([sys.executable, "-m", "nbgrader", "autograde", LESSON, "--force"], cwd=course, capture_output=True, text=True)
    said = run.stdout + run.stderr
    assert run.returncode != 0 and "install bubblewrap" in said and "without_sandbox" in said
    assert "Traceback" not in said
    assert (course / "gradebook.db").read_bytes() == before
    assert nbformat.read(course / "autograded" / "honest" / LESSON / f"{LESSON}.ipynb", as_version=4)
    run = subprocess.run([sys.executable, "-m", "nbgrader", "autograde", LESSON, "--force", "--student", "honest", "--TrustedExecute.without_sandbox=True"], cwd=course, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "NO SANDBOX" in run.stdout + run.stderr
    table = {mark.student: mark for mark in marks.read_marks(course)}
    assert table["honest"].points.score == 2


WITHOUT_SOCKET_FILES = """
import sys
from grading.remote import sockets
from nbgrader.apps.nbgraderapp import NbGraderApp
sockets.SOCKET_FILES = False
sys.exit(NbGraderApp.launch_instance(sys.argv[1:]))
"""


def test_where_there_are_no_socket_files_grading_goes_over_ports(harmless):
    arguments = ["autograde", LESSON, "--force", "--student", "honest", "--TrustedExecute.without_sandbox=True"]
    run = subprocess.run([sys.executable, "-c", WITHOUT_SOCKET_FILES, *arguments], cwd=harmless, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    table = {mark.student: mark for mark in marks.read_marks(harmless)}
    assert table["honest"].points.score == 2


@needs_bwrap
def test_a_sandbox_whose_grader_has_ended_meanwhile_does_not_begin():
    others = [sys.executable, "-I", "-S", enter.__file__, f"{enter.GRADER}{os.getppid()}", "/usr/bin/true"]
    done = subprocess.run(others, capture_output=True, text=True)
    assert done.returncode and "the grader has ended" in done.stderr
    ours = [part.replace(str(os.getppid()), str(os.getpid())) for part in others]
    assert "the grader has ended" not in subprocess.run(ours, capture_output=True, text=True).stderr
