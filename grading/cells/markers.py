"""The marker lines around answers, hidden tests and mark schemes: find them, check them, cut them.

nbgrader looks for a few words anywhere in a line. Here the whole line must be exactly right: a
marker that nbgrader does not recognise would leave the answer in the learner's notebook.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")  # nbgrader's own stub for Python

# region name -> (the kind of cell it may stand in, how its marker lines look)
REGIONS = {
    "SOLUTION": ("exercise", "### {} SOLUTION"),
    "HIDDEN TESTS": ("test", "### {} HIDDEN TESTS"),
    "MARK SCHEME": ("task", "=== {} MARK SCHEME ==="),
}
MARKER_WORDS = tuple(f"{verb} {name}" for name in REGIONS for verb in ("BEGIN", "END"))

_NEARLY = re.compile(
    r"[\W_]*(begin|end)[\W_]*(solution|hidden[\W_]*test|mark(?:ing)?[\W_]*scheme)s?[\W_]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Marker:
    """One marker line: `verb` is BEGIN or END, `exact` whether it is written as it must be."""

    offset: int
    verb: str
    region: str
    exact: bool

    @property
    def text(self) -> str:
        """The marker as it should be written."""
        return REGIONS[self.region][1].format(self.verb)


@dataclass(frozen=True)
class Fault:
    """Something wrong in a cell, `offset` lines below the first line of its source."""

    offset: int
    message: str
    remedy: str


def find_markers(source: str) -> Iterator[Marker]:
    """Yield every line that is, or was surely meant to be, a marker."""
    for offset, line in enumerate(source.split("\n")):
        words = next((words for words in MARKER_WORDS if words in line), None)
        if words is None:
            nearly = _NEARLY.fullmatch(line)
            if nearly is None:
                continue
            first = nearly[2][:3].upper()
            region = next(name for name in REGIONS if name.startswith(first))
            words = f"{nearly[1].upper()} {region}"
        verb, region = words.split(" ", 1)
        marker = Marker(offset, verb, region, exact=True)
        yield Marker(offset, verb, region, exact=line.strip() == marker.text)


def _cut(source: str) -> tuple[list[str], list[list[str]]]:
    """Split a cell into the lines a learner gets and the regions the release removes."""
    markers = {marker.offset: marker for marker in find_markers(source)}
    kept: list[str] = []
    regions: list[list[str]] = []
    inside = False
    for offset, line in enumerate(source.split("\n")):
        marker = markers.get(offset)
        if marker is None:
            (regions[-1] if inside else kept).append(line)
        elif marker.verb == "BEGIN":
            inside = True
            regions.append([])
            if marker.region == "SOLUTION":
                indent = line[: len(line) - len(line.lstrip())]
                kept.extend(indent + stub for stub in STUB)
        else:
            inside = False
    return kept, regions


def visible(source: str) -> str:
    """Return the released form of a cell: stubs for answers, no hidden test, no mark scheme."""
    return "\n".join(_cut(source)[0])


def hidden(source: str) -> list[list[str]]:
    """Return the regions that the release removes, each a list of lines without its markers."""
    return _cut(source)[1]


def outside(source: str, regions: Collection[str]) -> str:
    """A text without these regions, wherever their words stand: a student may have typed some.

    An END without its BEGIN is left out, and a region that is never closed ends with the text.
    """
    kept: list[str] = []
    depth = 0
    for line in source.split("\n"):
        if any(f"BEGIN {name}" in line for name in regions):
            depth += 1
        elif any(f"END {name}" in line for name in regions):
            depth = max(depth - 1, 0)
        elif not depth:
            kept.append(line)
    return "\n".join(kept)


def marker_faults(source: str, kind: str) -> list[Fault]:
    """Return everything wrong with the markers of a cell of this kind."""
    faults: list[Fault] = []
    opened: Marker | None = None
    for marker in find_markers(source):
        home = REGIONS[marker.region][0]
        if not marker.exact:
            faults.append(
                Fault(
                    marker.offset,
                    f"a {marker.verb} {marker.region} marker that is not written as it must be",
                    f"Write it alone on its line as `{marker.text}`, or use other words.",
                )
            )
        if home != kind and (marker.verb == "BEGIN" or opened is None):
            article = {"exercise": "an", "code": "a plain", "markdown": "a plain"}.get(kind, "a")
            cell = f"{article} {kind} cell"
            remedy = f'Tag the cell {home}="name", or take the marker out.'
            faults.append(Fault(marker.offset, f"`{marker.text}` in {cell}", remedy))
        if marker.verb == "BEGIN":
            if opened is not None:
                faults.append(_nested(marker, opened))
            opened = marker
        elif opened is None or opened.region != marker.region:
            faults.append(_stray(marker))
        else:
            opened = None
    if opened is not None:
        end = opened.text.replace("BEGIN", "END")
        message = f"`{opened.text}` is never closed"
        faults.append(Fault(opened.offset, message, f"Add `{end}` below it, in the same cell."))
    return faults


def _nested(marker: Marker, opened: Marker) -> Fault:
    end = opened.text.replace("BEGIN", "END")
    message = f"`{marker.text}` inside a region that is still open"
    return Fault(marker.offset, message, f"Close the first one with `{end}`; regions do not nest.")


def _stray(marker: Marker) -> Fault:
    begin = marker.text.replace("END", "BEGIN")
    message = f"`{marker.text}` without a `{begin}` before it"
    return Fault(marker.offset, message, f"Add `{begin}` above it, or delete this line.")
