"""The two sets of data: where they come from, how they are recognised, whom to thank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """One set of data that the course reads and does not ship."""

    title: str
    url: str  # the official address; its server may be asked for a part of the file
    stored_as: str  # the name in the cache folder, and of a file that was downloaded by hand
    names: tuple[str, ...]  # what it may be called in ATTENTION_DATA, the best first
    sizes: range  # bytes; what lies outside is another file, a login page for instance
    notice: str  # licence and citation
    # The SHA-256 of what the lesson's figures were measured on -> its name. The pairs' official
    # file is brought up to date now and then, so an unknown sum is a remark and no error: whether
    # a file is whole is judged by its own CRC sums, whether it is the right one by its content.
    editions: Mapping[str, str] = field(default_factory=dict)


PAIRS = Source(
    title="English-French sentence pairs of Tatoeba",
    url="https://www.manythings.org/anki/fra-eng.zip",
    stored_as="fra-eng.zip",
    names=("fra-eng.zip", "fra.txt", "fra.txt.gz"),
    sizes=range(100_000, 200_000_000),
    notice=(
        "Sentence pairs: Tatoeba (https://tatoeba.org), as sorted by Charles Kelly"
        " (https://www.manythings.org/anki). Licence: CC BY 2.0 FR,"
        " https://creativecommons.org/licenses/by/2.0/fr/. Written by volunteers: there are"
        " errors in them, and opinions that are not the course's."
    ),
    editions={
        "0bb85dbaa1c896844649094d7eaf2e34bee34e84fe362b26ce7e8f2e12aae104": "edition of April 2019"
    },
)

_COMMIT = "fb45a5b76aa542566ac5ad7674d1a31b1be88d97"

LINKS = Source(
    title="word links of the Alibi corpus",
    url=f"https://github.com/fyvo/AlibiWordAlignments/archive/{_COMMIT}.zip",
    stored_as=f"AlibiWordAlignments-{_COMMIT}.zip",
    names=(f"AlibiWordAlignments-{_COMMIT}.zip", "AlibiWordAlignments*.zip", "gold.jsonl"),
    sizes=range(50_000, 200_000_000),
    notice=(
        "Word links: the Alibi corpus (https://github.com/fyvo/AlibiWordAlignments). Licence of"
        " the annotations: CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/. Cite:"
        ' Yong Xu and François Yvon, "Novel elicitation and annotation schemes for sentential and'
        ' sub-sentential alignments of bitexts", LREC 2016, https://aclanthology.org/L16-1099/.'
        " The texts are from Wikisource."
    ),
    editions={
        "1c3a0c5cde186b2533932b7d02e6574b7141f48399b48143ce2e5f710804caed": f"commit {_COMMIT[:7]}"
    },
)
