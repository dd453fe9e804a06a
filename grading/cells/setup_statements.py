"""Which statements of a setup cell can run on the trusted side, and what they define.

A statement of a setup cell that needs a name which only the student's cells define (a class that
inherits from the learner's, say) is left to the student's kernel; what it defines is stood in for.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)  # their bodies run when called


def _needed(tree: ast.AST) -> set[str]:
    read: set[str] = set()
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name.split(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
    return read - bound - set(dir(builtins))


def at_once(statement: ast.stmt) -> set[str]:
    """The names that must be there for a statement to run: not those in bodies of functions."""
    holder = ast.Module(body=[], type_ignores=[])
    holder.body = [ast.Expr(value=node) for node in _evaluated(statement)]  # type: ignore[arg-type]
    return _needed(holder)


def _evaluated(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, _LATER):
        arguments = node.args
        parts: list[ast.AST] = [*arguments.defaults, *filter(None, arguments.kw_defaults)]
        if not isinstance(node, ast.Lambda):
            annotated = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
            parts += [*node.decorator_list, *filter(None, [a.annotation for a in annotated])]
            parts += [node.returns] if node.returns else []
        for part in parts:
            yield from _evaluated(part)
    elif isinstance(node, ast.ClassDef):
        own = {name for part in node.body for name in defines(part)}
        for part in [*node.bases, *node.keywords, *node.decorator_list, *node.body]:
            for inner in _evaluated(part):
                if not (isinstance(inner, ast.Name) and inner.id in own):
                    yield inner
    elif isinstance(node, ast.Import | ast.ImportFrom):
        return
    elif any(isinstance(inner, (*_LATER, ast.ClassDef)) for inner in ast.walk(node)):
        if isinstance(node, ast.expr | ast.stmt | ast.keyword | ast.comprehension):
            for part in ast.iter_child_nodes(node):
                yield from _evaluated(part)
    else:
        yield node


def defines(statement: ast.stmt | ast.AST) -> set[str]:
    """The names that a statement binds."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return {statement.name}
    found = set()
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add(node.asname or node.name.split(".")[0])
    return found


def defines_all(source: str) -> set[str]:
    """The names that a cell binds at its top level."""
    return {name for statement in ast.parse(source).body for name in defines(statement)}
