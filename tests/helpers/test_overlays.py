"""Attention over a picture: a panel a step, described in words, refused where shapes do not fit."""

import numpy as np
import pytest

from helpers import digits, overlays, plots


def grids(steps, heaviest):
    weights = np.full((steps, 3, 20), 0.5 / 59)
    weights[:, heaviest[0], heaviest[1]] = 0.5
    return weights


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_a_panel_for_each_thing_said_and_a_description(steps):
    drawn = overlays.looks(np.zeros((24, 80)), grids(steps, (1, 4)), ["4", "0", "7"][:steps], title="Reading.")
    assert isinstance(drawn, plots.Picture)
    assert drawn.png().startswith(b"\x89PNG")
    assert sum(axes.get_visible() for axes in drawn.figure.axes) == steps
    assert "Reading." in drawn.alt and "reading 4, row 2, column 5" in drawn.alt


def test_a_real_row_can_be_drawn_with_weights_that_are_all_equal():
    rows = digits.draw(1, seed=0)
    count = len(rows.digits[0])
    drawn = overlays.looks(rows.pictures[0], np.full((count, 3, 20), 1 / 60), rows.digits[0])
    assert "all weigh the same" in drawn.alt and "every patch 0.017" in drawn.figure.axes[0].get_title()


@pytest.mark.parametrize(
    ("picture", "weights", "said", "told"),
    [
        (np.zeros(24), grids(1, (0, 0)), ["1"], r"expected \(height, width\)"),
        (np.zeros((24, 80)), grids(1, (0, 0))[0], ["1"], r"expected \(1, rows, columns\)"),
        (np.zeros((24, 80)), grids(2, (0, 0)), ["1"], r"expected \(1, rows, columns\)"),
        (np.zeros((24, 80)), np.zeros((0, 3, 20)), [], "one grid for each thing said"),
    ],
)
def test_what_does_not_fit_is_refused(picture, weights, said, told):
    with pytest.raises(ValueError, match=told):
        overlays.looks(picture, weights, said)
