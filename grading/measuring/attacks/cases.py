"""Read the corpus of bad submissions: one small file each, and the two lessons they hand in.

A file begins with a comment: what it tries, or what happened to its student; then, after an empty
line of comment, the outcome that it must have, one `# key: value` a line::

    # Gives a value that says it equals everything.
    #
    # points: average 0
    # %% answer="average"
    class Anything: ...

`points` names the exercises that lose theirs (`none`: all of them; `softmax ?`: no matter); those
not named are solved and must keep full marks. The other keys are the fields of `Outcome`, and
`lesson` and `student` (if it is not the file's name). The cells after it are in percent format:

* `answer="softmax"` stands in the answer cell softmax, in place of the right one;
* `before="softmax"` and `after="softmax"` is a new cell there (`[markdown]` if it says so);
* `file="numpy.py"` is a file of that name, handed in beside the notebook;
* `damage` is run by us, and changes `notebook` (the file's content), or sets `text` (str or bytes)
  or `file_name`; `release`, `other` (another lesson's notebook), `folder` and `course` are there
  to be used.

`COURSE_FOLDER`, `PROJECT_FOLDER`, `PORT` and `SOCKET` in a cell become those of the run.
"""

from __future__ import annotations

import copy
import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading.authoring.build import build, read_lessons
from grading.user_error import UserError

CORPUS = Path("tests", "submissions")
GROUPS = ("hostile", "broken", "unlucky")
SECRET = "kestrel"  # stands in every hidden test and mark scheme of the corpus, and nowhere else
GRADED, REFUSED, EITHER = "graded", "refused", "either"

_CELL = re.compile(r"^# %%(.*)$", re.MULTILINE)
_TAG = re.compile(r'(answer|before|after|file)="([^"]*)"')
_KEY = re.compile(r"(points|shows|hides|says|status|page_hides|lesson|student): (.*)")

Notebook = dict[str, Any]


class CorpusError(UserError):
    """A file of the corpus is not as it must be; the message says which and why."""


@dataclass(frozen=True)
class Outcome:
    """What must come of a submission."""

    points: Mapping[str, float]  # by test cell; nan: no matter
    status: str = GRADED  # or named as one that cannot be graded, or either of the two
    shows: tuple[str, ...] = ()  # words that stand under a cell of the graded notebook
    hides: tuple[str, ...] = ()  # words that do not
    says: tuple[str, ...] = ()  # words of what is reported of it: notes, marks, or the log
    page_hides: tuple[str, ...] = ()  # words that are not in the feedback page


@dataclass(frozen=True)
class Submission:
    """One file of the corpus."""

    name: str
    group: str
    lesson: str
    student: str
    about: str
    outcome: Outcome
    cells: tuple[tuple[str, str], ...]  # what stands after `# %%`, and the text below


@dataclass(frozen=True)
class Lesson:
    """One lesson of the corpus, built: as texts of notebooks, and its points by test cell."""

    name: str
    solution: str
    release: str
    points: Mapping[str, float]

    def solved(self) -> Notebook:
        """The release with the right answers, as an honest student hands it in."""
        notebook: Notebook = json.loads(self.release)
        right = {cell["id"]: cell for cell in json.loads(self.solution)["cells"]}
        for cell in notebook["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("solution"):
                lines = right[cell["id"]]["source"]
                cell["source"] = [line for line in lines if "### " not in line]
        return notebook


@dataclass(frozen=True)
class Corpus:
    """The lessons and the submissions."""

    lessons: Mapping[str, Lesson]
    submissions: tuple[Submission, ...]


@dataclass(frozen=True)
class Run:
    """Where a submission is handed in: what its cells may try to reach."""

    course: Path
    project: Path
    port: int = 9  # of a server on this machine
    socket: str = ""  # an abstract Unix socket on this machine
    names: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        names = {
            "COURSE_FOLDER": repr(str(self.course)),
            "PROJECT_FOLDER": repr(str(self.project)),
            "PORT": str(self.port),
            "SOCKET": repr(self.socket),
        }
        object.__setattr__(self, "names", names)

    def filled(self, text: str) -> str:
        """A cell with the names of this run in it."""
        pattern = re.compile(rf"\b({'|'.join(self.names)})\b")
        return pattern.sub(lambda match: self.names[match[0]], text)


def read_corpus(folder: Path = CORPUS) -> Corpus:
    """Read all of it."""
    lessons = read_corpus_lessons(folder)
    paths = sorted(path for group in GROUPS for path in (folder / group).glob("*.py"))
    submissions = tuple(read_submission(path, lessons) for path in paths)
    students = [one.student for one in submissions]
    if len(set(students)) < len(students):
        raise CorpusError("two submissions of one student")
    return Corpus(lessons, submissions)


def read_corpus_lessons(folder: Path) -> dict[str, Lesson]:
    """Build the lessons of the corpus."""
    built = {path.as_posix(): text for path, text in build(folder).items()}
    return {
        lesson.stem: Lesson(
            lesson.stem,
            built[f"solutions/{lesson.stem}/{lesson.stem}.ipynb"],
            built[f"notebooks/{lesson.stem}/{lesson.stem}.ipynb"],
            {str(c.grade_id): c.points or 0 for c in lesson.cells if c.kind == "test"},
        )
        for lesson in read_lessons(folder)
    }


def read_submission(path: Path, lessons: Mapping[str, Lesson]) -> Submission:
    """Read one file."""
    first, *rest = _CELL.split(path.read_text(encoding="utf-8"))
    about: list[str] = []
    keys: dict[str, list[str]] = {}
    for line in first.splitlines():
        found = _KEY.fullmatch(line.removeprefix("# "))
        if found:
            keys.setdefault(found[1], []).append(found[2])
        elif keys and line.strip("# "):
            raise CorpusError(f"{path}: expected a line like `# points: softmax 0`, got {line!r}")
        else:
            about.append(line.removeprefix("#").strip())
    lesson = lessons[keys.pop("lesson", ["00_numbers"])[0]]
    student = keys.pop("student", [path.stem])[0]
    points = dict(lesson.points)
    for part in ", ".join(keys.pop("points", [])).split(", "):
        exercise, _, value = part.partition(" ")
        if exercise == "none":
            points = dict.fromkeys(points, 0.0)
        elif exercise:
            if f"test_{exercise}" not in points:
                raise CorpusError(f"{path}: there is no exercise {exercise}")
            points[f"test_{exercise}"] = math.nan if value == "?" else float(value)
    status = keys.pop("status", [GRADED])[0]
    words = {name: tuple(values) for name, values in keys.items()}
    if not about or status not in (GRADED, REFUSED, EITHER):
        raise CorpusError(f"{path}: what does it do, and what must come of it?")
    cells = tuple(
        (head.strip(), text.strip("\n")) for head, text in zip(*[iter(rest)] * 2, strict=True)
    )
    return Submission(
        path.stem,
        path.parent.name,
        lesson.name,
        student,
        " ".join(about).strip(),
        Outcome(points, status, **words),
        cells,
    )


def hand_in(submission: Submission, corpus: Corpus, run: Run) -> Path:
    """Write a submission into `submitted/` of a course; return its folder."""
    lesson = corpus.lessons[submission.lesson]
    other = next(one for name, one in corpus.lessons.items() if name != lesson.name)
    folder = run.course / "submitted" / submission.student / lesson.name
    folder.mkdir(parents=True)
    world: dict[str, Any] = {
        "notebook": lesson.solved(),
        "release": json.loads(lesson.release),
        "other": other.solved(),
        "folder": folder,
        "course": run.course,
        "copy": copy,
        "json": json,
        "text": None,
        "file_name": f"{lesson.name}.ipynb",
    }
    for head, source in submission.cells:
        where = _TAG.search(head)
        if head == "damage":
            exec(compile(run.filled(source), f"{submission.name}.py", "exec"), world)
        elif where is None:
            raise CorpusError(f"{submission.name}: a cell with the tags {head!r}")
        elif where[1] == "file":
            (folder / where[2]).write_text(run.filled(source) + "\n", encoding="utf-8")
        else:
            place(world["notebook"]["cells"], head, where[1], where[2], run.filled(source))
    text = world["text"]
    if text is None:
        text = json.dumps(world["notebook"], indent=1, sort_keys=True) + "\n"
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    (folder / world["file_name"]).write_bytes(content)
    return folder


def place(cells: list[Notebook], head: str, how: str, name: str, source: str) -> None:
    """Put one cell of a submission into the notebook."""
    found = [place for place, cell in enumerate(cells) if cell["id"] == name]
    if not found:
        raise CorpusError(f"there is no cell {name!r} in the lesson")
    if how == "answer":
        cells[found[0]]["source"] = source
        return
    markdown = "[markdown]" in head
    if markdown:
        source = re.sub("^# ?", "", source, flags=re.MULTILINE)
    cell: Notebook = {"id": f"own-{len(cells)}", "metadata": {}, "source": source}
    if markdown:
        cell["cell_type"] = "markdown"
    else:
        cell |= {"cell_type": "code", "execution_count": None, "outputs": []}
    cells.insert(found[0] + (how == "after"), cell)
