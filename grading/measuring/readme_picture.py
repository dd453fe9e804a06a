"""The course's own picture: "The dog is a Labrador." under two translators trained here.

`python -m grading picture` trains lesson 06's whole-target translator, with additive scores, for
about a minute, and lesson 09's Transformer for about two. It writes their weights,
`docs/the_dog_is_a_labrador.json`, and the picture beside them. A second sentence, whose words
change places, is for lesson 00, which shows the same numbers as lesson 06's translator here.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import torch

from grading.authoring.answers import ROOT
from grading.authoring.harness import Harness
from grading.authoring.lesson import read_lesson
from grading.measuring.benchmarks import race, transformers
from helpers import corpus, heat_maps, plots, training

PATH = ROOT / "docs" / "the_dog_is_a_labrador.png"
WEIGHTS = PATH.with_suffix(".json")
STEPS, STEPS_OF_TRANSFORMER = 900, 1_800
CROSSING = ("the", "black", "dog", "sleeps", "in", "the", "garden", ".")
TITLE = "For each French word, where the translator looks"
RECURRENT, NOTHING_BUT = "lesson 06: attention over a GRU", "lesson 09: nothing but attention"


def train() -> dict[str, dict[str, Any]]:
    """Words and weights: of lesson 06's translator for both sentences, and of lesson 09's."""
    torch.set_num_threads(1)
    task = race.Task.load()
    model = task.translator("whole target, additive", seed=1)
    loss = task.lesson["translation_loss"]
    training.fit(model, task.passes(64), loss, steps=STEPS, learning_rate=4e-3, seed=1)
    sentences = [corpus.THE_SENTENCE.source, CROSSING]
    said = task.lesson["translate"](model, task.english, task.french, sentences)
    looked = {
        name: as_written(english, french, weights)
        for name, english, (french, weights) in zip(
            ("recurrent", "crossing"), sentences, said, strict=True
        )
    }
    return {**looked, "transformer": of_transformer(task)}


def of_transformer(task: race.Task) -> dict[str, Any]:
    """Lesson 09's Transformer on the course's sentence: the mean of its last block's heads."""
    lesson = Harness(read_lesson(transformers.LESSON)).namespace
    runs = transformers.Runs(task, lesson, seconds=1e6, seeds=(0,))
    model: Any = runs.transformer(seed=0)
    runs.train(model, 0, 32, steps=STEPS_OF_TRANSFORMER, **transformers.NEW)
    pair = corpus.THE_SENTENCE
    [french] = lesson["translate"](model, task.english, task.french, [pair])
    source = torch.tensor([task.english.encode(pair.source)])
    inputs = torch.tensor([task.french.encode(french, start=True)])
    with torch.no_grad():
        _, looks = model(source, torch.ones_like(source, dtype=torch.bool), inputs)
    return as_written(pair.source, french, looks[-1][0].mean(dim=0)[: len(french)].tolist())


def as_written(english: Any, french: Any, weights: Any) -> dict[str, Any]:
    """A sentence with its capital; three digits of each weight are enough to draw."""
    return {
        "english": [english[0].capitalize(), *english[1:]],
        "french": [french[0].capitalize(), *french[1:]],
        "weights": [[float(f"{value:.3g}") for value in row] for row in weights],
    }


def draw(saved: dict[str, dict[str, Any]]) -> plots.Picture:
    """Both translators' heat maps of the course's sentence, side by side."""
    old, new = saved["recurrent"], saved["transformer"]
    return heat_maps.heat_maps(
        {RECURRENT: old["weights"], NOTHING_BUT: new["weights"]},
        old["english"], old["french"], title=TITLE, axes_named=("English", "French"),
    )  # fmt: skip


def saved() -> dict[str, dict[str, Any]]:
    """What the last training run wrote, by translator and sentence: see `train`."""
    content: dict[str, dict[str, Any]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return content


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(options: argparse.Namespace) -> int:
    """Train for three minutes, save the weights, and draw them."""
    PATH.parent.mkdir(exist_ok=True)
    WEIGHTS.write_text(json.dumps(train(), ensure_ascii=False) + "\n", encoding="utf-8")
    picture = draw(saved())
    picture.save(PATH)
    print(f"{PATH.relative_to(ROOT)}: {picture.alt}")
    return 0
