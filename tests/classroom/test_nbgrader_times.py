"""nbgrader reads times as `grading.times` does, once its settings have said so."""

import logging
from datetime import datetime
from types import SimpleNamespace

import pytest
from gradebooks import COURSE, FIRST, make_course, quick_gradebooks
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.apps.dbapp import DbAssignmentAddApp
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default.collect import ExchangeCollect
from traitlets.config import Config

from grading.classroom.nbgrader_times import read_times_strictly

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@pytest.fixture
def course(tmp_path):
    with quick_gradebooks():
        make_course(tmp_path, {"ana": {}})
    read_times_strictly()
    read_times_strictly()
    return tmp_path


def due(course):
    with Gradebook(f"sqlite:///{course}/gradebook.db", course_id=COURSE) as book:
        return book.find_assignment(FIRST).duedate


def run(app, course, *words):
    app.initialize(list(words), root=str(course))
    app.start()


def test_a_due_date_is_what_was_typed_or_is_refused(course, caplog):
    run(DbAssignmentAddApp(), course, FIRST, "--duedate=2026-03-01T13:00 +0100")
    assert due(course) == datetime(2026, 3, 1, 12)
    for text in ("2026-04-01T13:00 PST", "05.03.2026 11:00"):
        with pytest.raises(SystemExit) as end:
            run(DbAssignmentAddApp(), course, FIRST, f"--duedate={text}")
        assert end.value.code == 1
        assert due(course) == datetime(2026, 3, 1, 12)
    run(DbAssignmentAddApp(), course, FIRST)
    assert due(course) is None


def test_a_hand_ins_time_is_read_in_every_command(course, caplog):
    folder = course / "submitted" / "ana" / FIRST
    folder.mkdir(parents=True)
    berlin = Config({"Exchange": {"timezone": "Europe/Berlin"}})
    for text, settings, right in [
        ("2026-03-01 12:30:00 +0100", Config(), datetime(2026, 3, 1, 11, 30)),
        ("2026-07-01 12:30:00 CEST", berlin, datetime(2026, 7, 1, 10, 30)),
        ("2026-07-01 12:30:00 CEST", Config(), None),
        ("05.03.2026 11:00", Config(), None),
        ("", Config(), None),
    ]:
        (folder / "timestamp.txt").write_text(text)
        directory = CourseDirectory(root=str(course), config=settings)
        assert directory.get_existing_timestamp(str(folder)) == right
        lists = NbGraderAPI(directory)
        assert lists.get_submitted_timestamp(FIRST, "ana") == right
    assert directory.get_existing_timestamp(str(course)) is None


def test_the_exchange_sorts_by_the_time_in_its_own_zone():
    collect = SimpleNamespace(timezone="America/Los_Angeles", log=logging.getLogger(__name__))
    read_times_strictly()
    found = ExchangeCollect._path_to_record(collect, f"/in/ana+{FIRST}+2026-03-01 04:00:00.0 PST+random")
    assert found["timestamp"] == datetime(2026, 3, 1, 12) and found["username"] == "ana"


def test_the_dialog_shows_the_offset_of_the_due_date_itself(course):
    """Else opening and saving it would move a date in summer by an hour."""
    run(DbAssignmentAddApp(), course, FIRST, "--duedate=2026-07-01T12:00 +0200")
    run(DbAssignmentAddApp(), course, "01_second", "--duedate=2026-01-01T12:00 +0100")
    for lesson in (FIRST, "01_second"):
        (course / "source" / lesson).mkdir(parents=True)
    api = NbGraderAPI(CourseDirectory(root=str(course), course_id=COURSE, db_url=f"sqlite:///{course}/gradebook.db"))
    api.timezone = "Europe/Berlin"
    for lesson, local, offset in [(FIRST, "2026-07-01T12:00:00", "+0200"), ("01_second", "2026-01-01T12:00:00", "+0100")]:
        shown = api.get_assignment(lesson)
        assert (shown["duedate_notimezone"], shown["duedate_timezone"]) == (local, offset)
