"""Times of hand-ins and due dates: an offset is an offset, and what is not certain is refused."""

from datetime import datetime

import pytest

from grading.autograde.submissions import find_fault
from grading.times import UnclearTime, read_time

NOON = datetime(2026, 3, 1, 12)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-01 12:00:00",
        "2026-03-01 12:00",
        "2026-03-01T12:00Z",
        "2026-03-01t12:00:00z",
        "2026-03-01 12:00:00.000000 UTC",
        "20260301T120000Z",
        "2026/03/01 12:00 GMT",
        "2026-3-1 12:00",
        "\ufeff2026-03-01 12:00:00\r\n",
        "2026-03-01 13:00:00 +0100",
        "2026-03-01 13:00:00+01:00",
        "2026-03-01T13:00+01",
        "2026-03-01 13:00 +1",
        "2026-03-01 13:00 +100",
        "2026-03-01 13:00 UTC+1",
        "2026-03-01 13:00 (UTC+01:00)",
        "2026-03-01 08:30 GMT-0330",
        "2026-03-01 07:00:00 \u221205:00",
        "2026-03-02 02:00:00 +14:00",
        "2026-03-01 13:00:00 Europe/Berlin",
        "2026-03-01 04:00:00 America/Los_Angeles",
        "2026-03-01 09:00 Etc/GMT+3",
        "2026-03-01 01:00 PM +0100",
        "Sun, 01 Mar 2026 13:00:00 +0100",
        "Sun, 01 Mar 2026 13:00:00 +0100 (CET)",
        "Sun Mar 01 2026 13:00:00 GMT+0100 (Central European Standard Time)",
        "Sun Mar  1 12:00:00 UTC 2026",
        "1 March 2026, 12:00",
        "March 1, 2026 12:00 PM",
        "12:00 2026-03-01",
    ],
)
def test_one_moment_in_many_spellings(text):
    assert read_time(text) == NOON


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-03-01 05:00:00 PST", "time zone, PST"),
        ("2026-03-01 05:00:00 CST", "time zone, CST"),
        ("2026-07-01 05:00:00 CET", "time zone, CET"),
        ("Sun Mar  1 12:00:00 IST 2026", "time zone, IST"),
        ("2026-03-01 12:00 Europe/Nowhere", "time zone, Europe/Nowhere"),
        ("2026-03-01 12:00 ../../etc/passwd", "no date with a time"),
        ("Sun Mar  1 12:00:00 GMT+0300 2026", "in the middle"),
        ("2026-03-01 12:00:00 +2500", "no place on Earth"),
        ("2026-03-01 12:00:00 +0190", "no place on Earth"),
        ("2026-10-25 02:30 Europe/Berlin", "came twice"),
        ("2026-03-29 02:30 Europe/Berlin", "left out"),
        ("05.03.2026 11:00", "more than one way"),
        ("03/05/2026 11:00 +0100", "more than one way"),
        ("05.03.26 11:00", "year of four digits"),
        ("2026-03-01", "more than one way"),
        ("2026-03 12:00", "more than one way"),
        ("March 2026 12:00", "more than one way"),
        ("12:00", "year of four digits"),
        ("1772368200", "year of four digits"),
        ("2026-02-30 12:00", "no time that there is"),
        ("2026-03-01 25:00", "no time that there is"),
        ("Mon, 01 Mar 2026 12:00 +0000", "no Mon"),
        ("2026-03-01 12:00:00 0100", "no date with a time"),
        ("soon, in 2026", "no date with a time"),
        ("2020 " + "a." * 40_000, "far too long"),
        ("", "empty"),
    ],
)
def test_what_cannot_be_told_is_refused_with_an_example(text, why):
    with pytest.raises(UnclearTime) as refused:
        read_time(text)
    assert why in str(refused.value) and "2026-03-01 12:30:00 +01:00" in str(refused.value)


def test_a_date_that_has_only_one_reading_is_read():
    assert read_time("25.03.2026 11:00") == read_time("03/25/2026 11:00") == datetime(2026, 3, 25, 11)


def test_the_exchanges_own_zone_has_names_of_its_own():
    """nbgrader writes them where `c.Exchange.timezone` is set."""
    assert read_time("2026-03-01 13:00:00.000000 CET", "Europe/Berlin") == NOON
    assert read_time("2026-07-01 14:00:00 CEST", "Europe/Berlin") == datetime(2026, 7, 1, 12)
    assert read_time("2026-03-01 04:00:00 PST", "America/Los_Angeles") == NOON
    # The night in which an hour comes twice.
    assert read_time("2026-10-25 02:30 CEST", "Europe/Berlin") == datetime(2026, 10, 25, 0, 30)
    assert read_time("2026-10-25 02:30 CET", "Europe/Berlin") == datetime(2026, 10, 25, 1, 30)
    with pytest.raises(UnclearTime):
        read_time("2026-07-01 14:00:00 CET", "Europe/Berlin")


def test_a_hand_in_is_refused_by_its_time(tmp_path):
    for text, here, words in [
        ("2026-03-01 12:30:00 +0100\n", "UTC", None),
        ("2026-03-01 12:30:00 CET", "Europe/Berlin", None),
        ("2026-03-01 05:00:00 PST", "UTC", "PST"),
        ("05.03.2026 11:00", "UTC", "more than one way"),
    ]:
        (tmp_path / "timestamp.txt").write_text(text)
        fault = find_fault(tmp_path, {}, tmp_path, here)
        assert fault is None if words is None else words in fault and text in fault
    (tmp_path / "timestamp.txt").write_bytes("2026-03-01 12:30".encode("utf-16"))
    assert "cannot be read" in find_fault(tmp_path, {}, tmp_path)
