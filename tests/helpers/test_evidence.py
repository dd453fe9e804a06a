"""What is compared when a mistake is looked up: values as they are kept, and what was changed."""

from helpers.check.evidence import Finding, kept, same
from helpers.check.known_mistakes import HELD, Mistake, chosen
from helpers.check.unchanged import RULE as UNCHANGED


def test_a_share_beside_none_equals_the_one_that_was_recorded():
    came = kept([1 / 3, None, 2 / 3])
    recorded = {"plain": [0.333333, None, 0.666667]}  # as a table keeps six digits
    assert same(recorded, came, tolerance=1e-4)
    assert not same({"plain": [0.333333, None, 0.66]}, came, tolerance=1e-4)


def test_a_mistake_that_changes_its_argument_is_told_from_one_that_gives_the_same_value():
    rules = {"sorted": [3.0, 1.0]}
    sorts_a_copy = Mistake("a", "sorted the wrong way: largest first. Which comes first?", rules)
    sorts_itself = Mistake(
        "b", "the list itself was sorted: largest first. Whose list is it?",
        {**rules, UNCHANGED: [3.0, 1.0]},
    )  # fmt: skip
    both = [sorts_a_copy, sorts_itself]
    wrong = Finding("sorted", False, [3.0, 1.0])

    copied = chosen(both, [wrong])
    changed = chosen(both, [wrong, Finding(UNCHANGED, False, [3.0, 1.0])])

    assert copied is not None and copied.name == "sorted the wrong way"
    assert changed is not None and changed.name == "the list itself was sorted"


def test_a_rule_about_changes_that_held_for_a_mistake_says_nothing_against_it():
    mistake = Mistake("a", "doubled: by two. Why?", {"halved": [2.0, 4.0], UNCHANGED: HELD})
    found = chosen([mistake], [Finding("halved", False, [2.0, 4.0])])
    assert found is not None and found.name == "doubled"
