"""A process that runs notebooks, one after the other, for a worker that asks it.

It is started by `executor_process`, and has a warm parent and a trusted process of its own. It
ends when the worker does, be it in the middle of a notebook.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException

from grading.autograde.job import read_job
from grading.autograde.run_notebook import NotebookRunner
from grading.autograde.workers.fitness import project
from grading.user_error import UserError

IDLE = 900.0  # seconds after which it ends, if nobody asks: a cluster may stand for weeks


def answer(request: bytes, folder: Path) -> bytes:
    """Run a job that was sent; its outcome, or in one sentence why there is none.

    Args:
        request: what is written of it.
        folder: where its files lie.
    """
    content = json.loads(request)
    if content["project"] != project():
        return fault(f"it has {project()}, and the grader {content['project']}")
    try:
        if "notebook" not in content:  # it is asked to make ready
            runner(content["settings"]).make_ready(Path(content["hide"]))
            return b"{}"
        return runner(content["settings"]).carry_out(read_job(content, folder)).as_bytes()
    except (NbGraderException, UserError) as reason:
        return fault(str(reason))
    except Exception as reason:  # as nbgrader has it: no mark for this one, and on to the next
        return fault(f"{type(reason).__name__}: {reason!s:.500}")


def fault(reason: str) -> bytes:
    """Why a job was not run, to be sent."""
    return json.dumps({"fault": reason}).encode()


_runners: dict[str, NotebookRunner] = {}


def runner(settings: dict[str, Any]) -> NotebookRunner:
    """What runs notebooks with these settings."""
    key = json.dumps(settings, sort_keys=True)
    if key not in _runners:
        _runners[key] = NotebookRunner(**settings)
    return _runners[key]


class Requests:
    """What is asked, in its order; the process ends when nobody is left who could ask."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.waiting: queue.Queue[bytes] = queue.Queue()
        self.working = False
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        """Put what is asked into the queue, in a thread of its own."""
        try:
            while True:
                self.waiting.put(self.connection.recv_bytes())
        except (EOFError, OSError):
            if self.working:
                os._exit(0)  # what it has started ends with it
            self.waiting.put(b"")

    def serve(self, folder: Path) -> None:
        """Answer one request after the other; the files of each lie in this folder meanwhile."""
        with contextlib.suppress(queue.Empty):
            while request := self.waiting.get(timeout=IDLE):
                self.working = True
                self.connection.send_bytes(answer(request, folder))
                self.working = False


def main() -> None:
    """Serve the worker whose connection this is, and who puts files into this folder."""
    os.environ["NBGRADER_EXECUTION"] = "autograde"
    Requests(Connection(int(sys.argv[1]))).serve(Path(sys.argv[2]))


if __name__ == "__main__":
    main()
