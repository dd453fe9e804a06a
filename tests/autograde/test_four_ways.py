"""Marks are the same with cold and warm kernels, with all cells run and with those that decide."""

from pathlib import Path

import pytest

from grading.measuring.attacks import course
from grading.measuring.attacks.cases import Run, hand_in, read_corpus
from grading.nbgrader_command import run_nbgrader

pytestmark = pytest.mark.uses("bubblewrap")
ROOT = Path(__file__).resolve().parents[2]
#: Hand-ins whose marks hang on other cells than the answers', or on how the kernel is.
STUDENTS = ("answered_below", "extra_cells", "names_in_the_way", "sets_the_seed", "exits", "magics")
EACH = "--TrustedExecute.warm={warm}", "--TrustedExecute.run_everything={everything}"


@pytest.mark.needs("bubblewrap")
def test_marks_are_the_same_in_all_four_ways(tmp_path):
    corpus = read_corpus(ROOT / "tests" / "submissions")
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    environment = course.own_environment(tmp_path / "home", tmp_path / "tmp")
    where = tmp_path / "course"
    course.new_course(where, corpus, settings, environment)
    some = [one for one in corpus.submissions if one.name in STUDENTS]
    assert len(some) == len(STUDENTS)
    for submission in some:
        hand_in(submission, corpus, Run(where, ROOT))
    found = []
    for warm in (True, False):
        for everything in (True, False):
            flags = [flag.format(warm=warm, everything=everything) for flag in EACH]
            run = run_nbgrader(
                where, "autograde", "00_numbers", "--force", *flags, environment=environment
            )
            assert run.returncode == 0, run.stdout
            lessons = corpus.lessons
            results = [course.read_result(where, one.student, lessons[one.lesson]) for one in some]
            found.append(
                {one.name: dict(r.points or {}) for one, r in zip(some, results, strict=True)}
            )
    assert found[0] == found[1] == found[2] == found[3]
    for submission in some:
        assert course.as_must_be(found[0][submission.name], submission.outcome.points)
