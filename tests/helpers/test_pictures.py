"""Pictures: they carry a description, refuse data that does not fit, and fall back to stills."""

import warnings

import matplotlib.colors
import numpy as np
import pytest

from grading.authoring.lesson import read_lesson
from grading.measuring import readme_picture
from helpers import overlays, panels, plots, sliders
from helpers.corpus import THE_SENTENCE
from helpers.real_numbers import real_numbers

WORDS = ["The", "dog", "barks"]
PNG = b"\x89PNG\r\n\x1a\n"


def softmax(scores, temperature):
    powers = np.exp(scores / temperature)
    return powers / powers.sum()


@pytest.mark.parametrize(
    "picture",
    [
        plots.bars(WORDS, [0.2, 0.5, 0.3], title="One series."),
        plots.bars(WORDS, [[0.2, 0.5, 0.3], [1, 0, 0]], names=["a", "b"]),
        plots.heat_map([[0.2, 0.5, 0.3], [0.1, 0.8, 0.1]], WORDS, ["Le", "chien"]),
        plots.heat_maps({"a": [[0.2, 0.5, 0.3]], "b": [[1, 0, 0]], "c": [[0, 0, 1]]}, WORDS, ["Le"]),
        plots.meaning(WORDS, [[0, 0], [1, 2], [3, 1]], [0.2, 0.5, 0.3], [1.4, 1.3]),
        panels.losses_and_scores({}, {"a": [0.2, 0.3]}, ["short", "long"], title="Bars alone."),
        plots.lines([1, 2, 4], {"dog": [0.1, 0.2, 0.3]}, x_label="x", y_label="y", log_x=True),
    ],
)
def test_every_picture_is_a_png_with_words_for_who_cannot_see_it(picture):
    data, metadata = picture._repr_mimebundle_()
    assert data["image/png"].startswith(PNG)
    assert len(data["text/plain"]) > 20
    assert metadata["image/png"]["alt"] == data["text/plain"]


def test_links_are_squares_around_their_cells_and_are_told_in_words():
    picture = plots.heat_map(np.eye(2, 3), WORDS, ["Le", "chien"], links={(1, 1), (2, 0)})
    boxes = [patch.get_bbox().get_points().mean(axis=0) for patch in picture.figure.axes[0].patches]
    assert np.allclose(boxes, [[2, 0], [1, 1]])  # x is the source word, y the target word
    assert "square: Le: barks, chien: dog" in picture.alt
    assert "square" not in plots.heat_map(np.eye(2, 3), WORDS, ["Le", "chien"]).alt


def test_possible_links_are_dashed_squares_where_they_are_not_sure():
    sure, possible = {(1, 1)}, {(1, 1), (2, 0)}
    picture = plots.heat_map(np.eye(2, 3), WORDS, ["Le", "chien"], links=sure, possible=possible)
    drawn = [(*patch.get_bbox().get_points().mean(axis=0), patch.get_linestyle()) for patch in picture.figure.axes[0].patches]
    assert drawn == [(1, 1, "-"), (2, 0, "--")]
    assert "with a square: chien: dog." in picture.alt and "with a dashed square: Le: barks." in picture.alt


def test_the_description_tells_what_the_picture_shows():
    alt = plots.heat_map([[0.2, 0.5, 0.3], [0.7, 0.2, 0.1]], WORDS, ["Le", "chien"]).alt
    assert "Le: dog" in alt and "chien: The" in alt


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        (lambda: plots.bars(WORDS, [1, 2]), "2 numbers for 3 words"),
        (lambda: plots.heat_map(np.ones((3, 2)), WORDS, ["Le", "chien"]), r"expected shape \(2, 3\)"),
        (lambda: plots.heat_map(np.ones((0, 3)), WORDS, []), "0 target and 3 source words"),
        (lambda: plots.heat_map(np.eye(1, 3), WORDS, ["Le"], links=[(0, 1)]), r"link \(0, 1\)"),
        (lambda: plots.heat_map(np.eye(1, 3), WORDS, ["Le"], possible=[(3, 0)]), r"link \(3, 0\)"),
        (lambda: plots.heat_maps({"a": np.ones((1, 2))}, WORDS, ["Le"]), r"expected \(1, 3\)"),
        (lambda: plots.lines([1], {str(i): [1] for i in range(7)}, x_label="", y_label=""), "7 series"),
        (lambda: plots.meaning(WORDS, np.ones((3, 3)), [1, 1, 1], [0, 0]), r"expected \(3, 2\)"),
    ],
)
def test_data_that_does_not_fit_is_refused_with_the_shapes(draw, told):
    with pytest.raises(ValueError, match=told):
        draw()


def test_cells_that_are_nearly_empty_are_left_blank_and_excluded_ones_are_grey():
    picture = plots.heat_map([[0.001, 0.989, 0.01], [0.5, 0.5, 0]], WORDS, ["Le", "chien"], mask=[True, True, False])
    axes = picture.figure.axes[0]
    assert sorted(text.get_text() for text in axes.texts) == ["0.50", "0.50", "0.99"]
    shown = axes.images[0].get_array()
    assert shown.mask.tolist() == [[False, False, True]] * 2


def test_the_axes_of_a_heat_map_say_what_the_words_are():
    axes = plots.heat_map(np.eye(2, 3), WORDS, ["Le", "chien"], axes_named=("English", "French")).figure.axes[0]
    assert "English" in axes.texts[-1].get_text() + axes.texts[0].get_text() + "".join(t.get_text() for t in axes.texts)
    assert axes.get_ylabel() == "French"


def boxes(axes):
    """Where the texts of a picture stand, once it is drawn."""
    axes.figure.draw_without_rendering()
    return {text.get_text(): text.get_window_extent() for text in axes.texts if text.get_text()}


@pytest.mark.parametrize("summary", [[0.41, 0.344], [0.9, 0.6], {"what?": [0.7, 0.4], "which?": [0.8, 0.8]}])
def test_no_label_of_a_word_lies_on_an_arrow_or_on_another_label(summary):
    words = ["The", "dog", "is", "a", "Labrador"]
    points = [[0.08, 0.22], [0.95, 0.40], [0.15, 0.03], [0.02, 0.12], [0.85, 0.95]]
    axes = plots.meaning(words, points, [0.2] * 5, summary).figure.axes[0]
    found = boxes(axes)
    ends = list(summary.values()) if isinstance(summary, dict) else [summary]
    for label, box in found.items():
        for end in ends:
            walk = axes.transData.transform(np.linspace([0, 0], end, 200))
            assert not any(box.contains(*place) for place in walk), label
        assert sum(box.overlaps(other) for other in found.values()) == 1, label  # itself


def test_losses_are_drawn_beside_what_the_models_can_do():
    scores = {"honest": [1.0, 0.9], "peeking": [0.0, 0.0], "from a paper": [0.5, 0.4]}
    picture = panels.losses_and_scores({"peeking": [2.0, 0.01] * 20, "honest": [3.0, 1.0] * 20}, scores, ["short", "long"], window=2)
    left, right = picture.figure.axes
    colours = {line.get_label(): line.get_color() for line in left.lines}
    bars = {drawn.get_label(): drawn.patches for drawn in right.containers}
    assert [[bar.get_height() for bar in bars[name]] for name in scores] == list(scores.values())
    for name in ("honest", "peeking"):  # a model has one colour in both panels
        assert colours[name] == matplotlib.colors.to_hex(bars[name][0].get_facecolor()).upper()
    assert "peeking: training loss from 2 to 1" in picture.alt and "peeking: short 0.00, long 0.00" in picture.alt


@pytest.mark.parametrize(
    ("losses", "scores", "told"),
    [
        ({}, {}, "1 to 4 models"),
        ({}, {"a": [0.5]}, "1 scores for 2 groups"),
        ({"b": [1.0]}, {"a": [0.5, 0.5]}, "'b' has losses but no scores"),
    ],
)
def test_losses_and_scores_that_do_not_fit_are_refused(losses, scores, told):
    with pytest.raises(ValueError, match=told):
        panels.losses_and_scores(losses, scores, ["short", "long"])


def test_without_a_kernel_a_slider_is_a_still_picture():
    still = sliders.temperature_slider(WORDS, [1.0, 2.0, 3.0], softmax)
    assert isinstance(still, plots.Picture)
    assert "temperature 0.1" in still.figure.axes[0].get_yticklabels()[0].get_text()


def test_lesson_00_and_the_readme_show_what_was_saved_and_what_their_texts_say():
    path = readme_picture.ROOT / "lessons" / "00_start_here.py"
    cells = [c for c in read_lesson(path).cells if "plots.heat_map(" in c.source]
    looked = readme_picture.saved()
    for cell, name in zip(cells, ("recurrent", "crossing"), strict=True):
        saved, shown = looked[name], {}
        exec(cell.source.partition("plots.heat_map(")[0], shown)
        assert {name: shown[name] for name in saved} == saved
        assert np.allclose(np.sum(saved["weights"], axis=1), 1, atol=0.005)
    crossing = looked["crossing"]
    readme = (readme_picture.ROOT / "README.md").read_text(encoding="utf-8")
    assert readme_picture.PATH.exists() and str(readme_picture.PATH.relative_to(readme_picture.ROOT)) in readme
    for name in ("recurrent", "transformer"):
        saved = looked[name]
        heaviest = np.argmax(saved["weights"], axis=1)
        links = {(int(source), target) for target, source in enumerate(heaviest)}
        said = {(source, target) for source, target in links if saved["english"][source] != "."}
        for source, target in said:
            assert f"{saved['french'][target]} " in readme and saved["english"][source] in readme
        beside = links - THE_SENTENCE.sure - THE_SENTENCE.possible  # the README says so, and why
        assert beside == ({(1, 0)} if name == "transformer" else set())
    looks = dict(zip(crossing["french"], np.argmax(crossing["weights"], axis=1), strict=True))
    assert crossing["english"][looks["chien"]] == "dog" and crossing["english"][looks["noir"]] == "black"
    assert looks["chien"] > looks["noir"]


def test_a_long_sentence_is_drawn_within_a_page():
    words = [f"word{i}" for i in range(45)]
    assert plots.heat_map(np.eye(45), words, words).figure.get_size_inches()[0] < 20
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns when nothing is left of the grid
        picture = plots.heat_map(np.eye(60, 4), words[:4], [*words, *words[:15]], title=" ".join(words))
        assert picture.png().startswith(PNG)


def test_without_a_kernel_a_sentence_box_is_the_picture_of_its_first_sentence():
    drawn = sliders.sentence_box(lambda text: plots.bars([text], [1]), "sentence", ["a", "b"], start="b")
    assert isinstance(drawn, plots.Picture) and "b 1.00" in drawn.alt


def test_in_a_kernel_a_typed_sentence_is_drawn_and_one_that_cannot_be_is_told(monkeypatch):
    monkeypatch.setattr(sliders, "_widgets_run", lambda: True)

    def draw(text):
        if not text:
            raise ValueError("no word in it")
        return plots.bars([text], [1])

    box, message, image = sliders.sentence_box(draw, "sentence", ["a", "b"], start="a").widget.children
    before = image.value
    box.value = "c"
    assert image.value != before and message.value == ""
    drawn = image.value
    box.value = ""
    assert image.value == drawn and "no word in it" in message.value


class OnADevice:
    """What PyTorch gives of a tensor that lies elsewhere: numpy cannot have it before `cpu()`."""

    def __init__(self, tensor):
        self.tensor, self.shape = tensor, tensor.shape

    def detach(self):
        return OnADevice(self.tensor.detach())

    def cpu(self):
        return self.tensor

    def __array__(self, *_, **__):
        raise TypeError("can't convert cuda:0 device type tensor to numpy")


SHARES = [[0.25, 0.5, 0.25], [0.125, 0.75, 0.125]]  # bfloat16 holds them exactly
FORMS = {
    "tracked": lambda torch: torch.tensor(SHARES, requires_grad=True),
    "worked out of tracked ones": lambda torch: torch.tensor(SHARES, requires_grad=True) * 1,
    "a parameter": lambda torch: torch.nn.Parameter(torch.tensor(SHARES)),
    "bfloat16": lambda torch: torch.tensor(SHARES, dtype=torch.bfloat16, requires_grad=True),
    "float16": lambda torch: torch.tensor(SHARES, dtype=torch.float16),
    "on a device": lambda torch: OnADevice(torch.tensor(SHARES, requires_grad=True)),
    "of inference": lambda torch: torch.inference_mode()(lambda: torch.tensor(SHARES) * 1)(),
    "negated views": lambda torch: torch.complex(torch.zeros(2, 3).double(), -torch.tensor(SHARES).double()).conj().imag,
    "sparse": lambda torch: torch.tensor(SHARES).to_sparse(),
    "rows": lambda torch: [torch.tensor(row, requires_grad=True) for row in SHARES],
    "numbers": lambda torch: tuple([torch.tensor(x, requires_grad=True) for x in row] for row in SHARES),
    "numpy's numbers": lambda torch: [[np.float16(x) for x in row] for row in SHARES],
    "numpy's long floats": lambda torch: np.array(SHARES, dtype=np.longdouble),
    "objects": lambda torch: np.array(SHARES, dtype=object),
    "a view of a dictionary": lambda torch: dict(enumerate(SHARES)).values(),
}


@pytest.mark.parametrize("form", FORMS)
def test_pictures_are_drawn_from_whatever_holds_numbers(form):
    torch = pytest.importorskip("torch")
    shares = FORMS[form](torch)
    first = next(iter(shares)) if not hasattr(shares, "shape") else real_numbers(shares)[0]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.array_equal(real_numbers(shares), SHARES)
        heat = plots.heat_map(shares, WORDS, ["Le", "chien"], mask=shares)
        several = plots.heat_maps({"a": shares}, WORDS, ["Le", "chien"], masks={"a": shares})
        bars = plots.bars(WORDS, shares)
        one = plots.bars(WORDS, first)
    for picture in (heat, several):
        assert np.array_equal(picture.figure.axes[0].images[0].get_array(), SHARES)
    heights = [[bar.get_height() for bar in drawn] for drawn in bars.figure.axes[0].containers]
    assert heights == SHARES
    assert [bar.get_height() for bar in one.figure.axes[0].containers[0]] == SHARES[0]


def test_every_other_number_of_a_picture_may_be_tracked_too():
    torch = pytest.importorskip("torch")

    def tracked(*numbers):
        return torch.tensor(numbers[0] if len(numbers) == 1 else numbers, requires_grad=True)

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = plots.bars(WORDS, [1, 2, 3], levels={"chance": tracked(0.5)}, top=tracked(4.0))
        assert drawn.figure.axes[0].get_ylim() == (0, 4) and "chance: 0.50" in drawn.alt
        x, y = tracked(1.0, 2.0, 4.0), tracked(0.5, 0.25, 0.125)
        drawn = plots.lines(
            x, {"loss": y}, x_label="x", y_label="y", log_y=True, range_y=tracked(0.1, 1.0),
            marks={"here": tracked(2.0)}, ticks={tracked(1.0): "one"},
        )  # fmt: skip
        assert np.array_equal(drawn.figure.axes[0].lines[0].get_xydata(), [[1, 0.5], [2, 0.25], [4, 0.125]])
        assert "loss from 0.5 to 0.125" in drawn.alt
        links = torch.tensor([[1, 1], [1, 1]])
        drawn = plots.heat_map(torch.eye(2, 3), WORDS, ["Le", "chien"], links=links, possible=links)
        assert "square: chien: dog." in drawn.alt and "dashed" not in drawn.alt
        drawn = plots.meaning(WORDS, tracked([[0.0, 0], [1, 2], [3, 1]]), tracked(0.25, 0.5, 0.25), tracked(1.5, 1.25))
        assert "ends at (1.50, 1.25)" in drawn.alt
        drawn = overlays.looks(tracked([[0.0, 1.0]]), tracked([[[0.25, 0.75]]]), ["1"])
        assert "row 1, column 2" in drawn.alt
        losses = [tracked(2.0), tracked(1.0)]  # nobody called item()
        drawn = panels.losses_and_scores({"a": losses}, {"a": tracked(0.25, 0.5)}, ["short", "long"], window=1)
        assert "from 2 to 1" in drawn.alt and "short 0.25, long 0.50" in drawn.alt
        still = sliders.temperature_slider(WORDS, tracked(1.0, 2.0, 3.0), lambda s, t: torch.softmax(torch.tensor(s) / t, -1))
        assert isinstance(still, plots.Picture)
        still = sliders.slider(lambda value: plots.bars(["a"], [value]), "x", tracked(1.0, 2.0), start=tracked(1.6))
        assert "a 2.00" in still.alt


def test_words_along_a_curve_stay_words():
    drawn = plots.lines(["a", "b"], {"y": [1, 2]}, x_label="", y_label="")
    drawn.figure.draw_without_rendering()
    assert [tick.get_text() for tick in drawn.figure.axes[0].get_xticklabels()] == ["a", "b"]


@pytest.mark.parametrize("values", [[1j, 2, 3], [[1, 2], [3]], ["a", "b", "c"], None])
def test_what_holds_no_real_numbers_is_refused(values):
    with pytest.raises((ValueError, TypeError)):
        plots.bars(WORDS, values)
