"""Heat maps of weights, with words on both axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

from helpers.picture import GREY, ORANGE, Picture, share
from helpers.real_numbers import real_numbers

HEAT = "Blues"  # white is 0, darker is more: the same order on paper and in greyscale
EXCLUDED = "#D0D0D0"  # what may not be looked at
SMALLEST = 0.01  # of a number that is written into its cell


def heat_map(
    weights: Any,
    source: Sequence[str],
    target: Sequence[str],
    *,
    title: str = "",
    label: str = "weight",
    links: Iterable[tuple[int, int]] = (),
    possible: Iterable[tuple[int, int]] = (),
    axes_named: tuple[str, str] = ("", ""),
    mask: Any = None,
) -> Picture:
    """A grid of weights with words on both axes: a row per target word, a column per source word.

    Args:
        weights: (target, source), each row a distribution over the source words.
        source: the words that are looked at, along the top.
        target: the words that look, down the side.
        links: pairs (source index, target index) to be marked with a square, as gold links are.
        possible: more such pairs, to be marked with a dashed square where they are not in `links`.
        axes_named: what the source and the target words are, such as ("English", "French").
        mask: (source,) or (target, source), True where a weight is allowed; the others are grey.

    Raises:
        ValueError: the grid, or a link, does not fit the words.
    """
    grid = real_numbers(weights)  # (target, source)
    if grid.shape != (len(target), len(source)):
        raise ValueError(
            f"heat_map: weights has shape {grid.shape}, but there are {len(target)} target words"
            f" and {len(source)} source words; expected shape {(len(target), len(source))}"
        )
    if not grid.size:
        raise ValueError(f"heat_map: {len(target)} target and {len(source)} source words: no grid")
    crowded = len(source) > 16  # a long sentence: narrow columns, slanted words
    column = 0.36 if crowded else max(0.75, 0.11 * max(map(len, source), default=1))
    row = 0.26 if crowded else 0.5
    width = 1.6 + column * len(source)
    heading = [part for line in title.splitlines() for part in wrap(line, max(30, int(11 * width)))]
    height = 1.3 + row * len(target) + 0.2 * len(heading)
    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots()
    image = _draw_grid(axes, grid, target, mask)
    _name_axes(axes, axes_named)
    slant: dict[str, Any] = {"rotation": 50, "ha": "left", "fontsize": 9} if crowded else {}
    axes.set_xticks(range(len(source)), source, **{"fontsize": 11, **slant})
    figure.colorbar(image, ax=axes, label=label, shrink=0.85)
    axes.set_title("\n".join(heading), loc="left", pad=12)
    spoken = f"The heaviest word in each row is: {_heaviest(grid, source, target)}."
    sure = _pairs(links)
    others = _pairs(possible) - sure
    for pairs, line, mark in ((sure, "-", "square"), (others, "--", "dashed square")):
        marked = sorted(pairs, key=lambda link: (link[1], link[0]))
        for s, t in marked:
            if not (0 <= s < len(source) and 0 <= t < len(target)):
                raise ValueError(f"heat_map: the link {(s, t)} lies outside of a grid {grid.shape}")
            style: dict[str, Any] = {"fill": False, "edgecolor": ORANGE, "linewidth": 2}
            axes.add_patch(Rectangle((s - 0.46, t - 0.44), 0.92, 0.88, linestyle=line, **style))
        if marked:
            named = ", ".join(f"{target[t]}: {source[s]}" for s, t in marked)
            spoken += f" Marked with a {mark}: {named}."
    return Picture(figure, f"Heat map. {title} {spoken}")


def heat_maps(
    panels: dict[str, Any],
    source: Sequence[str],
    target: Sequence[str],
    *,
    title: str = "",
    label: str = "weight",
    axes_named: tuple[str, str] = ("", ""),
    masks: Mapping[str, Any] | None = None,
) -> Picture:
    """Several grids of weights over the same words side by side, on one colour scale.

    Args:
        panels: name -> weights (target, source), each row a distribution over the source words.
        source: the words that are looked at, along the top of each panel.
        target: the words that look, down the side.
        axes_named: what the source and the target words are, such as ("English", "French").
        masks: by panel, as `mask` of `heat_map`.

    Raises:
        ValueError: a grid does not fit the words.
    """
    column = max(0.62, 0.11 * max(map(len, source), default=1))
    across = min(2, len(panels))
    down = -(-len(panels) // across)
    size = (1.8 + column * len(source) * across, 0.5 + (1.1 + 0.45 * len(target)) * down)
    figure = Figure(figsize=size, layout="constrained")
    grid = figure.subplots(down, across, squeeze=False, sharey=True).ravel()
    for unused in grid[len(panels) :]:
        unused.set_visible(False)
    spoken, image = [], None
    for axes, (name, weights) in zip(grid, panels.items(), strict=False):
        values = real_numbers(weights)
        if values.shape != (len(target), len(source)):
            raise ValueError(
                f"heat_maps: {name!r} has shape {values.shape}; expected"
                f" {(len(target), len(source))}, a row per target and a column per source word"
            )
        image = _draw_grid(axes, values, target, (masks or {}).get(name))
        first = axes in grid[::across]
        _name_axes(axes, (axes_named[0], axes_named[1] if first else ""))
        axes.set_xticks(range(len(source)), source, fontsize=9, rotation=40, ha="left")
        axes.set_xlabel(name, fontsize=11)
        spoken.append(f"{name}: {_heaviest(values, source, target)}")
    if image is not None:
        figure.colorbar(image, ax=list(grid), label=label, shrink=0.85)
    figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return Picture(
        figure, f"Heat maps. {title} The heaviest word in each row: {'; '.join(spoken)}."
    )


def _draw_grid(axes: Axes, grid: np.ndarray, target: Sequence[str], mask: Any) -> AxesImage:
    """A heat map of weights (target, source), its rows named; the columns are the caller's."""
    allowed = np.ones_like(grid, dtype=bool) if mask is None else real_numbers(mask) != 0
    shown = np.ma.masked_where(~np.broadcast_to(allowed, grid.shape), grid)
    colors = colormaps[HEAT].with_extremes(bad=EXCLUDED)
    top = max(1.0, float(shown.max()))
    image = axes.imshow(shown, cmap=colors, vmin=0, vmax=top, aspect="auto")
    axes.set_yticks(range(len(target)), target, fontsize=11)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    if grid.size <= 150:
        _write_numbers(axes, shown, 0.55 * top)
    return image


def _pairs(links: Iterable[Any]) -> set[tuple[int, int]]:
    """Links as Python's own numbers: those of a tensor are equal, but no two have one hash."""
    return {(int(s), int(t)) for s, t in links}


def _name_axes(axes: Axes, names: tuple[str, str]) -> None:
    """Say what the words along the top are, before the first of them, and those down the side."""
    if names[0]:
        axes.annotate(
            f"{names[0]} →", (0, 1), xycoords="axes fraction", xytext=(-8, 5),
            textcoords="offset points", ha="right", va="bottom", fontsize=9, color=GREY,
        )  # fmt: skip
    if names[1]:
        axes.set_ylabel(names[1], fontsize=9, color=GREY)


def _heaviest(grid: np.ndarray, source: Sequence[str], target: Sequence[str]) -> str:
    """For each row of weights (target, source), the source word it looks at most, in words."""
    best = grid.argmax(axis=1)
    return ", ".join(f"{word}: {source[j]}" for word, j in zip(target, best, strict=True))


def _write_numbers(axes: Axes, grid: np.ma.MaskedArray[Any, Any], middle: float) -> None:
    """Each weight in its cell, white on what is darker than `middle`; none below 0.01."""
    for (i, j), value in np.ndenumerate(grid.filled(0.0)):
        if abs(value) >= SMALLEST:
            ink = "white" if value > middle else "black"
            axes.text(j, i, share(value), ha="center", va="center", color=ink, fontsize=9)
