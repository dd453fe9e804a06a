"""nbgrader's execute step, made to listen to a kernel that may be hostile.

What a kernel sends is bounded before it is kept: the size of one message, the number and size of
all messages of a cell, and what they may do to other cells' outputs (nothing). A cell that loses
its kernel is told from one that fails: `attempt` says why, in words for the notebook.
"""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import zmq
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output
from nbgrader.preprocessors import Execute
from traitlets import Integer

from grading.feedback.sanitize_outputs import clean_cell

NOT_ENDED = "it did not end in time"
MAX_MESSAGE = 64 * 2**20  # bytes of one message; a longer one closes the connection
MAX_READ = 8 * 2**20  # bytes of a part of a message that are read: as lists they are 20 fold
TOO_LONG = "bytes of it that were not read"  # the key of what stands for a longer one
MAX_KEPT = 2 * 2**20  # characters of a cell's outputs that are kept until they are cleaned
MAX_HEARD = 64 * 2**20  # characters of a cell's outputs after which its kernel is ended
MAX_MESSAGES = 50_000  # of one cell, likewise
MAX_TOGETHER = 64 * 2**20  # bytes of all cells' outputs, as the notebook's file has them
LEFT_OUT = (
    "... left out: all that this notebook's cells print and display is more than can be kept ...\n"
)


class BoundedExecute(Execute):  # type: ignore[misc]
    """Runs cells in a kernel whose messages may be anything."""

    budget = Integer(
        900,
        help="Seconds that the cells of one notebook may take together, those included that run "
        "again because another ended the kernel. What is left then is not run.",
    ).tag(config=True)
    iopub_timeout = Integer(
        20, help="Seconds to wait for a cell's last outputs when it has ended."
    ).tag(config=True)

    km: Any
    kc: Any

    def begin_notebook(self) -> None:
        """Start the clock of a notebook."""
        self.ends = time.monotonic() + self.budget
        self.written: dict[int, int] = {}  # how long each cell's outputs are
        self.hung = False  # whether a cell or a test has not ended in time

    def left(self) -> float:
        """Seconds of the budget that are left."""
        return self.ends - time.monotonic()

    def allowed(self) -> float:
        """Seconds for the next cell or test.

        Where one has not ended, others that call the same function will not either: each then
        gets a tenth of what is left, so that the last exercises are not left without any.
        """
        left = self.left() / 10 if self.hung else self.left()
        return min(float(self.timeout or self.budget), left)

    def attempt(self, cell: Any, index: int) -> str:
        """Run a cell in the student's kernel; say why the kernel was lost, or nothing."""
        self.heard = self.messages = 0
        self.trouble = ""
        self._display_id_map: dict[str, Any] = {}  # a cell may change its own outputs alone
        try:
            self.execute_cell(cell, index, store_history=True)
        except DeadKernelError:
            self.trouble = self.trouble or "it ended the kernel"
        except CellTimeoutError:
            self.trouble = self.trouble or NOT_ENDED
        except Exception as error:  # whatever a kernel that is none can make nbclient raise
            self.trouble = self.trouble or f"the kernel sent what no kernel sends ({error!r:.200})"
        clean_cell(cell)
        self.keep_short(cell, index)
        if any(output.get("ename") == "CellTimeoutError" for output in cell.outputs):
            self.trouble = self.trouble or NOT_ENDED
        self.hung = self.hung or self.trouble == NOT_ENDED
        return self.km.look() or self.trouble

    def keep_short(self, cell: Any, index: int) -> None:
        """Keep a cell's outputs while there is room: a graded notebook must be read by others."""
        text = json.dumps(cell.outputs, ensure_ascii=False)
        size = len(text.encode("utf-8", "surrogatepass")) + 12 * text.count("\\n")
        size = max(size, self.written.get(index, 0))  # a cell that is run again may say less
        rest = sum(length for place, length in self.written.items() if place != index)
        if size + rest <= MAX_TOGETHER:
            self.written[index] = size
            return
        outputs = [new_output("stream", name="stdout", text=LEFT_OUT)]
        for one in [one for one in cell.outputs if one.output_type == "error"][-1:]:
            line = f"{one.ename}: {one.evalue:.200}"
            outputs.append(
                new_output("error", ename=one.ename, evalue=f"{one.evalue:.200}", traceback=[line])
            )
        cell.outputs = outputs

    def settle(self, message: str) -> str:
        """Wait until the kernel has said all that belongs to a message; say what was wrong.

        What a test made it print is not kept, but must not be taken for the next cell's.
        """
        self.heard = self.messages = 0
        self.trouble = ""
        ends = time.monotonic() + self.iopub_timeout
        try:
            while time.monotonic() < ends:
                told = run_sync(self.kc.get_iopub_msg)(timeout=max(0.1, ends - time.monotonic()))
                self.heard += _size(told.get("content"))
                self.messages += 1
                if self.heard > MAX_HEARD or self.messages > MAX_MESSAGES:
                    return "it printed or displayed without end"
                state = told["content"].get("execution_state")
                if told["parent_header"].get("msg_id") == message and state == "idle":
                    return ""
        except Exception as error:  # as in `attempt`
            return f"the kernel was lost afterwards ({type(error).__name__})"
        return "what it printed did not end in time"

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Count a message, then treat it as nbclient does; beyond the bounds, do not keep it."""
        size = _size(msg.get("content"))
        self.heard += size
        self.messages += 1
        if self.heard > MAX_HEARD or self.messages > MAX_MESSAGES:
            self.trouble = "it printed or displayed without end"
            if self.task_poll_for_reply is not None:
                self.task_poll_for_reply.cancel()
            return None
        if TOO_LONG in msg["content"] or (
            self.heard > MAX_KEPT and msg.get("msg_type") not in ("status", "clear_output")
        ):
            return None
        return super().process_message(msg, cell, cell_index)

    def handle_comm_msg(self, outs: Any, msg: Any, cell_index: int) -> None:
        """Widgets have nobody to talk to; their state would grow without bounds."""

    async def _async_poll_kernel_alive(self) -> None:
        # A cell that was given up leaves this running, and its kernel may be gone by now.
        with contextlib.suppress(AssertionError):
            await super()._async_poll_kernel_alive()

    def on_cell_executed(self, **kwargs: Any) -> None:
        """Notice `exit()` and `quit()`: the kernel ends only after the cell."""
        payload = kwargs["execute_reply"]["content"].get("payload") or []
        if any(part.get("source") == "ask_exit" for part in payload):
            self.trouble = "it ends the kernel, with exit() or quit()"
        super().on_cell_executed(**kwargs)

    def _get_timeout(self, cell: Any) -> int | None:
        return max(1, int(self.allowed()))


def bound_messages(manager: Any) -> None:
    """Let no message of this manager's kernel be longer than `MAX_MESSAGE`, nor read to its end.

    How many parts it has, and how many messages wait, is for the resource monitor to see.
    """
    manager.context.setsockopt(zmq.MAXMSGSIZE, MAX_MESSAGE)
    session = manager.session
    unpack = session.unpack

    def read(part: Any) -> Any:
        if len(part) > MAX_READ:  # it would not be kept; a reply has a status
            error = {"status": "error", "ename": "", "evalue": "", "traceback": []}
            return {TOO_LONG: len(part), **error}
        return unpack(part)

    session.unpack = read


def _size(content: Any) -> int:
    """About how many characters a message holds; it stops counting where it is too many."""
    if isinstance(content, dict) and isinstance(unread := content.get(TOO_LONG), int):
        return max(unread, MAX_KEPT + 1)
    total, waiting = 0, [content]
    while waiting and total <= MAX_HEARD:
        part = waiting.pop()
        if isinstance(part, str):
            total += len(part)
        elif isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part
        else:
            total += 8
    return total
