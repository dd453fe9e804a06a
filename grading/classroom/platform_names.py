"""Files as Moodle and Canvas name them when a teacher downloads all hand-ins at once.

Moodle:  `Ana Arias_101_assignsubmission_file_/00_start_here.ipynb`, or all of it in one name.
         The number is that of the participant in this assignment.
Canvas:  `ariasana_LATE_4711_99001_00_start_here-2.ipynb`: the name, whether it was late, the
         student's number, the file's number, and the name that the student gave it. `-2` is
         Canvas's own, for a second try; the download holds the last one only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from grading.classroom.people import People, by_joined_name, by_name, by_number, words_of

_MOODLE = re.compile(
    r"(?P<name>.*?)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<rest>.*)"
)
_CANVAS = re.compile(r"(?P<name>[^_].*?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<rest>.+)")
_ANONYMOUS = re.compile(r"anon(?:ymous)?_(?P<number>\w+?)(?P<late>_LATE)?_\d+_(?P<rest>.+)")


@dataclass(frozen=True)
class FromPlatform:
    """What a platform's name for a file says."""

    platform: str
    name: str  # of the person, as the platform writes it
    number: str
    file: str  # the name that the student gave the file
    late: bool = False
    typed: bool = False  # Moodle's own file, with a text that was typed into its page

    def __str__(self) -> str:
        return f"{self.platform}'s {self.name} ({self.number})"

    def students(self, people: People) -> list[str]:
        """Who this is: nobody, one, or several between whom nothing decides."""
        numbered = by_number(people, self.number)
        if self.platform == "Canvas":
            called = by_joined_name(people, self.name)  # of whom no other number is known
            return numbered or [one for one in called if not people[one].lms_user_id]
        # Moodle's number is another one in each assignment, so a name counts for more.
        called = by_name(people, self.name)
        for start in range(1, self.name.count("-") + 1):  # in groups: Group A-Ana Arias
            called = called or by_name(people, "-".join(self.name.split("-")[start:]))
        if len(called) > 1:
            return [student for student in called if student in numbered] or called
        said = set(words_of(self.name))  # without a second first name, perhaps
        known = {student: set(people[student].words) for student in numbered}
        return called or [s for s, own in known.items() if own <= said or said <= own]


def read_platform_name(path: Path) -> FromPlatform | None:
    """Read a file's path as Moodle's or Canvas's; None where it is neither."""
    for place, part in enumerate(path.parts):
        if found := _MOODLE.fullmatch(part):
            inside = path.parts[place + 1 :]
            file = inside[-1] if inside else found["rest"]
            typed = found["kind"] == "onlinetext"
            return FromPlatform("Moodle", found["name"], found["number"], file, typed=typed)
    found = _ANONYMOUS.fullmatch(path.name) or _CANVAS.fullmatch(path.name)
    if found is None:
        return None
    named = found.groupdict()
    name = named.get("name") or "anonymous"
    return FromPlatform("Canvas", name, found["number"], found["rest"], bool(found["late"]))


def without_try(file: str) -> str:
    """A file's name without the number that Canvas gives a later try."""
    return re.sub(r"-\d{1,2}(?=\.\w+$)", "", file)
