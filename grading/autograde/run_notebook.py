"""Run one notebook: what a student wrote in a sandbox, its tests in a process out of its reach.

The cells that are not tests run in the student's kernel. Each test cell runs in a trusted process,
where proxies stand for the student's functions; what it found is written under the cell as a
kernel would have. All that this takes is a `Job`; the gradebook and the course are not needed.
"""

from __future__ import annotations

import atexit
import contextlib
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbgrader.converters.base import NbGraderException
from traitlets import Bool, Float, Integer

from grading.autograde import grading_log, left_out
from grading.autograde.bounded_execute import BoundedExecute, bound_messages
from grading.autograde.gradebook_cells import ANSWER, SETUP, TEST, grade_id, progress_asked
from grading.autograde.job import LARGEST, Job, Outcome
from grading.autograde.sandbox import bubblewrap
from grading.autograde.sandbox.provisioner import StudentKernelManager
from grading.autograde.sandbox.warm_parent import parent_for
from grading.autograde.tester.client import GRACE, Tester
from grading.cells import code_names, setup_statements
from grading.remote.messages import PASSED_OVER, ChannelBroken

AGENT = "__import__('grading.remote.agent', fromlist=['serve'])"  # in the student's kernel
MOST_REMARKS = 200  # on one notebook
_worker = Tester()  # one trusted process for all submissions of this command
atexit.register(_worker.close)


class NotebookRunner(BoundedExecute):
    """Runs a submission in a sandbox, and its tests where it cannot reach them."""

    without_sandbox = Bool(
        False,
        help="Accept the risk of running what students wrote with your own rights. Marks are "
        "still decided in another process, but files and network are within its reach.",
    ).tag(config=True)
    warm = Bool(
        True,
        help="Fork kernels, in sandboxes of their own, from one that has imported the libraries. "
        "Where that does not work each is started by itself, and the log says so.",
    ).tag(config=True)
    memory = Float(
        3.0, help="GiB of memory that a student's processes may use together in the sandbox."
    ).tag(config=True)
    processes = Integer(
        64, help="How many processes a student's cells may have at once in the sandbox."
    ).tag(config=True)

    record_timing = Bool(False).tag(config=True)  # the same hand-in makes the same notebook

    job: Job

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shutdown_kernel = "immediate"

    def make_ready(self, hide: Path) -> None:
        """Start what the first notebook would have to wait for. Raises NbGraderException."""
        if not self.without_sandbox:
            require_sandbox()
            if self.warm:
                parent_for(self.limits(), [hide])
        with contextlib.suppress(ChannelBroken):  # who needs it will say so
            _worker.make_ready()

    def limits(self) -> bubblewrap.Limits:
        """The most that a student's kernel may use."""
        return bubblewrap.Limits(int(self.memory * 2**30), self.processes)

    def carry_out(self, job: Job) -> Outcome:
        """Run a notebook; what its cells showed, those that decide its marks among them.

        Raises NbGraderException where no mark could be right.
        """
        if not self.without_sandbox:
            require_sandbox()
        NotebookClient.__init__(self, job.notebook)
        self.reset_execution_trackers()
        self.job = job
        self.resources = {"metadata": {"path": str(job.folder)}}
        self.left_out, missing = left_out.places(job.notebook, job.released, job.trusted), ""
        try:
            self.run_all()
        except left_out.Needed as name:
            self.left_out, missing = frozenset(), str(name)
            self.reset_execution_trackers()
            self.run_all()
        more = len(self.remarks) - MOST_REMARKS
        rest = [f"{more} more remarks of this kind were left out."] if more > 0 else []
        outcome = Outcome.of(self.nb, [*self.remarks[:MOST_REMARKS], *rest], missing)
        if (size := outcome.size()) > LARGEST - 2**10:  # some signs more are sent
            raise NbGraderException(
                f"What running this notebook showed is {size / 2**20:.0f} MiB large, and at most "
                f"{LARGEST / 2**20:.0f} are kept: it has too many cells; remove those that repeat."
            )
        return outcome

    def run_all(self) -> None:
        """Run the cells in their order; Needed where one lacks what a cell left out defines."""
        self.setups: list[tuple[str, str]] = []
        self.culprits: set[int] = set()  # cells that lost a kernel
        self.remarks: list[str] = []
        if self.without_sandbox:
            self.log.warning("NO SANDBOX: %s runs with your rights", self.job.student)
            self.remarks.append(grading_log.UNPROTECTED)
        self.begin_notebook()
        try:
            self.begin()
            info = self.wait_for_reply(self.kc.kernel_info())
            if info:
                self.nb.metadata["language_info"] = info["content"]["language_info"]
            for index, cell in enumerate(self.nb.cells):
                if index in self.left_out:
                    cell.execution_count, cell.outputs = None, [left_out.sign()]
                elif cell.cell_type == "code":
                    self.run(cell, index)
                    left_out.look_for_names(cell.outputs, self.nb, self.left_out)
        finally:
            self.end_kernel()

    # One cell -----------------------------------------------------------------------------------

    def run(self, cell: Any, index: int) -> None:
        """Run one code cell where it belongs."""
        name = grade_id(cell)
        known = self.job.trusted.get(name)
        if known is not None and known.kind == TEST:
            cell.outputs = self.judge(known.source, name, index)
            return
        asked = progress_asked(cell)
        if asked is not None and not asked.rest:
            cell.outputs = self.progress(asked.checks, asked.by_hand)
            return
        if known is not None and known.kind == SETUP and (name, known.source) not in self.setups:
            self.ask("setup", known.source, name)
            self.setups.append((name, known.source))
        if self.left() <= 0:
            cell.outputs = [failure("NotRun", f"Not run: {self.out_of_time()}.")]
            return
        trouble = self.attempt(cell, index)
        if asked is not None and not trouble:
            cell.outputs = [*cell.outputs, *self.progress(asked.checks, asked.by_hand)]
        lines = passed_over(cell)
        if known is None or known.kind != ANSWER:  # of other cells, what is for want of a module
            lines = [line for line in lines if line.startswith(("import ", "from ", "%"))]
        if lines:
            self.remarks.append(
                f"The {self.named(index)} has lines that did not work where it was graded, and were"
                f" passed over: {'; '.join(lines)}."
            )
        if trouble:
            self.blame(index, trouble)
            self.restart(index)

    def attempt(self, cell: Any, index: int) -> str:
        """Run a cell in the student's kernel; the lesson's own cells under its own settings."""
        known = self.job.trusted.get(grade_id(cell))
        asked = progress_asked(cell)
        if asked is not None:  # what is left of it: the kernel knows of no check
            part = deepcopy(cell)
            part.source = asked.rest
            trouble = super().attempt(part, index)
            cell.outputs = part.outputs
            self.nb.cells[index] = cell  # nbclient has put the part there
            return trouble
        if known is None or known.kind != SETUP:
            return super().attempt(cell, index)
        before = self.quietly("begin_setup()")
        trouble = super().attempt(cell, index)
        return before or trouble or self.quietly("end_setup()")

    def quietly(self, call: str) -> str:
        """Have the student's kernel call a function of its agent; say why it was lost, if so."""
        code = f"{AGENT}.{call}"
        asked = self.kc.execute(code, silent=True, store_history=False, allow_stdin=False)
        return self.settle(asked)

    def named(self, index: int) -> str:
        """A cell, in words for the notebook."""
        cell = self.nb.cells[index]
        begins = f"{index + 1}, which begins {first_line(cell.source)!r},"
        return f"cell {grade_id(cell) or begins}"

    def blame(self, index: int, trouble: str) -> None:
        """Say in a cell, and of the notebook, that the cell lost the kernel."""
        self.culprits.add(index)
        cell = self.nb.cells[index]
        self.remarks.append(
            f"The {self.named(index)} was left out, because {trouble}. The others ran without it."
        )
        cell.outputs = [
            *(out for out in cell.outputs if out["output_type"] != "error"),
            failure("KernelLost", f"Left out, because {trouble}. The others ran without it."),
        ]

    def judge(self, source: str, name: str, index: int) -> list[Any]:
        """Run a test cell in the trusted process; return what is to stand under it."""
        seconds = self.allowed()
        if seconds <= 0:
            return [failure("NotRun", f"Not run: {self.out_of_time()}.")]
        began = time.monotonic()
        serving = self.kc.execute(
            self.serve_code(), silent=True, store_history=False, allow_stdin=False
        )
        try:
            outputs, lost = _worker.ask("test", source, name, seconds, seconds=seconds + GRACE)
        except ChannelBroken:
            outputs, lost = [], "it took too long"
            self.begin_trusted()
        if lost:
            self.hung = self.hung or time.monotonic() - began >= seconds
            lost = self.km.look() or lost
            self.remarks.append(f"The test {name} could not be finished, because {lost}.")
            text = f"{name} could not be finished, because {lost}. No points."
            outputs = [failure("NoAnswer", text)]
            self.restart(index)
        elif trouble := self.settle(serving):
            self.remarks.append(f"The kernel was started anew after {name}, because {trouble}.")
            self.restart(index)
        if any(output["output_type"] == "error" for output in outputs):
            outputs = [*self.missing(source), *outputs]
        return [nbformat.from_dict(output) for output in outputs]

    def missing(self, source: str) -> list[Any]:
        """What a failed test needs of cells that were left out, said above its report."""
        needed = code_names.needed(source)
        left_out = [grade_id(self.nb.cells[place]) for place in sorted(self.culprits)]
        defined = {
            name: setup_statements.defines_all(self.job.trusted[name].source)
            for name in left_out
            if name in self.job.trusted
        }
        return [
            nbformat.v4.new_output("stream", text=f"What {name} defines is missing: see there.\n")
            for name in left_out
            if needed & defined.get(name, set())
        ]

    def progress(self, checks: dict[str, int], by_hand: list[str]) -> list[Any]:
        """What the lesson's last cell shows; nothing, should the trusted process be lost."""
        try:
            shown = _worker.ask("progress", checks, by_hand)
        except ChannelBroken:
            self.begin_trusted()
            return []
        return [nbformat.from_dict(output) for output in shown]

    def serve_code(self) -> str:
        """What the student's kernel runs while a test asks it: nothing that tells of the test."""
        return f"{AGENT}.serve({self.address!r}, globals())"

    def out_of_time(self) -> str:
        """Why nothing more is run."""
        return f"the {self.budget} seconds for one notebook were used up by the cells before"

    def ask(self, operation: str, *content: Any) -> None:
        """Ask the trusted process for something that honest lessons always allow.

        Raises NbGraderException where it is not there: no mark could be right.
        """
        try:
            fault = _worker.ask(operation, *content)
        except ChannelBroken as reason:
            raise NbGraderException(str(reason)) from None
        if fault and fault.startswith("MemoryError"):
            raise NbGraderException(
                f"There was too little memory for the lesson's own cell {content[-1]}: look at"
                " `ulimit -v` and at the limits of the container."
            )
        if fault:
            self.log.error("The lesson's cell %s does not run: %s", content[-1], fault)

    # The student's kernel -----------------------------------------------------------------------

    def create_kernel_manager(self) -> Any:
        """A manager whose kernel is in the sandbox."""
        self.km = StudentKernelManager(
            config=self.config,
            kernel_name="python3",
            sandboxed=not self.without_sandbox,
            files=[str(path) for path in handed_in(self.job.folder)],
            hide=[str(self.job.hide)],
            warm=self.warm,
            limits=self.limits(),
        )
        bound_messages(self.km)
        return self.km

    def begin(self) -> None:
        """Begin with a submission: both sides empty."""
        self.start_kernel()
        self.begin_trusted()

    def begin_trusted(self) -> None:
        """Empty the trusted side."""
        self.ask("begin", self.job.seed, self.job.secret)
        answers = [cell.source for cell in self.job.trusted.values() if cell.kind == ANSWER]
        self.ask("answers", answers)
        for name, source in self.setups:  # after a trusted process that was lost
            self.ask("setup", source, name)

    def start_kernel(self) -> None:
        """Start the student's kernel, and tell the trusted process where to wait for it."""
        manager = self.create_kernel_manager()
        try:
            self.address = _worker.ask("listen", manager.agent_socket)
        except ChannelBroken:
            self.begin_trusted()
            self.address = _worker.ask("listen", manager.agent_socket)
        self.start_new_kernel()
        self.start_new_kernel_client()

    def end_kernel(self) -> None:
        """End the student's kernel, and take its folder away."""
        manager = self.km
        if manager is not None:
            self._cleanup_kernel()
            manager.remove_folder()
            self.km = self.kc = None

    def restart(self, index: int) -> None:
        """A new kernel, with all that ran up to this cell but the cells that lost a kernel."""
        while lost := self.replay(index):
            self.blame(*lost)

    def replay(self, index: int) -> tuple[int, str] | None:
        """Start the kernel anew and run the cells again; say which of them lost it, and why."""
        self.end_kernel()
        self.start_kernel()
        for place in range(index + 1):
            if self.runs_again(place) and self.left() > 0:
                cell = self.nb.cells[place]
                trouble = self.attempt(deepcopy(cell), place)
                self.nb.cells[place] = cell  # with the outputs of the first time
                if trouble:
                    return place, trouble
        return None

    def runs_again(self, place: int) -> bool:
        """Whether a cell belongs to what a new kernel must know."""
        cell = self.nb.cells[place]
        asked = progress_asked(cell)
        only_asked = asked is not None and not asked.rest
        gone = place in self.culprits or place in self.left_out
        if cell.cell_type != "code" or gone or only_asked:
            return False
        known = self.job.trusted.get(grade_id(cell))
        return known is None or known.kind != TEST


def require_sandbox() -> None:
    """Refuse to grade, in one sentence, where there is no sandbox."""
    try:
        bubblewrap.require()
    except bubblewrap.SandboxMissing as reason:
        raise NbGraderException(str(reason)) from None


def handed_in(folder: Path) -> list[Path]:
    """What the student's cells may read beside the notebook: no notebooks, and no links."""
    every = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in every if path.suffix != ".ipynb" and not path.is_symlink()]


def first_line(source: str) -> str:
    """The beginning of a cell, to know it by."""
    return (source.strip().splitlines() or [""])[0][:60]


def passed_over(cell: Any) -> list[str]:
    """The lines of a cell that its kernel says it has passed over; a few, each cut short."""
    printed = "".join(out.text for out in cell.outputs if out["output_type"] == "stream")
    lines = [line for line in printed.splitlines() if line.startswith(PASSED_OVER)]
    return [line.removeprefix(PASSED_OVER)[:80] for line in dict.fromkeys(lines)][:5]


def failure(name: str, text: str) -> Any:
    """An error as an output."""
    return nbformat.v4.new_output("error", ename=name, evalue=text, traceback=[f"{name}: {text}"])
