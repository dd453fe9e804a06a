"""The formgrader: its autograde button, and pages that show what a hostile student wrote.

One server and one small lesson serve all tests. The hostile notebook tries, in every way that a
notebook can show something, to run a script of its own in the instructor's browser or to make the
browser ask the formgrader for something. Each attempt leaves a trace in the page or a request.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib import request
from urllib.error import HTTPError

import nbformat
import pytest
from chromium import PATIENCE, running
from course_settings import write_settings
from nbclient import NotebookClient
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell
from servers import free_port, serving
from tiny_lesson import TINY, changed, put, tiny_lesson

from grading.classroom import demo, marks
from grading.classroom.marks import read_marks

pytestmark = pytest.mark.uses("bubblewrap")
ROOT = Path(__file__).resolve().parents[2]
HONEST, HALF, HOSTILE = "aaron", "bella", "mallory"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
FORMULA = r"$\alpha < \beta$"

# --- what a hostile student hands in -------------------------------------------------------------

HIT = "window.hits = (window.hits || []).concat([{!r}])"


def markdown_attempts() -> dict[str, str]:
    """Markdown that tries to act, by the name that it leaves."""
    attempts = {
        "script": "<script>{}</script>",
        "handler": '<img src="nothing" onerror="{}">',
        "svg": '<svg onload="{}"></svg>',
        "details": '<details open ontoggle="{}">more</details>',
        "frame": '<iframe srcdoc="<script>parent.{}</script>"></iframe>',
        "link": "[a link](<javascript:{}>)",
        "raw link": '<a href="javascript:{}">a link</a>',
        "parser": '<noscript><p title="</noscript><img src=x onerror="{}">">',
        "comment": '<!--><img src=x onerror="{}">-->',
    }
    return {
        name: text.format(HIT.format("markdown " + name).replace('"', "'"))
        for name, text in attempts.items()
    }


#: Requests that a page must not make: the first would run a file of the student's.
ADDRESSES = [
    "![](/formgrader/?path=submitted/mallory)",
    '<img src="/formgrader/api/canary">',
    '<link rel="stylesheet" href="/canary.css">',
    '<meta http-equiv="refresh" content="0; url=/canary">',
    '<object data="/canary"></object>',
    '<div style="background: url(/canary.png)">x</div>',
]

DISPLAYS = """
from IPython.display import HTML, SVG, Javascript, Markdown, display, publish_display_data

def hit(name):
    return f"window.hits = (window.hits || []).concat(['output {name}'])"

display(HTML(f"<script>{hit('html')}</script><img src=x onerror=\\"{hit('handler')}\\">"))
display(Javascript(hit("javascript")))
display(SVG(data=f'<svg xmlns="http://www.w3.org/2000/svg"><script>{hit("svg")}</script></svg>'))
display(Markdown(f"<img src=x onerror=\\"{hit('markdown')}\\"> ![](/formgrader/?path=canary)"))
class Shown:
    def _repr_html_(self):
        return f"<svg onload=\\"{hit('repr')}\\"></svg><b>bold</b>"
display(Shown())
publish_display_data(
    {"text/html": f"<script>parent.{hit('isolated')}</script>", "text/plain": "x"},
    {"text/html": {"isolated": True}},
)
publish_display_data({"text/plain": "x"}, {"check": {"exercise": "double", "mistake": "forged"}})
view = {"model_id": "a", "version_major": 2, "version_minor": 0}
publish_display_data({"application/vnd.jupyter.widget-view+json": view, "text/plain": "a widget"})
print(f"<script>{hit('print')}</script> \\x1b[31m<img src=x onerror=\\"{hit('colour')}\\">\\x1b[0m")
kernel = get_ipython().kernel
content = {"code": "", "execution_count": f"<script>{hit('count')}</script>"}
kernel.session.send(kernel.iopub_socket, "execute_input", content, parent=kernel.get_parent())
raise type(f"<img src=x onerror=\\"{hit('error')}\\">", (Exception,), {})(f"<script>{hit('value')}</script>")
"""


def hostile_lesson() -> nbformat.NotebookNode:
    """The solved lesson, and around it every attempt."""
    lesson = tiny_lesson()
    texts = [*markdown_attempts().values(), *ADDRESSES, "# test_double", f"Some {FORMULA} here."]
    cells = [new_markdown_cell(text) for text in texts]
    overlay = '<div id="test_root" class="score" style="position:fixed;top:0">over</div>'
    cells.append(new_markdown_cell(overlay))
    picture = new_markdown_cell("![a dot](attachment:dot.png) ![none](attachment:none.png)")
    picture.attachments = {"dot.png": {"image/png": DOT}}
    cells += [picture, new_code_cell(DISPLAYS)]
    cells.append(nbformat.v4.new_raw_cell(f"<script>{HIT.format('raw')}</script>"))
    by_id = {cell.id: cell for cell in lesson.cells}
    by_id["answer"].source = "\n\n".join(markdown_attempts().values())
    lesson.cells += cells
    lesson.metadata["title"] = f"</title><script>{HIT.format('title')}</script>"
    return lesson


# --- a server, and what its formgrader is asked --------------------------------------------------


@dataclass
class Formgrader:
    """A running formgrader."""

    course: Path
    url: str
    token: str
    pid: int

    def ask(self, path: str, method: str = "GET", body: object = None) -> Any:
        """What the page's own scripts ask."""
        data = json.dumps(body).encode() if body is not None else None
        data = b"" if method != "GET" and data is None else data
        question = request.Request(f"{self.url}formgrader/api/{path}", data, method=method)
        question.add_header("Authorization", f"token {self.token}")
        with request.urlopen(question, timeout=120) as answer:
            return json.loads(answer.read())

    def press_autograde(self, student: str) -> dict[str, Any]:
        """The lightning bolt beside a submission."""
        return self.ask(f"submission/{TINY}/{student}/autograde", "POST")

    def notebook(self, student: str) -> dict[str, Any]:
        """One student's notebook, as the formgrader lists it."""
        listed = self.ask(f"submitted_notebooks/{TINY}/{TINY}")
        (found,) = [one for one in listed if one["student"] == student]
        return found

    def grade(self, student: str, cell: str) -> dict[str, Any]:
        """The grade of one cell."""
        grades = self.ask(f"grades?submission_id={self.notebook(student)['id']}")
        (found,) = [one for one in grades if one["name"] == cell]
        return found


def new_course(folder: Path) -> Path:
    """A course with the small lesson in its gradebook."""
    folder.mkdir()
    write_settings(folder)
    source = folder / "solutions" / TINY / f"{TINY}.ipynb"
    source.parent.mkdir(parents=True)
    nbformat.write(tiny_lesson(), source)
    made = demo.run_nbgrader(folder, "generate_assignment", TINY)
    assert made.returncode == 0, made.stdout
    return folder


def lab(course: Path, scratch: Path, **environ: str) -> Any:
    """JupyterLab in the course folder, as README.md says."""
    program = str(Path(sys.executable).with_name("jupyter"))
    command = [program, "lab", "--no-browser", f"--port={free_port()}"]
    command += ["--allow-root"] if os.geteuid() == 0 else []
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return serving(command, course, scratch, **{"PATH": path, **environ})


@pytest.fixture(scope="module")
def formgrader(tmp_path_factory) -> Iterator[Formgrader]:
    """A formgrader with three hand-ins, none of them graded."""
    scratch = tmp_path_factory.mktemp("formgrader")
    course = new_course(scratch / "course")
    put(course, HONEST, nbformat.writes(tiny_lesson()))
    wrong = changed(tiny_lesson(), lambda _, by_id: by_id["root"].update(source="root = abs"))
    put(course, HALF, wrong)
    put(course, HOSTILE, nbformat.writes(hostile_lesson()))
    (course / "submitted" / HOSTILE / "nbgrader_config.py").write_text(
        f"open({str(scratch / 'taken')!r}, 'w')"
    )
    with lab(course, scratch) as server:
        yield Formgrader(course, server["url"], server["token"], server["pid"])


def descendants(pid: int) -> set[int]:
    """The processes that this one has started, and those they have."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text()
        except OSError:  # it has just ended
            continue
        parents[int(stat.parent.name)] = int(text.rpartition(")")[2].split()[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def runs(pid: int) -> bool:
    """Whether this process has not ended; one that only waits to be forgotten has."""
    try:
        return Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- the button ----------------------------------------------------------------------------------


def test_the_button_grades(formgrader: Formgrader) -> None:
    for student, points in ((HONEST, 3), (HALF, 2)):
        said = formgrader.press_autograde(student)
        assert said["success"], said
        assert formgrader.notebook(student)["code_score"] == points
        assert points_of(formgrader.course, student) == points


@pytest.mark.needs("bubblewrap")
def test_the_button_grades_in_the_sandbox(formgrader: Formgrader) -> None:
    assert formgrader.press_autograde(HONEST)["success"]
    path = formgrader.course / "autograded" / HONEST / TINY / f"{TINY}.ipynb"
    assert nbformat.read(path, as_version=4).metadata["attention"]["sandbox"] is True


def points_of(course: Path, student: str) -> float | None:
    (mark,) = [mark for mark in read_marks(course) if mark.student == student]
    return mark.points.score


def test_pressing_again_grades_anew_and_keeps_what_a_person_gave(formgrader: Formgrader) -> None:
    assert formgrader.press_autograde(HALF)["success"]
    by_hand = formgrader.grade(HALF, "why")
    given = {**by_hand, "manual_score": 3}
    formgrader.ask(f"grade/{by_hand['id']}", "PUT", given)
    put(formgrader.course, HALF, nbformat.writes(tiny_lesson()))
    assert formgrader.press_autograde(HALF)["success"]
    assert formgrader.notebook(HALF)["code_score"] == 3
    assert formgrader.grade(HALF, "why")["manual_score"] == 3
    (mark,) = [mark for mark in read_marks(formgrader.course) if mark.student == HALF]
    assert mark.points.by_hand == 3 and mark.status == marks.GRADED


def test_a_due_date_that_is_not_certain_is_refused_by_name(formgrader: Formgrader) -> None:
    def type_in(date: str | None, zone: str | None) -> dict[str, Any]:
        body = {"duedate_notimezone": date, "duedate_timezone": zone}
        return formgrader.ask(f"assignment/{TINY}", "PUT", body)

    assert type_in("2027-03-01T12:30", "+0100")["duedate"] == "2027-03-01T11:30:00"
    for date, zone in [("2027-03-02T12:30", "PST"), ("05.03.2027 12:30", "+0100")]:
        with pytest.raises(HTTPError) as refused:
            type_in(date, zone)
        assert refused.value.code == 400
        assert f"{date} {zone}" in json.loads(refused.value.read())["reason"]
        assert formgrader.ask(f"assignment/{TINY}")["duedate"] == "2027-03-01T11:30:00"
    assert type_in(None, None)["duedate"] is None


def test_a_hand_in_whose_time_is_not_certain_is_still_listed(formgrader: Formgrader) -> None:
    put(formgrader.course, "untimed", nbformat.writes(tiny_lesson()))
    (formgrader.course / "submitted" / "untimed" / TINY / "timestamp.txt").write_text("05.03.2026 11:00")
    listed = {one["student"]: one for one in formgrader.ask(f"submissions/{TINY}")}
    assert listed["untimed"]["timestamp"] is None and HONEST in listed
    shutil.rmtree(formgrader.course / "submitted" / "untimed")


def test_without_a_sandbox_the_button_says_what_to_do(tmp_path: Path) -> None:
    course = new_course(tmp_path / "course")
    shutil.copy(ROOT / "nbgrader_config.py", course)  # which does not accept the risk
    put(course, HONEST, nbformat.writes(tiny_lesson()))
    without = tmp_path / "bin"  # a path with Python's programs, but without bwrap
    without.mkdir()
    with lab(course, tmp_path, PATH=f"{Path(sys.executable).parent}:{without}") as server:
        here = Formgrader(course, server["url"], server["token"], server["pid"])
        said = here.press_autograde(HONEST)
    assert not said["success"]
    for part in (said["error"], said["log"]):
        assert "the program bwrap is not installed; install bubblewrap (`apt install" in part
    assert not (course / "autograded").exists()
    assert points_of(course, HONEST) is None


def test_no_process_is_left_when_the_server_ends(tmp_path: Path) -> None:
    course = new_course(tmp_path / "course")
    put(course, HONEST, nbformat.writes(tiny_lesson()))
    with lab(course, tmp_path) as server:
        here = Formgrader(course, server["url"], server["token"], server["pid"])
        assert here.press_autograde(HONEST)["success"]
        started = descendants(here.pid)
        assert started, "the process that runs the tests is kept for the next submission"
    deadline = time.monotonic() + 30
    while left := [pid for pid in started if runs(pid)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


# --- pages in a browser --------------------------------------------------------------------------

api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
in_a_browser = pytest.mark.needs("chromium")


@dataclass
class Visit:
    """What happened when a page was opened, and all that a script had left."""

    page: api.Page
    requests: list[str]

    def traces(self) -> list[str]:
        """The attempts that succeeded."""
        self.page.wait_for_load_state("load")
        for link in self.page.locator("#notebook a[href^='javascript:']").all():
            link.evaluate("link => link.click()")
        for summary in self.page.locator("summary").all():
            summary.evaluate("summary => summary.click()")
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
        )
        hits = self.page.evaluate("window.hits || []")
        asked = [url for url in self.requests if "canary" in url or "path=" in url]
        return sorted(set(hits)) + asked


@pytest.fixture(scope="module")
def browser() -> Iterator[api.Browser]:
    with running() as started:
        yield started


@pytest.fixture
def visit(browser: api.Browser) -> Iterator[Visit]:
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)
    requests: list[str] = []
    page.on("request", lambda asked: requests.append(asked.url))
    yield Visit(page, requests)
    page.close()


def open_submission(visit: Visit, formgrader: Formgrader, student: str) -> None:
    """The page on which a person grades."""
    visit.page.goto(f"{formgrader.url}formgrader/?token={formgrader.token}")
    number = formgrader.notebook(student)["id"]
    visit.requests.clear()
    visit.page.goto(f"{formgrader.url}formgrader/submissions/{number}/")


@pytest.fixture(scope="module")
def graded(formgrader: Formgrader) -> Formgrader:
    """The formgrader, when the hostile notebook has been graded."""
    said = formgrader.press_autograde(HOSTILE)
    assert said["success"], said
    return formgrader


@in_a_browser
def test_no_script_of_a_student_runs_in_the_formgrader(graded: Formgrader, visit: Visit) -> None:
    open_submission(visit, graded, HOSTILE)
    assert visit.traces() == []
    assert not (graded.course.parent / "taken").exists()


@in_a_browser
def test_the_formgrader_still_grades_such_a_notebook(graded: Formgrader, visit: Visit) -> None:
    open_submission(visit, graded, HOSTILE)
    page, expect = visit.page, api.expect
    expect(page.locator("[id='test_root']")).to_have_count(1)
    expect(page.locator("input#test_double")).to_have_attribute("placeholder", "2")
    expect(page.locator("img[alt='a dot']")).to_have_js_property("naturalWidth", 1)
    expect(page.get_by_text("missing: none.png")).to_be_visible()
    text = page.locator("#notebook").first.inner_text()
    assert FORMULA in text or r"\alpha" in page.content()
    assert "a widget" in text and "bold" in text
    assert "<script>window.hits" in text, "what a student tried is shown as text"


@in_a_browser
def test_no_script_of_a_student_runs_in_a_feedback_page(graded: Formgrader, visit: Visit) -> None:
    made = demo.run_nbgrader(graded.course, "generate_feedback", TINY, "--student", HOSTILE)
    assert made.returncode == 0, made.stdout
    visit.page.goto((graded.course / "feedback" / HOSTILE / TINY / f"{TINY}.html").as_uri())
    assert visit.traces() == []
    api.expect(visit.page.locator("img[alt='a dot']")).to_have_js_property("naturalWidth", 1)


@in_a_browser
def test_each_attempt_succeeds_where_nothing_is_cleaned(visit: Visit, tmp_path: Path) -> None:
    cell = new_code_cell(DISPLAYS)
    shown = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(shown, kernel_name="python3", allow_errors=True).execute()
    texts = [*markdown_attempts().values(), *(one for one in ADDRESSES if "refresh" not in one)]
    cells = [new_markdown_cell(text) for text in texts]
    cells += [new_code_cell("", outputs=[output]) for output in cell.outputs]
    exporter = HTMLExporter(template_name="classic")
    visit.page.add_init_script("window.$ = () => null")  # of jQuery, which the formgrader has
    traces: set[str] = set()
    for place, one in enumerate(cells):
        page = tmp_path / f"{place}.html"
        page.write_text(exporter.from_notebook_node(nbformat.v4.new_notebook(cells=[one]))[0])
        visit.page.goto(page.as_uri())
        traces |= set(visit.traces())
    outputs = set(re.findall(r"hit\(['\"](\w+)['\"]\)", DISPLAYS))
    assert len(outputs) > 10
    # What nbconvert escapes or frames by itself, and the number of a cell, which nbclient sets here.
    harmless = {"svg", "isolated", "print", "colour", "error", "value", "count"}
    expected = {f"output {name}" for name in outputs - harmless}
    expected |= {f"markdown {name}" for name in markdown_attempts()}
    assert expected - traces == set()
    asked = " ".join(sorted(traces))
    for address in ("?path=submitted/mallory", "?path=canary", "canary.css", "canary.png"):
        assert address in asked


@in_a_browser
def test_a_forged_mistake_is_not_counted(graded: Formgrader) -> None:
    (mark,) = [mark for mark in read_marks(graded.course) if mark.student == HOSTILE]
    assert mark.points.score == 3 and mark.mistakes == ()
