"""A term from the first release to the export: every mark is what a separate script says.

30 students and 11 small lessons: hand-ins come in the zips that Moodle makes, some are late, the
lesson of week 4 is corrected after most have handed in, the grader of its regrade is killed, the
gradebook is brought up from an older nbgrader in week 7, and somebody hands in anew.
"""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import AutogradeApp, ExportApp, GenerateAssignmentApp, ZipCollectApp
from nbgrader.apps.dbapp import DbApp
from nbgrader.utils import parse_utc
from term import CORRECTED, LATE, SOURCES, WEEKS, final_mark, most, name, term, the_class
from tiny_lesson import marked, tiny_lesson

from grading.classroom.gradebook import NoMarks
from grading.classroom.marks import GRADED, NOT_HANDED_IN, UNFINISHED, read_marks
from grading.nbgrader_command import run_nbgrader

ROOT = Path(__file__).resolve().parents[2]
STEP = "grading.autograde.execute.TrustedExecute"
PENALTY = f"""
from nbgrader.plugins import LateSubmissionPlugin
class AQuarter(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return score * {1 - LATE}
"""
SETTINGS = '\nc.AssignLatePenalties.plugin_class = "a_quarter.AQuarter"\nc.TrustedExecute.timeout = 60\n'
#: Run by Python: `nbgrader autograde LESSON --force`, killed as it saves the seventh's marks.
KILLED = """
import os, signal, sys
from grading.autograde.save_grades import SaveSoundGrades
save, count = SaveSoundGrades._add_score, []
def die(step, *given):
    count.append(save(step, *given))
    if len(count) == 20:
        os.kill(os.getpid(), signal.SIGKILL)
SaveSoundGrades._add_score = die
from nbgrader.apps import AutogradeApp
app = AutogradeApp()
app.initialize([sys.argv[1], "--force"], root=os.getcwd())
app.start()
"""
OLDER = """
    PRAGMA foreign_keys = OFF;
    CREATE TABLE older (id VARCHAR(32) NOT NULL PRIMARY KEY, name VARCHAR(128) NOT NULL UNIQUE, duedate DATETIME);
    INSERT INTO older SELECT id, name, duedate FROM assignment;
    DROP TABLE assignment; ALTER TABLE older RENAME TO assignment; DROP TABLE course;
    UPDATE alembic_version SET version_num = '282d30a0218e';
"""
pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.needs("posix")]


class Term:
    """The course folder, and what is done in it week by week."""

    def __init__(self, course: Path):
        self.course = course
        self.students = the_class()
        self.deeds = term(self.students)

    def begin(self):
        settings = (ROOT / "nbgrader_config.py").read_text()
        (self.course / "nbgrader_config.py").write_text(settings.replace(STEP, "in_process.InProcess") + SETTINGS)
        (self.course / "a_quarter.py").write_text(PENALTY)
        rows = [f"{s.id};{s.last};{s.first};{s.id}@example.org;{s.number}" for s in self.students]
        text = "\r\n".join(["id;last_name;first_name;email;lms_user_id", *rows])
        (self.course / "list.csv").write_bytes(text.encode("utf-8-sig"))
        imported = run_nbgrader(self.course, "db", "student", "import", "list.csv")
        assert "list.csv: 30" in imported.stdout, imported.stdout

    def run(self, app, *arguments):
        app.clear_instance()
        try:
            one = app.instance()
            one.initialize(list(arguments))  # in the course folder, where we are
            one.start()
        finally:
            app.clear_instance()

    def write(self, path, notebook):
        path = self.course / path
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, path)

    def release(self, week, lesson):
        self.write(f"solutions/{name(week)}/{name(week)}.ipynb", lesson)
        self.run(GenerateAssignmentApp, name(week), "--force")
        with self.book() as book:
            book.find_assignment(name(week)).duedate = parse_utc("2026-03-01 12:00:00 UTC")
            book.db.commit()

    def book(self):
        return Gradebook(f"sqlite:///{self.course}/gradebook.db", course_id="where-to-look")

    def collect(self, week, chosen, zipped):
        """What Moodle gives a teacher: a folder for each of the chosen, in one zip."""
        release = nbformat.read(self.course / "notebooks" / name(week) / f"{name(week)}.ipynb", as_version=4)
        archive = self.course / "downloaded" / name(week) / "archive"
        archive.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(archive / zipped, "w") as file:
            for student in chosen:
                folder = f"{student.first} {student.last}_{student.number}_assignsubmission_file_"
                text = nbformat.writes(self.answered(release, self.deeds[student.id, week]))
                file.writestr(f"{folder}/{name(week)}.ipynb", text)
        self.run(ZipCollectApp, name(week), "--force")
        for student in chosen:
            hour = 13 if self.deeds[student.id, week].late else 11
            folder = self.course / "submitted" / student.id / name(week)
            (folder / "timestamp.txt").write_text(f"2026-03-01 {hour}:30:00 UTC")

    def answered(self, release, deed):
        notebook = deepcopy(release)
        for cell in notebook.cells:
            if cell.id in SOURCES:
                cell.source = SOURCES[cell.id][getattr(deed, cell.id)] or cell.source
        return notebook

    def by_hand(self, week, chosen):
        with self.book() as book:
            for student in chosen:
                deed = self.deeds[student.id, week]
                for cell, given in (("why", deed.by_hand), ("test_double", deed.overruled)):
                    if given is not None:
                        grade = book.find_grade(cell, name(week), name(week), student.id)
                        grade.manual_score, grade.needs_manual_grade = given, False
                comment = book.find_comment("why", name(week), name(week), student.id)
                comment.manual_comment = f"for {student.id}"
            book.db.commit()

    def week(self, week):
        """An ordinary week; in the one of the correction, of those who were early."""
        self.release(week, tiny_lesson())
        chosen = [s for s in self.students if (s.id, week) in self.deeds and not self.deeds[s.id, week].new_release]
        self.collect(week, chosen, "all.zip")
        self.run(AutogradeApp, name(week))
        self.by_hand(week, chosen)

    def correct(self, week):
        """The lesson is corrected, others hand in, and the grader of it all is killed once."""
        lesson = tiny_lesson()
        by_id = {cell.id: cell for cell in lesson.cells}
        by_id["test_double"].metadata.nbgrader.points = 3
        by_id["test_root"].source += "\nassert root(16) == 4"
        solved = "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION"
        at = lesson.cells.index(by_id["why"])
        lesson.cells[at:at] = [
            marked("triple", solved, solution=True),
            marked("test_triple", "assert triple(2) == 6", grade=True, locked=True, points=2),
        ]
        self.release(week, lesson)
        chosen = [s for s in self.students if (s.id, week) in self.deeds and self.deeds[s.id, week].new_release]
        early = self.course / "downloaded" / name(week) / "archive" / "all.zip"
        early.rename(self.course / "early.zip")  # collected before, and graded
        before = {path: path.read_bytes() for path in (self.course / "submitted").glob("*/*/*")}
        self.collect(week, chosen, "later.zip")
        assert all(path.read_bytes() == content for path, content in before.items())
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests" / "support"), str(self.course)])
        command = [sys.executable, "-c", KILLED, name(week)]
        killed = subprocess.run(command, cwd=self.course, env={**os.environ, "PYTHONPATH": path}, capture_output=True)
        assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
        assert UNFINISHED in {mark.status for mark in read_marks(self.course)}
        self.run(AutogradeApp, name(week), "--force")
        self.by_hand(week, chosen)

    def grow_old(self):
        """The gradebook becomes what an older nbgrader left, is refused, and upgraded."""
        with closing(sqlite3.connect(self.course / "gradebook.db")) as book:
            book.executescript(OLDER)
        with pytest.raises(NoMarks, match="nbgrader db upgrade"):
            read_marks(self.course)
        upgraded = run_nbgrader(self.course, "db", "upgrade")
        assert upgraded.returncode == 0, upgraded.stdout

    def hand_in_anew(self, week):
        """Somebody's second try is all right, and is graded alone."""
        student = next(s for s in self.students if self.deeds.get((s.id, week)))
        deed = replace(self.deeds[student.id, week], double="right", root="right", overruled=None, late=False)
        with self.book() as book:
            grade = book.find_grade("test_double", name(week), name(week), student.id)
            grade.manual_score = None
            book.db.commit()
        self.deeds[student.id, week] = deed
        (self.course / "downloaded" / name(week) / "archive" / "all.zip").unlink()
        self.collect(week, [student], "anew.zip")
        self.run(AutogradeApp, name(week), "--force", f"--student={student.id}")

    def to_canvas(self):
        """The platform's own file, with a mark in each cell that ours must replace or leave."""
        path = self.course / "from_canvas.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            sheet = csv.writer(file)
            sheet.writerow(["Student", "ID", "SIS Login ID", "Section", *(f"{name(w)} ({700 + w})" for w in range(WEEKS))])
            sheet.writerow(["    Points Possible", "", "", "", *(most(w) for w in range(WEEKS))])
            for s in self.students:
                sheet.writerow([f"{s.last}, {s.first}", s.number, s.id, "A", *["before"] * WEEKS])
        to = self.course / "to_canvas.csv"
        self.run(ExportApp, "--exporter=grading.lms.CanvasExporter", f"--CanvasExporter.merge={path}", f"--to={to}")
        with to.open(encoding="utf-8-sig") as file:
            rows = list(csv.reader(file))[2:]
        return {(row[2], week): row[4 + week] for row in rows for week in range(WEEKS)}


@pytest.fixture(scope="module")
def whole_term(tmp_path_factory):
    course = tmp_path_factory.mktemp("term")
    before = Path.cwd()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(course)
        patch.chdir(course)
        one = Term(course)
        one.begin()
        for week in range(WEEKS):
            one.week(week)
            if week == CORRECTED:
                one.correct(week)
            if week == 5:
                one.hand_in_anew(2)
            if week == 6:
                one.grow_old()
        one.exported = one.to_canvas()
        one.run(ExportApp, f"--to={course / 'grades.csv'}")
    assert Path.cwd() == before
    assert DbApp  # imported, so that lists are read as the settings say
    return one


def test_every_mark_in_the_table_is_what_was_earned(whole_term):
    found = {(mark.student, mark.lesson): mark for mark in read_marks(whole_term.course)}
    assert len(found) == 30 * WEEKS
    for (student, lesson), mark in found.items():
        week = int(lesson[:2])
        deed = whole_term.deeds.get((student, week))
        if deed is None:
            assert mark.status == NOT_HANDED_IN, mark
            continue
        assert mark.status == GRADED, mark
        assert mark.points.total == pytest.approx(final_mark(deed, week)), (deed, mark)
        assert mark.points.possible == most(week, deed), mark
        assert mark.points.waiting == (4 if deed.by_hand is None else 0), mark
        added = week == CORRECTED and not deed.new_release
        assert [note for note in mark.notes if "added to the lesson" in note] == list(mark.notes)
        assert len(mark.notes) == added, mark


def test_what_people_gave_by_hand_is_there(whole_term):
    with whole_term.book() as book:
        for (student, week), deed in whole_term.deeds.items():
            comment = book.find_comment("why", name(week), name(week), student)
            assert comment.manual_comment == f"for {student}"
            assert book.find_grade("why", name(week), name(week), student).manual_score == deed.by_hand


def test_every_cell_for_canvas_is_the_mark_or_as_it_was(whole_term):
    assert len(whole_term.exported) == 30 * WEEKS
    for (student, week), cell in whole_term.exported.items():
        deed = whole_term.deeds.get((student, week))
        if deed is None or deed.by_hand is None:
            assert cell == "before", (student, week)
        else:
            assert float(cell) == pytest.approx(final_mark(deed, week), abs=0.01), (student, week, deed)


def test_nbgraders_own_export_has_the_same_marks(whole_term):
    with (whole_term.course / "grades.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            deed = whole_term.deeds.get((row["student_id"], int(row["assignment"][:2])))
            earned = final_mark(deed, int(row["assignment"][:2])) if deed else 0
            assert float(row["score"]) == pytest.approx(earned), row
