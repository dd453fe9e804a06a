"""Show what students wrote without letting it act: filters for the formgrader and feedback pages.

Markdown and HTML of a student are shown in the instructor's browser, with the instructor's login.
A script there could change marks; so could, through the addresses that the formgrader answers, a
picture that is fetched from one of them or an element with the id of a score's box. So only
elements and attributes that format text are kept, pictures come from the notebook or lie beside
it, and a link is shown as its address.

`nbgrader_config.py` gives these filters to nbconvert under the names of its own. nbconvert's
`sanitize_html` alone is not enough: nbgrader's templates do not ask for it in Markdown cells.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from mistune.plugins import import_plugin
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from pygments.token import STANDARD_TYPES

from grading.feedback.formulas import without_links
from grading.feedback.pasted_pictures import ATTACHED, Pasted
from grading.strangers import bounded_work

LONGEST = 100_000  # characters that are formatted; a longer text is shown as it was typed
MOST_TAGS = 3_000  # with more, cleaning takes seconds
DEEPEST = 100  # elements inside one another; nbconvert fails on many hundred

#: What begins a part that Markdown seeks the end of, each time to the end of the text, and in loops
#: that no clock can stop.
MOST_OPENED = 1_000
_OPENING = ("\\[", "\\(", "\\begin", "$", "[", "`", "<", "**", "__", "~~", "](", "|")

_PLUGINS = ("strikethrough", "table", "url", "def_list")  # nbconvert's, but for boxes to tick
_TEXT = ("abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "kbd", "s", "small", "span")
_MORE = ("strong", "sub", "sup", "u", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "p", "pre", "div")
_LISTS = ("blockquote", "dd", "dl", "dt", "li", "ol", "ul", "details", "summary")
_TABLES = ("table", "tbody", "td", "tfoot", "th", "thead", "tr")
_TAGS = frozenset([*_TEXT, *_MORE, *_LISTS, *_TABLES])
_CLASSES = frozenset(STANDARD_TYPES.values()) | {"highlight"}  # the colours of code
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_FILE_BESIDE = re.compile(r"(\w|%20)(\w|[.-]|%20)*\.(png|jpe?g|gif)", re.IGNORECASE)
_STYLES = CSSSanitizer(allowed_css_properties=["text-align"])
_TAG = re.compile(r"<[a-z/!?]", re.IGNORECASE)


def clean_html(text: object) -> str:
    """HTML that formats what it holds and does nothing else; other tags are shown as text."""
    found = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    if len(found) - _pictures(found) > LONGEST or len(_TAG.findall(found)) > MOST_TAGS:
        return as_it_is(found)
    try:
        return bounded_work.timed(_cleaned, found)
    except (bounded_work.TooSlow, RecursionError):
        return as_it_is(found)


def _cleaned(found: str) -> str:
    cleaned = bleach.clean(
        found,
        tags=_TAGS,
        attributes=_allowed,
        protocols={"data", "http"},  # of pictures, for which `_allowed` is stricter
        css_sanitizer=_STYLES,
    )
    return without_links(cleaned) if _Depth.of(cleaned) <= DEEPEST else as_it_is(found)


def markdown(source: str, attachments: object = None) -> str:
    """Markdown as HTML that is safe to show."""
    pasted = Pasted(attachments)
    text = pasted.taken_out_of(source)
    if len(text) > LONGEST or max(map(text.count, _OPENING)) > MOST_OPENED:
        return as_it_is(source)
    try:
        return bounded_work.timed(_formatted, pasted, text)
    except (Exception, bounded_work.TooSlow):
        # The page, with everybody's points on it, must not fail for one cell.
        return as_it_is(source)


def _formatted(pasted: Pasted, text: str) -> str:
    plugins = map(import_plugin, _PLUGINS)
    shown = MarkdownWithMath(_Renderer(pasted), plugins=plugins).render(pasted.readable(text))
    return clean_html(pasted.put_into(shown))


@pass_context
def markdown2html(context: Any, source: str) -> str:
    """The filter of that name, for nbconvert's templates."""
    return markdown(source, (context.get("cell") or {}).get("attachments"))


def as_it_is(text: str) -> str:
    """A text as its author typed it."""
    return f"<pre>{html.escape(text)}</pre>"


class _Renderer(IPythonRenderer):
    """Writes out the address of a link, and of a picture that cannot be shown."""

    def __init__(self, pasted: Pasted) -> None:
        super().__init__(escape=False, exclude_anchor_links=True)
        self.pasted = pasted

    def link(self, text: str, url: str, title: str | None = None) -> str:
        address = html.escape(url)
        return text if address in text else f"{text} ({address})"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        if url.startswith(ATTACHED):
            url = self.pasted.address(url) or f"missing: {url.removeprefix(ATTACHED)}"
        if not _may_show(url):
            return f"{text} ({html.escape(url[:200])})"
        return f'<img src="{html.escape(url)}" alt="{html.escape(text)}">'


def _allowed(tag: str, name: str, value: str) -> bool:
    """May this attribute stay?"""
    if name == "src":
        return tag == "img" and _may_show(value)
    if name == "class":
        return all(one in _CLASSES for one in value.split())
    if tag in ("td", "th"):
        return name in ("align", "colspan", "rowspan", "style")
    return (tag, name) in {("img", "alt"), ("details", "open"), ("ol", "start")}


def _may_show(address: str) -> bool:
    """Is this a picture in the notebook, or a file beside it? Others would tell, or do, things."""
    return bool(_PICTURE.fullmatch(address) or _FILE_BESIDE.fullmatch(address))


def _pictures(text: str) -> int:
    """How much of a text is pictures."""
    return sum(map(len, _PICTURE.findall(text)))


class _Depth(HTMLParser):
    """Finds how many elements are open at once."""

    now = most = 0

    @classmethod
    def of(cls, text: str) -> int:
        """The most that are open at once."""
        parser = cls()
        parser.feed(text)
        return parser.most

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.now += tag not in ("br", "hr", "img")
        self.most = max(self.most, self.now)

    def handle_endtag(self, tag: str) -> None:
        self.now -= 1
