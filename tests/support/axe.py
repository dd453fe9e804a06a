"""axe-core, for the tests that ask whether a page keeps readers out (WCAG 2.1, levels A and AA)."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only named here: without playwright the tests that need it skip
    from playwright.sync_api import Page

PACKAGE = "axe_playwright_python"  # of PyPI, which holds npm's axe.min.js
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
RUN = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"


def why_not() -> str:
    """Why axe cannot be run here; empty where it can."""
    return "" if find_spec(PACKAGE) else f"the package {PACKAGE} is not installed"


def script() -> str:
    """axe-core's own text."""
    spec = find_spec(PACKAGE)
    assert spec and spec.origin
    return Path(spec.origin).with_name("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> tuple[list[str], int]:
    """What axe finds on an open page, each with the first place; and how many rules were kept."""
    page.evaluate(script())
    found = page.evaluate(RUN, RULES)
    told = [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])} places): {one['nodes'][0]['target']} "
        f"{one['nodes'][0]['html'][:160]}"
        for one in found["violations"]
    ]
    return told, len(found["passes"])
