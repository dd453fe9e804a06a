"""What a line that works only at home does to the cell it stands in: nothing."""

import os
import sys
from pathlib import Path

import pytest
from jupyter_client.manager import KernelManager

from grading.autograde.sandbox.provisioner import StudentKernelManager
from grading.remote.messages import PASSED_OVER

ROOT = Path(__file__).resolve().parents[2]
VALUE = "def answer():\n    return 42\n"


class Kernel:
    def __init__(self, client):
        self.client, self.number = client, 0

    def run(self, source):
        """What a cell printed, and the names of its errors."""
        printed, errors = [], []

        def hear(message):
            content = message["content"]
            if message["msg_type"] == "stream":
                printed.append(content["text"])
            elif message["msg_type"] == "error":
                errors.append(content["ename"])

        self.client.execute_interactive(source, output_hook=hear, timeout=120, allow_stdin=False, stop_on_error=False)
        return "".join(printed), errors

    def value(self, expression):
        return self.run(f"print({expression}, end='')")[0]


@pytest.fixture(scope="module")
def kernel():
    """The kernel that grading starts without a sandbox."""
    manager = StudentKernelManager(kernel_name="python3", sandboxed=False)
    spec = manager.kernel_spec
    assert spec.argv[0] == sys.executable and spec.argv[-2:] == ["-f", "{connection_file}"]
    manager.remove_folder()
    plain = KernelManager(kernel_name="python3")
    plain.kernel_spec.argv[:] = spec.argv
    plain.start_kernel(env={**os.environ, **spec.env})
    client = plain.client()
    client.start_channels()
    client.wait_for_ready(timeout=120)
    yield Kernel(client)
    client.stop_channels()
    plain.shutdown_kernel(now=True)


@pytest.fixture(autouse=True)
def empty(kernel):
    kernel.run("%reset -f")


ONLY_AT_HOME = {
    "a window": "%matplotlib tk",
    "another window": "%matplotlib qt5",
    "a widget": "%matplotlib widget",
    "a back end that nobody knows": "%matplotlib nonsense",
    "a window, as a script has it": "get_ipython().run_line_magic('matplotlib', 'tk')",
    "a window, older": "get_ipython().magic('matplotlib tk')",
    "a window, by hand": "import matplotlib\nmatplotlib.use('TkAgg')\nimport matplotlib.pyplot as plt\nfigure = plt.figure()",
    "a window, later": "import matplotlib.pyplot as plt\nfigure = plt.figure()\nplt.switch_backend('QtAgg')",
    "a magic": "%tensorflow_version 2.x",
    "an extension": "%load_ext nb_black",
    "a cell's magic": "%%memit",
    "a measured cell": "%%time\nimport not_here_at_all",
    "a module": "import not_here_at_all as nh\nnh.set_theme()\npalette = nh.palette\nprint(palette)",
    "a part of a module": "from math import sqrt, not_there\nassert sqrt(4) == 2",
    "several modules": "import not_here_at_all, math as m\nassert m.sqrt(4) == 2",
    "all of a module": "from not_here_at_all import *\ndrive.mount('/content')",
    "a folder": "import os\nos.chdir('/home/me/course')",
    "a file": "text = open('C:/Users/me/notes.txt').read()\nprint(len(text))",
    "a graphics card": "import torch\ntorch.zeros(1).to('cuda:0')",
    "somebody at the keyboard": "name = input('Your name? ')",
    "an error of its own": "1 / 0",
    "a check that fails": "assert answer() == 42",
}


@pytest.mark.parametrize("top", ONLY_AT_HOME.values(), ids=list(ONLY_AT_HOME))
def test_what_stands_below_a_line_that_works_only_at_home_is_defined(kernel, top):
    kernel.run(f"{top}\n{VALUE}label = 'Labrador'")
    assert kernel.value("(answer(), label)") == "(42, 'Labrador')"


@pytest.mark.parametrize("label", ["a magic", "an extension", "a module", "a folder", "an error of its own"])
def test_what_was_passed_over_is_said(kernel, label):
    printed, _ = kernel.run(f"{ONLY_AT_HOME[label]}\n{VALUE}")
    line = next(x for x in ONLY_AT_HOME[label].splitlines() if x != "import os")
    assert f"{PASSED_OVER}{line}" in printed


def test_figures_are_drawn_where_a_window_was_asked_for(kernel):
    for top in ("%matplotlib tk", "import matplotlib; matplotlib.use('TkAgg')"):
        _, errors = kernel.run(f"{top}\nimport matplotlib.pyplot as plt\nlines = plt.plot([1, 2])\nplt.show()")
        assert errors in ([], ['ModuleNotFoundError'], ['ImportError'])  # of `use` itself
        assert kernel.value("len(lines)") == "1"


def test_a_magic_inside_of_an_answer_is_passed_over_too(kernel):
    kernel.run("def answer():\n    %snakeviz 3\n    return 42")
    assert kernel.value("answer()").endswith("42")


def test_below_an_error_of_the_cells_own_nothing_is_defined_anew(kernel):
    kernel.run(f"{VALUE}assert answer() == 41\nprint('not ' + 'at home')\ndef answer():\n    return 41\nlabel = 'x'\nlabel = 'y'")
    assert kernel.value("(answer(), label)") == "(42, 'x')"
    printed, errors = kernel.run("1 / 0\nprint('not ' + 'at home')")
    assert "not at home" not in printed and errors == ["ZeroDivisionError"]


def test_below_a_missing_module_the_cell_goes_on_as_at_home(kernel):
    kernel.run("label = 'draft'")
    printed, errors = kernel.run("import not_here_at_all as nh\nlabel = 'x'\nprint('as ' + 'at home')\nnh.show(label)\nlabel = 'y'")
    assert "as at home" in printed and errors == ["ModuleNotFoundError", "NameError"]
    assert kernel.value("label") == "y"


def test_an_ordinary_cell_is_what_it_was(kernel):
    assert kernel.run("from __future__ import annotations\nx: Nowhere = 3\nprint(x)") == ("3\n", [])
    assert kernel.run("import asyncio\nawait asyncio.sleep(0)\nprint(1)") == ("1\n", [])
    assert kernel.run("%%capture heard\nprint('quiet')") == ("", [])
    assert kernel.value("heard.stdout") == "quiet\n"
    assert kernel.run("def local():\n    x = 5\n    %time y = x + 1\n    return x\nprint(local())")[0].endswith("5\n")
    assert kernel.run("word = 'dog'\n!echo {word}")[0].strip() == "dog"
    assert kernel.run("def (") == ("", ["SyntaxError"])
    _, errors = kernel.run("raise SystemExit\nx = 1")
    assert errors == ["SystemExit"]
    assert kernel.value("x") == "3"
