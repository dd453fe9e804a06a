"""Each lint rule about a notebook is seen to fire, and good cells to pass."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lesson_texts import GOOD, write_lesson

from grading.authoring import build
from grading.authoring.lesson import read_lesson
from grading.authoring.lint import linter, notebook_rules, test_cell_rules
from grading.authoring.lint.built_notebook import load

WITH = 'with check.exercise("double") as rng:\n'
CHECK = WITH + '    check.equal(double([1]), [2], rule="r")\n'
HIDDEN = """
    ### BEGIN HIDDEN TESTS
    number = int(rng.integers(9))
    check.equal(double([number]), [number + number], rule="h")
    ### END HIDDEN TESTS"""
FIRST_TEST = GOOD[GOOD.index(WITH) : GOOD.index('# %% test="double" what')]


def rules_broken(root: Path, notebook: dict[str, Any], tree: str = "solutions") -> dict[str, str]:
    """Return rule id -> message for a notebook given as JSON data."""
    path = root / tree / "02_double" / "02_double.ipynb"
    build.write(path, json.dumps(notebook))
    return {p.rule: p.message for p in linter.notebook_problems(load(path, tree))}


def notebook_of(root: Path, text: str = GOOD) -> dict[str, Any]:
    notebook: dict[str, Any] = json.loads(
        build.solution_notebook(read_lesson(write_lesson(root, text)))
    )
    return notebook


def with_test(root: Path, code: str) -> dict[str, str]:
    """Return the rules broken when the lesson's first test cell holds this code."""
    return rules_broken(root, notebook_of(root, GOOD.replace(FIRST_TEST, code + "\n\n")))


# The code of test cells: rule -> cells that break it. Every other line of each is innocent.
BAD_CODE = {
    "trailing-expression": [
        CHECK + "double([1])",
        CHECK + "double([1]);",
        CHECK + "0",
        # what is last once the hidden tests are gone
        "1\n### BEGIN HIDDEN TESTS\n" + CHECK + "### END HIDDEN TESTS",
    ],
    "form": [
        'check.equal(double([1]), [2], rule="r")',
        WITH.replace("double", "treble") + '    check.equal(double([1]), [2], rule="r")',
        'if True:\n    with check.exercise("double"):\n        check.equal(1, 1, rule="r")',
        'with check.exercise("double"), open("x"):\n    check.equal(1, 1, rule="r")',
        "for _ in range(1):\n    pass\n" + CHECK,
        "got = double([1])\n" + CHECK,
        "import helpers\n" + CHECK + "done = True",
        CHECK + "### BEGIN HIDDEN TESTS\nassert double([1]) == [2]\n### END HIDDEN TESTS",
    ],
    "able-to-fail": [
        WITH + "    double([1])",
        WITH
        + "    pass\n    ### BEGIN HIDDEN TESTS\n    assert double([1])\n    ### END HIDDEN TESTS",
        WITH + "    check.anything(double([1]))",
    ],
    "swallow": [
        WITH + "    try:\n        assert double([1])\n    except Exception:\n        pass",
        "import contextlib\n"
        + WITH
        + "    with contextlib.suppress(Exception):\n        assert double([1])",
        "from contextlib import suppress as s\n"
        + WITH
        + "    with s(Exception):\n        assert double([1])",
    ],
    "never-called": [
        CHECK + "    def more():\n        assert double([2]) == [4]",
        CHECK + "    def more():\n        assert double([2])\n        more()",
        CHECK + "    more = lambda: check.equal(double([2]), [4], rule='r')",
    ],
    "idle-line": [
        CHECK + "    double([1]) == [2]",
        CHECK + "    for n in range(3):\n        double([n]) == [2 * n]",
        CHECK + "    not double([])",
        CHECK + "    np.allclose(double([1]), [2])",
        CHECK + "    assert 'doubled'",
        CHECK + "    all(n > 0 for n in double([1]))",
    ],
    "stderr": [
        "import warnings\n" + CHECK + "    warnings.warn('x')",
        "from warnings import warn as w\n" + CHECK + "    w('x')",
        "import sys\n" + CHECK + "    print(1, file=sys.stderr)",
        "from tqdm.auto import tqdm\n" + CHECK,
        "import logging as log\n" + CHECK + "    log.error('x')",
    ],
    "exit": [
        "import os\n" + CHECK + "    os._exit(0)",
        "import sys as s\n" + CHECK + "    s.exit()",
        CHECK + "    exit()",
        CHECK + "    quit()",
        CHECK + "    raise SystemExit",
    ],
    "self-contained": [
        WITH + '    check.equal(double(plain), [2], rule="r")',
        WITH + '    check.holds(lambda case: double(case) == other(case), [1], rule="r")',
        # defined only in the hidden part
        WITH + "    ### BEGIN HIDDEN TESTS\n    two = [2]\n    ### END HIDDEN TESTS\n"
        '    check.equal(double([1]), two, rule="r")',
    ],
    "shadowing": ["from operator import neg as double\n" + CHECK, CHECK + "    double = len"],
    "length": [WITH + '    check.equal(double([1]), [2], rule="r")\n' * 25],
    "width": [CHECK + f'    check.equal(double([2]), [4], rule="{"long " * 20}")'],
    "oracle": [
        CHECK + '    check.close(double([1]), double([1]), rule="itself")',
        CHECK + '    check.close([2], expected=double([1]), rule="the other way round")',
        CHECK + '    twice = double([1])\n    check.equal([2], sum(twice), rule="by a name")',
    ],
    "by-heart": [
        CHECK,
        # hidden, and the same for everybody
        CHECK + '    ### BEGIN HIDDEN TESTS\n    check.equal(double([3]), [6], rule="h")\n    ### END HIDDEN TESTS',
        CHECK + "    check.equal(double([rng is None]), [0], rule='r')",
    ],
    "pinned": [
        WITH + '    check.equal(double([1]) == double([1]), True, rule="the same twice")',
        WITH + '    check.equal(np.allclose(double([1]), double([2])), False, rule="not the same")',
        WITH + '    check.equal(bool(np.all(double([1]) == double([1]))), True, rule="the same")',
        WITH + '    check.holds(lambda n: np.allclose(double([n]), double([n])), [1], rule="the same")',
        WITH + '    check.holds(lambda n: double([n]) == [0], [0], rule="nothing")',
        WITH + '    check.shape(double([1]), (1,), rule="a shape alone")',
        WITH + '    check.close(double([0, 0]), [0, 0.0], rule="twice nothing is nothing")',
        WITH + '    check.close(double(np.zeros(2)), np.zeros(2), rule="twice nothing is nothing")',
        WITH + '    check.raises(TypeError, lambda: double(["a"]), rule="an error alone")',
    ],
    "mostly-text": [WITH + '    check.equal(double([1]), [2], rule="r")\n' * 19],
    "random": [
        CHECK + "    check.equal(double(np.random.rand(3)), 1, rule='r')",
        "import random\n" + CHECK + "    check.equal(double([random.random()]), 1, rule='r')",
        "from numpy.random import default_rng as d\n" + CHECK + "    d(0)",
        "import torch\n" + CHECK + "    torch.manual_seed(0)",
        "import torch as t\n" + CHECK + "    check.equal(double(t.randn(3)), 1, rule='r')",
    ],
}
CODE_CASES = [(rule, code) for rule, cells in BAD_CODE.items() for code in cells]


@pytest.mark.parametrize(("rule", "code"), CODE_CASES)
def test_bad_test_cell_is_refused(tmp_path: Path, rule: str, code: str) -> None:
    assert rule in with_test(tmp_path, code)


GOOD_CODE = [
    CHECK,
    # exactly the longest cell allowed
    WITH + '    check.equal(double([1]), [2], rule="r")\n' * 2 + "    double([1])\n" * 22,
    # helpers that are called, directly or by a check; variables named like modules
    WITH + "    def case(n):\n        return double([n]) == [2 * n]\n"
    '    random, logging = rng.normal(), 1\n    check.holds(case, [random, logging], rule="r")',
    # a bare call that does something; comprehensions and imports of its own
    "import math\n" + WITH + "    cases = [[n] for n in range(3)]\n    cases.append([math.pi])\n"
    '    for case in cases:\n        check.shape(double(case), (1,), rule=f"{case}")',
    'more = lambda: double(["a"])\n' + WITH + '    check.raises(TypeError, more, rule="r")',
    "import numpy as np\n" + WITH + '    check.close(double(np.ones(2)), [2, 2], rule="r")',
]


@pytest.mark.parametrize("code", GOOD_CODE)
def test_good_test_cell_is_accepted(tmp_path: Path, code: str) -> None:
    assert with_test(tmp_path, code.rstrip("\n") + HIDDEN) == {}


def test_a_prediction_is_one_fixed_value(tmp_path: Path) -> None:
    answer = GOOD[GOOD.index("def double") : GOOD.index("# %% test=")]
    text = GOOD.replace(answer, "double = None\n### BEGIN SOLUTION\ndouble = 4\n### END SOLUTION\n\n\n")
    once = WITH.replace(" as rng", "") + '    check.equal(double, 4, rule="2 and 2")\n\n'
    text = text.replace(FIRST_TEST, once)
    i = text.index('# %% test="double" what'), text.index("# %% [markdown] task")
    text = text[: i[0]] + text[i[1] :]
    assert rules_broken(tmp_path, notebook_of(tmp_path, text)).keys() == {"by-heart"}
    said = text.replace('# %% test="double"', '# %% test="double" prediction=true')
    assert rules_broken(tmp_path, notebook_of(tmp_path, said)) == {}


def test_a_function_is_no_prediction(tmp_path: Path) -> None:
    text = GOOD.replace('# %% test="double" points', '# %% test="double" prediction=true points')
    broken = rules_broken(tmp_path, notebook_of(tmp_path, text))
    assert broken == {"by-heart": "a prediction is one fixed value, and double a function"}


def test_names_from_plain_cells_are_refused_even_if_defined_above(tmp_path: Path) -> None:
    text = GOOD.replace('print("plain', 'numbers = [1]\nprint("plain')
    text = text.replace("check.equal(double([1, 2])", "check.equal(double(numbers)")
    broken = rules_broken(tmp_path, notebook_of(tmp_path, text))
    assert broken == {
        "self-contained": "the name numbers comes from no setup or exercise cell above"
    }


def test_helpers_that_only_the_answer_defines_are_refused(tmp_path: Path) -> None:
    helper = "    ### END SOLUTION\n\n\n### BEGIN SOLUTION\nhelper = sorted\n### END SOLUTION\n"
    text = GOOD.replace("    ### END SOLUTION\n", helper)
    text = text.replace("check.equal(double([1, 2])", "check.equal(helper(double([1, 2]))")
    broken = rules_broken(tmp_path, notebook_of(tmp_path, text))
    assert broken == {
        "self-contained": "the name helper comes from no setup or exercise cell above"
    }


def test_names_an_exercise_asks_for_are_accepted(tmp_path: Path) -> None:
    text = GOOD.replace(
        'def double(numbers):\n    """', 'guess = None\ndef double(numbers):\n    """'
    )
    text = text.replace("double([1, 2]), [2, 4]", "guess, 4")
    assert rules_broken(tmp_path, notebook_of(tmp_path, text)) == {}


def test_the_list_of_checks_is_that_of_helpers() -> None:
    from helpers import check

    assert [name for name in test_cell_rules.CHECKS if not callable(getattr(check, name, None))] == []


# Metadata: rule -> an edit of the built solution notebook that breaks it.
def meta(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    cell = next(cell for cell in notebook["cells"] if cell["id"] == name)
    found: dict[str, Any] = cell["metadata"]["nbgrader"]
    return found


def drop(notebook: dict[str, Any], *names: str) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in names]


def copied_cell(notebook: dict[str, Any]) -> None:
    notebook["cells"].append(copy.deepcopy(notebook["cells"][5]))


def plain_cell(source: str) -> dict[str, Any]:
    cell = {"cell_type": "code", "execution_count": None, "id": "added", "metadata": {}, "outputs": []}
    return cell | {"source": source}


EDITS: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("unique-ids", copied_cell),
    ("unique-ids", lambda nb: nb["cells"][1].update(id="cell-002")),
    ("metadata", lambda nb: meta(nb, "double").pop("schema_version")),
    ("metadata", lambda nb: meta(nb, "double").update(schema_version=2)),
    ("metadata", lambda nb: meta(nb, "double").pop("grade_id")),
    ("metadata", lambda nb: meta(nb, "double").update(grade=True)),
    ("metadata", lambda nb: meta(nb, "imports").update(points=1)),
    ("metadata", lambda nb: meta(nb, "test_double").update(grade_id="test_double_x")),
    ("metadata", lambda nb: meta(nb, "imports").update(checksum="0" * 32)),
    ("metadata", lambda nb: nb["cells"][7].update(cell_type="code")),
    ("metadata", lambda nb: meta(nb, "test_double").pop("points")),
    ("points", lambda nb: meta(nb, "test_double").pop("points")),
    ("points", lambda nb: meta(nb, "test_double").update(points=0)),
    ("points", lambda nb: meta(nb, "why").update(points=float("inf"))),
    ("points", lambda nb: meta(nb, "why").update(points="3")),
    ("tested", lambda nb: drop(nb, "test_double", "test_double_empty")),
    ("owned", lambda nb: drop(nb, "double")),
    ("owned", lambda nb: nb["cells"].insert(0, nb["cells"].pop(5))),
    ("markers", lambda nb: nb["cells"][5]["source"].remove("    ### END HIDDEN TESTS")),
    ("markers", lambda nb: nb["cells"][3].update(source="### BEGIN SOLUTION\n### END SOLUTION")),
    ("markers", lambda nb: nb["cells"][4]["source"].append("\n    ## begin solution")),
    ("names-apart", lambda nb: nb["cells"].append(plain_cell("print(nothing, secret_numbers)"))),
    ("progress", lambda nb: drop(nb, "progress")),
    ("progress", lambda nb: nb["cells"].append(nb["cells"].pop(1))),
    ("progress", lambda nb: drop(nb, "test_double_empty")),
    ("progress", lambda nb: drop(nb, "why")),
    ("progress", lambda nb: nb["cells"][3].update(source='check.progress({"double": 1})')),
    ("progress", lambda nb: nb["cells"][2].update(source="import numpy as np")),
    ("no-output", lambda nb: nb["cells"][3].update(execution_count=1)),
    ("no-output", lambda nb: nb["cells"][3].update(outputs=[{"output_type": "stream"}])),
    ("syntax", lambda nb: nb["cells"][5].update(source="with check.exercise(")),
]


@pytest.mark.parametrize(("rule", "edit"), EDITS)
def test_bad_notebook_is_refused(
    tmp_path: Path, rule: str, edit: Callable[[dict[str, Any]], Any]
) -> None:
    notebook = notebook_of(tmp_path)
    assert rules_broken(tmp_path, notebook) == {}
    edit(notebook)
    assert rule in rules_broken(tmp_path, notebook)


def test_every_rule_is_tested_here() -> None:
    rules = [*test_cell_rules.RULES, *notebook_rules.RULES, *notebook_rules.SOLUTION_RULES]
    assert {rule.id for rule in rules} <= {*BAD_CODE, *(rule for rule, _ in EDITS)}
