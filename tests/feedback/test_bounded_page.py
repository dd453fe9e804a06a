"""Pages come back in bounded time, with the cells that can be shown, and names and formulas as text."""

import html

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grading.feedback.bounded_page import SECONDS, BoundedHTMLExporter
from grading.feedback.formulas import in_text
from grading.feedback.sanitize_html import clean_html, markdown

END = new_code_cell("the_end")


def shows(outputs):
    cell = new_code_cell("1")
    cell.outputs = outputs  # not looked at one by one, as when they are given at once
    return cell


HARD = {
    "blank lines": lambda: new_code_cell("x = 1\n" + " \n" * 20_000),
    "dots": lambda: new_code_cell("a." * 50_000),
    "brackets": lambda: new_markdown_cell("[" * 50_000),
    "formulas": lambda: new_markdown_cell("\\[" * 50_000),
    "quotes": lambda: new_markdown_cell(">" * 5_000 + "x"),
    "links": lambda: new_markdown_cell("[a](" * 20_000),
    "outputs": lambda: shows([new_output("stream", text="x\n")] * 20_000),
    "tags": lambda: new_code_cell(
        "1", outputs=[new_output("display_data", data={"text/html": "<b>" * 40_000})]
    ),
}


def page_of(*cells):
    exporter = BoundedHTMLExporter(
        filters={"markdown2html": "grading.feedback.sanitize_html.markdown2html"}
    )
    return exporter.from_notebook_node(new_notebook(cells=[*cells, END]))[0]


@pytest.mark.parametrize("what", HARD)
def test_a_cell_that_takes_hours_does_not_keep_the_rest_from_being_shown(what):
    assert SECONDS < 60  # the child ends then, whatever it does
    assert "the_end" in html.unescape(page_of(HARD[what]()))


def test_ordinary_cells_are_coloured_and_formatted():
    page = page_of(new_code_cell("def f(): pass"), new_markdown_cell("some **bold** text"))
    assert '<span class="k">def</span>' in page and "<strong>bold</strong>" in page


@pytest.mark.parametrize(
    "text",
    [
        r"$\href{x}{y}$",
        r"$$\\href{x}{y}$$",
        r"\\(\url{x}\\)",
        r"\begin{equation}\class{a}{y}\end{equation}",
        r"$\def\h{\href}\h{x}{y}$",
        r"$\newcommand{\h}{\style}\h{x}{y}$",
        "$&#92;cssId{x}{y}$",
        "$&bsol;&#104;ref{x}{y}$",
        r"$\require{html}$",
        r"<b>$\unicode{65}$</b>",
    ],
)
def test_no_formula_makes_a_link(text):
    for shown in (markdown(text), clean_html(text), in_text(html.unescape(text))):
        read = html.unescape(shown)
        for word in ("href", "url", "class", "cssId", "style", "require", "unicode"):
            assert f"\\{word}{{" not in read and f"\\{word}}}" not in read


def test_other_formulas_are_as_they_were():
    assert r"$\frac{a}{b} \newcommand{\x}{y}$" in html.unescape(
        markdown(r"$\frac{a}{b} \newcommand{\x}{y}$")
    )
