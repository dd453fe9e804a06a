"""Pairs of sentences, as the file has them: English, a tab, French, and perhaps more columns."""

from __future__ import annotations

import hashlib
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from helpers.real_text.block_list import is_blocked
from helpers.real_text.errors import Unusable
from helpers.real_text.files import lines
from helpers.real_text.places import find, thank
from helpers.real_text.sources import PAIRS

Pair = tuple[str, str]
MOST = 250_000  # pairs kept in memory, about 60 MB; with more, lesson 10 would need over 1.5 GiB
FEWEST = 1_000  # pairs below which it is no corpus
STRAY = 0.01  # of the lines may be no pair
EVERY = 29  # one pair in so many is looked at for its languages
SHARE = 0.45  # of the sentences with one of a language's commonest words, at the least

# Common words that the neighbouring languages have not (Dutch has "je" and "is", Spanish "que",
# German "du" and "was", Catalan "les"), in two of three sentences of their own at least.
_ENGLISH = re.compile(
    r"\b(?:the|you|are|have|it|this|that|my|she|they|to|of|i['’]m|don['’]t|it['’]s)\b", re.I
)
_FRENCH = re.compile(
    r"\b(?:est|vous|nous|une|suis|sont|était|avec|dans|pas|ils|elle|elles|être|cette|ai|je suis"
    r"|je ne|je n['’]|j['’]|c['’]|qu['’]|mon|mes|leur|où|fait|peux|peut)(?!\w)",
    re.I,
)


def sentence_pairs(most: int = MOST) -> list[Pair]:
    """English-French sentence pairs of Tatoeba, as the file has them: nothing is tidied.

    Pairs on the block list are left out. Of a file with more than `most` pairs a sample of that
    size is taken, the same each time, in the file's order.

    Raises:
        NotFound: the pairs are nowhere, and could not be downloaded.
        Unusable: what was found is damaged, or is not English and French.
    """
    path = find(PAIRS)
    found = read_pairs(path, most)
    edition = PAIRS.editions.get(found.sum)
    print(
        f"{found.all:,} English-French sentence pairs from {path}"
        + (f", of which {len(found.pairs):,} are used" if len(found.pairs) < found.all else "")
        + (
            f" ({edition})."
            if edition
            else "; not the edition that the lesson's figures were measured on: yours will differ."
        )
    )
    thank(PAIRS)
    return found.pairs


@dataclass
class Found:
    """What a file of pairs held."""

    pairs: list[Pair] = field(default_factory=list)
    all: int = 0  # pairs in the file
    stray: int = 0  # lines that are no pair
    sum: str = ""  # SHA-256 of the lines, whatever their ends and packing


def read_pairs(path: Path, most: int = MOST) -> Found:
    """Read a file of pairs, however many it has, with at most `most` of them in memory."""
    found = Found()
    heard = _Languages()
    summed = hashlib.sha256()
    draw = random.Random(0)
    places: list[int] = []  # where in the file each pair that is kept stood
    for line in lines(path):
        summed.update(line.encode() + b"\n")
        pair = _pair(line)
        if pair is None:
            found.stray += bool(line)
            _must_look_like_pairs(found, path)
            continue
        if found.all % EVERY == 0:
            heard.listen(*pair)
        place = found.all if found.all < most else draw.randrange(found.all + 1)
        if found.all < most:
            found.pairs.append(pair)
            places.append(found.all)
        elif place < most:  # a fair sample of all so far (Vitter 1985, algorithm R)
            found.pairs[place], places[place] = pair, found.all
        found.all += 1
    if found.all < FEWEST:
        raise Unusable(
            f"{path} has {found.all:,} lines of English, a tab and French, and {FEWEST:,} are"
            " needed at least: is it another file, or was it cut off?"
        )
    heard.judge(path)
    if found.all > most:
        order = sorted(range(most), key=places.__getitem__)
        found.pairs = [found.pairs[i] for i in order]
    found.pairs = [pair for pair in found.pairs if not is_blocked(*pair)]
    found.sum = summed.hexdigest()
    return found


def _pair(line: str) -> Pair | None:
    """The first two columns, if there are two with something in them."""
    english, tab, rest = line.partition("\t")
    french = rest.partition("\t")[0]
    return (english, french) if tab and english.strip() and french.strip() else None


def _must_look_like_pairs(found: Found, path: Path) -> None:
    """Stop early in a file that is something else altogether, however long it is."""
    if found.stray > 100 and found.stray > STRAY * found.all:
        raise Unusable(
            f"{path} has too many lines that are not English, a tab and French"
            f" ({found.stray:,} of the first {found.all + found.stray:,}): is it"
            " another file?"
        )


class _Languages:
    """Is the first column English, and the second French? Told by their commonest words."""

    def __init__(self) -> None:
        self.seen = 0
        self.counts = {"english": 0, "french": 0, "turned": 0}

    def listen(self, english: str, french: str) -> None:
        self.seen += 1
        self.counts["english"] += _ENGLISH.search(english) is not None
        self.counts["french"] += _FRENCH.search(french) is not None
        self.counts["turned"] += bool(_FRENCH.search(english) and _ENGLISH.search(french))

    def judge(self, path: Path) -> None:
        """Raise Unusable unless both columns are in the language they should be in."""
        english, french, turned = (
            self.counts[name] / self.seen for name in ("english", "french", "turned")
        )
        if turned > SHARE:
            raise Unusable(f"{path} has French before English: its two columns must be turned.")
        wrong = [
            f"{name} in its {column} column"
            for name, column, share in (("English", "first", english), ("French", "second", french))
            if share < SHARE
        ]
        if wrong:
            raise Unusable(
                f"{path} does not look like English and French sentences (too little"
                f" {' and '.join(wrong)}): is it another language pair?"
            )
