"""Three decoders on the same batches: words a second, time to 90 %, and exact match over seeds.

They take turns, batch by batch, so that whatever else the machine does slows all of them alike;
what is worth reading is the ratio.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from grading.authoring.answers import ROOT
from grading.authoring.harness import Harness
from grading.authoring.lesson import read_lesson
from grading.measuring.benchmarks.tutorial_decoder import TutorialDecoder, TutorialEncoder
from helpers import corpus, text, training

LESSON = ROOT / "lessons" / "06_encoder_decoder_attention.py"
BATCH, LEARNING_RATE, STEPS, CHECK_EVERY = 128, 6e-3, 600, 25
LAST_RATE = 0.02  # what is left of the learning rate after STEPS
GOAL = 0.9  # share of unseen sentences translated exactly
GROUPS = {"up to 12 words": (3, 12), "13 to 24": (13, 24), "25 and more": (25, 45)}


@dataclass
class Task:
    """Lesson 06's sentences, encoded, and its functions."""

    lesson: dict[str, Any]
    data: corpus.Splits
    english: text.Vocabulary
    french: text.Vocabulary

    @classmethod
    def load(cls, path: Path = LESSON) -> Task:
        """The lesson's own solution, and the sentences it trains on."""
        lesson = Harness(read_lesson(path)).namespace
        data = corpus.splits(train=24_000, dev=200, test=500, seed=5, lengths=lesson["LENGTHS"])
        english = text.Vocabulary.build([pair.source for pair in data.train])
        french = text.Vocabulary.build([pair.target for pair in data.train])
        return cls(lesson, data, english, french)

    def passes(self, size: int) -> Callable[[int], Iterator[text.Batch]]:
        """From the number of a pass to its batches."""
        sources = [self.english.encode(pair.source) for pair in self.data.train]
        targets = [self.french.encode(p.target, start=True, end=True) for p in self.data.train]
        return lambda number: text.batches(sources, targets, size=size, seed=number)

    def translator(self, decoder: str, seed: int = 0) -> nn.Module:
        """A fresh translator; 'whole target' has bilinear scores unless it says otherwise."""
        torch.manual_seed(seed)
        lesson, words = self.lesson, len(self.french)
        if decoder == "tutorial":
            encoder: nn.Module = TutorialEncoder(len(self.english))
            return lesson["Translator"](encoder, TutorialDecoder(words))  # type: ignore[no-any-return]
        encoder = lesson["BidirectionalEncoder"](len(self.english))
        speaks = {
            "fed back": lambda: lesson["AttentionDecoder"](words),
            "whole target": lambda: lesson["WholeTargetDecoder"](
                words, lesson["BilinearAttention"](128, 128)
            ),
            "whole target, additive": lambda: lesson["WholeTargetDecoder"](
                words, lesson["AdditiveAttention"](128, 128, 64)
            ),
            "no attention": lambda: lesson["WholeTargetDecoder"](words, lesson["NoAttention"]()),
        }
        return lesson["Translator"](encoder, speaks[decoder]())  # type: ignore[no-any-return]

    def right(self, model: nn.Module, pairs: Sequence[corpus.Pair]) -> list[bool]:
        """For each pair, whether its English sentence is translated word for word."""
        model.eval()
        sentences = [pair.source for pair in pairs]
        answers = self.lesson["translate"](model, self.english, self.french, sentences)
        model.train()
        return [
            tuple(words) == pair.target for (words, _), pair in zip(answers, pairs, strict=True)
        ]


@dataclass
class Runner:
    """One decoder in the race."""

    name: str
    model: nn.Module
    loss: Callable[[nn.Module, text.Batch], torch.Tensor]
    steps: list[tuple[int, float]] = field(default_factory=list)  # words and seconds of each step
    reached: float | None = None  # seconds of training until GOAL

    def __post_init__(self) -> None:
        self.optimiser = torch.optim.Adam(self.model.parameters(), lr=LEARNING_RATE)

    def step(self, batch: text.Batch) -> None:
        """Learn from one batch, by the clock. The learning rate falls evenly to LAST_RATE."""
        assert batch.target_mask is not None
        began = time.perf_counter()
        for group in self.optimiser.param_groups:
            done = min(1.0, len(self.steps) / STEPS)
            group["lr"] = LEARNING_RATE * (1 - (1 - LAST_RATE) * done)
        self.optimiser.zero_grad()
        self.loss(self.model, batch).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimiser.step()
        words = int(batch.target_mask[:, 1:].sum())
        self.steps.append((words, time.perf_counter() - began))

    @property
    def seconds(self) -> float:
        """Time spent on training so far."""
        return sum(seconds for _, seconds in self.steps)

    @property
    def words_per_second(self) -> float:
        """French words learnt from in a second, in all steps together."""
        return sum(words for words, _ in self.steps) / self.seconds


def speed(task: Task, count: int = 60) -> list[Runner]:
    """Every decoder on the same `count` batches, in turns."""
    runners = _runners(task)
    for number, batch in enumerate(_endless(task.passes(BATCH))):
        if number >= count + 5:
            return runners
        if number == 5:  # the first ones warm up
            for runner in runners:
                runner.steps.clear()
        for runner in runners:
            runner.step(batch)
    raise AssertionError("the batches never end")


def to_goal(task: Task) -> list[Runner]:
    """Train every decoder until it translates GOAL of 400 unseen sentences exactly, in turns."""
    runners = _runners(task)
    unseen = task.data.dev + task.data.test[:200]  # the more, the less chance in the moment
    for number, batch in enumerate(_endless(task.passes(BATCH)), start=1):
        going = [runner for runner in runners if runner.reached is None]
        for runner in going:
            runner.step(batch)
            if number % CHECK_EVERY == 0 and number > STEPS // 2:
                share = statistics.mean(task.right(runner.model, unseen))
                print(f"  step {number:4}  {runner.name:14} {share:.1%}", flush=True)
                if share >= GOAL:
                    runner.reached = runner.seconds
        if not going or number >= STEPS:
            return runners
    raise AssertionError("the batches never end")


def over_seeds(task: Task, decoder: str, seconds: float, seeds: Sequence[int]) -> None:
    """Print the exact match of each seed by length, after `seconds` of training."""
    batches = task.passes(64)
    for seed in seeds:
        model = task.translator(decoder, seed)
        training.fit(
            model, batches, task.lesson["translation_loss"],
            seconds=seconds, learning_rate=4e-3, seed=seed,
        )  # fmt: skip
        right = task.right(model, task.data.test)
        shares = []
        for name, (low, high) in GROUPS.items():
            fits = [r for r, p in zip(right, task.data.test, strict=True)
                    if low <= len(p.source) <= high]  # fmt: skip
            shares.append(f"{name} {statistics.mean(fits):.1%}")
        print(f"  {decoder}, seed {seed}, {seconds:.0f} s: {', '.join(shares)}", flush=True)


def _runners(task: Task) -> list[Runner]:
    loss = task.lesson["translation_loss"]
    names = ("tutorial", "fed back", "whole target")
    return [Runner(name, task.translator(name), loss) for name in names]


def _endless(passes: Callable[[int], Iterator[text.Batch]]) -> Iterator[text.Batch]:
    number = 0
    while True:
        yield from passes(number)
        number += 1
