"""A term of an invented class: who hands in what and when, and the mark that each must end with.

The marks are worked out here from what was done, by arithmetic alone: nothing of `grading` is
imported, so that a fault there cannot hide itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

WEEKS = 11
CORRECTED = 3  # the lesson of week 4: corrected after most had handed in
LATE = 0.75  # what is left of the points of a late hand-in


@dataclass(frozen=True)
class Student:
    """One of the class, as the learning platform knows the person."""

    id: str
    first: str
    last: str
    number: int


@dataclass(frozen=True)
class Deed:
    """What one student did for one lesson. Names of answers: see `SOURCES`."""

    double: str = "right"
    root: str = "right"
    triple: str = "right"  # only in the corrected lesson
    late: bool = False
    by_hand: float | None = None  # of 4, for the written answer; None: not graded by the end
    new_release: bool = False  # of the corrected lesson: fetched after the correction
    overruled: float | None = None  # points that a person gave for `double` in place of the test's


#: What stands in the answer's cell. `nearly` finds the root of small numbers only.
SOURCES = {
    "double": {
        "right": "def double(x):\n    return x + x",
        "wrong": "def double(x):\n    return x",
        "": "",
    },
    "root": {
        "right": "def root(x):\n    return x ** 0.5",
        "nearly": "def root(x):\n    return {4: 2, 9: 3}[x]",
        "wrong": "def root(x):\n    raise ValueError",
        "": "",
    },
    "triple": {
        "right": "def triple(x):\n    return 3 * x",
        "wrong": "def triple(x):\n    return 4",
        "": "",
    },
}


def name(week: int) -> str:
    """The lesson of a week."""
    return f"{week:02}_week"


def the_class(size: int = 30) -> list[Student]:
    """Its students, with names of many kinds."""
    first = ["Ana", "Ben", "Chloé", "Đorđe", "Eva-Maria", "Fátima", "Gül", "Håkon", "Íris", "Jan"]
    last = ["Arias", "van den Berg", "Łukasz"]
    names = [(f, s) for s in last for f in first][:size]
    return [Student(f"s{i:02}", f, s, 100 + i) for i, (f, s) in enumerate(names)]


def term(students: list[Student], seed: int = 17) -> dict[tuple[str, int], Deed]:
    """(student, week) -> deed, for all that is handed in; the same for each seed."""
    dice = random.Random(seed)
    deeds = {}
    for student in students:
        for week in range(WEEKS):
            if dice.random() < 0.12:
                continue  # not handed in
            graded = week < WEEKS - 1 or dice.random() < 0.5
            deeds[student.id, week] = Deed(
                dice.choice(["right", "right", "wrong", ""]),
                dice.choice(["right", "right", "nearly", "wrong", ""]),
                dice.choice(["right", "wrong", ""]),
                dice.random() < 0.15,
                dice.choice([0.0, 1.0, 2.5, 4.0]) if graded else None,
                week == CORRECTED and dice.random() < 0.3,
                dice.choice([0.5, 1.5]) if dice.random() < 0.06 else None,
            )
    return deeds


def points(deed: Deed, week: int) -> float:
    """The points before lateness, by the lessons as they are at the end of the term."""
    corrected = week == CORRECTED
    total = (3.0 if corrected else 2.0) * (deed.double == "right")
    if deed.overruled is not None:
        total = deed.overruled
    # The corrected test tries 16 as well.
    total += deed.root == "right" or (deed.root == "nearly" and not corrected)
    if corrected and deed.new_release:
        total += 2.0 * (deed.triple == "right")
    return total + (deed.by_hand or 0.0)


def final_mark(deed: Deed, week: int) -> float:
    """The mark that counts."""
    return points(deed, week) * (LATE if deed.late else 1.0)


def most(week: int, deed: Deed | None = None) -> float:
    """The most points to be had in a lesson, or by one student in it."""
    if week != CORRECTED:
        return 7.0
    return 10.0 if deed is None or deed.new_release else 8.0
