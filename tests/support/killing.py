"""Graders to be killed: `nbgrader` commands in forks of one warm process, and where they can die.

Starting nbgrader takes seconds; a fork of a process that has imported it starts at once. `Graders`
is the test's side, and run as a script this is the process that forks.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]


class Graders:
    """Starts nbgrader commands in a course folder, and ends them."""

    def __init__(self, course: Path, temporary: Path):
        self.course = course
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self.house = subprocess.Popen(
            [sys.executable, __file__],
            cwd=course,
            env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(temporary)},
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def start(self, *command: str, ends: tuple = ()) -> psutil.Process:
        """Start a command, which ends as said: (how, at which step, of which student)."""
        return psutil.Process(self.ask("fork", command, ends))

    def wait(self, grader: psutil.Process) -> tuple[int, str]:
        """Wait for a command; return how it ended and what it wrote."""
        status = self.ask("wait", grader.pid)
        return status, (self.course / "said.txt").read_text()

    def ask(self, *request):
        """Ask the process that forks."""
        self.house.stdin.write(json.dumps(request) + "\n")
        self.house.stdin.flush()
        return int(self.house.stdout.readline())

    def run(self, *command: str, ends: tuple = ()) -> tuple[int, str]:
        """Start a command and wait for it."""
        return self.wait(self.start(*command, ends=ends))

    def kill(self, grader: psutil.Process) -> list[psutil.Process]:
        """Kill a grader as `kill -9` does; return the processes that it had started."""
        try:
            grader.suspend()
            started = grader.children(recursive=True)
            grader.kill()
        except psutil.NoSuchProcess:  # it was finished already
            started = []
        self.wait(grader)
        return started


@contextmanager
def graders(course, temporary):
    """Graders for as long as a test runs."""
    found = Graders(course, temporary)
    try:
        yield found
    finally:
        found.house.stdin.close()
        found.house.wait()


def wait_for(condition, seconds=60):
    """Wait until a condition holds; say whether it does."""
    deadline = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < deadline:
        time.sleep(0.002)
    return met


# The process that forks, and the steps at which a fork can end ------------------------------------

#: By name: Windows has only the last of them.
ENDS = {"killed": "SIGKILL", "stopped": "SIGSTOP", "interrupted": "SIGINT"}


def end_at(owner, name, how, student, *, call=1, before=None):
    """Let a function be the last one called for a student: after it or, given `before`, at it."""
    from grading.autograde.journal import Journal

    original, start = getattr(owner, name), Journal.start
    now, calls = [], []

    def begin(guard, lesson, whose):
        now.append(whose)
        return start(guard, lesson, whose)

    def step(*args, **kwargs):
        calls.extend([name] if now and now[-1] == student else [])
        last = now and now[-1] == student and len(calls) == call
        if last and before:
            before(original, *args, **kwargs)
            end(how)
        result = original(*args, **kwargs)
        if last and not before:
            end(how)
        return result

    Journal.start = begin
    setattr(owner, name, step)


def end(how):
    """End this process, or raise an error in it."""
    if how == "failing":
        raise RuntimeError("invented")
    signal.raise_signal(getattr(signal, ENDS[how]))


def half_removed(_rmtree, folder):
    """What a removal has done when it is killed: some files are gone."""
    os.remove(sorted(Path(folder).glob("*.ipynb"))[0])


def half_written(write, writer, output, resources, **names):
    """What an operating system has when a writer is killed: the beginning."""
    write(writer, output[: len(output) // 2], resources, **names)


def nothing(*_args, **_kwargs):
    """The step does not even begin."""


def steps():
    """The steps of a grading, in their order: {name: arguments of `end_at`}."""
    from nbconvert.writers import FilesWriter
    from nbgrader.converters import Autograde, base
    from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

    from grading.autograde import journal

    return {
        "before the marker": (journal.Claim, "begin", {"before": nothing}),
        "marked": (journal.Claim, "begin", {}),
        "old folder half removed": (base, "rmtree", {"before": half_removed}),
        "old folder removed": (base, "rmtree", {}),
        "in the gradebook": (Autograde, "init_assignment", {}),
        "submission half copied": (FilesWriter, "write", {"before": half_written}),
        "submission copied": (FilesWriter, "write", {}),
        "one mark saved": (SaveAutoGrades, "_add_score", {}),
        "one comment saved": (SaveAutoGrades, "_add_comment", {"call": 2}),
        "every mark saved": (AssignLatePenalties, "preprocess", {"before": nothing}),
        "notebook half written": (FilesWriter, "write", {"call": 2, "before": half_written}),
        "notebook written": (FilesWriter, "write", {"call": 2}),
        "files locked": (Autograde, "set_permissions", {}),
        "before the marker goes": (journal.Claim, "end", {"before": nothing}),
        "the marker is gone": (journal.Claim, "end", {}),
        "remains half removed": (journal, "rmtree", {"before": half_removed}),
        "remains removed": (journal, "rmtree", {}),
    }


def fork(command, ends):
    """Run one nbgrader command in a fork; return its process number."""
    child = os.fork()
    if child:
        return child
    with open("said.txt", "w") as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored
    status = 1
    try:
        if ends:
            how, step, student = ends
            owner, name, options = steps()[step]
            end_at(owner, name, how, student, **options)
        from nbgrader.apps.nbgraderapp import NbGraderApp

        NbGraderApp.launch_instance(list(command))
        status = 0
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def serve():
    """Fork, and say which process that is, or wait for one, and say how it ended."""
    import nbformat
    import nbgrader.api
    import nbgrader.apps.nbgraderapp

    import grading.autograde.execute  # noqa: F401
    import grading.autograde.screening  # noqa: F401

    nbgrader.api.get_alembic_version = lambda: "unknown"  # asking takes seconds
    # What each fork would do anew: compile nbformat's rules, set up the gradebook's classes.
    nbformat.validate(nbformat.v4.new_notebook())
    with nbgrader.api.Gradebook("sqlite://") as warm:
        assert warm.assignments == warm.students == []
    for line in sys.stdin:
        match json.loads(line):
            case ["fork", command, ends]:
                print(fork(command, ends), flush=True)
            case ["wait", child]:
                print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    serve()
