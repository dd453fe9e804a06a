"""nbgrader's settings. They work in this folder and copied into any other course folder."""

import os

from grading.classroom.course_paths import take_literally
from grading.classroom.nbgrader_gradebook import open_gradebooks_quickly
from grading.classroom.nbgrader_imports import read_spreadsheets
from grading.classroom.nbgrader_metadata import check_metadata_once
from grading.classroom.nbgrader_pages import keep_pages_harmless
from grading.classroom.nbgrader_times import read_times_strictly
from grading.classroom.nbgrader_totals import settle_late_points
from grading.lms.safe_grades import write_grades_as_text
from grading.strangers.printable import harmless_logs

c = get_config()  # noqa: F821  (nbgrader puts get_config here before it runs this file)
take_literally(os.getcwd())  # a course folder may be called `Attention [2026]`

# Cells that a whole class has are checked once.
check_metadata_once()
# The gradebook is opened several times for each submission.
open_gradebooks_quickly()
# An offset is an offset; a time or a due date that could mean two moments is refused by name.
read_times_strictly()
# `nbgrader db student import` reads lists as Excel saves them.
read_spreadsheets()
# What a late hand-in costs is taken off points given by hand, too, and everywhere.
settle_late_points()
# Names, ids and files of strangers: shown in logs, pages and exports, and obeyed by none of them.
harmless_logs()
keep_pages_harmless()
write_grades_as_text()
c.CourseDirectory.course_id = "where-to-look"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
# A handed-in helpers/ or numpy.py would hide the installed one: leave it out.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "*.py"]
# A lesson may be corrected after it was handed in; a release that fails leaves the one before.
c.GenerateAssignment.exporter_class = "grading.classroom.correcting.CorrectingExporter"
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "grading.classroom.correcting.SaveCorrectedCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Rebuilds damaged notebooks, refuses by name what cannot be rebuilt, and grades the others.
c.Autograde.exporter_class = "grading.autograde.screening.ScreeningExporter"
# `nbgrader zip_collect` takes downloaded/LESSON/archive/LESSON_STUDENT.ipynb, or zips of them.
c.ZipCollectApp.collector_plugin = "grading.classroom.zip_collect.LessonFileCollector"
c.ZipCollectApp.extractor_plugin = "grading.classroom.archives.BoundedExtractor"
c.LessonFileCollector.file_name = "LESSON_STUDENT.ipynb"
# Runs submissions in a sandbox, and the tests where they cannot reach them (Linux); saves marks
# between 0 and the maximum, and leaves the others to a person.
c.Autograde.autograde_preprocessors = [
    "grading.autograde.execute.TrustedExecute",
    "nbgrader.preprocessors.IgnorePattern",
    "nbconvert.preprocessors.ClearMetadataPreprocessor",
    "nbgrader.preprocessors.LimitOutput",
    "grading.autograde.save_grades.SaveSoundGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
# Seconds a cell. nbgrader's own 30 is short where many kernels share one machine.
c.Execute.timeout = 120
# Feedback shows the graded notebook, in which nbgrader has put the hidden tests and the mark
# schemes back: take them out again before students read it.
# The list of marks at its top names the exercises.
c.GenerateFeedback.exporter_class = "grading.feedback.named_tests.NamedTestsExporter"
c.GenerateFeedback.preprocessors = [
    "grading.autograde.late_points.GetFinalGrades",
    "grading.feedback.clear_hidden.ClearHidden",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
# Whatever tools have left in a notebook's metadata, it becomes a page.
c.HTMLExporter.preprocessors = ["grading.feedback.plain_metadata.PlainMetadata"]
# What students wrote is shown in the instructor's browser, with the instructor's login: nothing in
# it may act. nbgrader's templates do not clean Markdown by themselves, hence filters of our own.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {
    "markdown2html": "grading.feedback.sanitize_html.markdown2html",
    "clean_html": "grading.feedback.sanitize_html.clean_html",
}
