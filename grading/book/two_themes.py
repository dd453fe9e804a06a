"""In the kernel that runs a lesson for the book: every picture is drawn for light and for dark."""

from __future__ import annotations

import base64
import contextlib
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from helpers.picture import Picture

DARK_TYPE = "application/vnd.where-to-look.dark-png"  # base64, as notebooks keep image/png
PAPER = (0.078, 0.094, 0.110)  # the dark page of the book's theme, #14181c
INK = (0.90, 0.91, 0.92)
GREY = 0.06  # channels that differ by less are a grey
_light = Picture._repr_mimebundle_


def begin() -> None:
    """From now on a shown picture carries its dark twin."""
    Picture._repr_mimebundle_ = _both  # type: ignore[method-assign]


def loaded_helpers() -> list[str]:
    """The files of the course's helpers that the lesson has imported."""
    files = (getattr(module, "__file__", None) for name, module in [*sys.modules.items()]
             if name.partition(".")[0] == "helpers")  # fmt: skip
    return sorted(str(Path(file).resolve()) for file in files if file)


def _both(self: Picture, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    data, metadata = _light(self)
    return {**data, DARK_TYPE: base64.b64encode(dark_png(self.figure)).decode()}, metadata


def dark_png(figure: Figure) -> bytes:
    """The figure as a PNG for a dark page; the figure itself stays as it was."""
    buffer = io.BytesIO()
    with _darkened(figure):
        figure.savefig(buffer, format="png", dpi=110, facecolor=PAPER, bbox_inches="tight")
    return buffer.getvalue()


@contextlib.contextmanager
def _darkened(figure: Figure) -> Iterator[None]:
    before = []
    try:
        for artist in figure.findobj():
            # What axes and figures say of their colour is that of a patch, which is found too.
            if isinstance(artist, (Axes, Figure)) or _on_an_image(artist):
                continue
            for name in ("color", "facecolor", "edgecolor"):
                get, put = (
                    getattr(artist, f"get_{name}", None),
                    getattr(artist, f"set_{name}", None),
                )
                # Lines and texts have a colour; patches, two.
                if get is None or put is None or (name != "color" and hasattr(artist, "get_color")):
                    continue
                try:
                    color = to_rgba(get())
                except (TypeError, ValueError):  # a collection has many
                    continue
                before.append((put, get()))
                put(dark(color))
        yield
    finally:
        for put, color in reversed(before):
            put(color)


def _on_an_image(artist: Artist) -> bool:
    """Whether it is drawn over the squares of a heat map, which look alike in both themes."""
    axes = getattr(artist, "axes", None)
    if not isinstance(axes, Axes) or not axes.images:
        return False
    inside = [*axes.lines, *axes.patches, *axes.collections]
    inside += [text for text in axes.texts if not hasattr(text, "xycoords")]
    return artist in inside


def dark(color: tuple[float, ...]) -> tuple[float, ...]:
    """A colour's place on a dark page: greys are turned round, others made a little lighter.

    >>> dark((1.0, 1.0, 1.0, 1.0)) == (*PAPER, 1.0), dark((0.0, 0.0, 0.0, 1.0)) == (*INK, 1.0)
    (True, True)
    """
    red, green, blue, alpha = color
    if max(red, green, blue) - min(red, green, blue) < GREY:
        lightness = (red + green + blue) / 3
        mixed = tuple(p * lightness + i * (1 - lightness) for p, i in zip(PAPER, INK, strict=True))
        return (*mixed, alpha)
    return (*(0.75 * part + 0.25 for part in (red, green, blue)), alpha)
