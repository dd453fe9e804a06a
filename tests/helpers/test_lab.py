"""`make lab`: a learner's files are never overwritten, and JupyterLab opens as it should."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import nbformat
import pytest
from servers import fetch, free_port, serving

from helpers import lab

ROOT = Path(__file__).resolve().parents[2]
LESSONS = ("00_start_here", "01_word_importance", "02_softmax")


def release(course: Path, stem: str, text: str = "release one") -> Path:
    """Put a notebook among the released ones, as `make build` does."""
    cells = [nbformat.v4.new_markdown_cell(text, id="only")]
    path = course / "notebooks" / stem / f"{stem}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "the course"
    for stem in LESSONS:
        release(folder, stem)
    return folder


@pytest.fixture
def work(course: Path) -> Path:
    return course / "work"


# --- copying ---------------------------------------------------------------------------------


def test_the_first_start_copies_every_lesson_flat(course: Path, work: Path) -> None:
    done = lab.copy_lessons(course, work)
    assert done.new == list(LESSONS)
    assert sorted(path.name for path in work.glob("*.ipynb")) == [f"{s}.ipynb" for s in LESSONS]
    for stem in LESSONS:
        original = course / "notebooks" / stem / f"{stem}.ipynb"
        assert (work / original.name).read_bytes() == original.read_bytes()


def test_a_learners_work_is_never_overwritten(course: Path, work: Path) -> None:
    lab.copy_lessons(course, work)
    mine = work / "01_word_importance.ipynb"
    mine.write_text("my answers", encoding="utf-8")
    release(course, "01_word_importance", "release two")
    assert lab.copy_lessons(course, work).new == []
    assert mine.read_text(encoding="utf-8") == "my answers"


def test_other_files_in_work_are_left_alone(course: Path, work: Path) -> None:
    work.mkdir()
    (work / "notes.txt").write_text("mine", encoding="utf-8")
    (work / "00_start_here.ipynb").mkdir()  # a folder of that name is the learner's too
    (work / "02_softmax.ipynb").symlink_to(work / "gone.ipynb")
    done = lab.copy_lessons(course, work)
    assert done.new == ["01_word_importance"]
    assert (work / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert (work / "00_start_here.ipynb").is_dir()
    assert not (work / "gone.ipynb").exists()


def test_only_lessons_are_copied(course: Path, work: Path) -> None:
    lesson = course / "notebooks" / "00_start_here"
    for odd in ("copy of 00.ipynb", "00_start_here (1).ipynb", "data.csv", "answer.py"):
        (lesson / odd).write_text("{}", encoding="utf-8")
    release(course, "drafts")
    (lesson / ".ipynb_checkpoints").mkdir()
    (lesson / ".ipynb_checkpoints" / "00_start_here-checkpoint.ipynb").touch()
    assert lab.copy_lessons(course, work).new == list(LESSONS)


def test_the_courses_style_is_put_beside_a_learners_own(work: Path) -> None:
    style = work / ".jupyter" / "custom" / "custom.css"
    lab.place_style(work)
    assert style.read_bytes() == (lab.CONFIG / "custom" / "custom.css").read_bytes()
    style.write_text("mine", encoding="utf-8")
    lab.place_style(work)
    assert style.read_text(encoding="utf-8") == "mine"


def test_a_newer_release_is_named_until_the_learner_makes_room(course: Path, work: Path) -> None:
    lab.copy_lessons(course, work)
    assert lab.copy_lessons(course, work).newer == []
    release(course, "02_softmax", "release two")
    assert lab.copy_lessons(course, work).newer == ["02_softmax"]
    assert lab.copy_lessons(course, work).newer == ["02_softmax"], "it is said at every start"
    (work / "02_softmax.ipynb").rename(work / "my softmax.ipynb")
    done = lab.copy_lessons(course, work)
    assert (done.new, done.newer) == (["02_softmax"], [])
    assert "release two" in (work / "02_softmax.ipynb").read_text(encoding="utf-8")
    assert "release one" in (work / "my softmax.ipynb").read_text(encoding="utf-8")


def test_the_notice_is_one_line_with_the_remedy(work: Path) -> None:
    notice = lab.newer_notice(["01_word_importance", "02_softmax"], work)
    assert len(notice.splitlines()) == 1
    for part in ("01_word_importance, 02_softmax", "rename or delete", str(work), "start again"):
        assert part in notice


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[1, 2]", b"null", b"\xff\xfe\x00", b'{"00_start_here.ipynb": 7}', b"[" * 100_000],
)
def test_a_damaged_record_is_replaced(course: Path, work: Path, damage: bytes) -> None:
    lab.copy_lessons(course, work)
    (work / lab.RECORD).write_bytes(damage)
    done = lab.copy_lessons(course, work)
    assert (done.new, done.newer) == ([], [])
    record = json.loads((work / lab.RECORD).read_text(encoding="utf-8"))
    original = course / "notebooks" / "02_softmax" / "02_softmax.ipynb"
    assert record["02_softmax.ipynb"] == hashlib.sha256(original.read_bytes()).hexdigest()
    release(course, "02_softmax", "release two")
    assert lab.copy_lessons(course, work).newer == ["02_softmax"], "the notice works again"


def test_a_folder_in_place_of_the_record_does_no_harm(course: Path, work: Path) -> None:
    (work / lab.RECORD).mkdir(parents=True)
    assert lab.copy_lessons(course, work).new == list(LESSONS)
    assert [path.name for path in work.glob(".released*")] == [lab.RECORD]


def run_main(course: Path, before: str = "pass") -> "subprocess.CompletedProcess[str]":
    """Run the launcher where JupyterLab must not start, after the statement `before`."""
    program = f"import sys; from helpers import lab; {before}; sys.exit(lab.main())"
    return subprocess.run(
        [sys.executable, "-c", program, "--course", str(course), "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_lessons_one_sentence_says_so(tmp_path: Path) -> None:
    done = run_main(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"No lessons in {tmp_path / 'notebooks'}.")
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "work").exists()


def test_a_work_folder_that_cannot_be_made_is_one_sentence(course: Path, work: Path) -> None:
    work.write_text("a file is in the way", encoding="utf-8")
    done = run_main(course)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(work) in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.needs("posix")  # a limit on file size
def test_a_disk_that_fills_up_leaves_no_half_notebook(course: Path, work: Path) -> None:
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))"
    done = run_main(course, limit)
    assert (done.returncode, done.stdout) == (1, "")
    assert str(work) in done.stderr and len(done.stderr.splitlines()) == 1
    assert list(work.iterdir()) == []


# --- the command line and its environment ----------------------------------------------------


def test_the_first_start_opens_lesson_00_and_later_ones_the_lesson_last_worked_in(work: Path) -> None:
    first = lab.lab_command(work, list(LESSONS), [])
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in first
    assert "--LabApp.default_url=/lab" in lab.lab_command(work, ["02_softmax"], [])
    assert f"--ServerApp.root_dir={work}" in first
    last = lab.lab_command(work, ["02_softmax"], [], "01_word_importance")
    assert "--LabApp.default_url=/lab/tree/01_word_importance.ipynb" in last


def test_the_first_start_shows_where_one_stands_behind_the_lesson(work: Path) -> None:
    lab.place_workspace(work)
    [workspace] = (work / ".jupyter" / "lab" / "workspaces").iterdir()
    content = workspace.read_text(encoding="utf-8")
    assert "where_am_i.md" in content and "Markdown Preview" in content
    workspace.write_text("the learner's tabs", encoding="utf-8")
    lab.place_workspace(work)
    assert workspace.read_text(encoding="utf-8") == "the learner's tabs"


@pytest.mark.parametrize("root", [True, False])
def test_only_root_is_allowed_to_be_root(
    work: Path, root: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab, "is_root", lambda: root)
    assert ("--allow-root" in lab.lab_command(work, [], [])) == root


def test_unknown_options_go_to_jupyterlab_last(work: Path) -> None:
    course, extra = lab.parse(["--no-browser", "--course", str(work), "--port=8890"])
    assert (course, extra) == (work.resolve(), ["--no-browser", "--port=8890"])
    assert lab.lab_command(work, [], extra)[-2:] == extra


def test_the_environment_keeps_what_the_user_has_set(work: Path) -> None:
    theirs = {"JUPYTER_CONFIG_DIR": "mine", "JUPYTER_CONFIG_PATH": "more", "OTHER": "1"}
    ours = lab.lab_environment(work, theirs)
    assert (ours["JUPYTER_CONFIG_DIR"], ours["OTHER"]) == ("mine", "1")
    assert ours["JUPYTER_CONFIG_PATH"].split(os.pathsep) == [str(lab.CONFIG), "more"]
    assert lab.lab_environment(work, {})["JUPYTER_CONFIG_DIR"] == str(work / ".jupyter")


def test_the_kernel_is_this_python_even_if_the_user_has_another(work: Path, tmp_path: Path) -> None:
    other = tmp_path / "home" / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": ["/bin/false"], "display_name": "another Python", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    theirs = {
        **os.environ,
        "JUPYTER_PATH": str(other.parents[1]),
        "JUPYTER_DATA_DIR": str(other.parents[1]),
        "JUPYTER_PREFER_ENV_PATH": "0",
    }
    program = (
        "from jupyter_client import KernelManager; "
        "print(KernelManager(kernel_name='python3').format_kernel_cmd()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=lab.lab_environment(work, theirs),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == sys.executable


def test_importing_the_launcher_loads_nothing_heavy() -> None:
    program = "import sys, helpers.lab; print({'numpy', 'torch', 'jupyterlab'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


# --- JupyterLab itself -----------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def server(course: Path, home: Path, tmp_path: Path) -> Iterator[dict[str, Any]]:
    options = ["--course", str(course), "--no-browser", f"--port={free_port()}"]
    with serving([sys.executable, "-m", "helpers.lab", *options], ROOT, tmp_path) as running:
        yield running


@pytest.mark.needs("posix")  # the launcher becomes JupyterLab only where exec can
def test_jupyterlab_opens_on_the_lessons(server: dict[str, Any], home: Path) -> None:
    url, token = server["url"], f"?token={server['token']}"

    listed = json.loads(fetch(f"{url}api/contents{token}"))["content"]
    assert sorted(item["name"] for item in listed) == [*(f"{stem}.ipynb" for stem in LESSONS), "where_am_i.md"]
    assert fetch(f"{url}files/where_am_i.md{token}").startswith("<!-- Written anew")
    [kept] = json.loads(fetch(f"{url}lab/api/workspaces{token}"))["workspaces"]["values"]
    assert kept["metadata"]["id"] == "default", "JupyterLab knows the tabs as its own"

    name = "@jupyterlab/apputils-extension:notification"
    setting = json.loads(fetch(f"{url}lab/api/settings/{name}{token}"))
    defaults = {key: value["default"] for key, value in setting["schema"]["properties"].items()}
    assert (defaults["fetchNews"], defaults["checkForUpdates"]) == ("false", False)

    page = fetch(f"{url}lab{token}")
    start = page.index("{", page.index('id="jupyter-config-data"'))
    config, _ = json.JSONDecoder().raw_decode(page, start)
    off = set(config["disabledExtensions"])
    instructors = ("formgrader", "create-assignment", "course-list", "assignment-list", "menu")
    assert {f"@jupyter/nbgrader:{plugin}" for plugin in instructors} <= off
    assert not {"@jupyter/nbgrader", "@jupyter/nbgrader:validate-assignment"} & off
    installed = version("nbgrader")
    assert json.loads(fetch(f"{url}nbgrader_version{token}&version={installed}"))["success"]

    assert not (home / ".jupyter").exists(), "the course must not write to the user's settings"
