"""Who is in the list of students, and which of them somebody else's name or number means."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """What the gradebook's list of students says of one, besides the id."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""

    @property
    def words(self) -> list[str]:
        """The name's words, in alphabetical order: platforms differ in which comes first."""
        return words_of(f"{self.first_name} {self.last_name}")


#: id -> what is known of this student.
People = Mapping[str, Person]


def same(student: str) -> str:
    """Return what two spellings of one id share: `Zoë` typed on a Mac and `zoë` elsewhere."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", student).casefold())


def words_of(name: str) -> list[str]:
    """A name as it is compared: its words, without case, accents and the signs platforms drop."""
    return sorted(_pieces(re.sub(r"['\u2019`\"]", "", name)))


def _pieces(text: str) -> list[str]:
    """The letters and digits of a text, piece by piece, without case and accents."""
    flat = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"[^\W_]+", "".join(c for c in flat if not unicodedata.combining(c)))


def nearest(student: str, known: Iterable[str]) -> str:
    """Say which known id may be meant, ready to follow a colon; empty where none is near."""
    found = difflib.get_close_matches(student, list(known), n=1, cutoff=0.5)
    return f"did you mean {found[0]}? " if found else ""


def by_name(people: People, name: str) -> list[str]:
    """Everybody who has this full name, in any order of its words."""
    wanted = words_of(name)
    return [student for student, person in people.items() if wanted and person.words == wanted]


def by_joined_name(people: People, name: str) -> list[str]:
    """Everybody whose last and first name make this text when they are written as one word."""
    wanted = "".join(words_of(name))

    def joined(person: Person) -> str:
        return "".join(_pieces(f"{person.last_name} {person.first_name}"))

    return [student for student, person in people.items() if wanted and joined(person) == wanted]


def by_number(people: People, number: str) -> list[str]:
    """Everybody who has this number on the learning platform."""
    return [student for student, person in people.items() if person.lms_user_id.strip() == number]


def by_email(people: People, address: str) -> list[str]:
    """Everybody who has this e-mail address."""
    wanted = same(address)
    return [s for s, person in people.items() if person.email and same(person.email) == wanted]
