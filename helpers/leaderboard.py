"""A board of one's own tries at real translation, in a file beside the notebook.

`python -m helpers.leaderboard`, in the folder of the notebook, prints it, the best first. Nothing
is sent anywhere.
"""

from __future__ import annotations

import argparse
import csv
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

FILE = Path("leaderboard.csv")
COLUMNS = ("when", "settings", "seconds", "bleu", "chrf", "seed", "signature")


def note(
    *,
    settings: str,
    seconds: float,
    bleu: float,
    signature: str,
    chrf: float,
    seed: int,
    file: Path = FILE,
) -> None:
    """Append one try to the board.

    Args:
        settings: what was tried, in a few words.
        seconds: of training.
        bleu, chrf: from 0 to 100.
        signature: sacrebleu's, which tells what the score may be compared with.
        seed: of the training.

    Raises:
        ValueError: a score that is none, or no signature.
    """
    if not (0 <= bleu <= 100 and 0 <= chrf <= 100):
        raise ValueError(f"scores are from 0 to 100, got bleu={bleu} and chrf={chrf}")
    if not signature:
        raise ValueError("signature must be sacrebleu's, got an empty one: print get_signature()")
    row = {
        "when": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "settings": settings,
        "seconds": f"{seconds:.0f}",
        "bleu": f"{bleu:.1f}",
        "chrf": f"{chrf:.1f}",
        "seed": str(seed),
        "signature": signature,
    }
    new = not file.exists()
    with file.open("a", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        if new:
            writer.writeheader()
        writer.writerow(row)


def rows(file: Path = FILE) -> list[dict[str, str]]:
    """The tries so far, the best BLEU first; none if there is no file.

    Raises:
        ValueError: the file is not a board.
    """
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as text:
        found = list(csv.DictReader(text))
    try:
        return sorted(found, key=lambda row: -float(row["bleu"]))
    except (KeyError, TypeError, ValueError) as error:
        told = f"{file} is not a board of this course: it has no number in its column bleu"
        raise ValueError(
            f"{told} ({error}). Rename it, and the next try begins a new one."
        ) from None


def table(file: Path = FILE) -> str:
    """The board as text, with columns under each other."""
    found = rows(file)
    if not found:
        return f"There is no try in {file} yet: run lesson 10's cell that notes one."
    lines = [COLUMNS, *(_cells(row) for row in found)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(COLUMNS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cells(row: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(row.get(name) or "" for name in COLUMNS)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the board of the folder one is in."""
    parser = argparse.ArgumentParser(prog="python -m helpers.leaderboard", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=FILE, help="default: %(default)s")
    try:
        print(table(parser.parse_args(arguments).file))
    except ValueError as error:
        parser.exit(1, f"{error}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
