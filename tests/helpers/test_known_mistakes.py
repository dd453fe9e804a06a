"""Which known mistake a failed check names: the one that explains what broke, or none."""

import json

import numpy as np
import pytest

from helpers import check
from helpers.check import known_mistakes
from helpers.check.progress import forget, in_cell
from helpers.check.report import CheckFailed
from helpers.check.session import take_report

RULES = ["one", "two", "three"]


@pytest.fixture(autouse=True)
def a_new_kernel():
    forget()


def table(*mistakes, rules=RULES):
    entries = [
        {"answer": f"a{i}", "sentence": sentence, "rules": told} | more
        for i, (sentence, told, more) in enumerate(mistakes)
    ]
    return {"exercises": {"e": [{"cell": "test_e", "rules": rules, "mistakes": entries}]}}


def name_of(got, *mistakes, stop=None):
    """The sentence that is said where the three rules expect [1, 2], [3, 4] and [5, 6]."""
    with (
        known_mistakes.using(table(*mistakes)),
        pytest.raises(CheckFailed),
        check.exercise("e"),
    ):
        for rule, value, want in zip(RULES, got, ([1, 2], [3, 4], [5, 6]), strict=False):
            check.close(value, want, rule=rule)
        if stop is not None:
            raise stop
    broken = take_report().broken
    listed = broken.diagnosis is not None and broken.diagnosis.listed
    return broken.diagnosis.sentence if listed else None


def known(sentence, *told, **more):
    return sentence, list(told), more


RIGHT = ([1, 2], [3, 4], [5, 6])
HALVED = known("halved.", [0.5, 1], [1.5, 2], [2.5, 3])


def test_a_mistake_is_known_by_its_values():
    assert name_of(([0.5, 1], [1.5, 2], [2.5, 3]), HALVED) == "halved."
    assert name_of(([0.7, 1], [1.7, 2], [2.7, 3]), HALVED) is None


def test_values_are_compared_at_the_rules_own_tolerance():
    close_enough = ([0.50004, 1], [1.5, 2], [2.5, 3])
    assert name_of(close_enough, HALVED) == "halved."
    assert name_of(([0.502, 1], [1.502, 2], [2.502, 3]), HALVED) is None


def test_rules_that_broke_together_tell_mistakes_with_one_first_value_apart():
    first_only = known("the first alone.", [0.5, 1], "ok", "ok")
    assert name_of(([0.5, 1], [1.5, 2], [2.5, 3]), HALVED, first_only) == "halved."
    assert name_of(([0.5, 1], [3, 4], [5, 6]), HALVED, first_only) == "the first alone."


def test_two_mistakes_at_once_are_told_by_the_one_that_explains_more():
    other = known("another thing.", "ok", [9.5, 9], "ok")
    assert name_of(([0.5, 1], [1.5, 2], [7.5, 3]), HALVED, other) == "halved."
    # nothing explains the first rule that broke, but two others are explained
    assert name_of(([0.7, 1], [1.5, 2], [2.5, 3]), HALVED, other) == "halved."


def test_a_mistake_that_would_have_broken_a_rule_that_held_was_not_made():
    more = known("a 1 for each, and nothing refused.", [0.5, 1], [1.5, 2], "ok")
    assert name_of(([0.5, 1], [3, 4], [5, 6]), more) is None
    assert name_of(([0.5, 1], [1.5, 2], [5, 6]), HALVED) == "halved."  # two of its three values


def test_what_contradicts_outweighs_one_value_that_fits_later():
    assert name_of(([0.7, 1], [1.7, 2], [2.5, 3]), HALVED) is None


@pytest.mark.parametrize("value", [0, 1, "nan", "inf"])
def test_a_value_that_many_mistakes_share_counts_only_where_nothing_contradicts(value):
    trivial = known("gone.", [value, value], "ok", "ok")
    got = [float(value)] * 2
    other = ([0.7, 0.7], got) if value == 1 else (got, got)
    want = None if value == 1 else "gone."
    assert name_of((got, [3, 4], [5, 6]), trivial) == "gone." or value == 1 and want is None
    assert name_of((got, other[0], [5, 6]), trivial) is None


def test_between_two_sentences_that_fit_alike_nothing_is_said():
    twin = known("its twin.", [0.5, 1], [1.5, 2], [2.5, 3])
    assert name_of(([0.5, 1], [1.5, 2], [2.5, 3]), HALVED, twin) is None
    same = known("halved.", [0.5, 1], [1.5, 2], [2.5, 3])
    assert name_of(([0.5, 1], [1.5, 2], [2.5, 3]), HALVED, same) == "halved."


def test_random_values_neither_speak_for_a_mistake_nor_against_it():
    half_random = known("halved.", [0.5, 1], "varies", "")
    assert name_of(([0.5, 1], [1.7, 2], [5, 6]), half_random) == "halved."
    all_random = known("shuffled.", "varies", "ok", "ok")
    assert name_of(([2, 1], [3, 4], [5, 6]), all_random) is None
    told_by_pattern = known("shuffled.", "varies", "ok", "ok", by_pattern=True)
    assert name_of(([2, 1], [3, 4], [5, 6]), told_by_pattern) == "shuffled."
    assert name_of(([2, 1], [4, 3], [5, 6]), told_by_pattern) is None


def test_errors_are_known_by_type_and_words_and_by_where_they_end_the_cell():
    raised = known("too many indices.", "ok", error=["IndexError", "too far", ""])
    assert name_of(([1, 2],), raised, stop=IndexError("too far")) == "too many indices."
    assert name_of(([1, 2],), raised, stop=IndexError("elsewhere")) is None
    assert name_of(([1, 2],), raised, stop=KeyError("too far")) is None
    assert name_of(([1, 2], [3, 4]), raised, stop=IndexError("too far")) is None


def test_an_error_that_the_learner_worded_is_known_without_its_words():
    cell: dict = {}
    source = "def f(words):\n    raise ValueError(words)\n"
    exec(compile(source, "<a cell with words>", "exec"), cell)
    import linecache

    linecache.cache["<a cell with words>"] = (len(source), None, source.splitlines(True), "")
    refused = known("refused.", "ok", error=["ValueError", "", "raise"])
    with (
        known_mistakes.using(table(refused)),
        pytest.raises(CheckFailed, match="refused"),
        check.exercise("e"),
    ):
        check.close([1, 2], [1, 2], rule="one")
        check.close(cell["f"]("in words of my own"), [3, 4], rule="two")


def test_variables_are_told_one_by_one():
    one = known("the first is off.", [0.5, 1], "ok", "ok", variables=True)
    two = known("the second is off.", "ok", [1.5, 2], "ok", variables=True)
    assert name_of(([0.5, 1], [1.5, 2], [5, 6]), one, two) == "the first is off."
    assert name_of(([0.7, 1], [1.5, 2], [5, 6]), two) is None  # that would be of another variable


def test_a_large_array_is_known_by_a_sample():
    large = np.arange(5000.0).reshape(50, 100)
    from helpers.check.evidence import kept, same

    assert same(json.loads(json.dumps(kept(large))), kept(large + 1e-6), 1e-4)
    assert not same(kept(large), kept(large.T), 1e-4)
    assert len(json.dumps(kept(large))) < 1000


@pytest.mark.parametrize("content", ["", "{", "[]", '{"exercises": {"e": [{"rules": 7}]}}', '{"other": 1}'])
def test_data_that_cannot_be_read_costs_the_name_and_nothing_else(tmp_path, monkeypatch, content):
    monkeypatch.setattr(known_mistakes, "DATA", tmp_path)
    (tmp_path / "01_x.json").write_text(content)
    with pytest.raises(CheckFailed, match="does not hold yet: one$"), check.exercise("e"):
        check.close([0.5, 1], [1, 2], rule="one")


def test_another_exercise_or_cell_is_not_asked():
    with (
        known_mistakes.using(table(HALVED, rules=["x", "y", "z"])),
        pytest.raises(CheckFailed, match="hold yet: one$"),
        check.exercise("e"),
    ):
        check.close([0.5, 1], [1, 2], rule="one")


def test_after_a_failed_check_the_next_one_of_the_exercise_points_back_at_it(capsys):
    for cell in ("test_e", "test_e_more"):
        with (
            in_cell(cell),
            known_mistakes.using(table(HALVED)),
            pytest.raises(CheckFailed),
            check.exercise("e"),
        ):
            check.close([0.5, 1], [1, 2], rule="one")
    first, second = capsys.readouterr().out.split("\ne\n")[-2:]
    assert "halved" in first.lower()
    assert "The check above does not hold yet: mend that first" in second
    assert "halved" not in second.lower() and len(second.splitlines()) <= 3
