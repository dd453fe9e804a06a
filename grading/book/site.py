"""Build the book: `make book`, or `python -m grading book`.

Each lesson is run once and kept below `.book/` until it, or a helper it uses, changes. From the
runs and the texts in `docs/book/` Sphinx makes the site, which is searched for what is hidden
from learners; only then does it become `book/`.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

from nbformat import NotebookNode

from grading.authoring import build
from grading.authoring.lesson import Lesson
from grading.book import lookup, pages, runs
from grading.book.private import keep_private
from grading.book.two_themes import dark_png
from grading.book.words import glossary, read_words
from grading.user_error import UserError
from helpers import plots

TEXTS = Path("docs", "book")
WEIGHTS = Path("docs", "the_dog_is_a_labrador.json")
KEPT = Path(".book")
BOOK = Path("book")
SIGN = ".buildinfo"  # Sphinx leaves it: a folder with it is a book
NEEDED = ("sphinx", "myst_nb", "sphinx_book_theme", "sphinxcontrib.bibtex")
MATHJAX = ("sphinx-mathjax-offline", "static/mathjax/tex-svg.js")


def front_page(root: Path, lessons: list[Lesson], template: str, files: pages.Files) -> str:
    """The first page: what, for whom, the picture, and the README's table with links."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    table = re.search(r"^\| lesson \|.*\n(?:\|.*\n)+", readme, re.M)
    if not table:
        raise UserError("README.md has no table that starts with `| lesson |`: put it back.")
    stems = {lesson.stem[:2]: lesson.stem for lesson in lessons}
    rows = re.sub(
        r"^\| (\d\d) ([^|]+?) \|",
        lambda row: (
            f"| [{row[1]} {row[2]}](lessons/{stems[row[1]]}.ipynb) |" if row[1] in stems else row[0]
        ),
        table[0],
        flags=re.M,
    )
    saved = json.loads((root / WEIGHTS).read_text(encoding="utf-8"))["recurrent"]
    drawn = plots.heat_map(
        saved["weights"], saved["english"], saved["french"],
        title="For each French word, where the translator looks", axes_named=("English", "French"),
    )  # fmt: skip
    shown = pages.picture("front", drawn.alt, drawn.png(), dark_png(drawn.figure), files)
    contents = "\n".join(f"lessons/{lesson.stem}" for lesson in lessons)
    return template.format(picture=shown, lessons=rows.strip(), toctree=contents)


def mathjax() -> bytes:
    """MathJax in one file, from the package that brings it."""
    package, ending = MATHJAX
    for file in metadata.files(package) or ():
        if file.as_posix().endswith(ending):
            return Path(str(file.locate())).read_bytes()
    raise UserError(
        f"The package {package} has no {ending}: install the version in constraints.txt."
    )


def source(root: Path, lessons: list[Lesson], ran: dict[str, NotebookNode]) -> pages.Files:
    """Every file that Sphinx reads, by its path."""
    texts = root / TEXTS
    files = {
        path.relative_to(texts): path.read_bytes()
        for path in sorted(texts.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }
    words = read_words(texts / "words.toml")
    template = files[Path("index.md")].decode()
    files[Path("index.md")] = front_page(root, lessons, template, files).encode()
    files[Path("glossary.md")] = glossary(words).encode()
    files[Path("lookup.md")] = lookup.page(lessons, words).encode()
    files[Path("_static", "mathjax", "tex-svg.js")] = mathjax()
    for lesson in lessons:
        files |= pages.lesson_page(root, lesson.stem, ran[lesson.stem])
    return files


def stage(folder: Path, files: pages.Files) -> bool:
    """Bring a folder to hold these files, touching only what differs; tell whether any went."""
    left_over = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder) not in files
    ]
    for path in left_over:
        path.unlink()
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return bool(left_over)


def sphinx(root: Path, kept: Path) -> None:
    """Make the site; raise UserError with Sphinx's first words where it warns or fails."""
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-W", "--keep-going"]
    command += ["-d", str(kept / "doctrees"), str(kept / "source"), str(kept / "html")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        shutil.rmtree(
            kept / "doctrees", ignore_errors=True
        )  # half-read pages would not be read again
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise UserError("\n".join(["The book was not written; Sphinx said:", *said[:12]]))


def publish(site: Path, book: Path) -> None:
    """Put the site in the book's place, whole."""
    if book.exists() and not (book / SIGN).is_file() and (not book.is_dir() or any(book.iterdir())):
        raise UserError(
            f"{book} is there and is no book: move it, or name another place with --to."
        )
    draft, old = book.with_name(f".{book.name}.new"), book.with_name(f".{book.name}.old")
    for folder in (draft, old):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(site, draft)
    if book.exists():
        book.rename(old)
    draft.rename(book)
    shutil.rmtree(old, ignore_errors=True)


def make(root: Path, book: Path) -> None:
    """Build the book.

    Raises:
        UserError: a package is missing, the notebooks are not up to date, a lesson stopped, a page
            is not sound, or the site holds what is hidden.
    """
    for name in NEEDED:
        try:
            missing = importlib.util.find_spec(name) is None
        except ModuleNotFoundError:
            missing = True
        if missing:
            raise UserError(
                f"{name} is not installed: `make book` installs it, or pip install '.[book]'."
            )
    lessons = build.read_lessons(root)
    for lesson in lessons:
        built = root / build.SOLUTIONS / lesson.stem / f"{lesson.stem}.ipynb"
        if not built.is_file() or built.read_text(encoding="utf-8") != build.solution_notebook(
            lesson
        ):
            raise UserError(
                f"{lesson.stem} is not built from its text as it is now: run `make build`."
            )
    kept = root / KEPT
    ran = {}
    for lesson in lessons:
        ran[lesson.stem], seconds = runs.run(root, lesson.stem, kept / "runs")
        print(
            f"{lesson.stem}: {'as it was' if seconds is None else f'run in {seconds:.0f} s'}",
            flush=True,
        )
    if stage(kept / "source", source(root, lessons, ran)):
        shutil.rmtree(kept / "html", ignore_errors=True)
        shutil.rmtree(kept / "doctrees", ignore_errors=True)
    sphinx(root, kept)
    keep_private(root, kept / "html")
    publish(kept / "html", book)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout (default: here)")
    parser.add_argument("--to", type=Path, help="the folder to write (default: book/)")


def run(options: argparse.Namespace) -> int:
    """Build the book and say where it is."""
    began = time.monotonic()
    root = options.root.resolve()
    book = (options.to or root / BOOK).resolve()
    try:
        make(root, book)
    except OSError as reason:
        raise UserError(f"{reason.filename or book}: {reason.strerror or reason}.") from None
    size = sum(path.stat().st_size for path in book.rglob("*") if path.is_file())
    print(f"{book / 'index.html'}: {size / 1e6:.1f} MB in {time.monotonic() - began:.0f} s.")
    return 0
