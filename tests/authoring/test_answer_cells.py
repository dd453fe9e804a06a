"""A known answer as a cell: the function with all it stands on, as it is written, in a moment."""

import ast

import pytest

from grading.authoring.answer_cells import _source, answer_cell
from grading.authoring.answers import ROOT
from grading.classroom.demo import TYPICAL_MISTAKES
from grading.user_error import UserError

TEXTS = [
    'é = 1; ü = "a\\\nb"\nx = 2\n',
    'x = 2\x0c\ndef f():\n    """\u2028 one line\n    """\n',
    "@cached\ndef f(): pass",
    "x = [\r\n1,\r\n]\r\ny = 3  # why\r\n",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_statement_is_cut_out_as_python_does_it(text):
    lines = text.encode().splitlines(keepends=True)
    for node in ast.parse(text).body:
        assert _source(lines, node) == ast.get_source_segment(text, node)


@pytest.mark.parametrize("lesson", TYPICAL_MISTAKES)
def test_every_mistake_of_the_demo_is_a_cell_that_defines_its_exercise(lesson):
    exercise, label = TYPICAL_MISTAKES[lesson]
    cell = answer_cell(lesson, label, exercise)
    names = [node.name for node in ast.parse(cell).body if isinstance(node, ast.FunctionDef)]
    assert exercise in names and label not in names
    path = ROOT / "lessons" / "wrong_answers" / f"{lesson}.py"
    whole = path.read_text(encoding="utf-8").replace(f"def {label}(", f"def {exercise}(")
    places = [whole.index(ast.get_source_segment(cell, node)) for node in ast.parse(cell).body]
    assert places == sorted(places)


def test_a_name_that_is_not_there_is_said():
    with pytest.raises(UserError, match="no function 'nothing'"):
        answer_cell("02_softmax", "nothing", "softmax")
