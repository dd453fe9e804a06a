"""Workers, by Dask: as many as this machine has processors, or those of a cluster that stands.

Dask (`distributed`) hands jobs to workers, gives those of a worker that died to another, and is
the only part that knows of other machines. It is an optional extra, and imported here alone.
"""

from __future__ import annotations

import importlib
import importlib.util
import itertools
import json
import logging
import os
import weakref
from asyncio import CancelledError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nbgrader.converters.base import NbGraderException

from grading.autograde.job import Request
from grading.autograde.sandbox.claimed_folder import ClaimedFolder, remove_abandoned
from grading.autograde.workers import fitness
from grading.autograde.workers.executor_process import (
    ExecutorLost,
    carry_out,
    close_all,
    keep_apart,
)

ANSWERS_WITHIN = 30.0  # seconds in which a scheduler, and then a worker, must be there
READY_WITHIN = 300.0  # seconds in which a worker must have started what it needs
TRIES = 3  # the first, and two by others
MOST_UNHEARD = 100  # times that nothing was heard of a job, where at least its time should be up
INSTALL = "pip install 'where-to-look[cluster]' (in the project's folder: pip install '.[cluster]')"

# What workers of this process are asked, for as long as somebody waits for the answer: Dask, which
# copies what it is given, and again for each worker, gets its number alone.
_numbers = itertools.count()
_asked: weakref.WeakValueDictionary[int, Request] = weakref.WeakValueDictionary()


class JobLost(Exception):
    """All who ran a job ended over it; the message says how."""


class ClusterLost(NbGraderException):  # type: ignore[misc]
    """There is nobody left who could run jobs; the message is for the instructor."""


def is_installed() -> bool:
    """Whether Dask is there."""
    return importlib.util.find_spec("distributed") is not None


def processors() -> list[int]:
    """Those that this process may use, by number."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def _dask() -> tuple[Any, Any]:
    """Dask, of which some functions carry no types; what it logs, we say in sentences."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    return importlib.import_module("dask"), importlib.import_module("distributed")


class Cluster:
    """Workers that run jobs, from when it is made until it is closed."""

    def __init__(self, workers: int, scheduler: str = "", sandboxed: bool = True) -> None:
        """Find, or make, workers that are fit for it.

        Args:
            workers: how many on this machine, unless there is a scheduler.
            scheduler: the address or the file of another one.
            sandboxed: whether what they run is to run in the sandbox.

        Raises:
            ClusterLost: there are none, or one of them is not fit.
        """
        if not is_installed():
            raise ClusterLost(
                f"Nothing was graded: many submissions at once need Dask, which is not installed: "
                f"{INSTALL}, or set c.TrustedExecute.workers = 1."
            )
        self.scheduler, self.sandboxed = scheduler, sandboxed
        self.local: Any = None
        self.client: Any = self._connected() if scheduler else self._made(workers)

    def _made(self, workers: int) -> Any:
        """Workers of this machine: threads that each wait for an executor, a process of its own."""
        dask, distributed = _dask()
        keep_apart(processors())
        # Dask leaves a folder behind, with locks for others that share it: nobody shares ours.
        remove_abandoned()
        self.folder = ClaimedFolder("dask-")
        dask.config.set({"temporary-directory": str(self.folder.path)})
        dask.config.set({"distributed.admin.tick.limit": "1h"})  # the grader may be busy: no fault
        self.local = distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=False,
            memory_limit=0,
            dashboard_address=None,
            silence_logs="ERROR",
        )
        return distributed.Client(self.local)

    def _connected(self) -> Any:
        """Workers that stand already. Raises ClusterLost where they do not answer, or are unfit."""
        dask, distributed = _dask()
        # A hand-in's files are large, and have to be sent: nobody need be told.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
        where = {"scheduler_file": self.scheduler} if Path(self.scheduler).is_file() else {}
        try:
            client = distributed.Client(
                **(where or {"address": self.scheduler}), timeout=ANSWERS_WITHIN
            )
        except (OSError, ValueError, TypeError) as reason:
            raise ClusterLost(
                f"Nothing was graded: the scheduler {self.scheduler} does not answer"
                f" ({reason or type(reason).__name__}); start it (`dask scheduler`), or correct"
                " c.TrustedExecute.scheduler."
            ) from None
        try:
            client.wait_for_workers(1, timeout=ANSWERS_WITHIN)
        except TimeoutError:
            client.close()
            raise ClusterLost(
                f"Nothing was graded: the scheduler {self.scheduler} has no worker; start some"
                f" (`dask worker {self.scheduler} --nthreads 1`)."
            ) from None
        asked = client.run(fitness.unfit, fitness.project(), self.sandboxed, on_error="return")
        unfit = {who: _said(what) for who, what in asked.items() if what}
        for who, what in sorted(unfit.items()):
            client.close()
            raise ClusterLost(f"Nothing was graded: the worker {who} cannot grade: {what}.")
        return client

    def make_ready(self, settings: dict[str, Any], hide: str) -> None:
        """Have each worker start what it needs, while the grader does something else.

        Args:
            settings: those with which they will run notebooks.
            hide: the course's folder, which a student's code must not see.
        """
        content = {"project": fitness.project(), "settings": settings, "hide": hide}
        request = Request(json.dumps(content).encode(), {})
        self.starting = [
            self.client.submit(carry_out, request, READY_WITHIN, workers=[who], pure=False)
            for who in self.client.nthreads()
        ]

    def size(self) -> int:
        """How many jobs can run at once now."""
        try:
            threads: int = sum(self.client.nthreads().values())
        except Exception as reason:  # Dask has a dozen names for it
            raise self.gone(reason) from None
        return max(1, threads)

    def gone(self, reason: BaseException) -> ClusterLost:
        """That nobody is left who could run jobs, in a sentence for the instructor."""
        where = self.scheduler or "of this machine"
        return ClusterLost(
            f"The Dask cluster {where} was lost ({type(reason).__name__}: {reason!s:.200}). What "
            "is graded so far stays; start the cluster anew, then run the command again."
        )

    def submit(self, name: str, request: Request, seconds: float) -> Task:
        """Have a job run by the next worker that is free.

        Args:
            name: for Dask's own pages and logs.
            request: the job.
            seconds: after which it is given up.
        """

        def again() -> Any:
            number = next(_numbers)
            key = f"{name}-{number}"
            if self.local is None:
                return self.client.submit(carry_out, request, seconds, key=key, pure=False)
            _asked[number] = request
            return self.client.submit(_carry_out_here, number, seconds, key=key, pure=False)

        return Task(again, self.gone, request.size, own=self.local is not None)

    def close(self) -> None:
        """End what was started here; let go of a cluster that stood before."""
        if self.local is not None:
            close_all()  # or its threads would wait for them
        self.client.close()
        if self.local is not None:
            self.local.close()
            self.folder.remove()


class Task:
    """A job that was submitted: waited for, and given to another worker when one ended over it."""

    def __init__(
        self,
        submit: Callable[[], Any],
        gone: Callable[[BaseException], ClusterLost],
        size: int = 0,
        own: bool = False,
    ) -> None:
        """Submit it.

        Args:
            submit: does so; called again where it is given to another worker.
            gone: what to raise where there is none.
            size: bytes that are kept for that.
            own: whether the workers are this process's own, and so there as long as it is.
        """
        self.submit, self.gone, self.size, self.own = submit, gone, size, own
        self.future = submit()
        self.lost: list[str] = []
        self.unheard = 0

    def done(self) -> bool:
        """Whether it has ended, in any way."""
        return bool(self.future.done())

    def wait(self, seconds: float) -> bytes | None:
        """What came back; nothing so far, if it has not ended in so many seconds.

        Raises:
            JobLost: all who tried ended over it.
            ClusterLost: the scheduler is gone.
        """
        _, distributed = _dask()
        try:
            answer: bytes = self.future.result(timeout=seconds)
        except TimeoutError:
            return None
        except UnboundLocalError as reason:
            # Dask's own `sync` says so where its waiting was cancelled just as the time was up.
            self.unheard += 1
            if self.unheard > MOST_UNHEARD or (self.future.cancelled() and not self.own):
                raise self.gone(reason) from None
            if not self.future.cancelled():
                return None
            self.lost.append("Dask cancelled it")  # seen on a busy machine: the workers are there
        except ExecutorLost as how:
            self.lost.append(str(how))
        except distributed.KilledWorker as how:  # tried by several, as the scheduler counts
            last = how.last_worker.address
            raise JobLost(f"the worker {last} and those before it ended") from None
        except (Exception, CancelledError) as reason:  # cancelled, closed, refused
            raise self.gone(reason) from None
        else:
            return answer
        if len(self.lost) >= TRIES:
            raise JobLost("; ".join(dict.fromkeys(self.lost)))
        self.future = self.submit()
        return None


def _carry_out_here(number: int, seconds: float) -> bytes:
    """Run a job that a worker of this very process is asked for."""
    return carry_out(_asked[number], seconds)


def _said(what: Any) -> str:
    if isinstance(what, ModuleNotFoundError):
        return f"it has no module {what.name}: install the project, with [cluster], in its Python"
    return what if isinstance(what, str) else f"{type(what).__name__}: {what}"
