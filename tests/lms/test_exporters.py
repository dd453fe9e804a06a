"""Marks out: into the CSV of Canvas and of Moodle, and back out of it with nothing lost."""

import csv
import io
import re
import shlex
import shutil
import sqlite3
from pathlib import Path

import pytest
from gradebooks import COURSE, FIRST, SECOND, give, make_course, quick_gradebooks
from nbgrader.api import Gradebook
from nbgrader.apps.dbapp import DbStudentImportApp
from nbgrader.apps.exportapp import ExportApp

from grading.classroom import gradebook as gradebooks
from grading.lms.csv_table import CsvTable, NoExport, match_rows, read_table

# nbgrader's own: it adds submissions to its session in an order that sqlalchemy remarks on.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")

# Commas, quotes, accents, right-to-left names, and one in a script without spaces.
NAMES = {
    "ana": 'O\'Hara, "Ana, the first"',
    "ben": "Müller-Łącki, Børge",
    "cleo": "כהן, יעל",
    "dana": "العربي، فاطمة",
    "emil": "李小龙",
}
STUDENTS = {
    name: {"email": f"{name}@example.org", "lms_user_id": str(100 + index)}
    for index, name in enumerate(NAMES)
}
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Notes")
CANVAS += (f"{FIRST} (4711)", "01 Second (4712)", "Essay, part \"1\" (4713)", "Final Score")


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    """Give up on a locked gradebook at once."""
    monkeypatch.setattr(gradebooks, "PATIENCE", 0.05)


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    """Everyone has a mark in the first lesson; in the second it depends. Made once."""
    folder = tmp_path_factory.mktemp("class")
    with quick_gradebooks():
        make_course(folder, STUDENTS)
        for index, student in enumerate(STUDENTS):
            give(folder, student, FIRST, {"double": index % 3})
        give(folder, "ana", SECOND, {"softmax": 2, "softmax_masked": 1}, by_hand=0.5)
        give(
            folder,
            "ben",
            SECOND,
            {"softmax": 0, "softmax_masked": 1},
            by_hand=1,
            comment='Nice, "almost";\nread on',
            mistakes=[("softmax", "a softmax over axis 0")],
        )
        give(folder, "cleo", SECOND, {"softmax": 2, "softmax_masked": 1}, waiting=True)
    return folder


@pytest.fixture
def course(graded_class, tmp_path, monkeypatch):
    """A copy of the class's course folder, in which the test runs."""
    shutil.copytree(graded_class, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def canvas_rows(**changes):
    """What Canvas exports for the class, a test student among it."""
    rows = [list(CANVAS)]
    rows.append(["", "", "", "", "", "", "Manual Posting", "", "", ""])
    rows.append(["    Points Possible", "", "", "", "", "", "2.00", "4.00", "5.00", "(read only)"])
    for student, details in STUDENTS.items():
        row = [NAMES[student], details["lms_user_id"], f"sis-{student}", student.upper(), "A and B"]
        rows.append([*row, 'says "hi", often', "", "1.50", "EX", "40.00"])
    rows.append(["Student, Test", "999", "", "0f3c9a", "A and B", "", "", "", "", ""])
    return rows


def write_csv(path, rows, separator=",", encoding="utf-8", line_end="\n"):
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=line_end).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def read_csv(path, separator=",", encoding="utf-8"):
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding)), delimiter=separator))


def run(plugin, *arguments, merge="in.csv", to="out.csv"):
    """Run `nbgrader export` in this process; return its exit code."""
    app = ExportApp()
    exporter = f"grading.lms.{plugin}"
    try:
        app.initialize(
            [f"--exporter={exporter}", f"--{plugin}.merge={merge}", f"--to={to}", *arguments],
            root=str(Path.cwd()),
        )
        app.start()
    except SystemExit as end:
        return end.code
    return 0


def canvas(*arguments, **files):
    return run("CanvasExporter", *arguments, **files)


def moodle(*arguments, **files):
    return run("MoodleExporter", *arguments, **files)


def errors(log):
    """The sentences in nbgrader's log that are errors; there must be no traceback among them."""
    assert "Traceback" not in log
    return [line for line in log.splitlines() if "| ERROR]" in line]


def test_canvas_keeps_everything_and_fills_in_the_marks(course):
    before = canvas_rows()
    write_csv(course / "in.csv", before)
    assert canvas() == 0
    after = read_csv(course / "out.csv")
    expected = [list(row) for row in before]
    for row, (first, second) in zip(
        expected[3:8],
        [("0", "3.5"), ("1", "2"), ("2", "1.50"), ("0", "1.50"), ("1", "1.50")],
        strict=True,
    ):
        row[6:8] = [first, second]
    assert after == expected


def test_what_has_no_mark_is_left_and_named(course, capsys):
    write_csv(course / "in.csv", canvas_rows())
    assert canvas() == 0
    log = capsys.readouterr().err
    assert f"cleo, {SECOND}: waits for a grader" in log
    assert f"dana, {SECOND}: not handed in" in log
    assert "Student, Test" in log and "row 9" in log


def test_late_points_are_taken_off(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db", course_id=COURSE) as book:
        book.find_submission(FIRST, "cleo").notebooks[0].late_submission_penalty = 0.75
        book.db.commit()
    write_csv(course / "in.csv", canvas_rows())
    assert canvas() == 0
    assert read_csv(course / "out.csv")[5][6] == "1.25"


def test_unfinished_marks_are_exported_when_asked_for(course):
    write_csv(course / "in.csv", canvas_rows())
    assert canvas("--CanvasExporter.unfinished=True") == 0
    assert read_csv(course / "out.csv")[5][7] == "3"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_canvas_in_a_language_with_semicolons_commas_and_a_byte_order_mark(course, line_end):
    rows = canvas_rows()
    rows[2][6:] = ["2,00", "4,00", "5,00", "(schreibgeschützt)"]
    write_csv(course / "in.csv", rows, ";", "utf-8-sig", line_end)
    assert canvas() == 0
    content = (course / "out.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1
    assert content.count(b"\r\n") == (len(rows) if line_end == "\r\n" else 0)
    after = read_csv(course / "out.csv", ";", "utf-8-sig")
    assert after[2] == rows[2] and after[3][7] == "3,5" and after[0] == rows[0]


def test_canvas_with_first_and_last_names_apart(course):
    rows = [["LastName", "FirstName", *row[1:]] if i == 0 else [row[0], "", *row[1:]]
            for i, row in enumerate(canvas_rows())]  # fmt: skip
    write_csv(course / "in.csv", rows)
    assert canvas() == 0
    assert read_csv(course / "out.csv")[3][7:9] == ["0", "3.5"]


def test_exporting_twice_into_the_same_file_changes_nothing_more(course):
    write_csv(course / "in.csv", canvas_rows())
    assert canvas(to="in.csv") == 0
    once = (course / "in.csv").read_bytes()
    assert canvas(to="in.csv") == 0
    assert (course / "in.csv").read_bytes() == once


def test_a_column_of_another_name_is_chosen_by_hand(course):
    write_csv(course / "in.csv", canvas_rows())
    chosen = f'{FIRST}=Essay, part "1" (4713)'
    assert canvas("--CanvasExporter.columns", chosen, "--assignment", FIRST) != 0
    scaled = "--CanvasExporter.scale=True"
    assert canvas("--CanvasExporter.columns", chosen, "--assignment", FIRST, scaled) == 0
    after = read_csv(course / "out.csv")
    assert [row[8] for row in after[3:8]] == ["0", "2.5", "5", "0", "2.5"]
    assert [row[6:8] for row in after] == [row[6:8] for row in canvas_rows()]


def test_a_student_missing_on_either_side_is_named_and_the_rest_is_written(course, capsys):
    write_csv(course / "in.csv", [row for row in canvas_rows() if "EMIL" not in row])
    assert canvas() == 1, "marks that found no row end in an error, so that a script notices"
    assert len(read_csv(course / "out.csv")) == 8
    log = capsys.readouterr().err
    (error,) = errors(log)
    assert "emil" in error and "ana" not in error
    assert "Only in the gradebook: emil" in log and "Only in in.csv: row 8, Student, Test" in log


def refused(course, capsys, code, *words):
    """Nothing was written, and one sentence holds these words."""
    assert code == 1
    assert not (course / "out.csv").exists()
    assert [path.name for path in course.glob(".out*")] == []
    (sentence,) = errors(capsys.readouterr().err)
    assert [word for word in words if word not in sentence] == [], sentence


def test_two_students_who_fit_one_row(course, capsys):
    rows = canvas_rows()
    rows[3][2] = "ben"  # ana's row now has ben's id, and loses its own in the next line
    write_csv(course / "in.csv", rows)
    refused(course, capsys, canvas(), "ana and ben both fit row 4")


def test_two_students_who_fit_one_row_also_when_only_one_is_exported(course, capsys):
    rows = canvas_rows()
    rows[3][2] = "ben"
    write_csv(course / "in.csv", rows)
    refused(course, capsys, canvas("--student", "ana"), "both fit row 4")


def test_one_student_who_fits_two_rows(course, capsys):
    rows = canvas_rows()
    rows[-1][3] = "ana"
    write_csv(course / "in.csv", rows)
    refused(course, capsys, canvas(), "rows 4 and 9 both fit ana")


def spoiled(change):
    rows = canvas_rows()
    change(rows)
    return rows


BAD_FILES = {
    "another language": (
        spoiled(lambda rows: rows.__setitem__(0, ["Étudiant", "ID", "x", "y", "Groupe", *"abcde"])),
        ["Étudiant", "language", "English"],
    ),
    "no points row": (spoiled(lambda rows: rows.pop(2)), ["Points Possible"]),
    "another maximum": (
        spoiled(lambda rows: rows[2].__setitem__(6, "100")),
        [FIRST, "2 points here and 100 in Canvas", "scale"],
    ),
    "a read-only column": (
        spoiled(lambda rows: rows[2].__setitem__(6, "(read only)")),
        ["not one of an assignment"],
    ),
    "no column": (
        spoiled(lambda rows: rows[0].__setitem__(slice(6, 8), ["A (1)", "B (2)"])),
        ["no column", "--CanvasExporter.columns"],
    ),
    "two columns": (
        spoiled(lambda rows: rows[0].__setitem__(8, f"{FIRST} (99)")),
        ["2 columns", FIRST],
    ),
    "nobody known": (
        spoiled(lambda rows: rows.__delitem__(slice(3, 8))),
        ["No row", "SIS Login ID"],
    ),
    "a cell too many": (spoiled(lambda rows: rows[4].append("x")), ["row 5", "11 cells"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_canvas_file_that_is_not_as_expected(course, capsys, name):
    rows, words = BAD_FILES[name]
    write_csv(course / "in.csv", rows)
    refused(course, capsys, canvas(), *words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ["in.csv", "No such file"]),
        (b"", ["empty"]),
        ("Student,ID,Section\n".encode("utf-16"), ["UTF-8"]),
        ("Stüdent,ID\n".encode("latin-1"), ["UTF-8"]),
        (b'Student,ID,Section\n"ana,1,2\n', ["damaged"]),
        (b"PK\x03\x04 no csv", ["in.csv"]),
    ],
)
@pytest.mark.parametrize("export", [canvas, moodle])
def test_a_file_that_is_no_csv(course, capsys, content, words, export):
    if content is not None:
        (course / "in.csv").write_bytes(content)
    refused(course, capsys, export(), *words)


def test_unknown_student_lesson_and_column_are_refused(course, capsys):
    write_csv(course / "in.csv", canvas_rows())
    refused(course, capsys, canvas("--student", "zoe"), "zoe")
    refused(course, capsys, canvas("--assignment", "09_nine"), "09_nine", FIRST)
    refused(course, capsys, canvas("--CanvasExporter.columns", f"{FIRST}=Nine"), "'Nine'")


def test_a_target_that_cannot_be_written_and_files_not_named(course, capsys):
    write_csv(course / "in.csv", canvas_rows())
    refused(course, capsys, canvas(to="no/such/folder/out.csv"), "no/such/folder")
    refused(course, capsys, canvas(merge=""), "--CanvasExporter.merge")


# The gradebook ------------------------------------------------------------------------------


@pytest.mark.parametrize("export", [canvas, moodle])
def test_no_gradebook_and_none_is_made(tmp_path, monkeypatch, capsys, export):
    monkeypatch.chdir(tmp_path)
    refused(tmp_path, capsys, export(), "no gradebook")
    assert list(tmp_path.glob("*.db*")) == []


def test_a_gradebook_of_another_course(tmp_path, monkeypatch, capsys):
    with quick_gradebooks():
        make_course(tmp_path, STUDENTS, course_id="physics")
    monkeypatch.chdir(tmp_path)
    before = (tmp_path / "gradebook.db").read_bytes()
    write_csv(tmp_path / "in.csv", canvas_rows())
    refused(tmp_path, capsys, canvas(), "physics", COURSE)
    assert (tmp_path / "gradebook.db").read_bytes() == before


def test_a_locked_gradebook(course, capsys):
    write_csv(course / "in.csv", canvas_rows())
    writer = sqlite3.connect(course / "gradebook.db")
    writer.execute("BEGIN EXCLUSIVE")
    try:
        refused(course, capsys, canvas(), "locked")
    finally:
        writer.close()


def test_an_empty_class(tmp_path, monkeypatch, capsys):
    with quick_gradebooks():
        make_course(tmp_path, {})
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "in.csv", canvas_rows())
    refused(tmp_path, capsys, canvas(), "no student")


# Moodle -------------------------------------------------------------------------------------

MOODLE = ["First name", "ID number", "Email address"]
for lesson in (FIRST, SECOND):
    MOODLE += [f"Assignment: {lesson} (Real)", f"Assignment: {lesson} (Feedback)"]


def moodle_rows():
    rows = [[*MOODLE, "Last downloaded from this course"]]
    for student, details in STUDENTS.items():
        row = [NAMES[student], student, details["email"].title(), "-", "", "-", "", "1790000000"]
        rows.append(row)
    return rows


@pytest.mark.parametrize("way", ["email", "idnumber"])
def test_moodle_gets_each_grade_with_its_feedback(course, way):
    write_csv(course / "in.csv", moodle_rows(), encoding="utf-8-sig")
    assert moodle(f"--MoodleExporter.match={way}") == 0
    after = read_csv(course / "out.csv", encoding="utf-8-sig")
    ana, ben, cleo = after[1:4]
    assert [row[:3] for row in after] == [row[:3] for row in moodle_rows()]
    assert ana[3:7] == ["0", "0 of 2 points.", "3.5", "3.5 of 4 points."]
    assert ben[5] == "2"
    assert "Recognised: softmax: a softmax over axis 0." in ben[6]
    assert 'Grader: Nice, "almost"; read on' in ben[6]
    assert cleo[5:7] == ["-", ""], "no feedback without a grade either"


def test_a_grading_worksheet_of_moodle(course):
    rows = [["Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade"]]
    rows[0] += ["Last modified (grade)", "Feedback comments"]
    for student, details in STUDENTS.items():
        rows.append([f"Participant 1{student}", NAMES[student], details["email"]])
        rows[-1] += ["Submitted", "", "100.00", "-", ""]
    write_csv(course / "in.csv", rows)
    arguments = ["--assignment", FIRST]
    assert moodle(*arguments) == 1, "2 points are not 100"
    assert not (course / "out.csv").exists()
    assert moodle(*arguments, "--MoodleExporter.scale=True") == 0
    after = read_csv(course / "out.csv")
    assert [row[4] for row in after[1:]] == ["0", "50", "100", "0", "50"]
    assert all(row[7].endswith("of 2 points.") for row in after[1:])


def test_moodle_in_another_language_with_its_columns_named(course, capsys):
    rows = [["Prénom", "Adresse de courriel", "Devoir : un (Brut)", "Devoir : un (Retour)"]]
    rows += [[NAMES[s], details["email"], "-", ""] for s, details in STUDENTS.items()]
    write_csv(course / "in.csv", rows)
    refused(course, capsys, moodle(), "Email address", "--MoodleExporter.match_column", "courriel")
    named = ["--MoodleExporter.match_column=Adresse de courriel"]
    named += ["--MoodleExporter.columns", f"{FIRST}=Devoir : un (Brut)"]
    refused(course, capsys, moodle(*named), "feedback column", "--MoodleExporter.feedback")
    named += ["--MoodleExporter.feedback", f"{FIRST}=Devoir : un (Retour)"]
    assert moodle(*named) == 0
    assert [row[2] for row in read_csv(course / "out.csv")[1:]] == ["0", "1", "2", "0", "1"]


def test_moodle_refuses_two_students_with_one_address(course, capsys):
    rows = moodle_rows()
    rows.append(["Somebody else", "other", "ana@example.org", "-", "", "-", "", ""])
    write_csv(course / "in.csv", rows)
    refused(course, capsys, moodle(), "rows 2 and 7 both fit ana")


# The documented commands --------------------------------------------------------------------


def documented():
    """The commands that docs/marks_out.md gives."""
    text = (Path(__file__).resolve().parents[2] / "docs" / "marks_out.md").read_text(encoding="utf-8")
    return [shlex.split(block) for block in re.findall(r"^```bash\n(.*?)\n```$", text, re.M | re.S)]


def test_documented_commands_do_what_the_page_says(course):
    students = [["id", "last_name", "first_name", "email", "lms_user_id"]]
    students += [[s, NAMES[s], "", f"{s}@school.example", ""] for s in STUDENTS]
    write_csv(course / "students.csv", students)
    rows = canvas_rows()
    rows[0][6] = "Homework 1 (4711)"
    for row in rows[3:8]:
        row[3] = f"{row[3]}@School.example"  # fits only when the addresses were imported
    write_csv(course / "from_canvas.csv", rows)
    rows = [["Prénom", "Adresse de courriel", "Devoir : un (Brut)", "Devoir : un (Feedback)"]]
    rows += [[NAMES[s], f"{s}@school.example", "-", ""] for s in STUDENTS]
    write_csv(course / "from_moodle.csv", rows)
    commands = documented()
    assert len(commands) == 4

    imports, *exports = commands
    assert imports[:4] == ["nbgrader", "db", "student", "import"]
    app = DbStudentImportApp()
    app.initialize(imports[4:], root=str(course))
    app.start()
    for command, places in zip(exports, [(6, 7), (7,), (2, 3)], strict=True):
        assert command[:2] == ["nbgrader", "export"]
        target = next(word for word in command if word.startswith("--to=")).partition("=")[2]
        (course / target).unlink(missing_ok=True)
        app = ExportApp()
        app.initialize(command[2:], root=str(course))
        app.start()
        before = read_csv(course / target.replace("to_", "from_"))
        after = read_csv(course / target)
        changed = {i for old, new in zip(before, after, strict=True) for i in range(len(old)) if old[i] != new[i]}
        assert changed == set(places)


# Matching and reading, by themselves --------------------------------------------------------


def test_names_are_compared_without_case_blanks_and_ways_to_write_accents():
    sheet = CsvTable(Path("x.csv"), ["id"], [[" JOSE\u0301 "], ["other"]])
    found = match_rows(sheet, [0, 1], {0: {"josé": ["jos\u00e9"], "ina": ["ina", None]}})
    assert found.row_of == {"josé": 0}
    assert found.only_here == ["ina"] and found.only_there == [1]


def test_empty_ids_fit_nobody():
    sheet = CsvTable(Path("x.csv"), ["id"], [[""]])
    assert match_rows(sheet, [0], {0: {"ana": ["", None]}}).row_of == {}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_sheet_goes_out_as_it_came_in(tmp_path, separator):
    rows = [["a", "b; c", "d, e"], ["x\ty", 'says "no"', "two\nlines"], []]
    path = write_csv(tmp_path / "x.csv", rows, separator)
    assert read_table(path).encoded() == path.read_bytes()


def test_a_column_that_is_there_twice_is_refused(tmp_path):
    path = write_csv(tmp_path / "x.csv", [["a", "a"]])
    with pytest.raises(NoExport, match="2 columns 'a'"):
        read_table(path).column("a")
