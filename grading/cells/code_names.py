"""Which names a piece of code binds, needs and reaches."""

import ast
import builtins
import symtable
from collections.abc import Iterator

BUILTINS = frozenset(dir(builtins)) | {"__name__"}


def bound(source: str) -> set[str]:
    """Return the names that running this source defines: assigned, imported, def or class."""
    table = symtable.symtable(source, "cell", "exec")
    return {name.get_name() for name in table.get_symbols() if _is_bound(name)}


def needed(source: str) -> set[str]:
    """Return the global names this source uses and neither binds itself nor finds in Python."""
    table = symtable.symtable(source, "cell", "exec")
    used = {name.get_name() for name in table.get_symbols() if name.is_referenced()}
    inner = list(table.get_children())
    while inner:
        scope = inner.pop()
        inner += scope.get_children()
        used |= {
            name.get_name()
            for name in scope.get_symbols()
            if name.is_global() and name.is_referenced()
        }
    return used - bound(source) - BUILTINS


def _is_bound(name: symtable.Symbol) -> bool:
    return name.is_assigned() or name.is_imported() or name.is_namespace()


def imports(tree: ast.AST) -> dict[str, str]:
    """Return what each imported name stands for: np -> numpy, rand -> numpy.random.rand."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                first = alias.name.split(".")[0]
                names[alias.asname or first] = alias.name if alias.asname else first
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"
    return names


def reached(tree: ast.AST, known: dict[str, str], local: set[str]) -> Iterator[str]:
    """Yield, in full, everything dotted that the code names: np.random.rand -> numpy.random.rand.

    `known` says what imported names stand for; `local` are the code's own variables, which
    stand for nothing outside it.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, (ast.Attribute, ast.Name)):
            path = dotted(node)
            first, _, rest = path.partition(".")
            if first in known:
                yield known[first] + (f".{rest}" if rest else "")
            elif first and first not in local:
                yield path


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for such an expression, "" for any other."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def variables(tree: ast.AST) -> set[str]:
    """Return every name the code makes anywhere: assigned, a parameter, or a def."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
    return names


def is_under(path: str, roots: tuple[str, ...]) -> bool:
    """Whether a dotted path is one of these roots or lies below one."""
    return any(path == root or path.startswith(f"{root}.") for root in roots)
