"""Pictures that answer to a slider or to a typed sentence; still where no widget can run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np

from helpers.kernel import kernel_shell, short_run
from helpers.plots import Picture, bars, heat_map
from helpers.real_numbers import real_numbers


def temperature_slider(
    words: Sequence[str],
    scores: Any,
    softmax_with_temperature: Callable[[np.ndarray, float], Any],
) -> Any:
    """Bars of the weights, with a slider for the temperature; without widgets, five fixed ones.

    Args:
        scores: (words,).
        softmax_with_temperature: the learner's own function of (scores, temperature).
    """
    array = real_numbers(scores)

    def draw(temperature: float) -> Picture:
        weights = softmax_with_temperature(array, temperature)
        return bars(words, weights, title=f"temperature {temperature:.2f}", top=1.1)

    fixed = (0.1, 0.5, 1.0, 3.0, 20.0)
    grid = [softmax_with_temperature(array, value) for value in fixed]
    rows = [f"temperature {value:g}" for value in fixed]
    still = heat_map(grid, words, rows, title="The colder, the sharper")
    return slider(draw, "temperature", np.geomspace(0.05, 20, 53), start=1.0, still=still)


def slider(
    draw: Callable[[float], Picture],
    name: str,
    values: Sequence[float] | np.ndarray,
    *,
    start: float,
    still: Picture | None = None,
) -> Any:
    """A picture with a slider under it; where no widget can run, a still picture.

    Args:
        draw: from the slider's value to a picture.
        name: what the slider turns.
        values: the values it can take, in order.
        start: the value shown first: the nearest of `values` is taken.
        still: what to show where widgets cannot run; default: `draw(start)`.
    """
    options = real_numbers(values).tolist()
    first = min(options, key=lambda value: abs(value - start))
    still = still or draw(first)
    if not _widgets_run():
        return still
    import ipywidgets

    control = ipywidgets.SelectionSlider(
        options=[(f"{value:.3g}", value) for value in options],
        value=first,
        description=name,
        style={"description_width": "initial"},
        layout={"width": "30em"},
    )
    image = ipywidgets.Image(value=draw(first).png(), format="png", layout={"width": "36em"})
    image.layout.object_fit = "contain"

    def redraw(change: dict[str, Any]) -> None:
        image.value = draw(change["new"]).png()

    control.observe(redraw, names="value")
    return _WidgetOrStill(ipywidgets.VBox([control, image]), still)


def sentence_box(
    draw: Callable[[str], Picture], name: str, sentences: Sequence[str], *, start: str
) -> Any:
    """A box to pick a sentence from or type one into, and a picture of it below.

    Where no widget can run, the picture of `start`.

    Args:
        draw: from a sentence to a picture; a ValueError it raises is shown in the picture's place.
        name: what is asked for.
        sentences: what can be picked.
        start: the sentence shown first.
    """
    still = draw(start)
    if not _widgets_run():
        return still
    import ipywidgets

    box = ipywidgets.Combobox(
        options=list(sentences),
        value=start,
        description=name,
        placeholder="pick one, or type your own and press Enter",
        continuous_update=False,
        style={"description_width": "initial"},
        layout={"width": "36em"},
    )
    image = ipywidgets.Image(value=still.png(), format="png", layout={"max_width": "100%"})
    image.layout.object_fit = "contain"
    message = ipywidgets.Label()

    def redraw(change: dict[str, Any]) -> None:
        try:
            image.value, message.value = draw(change["new"]).png(), ""
        except ValueError as error:
            message.value = f"Nothing to draw: {error}"

    box.observe(redraw, names="value")
    return _WidgetOrStill(ipywidgets.VBox([box, message, image]), still)


@dataclass
class _WidgetOrStill:
    """Sends a widget together with a still picture: each reader shows the one it can."""

    widget: Any
    still: Picture

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = self.still._repr_mimebundle_()
        bundle = self.widget._repr_mimebundle_(**kwargs)
        live = bundle[0] if isinstance(bundle, tuple) else bundle
        view = "application/vnd.jupyter.widget-view+json"
        return {**data, view: live[view]}, metadata


def _widgets_run() -> bool:
    """Whether a person may be there to move a slider: not while nbgrader runs the notebook."""
    if short_run():
        return False
    return kernel_shell() is not None and find_spec("ipywidgets") is not None
