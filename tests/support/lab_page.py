"""What a person does in a JupyterLab page, for the tests that drive a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # only named here: without playwright the tests that need it skip
    from playwright.sync_api import Locator, Page

CONTRAST = """element => {
    const read = colour => colour.match(/[\\d.]+/g).map(Number);
    const over = (top, below) => {
        const opaque = top[3] ?? 1;
        return [0, 1, 2].map(i => opaque * top[i] + (1 - opaque) * below[i]);
    };
    const light = colour => {
        const linear = colour.map(part => part / 255)
            .map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const chain = [];
    for (let part = element; part; part = part.parentElement)
        chain.unshift(read(getComputedStyle(part).backgroundColor));
    const behind = chain.reduce((below, top) => over(top, below), [255, 255, 255]);
    const two = [over(read(getComputedStyle(element).color), behind), behind].map(light);
    return (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
}"""


class LessonPage:
    """One lesson, open in JupyterLab. Cells go by the ids that the build gave them."""

    def __init__(self, page: Page, lesson: Path) -> None:
        self.page = page
        cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
        self.places = {cell["id"]: place for place, cell in enumerate(cells)}
        self.sources = {cell["id"]: "".join(cell["source"]) for cell in cells}

    def wait_until_open(self) -> None:
        """Wait for the toolbar, the kernel and the first cell; the rest appears while one reads."""
        self.page.get_by_role("button", name="Validate").wait_for()
        # Only the status bar knows: before there is a kernel, the notebook's own sign says idle,
        # and what is run is dropped without a word.
        self.page.locator("#jp-main-statusbar").get_by_text(re.compile(r"\| Idle$")).wait_for()
        self.cell(next(iter(self.places))).wait_for()

    def holding(self, code: str) -> str:
        """The name of the one cell of the release that holds this code."""
        [name] = [name for name, source in self.sources.items() if code in source]
        return name

    def cell(self, name: str) -> Locator:
        return self.page.locator(
            f'.jp-NotebookPanel .jp-Cell[data-windowed-list-index="{self.places[name]}"]'
        )

    def said(self, name: str) -> Locator:
        """All that stands below a cell."""
        return self.cell(name).locator(".jp-Cell-outputArea")

    def outputs(self) -> list[str]:
        """All that stands below any cell."""
        return self.page.locator(".jp-NotebookPanel .jp-Cell-outputArea").all_inner_texts()

    def show(self, name: str) -> None:
        """Scroll until the cell, and what it printed, is in view."""
        self.cell(name).wait_for(state="attached")
        self.cell(name).evaluate("cell => cell.scrollIntoView({block: 'center'})")

    def menu(self, *path: str) -> None:
        """Choose an entry of the menu bar, through its submenus."""
        bar, *entries = path
        self.page.locator(".lm-MenuBar-item").get_by_text(bar, exact=True).click()
        for entry in entries:
            exact = re.compile(rf"^{re.escape(entry)}(…|\.\.\.)?$")
            self.page.locator(".lm-Menu-itemLabel").get_by_text(exact).click()

    def run_all(self) -> None:
        self.menu("Run", "Run All Cells")

    def run(self, *names: str) -> None:
        """Run these cells, each with Shift + Enter."""
        for name in names:
            self.show(name)
            self.cell(name).locator(".jp-InputPrompt").click()
            self.page.keyboard.press("Shift+Enter")

    def write(self, name: str, source: str) -> None:
        """Put this in place of what stands in a code cell, as if pasted."""
        self.show(name)
        self.cell(name).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.insert_text(source)

    def validate(self) -> Locator:
        """Press nbgrader's Validate; return the dialog with its verdict."""
        self.page.get_by_role("button", name="Validate").click()
        verdict = self.page.locator(".jp-Dialog", has=self.page.locator("#validation-message"))
        verdict.wait_for()
        return verdict

    def contrast(self, text: Locator) -> float:
        """How far text stands out from what is behind it: 1 is invisible, 21 black on white."""
        return float(text.evaluate(CONTRAST))
