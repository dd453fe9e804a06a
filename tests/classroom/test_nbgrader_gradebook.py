"""A gradebook that is opened quickly is the same gradebook."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import inspect

from grading.classroom.nbgrader_gradebook import open_gradebooks_quickly


@pytest.fixture
def url(tmp_path, monkeypatch):
    """That of a gradebook which is not there yet, where no command `alembic` is found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    for owner, name in ((api, "create_engine"), (api, "get_alembic_version")):
        monkeypatch.setattr(owner, name, getattr(owner, name))  # put back after the test
    monkeypatch.setattr(api.Base.metadata, "create_all", api.Base.metadata.create_all)
    open_gradebooks_quickly()
    open_gradebooks_quickly()
    return f"sqlite:///{tmp_path}/gradebook.db"


def students(url):
    with Gradebook(url) as book:
        return [one.id for one in book.students]


def add(url, student):
    with Gradebook(url) as book:
        book.add_student(student)


def test_queries_are_kept_from_one_opening_to_the_next(url):
    with Gradebook(url) as first, Gradebook(url) as second:
        assert first.engine is second.engine
        first.add_student("ana")
        assert [one.id for one in second.students] == ["ana"]
        add(url, "ben")  # a third, that is closed before them
        first.add_student("cem")
        assert [one.id for one in second.students] == ["ana", "ben", "cem"]


def test_a_file_that_was_put_in_its_place_is_read(url, tmp_path):
    add(url, "ana")
    held = Gradebook(url)  # as the formgrader holds one
    assert [one.id for one in held.students] == ["ana"]
    held.db.remove()
    (tmp_path / "gradebook.db").rename(tmp_path / "before.db")
    add(url, "ben")
    assert students(url) == ["ben"]
    assert [one.id for one in held.students] == ["ben"]
    held.close()
    (tmp_path / "gradebook.db").unlink()
    (tmp_path / "before.db").rename(tmp_path / "gradebook.db")
    assert students(url) == ["ana"]


def test_gradebooks_in_memory_and_in_other_files_know_nothing_of_each_other(url, tmp_path):
    add(url, "ana")
    other = f"sqlite:///{tmp_path}/other.db"
    add(other, "ben")
    for memory in ("sqlite://", "sqlite:///:memory:"):
        add(memory, "cem")
        assert students(memory) == []
    assert (students(url), students(other)) == (["ana"], ["ben"])


def test_a_relative_name_is_that_of_the_folder_one_is_in(url, tmp_path, monkeypatch):
    for student in ("ana", "ben"):
        (tmp_path / student).mkdir()
        monkeypatch.chdir(tmp_path / student)
        add("sqlite:///gradebook.db", student)
        assert students("sqlite:///gradebook.db") == [student]


def test_a_new_gradebook_has_all_tables_and_the_newest_version(url, tmp_path):
    with Gradebook(url) as book:
        assert set(api.Base.metadata.tables) < set(inspect(book.engine).get_table_names())
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as file:
        (version,) = file.execute("SELECT version_num FROM alembic_version").fetchone()
    steps = "".join(
        path.read_text() for path in Path(api.__file__).parent.glob("alembic/versions/*.py")
    )
    every, older = (
        set(re.findall(rf"^{word} = '(\w+)'", steps, re.M))
        for word in ("revision", "down_revision")
    )
    assert {version} == every - older


def test_a_table_that_is_missing_is_made(url, tmp_path):
    add(url, "ana")
    with closing(sqlite3.connect(tmp_path / "gradebook.db")) as file:
        file.execute("DROP TABLE comment")
    assert students(url) == ["ana"]
    with Gradebook(url) as book:
        assert "comment" in inspect(book.engine).get_table_names()
