"""Kernels forked from a warm parent: as apart from each other as kernels started cold."""

import pytest
from jupyter_core.utils import run_sync

from grading.autograde.sandbox import bubblewrap, warm_parent
from grading.autograde.sandbox.provisioner import StudentKernelManager

pytestmark = [pytest.mark.needs("bubblewrap"), pytest.mark.uses("bubblewrap")]
ASKED = """
import fcntl, os, struct
ONE, GETSIG, SETSIG, GETLK, SETLK = "hhqqi4x", 11, 10, 36, 37  # of an open file, not a process

def left_behind():
    "Signs that a kernel before could leave at open files that both have, and at shared devices."
    anew = os.open(os.devnull, os.O_RDWR)
    signs = {n: [fcntl.fcntl(n, GETSIG), fcntl.fcntl(n, fcntl.F_GETFL) & os.O_APPEND] for n in (0, 1, 2)}
    asked = struct.pack(ONE, fcntl.F_WRLCK, 0, 0, 0, 0)
    signs["lock"] = struct.unpack(ONE, fcntl.fcntl(anew, GETLK, asked))[0] != fcntl.F_UNLCK
    signs["times"] = []
    for place in ("/dev/pts/ptmx", "/dev/pts", "/dev/null", "/dev", "/dev/tty"):
        try:
            os.utime(place, (5, 5))
            signs["times"].append(place)
        except OSError:
            pass
    return signs

def leave_behind():
    opened = [int(name) for name in os.listdir("/proc/self/fd")]
    for number in opened:
        for do in (lambda: fcntl.fcntl(number, SETSIG, 37),
                   lambda: fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_APPEND),
                   lambda: fcntl.fcntl(number, SETLK, struct.pack(ONE, fcntl.F_WRLCK, 0, 4242, 7, 0)),
                   lambda: fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)):
            try:
                if os.readlink(f"/proc/self/fd/{number}") == os.devnull:
                    do()
            except OSError:
                pass
    os.openpty()  # still can be had

import json, os, random, numpy, torch, matplotlib, resource, socket
status = dict(line.split(":\\t", 1) for line in open("/proc/self/status"))
print(json.dumps({
    "chance": [random.random(), numpy.random.rand(), torch.rand(1).item()],
    "word": getattr(numpy, "word_left", ""),
    "capabilities": status["CapPrm"].strip() + status["CapEff"].strip() + status["CapAmb"].strip(),
    "processes": sorted(int(name) for name in os.listdir("/proc") if name.isdigit()),
    "folders": [os.listdir("/tmp"), os.listdir("/dev/shm"), os.listdir("/home")],
    "limits": [resource.getrlimit(kind) for kind in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CPU)],
    "variables": dict(os.environ), "here": os.getcwd(), "backend": matplotlib.get_backend(),
    "no new rights": status["NoNewPrivs"].strip(), "net": [name for _, name in socket.if_nameindex()],
    "of the one before": left_behind(),
}))
numpy.word_left = "left"
leave_behind()
"""


class Kernel:
    """One kernel of a student's."""

    def __init__(self, warm: bool):
        self.manager = StudentKernelManager(
            kernel_name="python3", warm=warm, limits=bubblewrap.Limits()
        )
        run_sync(self.manager.start_kernel)()
        self.client = self.manager.client()
        self.client.start_channels()
        run_sync(self.client.wait_for_ready)(timeout=120)

    def printed(self, code: str) -> str:
        """What code prints."""
        text, asked = "", self.client.execute(code)
        while True:
            told = run_sync(self.client.get_iopub_msg)(timeout=120)
            content = told["content"]
            assert told["msg_type"] != "error", content
            text += content["text"] if told["msg_type"] == "stream" else ""
            idle = content.get("execution_state") == "idle"
            if idle and told["parent_header"].get("msg_id") == asked:
                return text

    def end(self) -> None:
        self.client.stop_channels()
        run_sync(self.manager.shutdown_kernel)(now=True)
        self.manager.remove_folder()


@pytest.fixture(scope="module")
def answers():
    """What a cold kernel says of itself, and what two warm ones do, one after the other."""
    import json

    found = []
    for warm in (False, True, True):
        kernel = Kernel(warm)
        try:
            assert (kernel.manager.warm_parent is not None) == warm
            assert isinstance(kernel.manager.provisioner.process, warm_parent.Forked) == warm
            found.append(json.loads(kernel.printed(ASKED)))
        finally:
            kernel.end()
    yield found
    warm_parent.close_all()


@pytest.mark.parametrize("what", ["limits", "here", "variables", "backend", "no new rights", "net"])
def test_a_warm_kernel_is_like_a_cold_one(answers, what):
    cold, first, second = (answer[what] for answer in answers)
    if what == "variables":  # the parent of a kernel stands in one
        cold, first, second = ({**one, "JPY_PARENT_PID": ""} for one in (cold, first, second))
    assert cold == first == second


def test_it_sees_two_processes_and_holds_no_capability(answers):
    for answer in answers:
        assert answer["processes"] == [1, 2]
        assert set(answer["capabilities"]) == {"0"}


def test_no_sign_is_left_at_open_files_and_devices(answers):
    for answer in answers[1:]:
        left = answer["of the one before"]
        assert left == {"0": [0, 0], "1": [0, 0], "2": [0, 0], "lock": False, "times": []}


def test_it_finds_no_word_of_the_one_before_and_no_folder_but_its_own(answers):
    for answer in answers:
        assert answer["word"] == ""
        (batch,), shared, homes = answer["folders"]
        assert batch.startswith("attention-")
        assert (shared, homes) == ([], ["student"])


def test_no_two_draw_the_same_by_chance(answers):
    drawn = [number for answer in answers for number in answer["chance"]]
    assert len(set(drawn)) == len(drawn)


def test_what_is_ended_is_gone_with_all_it_started():
    import psutil

    kernel = Kernel(warm=True)
    try:
        kernel.printed("import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)")
        family = psutil.Process(kernel.manager.provisioner.process.pid).children(recursive=True)
        assert len(family) >= 2
    finally:
        kernel.end()
    _, alive = psutil.wait_procs(family, timeout=30)
    assert alive == []
    warm_parent.close_all()


def test_a_parent_that_has_ended_means_cold_kernels_and_a_word_in_the_log(caplog):
    parent = warm_parent.parent_for(bubblewrap.Limits(), [])
    assert parent is not None
    parent.process.kill()
    parent.process.wait()
    kernel = Kernel(warm=True)
    try:
        assert kernel.printed("print(1)") == "1\n"
        assert not isinstance(kernel.manager.provisioner.process, warm_parent.Forked)
        assert warm_parent.parent_for(bubblewrap.Limits(), []) is None
    finally:
        kernel.end()
        warm_parent.close_all()
