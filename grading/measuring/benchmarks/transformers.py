"""What lesson 09 says about its Transformer, measured: `make bench`'s part `transformer`.

`compare`: exact match at equal time of the Transformer, the same without positions or causal mask,
and lesson 06's decoder with its own recipe and with the Transformer's. `cache`: how much faster it
speaks. `beyond`: lengths never trained on, by kind of position. Time is processor time on one
thread, so that whatever else the machine does is not counted.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from grading.authoring.answers import ROOT
from grading.authoring.harness import Harness
from grading.authoring.lesson import read_lesson
from grading.choices import one_of
from grading.measuring.benchmarks import race
from helpers import corpus, text, training

LESSON = ROOT / "lessons" / "09_self_attention.py"
PARTS = ("compare", "cache", "beyond")
SECONDS, SECONDS_BEYOND, SEEDS = 90.0, 45.0, (0, 1, 2)
SHORT = 16  # words a sentence, at most, in training for `beyond`
FARTHER = {"3 to 8": (3, 8), "9 to 16": (9, 16), "17 to 20": (17, 20), "21 to 24": (21, 24),
           "25 to 32": (25, 32)}  # fmt: skip
NEW: dict[str, Any] = {
    "learning_rate": 8e-3, "schedule": training.warm_up(0.1), "betas": (0.9, 0.98),
}  # fmt: skip
NEW_FOR_GRU: dict[str, Any] = {**NEW, "learning_rate": 6e-3}
OLD: dict[str, Any] = {"learning_rate": 4e-3}


@dataclass
class Runs:
    """Lesson 09's solution, lesson 06's sentences and decoder, and a budget."""

    task: race.Task
    lesson: dict[str, Any]
    seconds: float
    seeds: Sequence[int]

    def transformer(self, seed: int, **switches: bool) -> nn.Module:
        """A fresh one; `rotary` and `causal` are its switches."""
        sizes = len(self.task.english), len(self.task.french)
        return training.seeded(seed, self.lesson["Transformer"], *sizes, **switches)

    def gru(self, seed: int) -> nn.Module:
        """Lesson 06's translator, whose context is fed back."""
        return self.task.translator("fed back", seed)

    def train(
        self, model: nn.Module, seed: int, size: int, seconds: float = 0, longest: int = 99,
        **recipe: Any,
    ) -> training.History:  # fmt: skip
        """Train on sentences of at most `longest` words, in batches of `size`."""
        pairs = [pair for pair in self.task.data.train if len(pair.source) <= longest]
        sources = [self.task.english.encode(pair.source) for pair in pairs]
        targets = [self.task.french.encode(p.target, start=True, end=True) for p in pairs]
        return training.fit(
            model, lambda number: text.batches(sources, targets, size=size, seed=number),
            self.lesson["translation_loss"], seconds=seconds or self.seconds, seed=seed,
            clock=time.process_time, **recipe,
        )  # fmt: skip

    def right(self, model: nn.Module, pairs: Sequence[corpus.Pair]) -> np.ndarray:
        """For each pair, whether it is translated word for word: (pairs,)."""
        if not isinstance(model, self.lesson["Transformer"]):
            return np.array(self.task.right(model, pairs))
        said = self.lesson["translate"](model, self.task.english, self.task.french, pairs)
        return np.array([tuple(w) == p.target for w, p in zip(said, pairs, strict=True)])


def by_length(
    right: np.ndarray, pairs: Sequence[corpus.Pair], groups: dict[str, tuple[int, int]]
) -> str:
    """The shares of each group of lengths, in words."""
    length = np.array([len(pair.source) for pair in pairs])
    return ", ".join(
        f"{name} {right[(length >= low) & (length <= high)].mean():.1%}"
        for name, (low, high) in groups.items()
    )


def compare(runs: Runs) -> None:
    """Exact match on unseen sentences at equal processor time, for each seed."""
    print(f"\nExact match on 500 unseen sentences, {runs.seconds:.0f} s of processor time")
    kinds: dict[str, tuple[Callable[[int], nn.Module], int, dict[str, Any], float]] = {
        "Transformer": (runs.transformer, 32, NEW, runs.seconds),
        "lesson 06's decoder, its recipe": (runs.gru, 64, OLD, runs.seconds),
        "lesson 06's decoder, new recipe": (runs.gru, 32, NEW_FOR_GRU, runs.seconds),
        "no causal mask": (lambda s: runs.transformer(s, causal=False), 32, NEW, 15),
        "no positions": (lambda s: runs.transformer(s, rotary=False), 32, NEW, runs.seconds),
    }
    for seed in runs.seeds:
        for name, (make, size, recipe, seconds) in kinds.items():
            model = make(seed)
            history = runs.train(model, seed, size, seconds, **recipe)
            right = runs.right(model, runs.task.data.test)
            loss = float(np.mean(history.losses[-20:]))
            print(
                f"  {name:32} seed {seed}  in all {right.mean():6.1%}: "
                f"{by_length(right, runs.task.data.test, race.GROUPS)}   "
                f"{history.steps} steps in {history.seconds:.0f} s, loss {loss:.4f}",
                flush=True,
            )
            if name == "Transformer":
                align(runs, model)


def align(runs: Runs, model: nn.Module) -> None:
    """Alignment error of the mean of each decoder block's heads, and of each head."""
    pairs = runs.task.data.test[:300]
    looks = [_looks(runs, model, pair) for pair in pairs]
    for block in range(len(looks[0])):
        heads = [
            _error([rows[block][head] for rows in looks], pairs) for head in range(len(looks[0][0]))
        ]
        mean = _error([rows[block].mean(axis=0) for rows in looks], pairs)
        shown = " ".join(f"{rate:.3f}" for rate in heads)
        print(f"    block {block}: alignment error of the mean {mean:.3f}, of heads {shown}")


def _looks(runs: Runs, model: nn.Module, pair: corpus.Pair) -> list[np.ndarray]:
    """For each decoder block, weights (heads, target, source), given the right words so far."""
    source = torch.tensor([runs.task.english.encode(pair.source)])
    inputs = torch.tensor([runs.task.french.encode(pair.target, start=True)])
    with torch.no_grad():
        _, looks = model(source, torch.ones_like(source).bool(), inputs)
    return [weights[0, :, :-1].numpy() for weights in looks]


def _error(rows: Sequence[np.ndarray], pairs: Sequence[corpus.Pair]) -> float:
    """Alignment error rate (Och and Ney 2003), each target word linked with its heaviest word."""
    good = links = 0
    for weights, pair in zip(rows, pairs, strict=True):
        made = {(int(s), t) for t, s in enumerate(weights.argmax(axis=1))}
        good += len(made & pair.sure) + len(made & pair.possible)
        links += len(made) + len(pair.sure)
    return 1 - good / links


def cache(runs: Runs, model: nn.Module, counts: Sequence[int] = (10, 20, 40, 80)) -> None:
    """How many times as fast a batch of 100 says so many words with the cache as without."""
    pairs = sorted(runs.task.data.test, key=lambda pair: len(pair.source))[-100:]
    [batch] = text.batches([runs.task.english.encode(pair.source) for pair in pairs], size=100)
    source, mask = torch.tensor(batch.source), torch.tensor(batch.source_mask)
    drawn = np.random.default_rng(0).integers(4, len(runs.task.french), size=(100, counts[-1]))
    words, net = torch.tensor(drawn), runs.lesson["Transformer"]
    for count in counts:
        seconds, ends = [], []
        for kept in (False, True) * 2:
            with torch.no_grad():
                states = net.encode(model, source, mask)
                began = time.process_time()
                quick = runs.lesson["QuickDecoder"](model, states, mask)
                for n in range(1, count + 1):
                    if kept:
                        logits = quick.step(words[:, n - 1])
                    else:
                        logits = net.decode(model, words[:, :n], states, mask)[0][:, -1]
            seconds.append(time.process_time() - began)
            ends.append(logits)
        times = min(seconds[::2]) / min(seconds[1::2])
        apart = float((ends[0] - ends[1]).abs().max())
        print(f"  {count:3} words, batch 100: {times:.1f} times as fast, logits within {apart:.1e}")


def beyond(runs: Runs) -> None:
    """Train on short sentences only; exact match on longer ones, by kind of position."""
    known = {pair.source for pair in runs.task.data.train}
    lengths = {(low, high): 0.2 for low, high in FARTHER.values()}
    pairs = [p for p in corpus.generate(1_500, seed=77, lengths=lengths) if p.source not in known]
    kinds: dict[str, Callable[[nn.Module], nn.Module]] = {
        "rotary": lambda model: model,
        "ALiBi": lambda model: with_alibi(runs, model),
        "sinusoids": lambda model: with_places(runs, model, learned=False),
        "learned": lambda model: with_places(runs, model, learned=True),
        "none": lambda model: model,
    }
    print(f"\nTrained {runs.seconds:.0f} s on up to {SHORT} words; {len(pairs)} unseen sentences")
    for seed in runs.seeds:
        for name, change in kinds.items():
            model = change(runs.transformer(seed, rotary=name == "rotary"))
            runs.train(model, seed, 32, longest=SHORT, **NEW)
            shares = by_length(runs.right(model, pairs), pairs, FARTHER)
            print(f"  {name:10} seed {seed}: {shares}", flush=True)
        model = runs.gru(seed)
        runs.train(model, seed, 32, longest=SHORT, **NEW_FOR_GRU)
        shares = by_length(runs.right(model, pairs), pairs, FARTHER)
        print(f"  {'GRU':10} seed {seed}: {shares}", flush=True)


class Placed(nn.Module):
    """An embedding to which a vector for each place is added."""

    def __init__(self, words: nn.Embedding, table: Tensor, learned: bool):
        super().__init__()
        self.words = words
        self.table = nn.Parameter(table, requires_grad=learned)  # (places, size)

    @property
    def weight(self) -> Tensor:
        """The words' own vectors (vocabulary, size): the output layer is tied to them."""
        return self.words.weight

    def forward(self, ids: Tensor) -> Tensor:
        """(batch, words) -> (batch, words, size)."""
        placed: Tensor = self.words(ids) + self.table[: ids.shape[1]]
        return placed


def with_places(runs: Runs, model: Any, learned: bool) -> nn.Module:
    """The model with sinusoids, or with learned vectors, added to its embeddings."""
    size, places = model.size, torch.arange(64).unsqueeze(1)
    angles = places * 10_000.0 ** (-torch.arange(size // 2) / (size // 2))
    table = torch.cat([angles.sin(), angles.cos()], dim=-1) / math.sqrt(size)
    if learned:
        table = 0.5 * torch.randn(64, size) / math.sqrt(size)
    model.read, model.speak = (Placed(t, table.clone(), learned) for t in (model.read, model.speak))
    return model  # type: ignore[no-any-return]


def with_alibi(runs: Runs, model: Any) -> nn.Module:
    """The model with scores that fall with distance (Press and others 2021, arXiv:2108.12409)."""
    for block in (*model.encoder, *model.decoder):
        block.attention.forward = functools.partial(_alibi, runs.lesson, block.attention)
    return model  # type: ignore[no-any-return]


def _alibi(
    lesson: dict[str, Any], layer: Any, asking: Tensor, states: Tensor, allowed: Tensor
) -> tuple[Tensor, Tensor]:
    """Multi-head attention whose head h takes 4 ** -h from a score for each word of distance."""
    made = (layer.query(asking), layer.key(states), layer.value(states))
    query, key, value = (lesson["split_heads"](part, layer.heads) for part in made)
    places = torch.arange(query.shape[2]).unsqueeze(1) - torch.arange(key.shape[2])
    slopes = 4.0 ** -torch.arange(layer.heads)
    scores = query @ key.transpose(2, 3) / math.sqrt(query.shape[-1])
    scores = scores - slopes[:, None, None] * places.abs()
    weights = scores.masked_fill(~allowed.unsqueeze(1), -torch.inf).softmax(dim=-1)
    return layer.output(lesson["merge_heads"](weights @ value)), weights


def run(
    parts: Sequence[str],
    seconds: float = SECONDS,
    seeds: Sequence[int] = SEEDS,
) -> int:
    """Run the named parts, or all."""
    for part in parts:
        one_of(part, PARTS, "part")
    wanted = parts or PARTS
    torch.set_num_threads(1)
    runs = Runs(race.Task.load(), Harness(read_lesson(LESSON)).namespace, seconds, seeds)
    if "compare" in wanted:
        compare(runs)
    if "cache" in wanted:
        cache(runs, runs.transformer(seeds[0]))  # untrained: what it says does not matter
    if "beyond" in wanted:
        runs.seconds = min(seconds, SECONDS_BEYOND)
        beyond(runs)
    return 0
