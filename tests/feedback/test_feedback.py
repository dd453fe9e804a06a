"""Feedback pages tell a student what failed, and not a line of what is kept back.

The class is graded once for all tests (see classroom.py); each page is compared, line by line,
with all that its lesson keeps back: hidden tests, mark schemes and solutions.
"""

import html
import re
import shutil
from pathlib import Path

import nbformat
import pytest
from classroom import BY_HEART, KILLING, LESSONS, RAISING, SHORT
from tiny_lesson import TINY, changed, put, tiny_lesson

from grading.cells.markers import hidden, outside, visible
from grading.classroom import demo
from grading.classroom.demo import MISTAKEN, SOLVED, UNTOUCHED, run_nbgrader
from grading.feedback.clear_hidden import KEPT_BACK, UNSEEN

pytestmark = pytest.mark.uses("bubblewrap")
ROOT = Path(__file__).resolve().parents[2]
STUDENTS = (SOLVED, UNTOUCHED, MISTAKEN, BY_HEART, RAISING, KILLING)
SHORTEST = 12  # letters and digits of a line that tells something


def squeezed(text):
    """A text's letters and digits: a page breaks lines elsewhere, and shows Markdown as lists."""
    return re.sub(r"[\W_]+", "", text)


def words(page):
    """All that a page says, wherever it says it: text, and the values of attributes."""
    source = page.read_text(encoding="utf-8")
    body = source[source.index("<body") :]
    said = re.sub(r"<[^>]*>", "", body)
    attributes = " ".join(re.findall(r'="([^"]*)"', body))
    return squeezed(html.unescape(f"{said} {attributes}"))


def kept_back(lesson):
    """The lines of a solution notebook that its release lacks, squeezed, by kind of region."""
    solution = demo.notebook(ROOT, "solutions", lesson)
    release = demo.notebook(ROOT, "notebooks", lesson)
    shown = squeezed("\n".join(cell.source for cell in release.cells))
    lines = {"answers": set(), "tests and schemes": set()}
    for cell in solution.cells:
        meta = cell.metadata.get("nbgrader", {})
        kind = "answers" if meta.get("solution") else "tests and schemes"
        for region in hidden(cell.source):
            lines[kind] |= {squeezed(line) for line in region}
    return {
        kind: {line for line in found if len(line) > SHORTEST and line not in shown}
        for kind, found in lines.items()
    }


def leaked(page, lesson, handed_in):
    """The lines kept back that a page shows, except what the student wrote."""
    text = words(page)
    lines = kept_back(lesson)
    own = squeezed("\n".join(cell.source for cell in handed_in.cells))
    wanted = lines["tests and schemes"] | lines["answers"]
    return sorted(line for line in wanted if line in text and line not in own)


def page_of(course, student, lesson):
    return course / "feedback" / student / lesson / f"{lesson}.html"


def submission(course, student, lesson, tree="submitted"):
    return nbformat.read(course / tree / student / lesson / f"{lesson}.ipynb", as_version=4)


def lessons_of(student):
    return LESSONS if student in (SOLVED, UNTOUCHED, MISTAKEN) else SHORT


EVERY = [(student, lesson) for student in STUDENTS for lesson in lessons_of(student)]


@pytest.fixture(scope="module")
def pages(graded_class):
    """The course folder, with everybody's feedback."""
    run = run_nbgrader(graded_class, "generate_feedback", "*", "--force")
    assert run.returncode == 0, run.stdout
    return graded_class


# What must not be there --------------------------------------------------------------------------


@pytest.mark.parametrize(("student", "lesson"), EVERY)
def test_a_page_shows_no_line_that_is_kept_back(pages, student, lesson):
    page = page_of(pages, student, lesson)
    assert leaked(page, lesson, submission(pages, student, lesson)) == []
    assert "HIDDENTESTS" not in words(page) and "MARKSCHEME" not in words(page)


def test_every_lesson_keeps_lines_back():
    for lesson in LESSONS:
        lines = kept_back(lesson)
        assert lines["tests and schemes"] and lines["answers"], lesson


@pytest.mark.parametrize("lesson", SHORT)
def test_the_comparison_finds_what_nbgrader_would_have_shown(graded_class, tmp_path, lesson):
    course = tmp_path / "course"
    course.mkdir()
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    step = '    "grading.feedback.clear_hidden.ClearHidden",\n'
    assert step in settings
    (course / "nbgrader_config.py").write_text(settings.replace(step, ""), encoding="utf-8")
    shutil.copy(graded_class / "gradebook.db", course)
    here = Path("autograded", BY_HEART, lesson)
    shutil.copytree(graded_class / here, course / here)
    run = run_nbgrader(course, "generate_feedback", lesson)
    assert run.returncode == 0, run.stdout
    found = leaked(
        page_of(course, BY_HEART, lesson), lesson, submission(graded_class, BY_HEART, lesson)
    )
    assert set(found) == kept_back(lesson)["tests and schemes"]


@pytest.mark.parametrize("lesson", SHORT)
def test_the_formgrader_keeps_the_hidden_tests(pages, lesson):
    # It shows this notebook: a grader wants to see them.
    graded = submission(pages, BY_HEART, lesson, tree="autograded")
    everything = squeezed("\n".join(cell.source for cell in graded.cells))
    lines = kept_back(lesson)["tests and schemes"]
    assert [line for line in lines if line not in everything] == []


# What must be there ------------------------------------------------------------------------------


def failed_rules(course, student, lesson):
    """What the trusted process reported as failed, by test cell: the rule, as it stands there."""
    found = {}
    for cell in submission(course, student, lesson, tree="autograded").cells:
        text = "".join(output.get("text", "") for output in cell.get("outputs", []))
        if cell.metadata.get("nbgrader", {}).get("grade") and (
            rule := re.search(r"^  no +(.*)", text, re.M)
        ):
            found[cell.metadata.nbgrader.grade_id] = rule[1].strip()
    return found


@pytest.mark.parametrize("lesson", SHORT)
def test_who_fails_in_hidden_tests_alone_reads_that_and_not_the_rule(pages, lesson):
    rules = failed_rules(pages, BY_HEART, lesson)
    assert rules, "the answer was meant to fail"
    solution = {cell.get("id"): cell for cell in demo.notebook(ROOT, "solutions", lesson).cells}
    text = words(page_of(pages, BY_HEART, lesson))
    released = squeezed("\n".join(c.source for c in demo.notebook(ROOT, "notebooks", lesson).cells))
    assert squeezed(UNSEEN) in text
    for cell, rule in rules.items():
        assert f'rule="{rule}"' not in visible(solution[cell].source), "a visible rule"
        assert squeezed(rule) not in text or squeezed(rule) in released  # the lesson may say it too


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_named_mistake_and_its_rule_are_there(pages, lesson):
    text = words(page_of(pages, MISTAKEN, lesson))
    assert squeezed(demo.mistake_of(lesson).partition(": ")[2]) in text
    released = squeezed("\n".join(c.source for c in demo.notebook(ROOT, "notebooks", lesson).cells))
    shown = [rule for rule in map(squeezed, failed_rules(pages, MISTAKEN, lesson).values()) if rule in released]
    assert shown and all(rule in text for rule in shown)  # hidden rules are not told


def test_the_list_of_marks_names_each_exercise(pages):
    text = page_of(pages, SOLVED, "02_softmax").read_text(encoding="utf-8")
    assert re.search(r'<a href="#test_softmax_jacobian">softmax_jacobian</a> \(Score', text)
    assert ">Test cell<" not in text


@pytest.mark.parametrize("lesson", SHORT)
def test_errors_of_ones_own_are_told(pages, lesson):
    assert "KeyError" in words(page_of(pages, RAISING, lesson))
    assert squeezed("left out") in words(page_of(pages, KILLING, lesson)).lower()


# Markers that a student types --------------------------------------------------------------------


def test_markers_of_a_student_do_not_stop_feedback(tmp_path):
    course = tmp_path / "course"
    source = course / "solutions" / TINY / f"{TINY}.ipynb"
    source.parent.mkdir(parents=True)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    nbformat.write(tiny_lesson(), source)
    assert run_nbgrader(course, "generate_assignment", TINY).returncode == 0

    def add_markers(cells, by_id):
        by_id["double"].source += "\n### BEGIN HIDDEN TESTS\n# mine"
        by_id["answer"].source = "=== BEGIN MARK SCHEME ===\n4 points\n\n=== BEGIN MARK SCHEME ==="

    put(course, "marta", changed(tiny_lesson(), add_markers))
    for command in ("autograde", "generate_feedback"):
        run = run_nbgrader(course, command, TINY)
        assert run.returncode == 0, run.stdout
    text = words(page_of(course, "marta", TINY))
    assert squeezed("double(2) == 4") in text and "double5" not in text


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc", "a\nc"),
        ("a\n### BEGIN HIDDEN TESTS\nb", "a"),
        (
            "a\n=== BEGIN MARK SCHEME ===\nb\n### BEGIN HIDDEN TESTS\nc\n### END HIDDEN TESTS\nd",
            "a",
        ),
        ("### END HIDDEN TESTS\na", "a"),
        ("a\n\nb", "a\n\nb"),
    ],
)
def test_regions_are_cut_out(source, left):
    assert outside(source, KEPT_BACK) == left
