"""The trusted process: that it starts where memory is limited, and what is said where it cannot."""

import subprocess
import sys
from pathlib import Path

import pytest

from grading.autograde.tester import client, worker
from grading.remote.codec import decode, encode
from grading.remote.messages import WireError

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits of memory hold on Linux")

UNDER_A_LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))
from grading.autograde.tester.client import Tester
tester = Tester()
tester.ask("begin", 1)
print(tester.ask("setup", "import resource; print(1)", "limits") == "")
print(open(f"/proc/{tester.process.pid}/limits").read().split("Max address space")[1].split()[0])
tester.close()
"""


@linux
def test_a_smaller_limit_of_the_login_is_taken():
    done = subprocess.run(
        [sys.executable, "-c", UNDER_A_LIMIT], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stdout.split() == ["True", str(6 * 2**30)], done.stderr


def test_that_it_cannot_start_is_noticed_at_once_and_why_is_said(monkeypatch):
    monkeypatch.setattr(client.worker, "__name__", "grading.there_is_no_such_module")
    tester = client.Tester()
    with pytest.raises(
        client.TesterLost, match="ended as it started .*there_is_no_such_module.*ulimit"
    ):
        tester.ask("begin", 1)
    assert tester.process is None


def test_its_end_at_work_is_told_from_a_long_test():
    tester = client.Tester()
    tester.ask("begin", 1)
    with pytest.raises(client.TesterLost, match="ended at its work .*the last word"):
        tester.ask("setup", "import os, sys\nos.write(2, b'the last word\\n')\nos._exit(7)", "ends")
    assert tester.ask("begin", 2) is None  # another is there for the next
    tester.close()


@pytest.mark.parametrize(
    "value",
    [
        ["a" * 1_000_000] + ["b"] * 1800,
        [["a" * 1_000_000, 1.0]] + [[2.0, 3.0]] * 900,
        ("b" * 1_000_000, *[b"c"] * 500),
        {"inside": [["a" * 2_000_000]] + [["b"]] * 500},
        [range(1_000_000)] * 3,
    ],
)
def test_values_that_numpy_would_make_far_larger_are_refused(value):
    with pytest.raises(WireError):
        decode(encode(value))


def test_an_array_of_wide_texts_among_others_is_refused():
    np = pytest.importorskip("numpy")
    with pytest.raises(WireError):
        decode(encode([np.array(["a" * 500_000])] + [np.array(["b"])] * 300))


@pytest.mark.parametrize(
    "value",
    [
        ["a" * 200_000, ["b"] * 5000],  # ragged: no array
        {"text": "a" * 1_000_000, "words": ["b"] * 5000},
        ["a" * 10_000] * 500,
        [range(1000)] * 3,
        ("a" * 1_000_000, [1.0] * 1000),
    ],
)
def test_long_texts_and_many_values_pass(value):
    assert decode(encode(value)) == value


def test_decimals_of_astronomical_length_are_refused():
    from decimal import Decimal

    assert decode(encode(Decimal("1e30"))) == Decimal("1e30")
    for text in ("1e999999999", "-1e-999999"):
        with pytest.raises(WireError):
            decode(encode(Decimal(text)))


@linux
def test_what_it_may_write_to_is_less_than_its_addresses():
    assert worker.MEMORY < worker.ADDRESSES


def test_to_make_ready_what_is_ready_starts_nothing():
    tester = client.Tester()
    try:
        tester.make_ready()
        first = tester.process
        tester.make_ready()
        assert tester.process is first and tester.ask("begin", 1) is None
    finally:
        tester.close()
