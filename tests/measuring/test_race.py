"""Lesson 06's translator in use: whole batches, odd sentences, and the decoders of `make bench`."""

import numpy as np
import pytest
import torch

from grading.__main__ import main as command
from grading.measuring.benchmarks import bench, race
from grading.measuring.benchmarks.tutorial_decoder import TutorialEncoder
from helpers import corpus, text

DECODERS = ("fed back", "whole target", "whole target, additive", "tutorial", "no attention")


@pytest.fixture(scope="module")
def task():
    """Lesson 06 with a small corpus: what is tested here needs no trained model."""
    lesson = race.Harness(race.read_lesson(race.LESSON)).namespace
    data = corpus.splits(train=300, dev=20, test=40, seed=1)
    english = text.Vocabulary.build([pair.source for pair in data.train])
    french = text.Vocabulary.build([pair.target for pair in data.train])
    return race.Task(lesson, data, english, french)


@pytest.fixture
def ask(task):
    model = task.translator("fed back")
    return lambda sentence: task.lesson["ask"](model, task.english, task.french, sentence)


@pytest.mark.parametrize("decoder", DECODERS)
def test_a_sentence_is_translated_alike_alone_and_in_a_batch(task, decoder):
    model = task.translator(decoder)
    sentences = [pair.source for pair in task.data.test]
    together = task.lesson["translate"](model, task.english, task.french, sentences, longest=12)
    for sentence, (words, weights) in zip(sentences, together, strict=True):
        [(alone, same)] = task.lesson["translate"](model, task.english, task.french, [sentence], longest=12)
        assert words == alone and len(words) <= 12
        np.testing.assert_allclose(weights, same, atol=1e-5)
        assert weights.shape == (len(words), len(sentence))
        np.testing.assert_allclose(weights.sum(axis=1), 1, atol=1e-5)  # nothing on padding


@pytest.mark.parametrize("decoder", DECODERS)
def test_teacher_forcing_and_step_by_step_agree(task, decoder):
    model = task.translator(decoder)
    [batch] = text.batches([[4, 5, 6], [7, 8]], [[1, 9, 5, 2], [1, 4, 2]])
    source, mask, inputs = map(torch.tensor, (batch.source, batch.source_mask, batch.target[:, :-1]))
    logits, weights = model(source, mask, inputs)
    states, state = model.encoder(source, mask)
    prepared = model.decoder.attention.prepare(states)
    for place in range(inputs.shape[1]):
        said, state, looked = model.decoder.step(inputs[:, place], state, states, prepared, mask)
        torch.testing.assert_close(said, logits[:, place])
        torch.testing.assert_close(looked, weights[:, place])


def test_an_unknown_word_is_marked_and_is_no_error(ask):
    picture = ask("The zebra is sleeping in the garden.")
    labels = [label.get_text() for label in picture.figure.axes[0].get_xticklabels()]
    assert "[zebra]" in labels and "the" in labels


def test_what_is_said_while_looking_at_an_unknown_word_is_marked(ask):
    picture = ask("Zebras")  # there is nothing else to look at
    said = [label.get_text() for label in picture.figure.axes[0].get_yticklabels()]
    assert said and all(word.startswith("[") and word.endswith("?]") for word in said)


@pytest.mark.parametrize("sentence", ["", "   "])
def test_an_empty_sentence_is_refused_in_words(ask, sentence):
    with pytest.raises(ValueError, match="must contain a word"):
        ask(sentence)


def test_a_sentence_longer_than_any_seen_is_translated_and_says_so(ask):
    assert "longer than any" in ask("the dog sleeps and " * 20 + "it snows.").alt


def test_the_tutorials_encoder_computes_what_lesson_06s_computes(task):
    ours, theirs = task.translator("fed back").encoder, TutorialEncoder(len(task.english))
    mine = ours.state_dict()
    theirs.load_state_dict({
        "embedding.weight": mine["read.weight"],
        "bridge.weight": mine["bridge.weight"],
        "bridge.bias": mine["bridge.bias"],
        **{f"gru.{name}": mine[f"forwards.{name}"] for name in ours.forwards.state_dict()},
        **{f"gru.{name}_reverse": mine[f"backwards.{name}"] for name in ours.backwards.state_dict()},
    })  # fmt: skip
    mask = torch.tensor([[True, True, True], [True, False, False]])
    ids = torch.tensor([[4, 5, 6], [7, 0, 0]])
    for got, expected in zip(ours(ids, mask), theirs(ids, mask), strict=True):
        whole = got.ndim == 2
        torch.testing.assert_close(*(part if whole else part[mask] for part in (got, expected)))


def test_the_race_gives_every_decoder_the_same_batches(task, capsys):
    runners = race.speed(task, count=2)
    words = [[count for count, _ in runner.steps] for runner in runners]
    assert words[0] == words[1] == words[2] and len(words[0]) == 2
    bench.print_speed(runners)
    assert "1.00 x  tutorial" in capsys.readouterr().out


def test_a_part_the_bench_does_not_have_is_named(capsys):
    assert command(["bench", "sped"]) == 2
    assert "did you mean speed?" in capsys.readouterr().err
