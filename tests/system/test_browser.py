"""The course in a real browser: a learner in JupyterLab, an instructor in the formgrader.

Set BROWSER_SCREENSHOTS to a folder to keep a picture of each step; it is made if need be.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from chromium import PATIENCE, running
from course_settings import write_settings
from lab_page import LessonPage
from servers import free_port, serving

from grading.classroom import demo, marks

api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
pytestmark = [
    pytest.mark.needs("chromium", "posix"),  # the launcher becomes JupyterLab where exec can
    pytest.mark.uses("bubblewrap"),
]

ROOT = Path(__file__).resolve().parents[2]
Shot = Callable[[str], None]


@pytest.fixture(scope="module")
def browser() -> Iterator[api.Browser]:
    with running() as started:
        yield started


@pytest.fixture
def page(browser: api.Browser) -> Iterator[api.Page]:
    opened = browser.new_page(viewport={"width": 1400, "height": 1000})
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def shot(page: api.Page, request: pytest.FixtureRequest, tmp_path: Path) -> Shot:
    """Take a picture of the whole window, numbered in order of the steps."""
    folder = Path(os.environ.get("BROWSER_SCREENSHOTS") or tmp_path / "screenshots").resolve()
    who = request.node.name.removeprefix("test_").split("_")[1]
    taken: list[str] = []

    def take(step: str) -> None:
        taken.append(step)
        page.screenshot(path=folder / f"{who}_{len(taken):02d}_{step.replace(' ', '_')}.png")

    return take


def solutions(lesson: str) -> dict[str, str]:
    """The course's own answer to each exercise of a lesson."""
    cells = demo.exercises(demo.notebook(ROOT, "solutions", lesson))
    return {cell.metadata.nbgrader.grade_id: cell.source for cell in cells}


# --- a learner ---------------------------------------------------------------------------------

SOFTMAX = """\
def softmax(scores):
    scores = np.asarray(scores, dtype=float)
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)
"""
SOFTMAX_TESTS = ("test_softmax", "test_softmax_table", "test_softmax_safe")
HOLDS = re.compile(r"rules? checked, (it holds|all hold)\.")
LEGIBLE = 4.5  # the contrast that WCAG asks of text
FOR_THE_SLIDER = "softmax_with_temperature"


@pytest.fixture
def lesson(page: api.Page, tmp_path: Path) -> Iterator[LessonPage]:
    """Lesson 02 in a course folder of its own, served as `make lab` does."""
    name = "02_softmax"
    course = tmp_path / "course"
    shutil.copytree(ROOT / "notebooks" / name, course / "notebooks" / name)
    options = ["--course", str(course), "--no-browser", f"--port={free_port()}"]
    with serving([sys.executable, "-m", "helpers.lab", *options], ROOT, tmp_path) as server:
        page.goto(f"{server['url']}lab/tree/{name}.ipynb?token={server['token']}")
        opened = LessonPage(page, course / "notebooks" / name / f"{name}.ipynb")
        opened.wait_until_open()
        yield opened


def test_a_learner_solves_the_lesson(lesson: LessonPage, shot: Shot) -> None:
    expect, answers = api.expect, solutions("02_softmax")
    solve_the_first(lesson, shot)

    lesson.write(FOR_THE_SLIDER, answers[FOR_THE_SLIDER])
    lesson.run(FOR_THE_SLIDER, f"test_{FOR_THE_SLIDER}")
    expect(lesson.said(f"test_{FOR_THE_SLIDER}")).to_have_text(HOLDS)
    turn_the_knob(lesson, shot)

    lesson.run("progress")
    where = "passed: 2 of 5 (softmax, softmax_with_temperature); not tried: predictions, "
    expect(lesson.said("progress")).to_contain_text(where + "masked_softmax, softmax_jacobian")
    lesson.show("progress")
    shot("progress")

    verdict = lesson.validate()
    said = verdict.get_by_text("CheckFailed: predictions: this does not hold yet: every question")
    expect(said).to_be_in_viewport()
    expect(verdict).not_to_contain_text("Traceback")
    shot("validated too early")
    verdict.get_by_role("button", name="Ok").click()

    for name in ("predictions", "masked_softmax", "softmax_jacobian"):
        lesson.write(name, answers[name])
    lesson.run_all()
    expect(lesson.said("progress")).to_contain_text("passed: 5 of 5 (softmax, predictions, ")
    in_the_dark(lesson, shot)

    verdict = lesson.validate()
    expect(verdict).to_contain_text("Success! Your notebook passes all the tests.")
    shot("validated")
    assert [text for text in lesson.outputs() if "Traceback" in text] == []


def solve_the_first(lesson: LessonPage, shot: Shot) -> None:
    """Run everything, see that nothing is written, make a mistake, mend it."""
    expect, said = api.expect, lesson.said("test_softmax")
    lesson.run_all()
    expect(said).to_contain_text("Not written yet: replace")
    expect(said).to_contain_text("CheckFailed: softmax: this does not hold")
    lesson.show("test_softmax")
    shot("not written")

    lesson.write("softmax", "def softmax(scores):\n    return np.exp(scores)")
    lesson.run("softmax", "test_softmax")
    expect(said).to_contain_text("This looks like: exp without dividing")
    lesson.show("test_softmax")
    shot("a mistake is named")
    change_theme(lesson, "JupyterLab Dark")
    assert lesson.contrast(said.locator("pre").last) > LEGIBLE
    shot("a mistake in the dark")
    change_theme(lesson, "JupyterLab Light")

    lesson.write("softmax", SOFTMAX)
    lesson.run("softmax", *SOFTMAX_TESTS)
    for name in SOFTMAX_TESTS:
        expect(lesson.said(name)).to_have_text(HOLDS)
    lesson.show("test_softmax")
    shot("it passes")


def turn_the_knob(lesson: LessonPage, shot: Shot) -> None:
    """Run the cell below the temperature exercise, and move its slider: the picture follows."""
    knob = lesson.holding("sliders.temperature_slider(")
    lesson.run(knob)
    below = lesson.said(knob)
    picture, reading = below.locator("img"), below.locator(".widget-readout")
    api.expect(reading).to_have_text("1")
    lesson.show(knob)
    before, was = picture.get_attribute("src"), picture.screenshot()
    shot("a knob")
    below.locator(".noUi-handle").focus()
    for _ in range(12):
        lesson.page.keyboard.press("ArrowRight")
    api.expect(reading).not_to_have_text("1")
    api.expect(picture).not_to_have_attribute("src", before or "")
    assert picture.screenshot() != was
    shot("the knob is turned")


def change_theme(lesson: LessonPage, name: str) -> None:
    lesson.menu("Settings", "Theme", name)
    light = str("Light" in name).lower()
    api.expect(lesson.page.locator("body")).to_have_attribute("data-jp-theme-light", light)


def in_the_dark(lesson: LessonPage, shot: Shot) -> None:
    """Change to JupyterLab's dark theme: reports can still be read."""
    change_theme(lesson, "JupyterLab Dark")
    for name in ("test_softmax_table", "progress"):
        lesson.show(name)
        assert lesson.contrast(lesson.said(name).locator("pre").first) > LEGIBLE
        shot(f"dark {name}")
    lesson.page.locator(".jp-Cell img:visible").nth(2).scroll_into_view_if_needed()
    shot("dark picture")


# --- an instructor -------------------------------------------------------------------------------

WRITTEN = "01_word_importance"
QUESTION = "what_importance_misses"
ANSWER = "It says that some dogs are no Labradors. A sum adds *not* like any other word."


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder with one lesson in the gradebook and one hand-in, not yet graded."""
    folder = tmp_path / "course"
    for tree in ("solutions", "notebooks"):
        shutil.copytree(ROOT / tree / WRITTEN, folder / tree / WRITTEN)
    write_settings(folder)
    made = demo.run_nbgrader(folder, "generate_assignment", WRITTEN, "--force")
    assert made.returncode == 0, made.stdout
    demo.hand_in(folder, WRITTEN, [demo.SOLVED])
    path = folder / "submitted" / demo.SOLVED / WRITTEN / f"{WRITTEN}.ipynb"
    handed_in = nbformat.read(path, as_version=4)
    answer = next(cell for cell in handed_in.cells if "Write your answer here" in cell.source)
    answer.source = ANSWER
    nbformat.write(handed_in, path)
    return folder


@pytest.fixture
def formgrader(page: api.Page, course: Path, tmp_path: Path) -> Iterator[api.FrameLocator]:
    """The formgrader, opened from JupyterLab's menu, in a server started as README.md says."""
    documented = re.search(r"^```console\n(jupyter lab)\n```$", (ROOT / "README.md").read_text(), re.M)
    assert documented, "README.md does not say how to start JupyterLab for grading"
    program, *arguments = shlex.split(documented[1])
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    command += ["--no-browser", f"--port={free_port()}"]
    command += ["--allow-root"] if os.geteuid() == 0 else []
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with serving(command, course, tmp_path, PATH=path) as server:
        page.goto(f"{server['url']}lab?token={server['token']}")
        page.locator(".lm-MenuBar-item").get_by_text("Nbgrader", exact=True).click()
        page.locator(".lm-Menu-itemLabel").get_by_text("Formgrader", exact=True).click()
        yield page.frame_locator("iframe")


def test_an_instructor_grades_a_hand_in(
    formgrader: api.FrameLocator, course: Path, page: api.Page, shot: Shot
) -> None:
    expect = api.expect
    row = formgrader.locator("tr", has_text=WRITTEN)
    expect(row.locator(".num-submissions")).to_have_text("1")
    shot("assignments")

    row.locator(".num-submissions a").click()
    hand_in = formgrader.locator("tr", has_text=demo.SOLVED)
    expect(hand_in.locator(".status")).to_have_text("needs autograding")
    shot("submissions")
    hand_in.locator(".autograde a").click()
    done = formgrader.locator("#success-modal")
    expect(done.locator(".modal-dialog")).to_have_css("transform", re.compile("none|0, 0"))
    expect(done).to_have_css("opacity", "1")
    expect(done).to_contain_text(f"Successfully autograded '{WRITTEN}' for student '{demo.SOLVED}'.")
    shot("autograded")
    done.get_by_role("button", name="Close").last.click()
    expect(hand_in.locator(".status")).to_have_text("needs manual grading")
    expect(hand_in.locator(".score")).to_have_text("10 / 13")
    expect(formgrader.locator(".modal-backdrop")).to_have_count(0)
    shot("needs a person")

    formgrader.get_by_role("link", name="Manual Grading").first.click()
    for link in (WRITTEN, WRITTEN, "Submission #1"):
        formgrader.locator("#main-table").get_by_role("link", name=link, exact=True).click()
    grade_by_hand(formgrader, page, shot)

    formgrader.locator(".breadcrumb").get_by_role("link", name=WRITTEN).last.click()
    submission = formgrader.locator("tr", has_text="Submission #1")
    expect(submission.locator(".score")).to_have_text("12 / 13")
    expect(submission.locator(".task-score")).to_have_text("2 / 3")
    shot("graded")
    formgrader.get_by_role("link", name="Manage Students").first.click()
    expect(formgrader.locator("tr", has_text=demo.SOLVED).locator(".score")).to_have_text("12 / 13")
    shot("the total")

    [mark] = marks.read_marks(course)
    assert mark.points == marks.Points(10, 10, by_hand=2, waiting=0)


def grade_by_hand(formgrader: api.FrameLocator, page: api.Page, shot: Shot) -> None:
    """Give the written answer two of its three points and a comment, beside its mark scheme."""
    score = formgrader.locator(f"input#{QUESTION}")
    task = formgrader.locator(".nbgrader_cell", has=formgrader.locator(f"#{QUESTION}-comment"))
    api.expect(task).to_contain_text("1 point: explains why a weighted sum cannot carry it")
    api.expect(formgrader.get_by_text("some dogs are no Labradors. A sum adds")).to_be_visible()
    score.evaluate("input => input.scrollIntoView({block: 'center'})")
    shot("mark scheme")
    for field, value, kept in (
        (score, "2", "/api/grade/"),
        (formgrader.locator(f"#{QUESTION}-comment"), "What would a better method look at?", "/api/comment/"),
    ):
        with page.expect_response(lambda answer, kept=kept: kept in answer.url) as saved:
            field.fill(value)
            field.blur()
        assert saved.value.ok
    shot("graded by hand")
