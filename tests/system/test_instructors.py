"""The commands that README.md gives to instructors, run as they stand there."""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from course_settings import write_settings
from documents import bash_blocks

ROOT = Path(__file__).resolve().parents[2]
LESSON = "00_start_here"


def test_bash_blocks_takes_one_section_and_nothing_else():
    text = (
        "## A\n```bash\nno\n```\n## B\n### C\n```bash\none\n```\n```console\nno\n```\n"
        "```bash\ntwo\n  three\n```\n## D\n```bash\nno\n```\n"
    )
    assert bash_blocks(text, "## B") == ["one\n", "two\n  three\n"]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of what grading needs, with two notebooks handed in."""
    course = tmp_path_factory.mktemp("course")
    for tree in ("solutions", "notebooks"):
        shutil.copytree(ROOT / tree, course / tree)
    write_settings(course)
    handed_in = course / "downloaded" / LESSON / "archive"
    handed_in.mkdir(parents=True)
    # The solution notebook is one correct hand-in, the release an untouched one.
    shutil.copy(ROOT / "solutions" / LESSON / f"{LESSON}.ipynb", handed_in / f"{LESSON}_ana.ipynb")
    shutil.copy(ROOT / "notebooks" / LESSON / f"{LESSON}.ipynb", handed_in / f"{LESSON}_ben.ipynb")
    for name, rows in PLATFORMS.items():
        with (course / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
    return course


#: What Canvas and Moodle export for the two.
PLATFORMS = {
    "from_canvas.csv": [
        ["Student", "ID", "SIS Login ID", "Section", f"{LESSON} (4711)"],
        ["    Points Possible", "", "", "", "1.00"],
        ["Ánax, Ana", "7", "ana", "A", ""],
        ["Ben", "8", "ben", "A", ""],
    ],
    "from_moodle.csv": [
        ["First name", "ID number", f"Assignment: {LESSON} (Real)", f"Assignment: {LESSON} (Feedback)"],
        ["Ana", "ana", "-", ""],
        ["Ben", "ben", "-", ""],
    ],
}


@pytest.mark.needs("bash")
@pytest.mark.uses("bubblewrap")
def test_readme_commands_take_a_class_from_release_to_export(course):
    blocks = bash_blocks((ROOT / "README.md").read_text(encoding="utf-8"), "## For instructors")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    run = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", "\n".join(blocks)],
        cwd=course,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert run.returncode == 0, run.stdout
    with (course / "grades.csv").open() as file:
        points = {
            row["student_id"]: (float(row["score"]), float(row["max_score"]))
            for row in csv.DictReader(file)
        }
    assert points == {"ana": (1, 1), "ben": (0, 1)}
    for student in points:
        assert (course / "feedback" / student / LESSON / f"{LESSON}.html").is_file()
    assert re.search(rf"ana +{LESSON} +1/1 +1 +graded", run.stdout)
    assert "ana" in (course / "report.html").read_text(encoding="utf-8")
    with (course / "to_canvas.csv").open(encoding="utf-8") as file:
        assert [row[4] for row in csv.reader(file)][1:] == ["1.00", "1", "0"]
    with (course / "to_moodle.csv").open(encoding="utf-8") as file:
        assert [row[2] for row in csv.reader(file)][1:] == ["1", "0"]
    release = f"notebooks/{LESSON}/{LESSON}.ipynb"
    assert (course / release).read_bytes() == (ROOT / release).read_bytes()
