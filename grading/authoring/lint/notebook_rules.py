"""Lint rules about a notebook's metadata: what nbgrader needs to grade it without surprises."""

import math
from collections import Counter
from collections.abc import Iterator

from grading.authoring.lesson_rules import ID, compile_fault, owner
from grading.authoring.lint.built_notebook import BuiltCell, BuiltNotebook, Rule
from grading.cells.code_names import bound, needed
from grading.cells.markers import marker_faults
from grading.cells.progress_cell import PROGRESS_CALL, PROGRESS_ID, progress_source

Found = Iterator[tuple[str, str]]

UNPARSED = ("markdown", "task", "raw", "unknown")
_KEYS = {"grade", "grade_id", "locked", "schema_version", "solution", "task"}
_RELEASE_KEYS = {"checksum", "cell_type"}  # nbgrader adds these when it releases


def unique_ids(notebook: BuiltNotebook) -> Found:
    """A duplicated id makes nbgrader abort the whole batch."""
    grade_ids = Counter(cell.grade_id for cell in notebook.cells if cell.nbgrader)
    cell_ids = Counter(str(cell.raw.get("id", "")) for cell in notebook.cells)
    for name, count in (grade_ids | cell_ids).items():
        if count > 1:
            yield name or "(no id)", f"{count} cells with this id"


def complete_metadata(notebook: BuiltNotebook) -> Found:
    """Exactly the keys of schema 3: without the version nbgrader aborts."""
    for cell in notebook.cells:
        if not cell.nbgrader:
            continue
        wanted = set(_KEYS) | ({"points"} if cell.kind in ("test", "task") else set())
        wanted |= _RELEASE_KEYS if notebook.tree == "notebooks" else set()
        for key in sorted(wanted - set(cell.nbgrader)):
            yield cell.label, f"no {key} in the nbgrader metadata"
        for key in sorted(set(cell.nbgrader) - wanted):
            yield cell.label, f"{key} does not belong in the nbgrader metadata of this cell"
        if cell.nbgrader.get("schema_version", 3) != 3:
            yield cell.label, f"schema_version is {cell.nbgrader['schema_version']}, not 3"
        if cell.kind == "unknown":
            yield cell.label, "neither exercise, test, task nor setup cell by its nbgrader flags"
        elif (cell.kind == "task") != (cell.cell_type == "markdown"):
            yield cell.label, f"a {cell.kind} in a {cell.cell_type} cell"
        if not ID.fullmatch(cell.grade_id) or cell.raw.get("id") != cell.grade_id:
            yield cell.label, f'grade_id "{cell.grade_id}" is not a valid id equal to the cell\'s'


def positive_points(notebook: BuiltNotebook) -> Found:
    """Every test and task is worth something."""
    for cell in notebook.of_kind("test", "task"):
        points = cell.nbgrader.get("points")
        if isinstance(points, bool) or not isinstance(points, (int, float)):
            yield cell.label, f"points are {points!r}, not a number"
        elif not math.isfinite(points) or points <= 0:
            yield cell.label, f"points are {points}"


def every_exercise_tested(notebook: BuiltNotebook) -> Found:
    """An exercise without a test gives no points to anybody."""
    exercises = [cell.grade_id for cell in notebook.of_kind("exercise")]
    tested = {owner(cell.grade_id, exercises) for cell in notebook.of_kind("test")}
    for name in exercises:
        if name not in tested:
            yield name, "this exercise has no test"


def every_test_owned(notebook: BuiltNotebook) -> Found:
    """A test is called test_ and the name of its exercise, which stands before it."""
    exercises: list[str] = []
    for cell in notebook.of_kind("exercise", "test"):
        if cell.kind == "exercise":
            exercises.append(cell.grade_id)
        elif owner(cell.grade_id, exercises) is None:
            yield cell.label, "no exercise before this test goes by its name"


def names_apart(notebook: BuiltNotebook) -> Found:
    """A test runs in the learner's memory: what it leaves there must not change other cells."""
    left: set[str] = set()  # by the tests so far
    for cell in notebook.cells:
        if cell.kind in UNPARSED or compile_fault(cell.source) is not None:
            continue
        if cell.kind == "test":
            left |= bound(cell.source)
            continue
        for name in sorted(needed(cell.source) & left):
            yield cell.label, f"it uses {name}, to which a test above has given another value"
        left -= bound(cell.source)


def closed_markers(notebook: BuiltNotebook) -> Found:
    """Markers are written exactly, paired, and in the right kind of cell."""
    for cell in notebook.cells:
        for fault in marker_faults(cell.source, cell.kind):
            yield cell.label, f"line {fault.offset + 1}: {fault.message}"


def no_output(notebook: BuiltNotebook) -> Found:
    """Built notebooks are committed as they were built, never as they were run."""
    for cell in notebook.cells:
        if cell.raw.get("outputs"):
            yield cell.label, "it carries outputs"
        if cell.raw.get("execution_count") is not None:
            yield cell.label, f"it carries the execution count {cell.raw['execution_count']}"


def ends_in_progress(notebook: BuiltNotebook) -> Found:
    """The last cell, and no other, tells the learner what passed: it names every exercise."""
    exercises = [cell.grade_id for cell in notebook.of_kind("exercise")]
    tests = Counter(owner(cell.grade_id, exercises) for cell in notebook.of_kind("test"))
    tasks = [cell.grade_id for cell in notebook.of_kind("task")]
    wanted = progress_source({name: tests[name] for name in exercises}, tasks)
    if [(cell.kind, cell.source) for cell in notebook.cells[-1:]] != [("code", wanted)]:
        yield PROGRESS_ID, "the last cell does not tell of these exercises what passed"
    for cell in notebook.cells[:-1]:
        if cell.kind not in UNPARSED and PROGRESS_CALL in cell.source:
            yield cell.label, f"`{PROGRESS_CALL}...)` stands here as well"
    if not any("check" in bound(c.source) for c in notebook.of_kind("setup") if _compiles(c)):
        yield PROGRESS_ID, "no setup cell imports check, which the last cell uses"


def _compiles(cell: BuiltCell) -> bool:
    return compile_fault(cell.source) is None


_REBUILD = "Correct the lesson text, then `make build`."

# for both trees
RULES = [
    Rule("unique-ids", _REBUILD, unique_ids),
    Rule("metadata", _REBUILD, complete_metadata),
    Rule("points", "Give it points=1 or more in the lesson text.", positive_points),
    Rule("tested", 'Add a cell `# %% test="..." points=1` after it.', every_exercise_tested),
    Rule("owned", 'Tag it test="..." with the name of an exercise above it.', every_test_owned),
    Rule("names-apart", "Choose another name in the test cell.", names_apart),
    Rule("progress", "Leave that cell to `make build`; import check at the top.", ends_in_progress),
    Rule("no-output", "Run `make build`: it writes notebooks without outputs.", no_output),
]
# for solutions only; in notebooks any marker at all is a leak
SOLUTION_RULES = [
    Rule("markers", "Write `### BEGIN ...` and `### END ...` in pairs.", closed_markers),
]
