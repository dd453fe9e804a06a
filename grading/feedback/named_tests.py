"""Feedback pages whose list of marks calls each test by its exercise, not "Test cell" each time."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from grading.feedback.bounded_page import BoundedHTMLExporter

#: What the template lacks for those who hear the page, or do not tell its blue from its black.
_FOR_ALL = (
    ("<html>", '<html lang="en">'),
    (
        "</head>",
        "<style>a { color: #0b5394; text-decoration: underline; }\n"
        ".panel-heading a, .panel-heading a * { color: inherit !important; }\n"
        ".panel-heading .pull-right, .panel-heading .pull-right * { color: white; }\n"
        # Comments, `in` and names of errors, dark enough on a cell's grey.
        ".highlight .c1, .highlight .cm { color: #2f6363; }\n"
        ".highlight .ow { color: #7a1fa2; } .highlight .ne { color: #9c2b24; }</style></head>",
    ),
)
_TEST_CELL = re.compile(r'(<li><a href="#(?:test_)?([\w-]+)">)Test cell(</a>)')


class NamedTestsExporter(BoundedHTMLExporter):
    """nbgrader's page: `test_softmax_table` is listed as `softmax_table`."""

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Render the page, then name its tests."""
        page, resources = super().from_notebook_node(nb, resources, **kw)
        page = named(str(page))
        for theirs, ours in _FOR_ALL:
            page = page.replace(theirs, ours, 1)
        return page, resources


def named(page: str) -> str:
    """A page with its tests called by their exercises.

    >>> named('<li><a href="#test_softmax_table">Test cell</a> (Score: 1.0 / 1.0)</li>')
    '<li><a href="#test_softmax_table">softmax_table</a> (Score: 1.0 / 1.0)</li>'
    """
    return _TEST_CELL.sub(lambda found: f"{found[1]}{escape(found[2])}{found[3]}", page)
