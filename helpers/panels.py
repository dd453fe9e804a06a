"""Figures of two panels: how the losses fell, beside what the models can then do.

A loss alone can deceive: it is drawn here together with a score on sentences never seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.picture import HATCHES, SERIES, Picture
from helpers.real_numbers import real_numbers
from helpers.smoothing import stretch_means

STYLES = ("-", "--", "-.", ":")


def losses_and_scores(
    losses: dict[str, Sequence[float]],
    scores: dict[str, Sequence[float]],
    groups: Sequence[str],
    *,
    window: int = 20,
    score_name: str = "share translated exactly",
    title: str = "",
) -> Picture:
    """On the left the training losses (logarithmic), on the right each model's scores as bars.

    Args:
        losses: name -> one loss a step; drawn as means over `window` steps. May be empty.
        scores: name -> one score from 0 to 1 a group; the names are those of `losses`, in any
            order, and others that were not trained here.
        groups: what the bars are grouped by.

    Raises:
        ValueError: no scores, a number of scores that does not fit the groups, more models than
            can be told apart, or a loss that is named nowhere among the scores.
    """
    losses, scores = _drawn(losses), _drawn(scores)
    _sound(losses, scores, groups)
    figure = Figure(figsize=(10.4, 3.8) if losses else (6.4, 3.8), layout="constrained")
    *left, right = figure.subplots(1, 2 if losses else 1, squeeze=False)[0]
    for axes in left:
        _curves(axes, losses, list(scores), window)
    _bars(right, scores, groups)
    right.set(ylabel=score_name, ylim=(0, 1.08))
    handles, labels = right.get_legend_handles_labels()
    figure.legend(handles, labels, frameon=False, loc="outside lower center", ncols=3)
    figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    fell = "; ".join(
        f"{name}: training loss from {v[0]:.3g} to {smoothed(v, window)[1][-1]:.3g}"
        for name, v in losses.items()
    )
    can = "; ".join(
        f"{name}: " + ", ".join(f"{g} {v:.2f}" for g, v in zip(groups, values, strict=True))
        for name, values in scores.items()
    )
    told = f"Losses. {fell}. " if losses else ""
    return Picture(figure, f"{title} {told}{score_name.capitalize()}. {can}.")


def smoothed(values: Sequence[float], window: int) -> tuple[list[float], list[float]]:
    """The mean of each stretch of `window` values, and the step in its middle.

    >>> smoothed([1.0, 3.0, 5.0, 7.0, 9.0], 2)
    ([1.0, 3.0, 4.5], [2.0, 6.0, 9.0])
    """
    starts = range(0, len(values), window)
    middles = [(start + min(start + window, len(values))) / 2 for start in starts]
    return middles, stretch_means(values, window)


def _curves(
    axes: Axes, losses: dict[str, Sequence[float]], order: Sequence[str], window: int
) -> None:
    """Losses over steps; a model has the colour of its place in `order`."""
    for name, values in losses.items():
        place = order.index(name)
        look: dict[str, Any] = {"color": SERIES[place], "linestyle": STYLES[place]}
        axes.plot(*smoothed(values, window), label=name, **look)
    axes.set(xlabel="step", ylabel="training loss", yscale="log")
    axes.yaxis.set_major_formatter("{x:g}")
    axes.grid(alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)


def _bars(axes: Axes, scores: dict[str, Sequence[float]], groups: Sequence[str]) -> None:
    """Scores in per cent, side by side within each group."""
    width = 0.8 / len(scores)
    for place, (name, values) in enumerate(scores.items()):
        where = np.arange(len(groups)) + (place - (len(scores) - 1) / 2) * width
        look: dict[str, Any] = {"color": SERIES[place], "hatch": HATCHES[place]}
        drawn = axes.bar(where, values, 0.94 * width, label=name, edgecolor="white", **look)
        axes.bar_label(drawn, [f"{value:.0%}" for value in values], padding=2, fontsize=8)
    axes.set_xticks(range(len(groups)), groups)
    axes.spines[["top", "right"]].set_visible(False)


def _drawn(series: dict[str, Any]) -> dict[str, Any]:
    """Each series as Python's own numbers."""
    return {name: real_numbers(values).tolist() for name, values in series.items()}


def _sound(
    losses: dict[str, Sequence[float]],
    scores: dict[str, Sequence[float]],
    groups: Sequence[str],
) -> None:
    if not 0 < len(scores) <= len(STYLES):
        raise ValueError(f"losses_and_scores: 1 to {len(STYLES)} models, got {len(scores)}")
    for name, values in scores.items():
        if len(values) != len(groups):
            raise ValueError(
                f"losses_and_scores: {name!r} has {len(values)} scores for {len(groups)} groups"
            )
    strangers = [name for name in losses if name not in scores]
    if strangers:
        raise ValueError(f"losses_and_scores: {strangers[0]!r} has losses but no scores")
