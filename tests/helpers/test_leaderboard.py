"""The board of one's own tries: appended, sorted, readable, and in nobody's way."""

import subprocess
import sys

import pytest

from helpers import leaderboard

TRY = {
    "settings": "Transformer 64, words",
    "seconds": 180.4,
    "bleu": 55.04,
    "chrf": 71.0,
    "seed": 0,
}
SIGNED = TRY | {"signature": "nrefs:var|tok:13a|version:2.6.0"}


def test_tries_are_kept_and_the_best_comes_first(tmp_path):
    file = tmp_path / "leaderboard.csv"
    for bleu in (55.04, 60, 9.5):
        leaderboard.note(**SIGNED | {"bleu": bleu, "settings": f'a "{bleu}", é'}, file=file)
    assert [row["bleu"] for row in leaderboard.rows(file)] == ["60.0", "55.0", "9.5"]
    first, best, *_ = leaderboard.table(file).splitlines()
    assert first.split() == list(leaderboard.COLUMNS)
    assert 'a "60", é' in best and "nrefs:var|tok:13a" in best


def test_the_command_prints_the_board_of_this_folder(tmp_path):
    command = [sys.executable, "-m", "helpers.leaderboard"]
    empty = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "no try" in empty.stdout
    leaderboard.note(**SIGNED, file=tmp_path / "leaderboard.csv")
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "Transformer 64, words" in done.stdout


def test_another_file_is_refused_in_words(tmp_path, capsys):
    file = tmp_path / "other.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        leaderboard.main([str(file)])
    assert "not a board of this course" in capsys.readouterr().err


@pytest.mark.parametrize("wrong", [{"bleu": 0.5e3}, {"chrf": -1}, {"signature": ""}])
def test_a_try_without_a_score_that_can_be_compared_is_not_noted(tmp_path, wrong):
    with pytest.raises(ValueError, match="got"):
        leaderboard.note(**SIGNED | wrong, file=tmp_path / "leaderboard.csv")
    assert not list(tmp_path.iterdir())
