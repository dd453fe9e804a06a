"""Whether a student's code may keep something from one call to the next.

A lesson's cells that only show something call what the student wrote. Where such a call leaves
nothing behind, it can as well not be made. Whether it does cannot be decided by looking; but code
that plainly keeps nothing can be told, and any other is taken to keep something.
"""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Iterable, Iterator

from grading.cells import code_names
from grading.cells.harmless import SAFE_DECORATORS

_DEFS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_ON_THE_SIDE = {"__class__", "__dict__", "__mro__", "__subclasses__", "__self__", "__func__"}
#: Methods that Python calls where no call is seen, and that a plain answer does without.
_UNSEEN = {"__del__", "__init_subclass__", "__set_name__", "__class_getitem__", "__prepare__"}
_UNSEEN |= {"__set__", "__delete__", "__enter__", "__exit__", "__next__", "__getattribute__"}
#: What is not there any more, or has become something else, for having been looked at or called.
_USED_UP = {"__next__", "send", "backward", "requires_grad_"}
#: What libraries have under such a name is a number or a kind of numbers.
_CONSTANTS = {"inf", "nan", "pi", "e", "newaxis"}
_CONSTANTS |= {"float16", "float32", "float64", "int64", "int32", "long", "double", "bool", "float"}


def keeps_something(
    sources: Iterable[str], asked_for: Collection[str], imported: Collection[str]
) -> bool:
    """Whether calls of what these cells define may leave something behind.

    Args:
        sources: a student's cells, as Python.
        asked_for: the names that other cells read.
        imported: the names by which other cells import libraries.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse` does.
    """
    trees = [(ast.parse(source), source) for source in sources]
    modules = {name for tree, _ in trees for name in code_names.imports(tree)} | set(imported)
    defined = {node.name for tree, _ in trees for node in ast.walk(tree) if isinstance(node, _DEFS)}
    stored = {
        name
        for tree, _ in trees
        for statement in tree.body
        for name in _stored(statement)
    }
    everywhere = modules | defined
    for tree, source in trees:
        if any(_lasts(node, everywhere - local) for node, local in _parts(tree, frozenset())):
            return True
        if _read_inside(source) & stored:
            return True
        if any(_hands_out(statement, defined, asked_for) for statement in tree.body):
            return True
    return False


def _stored(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement of a cell binds to what is neither fixed, nor a def or import."""
    if isinstance(statement, (*_DEFS, ast.Import, ast.ImportFrom)):
        return
    plain = isinstance(statement, ast.Assign | ast.AnnAssign) and (
        statement.value is None or _is_fixed(statement.value)
    )
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and not plain:
            yield node.id
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
            yield node.name


def _is_fixed(node: ast.expr) -> bool:
    """Whether an expression is a number, a text, a module's constant, or a tuple of such."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        return True
    if isinstance(node, ast.UnaryOp):
        return _is_fixed(node.operand)
    if isinstance(node, ast.BinOp):
        return _is_fixed(node.left) and _is_fixed(node.right)
    if isinstance(node, ast.Attribute):  # np.inf, torch.float64: a constant's name is not a verb's
        return isinstance(node.value, ast.Name) and node.attr in _CONSTANTS
    return isinstance(node, ast.Tuple) and all(map(_is_fixed, node.elts))


def _parts(node: ast.AST, local: frozenset[str]) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """All parts of the code, each with the names that are a function's own there."""
    yield node, local
    if isinstance(node, _FUNCTIONS):
        given = node.args
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]
        local |= {one.arg for one in every if one is not None}
        local |= {
            one.id
            for one in ast.walk(node)
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        }
    for part in ast.iter_child_nodes(node):
        yield from _parts(part, local)


def _lasts(node: ast.AST, everywhere: Collection[str]) -> bool:
    """Whether a part of the code may write where it stays.

    Args:
        node: the part.
        everywhere: the names that are functions, classes and libraries there.
    """
    if isinstance(node, ast.Global | ast.Nonlocal):
        return True
    if isinstance(node, ast.Attribute):
        if node.attr in _ON_THE_SIDE or node.attr in _USED_UP or "hook" in node.attr:
            return True
        stores = not isinstance(node.ctx, ast.Load)
        root = _root(node)
        return stores and (root is None or root in everywhere)
    if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
        root = _root(node)
        return root is None or root in everywhere
    if isinstance(node, _FUNCTIONS) and not all(
        _is_fixed(value) for value in [*node.args.defaults, *filter(None, node.args.kw_defaults)]
    ):
        return True
    if isinstance(node, _DEFS) and not all(map(_is_safe, node.decorator_list)):
        return True
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return node.name in _UNSEEN
    if isinstance(node, ast.ClassDef):
        return bool(node.keywords) or any(map(_shared_by_all, node.body))
    return False


def _root(node: ast.expr) -> str | None:
    """The name at which a path like `a.b[0].c` begins; None where it begins with something else."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_safe(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return code_names.dotted(called) in SAFE_DECORATORS


def _shared_by_all(part: ast.stmt) -> bool:
    """Whether a statement of a class makes something that all its objects share and can change."""
    if isinstance(part, ast.Assign | ast.AnnAssign):
        return part.value is not None and not _is_fixed(part.value)
    plain = (*_FUNCTIONS, ast.Pass)
    text = isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
    return not (isinstance(part, plain) or text)


def _read_inside(source: str) -> set[str]:
    """The global names that the functions and classes of a cell read."""
    found: set[str] = set()
    waiting = [symtable.symtable(source, "cell", "exec")]
    top = waiting[0]
    while waiting:
        table = waiting.pop()
        once = table.get_name() in ("listcomp", "setcomp", "dictcomp", "genexpr")
        waiting += table.get_children()
        if table is top or once:  # run with the cell, and over when it is
            continue
        found |= {n.get_name() for n in table.get_symbols() if n.is_global() and n.is_referenced()}
    return found


def _hands_out(statement: ast.stmt, defined: Collection[str], asked_for: Collection[str]) -> bool:
    """Whether other cells get, by a name, what a call made of functions of the student's.

    Such an object, or a function with something in its closure, may keep what it is called with.
    So may a method that is given a name of its own.
    """
    if not isinstance(statement, ast.Assign | ast.AnnAssign) or statement.value is None:
        return False
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    names = {n.id for target in targets for n in ast.walk(target) if isinstance(n, ast.Name)}
    if not names & set(asked_for):
        return False
    if isinstance(statement.value, ast.Attribute):
        return not _is_fixed(statement.value)
    return any(
        isinstance(node, ast.Name) and node.id in defined for node in ast.walk(statement.value)
    )
