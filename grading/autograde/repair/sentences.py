"""What was repaired in a notebook, in sentences for the student whose notebook it is."""

from __future__ import annotations

from grading.autograde.repair.release import Release

MOST_NAMED = 3
#: kind of repair -> what is said of one cell, and of several.
SENTENCES = {
    "missing": (
        "{The cell} was missing; it was put back.",
        "{The cells} were missing; they were put back.",
    ),
    "missing answer": (
        "{The cell} was missing, and no answer to it was found; it was put back as released.",
        "{The cells} were missing, and no answers to them were found; they were put back as "
        "released.",
    ),
    "found": (
        "{The cell} was missing; its answer was found in another cell.",
        "{The cells} were missing; their answers were found in other cells.",
    ),
    "merged": (
        "{The cell} was missing; its answer was found in the cell of another answer, which counts "
        "for both.",
        "{The cells} were missing; their answers were found in the cells of other answers, which "
        "count for both.",
    ),
    "copied": (
        "{The cell} was there more than once; it counts once.",
        "{The cells} were there more than once; each counts once.",
    ),
    "versions": (
        "{The cell} was there more than once, with different answers; the last one above its test "
        "counts, and the others run as cells of your own.",
        "{The cells} were there more than once, with different answers; the last of each above its "
        "test counts, and the others run as cells of your own.",
    ),
    "moved": (
        "{The cell} was not in its place; it was put back there.",
        "{The cells} were not in their places; they were put back there.",
    ),
    "label lost": (
        "{The cell} had lost the label that grading knows it by; it was given back.",
        "{The cells} had lost the labels that grading knows them by; they were given back.",
    ),
    "relabelled": (
        "{The cell} had the label of another cell; it was given back its own.",
        "{The cells} had the labels of other cells; they were given back their own.",
    ),
    "settings": (
        "The settings of {the cell} had been changed; they were put back.",
        "The settings of {the cells} had been changed; they were put back.",
    ),
    "retyped": (
        "{The cell} had been given another type; its own was put back.",
        "{The cells} had been given other types; their own were put back.",
    ),
    "foreign": (
        "{The cell} is not part of this lesson; it is not graded.",
        "{The cells} are not part of this lesson; they are not graded.",
    ),
}


class Repairs:
    """Collects repairs while a notebook is put together."""

    def __init__(self, release: Release):
        self.roles = release.roles
        self.found: dict[str, list[str]] = {kind: [] for kind in SENTENCES}

    def __bool__(self) -> bool:
        return any(self.found.values())

    def add(self, kind: str, name: str) -> None:
        """Note a repair of one cell."""
        if name not in self.found[kind]:
            self.found[kind].append(name)

    def forget(self, *kinds: str) -> None:
        """Leave out what is said otherwise."""
        for kind in kinds:
            self.found[kind] = []

    def sentences(self) -> list[str]:
        """One sentence a cell or, where many had the same repair, one for all of them."""
        said = []
        for kind, names in self.found.items():
            one, several = SENTENCES[kind]
            if len(names) > MOST_NAMED:
                said.append(filled(several, "cells", self.listed(names)))
            else:
                said += [filled(one, "cell", self.named(name)) for name in names]
        return said

    def named(self, name: str) -> str:
        """A cell with what it is for: "test cell test_double"."""
        role = self.roles.get(name)
        return f"{role} cell {name}" if role else f"cell {name[:60]}"

    def listed(self, names: list[str]) -> str:
        """The first few cells by name, and how many more there are."""
        first = ", ".join(name[:60] for name in names[:MOST_NAMED])
        return f"cells {first} and {len(names) - MOST_NAMED} more"


def filled(sentence: str, key: str, words: str) -> str:
    """Put the cells' names into a sentence."""
    return sentence.replace(f"{{The {key}}}", f"The {words}").replace(
        f"{{the {key}}}", f"the {words}"
    )
