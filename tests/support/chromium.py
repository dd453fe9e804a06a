"""Chromium, for the tests that look at pages: they say `@pytest.mark.needs("chromium")`."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only named here: without playwright the tests that need it skip
    from playwright.sync_api import Browser

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60_000  # milliseconds that any one step may take on a busy machine
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@contextlib.contextmanager
def running() -> Iterator[Browser]:
    """A browser, whose steps and expectations wait as long as PATIENCE says."""
    from playwright import sync_api

    program = next(filter(None, map(shutil.which, CHROMIUM)))
    sync_api.expect.set_options(timeout=PATIENCE)
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()
