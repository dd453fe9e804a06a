"""Tokens, vocabularies and batches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.corpus import Pair
from helpers.text import SPECIALS, Vocabulary, batch_indices, batches, detokenise, tokenise

# -- tokens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sentence", "tokens"),
    [
        ("english", "The dog is a Labrador.", "the dog is a Labrador ."),
        ("english", "Labradors bark.", "Labradors bark ."),
        ("english", "I see Anna's dog.", "I see Anna 's dog ."),
        ("english", "Today, it isn't 3.5 degrees!", "today , it isn't 3.5 degrees !"),
        ("english", "I'm well-known (here).", "I'm well-known ( here ) ."),
        ("french", "Le chien est un labrador.", "le chien est un labrador ."),
        ("french", "L'épagneul n'a pas d'os.", "l' épagneul n' a pas d' os ."),
        ("french", "Est-ce qu'il dort aujourd'hui ?", "est-ce qu' il dort aujourd'hui ?"),
        ("french", "Anna mange parce qu'elle a faim.", "Anna mange parce qu' elle a faim ."),
        ("french", "J'aime l'hôtel de Paris !", "j' aime l' hôtel de Paris !"),
    ],
)
def test_tokens(language: str, sentence: str, tokens: str) -> None:
    assert tokenise(sentence, language, {"Labradors", "I", "I'm", "Anna"}) == tuple(tokens.split())
    assert detokenise(tokens.split(), language) == sentence


def test_typographic_apostrophes_are_made_straight() -> None:
    assert tokenise("L’os", "french") == ("l'", "os")


def test_every_kennel_token_is_one_token(pairs: list[Pair]) -> None:
    for pair in pairs[:2_000]:
        for token in set(pair.source):
            assert tokenise("x " + token, "english")[1:] == (token,)


@pytest.mark.parametrize("sentence", ["", "   ", "\n"])
def test_an_empty_sentence_is_refused(sentence: str) -> None:
    with pytest.raises(ValueError, match="sentence must contain a word"):
        tokenise(sentence, "english")


def test_errors_name_the_argument() -> None:
    with pytest.raises(ValueError, match="language must be 'english' or 'french', got 'German'"):
        tokenise("Hund", "German")
    with pytest.raises(TypeError, match="sentence must be a string, got list"):
        tokenise(["dog"], "english")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="tokens must be a sequence"):
        detokenise("the dog", "english")
    with pytest.raises(ValueError, match="tokens must be a sequence"):
        detokenise([], "french")


# -- vocabulary ------------------------------------------------------------------------------------

SENTENCES = [["the", "dog", "sleeps"], ["the", "cat", "sleeps"], ["the", "dog"]]


def test_frequent_words_come_first_and_ties_are_alphabetic() -> None:
    vocabulary = Vocabulary.build(SENTENCES)
    assert vocabulary.words == (*SPECIALS, "the", "dog", "sleeps", "cat")
    assert Vocabulary.build(SENTENCES, minimum_count=2).words == vocabulary.words[:-1]
    assert Vocabulary.build(reversed(SENTENCES)) == vocabulary


def test_special_ids() -> None:
    vocabulary = Vocabulary.build(SENTENCES)
    assert [vocabulary.ids[word] for word in SPECIALS] == [0, 1, 2, 3]
    assert "dog" in vocabulary
    assert "wolf" not in vocabulary
    assert len(vocabulary) == 8


def test_encode() -> None:
    vocabulary = Vocabulary.build(SENTENCES)
    assert vocabulary.encode(["the", "wolf", "sleeps"]) == [4, 3, 6]
    assert vocabulary.encode(["the"], start=True, end=True) == [1, 4, 2]


def test_decode_stops_at_the_end_and_drops_padding() -> None:
    vocabulary = Vocabulary.build(SENTENCES)
    assert vocabulary.decode([1, 4, 5, 2, 6, 0]) == ["the", "dog"]
    assert vocabulary.decode(np.array([4, 3, 0, 0])) == ["the", "<unk>"]
    assert vocabulary.decode([]) == []


def test_decode_takes_a_tensor() -> None:
    torch = pytest.importorskip("torch")
    assert Vocabulary.build(SENTENCES).decode(torch.tensor([4, 5, 2])) == ["the", "dog"]


@given(st.lists(st.lists(st.text("abc", min_size=1), min_size=1), min_size=1))
def test_what_is_encoded_can_be_decoded(sentences: list[list[str]]) -> None:
    vocabulary = Vocabulary.build(sentences)
    for sentence in sentences:
        assert vocabulary.decode(vocabulary.encode(sentence, start=True, end=True)) == sentence


@pytest.mark.parametrize("number", [-1, 8, 100, 2.5])
def test_an_id_outside_the_vocabulary_is_refused(number: float) -> None:
    with pytest.raises(IndexError, match=rf"ids must be from 0 to 7, got {number}"):
        Vocabulary.build(SENTENCES).decode([4, number])  # type: ignore[list-item]


def test_vocabulary_errors() -> None:
    vocabulary = Vocabulary.build(SENTENCES)
    with pytest.raises(ValueError, match=r"ids must have one dimension .* got shape \(1, 2\)"):
        vocabulary.decode([[4, 5]])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="tokens must hold lists of tokens, got the string"):
        vocabulary.encode("the dog")
    with pytest.raises(ValueError, match="tokens must not hold an empty sentence"):
        vocabulary.encode([])
    with pytest.raises(TypeError, match="sentences must hold lists of tokens"):
        Vocabulary.build(["the dog"])
    with pytest.raises(ValueError, match="words must start with"):
        Vocabulary(("dog",))
    with pytest.raises(ValueError, match=r"words must be distinct, got \['dog'\]"):
        Vocabulary((*SPECIALS, "dog", "dog"))


# -- batches ---------------------------------------------------------------------------------------

LISTS = st.lists(st.lists(st.integers(4, 99), min_size=1, max_size=12), min_size=1, max_size=60)


@given(LISTS, st.integers(1, 9), st.integers(0, 3))
def test_every_sentence_comes_once_and_whole(
    sentences: list[list[int]], size: int, seed: int
) -> None:
    seen = []
    for batch in batches(sentences, size=size, seed=seed):
        assert batch.source.dtype == np.int64
        assert batch.source_mask.dtype == bool
        assert batch.source.shape == batch.source_mask.shape
        assert len(batch.index) <= size
        for index, row, mask in zip(batch.index, batch.source, batch.source_mask, strict=True):
            assert row[mask].tolist() == sentences[index]
            assert mask[: len(sentences[index])].all()
            assert not row[~mask].any()
        seen += batch.index.tolist()
    assert sorted(seen) == list(range(len(sentences)))


def test_targets_stay_beside_their_sources(pairs: list[Pair]) -> None:
    english = Vocabulary.build(pair.source for pair in pairs)
    french = Vocabulary.build(pair.target for pair in pairs)
    sources = [english.encode(pair.source, end=True) for pair in pairs]
    targets = [french.encode(pair.target, end=True) for pair in pairs]
    for batch in batches(sources, targets, size=50, seed=1):
        assert batch.target is not None
        for index, source, target in zip(batch.index, batch.source, batch.target, strict=True):
            assert english.decode(source) == list(pairs[index].source)
            assert french.decode(target) == list(pairs[index].target)


def test_a_batch_holds_similar_lengths(pairs: list[Pair]) -> None:
    sources = [list(range(len(pair.source))) for pair in pairs]
    padding = 1 - np.mean([batch.source_mask.mean() for batch in batches(sources, size=50)])
    assert padding < 0.02


def test_batches_are_shuffled_by_seed() -> None:
    lengths = [5] * 20 + [9] * 20
    assert batch_indices(lengths, 4, seed=1) == batch_indices(lengths, 4, seed=1)
    assert batch_indices(lengths, 4, seed=1) != batch_indices(lengths, 4, seed=2)
    first = {lengths[batch_indices(lengths, 4, seed)[0][0]] for seed in range(20)}
    assert first == {5, 9}  # not always the short ones first
    groups = {tuple(sorted(batch_indices(lengths, 4, seed)[0])) for seed in range(20)}
    assert len(groups) > 15  # and not always the same ones together


def test_batch_errors() -> None:
    with pytest.raises(ValueError, match="size must be at least 1, got 0"):
        batch_indices([1, 2], 0)
    with pytest.raises(ValueError, match="got 1 targets and 2 sources"):
        list(batches([[4], [5]], [[4]]))
    with pytest.raises(ValueError, match="sources must not hold an empty sentence"):
        list(batches([[4], []]))
    with pytest.raises(ValueError, match="targets must not hold an empty sentence"):
        list(batches([[4]], [[]]))


def test_no_sentences_no_batches() -> None:
    assert list(batches([])) == []
