"""Lint rules about a test cell as its reader sees it: a specification, short, and sure of itself.
"""

import ast
from collections.abc import Iterator

from grading.authoring.lint.built_notebook import BuiltNotebook, Problem, Rule
from grading.authoring.lint.test_cell_rules import TestCell, test_cells
from grading.cells.markers import visible

Found = Iterator[tuple[str, str]]

SHARE = 0.5  # of the text's characters that visible test code may have
WIDEST = 120  # characters of a visible line
_EXPECTED = {"close": (1, "expected"), "equal": (1, "expected"), "shape": (1, "expected"),
             "jacobian": (1, "function")}  # which argument says what is right  # fmt: skip
_VERDICTS = ("allclose", "isclose", "array_equal", "equal", "isinstance")
_READ_ONLY = ("parameters", "named_parameters", "state_dict", "buffers")  # compute nothing


def problems(notebook: BuiltNotebook) -> Iterator[Problem]:
    """Apply the rules to a solution notebook."""
    for rule in NOTEBOOK_RULES:
        yield from rule.problems(notebook.name, notebook)
    for test in test_cells(notebook):
        if isinstance(test, TestCell):  # what cannot be parsed has been reported elsewhere
            for code_rule in RULES:
                yield from code_rule.problems(notebook.name, test)


def mostly_text(notebook: BuiltNotebook) -> Found:
    """A learner came to read the text."""
    code = sum(len(visible(cell.source)) for cell in notebook.of_kind("test"))
    text = sum(len(visible(cell.source)) for cell in notebook.of_kind("markdown", "task"))
    if code > SHARE * text:
        yield "all tests", f"{code} characters of visible test code beside {text} of text"


def drawn_by_chance(notebook: BuiltNotebook) -> Found:
    """What is the same for everybody can be learned by heart, hidden or not.

    A hidden case is seen by the answer that is given it, and can be recorded for the next hand-in.
    """
    functions = {
        cell.grade_id
        for cell in notebook.of_kind("exercise")
        if any(word in cell.source for word in ("def ", "class ", "lambda "))
    }
    predictions = {cell.label for cell in notebook.of_kind("test") if cell.is_prediction}
    for test in test_cells(notebook):
        if not isinstance(test, TestCell):
            continue
        if test.label in predictions:
            if test.exercise in functions:
                yield test.label, f"a prediction is one fixed value, and {test.exercise} a function"
        elif not _draws(test):
            yield test.label, "no case of it is drawn from `rng`"


def _draws(test: TestCell) -> bool:
    """Whether it calls a method of the check's generator."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and getattr(node.func.value, "id", "") == "rng"
        for node in ast.walk(test.tree)
    )


def narrow(test: TestCell) -> Found:
    """Beside JupyterLab's file list there is no room for more."""
    for number, line in enumerate(visible(test.source).split("\n"), start=1):
        if len(line) > WIDEST:
            yield test.label, f"line {number} has {len(line)} characters, more than {WIDEST}"


def oracle_outside(test: TestCell) -> Found:
    """What the learner's own code computed is no truth, and must not be shown as expected."""
    instances, computed = _of_the_learner(test)

    def learners(node: ast.AST) -> bool:
        return any(
            _runs_answer(part, test.answers | instances)
            or (isinstance(part, ast.Name) and part.id in computed)
            for part in ast.walk(node)
        )

    for node in ast.walk(test.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        place, name = _EXPECTED.get(node.func.attr, (-1, ""))
        if place < 0 or getattr(node.func.value, "id", "") != "check":
            continue
        expected = [word.value for word in node.keywords if word.arg == name]
        expected += node.args[place : place + 1]
        if any(map(learners, expected)):
            yield test.label, f"`{_short(node)}` expects what the learner's own code gives"


def pinned(test: TestCell) -> Found:
    """Something that the learner computed must be compared with values that are not all 0.

    Comparing answers with one another, looking at shapes or waiting for errors is passed by
    zeros, or by an answer that always stops.
    """
    instances, computed = _of_the_learner(test)
    if not _uses_answers(test):
        return  # values, not a function
    for node in ast.walk(test.tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if getattr(node.func.value, "id", "") != "check" or not node.args:
            continue
        if node.func.attr == "holds" and _compares(node.args[0], test, instances, computed):
            return
        if node.func.attr not in ("close", "equal", "jacobian") or _is_verdict(node.args[0]):
            continue
        place, name = _EXPECTED[node.func.attr]
        wanted = [word.value for word in node.keywords if word.arg == name]
        wanted += node.args[place : place + 1]
        if wanted and not all(_is_zero(part) for part in wanted):
            return
    yield test.label, "nothing that it compares is fixed by a value from outside: zeros could pass"


def _uses_answers(test: TestCell) -> bool:
    return any(_runs_answer(node, test.answers) for node in ast.walk(test.tree))


def _is_verdict(node: ast.AST) -> bool:
    """A comparison made before the check: true or false, whatever the numbers are."""
    if isinstance(node, ast.Compare | ast.BoolOp):
        return True
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if not isinstance(node, ast.Call):
        return False
    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if called in ("bool", "int", "all", "any"):
        return not node.args or _is_verdict(node.args[0])
    return called in _VERDICTS


def _compares(
    condition: ast.AST, test: TestCell, instances: frozenset[str], computed: frozenset[str]
) -> bool:
    """Whether a condition compares with something that is not the learner's, or is a function."""
    if isinstance(condition, ast.Name):
        named = [
            node
            for node in ast.walk(test.tree)
            if isinstance(node, ast.FunctionDef) and node.name == condition.id
        ]
        return any(_compares(part, test, instances, computed) for part in named)

    def learners(node: ast.AST) -> bool:
        return any(
            _runs_answer(part, test.answers | instances)
            or (isinstance(part, ast.Name) and part.id in computed)
            for part in ast.walk(node)
        )

    for node in ast.walk(condition):
        sides: list[ast.expr] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
        elif isinstance(node, ast.Call) and _is_verdict(node):
            sides = node.args[:2]
        if any(map(learners, sides)) and not all(learners(s) or _is_zero(s) for s in sides):
            return True
    return False


def _is_zero(node: ast.AST) -> bool:
    """Zeros written out, or made by `zeros`."""
    if isinstance(node, ast.List | ast.Tuple):
        return bool(node.elts) and all(map(_is_zero, node.elts))
    if isinstance(node, ast.Call):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return called in ("zeros", "zeros_like")
    return isinstance(node, ast.Constant) and not isinstance(node.value, str) and not node.value


def _of_the_learner(test: TestCell) -> tuple[frozenset[str], frozenset[str]]:
    """Variables that hold objects of the learner's classes, and what the learner computed."""
    instances: set[str] = set()
    computed: set[str] = set()
    for node in ast.walk(test.tree):
        if not isinstance(node, ast.Assign):
            continue
        parts = [part for target in node.targets for part in ast.walk(target)]
        names = {part.id for part in parts if isinstance(part, ast.Name)}
        calls = [n for n in ast.walk(node.value) if _runs_answer(n, test.answers | instances)]
        if not calls or isinstance(node.value, ast.Lambda):
            continue
        called = [part.func for part in calls if isinstance(part, ast.Call)]
        made = all(isinstance(name, ast.Name) and name.id[:1].isupper() for name in called)
        (instances if made else computed).update(names)
    return frozenset(instances), frozenset(computed)


def _runs_answer(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether it calls one of these, or a method of one of them."""
    if not isinstance(node, ast.Call):
        return False
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value
        method = node.func.attr not in _READ_ONLY
        return method and isinstance(owner, ast.Name) and owner.id in names
    return isinstance(node.func, ast.Name) and node.func.id in names


def _short(node: ast.AST) -> str:
    code = ast.unparse(node)
    return code if len(code) <= 60 else code[:57] + "..."


NOTEBOOK_RULES = [
    Rule("mostly-text", "Shorten test cells, or move cases into the hidden tests.", mostly_text),
    Rule("by-heart", "Draw a case from `rng`, or say prediction=true of one.", drawn_by_chance),
]
RULES = [
    Rule("width", "Break the line, or give a value a name.", narrow),
    Rule("oracle", "Work the value out by hand, or with numpy, scipy or torch.", oracle_outside),
    Rule("pinned", "Add a check.close or check.equal with a value worked out elsewhere.", pinned),
]
