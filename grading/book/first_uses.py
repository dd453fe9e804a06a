"""Sphinx's extension for the lessons' pages: links that the notebooks do not have.

The first use of each word of the glossary leads to it, an arXiv number to the bibliography, and
"lesson 7" to that lesson. Lesson texts stay as learners get them; the pages gain the links.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from grading.book.words import Word, read_words

_ARXIV = re.compile(r"arXiv:(\d{4}\.\d{4,5})")
_LESSON = re.compile(r"\b[Ll]esson (\d\d?)\b")
_ENTRY = re.compile(r"^@\w+\{(\w+),(.*?)^\}", re.M | re.S)
#: Text that is no prose, or a link already.
NOT_IN = (
    nodes.title, nodes.reference, nodes.literal, nodes.literal_block, nodes.math, nodes.math_block,
    nodes.raw, addnodes.pending_xref,
)  # fmt: skip

Made = tuple[int, int, nodes.Node]  # where a link stands in a text, and the link


def setup(app: Sphinx) -> dict[str, bool]:
    """Sphinx calls this."""
    app.connect("doctree-read", link)
    app.connect("html-page-context", say_what_it_is)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def say_what_it_is(app: Sphinx, page: str, template: str, context: dict[str, Any], _: Any) -> None:
    """Call the entries of the bibliography what they are: items of the list they stand in.

    docutils writes a role that is deprecated, and that a list may not hold.
    """
    if "body" in context:
        context["body"] = context["body"].replace('role="doc-biblioentry"', 'role="listitem"')


def arxiv_keys(bibliography: str) -> dict[str, str]:
    """arXiv number -> key, for the entries of a BibTeX file."""
    found = (
        (re.search(r"eprint = \{([\d.]+)\}", body), key)
        for key, body in _ENTRY.findall(bibliography)
    )
    return {number[1]: key for number, key in found if number}


def link(app: Sphinx, document: nodes.document) -> None:
    """Put the links into a page, where it is a lesson's."""
    page = app.env.current_document.docname
    if not page.startswith("lessons/"):
        return
    folder = Path(app.srcdir)
    lesson = int(page.removeprefix("lessons/")[:2])
    pages = {
        int(name[8:10]): name[8:] for name in app.env.found_docs if name.startswith("lessons/")
    }
    keys = arxiv_keys((folder / "references.bib").read_text(encoding="utf-8"))
    words = [
        word for word in read_words(folder / "words.toml") if word.meaning and word.since <= lesson
    ]

    def papers(text: str) -> Iterator[Made]:
        for found in _ARXIV.finditer(text):
            if found[1] in keys:
                yield (*found.span(), _to(f"../references.html#ref-{keys[found[1]]}", found[0]))

    def lessons(text: str) -> Iterator[Made]:
        for found in _LESSON.finditer(text):
            number = int(found[1])
            if number in pages and number != lesson:
                yield (*found.span(), _to(f"{pages.pop(number)}.html", found[0]))

    def glossary(text: str) -> Iterator[Made]:
        taken: list[tuple[int, int]] = []
        for word in sorted(words, key=lambda word: -max(map(len, word.forms))):
            found = word.pattern.search(text)
            if found and not any(a < found.end() and found.start() < b for a, b in taken):
                taken.append(found.span())
                words.remove(word)
                yield (*found.span(), _term(word, found[0], page))

    for find in (papers, lessons, glossary):
        _replace(document, find)


def _to(address: str, text: str) -> nodes.reference:
    return nodes.reference(text, text, refuri=address, internal=True)


def _term(word: Word, text: str, page: str) -> nodes.Element:
    target: nodes.Element = addnodes.pending_xref(
        "", refdomain="std", reftype="term", reftarget=word.word, refdoc=page,
        refexplicit=True, refwarn=True,
    )  # fmt: skip
    target += nodes.inline(text, text, classes=["word"])
    return target


def _replace(document: nodes.document, find: Callable[[str], Iterator[Made]]) -> None:
    """Put what `find` makes of each text in the place of what it found."""
    for text in list(document.findall(nodes.Text)):
        if _prose(text):
            made = sorted(find(str(text)), key=lambda one: one[0])
            if made:
                text.parent.replace(text, list(_pieces(str(text), made)))


def _pieces(text: str, made: list[Made]) -> Iterator[nodes.Node]:
    done = 0
    for start, end, node in made:
        if start > done:
            yield nodes.Text(text[done:start])
        yield node
        done = end
    if done < len(text):
        yield nodes.Text(text[done:])


def _prose(text: nodes.Text) -> bool:
    node: Any = text.parent
    while node is not None:
        classes = node.get("classes", []) if isinstance(node, nodes.Element) else []
        if isinstance(node, NOT_IN) or "cell_output" in classes:
            return False
        node = node.parent
    return True
