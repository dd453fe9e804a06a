"""Lint rules about what may lie under notebooks/ and solutions/, and about what leaks out.

Everything under notebooks/ is read, whatever its type: one stray file with an answer is enough.
"""

import contextlib
import html
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading.authoring.build import IGNORED, NOTEBOOKS, SOLUTIONS
from grading.authoring.lint.built_notebook import BuiltNotebook, Problem
from grading.cells.markers import MARKER_WORDS, hidden, visible

LEAK_LENGTH = 8  # characters without blanks; a shorter line says nothing
WHOLE_ANSWER = 3  # so many lines, all of a region, are an answer even if each is seen elsewhere
IMAGES = (".png", ".svg", ".jpg", ".jpeg", ".gif", ".webp")

_REMEDY = "Delete it, or run `make build`."


@dataclass(frozen=True)
class Secrets:
    """What one lesson keeps from learners, and what it shows them."""

    stem: str
    shown: str
    regions: list[list[str]] = field(default_factory=list)  # each a list of telling lines


def squeeze(text: str) -> str:
    """Drop all blanks: an indented or re-wrapped answer is still the answer."""
    return "".join(text.split())


def secrets_of(notebook: BuiltNotebook) -> Secrets:
    """Collect a solution notebook's answers, hidden tests and mark schemes."""
    secrets = Secrets(notebook.stem, squeeze("\n".join(visible(c.source) for c in notebook.cells)))
    for cell in notebook.cells:
        for region in hidden(cell.source):
            lines = [squeeze(line) for line in region]
            secrets.regions.append([line for line in lines if _is_telling(line)])
    return secrets


def _is_telling(line: str) -> bool:
    return len(line) >= LEAK_LENGTH and any(character.isalpha() for character in line)


def leaks(root: Path, solutions: list[BuiltNotebook]) -> Iterator[Problem]:
    """Yield a problem for every marker and every hidden line found under notebooks/."""
    secrets = [secrets_of(notebook) for notebook in solutions]
    shown = {secret.stem: secret.shown for secret in secrets}
    for path in files_below(root / NOTEBOOKS, ignored=()):
        name = path.relative_to(root).as_posix()
        text = everything_in(path)
        for words in MARKER_WORDS:
            if words in text:
                message = f"it holds the marker words {words}"
                yield Problem(name, "whole file", "leak", message, _REMEDY)
        squeezed = squeeze(text)
        own = shown.get(path.relative_to(root / NOTEBOOKS).parts[0], "")
        for secret in secrets:
            for line in leaked_lines(secret, squeezed, own):
                message = f"it holds hidden text of {secret.stem}: `{line[:60]}`"
                yield Problem(name, "whole file", "leak", message, _REMEDY)


def leaked_lines(secret: Secrets, text: str, own: str) -> Iterator[str]:
    """Yield the hidden lines of a lesson that stand in a text, each once.

    A line that the lesson itself, or the lesson the text belongs to, shows on purpose is no
    leak, unless a whole answer is there.
    """
    seen = set()
    for region in secret.regions:
        whole = len(region) >= WHOLE_ANSWER and all(line in text for line in region)
        for line in region:
            allowed = line in secret.shown or line in own
            if line in text and (whole or not allowed) and line not in seen:
                seen.add(line)
                yield line


def everything_in(path: Path) -> str:
    """Return all text of a file: as it stands, with HTML undone and, if JSON, decoded."""
    raw = path.read_bytes()
    text = raw.decode("utf-8", errors="replace")
    parts = [text, html.unescape(text)]
    with contextlib.suppress(ValueError):  # not JSON: then the text as it stands is all there is
        parts += _strings(json.loads(text))
    return "\n".join(parts)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _strings(item)


def files_below(folder: Path, ignored: tuple[str, ...] = IGNORED) -> list[Path]:
    """Return every file below a folder, leaving out ignored folders."""
    return [
        path
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(path.relative_to(folder).parts) & set(ignored)
    ]


def _is_built(tree: Path, path: Path) -> bool:
    """Whether a file is where the build puts a notebook: NN_name/NN_name.ipynb."""
    return path.parent.parent == tree and path.name == f"{path.parent.name}.ipynb"


def strangers(root: Path) -> Iterator[Problem]:
    """Yield files that have no business in the built trees."""
    for path in files_below(root / SOLUTIONS):
        if not _is_built(root / SOLUTIONS, path):
            name = path.relative_to(root).as_posix()
            message = "nbgrader copies whatever lies beside a notebook into the release"
            yield Problem(name, "whole file", "beside", message, "Move it out of solutions/.")
    for path in files_below(root / NOTEBOOKS):
        if path.suffix.lower() not in IMAGES and not _is_built(root / NOTEBOOKS, path):
            name = path.relative_to(root).as_posix()
            message = "only built notebooks and images belong under notebooks/"
            yield Problem(name, "whole file", "file-type", message, "Move it out.")
