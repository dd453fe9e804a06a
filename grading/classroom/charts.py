"""The report's charts: drawn for paper, in one dark tone, with every number written out."""

from __future__ import annotations

import base64
import io
import re
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from grading.classroom.overview import Exercise, Lesson, Mistake
from helpers.plots import BLUE, GREY

WIDTH = 7.2  # inches: the text width of a page of A4
MOST_ON_A_PAGE = 24  # bars of exercises
MOST = 12  # bars of mistakes; the table beneath the chart has them all


@dataclass(frozen=True)
class Chart:
    """A chart as an SVG in a data address, with its description in words."""

    address: str
    alt: str


def as_chart(figure: Figure, alt: str) -> Chart:
    """Turn a figure into an SVG that needs no font and no second file."""
    buffer = io.BytesIO()
    # A fixed salt and no date: the same class gives the same file.
    with matplotlib.rc_context({"svg.hashsalt": "report", "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None}, bbox_inches="tight")
    return Chart("data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode(), alt)


def marks_chart(lessons: Sequence[Lesson]) -> Chart:
    """One row a lesson: a dot a student, at the share of the points; a bar at the median."""
    graded = [lesson for lesson in lessons if lesson.totals and lesson.max_score]
    figure, axes = rows_of(len(graded))
    told = []
    for row, lesson in enumerate(graded):
        shares = [points / lesson.max_score for points in lesson.totals]
        for share, count in Counter(shares).items():
            axes.scatter([share] * count, spread(row, count), s=26, color=BLUE, alpha=0.75)
        middle = (lesson.middle or 0.0) / lesson.max_score
        axes.plot([middle] * 2, [row - 0.36, row + 0.36], color="black", linewidth=2)
        told.append(f"{lesson.name}: median {middle:.0%} of {len(shares)} students")
    name_rows(axes, [plain(lesson.name, 40) for lesson in graded])
    axes.set_xlabel("share of the points (a dot is a student, the line the median)")
    return as_chart(figure, "Share of the points, by lesson. " + "; ".join(told) + ".")


def spread(row: int, count: int) -> list[float]:
    """Put equal marks above and below the row, so that every student can be seen."""
    step = min(0.14, 0.64 / max(count, 1))
    return [row + (index - (count - 1) / 2) * step for index in range(count)]


def exercises_charts(exercises: Sequence[Exercise]) -> list[Chart]:
    """As many charts of the exercises as fit a page of paper each."""
    starts = range(0, len(exercises), MOST_ON_A_PAGE)
    return [exercises_chart(exercises[start : start + MOST_ON_A_PAGE]) for start in starts]


def exercises_chart(exercises: Sequence[Exercise]) -> Chart:
    """One bar an exercise: the share of graded students who passed it."""
    told = [f"{e.name} {len(e.passed)} of {e.graded}" for e in exercises]
    figure, axes = rows_of(len(exercises))
    axes.barh(range(len(exercises)), [e.share for e in exercises], height=0.62, color=BLUE)
    for row, exercise in enumerate(exercises):
        text = f"{len(exercise.passed)} of {exercise.graded}"
        axes.text(exercise.share + 0.012, row, text, va="center", fontsize=8)
    name_rows(axes, [plain(f"{e.lesson[:2]}  {e.name}", 50) for e in exercises])
    axes.set_xlabel("share of graded students with every point of the exercise")
    return as_chart(figure, "Who passed each exercise: " + "; ".join(told) + ".")


def mistakes_chart(mistakes: Sequence[Mistake]) -> Chart:
    """One bar a mistake, the most frequent on top."""
    shown = mistakes[:MOST]
    figure, axes = rows_of(len(shown), height=0.46)
    counts = [len(mistake.students) for mistake in shown]
    axes.barh(range(len(shown)), counts, height=0.62, color=GREY)
    for row, count in enumerate(counts):
        axes.text(count, row, f" {count}", va="center", fontsize=8)
    labels = [
        f"{plain(m.exercise, 40)}\n{textwrap.shorten(plain(m.name), 58, placeholder=' …')}"
        for m in shown
    ]
    name_rows(axes, labels)
    axes.set_xlim(0, max(counts, default=1) * 1.08)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_formatter(ScalarFormatter())
    axes.set_xlabel("students")
    told = [f"{m.exercise}, {m.name}: {len(m.students)}" for m in shown]
    return as_chart(figure, "Mistakes most often recognised. " + "; ".join(told) + ".")


def rows_of(count: int, height: float = 0.34) -> tuple[Figure, Axes]:
    """An empty chart with one row an item, the first on top, over a scale from 0 to 1."""
    figure = Figure(figsize=(WIDTH, 0.75 + height * max(count, 1)), layout="constrained")
    axes: Axes = figure.subplots()
    axes.set_xlim(-0.02, 1.12)
    axes.set_ylim(max(count, 1) - 0.5, -0.5)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25 %", "50 %", "75 %", "100 %"])
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="x", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    return figure, axes


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Write the names beside the rows, as they are: a dollar sign begins no formula."""
    axes.set_yticks(range(len(names)), list(names), fontsize=8, parse_math=False)


def plain(text: str, most: int = 200) -> str:
    """Replace what the chart's font cannot draw; the table beneath shows the text as it is."""
    return re.sub(r"[^\x20-\x7e\u00a0-\u024f\u0370-\u04ff\u2010-\u2026\u2190-\u22ff]", "?", text)[
        :most
    ]
