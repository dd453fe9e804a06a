"""nbgrader's execute step, in which a submission cannot reach the tests nor its mark.

The cells that are not tests run in the student's kernel, in a sandbox. Each test cell runs in a
trusted process, where the student's functions are stand-ins; what it found is written into the
notebook as a kernel would have, so that nbgrader saves the marks as ever. `nbgrader_config.py`
puts `TrustedExecute` in the place of `Execute` in `c.Autograde.autograde_preprocessors`.
"""

from __future__ import annotations

import atexit
import hashlib
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbgrader.api import Gradebook
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import Execute
from traitlets import Bool, Integer, Unicode

from grading.trusted import sandbox
from grading.trusted.links import LinkBroken
from grading.trusted.provisioner import StudentKernelManager
from grading.trusted.worker import GRACE, Worker

TEST, SETUP, ANSWER = "test", "setup", "answer"
_worker = Worker()  # one trusted process for all submissions of this command
atexit.register(_worker.close)


@dataclass(frozen=True)
class TrustedCell:
    """A cell as the gradebook holds it: a test, a setup cell, or an answer yet to be written."""

    kind: str
    source: str


class TrustedExecute(Execute):  # type: ignore[misc]
    """Runs a submission in a sandbox, and its tests where it cannot reach them."""

    without_sandbox = Bool(
        False,
        help="Accept the risk of running what students wrote with your own rights. Marks are "
        "still decided in another process, but files and network are within its reach.",
    ).tag(config=True)
    seed = Integer(
        None,
        allow_none=True,
        help="The seed of the tests' random cases, to reproduce a mark; by default it follows "
        "from student, lesson and salt, and is recorded with every check.",
    ).tag(config=True)
    salt = Unicode("", help="Mixed into the seeds: something your students do not know.").tag(
        config=True
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shutdown_kernel = "immediate"
        if not self.without_sandbox:
            require_sandbox()

    km: Any
    kc: Any

    def preprocess(self, nb: Any, resources: Any, km: Any = None) -> tuple[Any, Any]:
        """Run a notebook; its test cells get the outputs that decide their marks."""
        NotebookClient.__init__(self, nb, km)
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        about = resources["nbgrader"]
        self.trusted = trusted_cells(about["db_url"], about["assignment"], about["notebook"])
        seed = seed_of(about["student"], about["assignment"], self.salt, self.seed)
        nb.metadata["attention"] = {"seed": seed, "sandbox": not self.without_sandbox}
        self.seed_now = seed
        self.setups: list[tuple[str, str]] = []
        self.culprits: set[int] = set()  # cells that lost a kernel
        if self.without_sandbox:
            self.log.warning("NO SANDBOX: %s runs with your rights", about["student"])
        try:
            self.begin()
            info = self.wait_for_reply(self.kc.kernel_info())
            if info:
                self.nb.metadata["language_info"] = info["content"]["language_info"]
            for index, cell in enumerate(self.nb.cells):
                if cell.cell_type == "code":
                    self.run(cell, index)
        finally:
            self.end_kernel()
        self.set_widgets_metadata()
        return self.nb, self.resources

    # One cell -----------------------------------------------------------------------------------

    def run(self, cell: Any, index: int) -> None:
        """Run one code cell where it belongs."""
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        known = self.trusted.get(name)
        if known is not None and known.kind == TEST:
            cell.outputs = self.judge(known.source, name, index)
            return
        if known is not None and known.kind == SETUP:
            self.ask("setup", known.source, name)
            self.setups.append((name, known.source))
        if self.lose(cell, index):
            self.culprits.add(index)
            self.restart(index)

    def lose(self, cell: Any, index: int) -> bool:
        """Run a cell in the student's kernel; say whether the kernel was lost."""
        try:
            self.execute_cell(cell, index, store_history=True)
        except DeadKernelError:
            text = "The kernel ended in this cell. It was left out, and the others run without it."
            cell.outputs.append(failure("KernelEnded", text))
            return True
        except CellTimeoutError:
            text = "This cell did not end in time. It was left out, and the others run without it."
            cell.outputs.append(failure("TimedOut", text))
            return True
        return any(output.get("ename") == "CellTimeoutError" for output in cell.outputs)

    def judge(self, source: str, name: str, index: int) -> list[Any]:
        """Run a test cell in the trusted process; return what is to stand under it."""
        self.kc.execute(self.serve_code(), silent=True, store_history=False, allow_stdin=False)
        seconds = float(self.timeout or 120)
        try:
            outputs, lost = _worker.ask("test", source, name, seconds, seconds=seconds + GRACE)
        except LinkBroken:
            outputs, lost = [], "the test took too long"
            self.begin_trusted()
            for setup, text in self.setups:
                self.ask("setup", text, setup)
        if lost:
            if not any(output["output_type"] == "error" for output in outputs):
                outputs = [*outputs, failure("NoAnswer", f"{name} could not be run: {lost}.")]
            self.restart(index)
        return [nbformat.from_dict(output) for output in outputs]

    def serve_code(self) -> str:
        """What the student's kernel runs while a test asks it: nothing that tells of the test."""
        path = self.km.agent_socket
        module = "__import__('grading.trusted.agent', fromlist=['serve'])"
        return f"{module}.serve({path!r}, globals())"

    def ask(self, operation: str, *content: Any) -> None:
        """Ask the trusted process for something that honest lessons always allow."""
        fault = _worker.ask(operation, *content)
        if fault:
            self.log.error("The lesson's cell %s does not run: %s", content[-1], fault)

    # The student's kernel -----------------------------------------------------------------------

    def create_kernel_manager(self) -> Any:
        """A manager whose kernel is in the sandbox."""
        here = Path(self.resources["metadata"]["path"]).resolve()
        self.km = StudentKernelManager(
            config=self.config,
            kernel_name="python3",
            sandboxed=not self.without_sandbox,
            files=[str(path) for path in handed_in(here)],
            hide=[str(course_root(self, here))],
        )
        return self.km

    def begin(self) -> None:
        """Begin with a submission: both sides empty."""
        self.start_kernel()
        self.begin_trusted()

    def begin_trusted(self) -> None:
        """Empty the trusted side."""
        self.ask("begin", self.seed_now)
        answers = [cell.source for cell in self.trusted.values() if cell.kind == ANSWER]
        self.ask("answers", answers)

    def start_kernel(self) -> None:
        """Start the student's kernel, and tell the trusted process where to wait for it."""
        manager = self.create_kernel_manager()
        self.start_new_kernel()
        self.ask("listen", manager.agent_socket)
        self.start_new_kernel_client()

    def end_kernel(self) -> None:
        """End the student's kernel, and take its folder away."""
        manager = self.km
        if manager is not None:
            self._cleanup_kernel()
            manager.remove_folder()
            self.km = self.kc = None

    def restart(self, index: int) -> None:
        """A new kernel, with all that ran before this cell but the cells that lost a kernel."""
        while True:
            self.end_kernel()
            self.start_kernel()
            for place, cell in enumerate(self.nb.cells[: index + 1]):
                test = self.trusted.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
                is_test = test is not None and test.kind == TEST
                if cell.cell_type != "code" or is_test or place in self.culprits:
                    continue
                if self.lose(deepcopy(cell), place):
                    self.culprits.add(place)
                    break
            else:
                return


def require_sandbox() -> None:
    """Refuse to grade, in one sentence, where there is no sandbox."""
    try:
        sandbox.require()
    except sandbox.SandboxMissing as reason:
        raise NbGraderException(str(reason)) from None


def trusted_cells(db_url: str, assignment: str, notebook: str) -> dict[str, TrustedCell]:
    """The code cells of a notebook as the gradebook holds them, by id."""
    with Gradebook(db_url) as gradebook:
        found = gradebook.find_notebook(notebook, assignment)
        kinds = {cell.name: TEST for cell in found.grade_cells}
        kinds |= {cell.name: ANSWER for cell in found.solution_cells}
        return {
            cell.name: TrustedCell(kinds.get(cell.name, SETUP), cell.source)
            for cell in found.source_cells
            if cell.cell_type == "code" and (cell.locked or cell.name in kinds)
        }


def seed_of(student: str, lesson: str, salt: str, chosen: int | None) -> int:
    """The seed of a submission: another for each student, the same each time."""
    if chosen is not None:
        return chosen
    digest = hashlib.sha256(f"{salt}\n{lesson}\n{student}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def handed_in(folder: Path) -> list[Path]:
    """What the student's cells may read beside the notebook: no notebooks, and no links."""
    every = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in every if path.suffix != ".ipynb" and not path.is_symlink()]


def course_root(step: Any, here: Path) -> Path:
    """The course folder: as nbgrader says or, in tests without it, three levels up."""
    converter = getattr(getattr(step, "parent", None), "parent", None)
    root = getattr(getattr(converter, "coursedir", None), "root", "")
    return Path(root).resolve() if root else here.parents[2]


def failure(name: str, text: str) -> Any:
    """An error as an output."""
    return nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
