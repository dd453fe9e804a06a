"""Formulas without what acts: MathJax makes links, ids, styles and classes of some of its words.

A link in a formula has the page's address: with one click it would ask the formgrader for
something, as the instructor. So these words are shown as letters, wherever they stand: macros can
hide a formula's parts, but not make a new word of two pieces. `without_links` is for pages made of
cleaned HTML, `in_text` for text/latex. The pages' MathJax is told the same (`SAFELY`), for graded
notebooks that were saved before.
"""

from __future__ import annotations

import html
import re

_WORDS = "href|url|class|style|cssId|data|require|unicode|mmlToken|toggle|tooltip|texttip|mathtip"
_MORE = "includegraphics|action|actiontype|special|html|input|include|csname|catcode|bbox"
_ACTING = re.compile(rf"\\+(\s*)((?:{_WORDS}|{_MORE})(?![A-Za-z]))", re.IGNORECASE)
_PERHAPS = re.compile(rf"(?:{_WORDS}|{_MORE})|&#", re.IGNORECASE)
_TAG = re.compile(r"(<[^<>]*>)")

#: For the head of a page: what MathJax 2 may make of a formula, whoever wrote it.
SAFELY = """<script type="text/x-mathjax-config">
MathJax.Hub.Config({Safe: {allow: {URLs: "none", classes: "none", cssIDs: "none", styles: "none",
  require: "none", fontsize: "none"}}});
</script>
"""


def in_text(text: str) -> str:
    """A formula, or a text with formulas, in which no word of TeX makes a link.

    >>> in_text(r"\\href{/x}{y} + \\frac{1}{2}"), in_text(r"a \\\\\\\\url{b}")
    ('href{/x}{y} + \\\\frac{1}{2}', 'a url{b}')
    """
    return _ACTING.sub(r"\1\2", text)


def without_links(page: str) -> str:
    """Cleaned HTML, likewise: what stands between its tags, as a browser reads it."""
    if not _PERHAPS.search(page):
        return page
    parts = _TAG.split(page)
    for place in range(0, len(parts), 2):
        read = html.unescape(parts[place])
        harmless = in_text(read)
        if harmless != read:
            parts[place] = html.escape(harmless, quote=False)
    return "".join(parts)
