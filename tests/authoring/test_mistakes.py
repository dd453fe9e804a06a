"""The catalogue: wrong answers are run, what they do is written down, and no two look alike."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lesson_texts import GOOD, write_lesson

from grading.__main__ import main as grading_main
from grading.authoring import build, mistakes, recording
from grading.authoring.answers import ROOT, load_answers
from grading.authoring.harness import Harness
from grading.authoring.lesson import read_lesson
from helpers.check import known_mistakes

CLASS = '''
# %% exercise="Scale"
class Scale:
    """Multiplies by a number; tells it too."""

    def __init__(self, factor):
        ### BEGIN SOLUTION
        self.factor = factor
        ### END SOLUTION

    def __call__(self, number):
        ### BEGIN SOLUTION
        return self.factor * number
        ### END SOLUTION

    def told(self):
        return f"times {self.factor}"


# %% test="Scale" points=1
with check.exercise("Scale") as rng:
    check.close(Scale(3)(5), 15, rule="3 times 5 is 15")
    check.equal(Scale(3).told(), "times 3", rule="it tells its factor")
    check.close(Scale(3)(rng.random(0)), [], rule="nothing stays nothing")
'''
FILE = '''
from grading.authoring.answers import solved, values, wrong

right = solved("double")


@wrong("double", "adding 2: the gaps stayed. What happens to a gap when both ends double?")
def adds_two(numbers):
    return [number + 2 for number in numbers]


@wrong("double", "one too much: doubled, and 1 on top. Where does the 1 come from?")
def one_too_much(numbers):
    return [number + 1 for number in right(numbers)]


@wrong("Scale.__call__", "a sum in place of a product. What is three times five?")
def adds(self, number):
    return self.factor + number


@wrong("double")
def nothing(numbers):
    return None
'''


def course(root: Path, catalogue: str = FILE, text: str = GOOD + CLASS) -> Path:
    path = write_lesson(root, text)
    folder = path.parent / "wrong_answers"
    folder.mkdir(exist_ok=True)
    (folder / path.name).write_text(catalogue)
    return path


def known(root: Path, catalogue: str = FILE, text: str = GOOD + CLASS) -> mistakes.Known:
    return mistakes.known_of(read_lesson(course(root, catalogue, text)), root)


def entry(root: Path, answer: str, **changes) -> dict:
    cells = [c for e in known(root, **changes).table["exercises"].values() for c in e]
    return next(m for cell in cells for m in cell["mistakes"] if m["answer"] == answer)


def test_an_answers_values_are_recorded_where_it_breaks_a_rule(tmp_path):
    found = known(tmp_path)
    assert found.faults == []
    assert entry(tmp_path, "adds_two")["rules"] == [[3, 4]]
    assert entry(tmp_path, "adds") == {
        "answer": "adds",
        "sentence": "a sum in place of a product. What is three times five?",
        "rules": [8, "ok", "ok"],
    }
    assert "nothing" not in found.text.split('"answer": ')[1:]  # no sentence, no entry


def test_an_answer_to_a_method_is_a_subclass_of_the_lessons_class_and_uses_the_rest_of_it(tmp_path):
    path = course(tmp_path)
    (answer,) = [a for a in load_answers("wrong", "02_double", tmp_path) if a.method]
    made = answer.definitions["Scale"](3)
    assert type(made).__name__ == "Scale" and made.told() == "times 3" and made(5) == 8
    assert read_lesson(path).stem == "02_double"


def test_a_method_that_the_class_has_not_is_refused(tmp_path):
    course(tmp_path, FILE.replace("Scale.__call__", "Scale.multiply"))
    with pytest.raises(ValueError, match="which the lesson has not"):
        load_answers("wrong", "02_double", tmp_path)


def test_solved_is_for_files_of_answers():
    from grading.authoring.answers import solved

    with pytest.raises(RuntimeError, match="load_answers"):
        solved("double")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("number + 1 for number in right(numbers)", "number + 2 for number in numbers"), "nothing tells adds_two from one_too_much"),
        (("self.factor + number", "3 * number"), "breaks no visible rule"),
        (("return self.factor + number", "while True: pass"), "ran for more than 3 seconds"),
        (("self.factor + number", "__import__('random').random()"), "adds would be called 'nothing'"),
    ],
)  # fmt: skip
def test_what_makes_names_untrue_stops_the_build(tmp_path, monkeypatch, capsys, change, said):
    monkeypatch.setattr(recording, "SECONDS", 3.0)
    course(tmp_path, FILE.replace(*change))
    with pytest.raises(build.BuildError) as stopped:
        build.build(tmp_path)
    assert said in str(stopped.value)


def test_what_one_lesson_is_at_fault_for_need_not_be_run_again_for_the_others(tmp_path, capsys):
    path = course(tmp_path)
    (path.parent / "wrong_answers" / "03_faulty.py").write_text(FILE.replace("self.factor + number", "3 * number"))
    path.with_name("03_faulty.py").write_text(path.read_text())
    assert grading_main(["build", "--root", str(tmp_path)]) == 1
    assert "03_faulty: Scale" in capsys.readouterr().err
    assert sorted(found.name for found in (tmp_path / mistakes.DATA).iterdir()) == ["02_double.json"]


def test_two_cells_of_an_exercise_may_not_have_one_rule(tmp_path):
    text = GOOD.replace("nothing doubled is nothing", "each number is doubled")
    assert "two test cells have the rule" in known(tmp_path, text=text + CLASS).faults[0]


def test_building_again_changes_nothing_and_runs_nothing(tmp_path, monkeypatch):
    course(tmp_path)
    assert grading_main(["build", "--root", str(tmp_path)]) == 0
    path = tmp_path / mistakes.DATA / "02_double.json"
    before = path.read_bytes()
    monkeypatch.setattr(mistakes, "record", None)  # would fail if it were called
    assert grading_main(["build", "--check", "--root", str(tmp_path)]) == 0
    assert path.read_bytes() == before


def test_a_reworded_rule_is_noticed_and_a_table_without_a_lesson_goes(tmp_path, capsys):
    path = course(tmp_path)
    grading_main(["build", "--root", str(tmp_path)])
    path.write_text(path.read_text().replace("3 times 5 is 15", "three fives are 15"))
    assert grading_main(["build", "--check", "--root", str(tmp_path)]) == 1
    assert "helpers/check/data/02_double.json: differs" in capsys.readouterr().out
    (path.parent / "wrong_answers" / path.name).unlink()
    grading_main(["build", "--root", str(tmp_path)])
    assert not (tmp_path / mistakes.DATA / "02_double.json").exists()


def test_a_number_in_the_table_stays_while_the_new_one_is_close(tmp_path):
    path = course(tmp_path)
    grading_main(["build", "--root", str(tmp_path)])
    table = tmp_path / mistakes.DATA / "02_double.json"
    table.write_text(table.read_text().replace("[[3, 4]]", "[[3.00001, 4]]"))
    changed = FILE.replace("number + 2", "2 + number")
    (path.parent / "wrong_answers" / path.name).write_text(changed)
    assert entry(tmp_path, "adds_two", catalogue=changed)["rules"] == [[3.00001, 4]]
    further = FILE.replace("number + 2", "number + 2.01")
    assert entry(tmp_path, "adds_two", catalogue=further)["rules"] == [[3.01, 4.01]]


def test_the_command_lists_answers_and_shows_what_a_learner_reads(tmp_path, capsys):
    course(tmp_path)
    root = ["--root", str(tmp_path)]
    assert grading_main(["mistakes", "double", *root]) == 0
    said = capsys.readouterr().out
    assert "adds_two" in said and "each number is doubled" in said and " adding 2\n" in said
    assert "Scale" not in said
    assert grading_main(["mistakes", "Scale", "--show", "adds", *root]) == 0
    assert "This looks like: a sum in place of a product." in capsys.readouterr().out
    assert grading_main(["mistakes", "treble", *root]) == 1


#: Run again on another processor; one exercise with numpy and one with PyTorch tell all there is.
RECORD = """
import json, os, sys
from grading.authoring import mistakes, recording
from grading.authoring.answers import ROOT, load_answers
from grading.authoring.harness import Harness
from grading.authoring.lesson import read_lesson
stem, exercise = sys.argv[1:]
harness = Harness(read_lesson(ROOT / "lessons" / f"{stem}.py"))
answers = [a for a in load_answers("wrong", stem, namespace=harness.namespace) if a.exercise == exercise]
text = mistakes.as_text({"sources": "", **recording.as_table(recording.record(harness, answers), {})})
print(json.dumps(json.loads(text)["exercises"][exercise]))
"""


@pytest.mark.parametrize(("stem", "exercise"), [("02_softmax", "softmax"), ("04_scoring_functions", "attend")])
def test_another_processor_or_number_of_threads_changes_nothing(stem, exercise):
    other = {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "2", "OMP_NUM_THREADS": "2"}
    again = subprocess.run(
        [sys.executable, "-c", RECORD, stem, exercise], env=os.environ | other, capture_output=True, text=True, check=True
    )
    before = json.loads((ROOT / mistakes.DATA / f"{stem}.json").read_text())
    assert json.loads(again.stdout) == before["exercises"][exercise]


@pytest.mark.parametrize("path", sorted((ROOT / "lessons").glob("[0-9]*.py")), ids=lambda p: p.stem)
def test_an_answer_that_changes_what_it_is_given_does_not_spoil_the_next_one(path):
    harness = Harness(read_lesson(path))
    harness.copies = []  # nothing but the check itself puts anything back
    table = json.loads((ROOT / mistakes.DATA / f"{path.stem}.json").read_text())
    cells = [cell for found in table["exercises"].values() for cell in found]
    in_place = {
        entry["answer"]
        for cell in cells
        for entry in cell["mistakes"]
        if known_mistakes.Mistake.read(cell["rules"], entry).changes
    }
    for answer in load_answers("wrong", path.stem, namespace=harness.namespace):
        if answer.label not in in_place:
            continue
        harness.try_answer(answer, hidden=True)
        solution = mistakes.Answer(answer.exercise, "the solution", {})
        outcome = harness.try_answer(solution, hidden=True)
        assert outcome.passed, f"after {answer.label}:\n{outcome.report}"


def test_the_tables_are_read_by_the_checks():
    for table in known_mistakes.on_disk():
        for cells in table["exercises"].values():
            for cell in cells:
                assert all(known_mistakes.Mistake.read(cell["rules"], m) for m in cell["mistakes"])
