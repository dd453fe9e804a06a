"""How the tests are shared out to several processes."""

from pathlib import Path

from workers import APART, CLASS, LONG, THE_CLASS, in_order, piece_of

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_that_is_named_is_there():
    for name in {*APART, *CLASS, *LONG} - {THE_CLASS}:
        file, _, test = name.partition("::")
        assert (f"def {test}(" if test else "def ") in (ROOT / file).read_text(encoding="utf-8")


def test_whoever_looks_at_the_class_shares_a_process():
    grading, feedback, axe = CLASS
    assert {
        piece_of(f"{grading}::test_a"),
        piece_of(f"{feedback}::test_b[x::y]"),
        piece_of(f"{axe}[z]"),
    } == {THE_CLASS}
    other = axe.partition("::")[0] + "::test_another"
    assert piece_of(other) == other


def test_the_longest_come_first_and_the_rest_by_their_number():
    attacks, _, lessons = LONG[:3]
    names = [
        "tests/a.py::one",
        "tests/b.py::one",
        "tests/b.py::two",
        f"{lessons}::t[1]",
        f"{lessons}::t[2]",
    ]
    names += [f"{CLASS[0]}::t", f"{attacks}::t", f"{attacks}::u"]
    assert in_order(names) == [
        attacks,
        THE_CLASS,
        f"{lessons}::t[1]",
        f"{lessons}::t[2]",
        "tests/b.py",
        "tests/a.py",
    ]
