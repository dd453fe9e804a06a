"""The pictures that somebody has pasted into a cell of text: where they are, and by which names.

JupyterLab keeps a pasted picture beside the text, as an attachment, and writes its name into the
text with `%20` for a blank; people write the blank, or an `<img>`. Colab and Google Docs write the
picture itself into the text, where it is far longer than anything that is formatted.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote, unquote

ATTACHED = "attachment:"
#: The kinds that a page may show, as attachments call them, and as an address does.
KINDS = {
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/jpg": "image/jpeg",
    "image/gif": "image/gif",
    "image/webp": "image/webp",
}
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_IN_THE_TEXT = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=]+")
# The bounds keep a text of nothing but beginnings from taking minutes.
_WITH_BLANKS = re.compile(
    r"(!\[(?:\\.|[^\]\n\\]){0,300}\]\([ ]?)(attachment:[^\n]{1,300}?)([ ]?\)(?!\w*\.)|[ ][\"'])"
)
_TAG = re.compile(r"(<img\b[^<>]*?\bsrc\s*=\s*)(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s\"'<>]+))", re.I)


class Pasted:
    """The pictures of one cell, by name."""

    def __init__(self, attachments: object = None) -> None:
        found = attachments if isinstance(attachments, Mapping) else {}
        self.pictures = {same(str(name)): bundle for name, bundle in found.items()}
        self.in_the_text: dict[str, str] = {}

    def address(self, url: str) -> str:
        """A picture as an address that holds it; empty where there is none of this name."""
        if url in self.in_the_text:
            return self.in_the_text[url].replace("image/jpg", "image/jpeg")
        bundle = self.pictures.get(same(url.removeprefix(ATTACHED)))
        for kind, right in KINDS.items():
            data = bundle.get(kind) if isinstance(bundle, Mapping) else None
            if isinstance(data, list):
                data = "".join(part for part in data if isinstance(part, str))
            if isinstance(data, str) and _BASE64.fullmatch(data):
                return f"data:{right};base64,{data}"
        return ""

    def taken_out_of(self, source: str) -> str:
        """A text with short names in place of the pictures that it holds itself."""

        def name(found: re.Match[str]) -> str:
            short = f"{ATTACHED}in-the-text-{len(self.in_the_text)}-"
            self.in_the_text[short] = found[0]
            return short

        return source if ATTACHED + "in-the-text-" in source else _IN_THE_TEXT.sub(name, source)

    def readable(self, text: str) -> str:
        """A text whose pictures Markdown can read: it takes no blank in a name."""

        def whole(found: re.Match[str]) -> str:
            if same(found[2].removeprefix(ATTACHED)) not in self.pictures:
                return found[0]
            return found[1] + quote(found[2], safe=":%") + found[3]

        return _WITH_BLANKS.sub(whole, text)

    def put_into(self, page: str) -> str:
        """A page whose `<img>` show the pictures they name; other short names are as they were."""

        def shown(found: re.Match[str]) -> str:
            url = html.unescape(next(part for part in found.groups()[1:] if part is not None))
            address = self.address(url) if url.startswith(ATTACHED) else ""
            return f'{found[1]}"{address}"' if address else found[0]

        page = _TAG.sub(shown, page)
        for short, picture in self.in_the_text.items():
            page = page.replace(short, picture)
        return page


def same(name: str) -> str:
    """What all spellings of a picture's name share."""
    return unicodedata.normalize("NFC", unquote(html.unescape(name))).strip()
