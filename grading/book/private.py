"""Does the site hold anything that learners must not see? Every file of it is searched."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

from grading.authoring.build import SOLUTIONS
from grading.authoring.bundle import lines_of_known_answers
from grading.authoring.lint.leaks import files_below, leaked_lines, secrets_of, squeeze
from grading.authoring.lint.linter import load_tree
from grading.authoring.mistakes import DATA
from grading.cells.markers import MARKER_WORDS
from grading.user_error import UserError

#: What comes from Sphinx, its theme and MathJax, and pictures: no word of the course.
NOT_OURS = "_static"
TELLING = 24  # characters without blanks that tell a line from all others
_LONG_VALUE = re.compile(r'="([^"]{24,})"')  # of an attribute, such as a picture's description


def words_of(path: Path) -> str:
    """A file's text as readers see or hear it: highlighted code is cut up by tags."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".html":
        return text
    return html.unescape("\n".join([re.sub(r"<[^>]*>", "", text), *_LONG_VALUE.findall(text)]))


def known_mistakes(root: Path) -> dict[str, str]:
    """The sentences that name mistakes, without blanks, each with its lesson."""
    found: dict[str, str] = {}
    for path in sorted((root / DATA).glob("*.json")):
        for cells in json.loads(path.read_text(encoding="utf-8"))["exercises"].values():
            for cell in cells:
                for mistake in cell["mistakes"]:
                    sentence = squeeze(mistake["sentence"])
                    if len(sentence) >= TELLING:
                        found[sentence] = path.stem
    return found


def found_in(root: Path, site: Path) -> Iterator[str]:
    """Say of each file of the site what hidden text it holds."""
    solutions, _ = load_tree(root, SOLUTIONS)
    secrets = [secrets_of(notebook) for notebook in solutions]
    # A page has the text without its marks: "if `causal`:" reads as a line of code there.
    shown = {secret.stem: secret.shown + re.sub("[`*]", "", secret.shown) for secret in secrets}
    all_shown = "".join(shown.values())
    catalogue = {
        line: f"a known answer of {where}" for line, where in lines_of_known_answers(root).items()
    }
    catalogue |= {
        line: f"a known mistake of {where}" for line, where in known_mistakes(root).items()
    }
    catalogue = {line: what for line, what in catalogue.items() if line not in all_shown}
    for path in files_below(site, ignored=()):
        if path.relative_to(site).parts[0] == NOT_OURS:
            continue
        name = path.relative_to(site).as_posix()
        text = words_of(path)
        yield from (
            f"{name} holds the marker words {words}" for words in MARKER_WORDS if words in text
        )
        squeezed = squeeze(text)
        for secret in secrets:
            for line in leaked_lines(secret, squeezed, shown.get(path.stem, "")):
                yield f"{name} holds hidden text of {secret.stem}: `{line[:60]}`"
        begun = {
            squeezed[at : at + TELLING] for at in range(len(squeezed))
        }  # thousands are looked for
        for line, what in catalogue.items():
            if line[:TELLING] in begun and line in squeezed:
                yield f"{name} holds {what}: `{line[:60]}`"


def keep_private(root: Path, site: Path) -> None:
    """Raise UserError when a reader would find in the site what must stay hidden."""
    found = list(found_in(root, site))
    if found:
        more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
        raise UserError(f"The book was not written: {found[0]}{more}. Take it out of the lesson.")
