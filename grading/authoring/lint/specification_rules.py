"""Lint rules about a test cell as its reader sees it: a specification, short, and sure of itself.
"""

import ast
from collections.abc import Iterator

from grading.authoring.lint.built_notebook import BuiltNotebook, Problem, Rule
from grading.authoring.lint.test_cell_rules import TestCell, test_cells
from grading.cells.markers import hidden, visible

Found = Iterator[tuple[str, str]]

SHARE = 0.5  # of the text's characters that visible test code may have
WIDEST = 120  # characters of a visible line
_EXPECTED = {"close": (1, "expected"), "equal": (1, "expected"), "shape": (1, "expected"),
             "jacobian": (1, "function")}  # which argument says what is right  # fmt: skip
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


def chance_or_hidden(notebook: BuiltNotebook) -> Found:
    """What is visible can be learned by heart."""
    functions = {
        cell.grade_id
        for cell in notebook.of_kind("exercise")
        if any(word in cell.source for word in ("def ", "class ", "lambda "))
    }
    for test in test_cells(notebook):
        if not isinstance(test, TestCell) or test.exercise not in functions:
            continue  # an answer that is not a function, a prediction say, is one fixed value
        names = [node for node in ast.walk(test.tree) if isinstance(node, ast.Name)]
        draws = any(name.id == "rng" and isinstance(name.ctx, ast.Load) for name in names)
        if not draws and not any(hidden(test.source)):
            yield test.label, "every case of it is fixed and visible"


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
    Rule("by-heart", "Add hidden tests, or draw a case from `rng`.", chance_or_hidden),
]
RULES = [
    Rule("width", "Break the line, or give a value a name.", narrow),
    Rule("oracle", "Work the value out by hand, or with numpy, scipy or torch.", oracle_outside),
]
