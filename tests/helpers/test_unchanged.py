"""A check notices what an answer changes in place, puts it back, and says so."""

import contextlib

import numpy as np
import pytest
import torch

from helpers.check.progress import forget

CELL = """
from helpers import check
above = np.array([7.0, 8.0])
with check.exercise("e") as rng:
    inside = np.array([7.0, 8.0])
    answer({given})
    check.equal(1, 1, rule="something that holds")
    check.close({look}, {same}, rule="the next one")
"""


def run(answer, given, look="1", same="1", **names):
    """Run a test cell; return the namespace and whether it passed."""
    forget()
    space = {"np": np, "torch": torch, "answer": answer, **names}
    passed = True
    try:
        exec(compile(CELL.format(given=given, look=look, same=same), "<cell>", "exec"), space)
    except AssertionError:
        passed = False
    return space, passed


def setting(place, value):
    def answer(given):
        given[place] = value

    return answer


class Layer(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.w = torch.nn.Parameter(torch.tensor([1.0, 2.0]))


def scale(layer):
    with torch.no_grad():
        layer.w.mul_(2)


CHANGES = {
    "array": (np.array([1.0, 2.0]), setting(0, 9.0), "[1, 2]"),
    "whole numbers": (np.array([1, 2]), setting(0, 9), "[1, 2]"),
    "nan": (np.array([np.nan, 2.0]), setting(1, np.nan), None),
    "tensor": (torch.tensor([1.0, 2.0]), setting(0, 9.0), "[1, 2]"),
    "tensor with a gradient": (
        torch.tensor([1.0, 2.0], requires_grad=True),
        lambda t: t.data.mul_(2),
        "[1, 2]",
    ),
    "list": ([1.0, 2.0], lambda words: words.append(3.0), "[1, 2]"),
    "array in a list": ([np.array([1.0, 2.0])], lambda given: given[0].__imul__(2), None),
    "dict": ({"a": 1.0}, setting("b", 2.0), None),
    "set": ({1, 2}, lambda s: s.add(3), None),
    "module": (Layer(), scale, None),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_what_was_changed_is_named_and_put_back(kind, capsys):
    value, answer, same = CHANGES[kind]
    look, want = ("kept", same) if same else ("1", "1")
    before = repr(value) + repr(getattr(value, "w", ""))
    space, passed = run(answer, "kept", look, want, kept=value)
    assert not passed
    report = capsys.readouterr().out
    assert "no   leaves what it was given unchanged" in report
    assert "Your code changed kept, which it was given" in " ".join(report.split())
    assert space["kept"] is value and repr(value) + repr(getattr(value, "w", "")) == before


def test_values_made_above_the_check_are_watched_too(capsys):
    assert not run(setting(0, 9.0), "above")[1]
    assert "changed above" in capsys.readouterr().out


@pytest.mark.parametrize("copy", ["kept.copy()", "inside", "kept * 2"])
def test_a_copy_may_be_changed(copy):
    assert run(setting(0, 9.0), copy, kept=np.array([1.0, 2.0]))[1]


def test_what_the_cell_does_not_name_is_not_watched():
    other = np.array([1.0])
    assert run(lambda given: other.__imul__(2), "kept", kept=1, other=other)[1]


def test_an_answer_that_changes_nothing_passes_with_anything_among_the_names():
    odd = [object(), print, np, (1, (2, [3])), {"a": {"b": {4}}}, torch.float32, np.array([None])]
    assert run(lambda given: None, "kept", kept=odd)[1]


def test_a_name_that_only_a_function_of_the_cell_uses_is_watched(capsys):
    space = {"np": np, "kept": np.array([1.0]), "answer": setting(0, 9.0)}
    source = (
        "from helpers import check\n"
        "def call():\n    answer(kept)\n    return 1\n"
        "with check.exercise('e'):\n    check.holds(lambda case: call(), [1], rule='r')\n"
    )
    forget()
    with contextlib.suppress(AssertionError):
        exec(compile(source, "<cell>", "exec"), space)
    assert "changed kept" in capsys.readouterr().out and space["kept"][0] == 1


def test_the_rule_that_broke_before_is_still_the_first(capsys):
    answer = setting(0, 9.0)
    forget()
    space = {"np": np, "kept": np.array([1.0]), "answer": answer}
    source = (
        "from helpers import check\nwith check.exercise('e'):\n"
        "    check.equal(1, 2, rule='a sum')\n    answer(kept)\n    check.equal(1, 1, rule='r')\n"
    )
    with pytest.raises(AssertionError, match="a sum"):
        exec(compile(source, "<cell>", "exec"), space)
    assert space["kept"][0] == 1
