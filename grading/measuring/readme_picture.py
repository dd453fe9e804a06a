"""The course's own picture: "The dog is a Labrador." under a translator trained here.

`python -m grading picture` trains lesson 06's whole-target translator, with additive scores, for
about a minute, and writes the weights, `docs/the_dog_is_a_labrador.json`, and the picture beside
them. A second sentence, whose words change places, is for lesson 00, which shows the same numbers.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

import torch

from grading.authoring.answers import ROOT
from grading.measuring.benchmarks import race
from helpers import corpus, plots, training

PATH = ROOT / "docs" / "the_dog_is_a_labrador.png"
WEIGHTS = PATH.with_suffix(".json")
STEPS = 900
CROSSING = ("the", "black", "dog", "sleeps", "in", "the", "garden", ".")
TITLE = "For each French word, where the translator looks"


def train() -> list[dict[str, Any]]:
    """Words and weights of both sentences, from a translator that has seen neither."""
    torch.set_num_threads(1)
    task = race.Task.load()
    model = task.translator("whole target, additive", seed=1)
    loss = task.lesson["translation_loss"]
    training.fit(model, task.passes(64), loss, steps=STEPS, learning_rate=4e-3, seed=1)
    sentences = [corpus.THE_SENTENCE.source, CROSSING]
    said = task.lesson["translate"](model, task.english, task.french, sentences)
    # As a sentence is written, with its capital; three digits are enough to draw.
    return [
        {
            "english": [english[0].capitalize(), *english[1:]],
            "french": [french[0].capitalize(), *french[1:]],
            "weights": [[float(f"{value:.3g}") for value in row] for row in weights],
        }
        for english, (french, weights) in zip(sentences, said, strict=True)
    ]


def draw(saved: dict[str, Any]) -> plots.Picture:
    """The heat map of saved words and weights."""
    named = ("English", "French")
    return plots.heat_map(
        saved["weights"], saved["english"], saved["french"], title=TITLE, axes_named=named
    )


def saved() -> list[dict[str, Any]]:
    """What the last training run wrote: the course's sentence, and the one that crosses."""
    content: list[dict[str, Any]] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return content


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes: nothing."""


def run(options: argparse.Namespace) -> int:
    """Train for a minute, save the weights, and draw them."""
    PATH.parent.mkdir(exist_ok=True)
    WEIGHTS.write_text(json.dumps(train(), ensure_ascii=False) + "\n", encoding="utf-8")
    picture = draw(saved()[0])
    picture.save(PATH)
    print(f"{PATH.relative_to(ROOT)}: {picture.alt}")
    return 0
