"""Open the lessons in JupyterLab: `make lab`, `where-to-look` or `python -m helpers.lab`.

Three steps, in this order: copy the released notebooks to `work/`, say where the learner stands and
whether newer releases exist, and become JupyterLab there, at the lesson last worked in. A notebook
that already lies in `work/` is never written to.

`where-to-look status` says where the learner stands, and does nothing else.
"""

import argparse
import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from helpers import standing
from helpers.console import print_anything

COURSE = Path(__file__).resolve().parents[1]
CONFIG = Path(__file__).resolve().parent / "lab_config"
LESSON = re.compile(r"\d\d_\w+")
FIRST_LESSON = re.compile(r"00_\w+")
RECORD = ".released.json"


@dataclass
class Copied:
    """What `copy_lessons` did: names of lessons copied now, and of those with a newer release."""

    new: list[str] = field(default_factory=list)
    newer: list[str] = field(default_factory=list)


class NoLessons(Exception):
    """The course folder holds no released notebook."""


def released(course: Path) -> list[Path]:
    """Return every `notebooks/NN_name/NN_name.ipynb`, in order of lesson."""
    return sorted(
        path
        for path in (course / "notebooks").glob("*/*.ipynb")
        if path.stem == path.parent.name and LESSON.fullmatch(path.stem)
    )


def copy_lessons(course: Path, work: Path) -> Copied:
    """Copy the released notebooks that `work` does not have yet, and remember what was copied.

    The record (`work/.released.json`) maps a file's name to the sha256 of the release it came
    from. Without it nothing can be said about older copies, so a file that the record does not
    know counts as a copy of today's release.
    """
    lessons = released(course)
    if not lessons:
        raise NoLessons(f"No lessons in {course / 'notebooks'}.")
    work.mkdir(parents=True, exist_ok=True)
    record = read_record(work / RECORD)
    done = Copied()
    for lesson in lessons:
        content = lesson.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if create(work / lesson.name, content):
            record[lesson.name] = digest
            done.new.append(lesson.stem)
        elif record.setdefault(lesson.name, digest) != digest:
            done.newer.append(lesson.stem)
    write_record(work / RECORD, record)
    return done


def place_style(work: Path) -> None:
    """Give JupyterLab the course's few lines of CSS, unless the learner has some there already.

    It reads them from nowhere but the settings folder that `lab_environment` names.
    """
    folder = work / ".jupyter" / "custom"
    folder.mkdir(parents=True, exist_ok=True)
    create(folder / "custom.css", (CONFIG / "custom" / "custom.css").read_bytes())


def create(path: Path, content: bytes) -> bool:
    """Write a new file; return False, and touch nothing, if something has that name already."""
    try:
        file = path.open("xb")  # refuses an existing name, so a learner's file cannot be lost
    except FileExistsError:
        return False
    try:
        with file:
            file.write(content)
    except OSError:
        # Half a notebook would be taken for the learner's own from now on.
        path.unlink(missing_ok=True)
        raise
    return True


def read_record(path: Path) -> dict[str, str]:
    """Read the record of copies; a missing or damaged one is an empty one."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: digest for name, digest in found.items() if isinstance(digest, str)}


def write_record(path: Path, record: dict[str, str]) -> None:
    """Replace the record in one step, so that an interruption leaves the old one or the new."""
    if path.is_dir():
        return  # not ours; the notice about newer releases is all that is lost
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def newer_notice(newer: list[str], work: Path) -> str:
    """Say in one line which lessons have a newer release and how to get it."""
    return (
        f"Newer release of {', '.join(newer)}: your copy is kept. To get the new one, "
        f"rename or delete yours in {work} and start again."
    )


def place_workspace(work: Path) -> None:
    """Let the first start show "Where am I?" in a tab behind the lesson.

    JupyterLab keeps its open tabs in a workspace. One that is there is never written to.
    """
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    folder = work / ".jupyter" / "lab" / "workspaces"
    if folder.exists():
        return
    tab = f"markdownviewer-widget:{standing.PAGE}"
    dock = {"type": "tab-area", "currentIndex": 0, "widgets": [tab]}
    data = {
        "layout-restorer:data": {"main": {"dock": dock}},
        tab: {"data": {"path": standing.PAGE, "factory": "Markdown Preview"}},
    }
    folder.mkdir(parents=True)
    workspace = {"data": data, "metadata": {"id": "default"}}
    WorkspacesManager(str(folder)).save("default", json.dumps(workspace))


def lab_command(
    work: Path, new: list[str], extra: list[str], last: str | None = None
) -> list[str]:
    """Build the command line that starts JupyterLab on `work`.

    It opens lesson 00 when that was copied just now, then the lesson last worked in; the list of
    files while there is none. `extra` comes last, so that it wins over what is set here.
    """
    first = last or next((name for name in new if FIRST_LESSON.fullmatch(name)), None)
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={work}",
        f"--LabApp.default_url=/lab{f'/tree/{first}.ipynb' if first else ''}",
        "--LabApp.custom_css=True",  # see place_style
    ]
    if is_root():
        command.append("--allow-root")  # JupyterLab refuses root otherwise; containers are root
    return command + extra


def is_root() -> bool:
    """Tell whether this process runs as root (never on Windows)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def lab_environment(work: Path, environ: dict[str, str]) -> dict[str, str]:
    """Return the environment for JupyterLab: the course's settings, and a home for its own.

    - `JUPYTER_CONFIG_PATH` puts `helpers/lab_config` before every other configuration: no news,
      nbgrader's validate button on, the instructor's extensions off.
    - `JUPYTER_CONFIG_DIR` is where JupyterLab keeps a person's settings and open tabs. The course
      has its own in `work/`, so it neither reads nor writes `~/.jupyter`. Set the variable to
      `~/.jupyter` to use your own.
    - `JUPYTER_PATH` puts this Python's kernel before any other kernel called python3.
    """
    ours = dict(environ)
    ours.setdefault("JUPYTER_CONFIG_DIR", str(work / ".jupyter"))
    for name, path in (
        ("JUPYTER_CONFIG_PATH", CONFIG),
        ("JUPYTER_PATH", Path(sys.prefix) / "share" / "jupyter"),
    ):
        ours[name] = os.pathsep.join(filter(None, [str(path), ours.get(name)]))
    return ours


def start(command: list[str], environ: dict[str, str]) -> NoReturn:
    """Become JupyterLab, so that Ctrl-C and every signal reach it."""
    sys.stdout.flush()
    if os.name != "nt":
        os.execve(command[0], command, environ)
    # Windows has no exec that keeps the console: run a child and wait, through Ctrl-C too, which
    # the child receives itself.
    child = subprocess.Popen(command, env=environ)
    while True:
        with contextlib.suppress(KeyboardInterrupt):
            sys.exit(child.wait())


def parse(arguments: list[str] | None) -> tuple[Path, list[str]]:
    """Split the arguments into the course folder and what is passed on to JupyterLab."""
    parser = argparse.ArgumentParser(
        prog="where-to-look",
        description="Open the lessons in JupyterLab; `where-to-look status` tells where you stand.",
        epilog="Every other option goes to JupyterLab: --no-browser, --port=8890, ...",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--course", type=Path, default=COURSE, help="the folder that holds notebooks/ (%(default)s)"
    )
    options, extra = parser.parse_known_args(arguments)
    return options.course.resolve(), extra


def where(course: Path) -> standing.Standing:
    """Where the learner stands in this course folder."""
    readable = []
    for release in released(course):
        with contextlib.suppress(standing.NoNotebook):  # the course's own damage is not theirs
            standing.read_cells(release)
            readable.append(release)
    return standing.standing(readable, course / "work")


def status(arguments: list[str]) -> int:
    """`where-to-look status`: lessons begun, exercises passed, the next one."""
    parser = argparse.ArgumentParser(
        prog="where-to-look status",
        description="Say which exercises have passed in your saved notebooks, and which is next.",
    )
    told = "the folder that holds notebooks/ (%(default)s)"
    parser.add_argument("--course", type=Path, default=COURSE, help=told)
    course = parser.parse_args(arguments).course.resolve()
    print(standing.told(where(course), course / "work"))
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Copy the lessons and start JupyterLab; return 1 with one sentence if that cannot be done."""
    print_anything()
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["status"]:
        return status(given[1:])
    course, extra = parse(arguments)
    work = course / "work"
    try:
        copied = copy_lessons(course, work)
        place_style(work)
    except NoLessons as error:
        print(f"{error} Run `make build`, or name another folder with --course.", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"The lessons could not be copied to {work} ({error.strerror or error}): "
            "make room or make the folder writable, then start again.",
            file=sys.stderr,
        )
        return 1
    if copied.newer:
        print(newer_notice(copied.newer, work))
    stands = where(course)
    if standing.write_page(stands, work):
        with contextlib.suppress(OSError):  # a tab less
            place_workspace(work)
    if stands.last:
        print(standing.told(stands, work))
    print(f"Your notebooks are in {work}. Ctrl-C in this window stops JupyterLab.")
    last = stands.last.stem if stands.last else None
    start(lab_command(work, copied.new, extra, last), lab_environment(work, dict(os.environ)))


if __name__ == "__main__":
    sys.exit(main())
