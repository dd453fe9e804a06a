"""Every picture of the course: bars over words, heat maps, the meaning plot, curves.

Each function returns a `Picture`: an image that carries its own description (alt text), shows
itself as the last line of a notebook cell, and can be saved. Colours come from palettes that
colour-blind readers can tell apart and that keep their order in greyscale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from helpers.heat_maps import heat_map, heat_maps
from helpers.meaning import meaning
from helpers.picture import BLUE, GREEN, GREY, HATCHES, ORANGE, SERIES, Picture, fit, share
from helpers.real_numbers import real_numbers

__all__ = [
    "BLUE", "GREEN", "GREY", "ORANGE", "Picture",
    "bars", "heat_map", "heat_maps", "lines", "meaning",
]  # fmt: skip


def bars(
    words: Sequence[str],
    values: Any,
    *,
    title: str = "",
    label: str = "weight",
    names: Sequence[str] = (),
    top: float | None = None,
    levels: Mapping[str, float] | None = None,
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
        levels: name -> height of a dashed line across the picture, such as what chance gives.

    Raises:
        ValueError: the values do not fit the words.
    """
    rows = np.atleast_2d(real_numbers(values))  # (series, words)
    fit(rows.shape[1], words, "values")
    levels = {name: float(real_numbers(height)) for name, height in (levels or {}).items()}
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
            axes.bar_label(drawn, [share(value) for value in row], padding=2, fontsize=9)
    axes.set_xticks(range(len(words)), words, fontsize=12)
    axes.set_ylabel(label)
    axes.set_title(title, loc="left")
    axes.margins(y=0.15)
    if top is not None:
        axes.set_ylim(0, float(real_numbers(top)))
    axes.axhline(0, color="black", linewidth=0.8)
    for name, height in levels.items():
        axes.axhline(height, color=GREY, linestyle="--", linewidth=1.2, label=name)
    axes.spines[["top", "right"]].set_visible(False)
    if names or levels:
        axes.legend(frameon=False)
    spoken = "; ".join(
        (f"{names[i]}: " if i < len(names) else "")
        + ", ".join(f"{word} {value:.2f}" for word, value in zip(words, row, strict=True))
        for i, row in enumerate(rows)
    )
    spoken += "".join(f"; {name}: {height:.2f}" for name, height in levels.items())
    return Picture(figure, f"Bar chart. {title} {label.capitalize()} of each word: {spoken}.")


def lines(
    x: Any,
    series: dict[str, Any],
    *,
    x_label: str,
    y_label: str,
    title: str = "",
    log_x: bool = False,
    log_y: bool = False,
    range_y: tuple[float, float] | None = None,
    joined: bool = True,
    marks: Mapping[str, float] | None = None,
    ticks: Mapping[float, str] | None = None,
) -> Picture:
    """Curves over a common x, each with its own colour, line style and marker.

    Args:
        x: (points,): numbers, or words.
        series: name -> values (points,).
        range_y: where the scale begins and ends; give it where pictures are to be compared.
        joined: whether a line leads from point to point; it should not where x has no order.
        marks: name -> x of a dotted line from bottom to top.
        ticks: x -> what is written below it, in place of ticks at round numbers.
    """
    series = {name: real_numbers(values) for name, values in series.items()}
    x = x if all(isinstance(value, str) for value in x) else real_numbers(x)
    figure = Figure(figsize=(7.4 if len(series) > 1 else 6.0, 3.6), layout="constrained")
    axes = figure.subplots()
    if len(series) > len(SERIES):
        raise ValueError(f"lines: {len(series)} series, but only {len(SERIES)} can be told apart")
    looks = zip(SERIES, ("-", "--", "-.", ":", "-", "--"), "osD^vP", strict=True)
    for (name, values), (color, style, marker) in zip(series.items(), looks, strict=False):
        style = style if joined else ""
        size = 4 if joined else 7
        axes.plot(x, values, label=name, color=color, ls=style, marker=marker, markersize=size)
    for name, place in (marks or {}).items():
        place = float(real_numbers(place))
        axes.axvline(place, color=GREY, linestyle=":", linewidth=1.2)
        axes.annotate(
            name, (place, 1), xycoords=("data", "axes fraction"), xytext=(4, -10),
            textcoords="offset points", fontsize=9, color=GREY,
        )  # fmt: skip
    axes.set(xlabel=x_label, ylabel=y_label)
    if log_x:
        axes.set_xscale("log")
        axes.xaxis.set_major_formatter("{x:g}")
    if log_y:
        axes.set_yscale("log")  # with powers of ten, and not 0.0001 beside 1e-05
        drawn = [value for values in series.values() for value in values if value > 0]
        if drawn and max(drawn) < 100 * min(drawn):  # too few powers of ten to read off
            axes.set_yscale("log", base=2)
            axes.yaxis.set_major_formatter("{x:g}")
    if range_y is not None:
        low, high = real_numbers(range_y)
        room = 0.03 * (high - low)  # for the markers of points at an end
        axes.set_ylim(low - room, high + room)
    if ticks is not None:
        axes.set_xticks(real_numbers(list(ticks)), list(ticks.values()))
        axes.xaxis.set_minor_locator(NullLocator())
    axes.set_title(title, loc="left")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    if len(series) > 1:
        axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    spoken = "; ".join(f"{k} from {v[0]:.3g} to {v[-1]:.3g}" for k, v in series.items())
    return Picture(figure, f"Curves. {title} {y_label} against {x_label}: {spoken}.")
