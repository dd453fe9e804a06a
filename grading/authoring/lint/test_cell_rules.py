"""Lint rules about the code of a test cell: it must be able to fail, and to score fairly."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from grading.authoring.lesson_rules import compile_fault, owner
from grading.authoring.lint.built_notebook import BuiltNotebook, Problem, Rule
from grading.cells.code_names import bound, dotted, imports, is_under, needed, reached, variables
from grading.cells.markers import visible

Found = Iterator[tuple[str, str]]

LONGEST = 25  # lines; about ten is better: a learner reads them as the specification
CHECKS = ("close", "equal", "shape", "holds", "raises", "jacobian",
          "answered", "one_of")  # of helpers.check  # fmt: skip

STDERR = ("warnings.warn", "warnings.warn_explicit", "sys.stderr", "sys.__stderr__", "tqdm",
          "logging", "traceback.print_exc", "traceback.print_exception")  # fmt: skip
EXITS = ("os._exit", "os.abort", "os.kill", "sys.exit", "exit", "quit", "SystemExit")
RANDOM = ("random", "secrets", "numpy.random", "torch.manual_seed", "torch.seed", "torch.random",
          "torch.rand", "torch.randn", "torch.randint", "torch.randperm", "torch.normal",
          "torch.rand_like", "torch.randn_like", "torch.Generator")  # fmt: skip
SWALLOWING = ("contextlib.suppress", "suppress")
_PREDICATES = ("allclose", "isclose", "array_equal", "equal", "all", "any", "isinstance",
               "issubclass", "hasattr", "callable", "startswith", "endswith")  # fmt: skip
_BEFORE_THE_CHECK = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef,
                     ast.ClassDef)  # fmt: skip


@dataclass(frozen=True)
class TestCell:
    """A test cell, with what the notebook has defined before it."""

    label: str
    exercise: str
    source: str
    tree: ast.Module
    released: ast.Module
    offered: frozenset[str]  # names that setup and exercise cells above define for it
    answers: frozenset[str]  # those of exercise cells, without what they import
    modules: dict[str, str]  # what names imported there, or in the cell, stand for

    @property
    def reached(self) -> list[str]:
        """Everything outside the cell that its code names, in full."""
        return sorted(set(reached(self.tree, self.modules, variables(self.tree))))


def test_cells(notebook: BuiltNotebook) -> Iterator[TestCell | Problem]:
    """Yield the test cells of a notebook; a problem instead of one that cannot be parsed."""
    offered: set[str] = set()
    answers: set[str] = set()
    modules: dict[str, str] = {}
    exercises: list[str] = []
    for cell in notebook.of_kind("exercise", "setup", "test"):
        fault = compile_fault(cell.source) or compile_fault(visible(cell.source))
        if fault is not None:
            message = f"line {fault[0]}: Python cannot compile it, or its released form: {fault[1]}"
            yield Problem(notebook.name, cell.label, "syntax", message, "Correct the lesson text.")
            continue
        tree = ast.parse(cell.source)
        if cell.kind != "test":
            modules |= imports(tree)
            if cell.kind == "setup":
                offered |= bound(cell.source)
            else:
                offered |= _told(cell.source)
                answers |= bound(cell.source) - set(imports(tree))
                exercises.append(cell.grade_id)
            continue
        yield TestCell(
            label=cell.label,
            exercise=owner(cell.grade_id, exercises) or "",
            source=cell.source,
            tree=tree,
            released=ast.parse(visible(cell.source)),
            offered=frozenset(offered),
            answers=frozenset(answers),
            modules=modules | imports(tree),
        )


def _told(source: str) -> set[str]:
    """Return the names an exercise defines that its released text mentions.

    A helper that only the answer defines exists for nobody else.
    """
    words = set(re.findall(r"\w+", visible(source)))
    return bound(source) & words


def trailing_expression(test: TestCell) -> Found:
    """IPython shows the value of a last bare expression, and nbgrader takes it for the score."""
    for tree in (test.tree, test.released):
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            code = ast.unparse(tree.body[-1])
            yield test.label, f"`{_short(code)}` as the last line becomes the score"


def form(test: TestCell) -> Found:
    """Preparations, then one `with check.exercise("name")` in which everything is checked."""
    wanted = f'with check.exercise("{test.exercise}")'
    for tree in (test.tree, test.released):
        if not tree.body or not _opens_check(tree.body[-1], test.exercise):
            yield test.label, f"it does not end in one `{wanted}` block"
            return
        for statement in tree.body[:-1]:
            code = _short(ast.unparse(statement))
            if not isinstance(statement, _BEFORE_THE_CHECK):
                yield test.label, f"`{code}` stands outside `{wanted}`"
            elif _runs(statement, test.answers):
                yield test.label, f"`{code}` uses the learner's answer outside `{wanted}`"


def _opens_check(statement: ast.stmt, exercise: str) -> bool:
    if not isinstance(statement, ast.With) or len(statement.items) != 1:
        return False
    call = statement.items[0].context_expr
    return (
        isinstance(call, ast.Call)
        and dotted(call.func) == "check.exercise"
        and [getattr(argument, "value", None) for argument in call.args] == [exercise]
        and not call.keywords
    )


def _runs(statement: ast.stmt, names: frozenset[str]) -> bool:
    """Whether a preparation uses one of these names at once, not in a function for later."""
    if isinstance(statement, ast.FunctionDef):
        return False
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
        return False
    return any(isinstance(node, ast.Name) and node.id in names for node in ast.walk(statement))


def able_to_fail(test: TestCell) -> Found:
    """The part a learner sees must check something."""
    for node in ast.walk(test.released):
        if isinstance(node, ast.Assert):
            return
        if isinstance(node, ast.Call) and dotted(node.func) in [f"check.{name}" for name in CHECKS]:
            return
    yield test.label, "without its hidden tests it checks nothing"


def no_swallowing(test: TestCell) -> Found:
    """A caught failure is a pass."""
    if any(isinstance(node, ast.Try) for node in ast.walk(test.tree)):
        yield test.label, "`try` may swallow the failure"
    for path in test.reached:
        if is_under(path, SWALLOWING):
            yield test.label, f"`{path}` may swallow the failure"


def functions_used(test: TestCell) -> Found:
    """A check inside a function that nobody calls gives full marks."""
    defined: dict[str, ast.AST] = {}
    for node in ast.walk(test.tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            defined[node.name] = node
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            defined |= {target.id: node for target in node.targets if isinstance(target, ast.Name)}
    for name, definition in defined.items():
        own = set(ast.walk(definition))  # calling itself does not count
        if not any(
            isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
            for node in ast.walk(test.tree)
            if node not in own
        ):
            yield test.label, f"the function {name} is never called"


def no_idle_lines(test: TestCell) -> Found:
    """A comparison that nothing asserts gives full marks, whatever it says."""
    for node in ast.walk(test.tree):
        if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant):
            yield test.label, f"`{_short(ast.unparse(node))}` never varies"
        if not isinstance(node, ast.Expr) or isinstance(node.value, (ast.Await, ast.Yield)):
            continue
        if not isinstance(node.value, ast.Call):
            yield test.label, f"`{_short(ast.unparse(node))}` checks nothing"
            continue
        path = dotted(node.value.func) or getattr(node.value.func, "attr", "")
        if path.split(".")[-1] in _PREDICATES and path != "check.equal":
            yield test.label, f"`{_short(ast.unparse(node))}` checks nothing"


def quiet(test: TestCell) -> Found:
    """Anything on stderr scores 0."""
    for path in test.reached:
        if is_under(path, STDERR):
            yield test.label, f"`{path}` writes to stderr, which scores 0"


def no_exit(test: TestCell) -> Found:
    """A kernel that ends takes the result of the whole submission with it."""
    for path in test.reached:
        if is_under(path, EXITS):
            yield test.label, f"`{path}` would end the kernel and the submission's result"


def self_contained(test: TestCell) -> Found:
    """Plain cells may be edited or skipped by a learner; tests cannot lean on them."""
    for source in (test.source, visible(test.source)):
        for name in sorted(needed(source) - test.offered):
            yield test.label, f"the name {name} comes from no setup or exercise cell above"


def no_shadowing(test: TestCell) -> Found:
    """A test that rebinds the learner's function tests something else."""
    for name in sorted(bound(test.source) & test.answers):
        yield test.label, f"it gives the learner's {name} another meaning"


def short(test: TestCell) -> Found:
    """The visible part is read as the specification."""
    count = len(visible(test.source).strip().split("\n"))
    if count > LONGEST:
        yield test.label, f"its visible part has {count} lines, at most {LONGEST} are allowed"


def own_generator(test: TestCell) -> Found:
    """check's generator is seeded and recorded; any other makes results nobody can repeat."""
    for path in test.reached:
        if is_under(path, RANDOM):
            yield test.label, f"`{path}` draws random numbers of its own"


def _short(code: str) -> str:
    line = code.split("\n")[0]
    return line if len(line) <= 60 else line[:57] + "..."


RULES = [
    Rule("trailing-expression", "Make it an argument of a check.", trailing_expression),
    Rule("form", 'Put every check inside one `with check.exercise("..."):`.', form),
    Rule("able-to-fail", "Add a visible check, such as check.close.", able_to_fail),
    Rule("swallow", "Use check.raises for an error that is expected.", no_swallowing),
    Rule("never-called", "Call it inside the with block, or delete it.", functions_used),
    Rule("idle-line", "Turn it into check.equal, check.holds or an assert.", no_idle_lines),
    Rule("stderr", "Print to stdout, or leave it out.", quiet),
    Rule("exit", "Leave it out.", no_exit),
    Rule("self-contained", "Define it in the test cell or in a setup cell.", self_contained),
    Rule("shadowing", "Choose another name in the test cell.", no_shadowing),
    Rule("length", "Move cases into the hidden tests, or split the test with what=.", short),
    Rule("random", "Use the generator of `with check.exercise(...) as rng`.", own_generator),
]
