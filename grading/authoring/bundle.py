"""Write what students get into one zip: `make bundle`, or `python -m grading bundle`.

Notebooks, helpers, the environment and a README of their own. Only what is named here goes in,
and what goes in is searched for answers, hidden tests and mark schemes before the zip is there.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from grading.atomic_files import write_whole
from grading.authoring import build
from grading.authoring.lesson import LessonErrors
from grading.authoring.lint.built_notebook import BuiltNotebook
from grading.authoring.lint.leaks import files_below, leaks, secrets_of, squeeze, strangers
from grading.authoring.lint.linter import load_tree
from grading.cells.markers import MARKER_WORDS
from grading.user_error import UserError

NAME = "where-to-look"  # the one folder in the zip
HANDOUT = Path(__file__).resolve().parent / "handout"

#: Copied as they are.
FILES = ("LICENSE", "constraints.txt", "environment.yml")
#: What may lie below helpers/.
HELPER_TYPES = (".py", ".json")
#: The tables of pyproject.toml that installing the course needs; the others are for contributors.
TABLES = (
    "build-system",
    "project",
    "project.scripts",
    "tool.setuptools",
    "tool.setuptools.packages.find",
    "tool.setuptools.package-data",
)
#: Characters without blanks. Shorter hidden lines, `for _ in range(5):`, are in any program.
TELLING = 24
#: The same for the thousands of lines of the catalogue, of which some longer ones are common too.
TELLING_OF_KNOWN = 40
#: A zip's dates start here.
FIRST_DATE = datetime(1980, 1, 1)
DAYS = 14_000  # until 2018
_NO_CODE = (ast.Import, ast.ImportFrom, ast.Expr)


def up_to_date(root: Path) -> None:
    """Raise UserError unless the notebooks are there and are what the lessons give."""
    try:
        differences = build.compare(root, build.build(root))
    except LessonErrors as broken:
        first = broken.errors[0]
        raise UserError(
            f"The lessons in {root.resolve()} cannot be built ({first.file}: {first.message}): "
            "name the course folder with --root, or see `make lint`."
        ) from None
    except build.BuildError as reason:
        first_line = str(reason).splitlines()[0]
        raise UserError(f"The lessons cannot be built: {first_line} See `make lint`.") from None
    if differences:
        shown = ", ".join(str(difference) for difference in differences[:2])
        more = f" and {len(differences) - 2} more" if len(differences) > 2 else ""
        raise UserError(f"The notebooks are not up to date ({shown}{more}): run `make build`.")


def section(markdown: str, heading: str) -> str:
    """Return what stands below a second-level heading; raise UserError when there is none."""
    found = re.search(rf"^## {heading}$\n(.*?)(?=^## |\Z)", markdown, re.M | re.S)
    if not found:
        missing = f"README.md has no section `## {heading}`, which students get: put it back."
        raise UserError(missing)
    return found[1].strip()


def student_readme(readme: str, template: str) -> str:
    """Fill the students' README with the lessons and the advice that README.md has."""
    table = re.search(r"^\| lesson \|.*\n(?:\|.*\n)+", readme, re.M)
    if not table:
        raise UserError("README.md has no table that starts with `| lesson |`: put it back.")
    return template.replace("{lessons}", table[0].strip()).replace(
        "{for_learners}", section(readme, "For learners")
    )


def student_pyproject(text: str) -> str:
    """Keep of pyproject.toml what installing the course needs: no test tools, no `grading`."""
    tables = re.split(r"^(?=\[)", text, flags=re.M)
    kept = [part for part in tables if part.partition("]")[0].strip("[") in TABLES]
    ours = re.sub(r'^"grading[\w.]*" = .*\n|, "grading[\w.*]*"', "", "".join(kept), flags=re.M)
    return ours.strip() + "\n"


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the bundle: its path in the course folder, and its bytes."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    template = (HANDOUT / "README.md").read_text(encoding="utf-8")
    pyproject = (root / "pyproject.toml").read_text(encoding="utf-8")
    yield "README.md", student_readme(readme, template).encode()
    yield "Makefile", (HANDOUT / "Makefile").read_bytes()
    yield "pyproject.toml", student_pyproject(pyproject).encode()
    for name in FILES:
        yield name, (root / name).read_bytes()
    for path in files_below(root / "helpers"):
        if path.suffix in HELPER_TYPES:
            yield path.relative_to(root).as_posix(), path.read_bytes()
    for path in files_below(root / build.NOTEBOOKS):
        yield path.relative_to(root).as_posix(), path.read_bytes()


def secrets_in(
    files: dict[str, bytes], solutions: list[BuiltNotebook], known: dict[str, str] | None = None
) -> Iterator[str]:
    """Say of each file besides the notebooks which hidden text it holds, if any.

    Notebooks have stricter rules of their own (see leaks). `known` are lines of known answers to
    the exercises, each with the file it stands in.
    """
    secrets = [secrets_of(notebook) for notebook in solutions]
    shown = "".join(secret.shown for secret in secrets)
    hidden = {
        line: secret.stem
        for secret in secrets
        for region in secret.regions
        for line in region
        if len(line) >= TELLING and line not in shown
    }
    hidden |= {line: where for line, where in (known or {}).items() if line not in shown}
    for name, content in files.items():
        if name.startswith(f"{build.NOTEBOOKS}/"):
            continue
        text = content.decode("utf-8", errors="replace")
        yield from (f"{name} holds the words {words}" for words in MARKER_WORDS if words in text)
        squeezed = squeeze(text)
        for line, stem in hidden.items():
            if line in squeezed:
                yield f"{name} holds hidden text of {stem}: `{line[:60]}`"


def lines_of_known_answers(root: Path) -> dict[str, str]:
    """The telling lines of the catalogue's code, without blanks, each with its file's name.

    Not its sentences: those are for learners.
    """
    found: dict[str, str] = {}
    for path in sorted((root / "lessons").glob("*_answers/*.py")):
        text = path.read_text(encoding="utf-8")
        lines = text.splitlines()
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.stmt) and not isinstance(node, _NO_CODE):
                own = lines[node.lineno - 1 : node.end_lineno] if not hasattr(node, "body") else []
                for line in map(squeeze, own):
                    if len(line) >= TELLING_OF_KNOWN and line[0] not in "\"'":
                        found.setdefault(line, f"{path.parent.name}/{path.stem}")
    return found


def keep_private(root: Path, files: dict[str, bytes]) -> None:
    """Raise UserError when a student would find in these files what must stay private."""
    solutions, unreadable = load_tree(root, build.SOLUTIONS)
    found = [
        f"{problem.lesson}: {problem.message}"
        for problem in (*unreadable, *strangers(root), *leaks(root, solutions))
    ]
    found += secrets_in(files, solutions, lines_of_known_answers(root))
    if found:
        more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
        raise UserError(f"Not for students: {found[0]}{more}. Take it out; `make lint` lists more.")


def date_of(files: dict[str, bytes]) -> datetime:
    """Return a date that depends on the content and on nothing else.

    The same files give the same bytes. One date for all time would do harm: Python takes a
    compiled helper for current when the date and the size of its source have not changed, also
    after a newer bundle was unpacked over an older one.
    """
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    minutes = int.from_bytes(digest.digest()[:8], "big") % (DAYS * 24 * 60)
    return FIRST_DATE + timedelta(minutes=minutes)


def write_zip(path: Path, files: dict[str, bytes]) -> None:
    """Write the zip in one step: whoever looks sees the old one, or the new one, or none.

    Stored and not compressed, since zlib's bytes differ between versions and half a megabyte
    saved is worth less than the same bytes on every machine.
    """
    date = date_of(files).timetuple()[:6]
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for inside, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{NAME}/{inside}", date)
            entry.create_system = 3  # Unix, also when Windows writes it
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole({path: whole.getvalue()})


def bundle(root: Path, path: Path) -> int:
    """Check the course, write the zip, and return the number of files in it."""
    up_to_date(root)
    files = dict(contents(root))
    keep_private(root, files)
    write_zip(path, files)
    return len(files)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout (default: here)")
    parser.add_argument("--to", type=Path, help=f"the zip to write (default: dist/{NAME}.zip)")


def run(options: argparse.Namespace) -> int:
    """Write the zip."""
    path = options.to or options.root / "dist" / f"{NAME}.zip"
    try:
        count = bundle(options.root, path)
    except OSError as reason:
        raise UserError(f"{reason.filename or path}: {reason.strerror or reason}.") from None
    print(f"{path}: {count} files, {path.stat().st_size / 1e6:.1f} MB.")
    return 0
