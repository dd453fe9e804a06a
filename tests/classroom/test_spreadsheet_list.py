"""Lists of students and of lessons as Excel and others save them."""

from datetime import datetime

import pytest
from gradebooks import COURSE, FIRST, make_course, quick_gradebooks
from nbgrader.api import Gradebook
from nbgrader.apps.dbapp import DbAssignmentImportApp, DbStudentImportApp

from grading.classroom.nbgrader_imports import read_spreadsheets
from grading.classroom.spreadsheet_list import NoList, read_list

COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")
LINES = [
    ["id", "last_name", "first_name", "email"],
    ["ana", "Núñez, O'Hara", "Zoë", "ana@example.org"],
    ["ben", "Müller", "", ""],
]
ROWS = {
    "ana": {"last_name": "Núñez, O'Hara", "first_name": "Zoë", "email": "ana@example.org"},
    "ben": {"last_name": "Müller", "first_name": None, "email": None},
}


def saved(lines, separator=",", line_end="\r\n"):
    def quoted(cell):
        return f'"{cell}"' if separator in cell else cell

    return "".join(separator.join(map(quoted, line)) + line_end for line in lines)


def read(folder, content):
    (folder / "list.csv").write_bytes(content)
    return read_list(folder / "list.csv", "id", COLUMNS)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_every_way_to_save_it_is_read(tmp_path, separator, encoding, line_end):
    found = read(tmp_path, saved(LINES, separator, line_end).encode(encoding))
    assert found.rows == ROWS and found.unknown == ()
    assert ("Windows-1252" in found.note) is (encoding == "cp1252")


def test_what_excel_adds_is_passed_over(tmp_path):
    text = "sep=;\r\nID ; Last Name;First-Name;E-Mail;group;\r\nana;A\xa0;Ana;;3;\r\n;;;;;\r\n\r\n"
    found = read(tmp_path, text.encode("utf-8-sig"))
    assert found.rows == {"ana": {"last_name": "A", "first_name": "Ana", "email": None}}
    assert found.unknown == ("group",)


def test_ids_are_kept_as_they_are_written(tmp_path):
    found = read(tmp_path, "id\n00123\n4711\nzoe\u0301\n4711\n".encode())
    assert list(found.rows) == ["00123", "4711", "zoé"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "first line with one column 'id'"),
        (b"name,email\nana,a@b\n", "it has: name, email"),
        (b"id,ID\nana,ben\n", "one column 'id'"),
        (b"id,email,e-mail\nana,a,b\n", "two columns email"),
        (b"id,email\nana,a@b,c\n", "line 2"),
        (b"id,email\n,a@b\n", "no id in line 2"),
        (b"id,email\nana,a@b\nana,c@d\n", "ana twice"),
        (b"id\nana\nAna\n", "ana twice"),
        (b"id;lms_user_id\n4,71123E+11;3\n", "shortened"),
        (b"id;lms_user_id\nana;4.71123E+11\n", "shortened"),
        ("id\nzoë\n".encode("cp1252"), "may be another id"),
        (b"id\n\x81\x8d\n", "no encoding that Excel writes"),
        (b"PK\x03\x04\x00\x00", "workbook"),
        (b'id,email\nana,"a@b\n', "damaged"),
    ],
)
def test_what_is_not_clear_is_one_sentence(tmp_path, content, words):
    with pytest.raises(NoList) as refused:
        read(tmp_path, content)
    assert words in str(refused.value) and len(str(refused.value).splitlines()) == 1


# --- through nbgrader's commands ------------------------------------------------------------


@pytest.fixture
def course(tmp_path):
    with quick_gradebooks():
        make_course(tmp_path, {"ana": {"email": "old@example.org"}})
    read_spreadsheets()
    return tmp_path


def run(app, course, *words):
    app.initialize(list(words), root=str(course))
    app.start()


def students(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db", course_id=COURSE) as book:
        return {one.id: (one.last_name, one.first_name, one.email) for one in book.students}


def test_the_list_reaches_the_gradebook(course):
    (course / "excel.csv").write_bytes(saved(LINES, ";").encode("utf-16"))
    run(DbStudentImportApp(), course, str(course / "excel.csv"))
    assert students(course) == {
        "ana": ("Núñez, O'Hara", "Zoë", "ana@example.org"),
        "ben": ("Müller", None, None),
    }


def test_an_unclear_list_changes_nothing(course):
    before = students(course)
    (course / "excel.csv").write_text("id;email\nzoe;z@b\nana;new@b\n;nobody@b\n")
    for name in ("excel.csv", "missing.csv"):
        with pytest.raises(SystemExit) as end:
            run(DbStudentImportApp(), course, str(course / name))
        assert end.value.code == 1 and students(course) == before


def test_lessons_are_imported_with_due_dates_that_are_certain(course):
    def due():
        with Gradebook(f"sqlite:///{course}/gradebook.db", course_id=COURSE) as book:
            return book.find_assignment(FIRST).duedate

    table = course / "lessons.csv"
    table.write_bytes(f"name;duedate\r\n{FIRST};2026-05-01 13:00 +0100\r\n".encode("utf-8-sig"))
    run(DbAssignmentImportApp(), course, str(table))
    assert due() == datetime(2026, 5, 1, 12)
    table.write_text(f"name;duedate\n{FIRST};2026-05-02 13:00 CST\n")
    with pytest.raises(SystemExit):
        run(DbAssignmentImportApp(), course, str(table))
    assert due() == datetime(2026, 5, 1, 12)
