"""What a student's kernel displayed, made fit to be kept: of known types, bounded, and harmless.

Everything that a kernel sends is the student's to choose, down to the types of fields and to the
metadata under which the course's own checks record a recognised mistake.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterable, Mapping
from typing import Any

from nbformat.v4 import new_output

from grading.feedback.formulas import in_text
from grading.feedback.sanitize_html import clean_html, markdown
from grading.strangers import bounded_work

MAX_TEXT = 100_000  # characters of text below one cell
MAX_OUTPUTS = 200  # outputs below one cell, once prints in a row have been joined
MAX_PICTURES = 8 * 2**20  # characters of encoded pictures below one cell
SECONDS = 5.0  # for all that is formatted below one cell
MAX_LINE = 4_000  # characters of an error's message
_UNFIT = re.compile("[\x00\ud800-\udfff]")
_STARTS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}
_KEPT = ("text/plain", "text/latex")


def clean_cell(cell: Any) -> None:
    """Clean what a student's kernel wrote into a cell."""
    cell.outputs = clean(cell.get("outputs"))
    count = cell.get("execution_count")
    cell.execution_count = count if type(count) is int and 0 <= count < 10**9 else None


def clean(outputs: object) -> list[Any]:
    """The outputs of a cell of a student, as new ones that are safe to save and to show.

    Kept are prints, errors, and displayed text, pictures (PNG and JPEG), LaTeX, and HTML and
    Markdown without what acts. Scripts, widgets, SVG, metadata and anything unknown go. What is
    too long loses its middle, or its last outputs, and a sentence says how much.
    """
    every = outputs if isinstance(outputs, list | tuple) else []
    if not any(_formatted(output) for output in every):
        return _kept(every)
    try:  # HTML and Markdown are parsed, which can take hours
        return bounded_work.run(_within_budget, every)
    except bounded_work.Exceeded as limit:
        text = f"... what was displayed here needed {limit} to be read: left out ...\n"
        return [new_output("stream", name="stdout", text=text)]


def _formatted(output: object) -> bool:
    """Whether an output holds what must be parsed to be cleaned."""
    data = output.get("data") if isinstance(output, Mapping) else None
    return isinstance(data, Mapping) and not {"text/html", "text/markdown"}.isdisjoint(data)


def _within_budget(every: Iterable[Any]) -> list[Any]:
    with bounded_work.budget(SECONDS):
        return _kept(every)


def _kept(every: Iterable[Any]) -> list[Any]:
    kept: list[Any] = []
    room, pictures, left_out = MAX_TEXT, MAX_PICTURES, 0
    for place, output in enumerate(_joined(every)):
        if place >= MAX_OUTPUTS or room <= 0:
            left_out += 1  # unseen: looking at a hundred thousand takes minutes
            continue
        shown = _cleaned(output, room, pictures)
        if shown is not None:
            room -= _length(shown, text=True)
            pictures -= _length(shown, text=False)
            kept.append(shown)
    if left_out:
        many = "1 more output was" if left_out == 1 else f"{left_out} more outputs were"
        kept.append(new_output("stream", name="stdout", text=f"... {many} left out ...\n"))
    return kept


def plain_text(text: object) -> str:
    """A text without the characters that cannot be written to a file."""
    return _UNFIT.sub("\ufffd", text) if isinstance(text, str) else ""


def shortened(text: str, most: int) -> str:
    """A text, without its middle where it is longer than this."""
    if len(text) <= most:
        return text
    half = max(most // 2, 0)
    note = f"\n... {len(text) - 2 * half} characters were left out ...\n"
    return text[:half] + note + (text[-half:] if half else "")


def _joined(outputs: Iterable[Any]) -> Iterable[Mapping[str, Any]]:
    """The outputs that have a type, prints in a row as one."""
    name = ""
    parts: list[str] = []
    for output in outputs:
        if not isinstance(output, Mapping):
            continue
        if output.get("output_type") == "stream":
            its_name = "stderr" if output.get("name") == "stderr" else "stdout"
            if parts and its_name != name:
                yield {"output_type": "stream", "name": name, "text": "".join(parts)}
                parts = []
            name = its_name
            parts.append(_text(output.get("text")))
            continue
        if parts:
            yield {"output_type": "stream", "name": name, "text": "".join(parts)}
            parts = []
        yield output
    if parts:
        yield {"output_type": "stream", "name": name, "text": "".join(parts)}


def _cleaned(output: Mapping[str, Any], room: int, pictures: int) -> Any:
    """One output anew, in so much room; None where nothing is left of it."""
    kind = output.get("output_type")
    if kind == "stream":
        text = shortened(plain_text(output["text"]), room)
        return new_output("stream", name=output["name"], text=text) if text else None
    if kind == "error":
        return _error(output, room)
    if kind not in ("display_data", "execute_result"):
        return None
    data = _data(output.get("data"), room, pictures)
    return new_output(kind, data=data) if data else None


def _error(output: Mapping[str, Any], room: int) -> Any:
    name = shortened(plain_text(output.get("ename")), 200) or "Error"
    value = shortened(plain_text(output.get("evalue")), MAX_LINE)
    lines = output.get("traceback")
    found = [plain_text(line) for line in lines] if isinstance(lines, list | tuple) else []
    text = shortened("\n".join(found) or f"{name}: {value}", room)
    return new_output("error", ename=name, evalue=value, traceback=text.split("\n"))


def _data(found: object, room: int, pictures: int) -> dict[str, str]:
    """The forms of a displayed object that are kept."""
    if not isinstance(found, Mapping):
        return {}
    data = {}
    for kind in _KEPT:
        if text := _text(found.get(kind)):
            shown = shortened(plain_text(text), room)
            data[kind] = in_text(shown) if kind == "text/latex" else shown
    for kind, harmless in (("text/html", clean_html), ("text/markdown", markdown)):
        if text := _text(found.get(kind)):
            if len(text) <= room:
                data["text/html"] = harmless(plain_text(text))
            break
    for kind, start in _STARTS.items():
        picture = _text(found.get(kind))
        if picture and len(picture) <= pictures and _is_picture(picture, start):
            data[kind] = picture
    return data


def _text(value: object) -> str:
    """A text as nbformat allows it: a string, or a list of lines."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "".join(line for line in value if isinstance(line, str))
    return ""


def _is_picture(text: str, start: bytes) -> bool:
    try:
        return b64decode(text.replace("\n", ""), validate=True).startswith(start)
    except (binascii.Error, ValueError):
        return False


def _length(output: Any, text: bool) -> int:
    """How many characters an output holds, in text or in pictures."""
    if output.output_type == "stream":
        return len(output.text) if text else 0
    if output.output_type == "error":
        return sum(map(len, output.traceback)) if text else 0
    counted = [kind for kind in output.data if kind.startswith("text/") is text]
    return sum(len(output.data[kind]) for kind in counted)
