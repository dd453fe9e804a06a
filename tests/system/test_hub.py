"""JupyterHub as docs/hub.md sets it up: real accounts, real passwords, its real HTTP interface."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from course_settings import ASK, WITHOUT
from hub_client import Browser, wait_for
from servers import free_port

pwd = pytest.importorskip("pwd", reason="needs accounts: this is Windows")

from hub_machine import (  # noqa: E402  (only once there are accounts)
    NAMES,
    PASSWORD,
    ROOT,
    answers,
    bash,
    documented_commands,
    environment,
    remove_accounts,
    stop,
)

LESSON = "00_start_here"
pytestmark = [
    pytest.mark.needs("accounts", "configurable-http-proxy"),
    pytest.mark.uses("bubblewrap"),
]


@dataclass(frozen=True)
class Hub:
    """A running hub and its people."""

    instructor: Browser
    ana: Browser
    course: Path  # the instructor's folder, with the answers


@pytest.fixture(scope="module")
def class_folder() -> Iterator[Path]:
    """A folder for the class. pytest's own temporary folders are closed to other accounts."""
    with tempfile.TemporaryDirectory(prefix="hub-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "class"


@pytest.fixture(scope="module")
def people(class_folder: Path) -> Iterator[None]:
    """The accounts and folders that docs/hub.md makes; both are gone afterwards."""
    accounts, setup, _start = documented_commands()
    try:
        made = bash(accounts, class_folder)
        assert made.returncode == 0, made.stdout
        lines = "".join(f"{NAMES[name]}:{PASSWORD}\n" for name in ("instructor", "ana", "ben"))
        subprocess.run(["chpasswd"], input=lines, text=True, check=True)
        can_run = subprocess.run(
            [sys.executable, "-c", "import helpers.lab, grading.autograde.screening, jupyterhub"],
            user=NAMES["ana"],
            group=NAMES["ana"],
            extra_groups=[],
            cwd="/",
            env=environment(class_folder),
            capture_output=True,
        )
    except PermissionError:
        pytest.skip(f"only root can run {sys.executable}: make .venv with a Python in /usr")
    else:
        if can_run.returncode != 0:
            pytest.skip(f"only root can read {ROOT} or what {sys.executable} imports")
        made = bash(setup, class_folder)
        assert made.returncode == 0, made.stdout
        accept_no_sandbox(class_folder)
        yield
    finally:
        remove_accounts()


def course_folder() -> Path:
    """Where the instructor's course is."""
    return Path(pwd.getpwnam(NAMES["instructor"]).pw_dir) / "where-to-look"


def accept_no_sandbox(class_folder: Path) -> None:
    """Let the instructor grade, where no sandbox works for them."""
    who = {"user": NAMES["instructor"], "group": NAMES["instructor"], "extra_groups": []}
    ask = [sys.executable, *ASK]
    if subprocess.run(ask, cwd="/", env=environment(class_folder), **who).returncode != 0:
        with (course_folder() / "nbgrader_config.py").open("a", encoding="utf-8") as file:
            file.write(WITHOUT)


@pytest.fixture(scope="module")
def url(people: None, class_folder: Path) -> Iterator[str]:
    """Start the hub as documented, on free ports, and stop it with all its servers."""
    *_, start = documented_commands()
    url, inner, api = (f"http://127.0.0.1:{free_port()}" for _ in range(3))
    options = f"--JupyterHub.bind_url={url} --JupyterHub.hub_bind_url={inner} --ConfigurableHTTPProxy.api_url={api}"
    log = class_folder.parent / "hub.log"
    with log.open("wb") as file:
        hub = subprocess.Popen(
            ["bash", "-c", f"exec {start.strip()} {options}"],
            cwd=ROOT,
            env=environment(class_folder),
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
        )
    try:
        wait_for(lambda: answers(f"{url}/hub/health", hub), 120, "the hub did not answer")
        yield url
    except BaseException:
        print(log.read_text(errors="replace")[-6000:])
        raise
    finally:
        stop(hub)


@pytest.fixture(scope="module")
def hub(url: str) -> Hub:
    """The instructor and a student, both logged in, both with a JupyterLab of their own."""
    instructor, ana = (Browser(url, NAMES[name]) for name in ("instructor", "ana"))
    for person in (instructor, ana):
        assert person.log_in(PASSWORD).status_code == 302
        person.start()
    for person in (instructor, ana):
        person.wait_until_ready()
    return Hub(instructor, ana, course_folder())


def test_only_members_with_their_password_get_in(url: str, people: None) -> None:
    assert Browser(url, NAMES["ben"]).log_in("wrong").status_code == 403
    assert Browser(url, NAMES["ben"]).log_in(PASSWORD).status_code == 302
    subprocess.run(["gpasswd", "--delete", NAMES["ben"], NAMES["students"]], check=True)
    try:
        assert Browser(url, NAMES["ben"]).log_in(PASSWORD).status_code == 403
    finally:
        subprocess.run(["gpasswd", "--add", NAMES["ben"], NAMES["students"]], check=True)


def test_a_lesson_goes_from_the_instructor_to_the_student_and_back(hub: Hub) -> None:
    formgrader = hub.instructor.mine("formgrader")
    assert formgrader.status_code == 200
    # JupyterLab shows it in a frame, which JupyterHub forbids unless it is told otherwise.
    assert formgrader.headers["Content-Security-Policy"] == "frame-ancestors 'self'"
    listed = hub.instructor.mine("formgrader/api/assignments").json()
    released = {path.name for path in (ROOT / "solutions").glob("[0-9]*")}
    assert {lesson["name"] for lesson in listed} == released

    for step in ("assign", "release"):
        done = hub.instructor.post(f"formgrader/api/assignment/{LESSON}/{step}").json()
        assert done["success"], done
    for person in (hub.instructor, hub.ana):
        lists = person.mine("assignments?course_id=where-to-look").json()
        assert [lesson["assignment_id"] for lesson in lists["value"]] == [LESSON]

    hand_over = {"course_id": "where-to-look", "assignment_id": LESSON}
    assert hub.ana.post("assignments/fetch", data=hand_over).json()["success"]
    fetched = hub.ana.mine(f"api/contents/{LESSON}/{LESSON}.ipynb").json()
    assert "BEGIN HIDDEN TESTS" not in json.dumps(fetched)
    assert hub.ana.post("assignments/submit", data=hand_over).json()["success"]

    done = hub.instructor.post(f"formgrader/api/assignment/{LESSON}/collect").json()
    assert done["success"], done
    assert (hub.course / "submitted" / hub.ana.name / LESSON / f"{LESSON}.ipynb").is_file()
    done = hub.instructor.post(
        f"formgrader/api/submission/{LESSON}/{hub.ana.name}/autograde"
    ).json()
    assert done["success"], done
    assert hub.instructor.mine("formgrader/gradebook").status_code == 200


def test_a_student_has_no_formgrader(hub: Hub) -> None:
    for page in ("formgrader", "formgrader/gradebook", "formgrader/api/assignments", "formgraders"):
        assert hub.ana.mine(page).status_code == 404, page
    off = {person.name: disabled(person) for person in (hub.ana, hub.instructor)}
    tools = {f"@jupyter/nbgrader:{tool}" for tool in ("formgrader", "create-assignment")}
    assert tools <= off[hub.ana.name] and not tools & off[hub.instructor.name]
    for person in (hub.ana, hub.instructor):
        student_tools = {f"@jupyter/nbgrader:{tool}" for tool in ("assignment-list", "menu")}
        assert not student_tools & off[person.name]


def disabled(person: Browser) -> set[str]:
    """The JupyterLab extensions that are off in a person's page."""
    page = person.mine("lab").text
    start = page.index("{", page.index('id="jupyter-config-data"'))
    return set(json.JSONDecoder().raw_decode(page, start)[0]["disabledExtensions"])


def test_a_student_cannot_use_another_persons_server(hub: Hub) -> None:
    for page in ("lab", "formgrader", "api/contents", "api/kernels"):
        answer = hub.ana.get(f"/user/{hub.instructor.name}/{page}")
        assert answer.status_code in (403, 404), (page, answer.status_code)
    assert hub.ana.get("/hub/api/users").status_code == 403
    assert hub.ana.get(f"/hub/api/users/{hub.instructor.name}").status_code in (403, 404)
    assert hub.ana.get("/hub/admin").status_code in (403, 404)


#: Run in a kernel with the names `files` and `folders` set: what may this account see?
PRY = """
import os
for look, paths in ((open, files), (os.listdir, folders)):
    for path in paths:
        try:
            look(path)
            print("open  ", path)
        except PermissionError:
            print("closed", path)
from helpers import check
from ipykernel import get_connection_info
print(get_connection_info(unpack=True)["transport"], os.getuid())
"""


def test_a_students_kernel_reads_neither_answers_nor_marks_nor_others_files(
    hub: Hub, class_folder: Path
) -> None:
    homes = {name: Path(pwd.getpwnam(NAMES[name]).pw_dir) for name in ("instructor", "ana", "ben")}
    answers = hub.course / "solutions" / LESSON / f"{LESSON}.ipynb"
    files = [answers, hub.course / "gradebook.db", homes["ben"] / ".bashrc"]
    folders = [homes["instructor"], hub.course, homes["ben"], class_folder / "hub"]
    # Where the tests above did not run, nothing has made a gradebook yet.
    assert hub.instructor.mine("formgrader/api/assignments").ok
    assert all(path.is_file() for path in files) and all(path.is_dir() for path in folders)

    code = f"files, folders = {list(map(str, files))}, {list(map(str, folders))}\n{PRY}"
    *seen, account = hub.ana.run(code).splitlines()
    assert seen == [f"closed {path}" for path in files + folders]
    # Over TCP, every account of the machine could listen to what a kernel prints.
    assert account == f"ipc {pwd.getpwnam(hub.ana.name).pw_uid}"

    seen = hub.instructor.run(code).splitlines()
    assert f"open   {answers}" in seen and f"closed {homes['ben']}" in seen


def test_links_do_not_lead_a_student_out_of_their_home(hub: Hub) -> None:
    link = Path(pwd.getpwnam(hub.ana.name).pw_dir) / "shortcut"
    link.symlink_to(hub.course)
    answer = hub.ana.mine("api/contents/shortcut/nbgrader_config.py?content=1")
    assert answer.status_code in (403, 404, 500) and "CourseDirectory" not in answer.text


def test_setting_up_again_keeps_the_course_folder(hub: Hub, class_folder: Path) -> None:
    note = hub.course / "note.txt"
    note.write_text("mine", encoding="utf-8")
    hub.course.parent.chmod(0o755)
    _accounts, setup, _start = documented_commands()
    done = bash(setup, class_folder)
    assert done.returncode == 0, done.stdout
    assert note.read_text(encoding="utf-8") == "mine"
    assert hub.course.parent.stat().st_mode & 0o077 == 0, "homes are closed again"


def run_setup(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, str(ROOT / "deploy" / "setup_course.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--instructor", "no-such-account"], "There is no account no-such-account"),
        (["--instructor", "root", "--group", "no-such-group"], "There is no group no-such-group"),
        (["--instructor", "daemon", "--group", "root"], "daemon is not in the group root"),
    ],
)
def test_setting_up_says_what_is_missing(arguments: list[str], named: str, tmp_path: Path) -> None:
    done = run_setup(*arguments, "--class-folder", str(tmp_path / "class"))
    assert done.returncode == 1 and done.stderr.startswith(named), done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "class").exists()
