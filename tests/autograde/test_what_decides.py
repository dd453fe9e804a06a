"""Which cells a mark may depend on: in doubt, a cell is run."""

from pathlib import Path

import nbformat
import pytest

from grading.autograde import what_decides
from grading.autograde.what_decides import LESSONS, OWN, SHOWN, TEST, Code, not_needed

ROOT = Path(__file__).resolve().parents[2]
IMPORTS = (
    "import numpy as np\nimport torch\nfrom torch import nn\nfrom helpers import plots, training"
)
LESSON_FILES = sorted((ROOT / "solutions").glob("*/*.ipynb"))
SETUP = "words = ['a', 'b']\nscores = np.array([1.0, 2])\ncounts = {'a': 1}"
ANSWER = "def double(x):\n    return 2 * x"
THE_TEST = "assert double(scores)[0] == 2"


def is_run(shown: str, *others: Code, answer: str = ANSWER, setup: str = SETUP) -> bool:
    """Whether a cell that the student left as it was is run."""
    cells = [Code(LESSONS, IMPORTS), Code(LESSONS, setup), Code(LESSONS, answer)]
    cells += [Code(SHOWN, shown), *others, Code(TEST, THE_TEST)]
    return 3 not in not_needed(cells)


@pytest.mark.parametrize(
    "shown",
    [
        "plots.bars(words, scores, title='How it looks')",
        "print(double(scores), scores.mean(), words.index('a'))",
        "mine = [double(score) for score in scores]\nprint(mine[0])",
        "model = nn.Linear(2, 2)\ntraining.fit(model, lambda n: [], double, steps=3)",
        "torch.manual_seed(0)\nnoise = torch.randn(3)\nnoise += 1",
        "mine = np.array(scores)\nmine[0] = 9\nmine += 1",
        "with np.errstate(all='ignore'):\n    np.exp(scores)",
        "def draw(rating):\n    return plots.bars(words, [rating, 1])\n\nfor n in range(3):\n    draw(n)",
        "for word in words:\n    print(word)",
        "class Model(nn.Module):\n    def forward(self, x):\n        self.seen = x\n        return x\n"
        "Model()(torch.tensor(scores))",
        "with open('curve.json', 'w') as file:\n    file.write('1')",
    ],
)
def test_what_only_shows_is_left_out(shown):
    assert not is_run(shown)


@pytest.mark.parametrize(
    "shown",
    [
        "scores = np.array([3.0, 4])",
        "double = lambda x: 3 * x",
        "from numpy import sin as double",
        "from numpy import *",
        "import double",
        "for double in range(3):\n    pass",
        "def change():\n    global scores\n    scores = 3\nchange()",
        "del scores",
        "scores[0] = 9",
        "scores += 1",
        "counts['b'] = 2",
        "counts.update(b=2)",
        "words.append('c')",
        "words.sort()",
        "first = scores[:1]\nfirst[0] = 9",
        "both = [scores, words]\nboth[0][0] = 9",
        "for row in [scores]:\n    row[0] = 9",
        "[row.fill(9) for row in [scores]]",
        "np.copyto(scores, 9)",
        "np.add(scores, 1, out=scores)",
        "np.random.default_rng(0).shuffle(scores)",
        "np.random.shuffle(scores)",
        "np.multiply(scores, 2, scores)",
        "np.nan_to_num(scores, copy=False)",
        "torch.nn.functional.relu(scores, inplace=True)",
        "nn.init.zeros_(scores)",
        "scores.resize(3)",
        "setattr(double, 'n', 3)",
        "double.n = 3",
        "def spoil(x):\n    x[0] = 9\nspoil(scores)",
        "def spoil(x):\n    y = x\n    y += 1\nspoil(scores)",
        "def outer(x):\n    def inner():\n        x[0] = 9\n    inner()\nouter(scores)",
        "def spoil():\n    scores[0] = 9\nspoil()",
        "class Spoiler:\n    def __init__(self, x):\n        self.x = x\n"
        "    def spoil(self):\n        self.x[0] = 9\nSpoiler(scores).spoil()",
        "list(map(scores.put, [0], [9]))",
        "exec('scores = 3')",
        "globals()['scores'] = 3",
        "%matplotlib inline",
        "!touch a",
        "%%time\nscores = 3",
        "np.set_printoptions(precision=1)",
        "np.seterr(all='raise')",
        "torch.set_default_dtype(torch.float64)",
        "torch.backends.mkldnn.enabled = False",
        "np.float_ = 3",
        "import matplotlib\nmatplotlib.rcParams['a'] = 1",
        "import os\nos.environ['A'] = '1'",
        "import os\nos.chdir('/')",
        "import sys\nsys.setrecursionlimit(100)",
        "import warnings\nwarnings.simplefilter('error')",
        "import no_such_module_that_we_know",
        "(scores := 3)",
        "match 3:\n    case scores:\n        pass",
        "try:\n    1 / 0\nexcept ZeroDivisionError as scores:\n    pass",
        "with open('a') as scores:\n    pass",
        "it = iter([scores])\nnext(it)[0] = 9",
    ],
)
def test_what_could_matter_is_run(shown):
    assert is_run(shown, Code(OWN, "print(words, counts)"))


def test_what_is_needed_through_other_cells_is_run():
    assert is_run("base = 3", Code(SHOWN, "scores = np.full(2, base)"))
    assert is_run("base = 3", Code(OWN, "print(base)"))
    assert not is_run("base = 3", Code(SHOWN, "print(base)"))
    assert is_run("parts = [scores]", Code(SHOWN, "parts[0][0] = 9"))
    assert is_run("def helper(x):\n    return x", answer="def double(x):\n    return helper(2 * x)")


@pytest.mark.parametrize(
    "answer",
    [
        "def double(x):\n    x *= 2\n    return x",
        "def double(x):\n    x[:] = 2 * x\n    return x",
        "seen = []\ndef double(x):\n    seen.append(x)\n    return 2 * x",
        "def double(x, seen=[]):\n    seen.append(x)\n    return 2 * x",
        "def double(x):\n    double.n = 1\n    return 2 * x",
        "n = 0\ndef double(x):\n    global n\n    n += 1\n    return 2 * x",
        "import functools\n@functools.lru_cache\ndef double(x):\n    return 2 * x",
        "class Double:\n    def __call__(self, x):\n        self.x = x\n        return 2 * x\n"
        "double = Double()",
        "def made():\n    n = 0\n    def double(x):\n        nonlocal n\n        n += 1\n"
        "        return n * x\n    return double\ndouble = made()",
        "import os\ndef double(x):\n    os.environ['a'] = '1'\n    return 2 * x",
    ],
)
def test_an_answer_that_leaves_something_behind_is_called_as_before(answer):
    assert is_run("print(double(scores))", answer=answer)


PLAIN = "def double(x):\n    return 2 * x"
KEEPS = {
    "an attribute of the function": "def double(x):\n    double.log.append(x)\n    return 2 * x\ndouble.log = []",
    "an iterator": "import itertools\nsteps = itertools.count()\ndef double(x):\n    return 2 * x + next(steps)",
    "a loop over one": "steps = iter(range(9))\ndef double(x):\n    for step in steps:\n        return step * x",
    "a list of its own": "seen = []\ndef double(x):\n    seen.extend([x])\n    return 2 * x",
    "a default": "def double(x, seen=iter([1, 2])):\n    return next(seen) * x",
    "a default by name": "import itertools\ndef double(x, *, seen=itertools.count()):\n    return next(seen) * x",
    "a closure": "def make():\n    seen = []\n    def inner(x):\n        seen.append(x)\n        return 2 * x\n"
    "    return inner\ndouble = make()",
    "an object that is called": "class Double:\n    def __call__(self, x):\n        self.n = x\n        return 2 * x\n"
    "double = Double()",
    "a cache put around": "import functools\ndef slow(x):\n    return 2 * x\ndouble = functools.lru_cache(slow)",
    "a decorator": "def count(f):\n    return f\n@count\ndef double(x):\n    return 2 * x",
    "a method under another name": "rng = np.random.default_rng(0)\ndouble = rng.normal",
    "something drawn at the top": "drop = nn.Dropout(0.5)\ndef double(x):\n    return 2 * drop(x)",
    "what all objects of a class share": "class Double:\n    seen: list = []\n    def forward(self, x):\n        return x",
    "the class of an object": "class Double:\n    n = 0\n    def forward(self, x):\n        type(self).n += 1\n        return x",
    "the class under its own name": "class Double:\n    n = 0\n    def forward(self, x):\n        Double.n += 1\n        return x",
    "self's class": "class Double:\n    n = 0\n    def forward(self, x):\n        self.__class__.n += 1\n        return x",
    "a library": "def double(x):\n    np.tau = 3\n    return 2 * x",
    "a hook": "def double(x):\n    x.register_hook(print)\n    return 2 * x",
    "gradients": "def double(x):\n    x.sum().backward()\n    return 2 * x",
    "a name of the notebook": "n = 0\ndef double(x):\n    global n\n    n += 1\n    return 2 * x",
    "what its subclasses do": "class Double:\n    def __init_subclass__(cls):\n        print(cls)",
    "a walrus in a loop": "def double(x):\n    return x + sum(table)\nfor table in [[1], [2]]:\n    pass",
}


@pytest.mark.parametrize("keeps", KEEPS)
def test_where_the_student_may_keep_something_all_cells_are_run(keeps):
    cells = [Code(LESSONS, IMPORTS), Code(SHOWN, "print(3)"), Code(TEST, THE_TEST)]
    assert not_needed([*cells, Code(LESSONS, PLAIN, theirs=True)]) == {1}
    assert not_needed([*cells, Code(LESSONS, KEEPS[keeps], theirs=True)]) == frozenset()


@pytest.mark.parametrize(
    "own",
    [
        "EPS = 1e-9\ndef double(x):\n    return 2 * x + EPS",
        "def double(x, axis=-1, dtype=np.float64, start=-np.inf, *, names=('a', 'b')):\n    return 2 * x",
        "class Double(nn.Module):\n    SIZE = 3\n    def __init__(self):\n        super().__init__()\n"
        "        self.layer = nn.Linear(3, 3)\n    def forward(self, x):\n        return self.layer(x)",
        "def double(x):\n    rows = []\n    for row in x:\n        rows.append(2 * row)\n    return np.stack(rows)",
        "def double(x):\n    out = np.zeros_like(x)\n    out[0] = 2 * x[0]\n    return out",
        "mine = [double(score) for score in scores]\nprint(sorted(mine, key=lambda one: -one))",
        "import math\ndef double(x):\n    def twice(y):\n        return 2 * y\n    return twice(x) * math.e / math.e",
        "@torch.no_grad()\ndef double(x):\n    return 2 * x",
    ],
)
def test_ordinary_code_has_no_other_cell_run(own):
    cells = [Code(LESSONS, IMPORTS), Code(LESSONS, SETUP), Code(SHOWN, "print(3)"), Code(TEST, THE_TEST)]
    assert not_needed([*cells, Code(LESSONS, PLAIN, theirs=True), Code(OWN, own, theirs=True)]) == {2}


@pytest.mark.parametrize(
    "own",
    [
        "a0 = []\n" + "\n".join(f"a{n} = a{n - 1}" for n in range(1, 6000)),
        "f = " + "lambda: " * 40 + "0",
    ],
    ids=["aliases", "functions"],
)
def test_code_that_takes_long_to_look_through_has_all_cells_run(own, monkeypatch):
    monkeypatch.setattr(what_decides, "SECONDS", 0.3)
    cells = [Code(SHOWN, "print(3)"), Code(OWN, own), Code(TEST, THE_TEST)]
    assert not_needed(cells) == frozenset()


def test_an_iterator_that_is_gone_through_counts_as_changed():
    setup = SETUP + "\nrows = iter([1, 2])\nmore = (n for n in words)"
    assert is_run("print(list(rows))", Code(OWN, "next(rows)"), setup=setup)
    assert is_run("print(list(more))", Code(OWN, "print(list(more))"), setup=setup)


def test_chance_is_drawn_as_before_where_something_lasting_is_drawn_later():
    seeded = "torch.manual_seed(0)\nprint(torch.rand(2))"
    assert is_run(seeded, Code(LESSONS, "start = torch.rand(2)"))
    assert is_run(seeded, Code(LESSONS, "layer = nn.Linear(2, 2)"))
    assert is_run(seeded, Code(OWN, "scores = torch.rand(2)"))
    assert not is_run(seeded, Code(OWN, "torch.rand(2)"))  # no mark depends on that


def test_files_are_written_where_something_reads_files():
    written = "with open('a.json', 'w') as file:\n    file.write('1')"
    assert is_run(written, Code(OWN, "print(open('a.json').read())"))
    assert is_run(written, answer="def double(x):\n    return open('a.json').read() and 2 * x")


@pytest.mark.parametrize("own", ["eval('a')", "globals()", "%run a.py", "print(_)", "Out[3]", "?a"])
def test_a_cell_that_reaches_names_in_the_dark_has_all_others_run(own):
    assert is_run("a = 1", Code(OWN, own))


VOCABULARY = """class V:
    def __init__(self):
        self.words = []
    {}
    def {}:
        self.words.append(1)
        return 1
vocab = V()
def double(x):
    return x * (2 + len(vocab.words))"""
GROWS = "\ndef double(x):\n    return x * (1 + len(seen))"


@pytest.mark.parametrize(
    "answer, shown",
    [
        (VOCABULARY.format("", "__getitem__(self, word)"), "vocab['x']"),
        (VOCABULARY.format("", "__add__(self, word)"), "vocab + 1"),
        (VOCABULARY.format("@property", "size(self)"), "print(vocab.size)"),
        ("seen = []\nkeep = seen.append" + GROWS, "sorted(words, key=keep)"),
        ("seen = []\ntable = {'x': seen.append}" + GROWS, "table['x'](3)"),
        (
            "import functools\nseen = []\ndef add(found, word):\n    found.append(word)\n"
            "keep = functools.partial(add, seen)" + GROWS,
            "keep(3)",
        ),
        ("from operator import methodcaller as m\nseen = [1]\npop = m('pop')" + GROWS, "pop(seen)"),
        ("seen = [1]\npop = list.pop" + GROWS, "pop(seen)"),
        (
            "from functools import partial\nseen = iter(words)\nfollowing = partial(next, seen)\n"
            "def double(x):\n    return x * (1 + len(list(seen)))",
            "following()",
        ),
        ("from collections import defaultdict\nseen = defaultdict(int)" + GROWS, "seen['x']"),
        ("norm = nn.BatchNorm1d(2)\ndef double(x):\n    return norm.running_mean", "norm(torch.ones(2, 2))"),
        ("w = torch.ones(2, requires_grad=True)\ndef double(x):\n    return w.grad",
         "loss = (w * 2).sum()\nloss.backward()"),
    ],
)  # fmt: skip
def test_what_changes_without_a_call_of_its_name_is_changed(answer, shown):
    assert is_run(shown, answer=answer)


@pytest.mark.parametrize(
    "shown, own",
    [
        ("np.savetxt('x.csv', scores)", "import pandas as pd\nscores = pd.read_csv('x.csv')"),
        ("np.save('x.npy', scores)", "import os\nready = os.path.exists('x.npy')\nscores = ready"),
        ("np.random.seed(0)", "import pandas as pd\nscores = pd.Series([1, 2]).sample(1)"),
        ("np.random.seed(0)", "from sklearn.utils import shuffle\nscores = shuffle([1, 2])"),
        ("table = {}", "import __main__ as m\nscores = m.table"),
        ("table = {}", "from __main__ import table as scores"),
        ("table = {}", "import builtins\nscores = builtins.eval('table')"),
        ("table = {}", "import inspect\nscores = inspect.currentframe().f_globals['table']"),
        ("table = {}", "import sys\nscores = sys._getframe().f_globals['table']"),
        ("table = {}", "import timeit\nscores = timeit.timeit('f', 'from __main__ import table')"),
        ("table = {}", "import pandas as pd\nscores = pd.DataFrame().query('a == @table')"),
    ],
)
def test_what_a_library_reaches_in_its_own_way_is_there(shown, own):
    assert is_run(shown, Code(OWN, own))


def test_an_answer_that_does_not_define_what_it_should_is_missed_by_nobody():
    assert not is_run("print(double(scores))", answer="import no_such_module")


def test_a_cell_that_cannot_be_read_needs_nothing():
    assert not is_run("a = 1", Code(OWN, "def a(:"))
    assert not is_run("a = 1", answer="def double(x:\n")


@pytest.mark.parametrize("lesson", LESSON_FILES, ids=lambda path: path.stem)
def test_of_a_solved_lesson_nothing_is_run_that_only_shows(lesson):
    cells = []
    for cell in nbformat.read(lesson, as_version=4).cells:
        marks = cell.metadata.get("nbgrader")
        kind = SHOWN if marks is None else TEST if marks.grade else LESSONS
        if cell.cell_type == "code" and cell.id != "progress":
            answer = marks is not None and marks.solution and not marks.grade
            cells.append(Code(kind, cell.source, theirs=answer))
    shown = {place for place, cell in enumerate(cells) if cell.kind == SHOWN}
    assert not_needed(cells) == shown
