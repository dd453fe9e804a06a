"""The public face of the kennel corpus: sizes, splits, determinism, errors."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from dataclasses import FrozenInstanceError

import pytest

from helpers.corpus import LENGTHS, THE_SENTENCE, TOPICS, Pair, generate, splits, tokenise
from helpers.text import detokenise


@pytest.fixture(scope="module")
def many() -> list[Pair]:
    return generate(20_000)


def test_twenty_thousand_distinct_sentences(many: list[Pair]) -> None:
    assert len({pair.source for pair in many}) == len(many) == 20_000


def test_lengths_span_the_whole_range(many: list[Pair]) -> None:
    lengths = [len(pair.source) for pair in many]
    assert min(lengths) == 3
    assert max(lengths) == 45
    assert set(lengths) == set(range(3, 46))
    for (low, high), share in LENGTHS.items():
        found = sum(low <= length <= high for length in lengths) / len(lengths)
        assert found == pytest.approx(share, abs=0.01)


def test_vocabulary_sizes(many: list[Pair]) -> None:
    assert 200 <= len({word for pair in many for word in pair.source}) <= 300
    assert 200 <= len({word for pair in many for word in pair.target}) <= 300


def test_no_word_is_too_rare_to_learn() -> None:
    train = splits(train=12_000, dev=10, test=10).train
    for side in ("source", "target"):
        counts = Counter(word for pair in train for word in getattr(pair, side))
        assert min(counts.values()) >= 8, counts.most_common()[-10:]


def test_topics_are_balanced(many: list[Pair]) -> None:
    counts = Counter(pair.topic for pair in many)
    assert set(counts) == set(TOPICS)
    assert all(0.13 < counts[topic] / len(many) < 0.21 for topic in TOPICS)


def test_eight_breeds_and_more(many: list[Pair]) -> None:
    words = {word for pair in many for word in pair.source}
    breeds = {"Labrador", "poodle", "beagle", "Dalmatian", "greyhound", "husky", "bulldog",
              "spaniel"}  # fmt: skip
    assert breeds <= words


def test_one_english_sentence_has_one_french_one(many: list[Pair]) -> None:
    french: dict[tuple[str, ...], tuple[str, ...]] = {}
    topics: dict[tuple[str, ...], str] = {}
    for pair in many + generate(10_000, seed=1, max_length=9) + generate(10_000, seed=2):
        assert french.setdefault(pair.source, pair.target) == pair.target, pair.english
        assert topics.setdefault(pair.source, pair.topic) == pair.topic, pair.english


def test_tokens_and_sentences_match(many: list[Pair]) -> None:
    for pair in many:
        assert tokenise(pair.english, "english") == pair.source
        assert tokenise(pair.french, "french") == pair.target
        assert detokenise(tokenise(pair.english, "english"), "english") == pair.english
        assert detokenise(tokenise(pair.french, "french"), "french") == pair.french


def test_a_pair_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        THE_SENTENCE.topic = "food"  # type: ignore[misc]


# -- splits ----------------------------------------------------------------------------------------


def test_splits_share_no_sentence() -> None:
    parts = splits(train=3_000, dev=300, test=400, seed=5)
    assert (len(parts.train), len(parts.dev), len(parts.test)) == (3_000, 300, 400)
    train, dev, test = ({pair.source for pair in part} for part in
                        (parts.train, parts.dev, parts.test))  # fmt: skip
    assert not train & dev
    assert not train & test
    assert not dev & test


def test_the_sentence_is_in_no_split() -> None:
    """Even where there are few other sentences to make."""
    parts = splits(train=1_500, dev=50, test=50, min_length=5, max_length=6)
    everything = parts.train + parts.dev + parts.test
    assert THE_SENTENCE.source not in {pair.source for pair in everything}
    assert any(pair.source[-2:] == ("Labrador", ".") for pair in everything)


def test_more_training_pairs_leave_the_test_set_as_it_is() -> None:
    small, large = splits(100, 50, 50, seed=3), splits(900, 50, 50, seed=3)
    assert small.test == large.test
    assert small.dev == large.dev
    assert small.train == large.train[:100]


# -- determinism -----------------------------------------------------------------------------------


def test_same_seed_same_corpus() -> None:
    assert generate(500, seed=9) == generate(500, seed=9)
    assert generate(500, seed=9) != generate(500, seed=10)


def test_the_corpus_does_not_depend_on_hash_order() -> None:
    code = (
        "import hashlib; from helpers.corpus import generate; "
        "text = ''.join(f'{p.english}{p.french}{sorted(p.possible)}' for p in generate(1500, 4)); "
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2024")
    }
    assert len(digests) == 1


def test_numpy_and_torch_stay_out_of_the_grammar() -> None:
    code = "import sys, helpers.corpus, helpers.text; assert 'torch' not in sys.modules"
    subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )


# -- lengths on request ----------------------------------------------------------------------------


@pytest.mark.parametrize(("low", "high"), [(3, 8), (10, 10), (24, 39), (40, 45), (3, 45)])
def test_length_bounds(low: int, high: int) -> None:
    lengths = {len(pair.source) for pair in generate(150, min_length=low, max_length=high)}
    assert min(lengths) >= low
    assert max(lengths) <= high


def test_length_shares() -> None:
    pairs = generate(1_000, lengths={(5, 9): 0.8, (25, 40): 0.2})
    short = sum(len(pair.source) <= 9 for pair in pairs)
    assert short == pytest.approx(800, abs=10)
    assert all(5 <= len(pair.source) <= 9 or 25 <= len(pair.source) <= 40 for pair in pairs)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"count": -1}, "count must be 0 or more, got -1"),
        ({"count": 5, "min_length": 2}, "min_length=2"),
        ({"count": 5, "max_length": 46}, "max_length=46"),
        ({"count": 5, "min_length": 9, "max_length": 8}, "min_length=9, max_length=8"),
        ({"count": 5, "lengths": {(9, 5): 1.0}}, "lengths must map"),
        ({"count": 5, "lengths": {(5, 9): -1.0}}, "lengths must map"),
        ({"count": 5, "lengths": {(5, 9): 0.5, (9, 12): 0.5}}, "do not overlap"),
        ({"count": 5, "lengths": {}}, "lengths leaves nothing"),
        ({"count": 5, "max_length": 6, "lengths": {(9, 12): 1.0}}, "lengths leaves nothing"),
        ({"count": 20_000, "max_length": 4}, "no new sentence of 3 to 4 tokens"),
    ],
)
def test_errors_say_what_came(arguments: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        generate(**arguments)


def test_no_sentences_if_none_are_wanted() -> None:
    assert generate(0) == []
