"""Nothing in a notebook's metadata stops a page."""

import copy
import runpy
from pathlib import Path

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from tiny_lesson import tiny_lesson
from traitlets.config import Config

from grading.autograde.repair.opening import open_notebook
from grading.cells.roles import cell_role
from grading.feedback.named_tests import NamedTestsExporter
from grading.feedback.plain_metadata import of_cell, of_notebook

ROOT = Path(__file__).resolve().parents[2]
MIME = "application/vnd.jupyter.widget-state+json"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
ODD = (5, None, [], {}, "text", [5], {"a": None}, True)
WIDGETS = (
    {MIME: {"9f1c": {"model_module": "@jupyter-widgets/controls", "model_name": "HBoxModel", "state": {}}}},
    {MIME: {"state": {}, "version_major": 2, "version_minor": 0}},
    {MIME: {"state": 5}},
    {MIME: {}},
    {"state": {}, "version": "1.1.2"},
    {"application/vnd.jupyter.widget-state+json": None},
)


def settings():
    """The course's own, for pages."""
    config = Config()
    runpy.run_path(str(ROOT / "nbgrader_config.py"), {"get_config": lambda: config})
    return config


def forms():
    """(notebook's metadata, cells' metadata), every one of which some tool could leave."""
    yield from (({"widgets": form}, {}) for form in WIDGETS + ODD)
    for key in ("title", "language", "language_info", "kernelspec", "authors", "colab", "toc", "attention"):
        yield from (({key: form}, {}) for form in ODD)
    yield from (({"language_info": {"name": "python", "pygments_lexer": form}}, {}) for form in ODD)
    yield from (({"kernelspec": {"name": form, "display_name": "x"}}, {}) for form in ODD)
    for key in ("tags", "transient", "raw_mimetype", "slideshow", "magics_language", "alt", "jupyter", "collapsed"):
        yield from (({}, {key: form}) for form in ODD)


@pytest.mark.parametrize("kind", [HTMLExporter, NamedTestsExporter], ids=["formgrader", "feedback"])
def test_a_graded_notebook_becomes_a_page_whatever_its_metadata(kind):
    exporter = kind(config=settings())
    for about, of_cells in forms():
        if not isinstance(about.get("language", ""), str):
            continue  # nbconvert reads it first; no graded notebook has it, see below
        lesson = tiny_lesson()
        lesson.metadata.update(copy.deepcopy(about))
        for cell in lesson.cells:
            cell.metadata.update(copy.deepcopy(of_cells))
        lesson = nbformat.from_dict(lesson)
        if not nbformat.validator.isvalid(lesson):
            continue  # nor is a graded notebook ever invalid
        page, _ = exporter.from_notebook_node(lesson)
        assert "double" in page and "Because." in page, (about, of_cells)


def test_a_notebook_to_be_graded_keeps_nothing_odd(tmp_path):
    release = tmp_path / "release"
    release.mkdir()
    nbformat.write(tiny_lesson(), release / "00_tiny.ipynb")
    roles = {c.metadata.nbgrader.grade_id: cell_role(c) for c in tiny_lesson().cells if "nbgrader" in c.metadata}
    exporter = HTMLExporter(config=settings())
    for about, of_cells in forms():
        lesson = tiny_lesson()
        lesson.metadata.update(copy.deepcopy(about))
        for cell in lesson.cells:
            cell.metadata.update(copy.deepcopy(of_cells))
        (tmp_path / "00_tiny.ipynb").write_text(nbformat.v4.nbjson.writes(lesson))
        graded = open_notebook(tmp_path / "00_tiny.ipynb", "00_tiny", roles, release).notebook
        assert graded.metadata.keys() <= {"kernelspec", "language_info"}, about
        assert [c.source for c in graded.cells] == [c.source for c in tiny_lesson().cells]
        nbformat.validate(graded)
        exporter.from_notebook_node(graded)


def test_what_is_as_it_should_be_is_kept():
    language = {"name": "python", "version": "3.11", "codemirror_mode": {"name": "ipython", "version": 3}}
    whole = {"kernelspec": KERNEL, "language_info": language, "widgets": WIDGETS[1], "title": "My page"}
    assert of_notebook(whole) == {"kernelspec": KERNEL, "language_info": language}
    marks = {"grade_id": "double", "solution": True}
    cell = {"nbgrader": marks, "tags": ["a", "a", "b"], "deletable": False, "collapsed": "no", "id": 3}
    assert of_cell(cell) == {"nbgrader": marks, "tags": ["a", "b"], "deletable": False}
