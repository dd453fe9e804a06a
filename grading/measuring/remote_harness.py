"""Known answers tried through proxies: `python -m grading accuracy --through-proxies [LESSON ...]`.

The same table as `make accuracy`, but the answers live behind proxies, as when a class is graded.
Both sides share this process; between them go nothing but bytes.
"""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass, field

from grading.authoring.harness import Harness, Outcome
from grading.authoring.lesson import Cell
from grading.autograde.tester.proxies import attach_directly, trusted_endpoint
from grading.autograde.tester.runner import CellRunner, Output
from grading.remote.agent import Agent
from helpers.check.session import take_report


@dataclass
class RemoteHarness(Harness):
    """A lesson with its solution on the student's side, and its tests on the other."""

    trusted: CellRunner = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.trusted = CellRunner(trusted_endpoint(), seed=0, secret="at home")
        exercises = [cell for cell in self.lesson.cells if cell.kind == "exercise"]
        self.trusted.answers([cell.source for cell in exercises])
        for cell in self.lesson.cells:
            if cell.kind == "setup":
                self.trusted.setup(cell.source, cell.name)

    def run(self, source: str, cell: Cell) -> Outcome:
        """Run a test cell, or the part of it in `source`, on the other side."""
        agent = Agent(self.namespace)
        attach_directly(self.trusted.peer, agent.peer)
        printed = io.StringIO()
        take_report()
        with contextlib.redirect_stderr(printed):
            outputs = self.trusted.test(source, cell.id)
        said = [as_text(output) for output in outputs]
        passed = not any("ename" in out for out in outputs)
        return Outcome(passed, "\n".join([*said, ""]), printed.getvalue(), (take_report(),))


def as_text(output: Output) -> str:
    """An output as a learner reads it."""
    if output["output_type"] == "error":
        return f"{output['ename']}: {output['evalue']}"
    return str(output.get("text") or output["data"]["text/plain"])
