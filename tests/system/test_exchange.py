"""nbgrader's exchange between an instructor and two students, each a user of this machine.

The commands are those of docs/handing_in.md, typed by the user they are meant for. One student
works in a terminal, the other through the server behind JupyterLab's Assignment List. Nothing
here is pretended, so it needs root, who makes three users and removes them again.
"""

import contextlib
import http.client
import json
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib import parse, request

import nbformat
import pytest
from course_settings import ASK, settings
from documents import bash_blocks
from nbformat.v4 import new_markdown_cell
from servers import free_port
from unix_users import User, python_for_everyone

from grading.classroom.marks import read_marks

pytestmark = [pytest.mark.needs("accounts"), pytest.mark.uses("bubblewrap")]
ROOT = Path(__file__).resolve().parents[2]
LESSON = "00_start_here"
COURSE = "where-to-look"
EXCHANGE = "/usr/local/share/nbgrader/exchange"  # the documented place; the test has its own
DOCUMENT = (ROOT / "docs" / "handing_in.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def users() -> "Iterator[dict[str, User]]":
    """An instructor, ana and ben, with homes that are closed to others."""
    base = Path(tempfile.mkdtemp(prefix="exchange-"))
    base.chmod(0o755)
    if not python_for_everyone(base / "venv"):
        shutil.rmtree(base)
        pytest.skip(f"other users may not run {sys.executable}, or not read {sys.prefix} or {ROOT}")
    made: dict[str, User] = {}
    config = base / "etc"
    config.mkdir()
    (config / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.Exchange.root = {str(base / 'exchange')!r}\n"
    )
    try:
        for role in ("instructor", "ana", "ben"):
            name = f"wtl-{role}-{secrets.token_hex(3)}"
            home = base / "home" / name
            home.parent.mkdir(exist_ok=True)
            subprocess.run(
                ["useradd", "--create-home", "--home-dir", home, "--shell", "/bin/bash", name],
                check=True,
                capture_output=True,
            )
            made[role] = User(name, home, config)
            home.chmod(0o700)
        yield made
    finally:
        for user in made.values():
            subprocess.run(["userdel", "--force", user.name], capture_output=True)
            with contextlib.suppress(OSError):
                Path("/var/mail", user.name).unlink()
        shutil.rmtree(base, ignore_errors=True)


# --- the lesson, and what ana and ben do with it ---------------------------------------------


def lesson_with_a_question() -> nbformat.NotebookNode:
    """The solution of the first lesson, and a question that is graded by hand."""
    lesson = nbformat.read(ROOT / "solutions" / LESSON / f"{LESSON}.ipynb", as_version=4)
    marks = {"schema_version": 3, "grade_id": "why", "task": True, "points": 4, "locked": True}
    marks |= {"grade": False, "solution": False}
    scheme = "Why?\n\n=== BEGIN MARK SCHEME ===\nA secret scheme.\n=== END MARK SCHEME ==="
    question = new_markdown_cell(scheme, id="why", metadata={"nbgrader": marks})
    lesson.cells += [question, new_markdown_cell("Because.", id="answer")]
    return lesson


def solve(user: User, path: Path) -> None:
    """Write the answers into the notebook that the student has fetched."""
    answers = {cell.id: cell.source for cell in lesson_with_a_question().cells}
    code, text = user.run(["cat", str(path)])
    assert code == 0, text
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = answers[cell.id]
    code, said = user.run(["tee", str(path)], text=nbformat.writes(notebook))
    assert code == 0, said


def blocks(heading: str) -> list[str]:
    """The commands that the document gives under a heading."""
    found = bash_blocks(DOCUMENT, f"## {heading}")
    assert found, f"docs/handing_in.md has no commands under {heading!r}"
    return found


@contextlib.contextmanager
def assignment_list(user: User):
    """JupyterLab as the student starts it; yields what its Assignment List asks the server."""
    port = free_port()
    token = secrets.token_hex(8)
    options = ["--no-browser", f"--port={port}", f"--IdentityProvider.token={token}"]
    log = (user.config / "lab.log").open("w+")
    quiet = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}

    def ask(path: str, **form: str):
        data = parse.urlencode(form).encode() if form else None
        question = request.Request(f"http://127.0.0.1:{port}/{path}", data)
        question.add_header("Authorization", f"token {token}")
        with request.urlopen(question, timeout=60) as answer:
            said = json.loads(answer.read())
        assert said.get("success", True), said
        return said.get("value", said)

    with user.start(["jupyter", "lab", *options], user.home, **quiet) as lab:
        try:
            deadline = time.monotonic() + 90
            while True:
                log.seek(0)
                assert lab.poll() is None and time.monotonic() < deadline, log.read()
                with contextlib.suppress(OSError, http.client.HTTPException):
                    ask("api")
                    break
                time.sleep(0.1)
            yield ask
        finally:
            lab.terminate()
            log.close()


@dataclass(frozen=True)
class Term:
    """What is there when lesson 00 has been released, handed in, graded and given back."""

    users: dict[str, User]
    course: Path
    exchange: Path
    listed: dict[str, object]  # what ben's Assignment List showed, by step


def statuses(found: list[dict]) -> list[tuple[str, str]]:
    return [(item["assignment_id"], item["status"]) for item in found]


@pytest.fixture(scope="module")
def term(users: dict[str, User]) -> "Iterator[Term]":
    instructor, ana, ben = users["instructor"], users["ana"], users["ben"]
    exchange, course = instructor.config.parent / "exchange", instructor.home / "course"
    listed: dict[str, object] = {}

    (setup,) = blocks("The administrator, once")
    assert EXCHANGE in setup
    subprocess.run(["bash", "-c", setup.replace(EXCHANGE, str(exchange))], check=True)

    solution = course / "solutions" / LESSON / f"{LESSON}.ipynb"
    instructor.type(f"umask 022; mkdir -p {solution.parent}")
    instructor.run(["tee", str(solution)], text=nbformat.writes(lesson_with_a_question()))
    works = instructor.run(["python", *ASK])[0] == 0  # for root it may where for others it does not
    instructor.run(["tee", str(course / "nbgrader_config.py")], text=settings(works))
    (release,) = blocks("The instructor releases")
    instructor.type(release, course)

    fetch, submit = blocks("The student fetches and hands in")
    ana.type(fetch)
    ana.type(submit)  # untouched: a later one must count instead
    solve(ana, ana.home / LESSON / f"{LESSON}.ipynb")
    ana.type(submit)

    with assignment_list(ben) as ask:
        listed["courses"] = ask("courses")
        here = {"assignment_id": LESSON, "course_id": COURSE}
        listed["released"] = statuses(ask(f"assignments?course_id={COURSE}"))
        listed["fetched"] = statuses(ask("assignments/fetch", **here))
        listed["submitted"] = statuses(ask("assignments/submit", **here))

        grade, feedback = blocks("The instructor grades")
        listed["marks"] = instructor.type(grade, course)
        instructor.type(f"python -c {shlex.quote(BY_HAND)} {ana.name}", course)
        instructor.type(feedback, course)
        after = ask("assignments/fetch_feedback", **here)
        listed["feedback"] = [one for item in after for one in item.get("submissions", [])]

    (read,) = blocks("The student reads the feedback")
    ana.type(read)
    yield Term(users, course, exchange, listed)


#: What the formgrader does when a grader gives 3 points and a comment.
BY_HAND = f"""import sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db", "{COURSE}") as book:
    book.find_grade("why", "{LESSON}", "{LESSON}", sys.argv[1]).manual_score = 3
    book.find_comment("why", "{LESSON}", "{LESSON}", sys.argv[1]).manual_comment = "Well argued."
    book.db.commit()
"""


def only(paths: Iterator[Path]) -> Path:
    (path,) = paths
    return path


def words(page: Path) -> str:
    return re.sub(r"<[^>]*>", "", page.read_text(encoding="utf-8"))


# --- what must hold --------------------------------------------------------------------------


def test_the_last_hand_in_counts_and_both_are_graded(term: Term) -> None:
    marks = {mark.student: mark.points for mark in read_marks(term.course)}
    ana, ben = (marks[term.users[name].name] for name in ("ana", "ben"))
    assert ana.score == ana.max_score > 0 and ana.by_hand == 3
    assert ben.score == 0 and ben.waiting == 4
    assert re.search(rf"{term.users['ana'].name} +{LESSON} +1/1", str(term.listed["marks"]))


def test_the_student_reads_points_comment_and_report(term: Term) -> None:
    ana = term.users["ana"]
    pages = list((ana.home / LESSON / "feedback").glob(f"*/{LESSON}.html"))
    page = only(path for path in pages if ana.can_read(path))
    text = words(page)
    assert "Well argued." in text and "Score: 4.0 / 5.0" in text
    assert "A secret scheme" not in text and "HIDDEN TESTS" not in text


def test_the_assignment_list_takes_a_student_through_it(term: Term) -> None:
    assert term.listed["courses"] == [COURSE]
    assert term.listed["released"] == [(LESSON, "released")]
    assert term.listed["fetched"] == [(LESSON, "fetched")]
    assert term.listed["submitted"] == [(LESSON, "fetched"), (LESSON, "submitted")]
    (mine,) = term.listed["feedback"]
    assert mine["has_local_feedback"] and mine["student_id"] == term.users["ben"].name
    page = term.users["ben"].home / mine["local_feedback_path"] / f"{LESSON}.html"
    assert "Score: 0.0 / 5.0" in words(page)


def test_a_student_cannot_read_what_is_the_instructors(term: Term) -> None:
    ben = term.users["ben"]
    for path in ("", "gradebook.db", f"solutions/{LESSON}/{LESSON}.ipynb", "submitted", "feedback"):
        assert (term.course / path).exists()
        assert not ben.can_read(term.course / path)
    # Not because the home above is closed, but because of the documented chmod.
    assert term.course.stat().st_mode & 0o777 == 0o700


def test_a_student_cannot_find_anothers_work(term: Term) -> None:
    ben, shared = term.users["ben"], term.exchange / COURSE
    assert len(list((shared / "inbound").iterdir())) == 3
    assert not ben.can_read(shared / "inbound") and not ben.can_read(shared / "feedback")
    code, _ = ben.run(["bash", "-c", f"cat {shared}/inbound/*/*.ipynb {shared}/feedback/*.html"])
    assert code != 0, "nor by a pattern"
    assert not ben.can_read(term.users["ana"].home / LESSON / f"{LESSON}.ipynb")


def test_a_hand_in_has_a_name_that_cannot_be_guessed(term: Term) -> None:
    for path in (term.exchange / COURSE / "inbound").iterdir():
        assert re.fullmatch(r".+\+00_start_here\+.+\+[\w-]{12}", path.name)


def test_a_student_cannot_change_what_is_released_or_take_the_course_away(term: Term) -> None:
    ben, shared = term.users["ben"], term.exchange / COURSE
    release = shared / "outbound" / LESSON / f"{LESSON}.ipynb"
    assert ben.can_read(release)
    text = release.read_text(encoding="utf-8")
    assert "BEGIN HIDDEN" not in text and "secret scheme" not in text
    for command in (f"rm {release}", f"echo >> {release}", f"mv {shared} {shared}-mine"):
        assert ben.run(["bash", "-c", command])[0] != 0, command
    assert release.read_text(encoding="utf-8") == text
