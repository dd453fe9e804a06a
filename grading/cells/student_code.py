"""Which names a cell defines and which it needs, also where its code cannot be parsed."""

from __future__ import annotations

import ast
import re
import warnings

from grading.cells import setup_statements

LONGEST = 100_000  # characters of a cell that is looked into
#: `import a.b.c...`: the parser of Python takes time and memory with the square of the parts.
TOO_MANY_DOTS = re.compile(r"(?:\.\s*\w+\s*){200}")
#: What code that cannot be parsed seems to define: enough to tell whose answer it is.
DEFINED = re.compile(r"^(?:async[ \t]+)?(?:def|class)[ \t]+(\w+)", re.MULTILINE)
MAGIC = re.compile(r"^([ \t]*)[%!].*$", re.MULTILINE)  # IPython's lines, which are not Python


def parsed(source: str) -> ast.Module | None:
    """A cell as a tree; None when it is not Python."""
    if len(source) > LONGEST or TOO_MANY_DOTS.search(source):
        return None
    for text in dict.fromkeys((source, MAGIC.sub(r"\1pass", source))):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
    return None


def unwritten(source: str, stub: str) -> bool:
    """Whether a cell is the stub that was released, but for comments and docstrings."""
    tree, released = parsed(source), parsed(stub)
    if tree is None or released is None:
        return False
    try:
        return _code(tree) == _code(released)
    except (RecursionError, ValueError, MemoryError):  # too deep, or a number too long, to be shown
        return False


def _code(tree: ast.Module) -> str:
    """A tree as text, without its docstrings."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ast.get_docstring(node) is not None:
            del node.body[0]
    return ast.dump(tree)


def functions(source: str) -> frozenset[str]:
    """The functions and classes that a cell defines at its top level."""
    tree = parsed(source)
    if tree is None:
        return frozenset(DEFINED.findall(source[:LONGEST]))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(one.name for one in tree.body if isinstance(one, kinds))


def defined(source: str) -> frozenset[str]:
    """All names that a cell defines at its top level, without those it imports."""
    tree = parsed(source)
    if tree is None:
        return functions(source)
    kinds = (ast.Import, ast.ImportFrom)
    own = [statement for statement in tree.body if not isinstance(statement, kinds)]
    return frozenset(name for statement in own for name in setup_statements.defines(statement))


def needed(source: str) -> frozenset[str]:
    """The names that a cell reads and does not define."""
    tree = parsed(source)
    if tree is None:
        return frozenset(re.findall(r"[^\W\d]\w*", source[:LONGEST])) - functions(source)
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return frozenset(read) - defined(source)
