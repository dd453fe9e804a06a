"""Attention laid over a picture: where a model looks, one panel for each thing it says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from helpers.plots import ORANGE, Picture
from helpers.real_numbers import real_numbers

_GLOW = LinearSegmentedColormap.from_list("glow", [(1, 1, 1, 0), ORANGE])  # clear to orange


def looks(picture: Any, weights: Any, said: Sequence[str], *, title: str = "") -> Picture:
    """A picture once for each thing said, with the weights laid over it in orange.

    The patches tile the picture: a grid of `rows` by `columns` equal boxes. The heaviest one has
    a dark frame, unless all weigh the same.

    Args:
        picture: (height, width), 0 for paper to 1 for ink.
        weights: (said, rows, columns), for each thing said a share for every patch.
        said: what was said at each step.

    Raises:
        ValueError: the weights are not one grid for each thing said, or the picture is not flat.
    """
    paper, grids = real_numbers(picture), real_numbers(weights)
    if paper.ndim != 2:
        raise ValueError(f"looks: picture has shape {paper.shape}; expected (height, width)")
    if grids.ndim != 3 or len(grids) != len(said) or not len(said):
        raise ValueError(
            f"looks: weights has shape {grids.shape}; expected ({len(said)}, rows, columns),"
            " one grid for each thing said"
        )
    height, width = paper.shape
    rows, columns = grids.shape[1:]
    across = min(2, len(said))
    down = -(-len(said) // across)
    size = (4.4 * across, 0.5 + (0.5 + 4.2 * height / width) * down)
    figure = Figure(figsize=size, layout="constrained")
    panels = figure.subplots(down, across, squeeze=False).ravel()
    spoken = []
    for axes, grid, word in zip(panels, grids, said, strict=False):
        extent = (0, width, height, 0)
        axes.imshow(paper, cmap="Greys", vmin=0, vmax=1, extent=extent)
        glow = np.clip(grid / grid.max(), 0, 1)
        axes.imshow(glow, cmap=_GLOW, vmin=0, vmax=1, alpha=0.65, extent=extent)
        axes.set_xticks([])
        axes.set_yticks([])
        if np.ptp(grid) < 1e-9:
            axes.set_title(f"reads {word}   (every patch {grid.max():.3f})", fontsize=10)
            spoken.append(f"reading {word}, none: all weigh the same")
            continue
        row, column = divmod(int(grid.argmax()), columns)
        corner = (column * width / columns, row * height / rows)
        frame = Rectangle(corner, width / columns, height / rows, fill=False, linewidth=1.6)
        axes.add_patch(frame)
        axes.set_title(f"reads {word}   (heaviest patch {grid.max():.2f})", fontsize=10)
        spoken.append(f"reading {word}, row {row + 1}, column {column + 1}")
    for unused in panels[len(said) :]:
        unused.set_visible(False)
    figure.suptitle(title, x=0.01, ha="left", fontsize=12)
    alt = f"A picture with patches shaded by weight, once for each step. {title}"
    grid_size = f"{rows} rows and {columns} columns of patches"
    return Picture(figure, f"{alt} The heaviest of {grid_size}: {'; '.join(spoken)}.")
