"""Word links that people drew between English and French sentences: the Alibi corpus.

Two forms of it are read: the official archive, with a folder `ali/FRENCH_ENGLISH/` for each tale,
and a file `gold.jsonl` with one JSON object a line. Either way words are in lower case, and what
French writes as one word for two is two (`expand_french`), as counting aligners like it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.real_text.errors import Unusable
from helpers.real_text.files import is_zip, lines, members
from helpers.real_text.places import find, thank
from helpers.real_text.sources import LINKS

Link = tuple[int, int]  # (English word, French word), counted from 0


@dataclass(frozen=True)
class LinkedPair:
    """Two sentences, and which words translate each other."""

    name: str
    english: tuple[str, ...]
    french: tuple[str, ...]
    sure: frozenset[Link]
    possible: frozenset[Link]  # what may be linked; contains `sure`

    def __post_init__(self) -> None:
        outside = [
            (i, j)
            for i, j in self.possible | self.sure
            if not (0 <= i < len(self.english) and 0 <= j < len(self.french))
        ]
        if outside:
            raise ValueError(f"{self.name} links words that are not there: {sorted(outside)}")


def human_links() -> list[LinkedPair]:
    """The sentences of the Alibi corpus (Xu and Yvon 2016), with the links people drew.

    Raises:
        NotFound: the corpus is nowhere, and could not be downloaded.
        Unusable: what was found is damaged, or something else.
    """
    path = find(LINKS)
    found = read_links(path)
    edition = LINKS.editions.get(_sum(found))
    remark = f" ({edition})." if edition else "; the lesson's figures were measured on others."
    print(f"{len(found):,} sentences with word links from {path}{remark}")
    thank(LINKS)
    return found


def read_links(path: Path) -> list[LinkedPair]:
    """Read the links in a file; see `human_links`."""
    try:
        found = list(_from_archive(path) if is_zip(path) else _from_json_lines(path))
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise Unusable(
            f"{path} does not hold word links as the Alibi corpus does ({error}): is it another"
            " file?"
        ) from error
    if not any(pair.sure for pair in found):
        raise Unusable(f"There are no word links in {path}: is it another file?")
    return found


def _sum(pairs: Iterable[LinkedPair]) -> str:
    """A SHA-256 of words and links, whichever form they were read from."""
    rows = [
        [pair.name, pair.english, pair.french, sorted(pair.sure), sorted(pair.possible)]
        for pair in sorted(pairs, key=lambda pair: pair.name)
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


_HALVES = {"du": ("de", "le"), "des": ("de", "les"), "au": ("à", "le"), "aux": ("à", "les")}
_ELIDED = re.compile(r"((?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu))['’]")


def expand_french(word: str) -> tuple[str, ...]:
    """What stands behind a written word: "du" is "de le", "l'" is "le"; in lower case.

    >>> [expand_french(word) for word in ("L'", "chien", "du", "qu'")]
    [('le',), ('chien',), ('de', 'le'), ('que',)]
    """
    word = word.lower()
    if word in _HALVES:
        return _HALVES[word]
    elided = _ELIDED.fullmatch(word)
    return (elided[1] + "e",) if elided else (word,)


def _from_json_lines(path: Path) -> Iterator[LinkedPair]:
    for line in lines(path):
        entry: dict[str, Any] = json.loads(line)
        if entry["corpus"] == "alibi":
            sure = frozenset((int(i), int(j)) for i, j in entry["sure"])
            more = frozenset((int(i), int(j)) for i, j in entry["possible"])
            english, french = tuple(map(str, entry["en"])), tuple(map(str, entry["fr"]))
            yield LinkedPair(str(entry["id"]), english, french, sure, sure | more)


def _from_archive(path: Path) -> Iterator[LinkedPair]:
    """Each tale is a folder: two files of sentences, and one of links, "FRENCH-ENGLISH" places."""
    tales: dict[str, dict[str, dict[str, str]]] = {}
    for name, content in members(path, "*/ali/*/*.txt"):
        folder, _, file = name.rpartition("/")
        rows = dict(line.partition("\t")[::2] for line in content if line)
        tales.setdefault(folder.rpartition("/")[2], {})[file] = rows
    for tale, files in tales.items():
        french_title, english_title = tale.split("_")
        english = files[f"{english_title}_sents.txt"]
        french = files[f"{french_title}_sents.txt"]
        links = files[f"ali_w2w_{tale}.txt"]
        for number in english:
            yield _linked(
                f"{tale}:{number}", english[number], french[number], links.get(number, "")
            )


def _linked(name: str, english: str, french: str, links: str) -> LinkedPair:
    """One pair, from its official form: "3-2" is a sure link, "3p2" a possible one."""
    halves = [expand_french(word) for word in french.split()]
    starts = [0]
    for half in halves:
        starts.append(starts[-1] + len(half))
    sure: set[Link] = set()
    possible: set[Link] = set()
    for link in links.split():
        there, kind, here = re.split("([-p])", link)
        for place in range(starts[int(there)], starts[int(there) + 1]):
            (sure if kind == "-" else possible).add((int(here), place))
    return LinkedPair(
        name=name,
        english=tuple(english.lower().split()),
        french=tuple(word for half in halves for word in half),
        sure=frozenset(sure),
        possible=frozenset(sure | possible),
    )


_ENDS = frozenset(".,;:!?()")
_FRENCH_ENDS = _ENDS | frozenset("«»—…")


def in_clauses(pair: LinkedPair, shortest: int = 3, longest: int = 12) -> list[LinkedPair]:
    """The clauses of a pair, as pairs: cut where both languages have a mark that no link crosses.

    The tales' sentences have 26 words on average. A clause has from `shortest` to `longest`
    English words and a link; marks at its ends are left out.
    """
    clauses = []
    start, french_start = 0, 0
    for end, french_end in [*_cuts(pair), (len(pair.english), len(pair.french))]:
        clause = _part(pair, (start, end), (french_start, french_end))
        if clause.possible and shortest <= len(clause.english) <= longest:
            clauses.append(clause)
        start, french_start = end + 1, french_end + 1
    return clauses


def _cuts(pair: LinkedPair) -> list[Link]:
    """Places of marks, English and French, at which the pair falls into two."""
    cuts: list[Link] = []
    for i, word in enumerate(pair.english):
        if word not in _ENDS:
            continue
        after = cuts[-1][1] + 1 if cuts else 0
        for j in range(after, len(pair.french)):
            if pair.french[j] in _FRENCH_ENDS and all(
                (e < i and f < j) or (e > i and f > j) or (e, f) == (i, j) for e, f in pair.possible
            ):
                cuts.append((i, j))
                break
    return cuts


def _part(pair: LinkedPair, english: Link, french: Link) -> LinkedPair:
    """The words from one place to before another, without the marks at their ends."""
    start, end = _trimmed(pair.english, english, _ENDS)
    french_start, french_end = _trimmed(pair.french, french, _FRENCH_ENDS)

    def inside(links: frozenset[Link]) -> frozenset[Link]:
        return frozenset(
            (i - start, j - french_start)
            for i, j in links
            if start <= i < end and french_start <= j < french_end
        )

    return LinkedPair(
        name=f"{pair.name}[{start}:{end}]",
        english=pair.english[start:end],
        french=pair.french[french_start:french_end],
        sure=inside(pair.sure),
        possible=inside(pair.possible),
    )


def _trimmed(words: Sequence[str], span: Link, marks: frozenset[str]) -> Link:
    start, end = span
    while start < end and words[start] in marks:
        start += 1
    while start < end and words[end - 1] in marks:
        end -= 1
    return start, end
