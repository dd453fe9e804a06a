"""Rows of digits, drawn by the course itself: pictures to read, and where each digit lies in them.

Three to five digits stand in a row, in one of three styles of pen strokes, each row with its own
slant, thickness, ink and noise, each digit with its own size and height. The first digit starts
anywhere and the gaps differ, so that a digit's place cannot be told from its number in the row.
The same seed gives the same pictures.

>>> rows = draw(2, seed=1)
>>> rows.pictures.shape, len(rows.digits)
((2, 24, 80), 2)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Stroke = list[list[float]]  # points [x, y] that a pen passes through
Style = tuple[list[Stroke], ...]  # the strokes of the ten digits

HEIGHT, WIDTH = 24, 80  # pixels of a picture
FEWEST, MOST = 3, 5  # digits in a row
STYLES = ("round", "square", "hand")
_WINDOW = 18  # columns around a digit in which its strokes are drawn
_GAP = 2.0  # pixels between two digits, at the least
_CHUNK = 512  # digits drawn at once, to bound the memory


@dataclass(frozen=True)
class Rows:
    """Pictures of rows of digits, with what they show and where."""

    pictures: np.ndarray  # (count, HEIGHT, WIDTH), 0 for paper to 1 for ink
    digits: list[str]  # "4071", ...: three to five digits a picture
    boxes: np.ndarray  # (count, MOST, 4): top, bottom, left, right in pixels; nan: no such digit
    styles: list[str]  # one of STYLES a picture

    def __len__(self) -> int:
        return len(self.digits)


def draw(count: int, seed: int) -> Rows:
    """Draw `count` rows of digits.

    Raises:
        ValueError: `count` is below 1.
    """
    if count < 1:
        raise ValueError(f"count must be 1 or more, got {count}")
    rng = np.random.default_rng(seed)
    lengths = rng.integers(FEWEST, MOST + 1, size=count)
    there = np.arange(MOST) < lengths[:, None]  # (count, MOST)
    values = rng.integers(0, 10, size=(count, MOST))
    style = rng.integers(0, len(STYLES), size=count)
    pen = rng.uniform(0.55, 1.05, size=count)  # half the thickness of a stroke, in pixels
    slant = rng.uniform(-0.2, 0.3, size=count)  # how far the top leans, as a part of the height
    tall = rng.uniform(11.0, 15.0, size=(count, 1)) + rng.uniform(-1, 1, size=(count, MOST))
    wide = tall * rng.uniform(0.4, 0.58, size=(count, MOST))
    ends = _ENDS[style[:, None], values]  # (count, MOST, segments, 2, 2)
    x = ends[..., 0] * wide[..., None, None]
    x = x + slant[:, None, None, None] * (0.5 - ends[..., 1]) * tall[..., None, None]
    x = x - x.min(axis=(2, 3), keepdims=True)  # each digit starts at 0
    width = x.max(axis=(2, 3)) + 2 * pen[:, None]  # of the ink
    left = _places(rng, np.where(there, width, 0.0), there)
    room = HEIGHT - tall - 2 * pen[:, None]
    top = pen[:, None] + room * rng.uniform(0.2, 0.8, size=(count, MOST))
    x = x + (left + pen[:, None])[..., None, None]
    y = ends[..., 1] * tall[..., None, None] + top[..., None, None]
    which = np.flatnonzero(there)
    which = which[np.argsort(_COUNTS[style[:, None], values].ravel()[which], kind="stable")]
    row = which // MOST
    paper = _ink(
        x.reshape(-1, *x.shape[2:])[which],
        y.reshape(-1, *y.shape[2:])[which],
        _COUNTS[style[:, None], values].ravel()[which],
        pen[row],
        row,
        count,
    )
    paper *= rng.uniform(0.7, 1.0, size=(count, 1, 1))
    noise = rng.normal(size=paper.shape) * rng.uniform(0.02, 0.12, size=(count, 1, 1))
    boxes = np.stack([y.min(axis=(2, 3)), y.max(axis=(2, 3)), left, left + width], axis=-1)
    boxes[..., 0] -= pen[:, None]
    boxes[..., 1] += pen[:, None]
    return Rows(
        pictures=np.clip(paper + noise, 0, 1).astype(np.float32),
        digits=["".join(map(str, v[:n])) for v, n in zip(values, lengths, strict=True)],
        boxes=np.where(there[..., None], boxes, np.nan),
        styles=[STYLES[number] for number in style],
    )


def _places(rng: np.random.Generator, width: np.ndarray, there: np.ndarray) -> np.ndarray:
    """The left end of each digit, (count, MOST): what room is left is dealt out at random."""
    count = len(width)
    lengths = there.sum(axis=1)
    room = WIDTH - 1 - width.sum(axis=1) - _GAP * (lengths - 1)  # (count,)
    parts = rng.exponential(size=(count, MOST + 1))  # before, between and behind the digits
    parts *= np.arange(MOST + 1) <= lengths[:, None]
    gaps = np.maximum(room, 0)[:, None] * parts / parts.sum(axis=1, keepdims=True)
    before = np.cumsum(gaps[:, :MOST], axis=1) + _GAP * np.arange(MOST)
    left: np.ndarray = 0.5 + before + np.cumsum(width, axis=1) - width
    return left


def _ink(
    x: np.ndarray,
    y: np.ndarray,
    pieces: np.ndarray,
    pen: np.ndarray,
    rows: np.ndarray,
    count: int,
) -> np.ndarray:
    """Paper (count, HEIGHT, WIDTH) with every digit's strokes on the row it belongs to.

    Args:
        x, y: (digits, segments, 2), both ends of every straight piece of stroke, in pixels.
        pieces: (digits,), how many of the segments count; from few to many, so that digits
            drawn together have about as many.
        pen: (digits,), half the thickness.
        rows: (digits,), on which paper each is drawn.
    """
    paper = np.zeros((count, HEIGHT, WIDTH + _WINDOW), dtype=np.float32)
    first = np.floor(x.min(axis=(1, 2))).astype(int) - 2  # leftmost column of each window
    down = np.arange(HEIGHT, dtype=np.float32)[:, None] + 0.5  # middles of the pixels
    along = np.arange(_WINDOW, dtype=np.float32)[None, :] + 0.5
    for start in range(0, len(x), _CHUNK):
        part = slice(start, start + _CHUNK)
        ax, bx = np.moveaxis((x[part] - first[part, None, None]).astype(np.float32), 2, 0)
        ay, by = np.moveaxis(y[part].astype(np.float32), 2, 0)  # (chunk, segments)
        near = np.full((len(ax), HEIGHT, _WINDOW), np.inf, dtype=np.float32)
        for s in range(pieces[part].max()):
            px, py = (c[:, s, None, None] for c in (ax, ay))
            dx, dy = bx[:, s, None, None] - px, by[:, s, None, None] - py
            length = np.maximum(dx * dx + dy * dy, 1e-9)
            on = np.clip(((along - px) * dx + (down - py) * dy) / length, 0, 1)
            np.minimum(near, (px + on * dx - along) ** 2 + (py + on * dy - down) ** 2, out=near)
        ink = np.clip(pen[part, None, None] + 0.5 - np.sqrt(near), 0, 1)
        columns = np.maximum(first[part], 0)[:, None] + np.arange(_WINDOW)
        ink = _shifted(ink, first[part])
        np.maximum.at(paper, (rows[part, None, None], np.arange(HEIGHT)[:, None],
                              columns[:, None, :]), ink)  # fmt: skip
    return paper[:, :, :WIDTH]


def _shifted(ink: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Windows that begin left of the paper lose the columns that lie outside."""
    out = np.zeros_like(ink)
    for missing in range(3):
        chosen = np.maximum(-first, 0) == missing
        out[chosen, :, : ink.shape[2] - missing] = ink[chosen, :, missing:]
    return out


def _loop(x: float, y: float, across: float, down: float, pieces: int = 10) -> Stroke:
    """A closed oval around (x, y)."""
    angles = np.linspace(0, 2 * np.pi, pieces + 1)
    return [[x + across * np.sin(a), y - down * np.cos(a)] for a in angles]


# Each digit as strokes through points (x, y) in a box from (0, 0), top left, to (1, 1).
_SIX: Stroke = [[0.85, 0.05], [0.45, 0.1], [0.1, 0.45], [0.03, 0.72], [0.2, 0.95], [0.5, 1],
        [0.85, 0.93], [0.97, 0.7], [0.82, 0.48], [0.5, 0.42], [0.1, 0.6]]  # fmt: skip
_SQUARE_SIX: Stroke = [[1, 0], [0, 0], [0, 1], [1, 1], [1, 0.5], [0, 0.5]]
_ROUND: Style = (
    [_loop(0.5, 0.5, 0.5, 0.5)],
    [[[0.2, 0.2], [0.6, 0], [0.6, 1]]],
    [[[0.05, 0.25], [0.2, 0.05], [0.5, 0], [0.85, 0.08], [0.95, 0.3], [0.8, 0.5], [0, 1], [1, 1]]],
    [[[0.05, 0.1], [0.4, 0], [0.85, 0.08], [0.9, 0.3], [0.7, 0.46], [0.4, 0.5], [0.75, 0.54],
      [0.95, 0.72], [0.85, 0.93], [0.45, 1], [0.03, 0.9]]],
    [[[0.75, 1], [0.75, 0], [0, 0.7], [1, 0.7]]],
    [[[0.9, 0], [0.15, 0], [0.1, 0.45], [0.5, 0.4], [0.9, 0.52], [0.95, 0.75], [0.75, 0.97],
      [0.4, 1], [0.03, 0.9]]],
    [_SIX],
    [[[0, 0], [1, 0], [0.4, 1]]],
    [_loop(0.5, 0.25, 0.42, 0.25, 8), _loop(0.5, 0.75, 0.5, 0.25, 8)],
    [[[1 - x, 1 - y] for x, y in _SIX]],
)  # fmt: skip
_SQUARE: Style = (
    [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]],
    [[[0.2, 0], [0.5, 0], [0.5, 1]], [[0.1, 1], [0.9, 1]]],
    [[[0, 0], [1, 0], [1, 0.5], [0, 0.5], [0, 1], [1, 1]]],
    [[[0, 0], [1, 0], [1, 1], [0, 1]], [[0.2, 0.5], [1, 0.5]]],
    [[[0, 0], [0, 0.5], [1, 0.5]], [[1, 0], [1, 1]]],
    [[[1, 0], [0, 0], [0, 0.5], [1, 0.5], [1, 1], [0, 1]]],
    [_SQUARE_SIX],
    [[[0, 0], [1, 0], [1, 1]]],
    [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]], [[0, 0.5], [1, 0.5]]],
    [[[1 - x, 1 - y] for x, y in _SQUARE_SIX]],
)
_HAND: Style = (
    [_loop(0.5, 0.5, 0.42, 0.5)],
    [[[0.1, 0.3], [0.55, 0], [0.55, 1]], [[0.15, 1], [0.95, 1]]],
    [[[0.1, 0.2], [0.5, 0], [0.9, 0.25], [0.6, 0.6], [0.1, 0.95], [0.5, 0.9], [1, 1]]],
    [[[0.05, 0], [0.9, 0], [0.45, 0.4], [0.85, 0.55], [0.95, 0.78], [0.7, 0.98], [0.3, 1],
      [0.02, 0.87]]],
    [[[0.2, 0], [0.05, 0.55], [1, 0.55]], [[0.7, 0.15], [0.65, 1]]],
    [[[0.95, 0], [0.25, 0.02], [0.15, 0.42], [0.6, 0.4], [0.92, 0.62], [0.8, 0.9], [0.4, 1],
      [0.05, 0.92]]],
    [[[0.7, 0], [0.25, 0.35], [0.05, 0.7], [0.25, 0.97], [0.65, 1], [0.92, 0.78], [0.75, 0.55],
      [0.35, 0.56], [0.1, 0.75]]],
    [[[0.05, 0.05], [1, 0], [0.45, 1]], [[0.3, 0.5], [0.85, 0.5]]],
    [[[0.85, 0.1], [0.5, 0], [0.15, 0.15], [0.25, 0.38], [0.75, 0.6], [0.95, 0.82], [0.5, 1],
      [0.05, 0.82], [0.25, 0.6], [0.75, 0.38], [0.85, 0.1]]],
    [[[0.9, 0.25], [0.6, 0.48], [0.2, 0.42], [0.1, 0.2], [0.4, 0], [0.8, 0.05], [0.9, 0.25],
      [0.8, 0.65], [0.7, 1]]],
)  # fmt: skip


def _pieces(strokes: list[Stroke]) -> np.ndarray:
    """The straight pieces of a digit, (pieces, 2 ends, 2)."""
    return np.array([[a, b] for s in strokes for a, b in zip(s, s[1:], strict=False)])


def _table() -> tuple[np.ndarray, np.ndarray]:
    """Every digit in every style, (styles, 10, segments, 2, 2), and its number of pieces.

    Those of fewer pieces repeat their last one.
    """
    drawn = [[_pieces(strokes) for strokes in style] for style in (_ROUND, _SQUARE, _HAND)]
    longest = max(len(pieces) for style in drawn for pieces in style)
    ends = [
        [pieces[np.minimum(np.arange(longest), len(pieces) - 1)] for pieces in style]
        for style in drawn
    ]
    return np.array(ends), np.array([[len(pieces) for pieces in style] for style in drawn])


_ENDS, _COUNTS = _table()
