"""Notebooks that came by e-mail or upload: `nbgrader zip_collect`, and the names of files."""

import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest
from gradebooks import make_course, quick_gradebooks

from grading.classroom.copied_names import original_of
from grading.classroom.demo import run_nbgrader
from grading.classroom.people import Person
from grading.classroom.submission_names import Course, pattern_fault, read_name, sort_out

ROOT = Path(__file__).resolve().parents[2]
LESSON = "00_start_here"
LESSONS = ("00_start_here", "02_softmax", "02_softmax_again", "05_encoder_decoder")


def student(name: str, lesson: str = "02_softmax", **course: str) -> str | None:
    return read_name(name, Course(lesson, LESSONS, **course))[0]


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [
        "amira",
        "Amira",
        "van_der_berg",
        "j.o.hara",
        "a-b",
        "z1234567",
        "7",
        "ana@uni.example",
        "chloé",
        "名前",
        "علي",
        "नमिता",
    ],
)
def test_an_id_may_hold_what_ids_hold(who: str) -> None:
    assert student(f"02_softmax_{who}.ipynb") == who
    assert student(f"05_encoder_decoder_{who}.ipynb", "05_encoder_decoder") == who


@pytest.mark.parametrize(
    "name",
    [
        "02_softmax.ipynb",
        "02_softmax_.ipynb",
        "amira.ipynb",
        "amira_02_softmax.ipynb",
        "02_softmax_amira (1).ipynb",
        "02_softmax_amira - Kopie.ipynb",
        "Copy of 02_softmax_amira.ipynb",
        "02_softmax_amira.ipynb.txt",
        "02_softmax_amira.py",
        "02_softmax_...ipynb",
        "02_softmax_../../amira.ipynb",
        "02_softmax_a+b.ipynb",
        "02_softmax_*.ipynb",
        "02-softmax-amira.ipynb",
    ],
)
def test_another_name_is_refused_with_an_example_of_a_right_one(name: str) -> None:
    who, cause = read_name(name, Course("02_softmax", LESSONS))
    assert who is None and "02_softmax_amira.ipynb" in cause


def test_a_notebook_of_another_lesson_says_which() -> None:
    who, cause = read_name("00_start_here_amira.ipynb", Course("02_softmax", LESSONS))
    assert who is None and "00_start_here" in cause


def test_where_one_lessons_name_begins_with_another_the_longer_is_meant() -> None:
    assert student("02_softmax_again_amira.ipynb") is None
    assert student("02_softmax_again_amira.ipynb", "02_softmax_again") == "amira"


def test_accents_are_the_same_however_they_are_typed() -> None:
    assert student(unicodedata.normalize("NFD", "02_softmax_chloé.ipynb")) == "chloé"


def test_another_pattern_may_be_configured() -> None:
    assert (
        student("van_der_berg--02_softmax.ipynb", pattern="STUDENT--LESSON.ipynb") == "van_der_berg"
    )
    assert pattern_fault("STUDENT--LESSON.ipynb") is None
    for wrong in (
        "STUDENT.ipynb",
        "LESSON.ipynb",
        "LESSON_STUDENT",
        "STUDENT_LESSON_STUDENT.ipynb",
    ):
        assert wrong in str(pattern_fault(wrong))


# --- a folder of them ------------------------------------------------------------------------


def sorted_out(folder: Path, files: dict[str, str], **known: tuple[str, ...]):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return sort_out(folder, [Path(name) for name in files], Course("02_softmax", LESSONS, **known))


def test_two_notebooks_of_one_student_are_both_refused_and_named(tmp_path: Path) -> None:
    files = {
        "02_softmax_ana.ipynb": "1",
        "late/02_softmax_ana.ipynb": "2",
        "02_softmax_ben.ipynb": "3",
    }
    found = sorted_out(tmp_path, files)
    assert list(found.students.values()) == ["ben"]
    assert sorted(str(r.path) for r in found.refused) == [
        "02_softmax_ana.ipynb",
        "late/02_softmax_ana.ipynb",
    ]
    assert all("2 different notebooks by ana" in str(r) for r in found.refused)


def test_the_same_notebook_twice_is_one(tmp_path: Path) -> None:
    found = sorted_out(tmp_path, {"a/02_softmax_ana.ipynb": "1", "b/02_softmax_ana.ipynb": "1"})
    assert list(found.students.values()) == ["ana"] and not found.refused


def test_upper_case_does_not_make_another_student(tmp_path: Path) -> None:
    """On a Mac or on Windows both would be one folder."""
    two = sorted_out(tmp_path, {"02_softmax_Ana.ipynb": "1", "02_softmax_ana.ipynb": "2"})
    assert len(two.refused) == 2 and not two.students
    one = sorted_out(tmp_path, {"02_softmax_ANA.ipynb": "1"}, students=("ana",))
    assert list(one.students.values()) == ["ana"] and "ana" in one.notes[0]


def test_an_id_that_the_course_does_not_know_is_pointed_out(tmp_path: Path) -> None:
    found = sorted_out(tmp_path, {"02_softmax_amria.ipynb": "1"}, students=("amira", "ben"))
    assert list(found.students.values()) == ["amria"]
    assert "amria" in found.notes[0] and "new to this course" in found.notes[0]


def test_what_computers_leave_among_files_is_not_worth_a_word(tmp_path: Path) -> None:
    litter = (
        ".DS_Store",
        "__MACOSX/._02_softmax_ana.ipynb",
        ".ipynb_checkpoints/02_softmax_ana-checkpoint.ipynb",
    )
    found = sorted_out(tmp_path, dict.fromkeys(litter, "x"))
    assert not (found.students or found.refused or found.notes)


# --- copies ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "02_softmax_ana-1",
        "02_softmax_ana-Copy1",
        "02_softmax_ana-Copy1-2",
        "02_softmax_ana (1)",
        "02_softmax_ana(2)",
        "02_softmax_ana 2",
        "02_softmax_ana_2",
        "02_softmax_ana_v2",
        "02_softmax_ana-V3",
        "02_softmax_ana version 2",
        "02_softmax_ana - Copy (2)",
        "02_softmax_ana - Kopie",
        "02_softmax_ana copy 3",
        "02_softmax_ana_final",
        "02_softmax_ana_FINAL2",
        "02_softmax_ana-checkpoint",
        "02_softmax_ana.ipynb",
        "02_softmax_ana.json",
        "02_softmax_ana_2026-03-01",
        "02_softmax_ana-20260301",
        "Copy of 02_softmax_ana",
        "Copy_of_02_softmax_ana (1)",
        "copy of Copy of 02_softmax_ana",
        "Kopie von 02_softmax_ana",
    ],
)
def test_a_copy_is_no_new_student(tmp_path: Path, name: str) -> None:
    assert original_of(name) == "02_softmax_ana"
    path = f"{name}.ipynb"
    for known in ({}, {"students": ("ana", "ben")}, {"people": {"ana": Person(), "ben": Person()}}):
        alone = sorted_out(tmp_path, {path: "2"}, **known)
        assert not alone.students
        (refused,) = alone.refused
        assert str(refused.path) == path and "name it 02_softmax_ana.ipynb" in str(refused)
        two = sorted_out(tmp_path, {"02_softmax_ana.ipynb": "1", path: "2"}, **known)
        assert not two.students and len(two.refused) == 2, "which one counts is a person's to say"
        assert all("2 different notebooks by ana" in str(r) for r in two.refused)
        same = sorted_out(tmp_path, {"02_softmax_ana.ipynb": "1", path: "1"}, **known)
        assert list(same.students.values()) == ["ana"] and not same.refused


def test_an_id_of_the_list_may_look_like_a_copy(tmp_path: Path) -> None:
    files = {"02_softmax_team-1.ipynb": "1", "02_softmax_team-2.ipynb": "2"}
    people = {"team-1": Person(), "team-2": Person()}
    found = sorted_out(tmp_path, files, people=people)
    assert sorted(found.students.values()) == ["team-1", "team-2"] and not found.refused
    unknown = sorted_out(tmp_path, files)
    assert not unknown.students
    assert all("nbgrader db student add team-" in str(r) for r in unknown.refused)


@pytest.mark.parametrize("who", ["7", "12", "amira2", "z1234567", "van_der_berg", "smith-2026", "new"])
def test_an_id_is_not_taken_for_a_copy(tmp_path: Path, who: str) -> None:
    assert list(sorted_out(tmp_path, {f"02_softmax_{who}.ipynb": "1"}).students.values()) == [who]


def test_nobody_joins_a_list_of_students_by_a_file_name(tmp_path: Path) -> None:
    people = {"amira": Person(email="a.aziz@uni.example"), "ben": Person()}
    files = {"02_softmax_amria.ipynb": "1", "02_softmax_ben.ipynb": "2", "02_softmax_q.ipynb": "3"}
    found = sorted_out(tmp_path, files, people=people)
    assert list(found.students.values()) == ["ben"]
    amria, q = sorted(found.refused, key=str)
    assert "did you mean amira?" in str(amria) and "nbgrader db student add amria" in str(amria)
    assert "did you mean" not in str(q)
    by_mail = sorted_out(tmp_path, {"02_softmax_A.Aziz@uni.example.ipynb": "1"}, people=people)
    assert list(by_mail.students.values()) == ["amira"]


# --- Moodle and Canvas -----------------------------------------------------------------------

PEOPLE = {
    "ana": Person("Ana María", "O'Hara-Núñez", "ana@uni.example", "4711"),
    "ben": Person("Ben", "Li", "", "4712"),
    "ben2": Person("Li", "Ben", "", "4713"),
    "cleo": Person(lms_user_id="4714"),
    "dana": Person("דנה", "כהן"),
}
MOODLE = "_assignsubmission_file_"


@pytest.mark.parametrize(
    ("path", "who"),
    [
        (f"Ana María O'Hara-Núñez_101{MOODLE}/02_softmax.ipynb", "ana"),
        (f"Ana María OHara-Núñez_101{MOODLE}/02_softmax.ipynb", "ana"),
        (f"O'HARA-NUNEZ Ana Maria_101{MOODLE}/02_softmax.ipynb", "ana"),
        (f"moodle/Group A-Ana María O'Hara-Núñez_101{MOODLE}/work/my notebook.ipynb", "ana"),
        (f"Ana O'Hara-Núñez_4711{MOODLE}/02_softmax (1).ipynb", "ana"),
        (f"Ana María O'Hara-Núñez_4712{MOODLE}02_softmax-Copy1.ipynb", "ana"),
        (f"Ben Li_4713{MOODLE}/02_softmax.ipynb", "ben2"),
        (f"Ben Li_9{MOODLE}/02_softmax_ben.ipynb", "ben"),
        (f"Participant_4714{MOODLE}/02_softmax.ipynb", "cleo"),
        (f"כהן דנה_7{MOODLE}/02_softmax.ipynb", "dana"),
        (f"Nobody Known_101{MOODLE}/02_softmax_ana.ipynb", "ana"),
        ("oharanunezanamaria_4711_99001_02_softmax.ipynb", "ana"),
        ("somebodyelse_4711_99001_anything at all-3.ipynb", "ana"),
        ("liben_LATE_4712_99002_02_softmax_ben-2.ipynb", "ben"),
        ("כהןדנה_88_99002_02_softmax-1.ipynb", "dana"),
        ("nobody_1_99002_02_softmax_cleo-1.ipynb", "cleo"),
        ("anon_Ab3Xz_99002_02_softmax_cleo.ipynb", "cleo"),
    ],
)
def test_a_platforms_download_is_collected_as_it_comes(tmp_path: Path, path: str, who: str) -> None:
    found = sorted_out(tmp_path, {path: "1"}, people=PEOPLE)
    assert list(found.students.values()) == [who], found.refused
    assert ("is late" in str(found.notes)) is ("LATE" in path)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"Ben Li_9{MOODLE}/02_softmax.ipynb", "ben or ben2"),
        (f"Ben Lima_4712{MOODLE}/02_softmax.ipynb", "not in the gradebook's list"),
        (f"Zoe Zed_4711{MOODLE}/02_softmax.ipynb", "not in the gradebook's list"),
        (f"Ana María O'Hara-Núñez_101{MOODLE}/02_softmax_ben.ipynb", "named as ben's"),
        (f"Ana María O'Hara-Núñez_101{MOODLE}/02_softmax_ben-Copy1.ipynb", "named as ben's"),
        (f"Ana María O'Hara-Núñez_101{MOODLE}/05_encoder_decoder.ipynb", "of 05_encoder_decoder"),
        (f"Ana María O'Hara-Núñez_101{MOODLE}/notes.pdf", "no notebook"),
        ("oharanunezanamaria_1_99001_02_softmax.ipynb", "not in the gradebook's list"),
        ("nobody_1_99001_02_softmax.ipynb", "nbgrader db student import"),
    ],
)
def test_whom_a_platforms_name_does_not_tell_is_refused(tmp_path: Path, path: str, words: str) -> None:
    found = sorted_out(tmp_path, {path: "1"}, people=PEOPLE)
    assert not found.students and words in str(found.refused[0])


def test_without_a_list_the_students_own_file_name_tells(tmp_path: Path) -> None:
    files = {
        "aana_4711_99001_02_softmax_ana.ipynb": "1",
        "bben_LATE_4712_99002_02_softmax_ben-2.ipynb": "2",
        f"Cleo C_101{MOODLE}/02_softmax_cleo.ipynb": "3",
        f"Dana D_102{MOODLE}/02_softmax.ipynb": "4",
    }
    found = sorted_out(tmp_path, files)
    assert sorted(found.students.values()) == ["ana", "ben", "cleo"]
    assert [str(r.path) for r in found.refused] == [f"Dana D_102{MOODLE}/02_softmax.ipynb"]


def test_what_came_with_a_notebook_is_left_out_without_an_error(tmp_path: Path) -> None:
    folder = f"Ana María O'Hara-Núñez_101{MOODLE}"
    text = folder.replace("_file_", "_onlinetext_") + "/onlinetext.html"
    files = {f"{folder}/02_softmax.ipynb": "1", f"{folder}/dog.png": "2", text: "3"}
    found = sorted_out(tmp_path, files, people=PEOPLE)
    assert list(found.students.values()) == ["ana"] and not found.refused
    assert len(found.notes) == 2


def test_two_notebooks_in_one_download_are_both_refused(tmp_path: Path) -> None:
    files = {"x_4711_1_02_softmax.ipynb": "1", "x_4711_2_02_softmax-1.ipynb": "2"}
    found = sorted_out(tmp_path, files, people=PEOPLE)
    assert not found.students and len(found.refused) == 2


# --- through nbgrader ------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course folder with two lessons in it, as they are released."""
    folder = tmp_path / "course"
    for lesson in (LESSON, "02_softmax"):
        shutil.copytree(ROOT / "notebooks" / lesson, folder / "notebooks" / lesson)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    return folder


def archive(course: Path) -> Path:
    folder = course / "downloaded" / LESSON / "archive"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def collected(course: Path) -> dict[str, str]:
    return {p.parts[-3]: p.read_text() for p in course.glob(f"submitted/*/{LESSON}/{LESSON}.ipynb")}


def last_line(output: str) -> str:
    assert "Traceback" not in output, output
    return output.strip().splitlines()[-1]


def test_a_folder_and_a_zip_are_collected_and_nothing_is_dropped_silently(course: Path) -> None:
    (archive(course) / f"{LESSON}_van_der_berg.ipynb").write_text("from the folder")
    with zipfile.ZipFile(archive(course) / "from the LMS.zip", "w") as bundle:
        bundle.writestr(f"Zoé/{LESSON}_zoé.ipynb", "from the zip")
        bundle.writestr(f"{LESSON}_ana (1).ipynb", "a browser's name")
        bundle.writestr("homework.docx", "a file of Word's")
    first = run_nbgrader(course, "zip_collect", LESSON)
    assert collected(course) == {"van_der_berg": "from the folder", "zoé": "from the zip"}
    assert first.returncode != 0
    assert f"Not collected: from the LMS/{LESSON}_ana (1).ipynb is named like a copy" in first.stdout
    assert "Not collected: from the LMS/homework.docx does not say whose it is" in first.stdout
    assert "not collected: 2" in last_line(first.stdout)

    # What was wrong is put right, something comes late, and a notebook is handed in anew.
    (archive(course) / "from the LMS.zip").unlink()
    (archive(course) / f"{LESSON}_ana.ipynb").write_text("renamed")
    (archive(course) / f"{LESSON}_van_der_berg.ipynb").write_text("a better one")
    again = run_nbgrader(course, "zip_collect", LESSON, "--force")
    assert again.returncode == 0, again.stdout
    want = {"van_der_berg": "a better one", "zoé": "from the zip", "ana": "renamed"}
    assert collected(course) == want
    assert not (course / "gradebook.db").exists(), "collecting makes no gradebook"


def test_both_platforms_zips_are_collected_by_the_list_of_students(course: Path) -> None:
    with quick_gradebooks():
        make_course(course, {"ana": {"first_name": "Ana", "last_name": "A"}, "ben": {"lms_user_id": "4712"}})
    shutil.copy(ROOT / "nbgrader_config.py", course)
    with zipfile.ZipFile(archive(course) / "moodle.zip", "w") as bundle:
        bundle.writestr(f"Ana A_101_assignsubmission_file_/{LESSON}.ipynb", "ana's")
    with zipfile.ZipFile(archive(course) / "canvas.zip", "w") as bundle:
        bundle.writestr(f"bben_LATE_4712_99002_{LESSON}-2.ipynb", "ben's")
    run = run_nbgrader(course, "zip_collect", LESSON)
    assert run.returncode == 0, run.stdout
    assert collected(course) == {"ana": "ana's", "ben": "ben's"}
    (archive(course) / f"{LESSON}_ana-1.ipynb").write_text("a copy")
    (archive(course) / f"{LESSON}_bne.ipynb").write_text("misspelt")
    again = run_nbgrader(course, "zip_collect", LESSON, "--force")
    assert again.returncode != 0 and "did you mean ben?" in again.stdout
    assert not (course / "submitted" / "ana-1").exists() and not (course / "submitted" / "bne").exists()


def test_without_force_nothing_collected_before_is_replaced(course: Path) -> None:
    for who, text in (("ana", "new"), ("ben", "same"), ("cleo", "first")):
        (archive(course) / f"{LESSON}_{who}.ipynb").write_text(text)
    for who, text in (("ana", "old"), ("ben", "same")):
        there = course / "submitted" / who / LESSON
        there.mkdir(parents=True)
        (there / f"{LESSON}.ipynb").write_text(text)
    run = run_nbgrader(course, "zip_collect", LESSON)
    assert collected(course) == {"ana": "old", "ben": "same", "cleo": "first"}
    assert run.returncode != 0 and f"Not collected: {LESSON}_ana.ipynb would replace" in run.stdout
    assert run.stdout.count("Not collected") == 1, "ben's is the same, so there is nothing to say"


@pytest.mark.parametrize(
    ("lesson", "content", "words"),
    [
        (
            "99_unknown",
            None,
            "There is no lesson '99_unknown'. There are: 00_start_here, 02_softmax",
        ),
        (LESSON, None, "put the notebooks, or a zip of them, into"),
        (LESSON, b"PK\x03\x04 cut off", "cannot be unpacked, so nothing was collected"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_an_error(
    course: Path, lesson: str, content: bytes | None, words: str
) -> None:
    if content:
        (archive(course) / f"{LESSON}_ana.ipynb").write_text("good")
        (archive(course) / "zzz.zip").write_bytes(content)
    run = run_nbgrader(course, "zip_collect", lesson)
    assert run.returncode != 0
    assert words in last_line(run.stdout)
    assert not (course / "submitted").exists()
    assert not list((course / "downloaded" / LESSON / "extracted").glob("*"))


def test_a_gradebook_that_cannot_be_read_is_one_sentence(course: Path) -> None:
    (archive(course) / f"{LESSON}_ana.ipynb").write_text("good")
    (course / "gradebook.db").write_bytes(b"not a gradebook at all" * 50)
    run = run_nbgrader(course, "zip_collect", LESSON)
    assert run.returncode != 0 and "cannot be read as a gradebook" in last_line(run.stdout)
    assert collected(course) == {}
