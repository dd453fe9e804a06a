"""Which tests `make quick` runs: all but those that this list says are slow.

A slow test starts nbgrader, a Jupyter server or kernel, a browser or a training, or takes ten
seconds by itself. The others carry the mark `quick`, and cannot start one: the attempt is an error
that says where to list the test.
"""

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

#: Below `tests/`: a file, or a test in one.
SLOW = (
    "authoring/test_build.py::test_release_equals_what_an_instructor_generates_with_a_database",
    "authoring/test_bundle.py::test_a_lesson_runs_from_it",
    "authoring/test_bundle.py::test_its_lab_starts_from_it",
    "authoring/test_mistakes.py::test_another_processor_or_number_of_threads_changes_nothing",
    "classroom/test_course_paths.py::test_a_class_is_graded_in_a_folder_with_an_odd_name",
    "autograde/test_grading.py",
    "autograde/test_journal.py",
    "autograde/test_sandbox.py",
    "autograde/test_tester.py",
    "autograde/test_four_ways.py",
    "autograde/test_warm_kernels.py",
    "autograde/test_workers.py",
    "classroom/test_collect.py::test_a_folder_and_a_zip_are_collected_and_nothing_is_dropped_silently",
    "classroom/test_collect.py::test_a_gradebook_that_cannot_be_read_is_one_sentence",
    "classroom/test_collect.py::test_both_platforms_zips_are_collected_by_the_list_of_students",
    "classroom/test_collect.py::test_what_cannot_be_done_is_one_sentence_and_an_error",
    "classroom/test_collect.py::test_without_force_nothing_collected_before_is_replaced",
    "classroom/test_correcting.py",
    "classroom/test_report.py::test_a_locked_gradebook",
    "feedback/test_feedback.py",
    "feedback/test_sanitize.py::test_no_text_breaks_the_page",
    "helpers/test_lab.py::test_jupyterlab_opens_on_the_lessons",
    "helpers/test_progress.py::test_a_built_lesson_ends_in_its_progress",
    "helpers/test_progress.py::test_an_answer_that_is_still_none_was_not_tried",
    "helpers/test_progress.py::test_an_unwritten_answer_was_not_tried",
    "helpers/test_progress.py::test_the_last_run_of_each_check_counts",
    "lessons/test_tapes.py",
    "lessons/test_lessons.py::test_checks_catch_wrong_answers_name_mistakes_and_accept_right_ones",
    "lessons/test_lessons.py::test_in_a_kernel_a_failed_check_is_recorded_and_short",
    "lessons/test_lessons.py::test_the_solution_runs_from_top_to_bottom_in_a_fresh_kernel",
    "measuring/test_attacks.py",
    "measuring/test_race.py::test_the_race_gives_every_decoder_the_same_batches",
    "remote/test_patient_shell.py",
    "system/test_all_at_once.py",
    "system/test_book.py",
    "system/test_browser.py",
    "system/test_doors.py",
    "system/test_exchange.py",
    "system/test_formgrader.py",
    "system/test_hub.py",
    "system/test_instructors.py",
    "system/test_programs.py",
    "system/test_term.py",
)
#: A program or module by its name, playwright's driver by its folder, nbgrader in a line of code.
STARTED = re.compile(
    r"^(nbgrader|jupyter|ipykernel|chromium|google-chrome|grading\.autograde\.tester|helpers\.lab)[\w.-]*$"
    r"|/playwright/driver/|\bnbgrader\.apps\b"
)
STEPS = 300  # of an optimiser: more of them are a training
TESTS = Path(__file__).resolve().parents[1]


def is_slow(item: pytest.Item) -> bool:
    """Whether the list names this test, or its file."""
    path = item.path.relative_to(TESTS).as_posix() if item.path.is_relative_to(TESTS) else ""
    return path in SLOW or f"{path}::{getattr(item, 'originalname', item.name)}" in SLOW


class Watched:
    """What the quick test that is running has done; `test` is empty while none is."""

    test = ""
    steps = 0

    @classmethod
    def stop(cls, what: str) -> None:
        """Raise the error that a slow test marked quick ends in."""
        where = "list it in SLOW of tests/support/quick.py"
        raise AssertionError(f"{cls.test} is marked quick, but {what}: {where}")


def started(event: str, arguments: tuple[Any, ...]) -> None:
    """Python tells this function of every process before it is started."""
    if event != "subprocess.Popen" or not Watched.test:
        return
    program, words = arguments[:2]
    parts = [words] if isinstance(words, str | bytes) else [program, *words]
    for part in map(os.fsdecode, filter(None, parts)):
        # A path counts by its last name, too: pytest's folders are named after tests.
        if found := STARTED.search(part) or STARTED.search(Path(part[:4096]).name):
            Watched.stop(f"starts a process with {found[0]} in its command")


def stepped(*_: object) -> None:
    """torch calls this function before every step of an optimiser."""
    if Watched.test:
        Watched.steps += 1
        if Watched.steps > STEPS:
            Watched.stop(f"trains for more than {STEPS} steps")


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known, and listen."""
    config.addinivalue_line("markers", "quick: runs in `make quick`; see tests/support/quick.py")
    sys.addaudithook(started)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is not slow."""
    for item in items:
        if not is_slow(item):
            item.add_marker(pytest.mark.quick)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Watch each quick test, with the fixtures that are made for it."""
    with contextlib.ExitStack() as stack:
        if "torch" in sys.modules:  # before it is imported nothing trains
            from torch.optim.optimizer import register_optimizer_step_pre_hook

            stack.callback(register_optimizer_step_pre_hook(stepped).remove)
        Watched.test, Watched.steps = item.nodeid if item.get_closest_marker("quick") else "", 0
        stack.callback(setattr, Watched, "test", "")
        return (yield)
