"""The corpus of bad submissions, all in one `nbgrader autograde`: each ends as its file says.

`make attacks` prints the same as a table, beside what stock nbgrader does.
"""

import re
from pathlib import Path

import pytest

from grading.measuring.attacks import course
from grading.measuring.attacks.cases import GROUPS, SECRET, CorpusError, Run, hand_in, read_corpus

ROOT = Path(__file__).resolve().parents[2]
CORPUS = read_corpus(ROOT / "tests" / "submissions")
NAMES = {f"{one.group}/{one.name}": one for one in CORPUS.submissions}

needs_bwrap = pytest.mark.needs("bubblewrap")


@pytest.fixture(scope="module")
def batch():
    return course.run_here(CORPUS)


@needs_bwrap
@pytest.mark.parametrize("name", NAMES)
def test_a_submission_ends_as_it_must(batch, name):
    submission = NAMES[name]
    result = batch.results[submission.student]
    assert course.faults(submission, result, batch.canaries) == [], submission.about


@needs_bwrap
def test_nobody_else_is_touched(batch):
    assert course.batch_faults(batch, CORPUS) == []


@needs_bwrap
def test_the_seed_differs_per_student_and_is_recorded_with_every_check(batch):
    seeds = {}
    for name in ("warns", "prints_a_lot", "by_heart"):
        found = set(re.findall(r'"seed": (\d+)', batch.results[name].shown))
        assert len(found) == 1
        assert f'"seed": {found.copy().pop()}' in batch.results[name].written.replace("'", '"')
        seeds[name] = found.pop()
    assert len(set(seeds.values())) == 3


@needs_bwrap
def test_the_command_fails_only_for_those_that_it_names(batch):
    refused = [student for student, result in batch.results.items() if result.points is None]
    assert batch.exit_code == (1 if refused else 0)
    assert "Traceback" not in batch.log


# The corpus itself -------------------------------------------------------------------------------


def test_there_are_enough_and_each_says_what_it_does():
    assert len(CORPUS.submissions) >= 40
    for group in GROUPS:
        assert any(one.group == group for one in CORPUS.submissions)
    assert len({one.about for one in CORPUS.submissions}) == len(CORPUS.submissions)
    assert all(15 < len(one.about) < 400 for one in CORPUS.submissions)


def test_no_submission_holds_the_word_that_none_may_know():
    for path in (ROOT / "tests" / "submissions").glob("*/*.py"):
        if path.parent.name != "lessons":
            assert SECRET not in path.read_text(), path
    for lesson in CORPUS.lessons.values():
        assert SECRET in lesson.solution and SECRET not in lesson.release


def test_unlucky_ones_must_keep_every_point():
    for one in CORPUS.submissions:
        if one.group == "unlucky":
            assert dict(one.outcome.points) == dict(CORPUS.lessons[one.lesson].points), one.name


@pytest.mark.parametrize(
    "text, words",
    [
        ("# Tries.\n#\n# points: sofmax 0\n", "no exercise sofmax"),
        ("# Tries.\n#\n# status: fine\n", "what must come of it"),
        ("# Tries.\n#\n# points: softmax 0\n# point: average 0\n", "expected a line like"),
        ('# Tries.\n#\n# %% answer="sofmax"\nx\n', "no cell 'sofmax'"),
        ("# Tries.\n#\n# %% answer=softmax\nx\n", "tags"),
    ],
)
def test_a_slip_in_a_file_of_the_corpus_is_named(tmp_path, text, words):
    from grading.measuring.attacks.cases import read_submission

    path = tmp_path / "hostile" / "slips.py"
    path.parent.mkdir()
    path.write_text(text)
    with pytest.raises(CorpusError, match=words):
        hand_in(read_submission(path, CORPUS.lessons), CORPUS, Run(tmp_path, ROOT))
