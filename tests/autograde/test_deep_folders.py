"""Folders that a student filled: looked through and removed, however deep they are."""

import os

import pytest

from grading.autograde.sandbox.deep_folders import everything_in, remove_folder
from grading.autograde.submissions import find_fault


@pytest.fixture
def deep(tmp_path):
    """A folder with 3000 folders inside one another, the last of which nobody may look into."""
    folder, here = tmp_path / "deep", os.open(tmp_path, os.O_RDONLY)
    os.mkdir("deep", dir_fd=here)
    for name in ["deep", *["d"] * 3000]:
        inner = os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(here)
        os.mkdir("d", dir_fd=inner)
        here = inner
    os.chmod("d", 0, dir_fd=here)
    os.close(here)
    yield folder
    remove_folder(folder)


def test_a_folder_is_removed_however_deep_and_what_links_point_to_stays(deep, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("x")
    (deep / "link").symlink_to(kept)
    remove_folder(deep)
    assert not deep.exists() and (kept / "file").read_text() == "x"


def test_a_deep_hand_in_is_refused_and_stops_nothing(deep, tmp_path):
    assert max(depth for _, depth in everything_in(deep, 20)) == 20
    assert "deep" in find_fault(deep, {}, tmp_path)
