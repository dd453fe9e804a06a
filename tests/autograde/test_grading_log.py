"""Sentences about a grading, whatever a student named a cell."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat.v4 import new_notebook

from grading.autograde import grading_log
from grading.feedback.formulas import in_text
from grading.feedback.sanitize_html import markdown

ODD = [
    "<img src=x onerror=alert(1)>",
    "</li><script>alert(1)</script>",
    "[a](javascript:alert(1)) ![b](/formgrader/?path=x)",
    "a\n\n# heading\n\n    code\n\n<script>alert(1)</script>",
    "$\\href{javascript:alert(1)}{x}$ `code` **bold** _em_ ~~s~~",
    "&lt;script&gt; &#60;b&#62;",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "name\ud800\x00end",
    "x" * 100_000,
]


@pytest.mark.parametrize("name", ODD, ids=range(len(ODD)))
def test_a_name_is_shown_as_words_and_does_nothing(name, tmp_path):
    notebook = new_notebook()
    grading_log.note(notebook, f"The cell {name} was there twice.")
    nbformat.write(notebook, tmp_path / "one.ipynb")
    again = nbformat.read(tmp_path / "one.ipynb", as_version=4)
    for show in (markdown, markdown2html_mistune):  # ours, and nbconvert's own
        page = BeautifulSoup(show(again.cells[0].source), "html.parser")
        assert {tag.name for tag in page.find_all(True)} <= {"p", "ul", "li", "strong"}
        [item] = page.find_all("li")
        assert len(item.get_text()) <= grading_log.LONGEST
        if len(name) < 100 and "\ud800" not in name:
            said = f"The cell {' '.join(name.split())} was there twice."
            assert item.get_text() in (said, in_text(said))  # no word of a formula makes a link
