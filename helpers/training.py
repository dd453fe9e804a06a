"""One training loop for every model of the course: a progress bar, a budget, recorded curves.

While nbgrader runs a notebook it does a few steps only: grading never trains a model.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from helpers.check.session import checking
from helpers.kernel import kernel_shell, short_run
from helpers.smoothing import stretch_means

Batch = TypeVar("Batch")
Schedule = Callable[[float], float]  # from the used part of the budget to a part of the rate
SHORT_RUN = 3  # steps while nbgrader grades or validates


def gentle_fall(progress: float) -> float:
    """From the whole learning rate evenly down to a tenth of it.

    >>> gentle_fall(0.0), round(gentle_fall(1.0), 2)
    (1.0, 0.1)
    """
    return 1 - 0.9 * progress


def warm_up(part: float = 0.1) -> Schedule:
    """Evenly up from 0 over the first `part` of the budget, then evenly down to 0.

    What a Transformer wants: its first steps, taken at full rate, would be wild ones (Vaswani and
    others 2017, arXiv:1706.03762, section 5.3, fall with the root of the step instead).

    Raises:
        ValueError: `part` is not between 0 and 1.

    >>> [round(warm_up(0.2)(progress), 2) for progress in (0.0, 0.1, 0.2, 0.6, 1.0)]
    [0.0, 0.5, 1.0, 0.5, 0.0]
    """
    if not 0 < part < 1:
        raise ValueError(f"warm_up needs a part of the budget between 0 and 1, got {part}")
    return lambda progress: min(progress / part, (1 - progress) / (1 - part))


@dataclass
class History:
    """What happened during a training run."""

    losses: list[float] = field(default_factory=list)  # one per step
    scores: list[tuple[int, float, float]] = field(default_factory=list)  # step, seconds, score
    seconds: float = 0.0  # spent on training, measurements not counted
    stopped: str = ""  # why the run ended, in words

    @property
    def steps(self) -> int:
        """How many batches the model was trained on."""
        return len(self.losses)

    def smooth_losses(self, window: int = 20) -> list[float]:
        """The mean loss of each stretch of `window` steps, for a calmer curve."""
        return stretch_means(self.losses, window)


def fit(
    model: nn.Module,
    batches: Callable[[int], Iterable[Batch]],
    loss: Callable[[nn.Module, Batch], Tensor],
    *,
    seconds: float | None = None,
    steps: int | None = None,
    learning_rate: float = 2e-3,
    schedule: Schedule = gentle_fall,
    betas: tuple[float, float] = (0.9, 0.999),
    seed: int = 0,
    score: Callable[[nn.Module], float] | None = None,
    score_every: int = 100,
    patience: int | None = None,
    after_step: Callable[[int], None] | None = None,
    name: str = "training",
    clock: Callable[[], float] | None = None,
) -> History:
    """Train `model` in place with Adam until the budget is used up.

    Gradients are clipped to length 1. Ctrl-C (the stop button) ends the run and keeps the model
    trained so far.

    Args:
        batches: from the number of the pass, 0, 1, ..., to that pass's batches.
        loss: from the model and a batch to a single number to be made small.
        seconds: budget of training time; measuring the score is not counted.
        steps: budget of steps; at least one of the two budgets must be given.
        learning_rate: the largest rate; `schedule` says how much of it is used when.
        schedule: from the used part of the budget, 0 to 1, to a part of the learning rate.
        betas: over how many steps Adam averages gradients and their squares.
        seed: for everything random during training (dropout). The model's own initial
            parameters are drawn when it is made: see `seeded`.
        score: measured every `score_every` steps; higher is better.
        patience: stop after this many measurements without a better score.
        after_step: called after each step with its number, to look on.
        name: what the progress bar says.
        clock: what seconds are read off; `time.process_time` counts only those in which the
            processor worked for this process, whatever else the machine does.

    Raises:
        ValueError: no budget, no batches, or a loss that is not a finite number.
    """
    if seconds is None and steps is None:
        raise ValueError("fit needs a budget: give seconds=, steps= or both")
    if short_run():
        steps = min(SHORT_RUN, steps or SHORT_RUN)
    torch.manual_seed(seed)
    optimiser = torch.optim.Adam(model.parameters(), lr=learning_rate, betas=betas, fused=True)
    run = _Run(
        model, loss, optimiser, learning_rate, schedule, clock or time.perf_counter,
        seconds, steps, score, score_every, patience,
    )  # fmt: skip
    model.train()
    with _bar(name, seconds, steps) as bar:
        try:
            while not run.over:
                run.one_pass(batches, bar, after_step)
        except KeyboardInterrupt:
            run.history.stopped = "stopped by you"
    model.eval()
    history = run.history
    if history.stopped == "stopped by you":
        print(
            f"{name} stopped by you after {history.steps} steps ({history.seconds:.0f} s):"
            " the model keeps what it has learned so far."
        )
    return history


def seeded(seed: int, make: Callable[..., nn.Module], *args: Any, **kwargs: Any) -> nn.Module:
    """`make(...)` with initial parameters that depend on the seed alone."""
    torch.manual_seed(seed)
    return make(*args, **kwargs)


@dataclass
class _Run:
    """The state of one run, between its steps."""

    model: nn.Module
    loss: Callable[[nn.Module, Any], Tensor]
    optimiser: torch.optim.Optimizer
    learning_rate: float
    schedule: Schedule
    clock: Callable[[], float]
    seconds: float | None
    steps: int | None
    score: Callable[[nn.Module], float] | None
    score_every: int
    patience: int | None
    history: History = field(default_factory=History)
    passes: int = 0

    @property
    def over(self) -> bool:
        return bool(self.history.stopped)

    @property
    def progress(self) -> float:
        """The used part of the budget, from 0 to 1."""
        by_time = self.history.seconds / self.seconds if self.seconds else 0.0
        by_steps = self.history.steps / self.steps if self.steps else 0.0
        return min(1.0, max(by_time, by_steps))

    def one_pass(
        self,
        batches: Callable[[int], Iterable[Any]],
        bar: tqdm[Any],
        after_step: Callable[[int], None] | None,
    ) -> None:
        before = self.history.steps
        for batch in batches(self.passes):
            start = self.clock()
            self._step(batch)
            self.history.seconds += self.clock() - start
            bar.n = round(self.progress * (bar.total or 1))
            bar.set_postfix_str(f"loss {self.history.losses[-1]:.3f}", refresh=False)
            bar.update(0)
            if after_step:
                after_step(self.history.steps)
            self._measure()
            if self.progress >= 1:
                self.history.stopped = self.history.stopped or "the budget is used up"
            if self.over:
                return
        if self.history.steps == before:
            raise ValueError(f"pass {self.passes} gave no batches: is the data empty?")
        self.passes += 1

    def _step(self, batch: Any) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = self.learning_rate * self.schedule(self.progress)
        self.optimiser.zero_grad()
        loss = self.loss(self.model, batch)
        if not torch.isfinite(loss):
            raise ValueError(
                f"the loss is {loss.item()} at step {self.history.steps + 1}: expected a finite"
                " number. Look for a division by zero, a log of 0, or too high a learning rate"
            )
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        self.history.losses.append(float(loss.detach()))

    def _measure(self) -> None:
        if self.score is None or self.history.steps % self.score_every:
            return
        self.model.eval()
        value = self.score(self.model)
        self.model.train()
        self.history.scores.append((self.history.steps, self.history.seconds, value))
        values = [entry[2] for entry in self.history.scores]
        best = values.index(max(values))
        if self.patience is not None and len(values) - 1 - best >= self.patience:
            self.history.stopped = f"no better score for {self.patience} measurements"


def _bar(name: str, seconds: float | None, steps: int | None) -> tqdm[Any]:
    """A bar over the budget; none in a test cell, under nbgrader, or where nobody looks."""
    watched = kernel_shell() is not None and not short_run() and not checking()
    total = steps if steps is not None else max(1, round(seconds or 1))
    unit = "step" if steps is not None else "s"
    return tqdm(total=total, desc=name, unit=unit, disable=not watched, leave=True)
