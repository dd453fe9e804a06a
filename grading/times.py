"""When was it handed in, or when is it due? Read a date and time, or say why it cannot be told.

nbgrader reads `+0100` as 100 seconds, a zone that it does not know as UTC, and `05.03.2026` as the
3rd of May. Here an offset is an offset, and what could mean two moments is refused.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil import parser, tz

from grading.user_error import UserError

LONGEST = 100  # characters; dateutil takes hours for millions
EXAMPLE = "2026-03-01 12:30:00 +01:00"

_ISO = re.compile(
    r"(\d{4})([-/.]?)(\d{2})\2(\d{2})"  # year, month, day, with one sign between them or none
    r"(?: ?[Tt] ?| +|,? +at +)"
    r"(\d{2})(:?)(\d{2})(?:\6(\d{2})(?:[.,](\d{1,9}))?)?"
)
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)")
_NOON = r"[AaPp]\.?[Mm]\b\.?"
# A text that ends in a time, which is no offset.
_CLOCK = rf".*(?<![-+\u2212\d:.,])\d{{1,2}}:?\d\d(?::?\d\d(?:[.,]\d+)?)?(?:\s*{_NOON})?"
_OFFSET = r"(?:UTC|GMT|utc|gmt)?\s*[-+\u2212]\d{1,2}(?::?\d\d)?"
_PLACE = r"[A-Za-z][A-Za-z_]*(?:/[A-Za-z0-9_+-]+)*"
_WITH_ZONE = re.compile(
    rf"({_CLOCK})\s*(?!{_NOON})(\(?(?:{_OFFSET}|{_PLACE})\)?)(?:\s*\([A-Za-z ]+\))?", re.DOTALL
)
_WEST, _EAST = timedelta(hours=-12), timedelta(hours=14)  # the offsets that places on Earth have
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SAY_OFFSET = "write its offset instead, such as +01:00."


class UnclearTime(UserError, ValueError):
    """A text that is no date and time, or could be two; the message says why, and how to write it.

    It is a ValueError, because that is what nbgrader expects of a text that is no time.
    """

    def __init__(self, text: str, why: str) -> None:
        shown = "".join(c if c.isprintable() else " " for c in text[:60])
        super().__init__(f"expected a time such as {EXAMPLE}, but {shown!r} {why}")


def read_time(text: str, here: str = "UTC") -> datetime:
    """The moment that a text names, in UTC and without a zone, as nbgrader's gradebook keeps it.

    Args:
        text: a date and a time; without a zone they are in UTC, as nbgrader has it.
        here: the course's own time zone, whose abbreviations (CET, PST) are known.

    Raises:
        UnclearTime: it cannot be told for certain.

    >>> read_time("2026-03-01 12:30:00 +0100")
    datetime.datetime(2026, 3, 1, 11, 30)
    """
    whole = text.strip().lstrip("\ufeff").strip()
    if not whole:
        raise UnclearTime(text, "is empty.")
    if len(whole) > LONGEST:
        raise UnclearTime(text, "is far too long for one.")
    found = _WITH_ZONE.fullmatch(whole)
    local, zone = (found[1], found[2].strip("() ")) if found else (whole, "")
    try:
        moment = _iso(local) or _in_words(local, here)
        if zone:
            moment = moment.replace(tzinfo=_zone(zone, moment, here))
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC).replace(tzinfo=None)
    except _Why as why:
        raise UnclearTime(whole, str(why)) from None
    except (ValueError, OverflowError, TypeError, AttributeError):  # dateutil's, on odd texts
        raise UnclearTime(whole, "is no date with a time.") from None


class _Why(Exception):
    """Why a text is not clear, ready to follow it."""


def _iso(text: str) -> datetime | None:
    """A date that begins with the year; None for another form."""
    found = _ISO.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, hour, minute = (int(found[i]) for i in (1, 3, 4, 5, 7))
    parts = (year, month, day, hour, minute, int(found[8] or 0))
    fraction = int((found[9] or "0")[:6].ljust(6, "0"))
    try:
        return datetime(*parts, microsecond=fraction)
    except ValueError as fault:
        raise _Why(f"is no time that there is ({fault}).") from None


def _in_words(text: str, here: str) -> datetime:
    """A date in any other form, if all ways to read it agree."""
    if not re.search(r"(?<!\d)\d{4}(?!\d)", text):
        raise _Why("has no year of four digits.")
    if re.search(r":\d\d\s*[A-Za-z]+\s*[-+]\d", text):  # of GMT+3, dateutil makes 3 hours west
        raise _Why("has its time zone in the middle: write it at the end.")
    zones: list[str] = []

    def zone_inside(name: str | None, seconds: int | None) -> tzinfo | None:
        if name is not None and not seconds:
            zones.append(name)
            return None
        return None if seconds is None else timezone(timedelta(seconds=seconds))

    # What is missing is taken from these: two that differ in all but seconds show that it is.
    blanks = (datetime(2001, 1, 1, 1, 1), datetime(2002, 2, 2, 2, 2))
    orders = [(False, True)]
    if not _YEAR_FIRST.search(text):
        orders += [(False, False), (True, False), (True, True)]
    ways: set[datetime] = {
        parser.parse(text, default=blank, dayfirst=day, yearfirst=year, tzinfos=zone_inside)
        for blank in blanks
        for day, year in orders
    }
    if len(ways) > 1:
        raise _Why("can be read in more than one way: begin with the year, and give the time.")
    (moment,) = ways
    named = re.search(rf"\b({'|'.join(_DAYS)})[a-z]*\b", text, re.IGNORECASE)
    if named and _DAYS[moment.weekday()] != named[1].casefold():
        raise _Why(f"is no {named[0]}.")
    return moment.replace(tzinfo=_zone(zones[0], moment, here)) if zones else moment


def _zone(name: str, moment: datetime, here: str) -> tzinfo:
    """The zone that stands behind a time."""
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = re.search(r"([-+\u2212])(\d{1,2}):?(\d\d)?$", name) if "/" not in name else None
    if digits:
        size = timedelta(hours=int(digits[2]), minutes=int(digits[3] or 0))
        offset = size if digits[1] == "+" else -size
        if not _WEST <= offset <= _EAST or int(digits[3] or 0) > 59:
            raise _Why(f"has an offset, {name}, that no place on Earth has.")
        return timezone(offset)
    if "/" in name:
        place: tzinfo | None = tz.gettz(name)
        if place is None:
            raise _Why(f"has a time zone, {name}, that is not known here: {_SAY_OFFSET}")
        if not tz.datetime_exists(moment, place):
            raise _Why("was left out there, when clocks were put forward.")
        if tz.datetime_ambiguous(moment, place):
            raise _Why(f"came twice there, when clocks were put back: {_SAY_OFFSET}")
        return place
    own = tz.gettz(here)
    for fold in (0, 1):  # both hours of the night when clocks are put back
        local = moment.replace(tzinfo=own, fold=fold)
        offset_there = local.utcoffset()
        if own is not None and local.tzname() == name and offset_there is not None:
            return timezone(offset_there)
    raise _Why(f"has a time zone, {name}, that is not known here for certain: {_SAY_OFFSET}")
