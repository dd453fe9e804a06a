"""Lint over the two built trees as a whole: leaks, strangers, edits by hand."""

import json
import shutil
from pathlib import Path

import pytest
from lesson_texts import GOOD, write_lesson

from grading.__main__ import main as command
from grading.authoring.lint import linter


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    write_lesson(root)
    again = GOOD.replace("doubled_values", "twice_of_each").replace("secret_num", "unseen_num")
    again = again.replace("return", "# its own words\n    return").replace("overflow", "memory")
    write_lesson(root, again.replace("[factor", "[2 * factor / 2"), "03_again.py")
    command(["build", "--root", str(root)])
    return root


@pytest.fixture()
def course(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "course"))


def problems(root: Path) -> list[tuple[str, str]]:
    return [(problem.lesson, problem.rule) for problem in linter.lint(root)[0]]


RELEASE = Path("notebooks/02_double/02_double.ipynb")


def test_a_good_course_passes(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (course / "notebooks/02_double/.ipynb_checkpoints").mkdir()
    shutil.copy(course / RELEASE, course / "notebooks/02_double/.ipynb_checkpoints/x.ipynb")
    (course / "notebooks/02_double/picture.png").write_bytes(b"\x89PNG\r\n")
    assert command(["lint", "--root", str(course)]) == 0
    line = "2 lessons, 2 exercises, 4 tests, 2 tasks: every rule is kept\n"
    assert capsys.readouterr().out == line


def test_a_problem_is_one_line_and_exit_code_1(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (course / "solutions/02_double/data.csv").write_text("1,2")
    assert command(["lint", "--root", str(course)]) == 1
    assert capsys.readouterr().out.splitlines()[0] == (
        "solutions/02_double/data.csv: whole file: beside: nbgrader copies whatever lies beside "
        "a notebook into the release. Move it out of solutions/."
    )


SECRETS = [
    "doubled_values = [factor * number for number in numbers]",  # a solution
    "  secret_numbers   = rng.integers(0, 9, size=5)",  # a hidden test, with other blanks
    "One point for naming overflow, two for an example.",  # a mark scheme
    "### BEGIN HIDDEN TESTS",
    "=== END MARK SCHEME ===",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "place",
    [
        "02_double/notes.txt",
        "02_double/.ipynb_checkpoints/02_double-checkpoint.ipynb",
        "03_again/data.json",
        "page.html",
    ],
)
def test_a_leak_is_found_whatever_the_file(course: Path, secret: str, place: str) -> None:
    path = course / "notebooks" / place
    path.parent.mkdir(exist_ok=True)
    text = {
        ".txt": f"x\n{secret}\n",
        ".ipynb": json.dumps({"cells": [{"source": ["a\n", secret]}]}),
        ".json": json.dumps([secret]).replace("o", "\\u006f"),
        ".html": secret.replace("[", "&#91;").replace("=", "&#61;"),
    }[path.suffix]
    path.write_text(text)
    assert (f"notebooks/{place}", "leak") in problems(course)


def test_a_leak_into_the_released_notebook_is_found_wherever_it_hides(course: Path) -> None:
    for hide in (
        lambda nb: nb["cells"][3].update(source=["def double(n):\n", f"    {SECRETS[0]}"]),
        lambda nb: nb["metadata"].update(note=SECRETS[0]),
        lambda nb: nb["cells"][0]["metadata"].update(note=[SECRETS[0]]),
        lambda nb: nb["cells"][2].update(outputs=[{"text": [SECRETS[0]]}]),
    ):
        notebook = json.loads((course / RELEASE).read_text())
        hide(notebook)
        (course / RELEASE).write_text(json.dumps(notebook))
        assert (str(RELEASE), "leak") in problems(course)


def test_a_whole_answer_shown_in_another_lesson_is_a_leak(tmp_path: Path) -> None:
    answer = "shares = [1, 2, 3]\n    total = sum(shares)\n    kept = shares[total % 3]"
    write_lesson(tmp_path, GOOD.replace("doubled_values = [", f"{answer}\n    doubled_values = ["))
    shown = answer.replace("\n    ", "\n")
    plain = GOOD.replace('print("plain code stays as it is")', f"{shown}\nprint(kept)")
    write_lesson(tmp_path, plain.replace("double", "treble"), "03_again.py")
    command(["build", "--root", str(tmp_path)])
    assert "leak" not in {rule for _, rule in problems(tmp_path)}  # one line more is the answer
    text = GOOD.replace(GOOD[GOOD.index("    doubled_values") : GOOD.index("    ### END SOL")],
                        f"    {answer}\n")  # fmt: skip
    write_lesson(tmp_path, text)
    command(["build", "--root", str(tmp_path)])
    assert ("notebooks/03_again/03_again.ipynb", "leak") in problems(tmp_path)


@pytest.mark.parametrize("place", ["notes.txt", "02_double/helper.py", "02_double/extra.ipynb"])
def test_strangers_are_refused(course: Path, place: str) -> None:
    (course / "solutions" / place).write_text("{}")
    (course / "notebooks" / place).write_text("{}")
    found = problems(course)
    assert (f"solutions/{place}", "beside") in found
    assert (f"notebooks/{place}", "file-type") in found


def test_an_edit_by_hand_is_found(course: Path) -> None:
    (course / RELEASE).write_text((course / RELEASE).read_text().replace("Doubling", "Trebling"))
    assert problems(course) == [(str(RELEASE), "rebuild")]


def test_a_lesson_changed_but_not_built_is_found(course: Path) -> None:
    write_lesson(course, GOOD.replace("Doubling", "Trebling"))
    solution = "solutions/02_double/02_double.ipynb"
    assert problems(course) == [(solution, "rebuild"), (str(RELEASE), "rebuild")]


def test_a_broken_lesson_is_reported_with_its_line(course: Path) -> None:
    write_lesson(course, GOOD.replace("points=2", ""))
    assert [str(problem) for problem in linter.lint(course)[0]] == [
        "lessons/02_double.py: line 25: lesson: a test without points. Add points, as in "
        '`test="name" points=2`.'
    ]


def test_a_file_that_is_no_notebook_is_reported(course: Path) -> None:
    (course / RELEASE).write_text("not JSON")
    assert ("notebooks/02_double", "readable") in problems(course)
