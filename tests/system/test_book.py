"""The book: two lessons of the course, run, made into a site, and read in Chromium."""

from __future__ import annotations

import contextlib
import re
import shutil
import tomllib
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

import axe
import chromium
import nbformat
import pytest

from grading.authoring import build
from grading.book import private, runs
from grading.cells.opened_elsewhere import SENTENCES
from grading.user_error import UserError

if find_spec("sphinx_book_theme") is None:
    pytest.skip("needs sphinx-book-theme: `make test` installs it", allow_module_level=True)
from grading.book import site

ROOT = Path(__file__).resolve().parents[2]
START, SOFTMAX = "00_start_here", "02_softmax"
WORDS = ("mask", "softmax", "temperature", "weights", "overflow")


def small_course(folder: Path) -> Path:
    """A course folder with two lessons, and a list of words that they hold."""
    for name in ("README.md", "docs/the_dog_is_a_labrador.json"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs" / "book", folder / "docs" / "book")
    listed = (ROOT / "docs/book/words.toml").read_text(encoding="utf-8")
    entries = re.split(r"^(?=\[\[words\]\])", listed, flags=re.M)[1:]
    kept = [entry for entry in entries if tomllib.loads(entry)["words"][0]["word"] in WORDS]
    (folder / "docs/book/words.toml").write_text(
        "".join(kept).replace('"1 Rate the words"', ""), encoding="utf-8"
    )
    shutil.copytree(
        ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__", "data")
    )
    (folder / "grading").symlink_to(ROOT / "grading")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for stem in (START, SOFTMAX):
        (folder / "lessons").mkdir(exist_ok=True)
        shutil.copy(ROOT / "lessons" / f"{stem}.py", folder / "lessons")
        for kind in ("wrong", "right"):
            (folder / "lessons" / f"{kind}_answers").mkdir(exist_ok=True)
            shutil.copy(
                ROOT / "lessons" / f"{kind}_answers" / f"{stem}.py",
                folder / "lessons" / f"{kind}_answers",
            )
        (folder / "helpers/check/data").mkdir(exist_ok=True)
        shutil.copy(ROOT / "helpers/check/data" / f"{stem}.json", folder / "helpers/check/data")
        for tree in (build.SOLUTIONS, build.NOTEBOOKS):
            shutil.copytree(ROOT / tree / stem, folder / tree / stem)
    return folder


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return small_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def book(course):
    site.make(course, course / "book")
    return course / "book"


@contextlib.contextmanager
def reading(**context):
    """A page that counts what is fetched from elsewhere than the disk."""
    with chromium.running() as browser:
        page = browser.new_page(**context)
        page.set_default_timeout(chromium.PATIENCE)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        yield page, asked
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def pages_of(book):
    """Every page; the theme keeps a template among its files."""
    return [path for path in sorted(book.rglob("*.html")) if "_static" not in path.parts]


def text_of(path):
    return private.words_of(path)


class Links(HTMLParser):
    """All that a page leads to or shows, and all that can be led to in it."""

    def __init__(self, page):
        super().__init__()
        self.to, self.places, self.images = [], set(), []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.to += [found[name] for name in ("href", "src") if found.get(name)]
        self.places |= {found[name] for name in ("id", "name") if found.get(name)}
        if tag == "img":
            self.images.append(found)


def lessons_of(book):
    """What a second build must not change; Sphinx links other scripts from its own search page."""
    return {path.name: path.read_bytes() for path in pages_of(book) if path.name != "search.html"}


def test_a_second_build_runs_no_lesson_and_gives_the_same_book(course, book, capsys):
    before = lessons_of(book)
    capsys.readouterr()
    site.make(course, book)
    assert capsys.readouterr().out.splitlines() == [f"{START}: as it was", f"{SOFTMAX}: as it was"]
    assert lessons_of(book) == before


def test_a_lesson_shows_stubs_hints_pictures_and_reports_and_no_answer(book):
    page = book / "lessons" / f"{SOFTMAX}.html"
    text = text_of(page)
    assert "raise NotImplementedError()" in text
    assert "softmax: 2 rules checked, all hold." in text
    assert "passed: 5 of 5" in text
    assert page.read_text(encoding="utf-8").count("<details>") >= 15, "hints are folded"
    assert "random scores" not in text, "a rule of a hidden test"
    assert SENTENCES[:40] not in text and "fetch_the_course" not in text
    images = Links(page).images
    drawn = [image for image in images if "drawn" in image.get("class", "")]
    assert len(drawn) >= 10 and all(len(image["alt"]) > 20 for image in drawn)
    light, dark = (
        [i for i in drawn if f"only-{theme}" in i["class"]] for theme in ("light", "dark")
    )
    assert len(light) == len(dark) and {i["src"] for i in light}.isdisjoint(
        {i["src"] for i in dark}
    )


def test_nothing_hidden_is_in_the_site_and_what_is_planted_is_found(course, book, tmp_path):
    assert list(private.found_in(course, book)) == []
    secret = "powers = np.exp(scores - scores.max(axis=-1, keepdims=True))"
    shutil.copytree(book, tmp_path / "book")
    plants = {
        "as it is": f"<p>{secret}</p>",
        "highlighted": "".join(f"<span>{part}</span> " for part in secret.split()),
        "a description": f'<img alt="{secret}">',
        "a hidden test": "<p>apart = np.array([[800.0, 801, 799], [-800, -801, -799], [0, 1, 2]])</p>",
        "a known mistake": "<p>a softmax over axis 0: you normalised over sentences, not over words. Which axis holds the words?</p>",
        "a marker": "<p>### BEGIN HIDDEN TESTS</p>",
    }
    for name, content in plants.items():
        (tmp_path / "book" / "glossary.html").write_text(content, encoding="utf-8")
        assert list(private.found_in(course, tmp_path / "book")), name
        with pytest.raises(UserError, match=r"glossary\.html holds"):
            private.keep_private(course, tmp_path / "book")


def test_links_all_resolve(book):
    pages = {path: Links(path) for path in pages_of(book)}
    broken = []
    for page, links in pages.items():
        for link in links.to:
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data", "mailto") or link.startswith("#search"):
                continue
            path = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            there = path.is_file() and (
                not parts.fragment
                or path not in pages
                or unquote(parts.fragment) in pages[path].places
            )
            if not there:
                broken.append(f"{page.name}: {link}")
    assert broken == []


def test_pages_ask_nothing_of_other_machines(book):
    for page in pages_of(book):
        outside = re.findall(
            r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="((?:https?:)?//[^"]+)"',
            page.read_text(encoding="utf-8"),
        )
        assert outside == [], page.name


def test_words_papers_and_lessons_are_linked_from_their_first_use(book):
    page = (book / "lessons" / f"{SOFTMAX}.html").read_text(encoding="utf-8")
    assert page.count("glossary.html#term-temperature") == 1
    assert page.count("glossary.html#term-mask") == 1
    assert "../references.html#ref-xiao2023" in page
    assert f'href="{START}.html"' in page or "lesson 0" not in page


def test_the_front_page_has_picture_table_and_lessons(book):
    page = book / "index.html"
    text = text_of(page)
    assert "For whom?" in text and "02 Softmax" in text
    assert f"lessons/{SOFTMAX}.html" in Links(page).to
    assert [i for i in Links(page).images if "Heat map" in i["alt"]]


def test_the_book_is_small(book):
    assert sum(path.stat().st_size for path in book.rglob("*") if path.is_file()) < 25e6


@pytest.mark.needs("chromium")
def test_it_is_read_without_a_network_in_both_themes_and_on_a_phone(book):
    with reading(viewport={"width": 390, "height": 844}, color_scheme="dark") as (page, _):
        page.goto((book / "lessons" / f"{SOFTMAX}.html").as_uri())
        page.locator("mjx-container svg").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        assert (
            page.locator("img.only-dark").first.is_visible()
            and not page.locator("img.only-light").first.is_visible()
        )
        assert not page.get_by_text("There are three steps").is_visible()
        page.get_by_text("Hint 1: a nudge").first.click()
        assert page.get_by_text("There are three steps").is_visible()
        page.evaluate("document.documentElement.dataset.theme = 'light'")
        assert (
            page.locator("img.only-light").first.is_visible()
            and not page.locator("img.only-dark").first.is_visible()
        )
        page.goto(f"{(book / 'search.html').as_uri()}?q=temperature")
        page.locator("#search-results li a", has_text="02 Softmax").first.wait_for()
        page.goto((book / "lessons" / f"{START}.html").as_uri())
        page.locator("a.right-next").click()
        page.wait_for_url("**/02_softmax.html")


@pytest.mark.needs("chromium")
@pytest.mark.skipif(bool(axe.why_not()), reason=f"needs axe-core: {axe.why_not()}")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_that_keeps_readers_out(book, theme):
    with reading(color_scheme=theme) as (page, _):
        for name in (
            "index",
            "lessons/00_start_here",
            "glossary",
            "lookup",
            "references",
            "opening",
            "search",
        ):
            page.goto((book / f"{name}.html").as_uri())
            page.wait_for_load_state()
            found, kept = axe.violations(page)
            assert found == [], name
            assert kept > 15, "axe has looked at it"


@pytest.mark.parametrize(
    "end, said", [("1 / 0", "ZeroDivisionError"), ("import os; os._exit(3)", "DeadKernelError")]
)
def test_a_lesson_that_fails_stops_the_book_by_lesson_and_cell(course, book, tmp_path, end, said):
    broken = tmp_path / "broken"
    shutil.copytree(course, broken, symlinks=True, ignore=shutil.ignore_patterns(".book"))
    lesson = broken / "lessons" / f"{START}.py"
    lesson.write_text(
        lesson.read_text(encoding="utf-8").replace("print(sentence.split())", end), encoding="utf-8"
    )
    with pytest.raises(UserError, match=r"00_start_here is not built .* `make build`"):
        site.make(broken, broken / "book")
    for tree in (build.SOLUTIONS, build.NOTEBOOKS):
        path = broken / tree / START / f"{START}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        [cell] = [
            cell for cell in notebook.cells if cell.source.endswith("print(sentence.split())")
        ]
        cell.source = cell.source.replace("print(sentence.split())", end)
        nbformat.write(notebook, path)
    line = (
        lesson.read_text(encoding="utf-8").splitlines().index('sentence = "The dog is a Labrador."')
    )
    with pytest.raises(
        UserError,
        match=rf"lesson 00_start_here stopped in cell {cell.id}, line {line} of lessons/00_start_here.py .*{said}",
    ):
        runs.run(broken, START, broken / ".book" / "runs")
    assert not (broken / ".book" / "runs" / f"{START}.ipynb").exists()


def test_a_run_is_kept_until_the_lesson_or_a_helper_changes(tmp_path, course, book):
    kept = tmp_path / "runs"
    shutil.copytree(course / ".book" / "runs", kept)
    assert runs.run(course, START, kept)[1] is None
    path = kept / f"{START}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert "helpers/picture.py" in notebook.metadata.book.helpers
    notebook.metadata.book.helpers["helpers/picture.py"] = "another"
    nbformat.write(notebook, path)
    assert runs.run(course, START, kept)[1] is not None
    path.write_text("half a")
    assert runs.run(course, START, kept)[1] is not None


def test_a_folder_that_is_no_book_is_left_alone(tmp_path):
    mine = tmp_path / "book"
    mine.mkdir()
    (mine / "novel.txt").write_text("Call me")
    (tmp_path / "site").mkdir()
    with pytest.raises(UserError, match="is no book"):
        site.publish(tmp_path / "site", mine)
    assert (mine / "novel.txt").read_text() == "Call me"
