"""Draw the picture at the top of the README with the course's own plots.

`python -m grading.picture` writes `docs/one_sentence_two_questions.png`.
"""

from __future__ import annotations

from grading.lesson import read_lesson
from grading.trial import ROOT, Bench
from helpers import plots

PATH = ROOT / "docs" / "one_sentence_two_questions.png"


def draw() -> plots.Picture:
    """Lesson 01's sentence under its two questions, computed by the lesson's own solution."""
    solved = Bench(read_lesson(ROOT / "lessons" / "01_word_importance.py")).namespace
    weights = [solved["importance_to_weights"](column) for column in solved["vectors"].T]
    return plots.bars(
        solved["words"],
        weights,
        names=["what is it?", "which kind?"],
        title="One sentence, two questions",
    )


if __name__ == "__main__":
    picture = draw()
    PATH.parent.mkdir(exist_ok=True)
    picture.save(PATH)
    print(f"{PATH.relative_to(ROOT)}: {picture.alt}")
