"""A known answer as the cell that a student would have typed."""

from __future__ import annotations

import ast
from pathlib import Path

from grading.authoring.answers import ROOT
from grading.cells.code_names import bound, needed
from grading.user_error import UserError

OURS = ("grading", "helpers")  # what no student's answer imports


def answer_cell(lesson: str, label: str, exercise: str, root: Path = ROOT) -> str:
    """The function `label` of a lesson's wrong answers, called `exercise`, with all it stands on.

    Raises:
        UserError: there is no such function, or it is none by itself.
    """
    path = root / "lessons" / "wrong_answers" / f"{lesson}.py"
    text = path.read_text(encoding="utf-8")
    statements = [node for node in ast.parse(text).body if not _is_ours(node)]
    lines = text.encode().splitlines(keepends=True)
    sources = {node: _source(lines, node) for node in statements}
    functions = {node.name: node for node in statements if isinstance(node, ast.FunctionDef)}
    if label not in functions:
        raise UserError(f"{path} has no function {label!r}: name one that stands there by itself.")
    wanted: set[ast.stmt] = {functions[label]}
    kept: set[ast.stmt] = set()
    while wanted:
        kept |= wanted
        names = {name for node in wanted for name in needed(sources[node])}
        wanted = {node for node in statements if bound(sources[node]) & names} - kept
    cell = "\n\n".join(sources[node] for node in statements if node in kept)
    return cell.replace(f"def {label}(", f"def {exercise}(", 1) + "\n"


def _source(lines: list[bytes], node: ast.stmt) -> str:
    """What `ast.get_source_segment` says; that function takes the whole text apart each time."""
    part = lines[node.lineno - 1 : node.end_lineno]
    part[-1] = part[-1][: node.end_col_offset]
    part[0] = part[0][node.col_offset :]
    return b"".join(part).decode()


def _is_ours(node: ast.stmt) -> bool:
    module = node.module if isinstance(node, ast.ImportFrom) else None
    return (module or "").partition(".")[0] in OURS
