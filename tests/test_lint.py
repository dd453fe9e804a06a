"""Each lint rule is seen to fire, and a good course to pass."""

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lesson_texts import GOOD, write_lesson

from grading import build, code_rules, lint, notebook_rules
from grading.built import load
from grading.lesson import read_lesson

WITH = 'with check.exercise("double") as rng:\n'
CHECK = WITH + '    check.equal(double([1]), [2], rule="r")\n'
FIRST_TEST = GOOD[GOOD.index(WITH) : GOOD.index('# %% test="double" what')]


def rules_broken(root: Path, notebook: dict[str, Any], tree: str = "solutions") -> dict[str, str]:
    """Return rule id -> message for a notebook given as JSON data."""
    path = root / tree / "02_double" / "02_double.ipynb"
    build.write(path, json.dumps(notebook))
    return {p.rule: p.message for p in lint.notebook_problems(load(path, tree))}


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
        # a helper that only the answer defines
        WITH + '    check.equal(helper(double([1])), [2], rule="r")',
        # defined only in the hidden part
        WITH + "    ### BEGIN HIDDEN TESTS\n    two = [2]\n    ### END HIDDEN TESTS\n"
        '    check.equal(double([1]), two, rule="r")',
    ],
    "shadowing": ["from operator import neg as double\n" + CHECK, CHECK + "    double = len"],
    "length": [WITH + '    check.equal(double([1]), [2], rule="r")\n' * 20],
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
    WITH + '    check.equal(double([1]), [2], rule="r")\n' * 19,
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
    assert with_test(tmp_path, code) == {}


def test_names_from_plain_cells_are_refused_even_if_defined_above(tmp_path: Path) -> None:
    text = GOOD.replace('print("plain', 'numbers = [1]\nprint("plain')
    text = text.replace("check.equal(double([1, 2])", "check.equal(double(numbers)")
    broken = rules_broken(tmp_path, notebook_of(tmp_path, text))
    assert broken == {
        "self-contained": "the name numbers comes from no setup or exercise cell above"
    }


def test_names_an_exercise_asks_for_are_accepted(tmp_path: Path) -> None:
    text = GOOD.replace(
        'def double(numbers):\n    """', 'guess = None\ndef double(numbers):\n    """'
    )
    text = text.replace("double([1, 2]), [2, 4]", "guess, 4")
    assert rules_broken(tmp_path, notebook_of(tmp_path, text)) == {}


def test_the_list_of_checks_is_that_of_helpers() -> None:
    from helpers import check

    assert [name for name in code_rules.CHECKS if not callable(getattr(check, name, None))] == []


# Metadata: rule -> an edit of the built solution notebook that breaks it.
def meta(notebook: dict[str, Any], name: str) -> dict[str, Any]:
    cell = next(cell for cell in notebook["cells"] if cell["id"] == name)
    found: dict[str, Any] = cell["metadata"]["nbgrader"]
    return found


def drop(notebook: dict[str, Any], *names: str) -> None:
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] not in names]


def copied_cell(notebook: dict[str, Any]) -> None:
    notebook["cells"].append(copy.deepcopy(notebook["cells"][4]))


EDITS: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("unique-ids", copied_cell),
    ("unique-ids", lambda nb: nb["cells"][0].update(id="cell-002")),
    ("metadata", lambda nb: meta(nb, "double").pop("schema_version")),
    ("metadata", lambda nb: meta(nb, "double").update(schema_version=2)),
    ("metadata", lambda nb: meta(nb, "double").pop("grade_id")),
    ("metadata", lambda nb: meta(nb, "double").update(grade=True)),
    ("metadata", lambda nb: meta(nb, "imports").update(points=1)),
    ("metadata", lambda nb: meta(nb, "test_double").update(grade_id="test_double_x")),
    ("metadata", lambda nb: meta(nb, "imports").update(checksum="0" * 32)),
    ("metadata", lambda nb: nb["cells"][6].update(cell_type="code")),
    ("metadata", lambda nb: meta(nb, "test_double").pop("points")),
    ("points", lambda nb: meta(nb, "test_double").pop("points")),
    ("points", lambda nb: meta(nb, "test_double").update(points=0)),
    ("points", lambda nb: meta(nb, "why").update(points=float("inf"))),
    ("points", lambda nb: meta(nb, "why").update(points="3")),
    ("tested", lambda nb: drop(nb, "test_double", "test_double_empty")),
    ("owned", lambda nb: drop(nb, "double")),
    ("owned", lambda nb: nb["cells"].insert(0, nb["cells"].pop(4))),
    ("markers", lambda nb: nb["cells"][4]["source"].remove("    ### END HIDDEN TESTS")),
    ("markers", lambda nb: nb["cells"][2].update(source="### BEGIN SOLUTION\n### END SOLUTION")),
    ("markers", lambda nb: nb["cells"][3]["source"].append("\n    ## begin solution")),
    ("no-output", lambda nb: nb["cells"][2].update(execution_count=1)),
    ("no-output", lambda nb: nb["cells"][2].update(outputs=[{"output_type": "stream"}])),
    ("syntax", lambda nb: nb["cells"][4].update(source="with check.exercise(")),
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
    rules = [*code_rules.RULES, *notebook_rules.RULES, *notebook_rules.SOLUTION_RULES]
    assert {rule.id for rule in rules} <= {*BAD_CODE, *(rule for rule, _ in EDITS)}


# The two trees as a whole


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    write_lesson(root)
    again = GOOD.replace("doubled_values", "twice_of_each").replace("secret_num", "unseen_num")
    again = again.replace("return", "# its own words\n    return").replace("overflow", "memory")
    write_lesson(root, again.replace("[factor", "[2 * factor / 2"), "03_again.py")
    build.main(["--root", str(root)])
    return root


@pytest.fixture()
def course(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "course"))


def problems(root: Path) -> list[tuple[str, str]]:
    return [(problem.lesson, problem.rule) for problem in lint.lint(root)[0]]


RELEASE = Path("notebooks/02_double/02_double.ipynb")


def test_a_good_course_passes(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "notebooks/02_double/.ipynb_checkpoints").mkdir()
    shutil.copy(course / RELEASE, course / "notebooks/02_double/.ipynb_checkpoints/x.ipynb")
    (course / "notebooks/02_double/picture.png").write_bytes(b"\x89PNG\r\n")
    assert lint.main(["--root", str(course)]) == 0
    line = "2 lessons, 2 exercises, 4 tests, 2 tasks: every rule is kept\n"
    assert capsys.readouterr().out == line


def test_a_problem_is_one_line_and_exit_code_1(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "solutions/02_double/data.csv").write_text("1,2")
    assert lint.main(["--root", str(course)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        "solutions/02_double/data.csv: whole file: beside: nbgrader copies whatever lies beside "
        "a notebook into the release. Move it out of solutions/."
    )


SECRETS = [
    "doubled_values = [factor * number for number in numbers]",  # a solution
    "  secret_numbers   = rng.integers(0, 9, size=5)",  # a hidden test, with other blanks
    "One point for naming overflow, two for an example.",  # a mark scheme
    "### BEGIN HIDDEN TESTS",
    "=== END MARK SCHEME ===",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "place",
    [
        "02_double/notes.txt",
        "02_double/.ipynb_checkpoints/02_double-checkpoint.ipynb",
        "03_again/data.json",
        "page.html",
    ],
)
def test_a_leak_is_found_whatever_the_file(course: Path, secret: str, place: str) -> None:
    path = course / "notebooks" / place
    path.parent.mkdir(exist_ok=True)
    text = {
        ".txt": f"x\n{secret}\n",
        ".ipynb": json.dumps({"cells": [{"source": ["a\n", secret]}]}),
        ".json": json.dumps([secret]).replace("o", "\\u006f"),
        ".html": secret.replace("[", "&#91;").replace("=", "&#61;"),
    }[path.suffix]
    path.write_text(text)
    assert (f"notebooks/{place}", "leak") in problems(course)


def test_a_leak_into_the_released_notebook_is_found_wherever_it_hides(course: Path) -> None:
    for hide in (
        lambda nb: nb["cells"][3].update(source=["def double(n):\n", f"    {SECRETS[0]}"]),
        lambda nb: nb["metadata"].update(note=SECRETS[0]),
        lambda nb: nb["cells"][0]["metadata"].update(note=[SECRETS[0]]),
        lambda nb: nb["cells"][2].update(outputs=[{"text": [SECRETS[0]]}]),
    ):
        notebook = json.loads((course / RELEASE).read_text())
        hide(notebook)
        (course / RELEASE).write_text(json.dumps(notebook))
        assert (str(RELEASE), "leak") in problems(course)


def test_a_whole_answer_shown_in_another_lesson_is_a_leak(tmp_path: Path) -> None:
    answer = "shares = [1, 2, 3]\n    total = sum(shares)\n    kept = shares[total % 3]"
    write_lesson(tmp_path, GOOD.replace("doubled_values = [", f"{answer}\n    doubled_values = ["))
    shown = answer.replace("\n    ", "\n")
    plain = GOOD.replace('print("plain code stays as it is")', f"{shown}\nprint(kept)")
    write_lesson(tmp_path, plain.replace("double", "treble"), "03_again.py")
    build.main(["--root", str(tmp_path)])
    assert "leak" not in {rule for _, rule in problems(tmp_path)}  # one line more is the answer
    text = GOOD.replace(GOOD[GOOD.index("    doubled_values") : GOOD.index("    ### END SOL")],
                        f"    {answer}\n")  # fmt: skip
    write_lesson(tmp_path, text)
    build.main(["--root", str(tmp_path)])
    assert ("notebooks/03_again/03_again.ipynb", "leak") in problems(tmp_path)


@pytest.mark.parametrize("place", ["notes.txt", "02_double/helper.py", "02_double/extra.ipynb"])
def test_strangers_are_refused(course: Path, place: str) -> None:
    (course / "solutions" / place).write_text("{}")
    (course / "notebooks" / place).write_text("{}")
    found = problems(course)
    assert (f"solutions/{place}", "beside") in found
    assert (f"notebooks/{place}", "file-type") in found


def test_an_edit_by_hand_is_found(course: Path) -> None:
    (course / RELEASE).write_text((course / RELEASE).read_text().replace("Doubling", "Trebling"))
    assert problems(course) == [(str(RELEASE), "rebuild")]


def test_a_lesson_changed_but_not_built_is_found(course: Path) -> None:
    write_lesson(course, GOOD.replace("Doubling", "Trebling"))
    solution = "solutions/02_double/02_double.ipynb"
    assert problems(course) == [(solution, "rebuild"), (str(RELEASE), "rebuild")]


def test_a_broken_lesson_is_reported_with_its_line(course: Path) -> None:
    write_lesson(course, GOOD.replace("points=2", ""))
    assert [str(problem) for problem in lint.lint(course)[0]] == [
        "lessons/02_double.py: line 25: lesson: a test without points. Add points, as in "
        '`test="name" points=2`.'
    ]


def test_a_file_that_is_no_notebook_is_reported(course: Path) -> None:
    (course / RELEASE).write_text("not JSON")
    assert ("notebooks/02_double", "readable") in problems(course)
