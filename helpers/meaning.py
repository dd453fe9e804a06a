"""The meaning plot: words as points on a plane, and their summary as an arrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.picture import BLUE, GREEN, GREY, ORANGE, Picture, fit, share
from helpers.real_numbers import real_numbers

ARROWS = (ORANGE, GREEN, "#CC79A7")
FAR = (5.0, 20.0, 36.0)  # typographic points between a disc and its label, the best first
WIDTH, HEIGHT = 396.0, 297.0  # of the plane, about, in typographic points


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
        weights: (words,), how much each counts; None where only the arrows differ, as between two
            questions in one picture.
        summary: (2,), the point at which the arrow ends; or name -> point, for several arrows.

    Raises:
        ValueError: the vectors are not points on a plane, or do not fit the words.
    """
    points = real_numbers(vectors)
    if points.shape != (len(words), 2):
        raise ValueError(f"meaning: vectors has shape {points.shape}; expected ({len(words)}, 2)")
    shares = None if weights is None else real_numbers(weights)
    fit(len(points) if shares is None else len(shares), words, "weights")
    ends = dict(summary) if isinstance(summary, Mapping) else {"summary": summary}
    ends = {name: real_numbers(end) for name, end in ends.items()}
    if len(ends) > len(ARROWS):
        raise ValueError(f"meaning: {len(ends)} arrows, but only {len(ARROWS)} can be told apart")
    figure = Figure(figsize=(WIDTH / 62, HEIGHT / 62), layout="constrained")
    axes = figure.subplots()
    high = 1.15 * max(1.0, float(points.max()), *(float(end.max()) for end in ends.values()))
    low = min(-0.18 * high, 1.15 * float(points.min()))
    axes.set(xlim=(low, high * 1.1), ylim=(low, high), xlabel=axis_names[0], ylabel=axis_names[1])
    across, up = points.T
    if shares is not None:  # the area of each disc, in points squared
        sizes = np.where(shares > 0, 30 + 1500 * shares, 0)
        axes.scatter(across, up, s=sizes, color=BLUE, alpha=0.45)
    axes.scatter(across, up, s=12, color=BLUE)
    for (_, end), color in zip(ends.items(), ARROWS, strict=False):
        style = {"arrowstyle": "-|>", "color": color, "linewidth": 2.5, "mutation_scale": 18}
        axes.annotate("", tuple(end), (0, 0), arrowprops=style)
    told = [w if shares is None else f"{w}  {share(shares[i])}" for i, w in enumerate(words)]
    radii = np.full(len(words), 3.0) if shares is None else np.sqrt(30 + 1500 * shares) / 2
    tips = np.vstack(list(ends.values()))
    _label(axes, [*told, *ends], np.vstack([points, tips]), [*radii, *[4.0] * len(tips)], tips)
    for text, color in zip(axes.texts[-len(ends) :], ARROWS, strict=False):
        text.set_color(color)
    axes.set_title(title, loc="left")
    axes.spines[["top", "right"]].set_visible(False)
    spoken = "; ".join(f"{name} arrow ends at ({x:.2f}, {y:.2f})" for name, (x, y) in ends.items())
    alt = f"Words on a plane of {axis_names[0]} against {axis_names[1]}. {title}"
    return Picture(figure, f"{alt} The {spoken}.")


def _label(
    axes: Axes,
    labels: Sequence[str],
    points: np.ndarray,
    radii: Sequence[float],
    tips: np.ndarray,
) -> None:
    """Write each label beside its point, where no arrow, disc or other label is.

    Args:
        points: (labels, 2), what each label belongs to.
        radii: how far from it a label must stay, in typographic points.
        tips: (arrows, 2), the ends of arrows that begin at the origin.
    """
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    corner, scale = np.array([left, low]), np.array([WIDTH / (right - left), HEIGHT / (high - low)])
    places = (points - corner) * scale
    along = np.linspace(0, 1, 60)[:, None, None]
    arrows = ((along * tips - corner) * scale).reshape(-1, 2)
    taken: list[tuple[float, float, float, float]] = []
    for label, place, radius in zip(labels, places, radii, strict=True):
        size = np.array([6.2 * len(label), 13.0])

        def box(spot: np.ndarray, size: np.ndarray = size) -> tuple[float, float, float, float]:
            return (*spot, *(spot + size))

        def crowd(spot: np.ndarray) -> float:
            """How much of what must stay readable a label in this place would cover."""
            a, b, c, d = box(spot)
            crossed = _inside(arrows, a - 2, b - 2, c + 2, d + 2)
            others = sum(a < e and x < c and b < f and y < d for x, y, e, f in taken)
            outside = a < 0 or b < 0 or c > WIDTH or d > HEIGHT
            return crossed + 20 * others + 10 * _inside(places, a, b, c, d) + 40 * outside

        sides = [np.array(side) for side in product((1, -1, 0), (0, 1, -1)) if any(side)]
        spots = [
            (far, place + side * (radius + far) - size * (1 - side) / 2)
            for far, side in product(FAR, sides)
        ]
        far, best = min(spots, key=lambda spot: crowd(spot[1]) + spot[0] / 10)
        if far > FAR[0]:  # a thin line, so that one sees whose label it is
            ends = np.array([place, np.clip(place, best, best + size)]) / scale + corner
            axes.plot(*ends.T, color=GREY, linewidth=0.6, zorder=1)
        taken.append(box(best))
        x, y = best / scale + corner
        axes.text(x, y, label, fontsize=11, va="bottom", ha="left", zorder=5)


def _inside(points: np.ndarray, a: float, b: float, c: float, d: float) -> int:
    """How many points (points, 2) lie in the box from (a, b) to (c, d)."""
    return int(((points > [a, b]) & (points < [c, d])).all(axis=1).sum())
