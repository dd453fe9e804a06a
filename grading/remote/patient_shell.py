"""The student's kernel: a line that works only at home does not cost what stands below it.

A cell stops at its first error, and an answer below a `%matplotlib tk` or an import of something
that grading lacks would never be defined. Here the cell goes on:

* behind a magic, an import, or anything else that failed for what this computer is or has, and
  behind a line that needs a name which was not there for that reason: with all that follows;
* behind any other error: with what defines names that do not exist yet, and with nothing else,
  for at home the cell ended there.

Each line that was left out is shown with its error, and named in a line that begins with
`messages.PASSED_OVER`.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import Any

from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError, UsageError
from traitlets import Type

from grading.remote.messages import PASSED_OVER

LONGEST = 160  # characters of a line that is named

#: What a line raises for want of a file, the network, a module, a program or somebody who types.
_OF_THE_PLACE = (ImportError, OSError, EOFError, StdinNotImplementedError, UsageError)
_MAGICS = ("run_line_magic", "run_cell_magic", "magic", "system", "getoutput")
#: Cell magics that run the cell as Python, all of it at once: here line by line, without them.
_PLAIN = ("time",)



class PatientShell(ZMQInteractiveShell):
    """Runs what stands below a line that failed."""

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Run the statements of a cell one by one; return whether one of them failed."""
        if result is None or interactivity not in ("last_expr", "none", "last", "all"):
            failed: bool = await super().run_ast_nodes(
                nodelist, cell_name, interactivity, compiler, result
            )
            return failed
        first: BaseException | None = None
        unbound: set[str] = set()  # by lines that failed for what this computer is
        at_home_too = False  # whether a line failed for another reason
        untold = ""  # that line
        waiting = list(nodelist)
        while waiting:
            node = waiting.pop(0)
            if at_home_too and not (_binds(node) and not _binds(node) & self.user_ns.keys()):
                continue
            if untold:
                print(PASSED_OVER + untold, flush=True)
                untold = ""
            how = interactivity
            if how in ("last_expr", "last"):
                last = not waiting and (how == "last" or isinstance(node, ast.Expr))
                how = "last" if last else "none"
            error = await self._error_of(node, cell_name, how, compiler, result)
            _no_windows()
            if error is None:
                continue
            first = first or error
            if not isinstance(error, Exception) or result.error_before_exec is not None:
                break
            parts = _one_by_one(node)
            if len(parts) > 1:  # `import there, not_there`
                waiting[:0] = parts
                continue
            if _of_the_place(node, error, unbound):
                unbound |= _binds(node)
                print(PASSED_OVER + _named(node), flush=True)
            elif not at_home_too:
                at_home_too, untold = True, _named(node)
        if first is not None and result.error_before_exec is None:
            result.error_in_exec = first
        return first is not None

    async def _error_of(
        self, node: ast.stmt, cell_name: str, how: str, compiler: Any, result: Any
    ) -> BaseException | None:
        """Run one statement, and show its error if it has one."""
        result.error_in_exec = None
        if not await super().run_ast_nodes([node], cell_name, how, compiler, result):
            return None
        error: BaseException = result.error_before_exec or result.error_in_exec or SystemExit()
        return error

    def ask_exit(self) -> None:
        """`quit()` ends the call that it stands in, as `sys.exit()` does, and not the kernel: that
        would end a moment later, in the midst of whatever is being tested then."""
        raise SystemExit

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """As ever; a magic that this kernel has not is passed over, in functions too."""
        if self._find_with_lazy_load("line", magic_name) is None:
            print(f"{PASSED_OVER}%{magic_name} {line}"[:LONGEST].rstrip(), flush=True)
            return None
        return super().run_line_magic(magic_name, line, _stack_depth + 1)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """As ever; below a magic that this kernel has not, or that only measures, plain Python."""
        known = self._find_with_lazy_load("cell", magic_name) is not None
        if known and magic_name not in _PLAIN:
            return super().run_cell_magic(magic_name, line, cell)  # type: ignore[no-untyped-call, unused-ignore]
        if not known:
            print(f"{PASSED_OVER}%%{magic_name} {line}"[:LONGEST].rstrip(), flush=True)
        self.run_cell(cell, store_history=False)  # type: ignore[no-untyped-call, unused-ignore]
        return None

    def enable_matplotlib(self, gui: Any = None) -> Any:
        """As ever; in place of a window, or of a widget that is not installed, in the notebook."""
        try:
            if gui in (None, "inline", "agg"):
                return super().enable_matplotlib(gui)  # type: ignore[no-untyped-call, unused-ignore]
        except Exception:
            return super().enable_matplotlib("inline")  # type: ignore[no-untyped-call, unused-ignore]
        return super().enable_matplotlib("inline")  # type: ignore[no-untyped-call, unused-ignore]


def _of_the_place(node: ast.stmt, error: Exception, unbound: set[str]) -> bool:
    """Whether a line failed for what this computer is or has, and not for what it says."""
    if isinstance(error, NameError):
        return str(getattr(error, "name", "")) in unbound or "*" in unbound
    if isinstance(error, _OF_THE_PLACE) or isinstance(node, ast.Import | ast.ImportFrom):
        return True
    called = [call.func for call in ast.walk(node) if isinstance(call, ast.Call)]
    if any(isinstance(func, ast.Attribute) and func.attr in _MAGICS for func in called):
        return True
    said = str(error)
    return any(words in said for words in ("CUDA", "cuda", "MPS", "NVIDIA"))


def _binds(node: ast.stmt) -> set[str]:
    """The names that a statement defines; none for one that does something else as well."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        found = [name for part in targets for name in ast.walk(part)]
        names = [name for name in found if isinstance(name, ast.Name)]
        return {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return set()


def _one_by_one(node: ast.stmt) -> list[ast.stmt]:
    """An import of several things as several imports."""
    if not isinstance(node, ast.Import | ast.ImportFrom) or len(node.names) < 2:
        return [node]
    return list(_imports(node))


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[ast.stmt]:
    for alias in node.names:
        if isinstance(node, ast.Import):
            one: ast.stmt = ast.Import(names=[alias])
        else:
            one = ast.ImportFrom(module=node.module, names=[alias], level=node.level)
        yield ast.fix_missing_locations(ast.copy_location(one, node))


def _named(node: ast.stmt) -> str:
    """A line as its author wrote it, or nearly so."""
    text = ast.unparse(node)
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            given = [part.value for part in call.args if isinstance(part, ast.Constant)]
            if call.func.attr == "run_line_magic" and len(given) == 2:
                text = "%{} {}".format(*map(str, given))
    return text.strip().splitlines()[0][:LONGEST]


def _no_windows() -> None:
    """Where a cell asked matplotlib for windows, draw into the notebook."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    try:
        from matplotlib.backends.registry import BackendFilter, backend_registry

        chosen = str(dict.__getitem__(matplotlib.rcParams, "backend")).lower()
        windows = backend_registry.list_builtin(BackendFilter.INTERACTIVE)  # type: ignore[no-untyped-call, unused-ignore]
        if chosen in {name.lower() for name in windows} or "ipympl" in chosen:
            matplotlib.rcParams["backend"] = "module://matplotlib_inline.backend_inline"
    except Exception:  # whatever the cell has made of matplotlib
        return


class PatientKernel(IPythonKernel):
    """An ordinary kernel but for its shell."""

    shell_class = Type(PatientShell)
