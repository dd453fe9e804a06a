"""BLEU: sacrebleu's own number, several references, silence, and errors that say what is wrong."""

import doctest

import pytest
import sacrebleu

from helpers import metrics

SAID = ["Le chien brun dort dans le jardin.", "Il pleut souvent à Paris .", ""]
RIGHT = ["Le chien noir dort dans le jardin.", "Il pleut souvent à Paris.", "Elle lit."]


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(metrics).failed == 0


def test_it_is_the_score_of_sacrebleu_and_nothing_is_printed(capfd):
    expected = sacrebleu.BLEU(force=True).corpus_score(SAID, [RIGHT]).score
    assert metrics.bleu(SAID, RIGHT) == pytest.approx(expected)
    assert metrics.bleu(["a ."] * 200, ["a ."] * 200) == pytest.approx(0, abs=1e-6)
    printed = capfd.readouterr()
    assert printed.out == printed.err == ""


def test_any_of_several_references_will_do():
    several = [[right, said] if said else [right] for said, right in zip(SAID, RIGHT, strict=True)]
    assert metrics.bleu(SAID[:2], several[:2]) == pytest.approx(100)
    assert metrics.bleu(SAID, several) > metrics.bleu(SAID, RIGHT)


@pytest.mark.parametrize(
    ("arguments", "error", "told"),
    [
        (([], []), ValueError, "one at least"),
        ((["a"], ["a", "b"]), ValueError, "1 translations and 2 references"),
        ((["a"], [[]]), ValueError, "sentence 0 has no reference"),
        (([["le", "chien"]], ["Le chien."]), TypeError, "detokenise"),
        ((["Le chien."], [[["le", "chien"]]]), TypeError, "detokenise"),
        (("Le chien.", ["Le chien."]), TypeError, "got one string"),
    ],
)
def test_what_does_not_fit_is_refused(arguments, error, told):
    with pytest.raises(error, match=told):
        metrics.bleu(*arguments)
