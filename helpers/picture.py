"""What every picture of the course is: an image that carries its own description in words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure

# Okabe and Ito's colours, the dark ones first.
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#7A7A7A"
SERIES = (BLUE, ORANGE, GREEN, "#56B4E9", "#CC79A7", GREY)
HATCHES = ("", "//", "..", "xx", "--", "||")  # so that bars differ in greyscale too


@dataclass
class Picture:
    """A drawn figure with a description in words for those who cannot see it."""

    figure: Figure
    alt: str

    def png(self) -> bytes:
        """The picture as the bytes of a PNG file."""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=110, facecolor="white", bbox_inches="tight")
        return buffer.getvalue()

    def save(self, path: str | Path) -> None:
        """Write the picture to a PNG file."""
        Path(path).write_bytes(self.png())

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data = {"image/png": self.png(), "text/plain": self.alt}
        return data, {"image/png": {"alt": self.alt}}


def fit(count: int, words: Sequence[str], name: str) -> None:
    """Raise ValueError unless there is one number for each word."""
    if count != len(words):
        raise ValueError(f"{name} has {count} numbers for {len(words)} words: {list(words)}")


def share(value: float) -> str:
    """Two decimals, but never 0.00 for a weight that is only small: softmax gives no zero."""
    return "<0.01" if 0 < value < 0.005 else f"{value:.2f}"
