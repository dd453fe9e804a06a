"""Which seed a hand-in gets: the same each time it is graded, another when it is handed in again."""

import os

import pytest

from grading.autograde import seeds
from grading.autograde.seeds import mark_of, salt_of, seed_of


def hand_in(folder, notebook="{}", time="2026-01-01 12:00:00 UTC"):
    folder.mkdir(exist_ok=True)
    (folder / "02_softmax.ipynb").write_text(notebook)
    (folder / "timestamp.txt").write_text(time)
    return mark_of(folder)


def test_a_hand_in_keeps_its_mark(tmp_path):
    first = hand_in(tmp_path / "ann")
    os.utime(tmp_path / "ann" / "02_softmax.ipynb", (1, 1))  # copied by the instructor, say
    (tmp_path / "ann" / "plot.png").write_bytes(b"1")
    assert mark_of(tmp_path / "ann") == first == hand_in(tmp_path / "copy")


@pytest.mark.parametrize("again", [{"notebook": "{ }"}, {"time": "2026-01-01 12:00:01 UTC"}])
def test_a_re_hand_in_has_another(tmp_path, again):
    first = hand_in(tmp_path / "ann")
    assert hand_in(tmp_path / "ann", **again) != first


def test_what_is_no_file_is_passed_over(tmp_path):
    assert mark_of(tmp_path / "nobody") == ""
    first = hand_in(tmp_path / "ann")
    (tmp_path / "ann" / "a_folder.ipynb").mkdir()
    assert mark_of(tmp_path / "ann") == first


def test_a_seed_differs_by_student_lesson_hand_in_and_salt():
    first = ("ann", "02_softmax", "salt", "mark")
    every = [first, ("bob", *first[1:]), ("ann", "03", "salt", "mark"), ("ann", "02_softmax", "s", "mark"), (*first[:3], "other")]
    found = [seed_of(*words) for words in every]
    assert len(set(found)) == 5 and all(0 <= seed < 2**48 for seed in found)
    assert seed_of(*first) == found[0]
    assert seed_of("a\0b", "c", "salt", "") != seed_of("a", "b\0c", "salt", "")


def test_the_salt_is_kept_and_where_it_cannot_be_it_lasts_as_long_as_the_process(tmp_path, monkeypatch):
    assert salt_of(tmp_path) == salt_of(tmp_path) == (tmp_path / seeds.SALT_FILE).read_text().strip()
    nowhere = tmp_path / "not there"
    assert len(salt_of(nowhere)) == 32 and salt_of(nowhere) == salt_of(nowhere) != salt_of(tmp_path)
