"""Why a hand-in was not graded is kept, and what cannot be kept stops nobody."""

from pathlib import Path

import pytest

from grading.autograde import refusals
from grading.autograde.submissions import LONGEST_ID, find_fault

LESSON = "02_softmax"


def hand_in(folder: Path, student: str) -> Path:
    path = folder / "submitted" / student / LESSON
    path.mkdir(parents=True)
    (path / "notes.txt").write_text("x")
    return path


def test_a_cause_is_about_the_files_that_were_refused(tmp_path):
    path = hand_in(tmp_path, "ana")
    refusals.record(tmp_path, LESSON, "ana", "it is empty.", path)
    assert refusals.cause_of(tmp_path, LESSON, "ana", path) == "it is empty."
    (path / "more.txt").write_text("y")
    assert refusals.cause_of(tmp_path, LESSON, "ana", path) == ""


def test_a_folder_that_nobody_may_read_stops_nobody(tmp_path, monkeypatch):
    path = hand_in(tmp_path, "ana")

    def refused(*given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(refusals, "everything_in", refused)
    refusals.record(tmp_path, LESSON, "ana", "it cannot be looked at.", path)
    assert refusals.cause_of(tmp_path, LESSON, "ana", path) == "it cannot be looked at."


@pytest.mark.parametrize("student", ["a" * 255, "\u00e4" * 120])
def test_a_name_too_long_for_our_own_files_is_refused_and_stops_nobody(tmp_path, student):
    path = hand_in(tmp_path, student)
    fault = find_fault(path, {}, tmp_path)
    assert fault and f"more than {LONGEST_ID} bytes" in fault
    refusals.record(tmp_path, LESSON, student, fault, path)
    assert find_fault(hand_in(tmp_path, "a" * LONGEST_ID), {}, tmp_path) is None


def test_a_file_with_a_hole_is_as_large_as_its_copy(tmp_path):
    path = hand_in(tmp_path, "ana")
    with (path / "hole.bin").open("wb") as file:
        file.truncate(100 * 2**30)
    assert "larger than 256 MB together" in str(find_fault(path, {}, tmp_path))
    with (path / "hole.bin").open("wb") as file:
        file.truncate(100 * 2**20)
    assert find_fault(path, {}, tmp_path) is None
