"""`make bundle`: the zip for students holds nothing private, and works where nothing else is."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from grading.__main__ import main as command
from grading.authoring import bundle

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted(path.stem for path in (ROOT / "lessons").glob("*.py"))
REGION = re.compile(
    r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)[^\n]*\n(.*?)^[^\n]*END \1", re.M | re.S
)


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "students.zip"
    assert command(["bundle", "--root", str(ROOT), "--to", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def unpacked(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("an empty folder")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    assert [path.name for path in folder.iterdir()] == ["where-to-look"]
    return folder / "where-to-look"


# --- what is in it ---------------------------------------------------------------------------


def every_file(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and, if it is an archive, all that it holds, however deep."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inside in archive.namelist():
                yield from every_file(f"{name}/{inside}", archive.read(inside))
    elif content[:2] == b"\x1f\x8b" or name.endswith(".tar"):
        with tarfile.open(fileobj=io.BytesIO(content)) as tar:
            for member in tar:
                if file := tar.extractfile(member):
                    yield from every_file(f"{name}/{member.name}", file.read())


def squeeze(text: str) -> str:
    return "".join(text.split())


def sources(path: Path) -> list[str]:
    return [cell.source for cell in nbformat.read(path, as_version=4).cells]


def readable(name: str, content: bytes) -> str:
    """All text of a file without blanks; a notebook's as one reads it."""
    text = content.decode("utf-8", errors="replace")
    if name.endswith(".ipynb"):
        text += "\n".join(cell.source for cell in nbformat.reads(text, as_version=4).cells)
    return squeeze(text)


def private_lines() -> dict[str, str]:
    """Every line of every hidden region that no lesson shows: {line without blanks: lesson}."""
    hidden, shown = {}, ""
    for lesson in LESSONS:
        for source in sources(ROOT / "solutions" / lesson / f"{lesson}.ipynb"):
            for region in REGION.finditer(source):
                hidden.update({squeeze(line): lesson for line in region[2].splitlines()})
            shown += squeeze(REGION.sub("", source))
    # A short line, `found = []`, says nothing about where it comes from.
    return {line: stem for line, stem in hidden.items() if len(line) > 20 and line not in shown}


def found_in(path: Path) -> list[str]:
    """What must not be in the bundle, and is."""
    lines = private_lines()
    assert len(lines) > 10 * len(LESSONS), "the search must know what to look for"
    found = []
    for name, content in every_file("", path.read_bytes()):
        text = readable(name, content)
        found += [f"{name}: {lines[line]}: {line}" for line in lines if line in text]
        found += [
            f"{name}: marker"
            for words in ("BEGINSOLUTION", "HIDDENTESTS", "MARKSCHEME")
            if words in text
        ]
        found += [f"{name}: SQLite" for _ in range(content.startswith(b"SQLite format 3"))]
        if re.search(
            r"solutions|lessons/|grading|tests/|answers|gradebook|\.db$|\.pyc$|nbgrader_config",
            name,
        ):
            found.append(f"{name}: its name")
    return found


def test_nothing_private_is_in_it(zipped: Path) -> None:
    assert found_in(zipped) == []


def test_the_search_would_find_it(zipped: Path, tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(ROOT / "solutions" / "02_softmax" / "02_softmax.ipynb", "a.ipynb")
    worse = Path(shutil.copy(zipped, tmp_path / "worse.zip"))
    with zipfile.ZipFile(worse, "a") as archive:
        archive.writestr("where-to-look/pictures.zip", inner.getvalue())
        archive.writestr("where-to-look/notebooks/g.png", b"SQLite format 3\0")
    found = "\n".join(found_in(worse))
    for words in ("pictures.zip/a.ipynb: 02_softmax", "pictures.zip/a.ipynb: marker", "SQLite"):
        assert words in found


def test_every_lesson_and_helper_is_in_it(unpacked: Path) -> None:
    for path in [*ROOT.glob("notebooks/*/*.ipynb"), *ROOT.glob("helpers/**/*.py")]:
        assert (unpacked / path.relative_to(ROOT)).read_bytes() == path.read_bytes()


def test_the_students_readme_names_every_lesson_and_only_commands_they_have(unpacked: Path) -> None:
    text = (unpacked / "README.md").read_text(encoding="utf-8")
    assert [stem[:2] for stem in LESSONS] == re.findall(r"^\| (\d\d) ", text, re.M)
    targets = set(re.findall(r"^(\w+):", (unpacked / "Makefile").read_text(), re.M))
    commands = re.findall(r"(?:^|`(?:[A-Z_]+=\S+ )?)make (\w+)", text, re.M)
    assert "lab" in commands and set(commands) <= targets
    assert "{" not in text and "](docs/" not in text


def test_the_same_lessons_give_the_same_bytes(zipped: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    copy = tmp_path / "copy"
    for name in ("helpers", "notebooks", "solutions", "lessons"):
        shutil.copytree(ROOT / name, copy / name, copy_function=shutil.copy)  # with new dates
    for name in (*bundle.FILES, "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
    assert command(["bundle", "--root", str(copy), "--to", str(again)]) == 0
    assert again.read_bytes() == zipped.read_bytes()


def test_a_changed_helper_has_a_new_date() -> None:
    """Else Python would go on with what it compiled from the older bundle."""
    assert bundle.date_of({"a.py": b"x = 1"}) != bundle.date_of({"a.py": b"x = 2"})


# --- it works --------------------------------------------------------------------------------


def alone(unpacked: Path) -> dict[str, str]:
    """An environment in which `helpers` comes from the bundle."""
    return {**os.environ, "PYTHONPATH": str(unpacked)}


def test_the_project_installs_without_grading(unpacked: Path) -> None:
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    theirs = tomllib.loads((unpacked / "pyproject.toml").read_text(encoding="utf-8"))
    found = theirs["tool"]["setuptools"]["packages"]["find"]["include"]
    assert found == ["helpers", "helpers.*"]
    # What is not a package by its __init__.py is not found, and not installed.
    folders = {path.parent for path in (unpacked / "helpers").rglob("*.py")}
    assert all((folder / "__init__.py").is_file() for folder in folders)
    shipped = theirs["tool"]["setuptools"]["package-data"]
    theirs_alone = ours["tool"]["setuptools"]["package-data"].items()
    assert shipped == {name: data for name, data in theirs_alone if name.startswith("helpers")}
    for key in ("name", "version", "dependencies", "scripts", "requires-python"):
        assert theirs["project"][key] == ours["project"][key]
    assert "optional-dependencies" not in theirs["project"]
    for name in (theirs["project"]["readme"], *theirs["project"]["license-files"]):
        assert (unpacked / name).is_file()


def test_its_lab_starts_from_it(unpacked: Path) -> None:
    # `grading` may be installed here; the bundle must not ask for it.
    program = (
        "import sys; sys.modules['grading'] = None\n"
        "from helpers import check, corpus, lab, plots, text\n"
        "print(lab.COURSE); print(*lab.copy_lessons(lab.COURSE, lab.COURSE / 'work').new)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=unpacked,
        env=alone(unpacked),
        capture_output=True,
        text=True,
    )
    assert done.stdout.split("\n")[:2] == [str(unpacked), " ".join(LESSONS)], done.stderr
    shown = subprocess.run(
        [sys.executable, "-m", "helpers.lab", "--help"],
        cwd=unpacked,
        env=alone(unpacked),
        capture_output=True,
        text=True,
    )
    assert shown.returncode == 0, shown.stderr
    assert squeeze(str(unpacked)) in squeeze(shown.stdout)


@pytest.mark.parametrize("lesson", ["00_start_here", "02_softmax"])
def test_a_lesson_runs_from_it(
    unpacked: Path, lesson: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the top up to the first exercise, in a kernel that knows this folder only."""
    notebook = nbformat.read(unpacked / "notebooks" / lesson / f"{lesson}.ipynb", as_version=4)
    first = next(
        n for n, c in enumerate(notebook.cells) if c.metadata.get("nbgrader", {}).get("solution")
    )
    notebook.cells = [
        *notebook.cells[:first],
        nbformat.v4.new_code_cell("import helpers\nprint(helpers.__file__)"),
    ]
    monkeypatch.setenv("PYTHONPATH", str(unpacked))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    assert notebook.cells[-1].outputs[0].text.strip() == str(unpacked / "helpers" / "__init__.py")


@pytest.mark.needs("make")
def test_its_makefile_starts_as_the_courses_own_does(unpacked: Path) -> None:
    own, theirs = ((folder / "Makefile").read_text() for folder in (ROOT, unpacked))
    for name in ("PYTHONS", "USABLE", "FOUND", "NEEDED", "CHOSEN"):
        line = re.search(rf"^{name} .*$", theirs, re.M)
        assert line and line[0] in own.splitlines(), f"{name} differs between the two Makefiles"
    done = subprocess.run(
        ["make", "-n", "lab", "PORT=8890", f"PYTHON={sys.executable}"],
        cwd=unpacked,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "pip install --constraint constraints.txt --editable ." in done.stdout
    assert "-m helpers.lab --port=8890" in done.stdout


@pytest.mark.needs("make")
def test_make_bundle_is_this_command() -> None:
    """README.md names it to instructors."""
    # Under `make test` a make within a make would print which folder it enters and leaves.
    quiet = ["make", "--no-print-directory", "-n"]
    command = [*quiet, "bundle", f"PYTHON={sys.executable}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.rstrip().endswith("-m grading bundle"), done.stdout + done.stderr


# --- when it cannot be made ------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A checkout with one short lesson, so that building it is quick."""
    folder = tmp_path / "course"
    (folder / "lessons").mkdir(parents=True)
    shutil.copy(ROOT / "lessons" / "00_start_here.py", folder / "lessons")
    shutil.copytree(
        ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in (*bundle.FILES, "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    assert command(["build", "--root", str(folder)]) == 0
    return folder


RELEASE = "notebooks/00_start_here/00_start_here.ipynb"
SOLUTION = "solutions/00_start_here/00_start_here.ipynb"


def not_built(course: Path) -> None:
    shutil.rmtree(course / "notebooks")


def out_of_date(course: Path) -> None:
    text = (course / RELEASE).read_text(encoding="utf-8")
    (course / RELEASE).write_text(text.replace("words", "letters"), encoding="utf-8")


def no_lessons(course: Path) -> None:
    shutil.rmtree(course / "lessons")


def broken_lesson(course: Path) -> None:
    path = course / "lessons" / "00_start_here.py"
    path.write_text(
        path.read_text(encoding="utf-8").replace("### END SOLUTION", ""), encoding="utf-8"
    )


def answer_in_a_helper(course: Path) -> None:
    shutil.copy(course / "lessons" / "00_start_here.py", course / "helpers" / "draft.py")


def gradebook_among_the_notebooks(course: Path) -> None:
    (course / "notebooks" / "gradebook.db").write_bytes(b"SQLite format 3\0")


def readme_without_table(course: Path) -> None:
    (course / "README.md").write_text("# Where to Look\n", encoding="utf-8")


def licence_gone(course: Path) -> None:
    (course / "LICENSE").unlink()


BAD = {
    not_built: "make build",
    out_of_date: "make build",
    no_lessons: "--root",
    broken_lesson: "make lint",
    answer_in_a_helper: "helpers/draft.py",
    gradebook_among_the_notebooks: "gradebook.db",
    readme_without_table: "| lesson |",
    licence_gone: "LICENSE",
}


@pytest.mark.parametrize("damage", BAD, ids=lambda damage: damage.__name__)
def test_bad_input_is_one_sentence_and_no_zip(
    course: Path, damage, capsys: pytest.CaptureFixture[str]
) -> None:
    path = course / "dist" / "where-to-look.zip"
    path.parent.mkdir()
    path.write_bytes(b"last week's")
    damage(course)
    capsys.readouterr()
    assert command(["bundle", "--root", str(course)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1 and BAD[damage] in said.err, said.err
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    assert path.read_bytes() == b"last week's"


def test_a_disk_that_fills_up_leaves_the_old_zip(course: Path) -> None:
    assert command(["bundle", "--root", str(course)]) == 0
    path = course / "dist" / "where-to-look.zip"
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    program = (
        "import resource, sys; from pathlib import Path; from grading import bundle\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"bundle.write_zip(Path({str(path)!r}), {{'a': b'x' * 5000}})"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_the_notebooks_in_it_have_no_output(unpacked: Path) -> None:
    for path in unpacked.glob("notebooks/*/*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [cell["id"] for cell in cells if cell.get("outputs")]
