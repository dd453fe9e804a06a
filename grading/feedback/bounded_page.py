"""Graded notebooks as pages, made in a child process: no cell of a student's can keep it busy.

Each cell has seconds of its own; one that needs more is shown as it was typed. A page that cannot
be had even so is made again with its long cells cut short. The formgrader makes its pages in the
instructor's Jupyter server, and feedback pages are made one student after the other: neither may
wait for a lexer that takes hours over blank lines.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.exporter import Exporter
from nbconvert.filters import Highlight2HTML
from nbformat.v4 import new_output

from grading.feedback.formulas import SAFELY, in_text
from grading.feedback.sanitize_outputs import shortened
from grading.strangers import bounded_work
from grading.strangers.printable import one_line

SECONDS = 12.0  # of the processor for a page; an honest one takes one or two
FORMATTED = 4.0  # seconds for all that is coloured or formatted on a page
LONGEST = 40_000  # characters of code that are coloured; a longer text is shown as it was typed
MOST_OUTPUTS = 250  # below one cell; grading keeps 200
LONGEST_SHOWN = 400_000  # characters of one cell on a page
CUT = 3_000  # characters of one cell, and of what is below it, where the whole takes too long
FEW = 300  # cells, likewise
_WHY = (
    "**This page is not complete**: to show all of it takes too long, because something in it is "
    "repeated or nested thousands of times. Long cells are cut; the graded notebook has them whole."
)
_NAMES = ("student", "last_name", "first_name", "notebook_path", "assignment_id", "notebook_id")


class BoundedHTMLExporter(HTMLExporter):
    """nbconvert's, with limits; names are shown as text and formulas make no links."""

    def from_notebook_node(  # type: ignore[override]  # as nbconvert's own does
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Prepare a notebook here, where the gradebook is open, and make the page in a child.

        Raises:
            bounded_work.Exceeded: not even the shortened page could be made.
        """
        _bound(nb)
        prepare: Any = Exporter.from_notebook_node  # nbconvert's carries no types
        itself: Any = self
        prepared, about = prepare(self, nb, itself._init_resources(resources))
        named = _harmless_names(about)
        try:
            page = bounded_work.run(self._page, prepared, named, kw, seconds=SECONDS)
        except bounded_work.Exceeded as limit:
            self.log.warning("A page needed %s: it is made again without its long cells", limit)
            _cut(prepared)
            page = bounded_work.run(self._page, prepared, named, kw, seconds=SECONDS)
        return page, about

    def _page(self, nb: Any, resources: dict[str, Any], kw: dict[str, Any]) -> str:
        """In the child: the page of a notebook that all steps have looked at."""
        self._preprocessors: list[Any] = []
        register: Any = self.register_filter  # nbconvert's carry no types
        highlight: Any = Highlight2HTML
        language = nb.metadata.get("language_info", {})
        lexer = language.get("pygments_lexer", language.get("name", None))
        coloured = highlight(pygments_lexer=lexer, parent=self)
        self.filters = {**self.filters, "highlight_code": _Code(coloured)}
        register("ansi2html", _Ansi(self.environment.filters["ansi2html"]))
        register("strip_files_prefix", _as_addressed)
        with bounded_work.budget(FORMATTED):
            page, _ = super().from_notebook_node(nb, resources, **kw)
        return str(page).replace("<head>", f"<head>\n{SAFELY}", 1)


class _Code:
    """Colours code, if that takes no time."""

    def __init__(self, coloured: Any) -> None:
        self.coloured = coloured

    def __call__(self, source: str, *given: Any, **named: Any) -> str:
        try:
            if len(source) <= LONGEST:
                return str(bounded_work.timed(lambda: self.coloured(source, *given, **named)))
        except (bounded_work.TooSlow, RecursionError):
            pass
        return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'


def _as_addressed(text: str) -> str:
    """In place of nbconvert's filter, which takes `files/` off addresses that no page of ours has.

    It seeks the end of each `[` to the end of the text, in a loop that no clock can stop.
    """
    return text


class _Ansi:
    """Colours what was printed, if that takes no time."""

    def __init__(self, coloured: Any) -> None:
        self.coloured = coloured

    def __call__(self, text: str) -> str:
        try:
            return str(bounded_work.timed(self.coloured, text))
        except bounded_work.TooSlow:
            return html.escape(text)


def _harmless_names(resources: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of the student, with names that a page shows and does not obey."""
    found = dict(resources)
    for name in _NAMES:
        if isinstance(value := found.get(name), str):
            found[name] = html.escape(in_text(one_line(value))).replace("\\", "&#92;")
    return found


def _bound(nb: Any) -> None:
    """Shorten what no page can show, and take links out of formulas in what was displayed."""
    for cell in nb.cells:
        cell.source = shortened(cell.source, LONGEST_SHOWN)
        if len(cell.get("outputs", [])) > MOST_OUTPUTS:
            left_out = f"... {len(cell.outputs) - MOST_OUTPUTS} more outputs were left out ...\n"
            rest = new_output("stream", name="stdout", text=left_out)
            cell.outputs = [*cell.outputs[:MOST_OUTPUTS], rest]
        for output in cell.get("outputs", []):
            data = output.get("data")
            if isinstance(data, dict) and isinstance(latex := data.get("text/latex"), str):
                data["text/latex"] = in_text(shortened(latex, LONGEST_SHOWN))


def _cut(nb: Any) -> None:
    """Leave of each cell what can be shown at once; marks and comments stay."""
    own = 0
    kept = []
    for cell in nb.cells:
        marked = "nbgrader" in cell.metadata
        own += not marked
        if not marked and own > FEW:
            continue
        cell.pop("attachments", None)
        if cell.cell_type != "code":
            cell.source = html.escape(shortened(cell.source, CUT)) if marked else _raw(cell.source)
        else:
            cell.source = shortened(cell.source, CUT)
            cell.outputs = [_cut_output(output) for output in cell.outputs[:5]]
        kept.append(cell)
    if kept:
        first = kept[0]
        if first.cell_type == "markdown" and "nbgrader" not in first.metadata:
            first.source = f"{_WHY}\n\n{first.source}"
    nb.cells = kept


def _raw(text: str) -> str:
    return html.escape(shortened(text, CUT))


def _cut_output(output: Any) -> Any:
    if output.output_type == "error":
        text = shortened("\n".join(output.traceback), CUT)
        return new_output("error", ename=output.ename, evalue="", traceback=text.split("\n"))
    if output.output_type == "stream":
        return new_output("stream", name=output.name, text=shortened(output.text, CUT))
    text = shortened(str(output.data.get("text/plain", "")), CUT)
    return new_output("display_data", data={"text/plain": text})
