"""Take hidden tests and mark schemes out of a graded notebook before a student reads it.

nbgrader has steps for this, made for releasing a lesson: they stop at a marker without its end,
or in a cell of another kind. A student can type such a marker, and would get no feedback page.

What hidden tests found is left out with them: whether a hidden case failed is told, but neither
its rule nor its inputs, nor what was expected. The instructor's copy keeps all of it.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from typing import Any

from nbformat.v4 import new_output
from nbgrader.preprocessors import NbGraderPreprocessor

from grading.cells.markers import outside

KEPT_BACK = ("HIDDEN TESTS", "MARK SCHEME")
UNSEEN = "a case that the notebook does not show"
QUESTION = "For which inputs, other than those shown, does your answer leave the text's rules?"
_OK, _NO, _INDENT, _NAMED = "  ok   ", "  no   ", " " * 9, "This looks like: "
_STOPPED = re.compile(r"^ +got +(\w+): ", re.MULTILINE)


class ClearHidden(NbGraderPreprocessor):  # type: ignore[misc]
    """Removes what stands between the markers, in every cell; an open region ends with its cell."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
        cell.source = outside(cell.source, KEPT_BACK)
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade"):
            cell.outputs = shown_to_students(cell.outputs)
        return cell, resources


def shown_to_students(outputs: list[Any]) -> list[Any]:
    """The outputs of a test cell without what they say of its hidden part."""
    rules: set[str] = set()
    failed = False
    for output in outputs:
        about = output.get("metadata", {}).get("hidden")
        if isinstance(about, Mapping):
            rules |= {str(rule) for rule in about.get("rules", ())}
            failed = failed or bool(about.get("failed"))
    if failed:
        return _failed(outputs, rules)
    if not rules:
        return outputs
    return [_without(output, rules) for output in outputs]


def _without(output: Any, rules: set[str]) -> Any:
    """A report in which the hidden rules that held are one line."""
    if output.output_type != "stream":
        return output
    kept: list[str] = []
    for line in output.text.split("\n"):
        if not line.startswith(_OK) or line.removeprefix(_OK) not in rules:
            kept.append(line)
        elif f"{_OK}cases that the notebook does not show" not in kept:
            kept.append(f"{_OK}cases that the notebook does not show")
    return new_output("stream", name=output.name, text="\n".join(kept))


def _failed(outputs: list[Any], rules: set[str]) -> list[Any]:
    """What is told where the first rule that broke is hidden: what held, and a known mistake."""
    text = "".join(output.text for output in outputs if output.output_type == "stream")
    above, _, below = text.rpartition(f"\n{_NO}")
    told = [line for line in above.split("\n") if line.removeprefix(_OK) not in rules]
    told.append(f"{_NO}{UNSEEN}")
    checks = [output for output in outputs if "check" in output.get("metadata", {})]
    record = checks[-1].metadata["check"] if checks else {}
    stopped = _STOPPED.search(below)
    question = f"{_INDENT}{QUESTION}"
    if (
        record.get("mistake") and record.get("listed") and _NAMED in below
    ):  # in the catalogue's words
        told += (_INDENT + _NAMED + below.rpartition(_NAMED)[2]).rstrip("\n").split("\n")
        question = checks[-1].data["text/plain"]
    elif stopped and isinstance(getattr(builtins, stopped[1], None), type):
        told.append(f"{_INDENT}It stopped there with the error {stopped[1]}.")
    body = "\n".join([*told, question]).lstrip("\n") + "\n"
    found = [new_output("stream", name="stdout", text=body)]
    for output in outputs:
        if output.output_type == "error":
            exercise = f"{record['exercise']}: " if record.get("exercise") else ""
            line = f"{exercise}this does not hold yet: {UNSEEN}"
            found.append(
                new_output(
                    "error", ename=output.ename, evalue=line, traceback=[f"{output.ename}: {line}"]
                )
            )
    return found
