"""A lesson on the trusted side: its setup cells, and its test cells run with proxies."""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import os
import secrets
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from grading.autograde.seeds import keyed
from grading.autograde.tester import hidden_part
from grading.autograde.tester.hidden_part import HiddenPart, with_hidden_marked
from grading.cells import code_names, setup_statements
from grading.remote.endpoint import Endpoint
from helpers.check import report
from helpers.check.progress import forget, in_cell, seen, summary
from helpers.check.random_state import repeat_from

MAX_PRINTED = 100_000  # characters of a test cell's report
Output = dict[str, Any]


class CellRunner:
    """The setup cells of a lesson in memory, ready to run its test cells."""

    def __init__(self, peer: Endpoint, seed: int, secret: str = ""):
        self.peer = peer
        self.seed = seed
        self.secret = secret or secrets.token_hex(16)  # what the student's side must not know
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        forget()
        self.needed: set[str] = set()  # names that functions of the setup cells read
        self.theirs: set[str] = set()  # names that may come from the student

    def answers(self, sources: list[str]) -> None:
        """What the solution cells define, as released, may come from the student; nothing else.

        A test that uses `check` or `np` without a setup cell for it must not get the student's.
        """
        for source in sources:
            self.theirs |= setup_statements.defines_all(source)

    def setup(self, source: str, cell: str) -> None:
        """Run a setup cell, without the statements that need the student's objects."""
        for statement in ast.parse(source).body:
            missing = setup_statements.at_once(statement) - self.namespace.keys()
            if missing - set(dir(builtins)):
                self.theirs |= setup_statements.defines(statement)
                for name in setup_statements.defines(statement):
                    self.namespace.pop(name, None)
                continue
            module = ast.Module(body=[statement], type_ignores=[])
            code = compile(module, f"<{cell}>", "exec", dont_inherit=True)
            with _quiet():
                exec(code, self.namespace)
        self.needed |= code_names.needed(source)

    def test(self, source: str, cell: str) -> list[Output]:
        """Run a test cell; return what a kernel would have shown, in nbformat's form.

        A mark is lost where the last output is an error. Where a call changed an argument in
        place, a cell that passed is run once more with the arguments kept as the test made them:
        a truth computed from an argument after the call would else be the student's to choose.
        """
        self.peer.takes_changes = True
        outputs, passed = self.run_once(source, cell)
        if passed and self.peer.changed:
            self.peer.undo_changes()
            self.peer.takes_changes = False
            outputs, _ = self.run_once(source, cell)
        self.peer.undo_changes()  # the arguments may be a setup cell's, for other tests too
        return outputs

    def run_once(self, source: str, cell: str) -> tuple[list[Output], bool]:
        """Run a test cell; return its outputs, and whether it ended without an error."""
        outputs: list[Output] = []
        printed = io.StringIO()
        failed: BaseException | None = None
        before = dict(self.namespace)
        hidden = HiddenPart()
        try:
            # In the setup cells' own namespace: their functions may call the student's.
            self.namespace.update(self.proxies(source, cell))
            self.namespace[hidden_part.NAME] = hidden
            body, last = _parts(source, cell)
            with (
                in_cell(cell),
                _reported(printed, outputs, hidden),
                contextlib.redirect_stderr(printed),
            ):
                exec(body, self.namespace)
                if last is not None:
                    _show(eval(last, self.namespace), outputs)
        except (Exception, SystemExit) as error:
            failed = error
        finally:
            self.namespace.clear()
            self.namespace.update(before)
            self.peer.forget()
        text = printed.getvalue()[:MAX_PRINTED]
        shown: list[Output] = [{"output_type": "stream", "name": "stdout", "text": text}]
        shown = (shown if text else []) + outputs
        if hidden.failed and not any("check" in out.get("metadata", {}) for out in outputs):
            shown.append(_display("A hidden case failed.", {"hidden": _about(hidden)}))
        shown += [_error(failed)] if failed is not None else []
        return [_writable(output) for output in shown], failed is None

    def proxies(self, source: str, cell: str) -> dict[str, Any]:
        """What a test cell and the setup cells need of the student's, as the student has it now."""
        self.peer.forget()
        self.peer.ask("begin", keyed(self.secret, "student", self.seed, cell, bits=32))
        os.environ["ATTENTION_SEED"] = str(self.seed)
        repeat_from(keyed(self.secret, "tester", self.seed, cell, bits=32))
        needed = (code_names.needed(source) | self.needed) & self.theirs
        wanted = list(needed - self.namespace.keys())
        secrets.SystemRandom().shuffle(wanted)  # a sorted list would tell which cell it is
        found = self.peer.ask("names", wanted)
        if not isinstance(found, dict):
            found = {}
        return {name: found[name] for name in wanted if name in found}

    def progress(self, checks: dict[str, int], by_hand: list[str]) -> str:
        """Which exercises have passed, in the words of `check.progress`."""
        return summary(checks, by_hand, seen())


def _parts(source: str, cell: str) -> tuple[types.CodeType, types.CodeType | None]:
    """A cell's code, and apart from it the expression at its end, which a kernel would show."""
    tree = with_hidden_marked(ast.parse(source, f"<{cell}>"), source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    body = compile(tree, f"<{cell}>", "exec", dont_inherit=True)
    if last is None:
        return body, None
    return body, compile(ast.Expression(last.value), f"<{cell}>", "eval", dont_inherit=True)  # type: ignore[attr-defined]


def _show(value: Any, outputs: list[Output]) -> None:
    """A number at the end of a test cell is the points it gives, as nbgrader has it."""
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        data = {"text/plain": repr(float(value.real))}
        outputs.append(
            {"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": data}
        )


def _writable(value: Any) -> Any:
    """The same without halves of characters, which a student's text may hold and no file can."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_writable(key): _writable(part) for key, part in value.items()}
    return [_writable(part) for part in value] if isinstance(value, list) else value


def _display(text: str, metadata: dict[str, Any]) -> Output:
    return {"output_type": "display_data", "data": {"text/plain": text}, "metadata": metadata}


def _about(hidden: HiddenPart) -> dict[str, Any]:
    """What feedback pages must not tell, as plain data."""
    return {"rules": list(hidden.rules), "failed": hidden.failed}


def _error(error: BaseException) -> Output:
    """An error as a kernel shows it, in one line: a traceback would show the test."""
    line = f"{type(error).__name__}: {error}"[:2000]
    return {
        "output_type": "error",
        "ename": type(error).__name__,
        "evalue": str(error)[:2000],
        "traceback": [line],
    }


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield


@contextlib.contextmanager
def _reported(
    printed: io.StringIO, outputs: list[Output], hidden: HiddenPart
) -> Iterator[None]:
    """Catch what a check prints, and its record as an output of its own."""

    def display(text: list[str], record: dict[str, Any]) -> None:
        print("\n".join(text[:-1]))
        outputs.append(_display(text[-1], {"check": record, "hidden": _about(hidden)}))

    with contextlib.redirect_stdout(printed), report.displayed_by(display):
        yield
