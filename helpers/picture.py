"""Every picture of the course: bars over words, heat maps, the meaning plot, curves.

Each function returns a `Picture`: an image that carries its own description (alt text), shows
itself as the last line of a notebook cell, and can be saved. Colours come from palettes that
colour-blind readers can tell apart and that keep their order in greyscale.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import Rectangle

# Okabe and Ito's colours, the dark ones first.
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#7A7A7A"
SERIES = (BLUE, ORANGE, GREEN, "#56B4E9", "#CC79A7", GREY)
HATCHES = ("", "//", "..", "xx", "--", "||")  # so that bars differ in greyscale too
HEAT = "Blues"  # white is 0, darker is more: the same order on paper and in greyscale


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


def bars(
    words: Sequence[str],
    values: Any,
    *,
    title: str = "",
    label: str = "weight",
    names: Sequence[str] = (),
    top: float | None = None,
) -> Picture:
    """Bars over words, one bar a word, or one a word and series.

    Args:
        words: the words under the bars.
        values: one number per word, (words,), or several series, (series, words).
        title: what the picture shows, in a few words.
        label: what the bars measure.
        names: a name per series, for the legend.
        top: where the scale ends; without it, a little above the highest bar. Give it where
            several pictures are to be compared, as under a slider.

    Raises:
        ValueError: the values do not fit the words.
    """
    rows = np.atleast_2d(np.asarray(values, dtype=float))  # (series, words)
    _fit(rows.shape[1], words, "values")
    figure = Figure(figsize=(max(5.5, 1.15 * len(words)), 3.2), layout="constrained")
    axes = figure.subplots()
    width = 0.8 / len(rows)
    for i, row in enumerate(rows):
        places = np.arange(len(words)) + (i - (len(rows) - 1) / 2) * width
        name = names[i] if i < len(names) else None
        style: dict[str, Any] = {
            "color": SERIES[i % len(SERIES)],
            "hatch": HATCHES[i % len(HATCHES)],
        }
        drawn = axes.bar(places, row, width * 0.94, label=name, edgecolor="white", **style)
        if len(rows) * len(words) <= 16:
            axes.bar_label(drawn, [_share(value) for value in row], padding=2, fontsize=9)
    axes.set_xticks(range(len(words)), words, fontsize=12)
    axes.set_ylabel(label)
    axes.set_title(title, loc="left")
    axes.margins(y=0.15)
    if top is not None:
        axes.set_ylim(0, top)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.spines[["top", "right"]].set_visible(False)
    if names:
        axes.legend(frameon=False)
    spoken = "; ".join(
        (f"{names[i]}: " if i < len(names) else "")
        + ", ".join(f"{word} {value:.2f}" for word, value in zip(words, row, strict=True))
        for i, row in enumerate(rows)
    )
    return Picture(figure, f"Bar chart. {title} {label.capitalize()} of each word: {spoken}.")


def heat_map(
    weights: Any,
    source: Sequence[str],
    target: Sequence[str],
    *,
    title: str = "",
    label: str = "weight",
    links: Iterable[tuple[int, int]] = (),
    possible: Iterable[tuple[int, int]] = (),
) -> Picture:
    """A grid of weights with words on both axes: a row per target word, a column per source word.

    Args:
        weights: (target, source), each row a distribution over the source words.
        source: the words that are looked at, along the top.
        target: the words that look, down the side.
        links: pairs (source index, target index) to be marked with a square, as gold links are.
        possible: more such pairs, to be marked with a dashed square where they are not in `links`.

    Raises:
        ValueError: the grid, or a link, does not fit the words.
    """
    grid = np.asarray(weights, dtype=float)  # (target, source)
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
    image = _draw_grid(axes, grid, target)
    slant: dict[str, Any] = {"rotation": 50, "ha": "left", "fontsize": 9} if crowded else {}
    axes.set_xticks(range(len(source)), source, **{"fontsize": 11, **slant})
    figure.colorbar(image, ax=axes, label=label, shrink=0.85)
    axes.set_title("\n".join(heading), loc="left", pad=12)
    spoken = f"The heaviest word in each row is: {_heaviest(grid, source, target)}."
    sure = set(links)
    for pairs, line, mark in ((sure, "-", "square"), (set(possible) - sure, "--", "dashed square")):
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
) -> Picture:
    """Several grids of weights over the same words side by side, on one colour scale.

    Args:
        panels: name -> weights (target, source), each row a distribution over the source words.
        source: the words that are looked at, along the top of each panel.
        target: the words that look, down the side.

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
        values = np.asarray(weights, dtype=float)
        if values.shape != (len(target), len(source)):
            raise ValueError(
                f"heat_maps: {name!r} has shape {values.shape}; expected"
                f" {(len(target), len(source))}, a row per target and a column per source word"
            )
        image = _draw_grid(axes, values, target)
        axes.set_xticks(range(len(source)), source, fontsize=9, rotation=40, ha="left")
        axes.set_xlabel(name, fontsize=11)
        spoken.append(f"{name}: {_heaviest(values, source, target)}")
    if image is not None:
        figure.colorbar(image, ax=list(grid), label=label, shrink=0.85)
    figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    return Picture(
        figure, f"Heat maps. {title} The heaviest word in each row: {'; '.join(spoken)}."
    )


def meaning(
    words: Sequence[str],
    vectors: Any,
    weights: Any,
    summary: Any,
    *,
    axis_names: tuple[str, str] = ("how animal-like", "how specific"),
    title: str = "",
) -> Picture:
    """Words as points on a plane, sized by their weight, and their summary as an arrow.

    Args:
        vectors: (words, 2), where each word lies.
        weights: (words,), how much each counts.
        summary: (2,), the point at which the arrow ends.

    Raises:
        ValueError: the vectors are not points on a plane, or do not fit the words.
    """
    points = np.asarray(vectors, dtype=float)
    if points.shape != (len(words), 2):
        raise ValueError(f"meaning: vectors has shape {points.shape}; expected ({len(words)}, 2)")
    share = np.asarray(weights, dtype=float)
    _fit(len(share), words, "weights")
    figure = Figure(figsize=(6, 4.6), layout="constrained")
    axes = figure.subplots()
    across, up = points.T
    sizes = np.where(share > 0, 30 + 1500 * share, 0)  # area of each disc, in points squared
    axes.scatter(across, up, s=sizes, color=BLUE, alpha=0.45)
    axes.scatter(across, up, s=12, color=BLUE)
    for word, place, value, size in zip(words, points, share, sizes, strict=True):
        axes.annotate(
            f"{word}  {_share(value)}",
            place,
            textcoords="offset points",
            xytext=(np.sqrt(size) / 2 + 4, 0),
            va="center",
            fontsize=11,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.5},
            zorder=5,  # above the arrow, which may pass behind a word
        )
    x, y = np.asarray(summary, dtype=float)
    style = {"arrowstyle": "-|>", "color": ORANGE, "linewidth": 2.5, "mutation_scale": 18}
    axes.annotate("", (x, y), (0, 0), arrowprops=style)
    axes.annotate(
        "summary", (x, y), textcoords="offset points", xytext=(8, -14), color=ORANGE, fontsize=11
    )
    reach = max(1.0, float(points.max()), x, y) * 1.15
    low = min(-0.05 * reach, 1.15 * float(points.min()))
    axes.set(xlim=(low, reach * 1.1), ylim=(low, reach), xlabel=axis_names[0], ylabel=axis_names[1])
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    alt = f"Words on a plane of {axis_names[0]} against {axis_names[1]}. {title}"
    return Picture(figure, f"{alt} The summary arrow ends at ({x:.2f}, {y:.2f}).")


def lines(
    x: Any,
    series: dict[str, Any],
    *,
    x_label: str,
    y_label: str,
    title: str = "",
    log_x: bool = False,
    log_y: bool = False,
) -> Picture:
    """Curves over a common x, each with its own colour, line style and marker.

    Args:
        x: (points,).
        series: name -> values (points,).
    """
    figure = Figure(figsize=(7.4 if len(series) > 1 else 6.0, 3.6), layout="constrained")
    axes = figure.subplots()
    if len(series) > len(SERIES):
        raise ValueError(f"lines: {len(series)} series, but only {len(SERIES)} can be told apart")
    looks = zip(SERIES, ("-", "--", "-.", ":", "-", "--"), "osD^vP", strict=True)
    for (name, values), (color, style, marker) in zip(series.items(), looks, strict=False):
        axes.plot(x, values, label=name, color=color, linestyle=style, marker=marker, markersize=4)
    axes.set(xlabel=x_label, ylabel=y_label)
    if log_x:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
    if log_y:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter("{x:g}")
    axes.set_title(title, loc="left")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    if len(series) > 1:
        axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    spoken = "; ".join(f"{k} from {v[0]:.3g} to {v[-1]:.3g}" for k, v in series.items())
    return Picture(figure, f"Curves. {title} {y_label} against {x_label}: {spoken}.")


def _fit(count: int, words: Sequence[str], name: str) -> None:
    if count != len(words):
        raise ValueError(f"{name} has {count} numbers for {len(words)} words: {list(words)}")


def _draw_grid(axes: Axes, grid: np.ndarray, target: Sequence[str]) -> AxesImage:
    """A heat map of weights (target, source), its rows named; the columns are the caller's."""
    image = axes.imshow(grid, cmap=HEAT, vmin=0, vmax=max(1.0, float(grid.max())), aspect="auto")
    axes.set_yticks(range(len(target)), target, fontsize=11)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    if grid.size <= 150:
        _write_numbers(axes, grid)
    return image


def _heaviest(grid: np.ndarray, source: Sequence[str], target: Sequence[str]) -> str:
    """For each row of weights (target, source), the source word it looks at most, in words."""
    best = grid.argmax(axis=1)
    return ", ".join(f"{word}: {source[j]}" for word, j in zip(target, best, strict=True))


def _write_numbers(axes: Axes, grid: np.ndarray) -> None:
    """Each weight in its cell, dark on light and light on dark."""
    middle = 0.55 * max(1.0, float(grid.max()))
    for (i, j), value in np.ndenumerate(grid):
        ink = "white" if value > middle else "black"
        axes.text(j, i, _share(value), ha="center", va="center", color=ink, fontsize=9)


def _share(value: float) -> str:
    """Two decimals, but never 0.00 for a weight that is only small: softmax gives no zero."""
    return "<0.01" if 0 < value < 0.005 else f"{value:.2f}"
