"""What must hold for a lesson as a whole before it is built."""

import re
import warnings

from grading.authoring.lesson_cells import Cell, Lesson, LessonError
from grading.cells.markers import hidden, marker_faults, visible

ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")  # what nbgrader and nbformat both accept
PLAIN_ID = re.compile(r"cell-\d+")  # what untagged cells are called


def lesson_faults(lesson: Lesson) -> list[LessonError]:
    """Return everything wrong with a parsed lesson, in no particular order."""
    errors: list[LessonError] = []
    for cell in lesson.cells:
        errors += _region_faults(lesson, cell)
        errors += _syntax_faults(lesson, cell)
    return errors + _id_faults(lesson) + _pair_faults(lesson) + _task_faults(lesson)


def owner(grade_id: str, exercises: list[str]) -> str | None:
    """Return the exercise a test's id belongs to: the longest name that fits, or None."""
    rest = grade_id.removeprefix("test_")
    fits = [name for name in exercises if rest == name or rest.startswith(f"{name}_")]
    return max(fits, key=len, default=None) if rest != grade_id else None


def _region_faults(lesson: Lesson, cell: Cell) -> list[LessonError]:
    faults = [
        lesson.error(cell.first + fault.offset, fault.message, fault.remedy)
        for fault in marker_faults(cell.source, cell.kind)
    ]
    if faults:
        return faults
    if cell.kind == "exercise" and not hidden(cell.source):
        remedy = "Put the answer between `### BEGIN SOLUTION` and `### END SOLUTION`."
        faults.append(lesson.error(cell.line, "an exercise without a solution region", remedy))
    if cell.kind == "task" and not hidden(cell.source):
        remedy = "Add one between `=== BEGIN MARK SCHEME ===` and `=== END MARK SCHEME ===`."
        faults.append(lesson.error(cell.line, "a task without a mark scheme", remedy))
    return faults


def compile_fault(source: str) -> tuple[int, str] | None:
    """Return (line in the cell, message) when Python refuses the source, or warns about it.

    A warning counts: in a test cell it would be printed on stderr, which scores 0.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compile(source, "cell", "exec", dont_inherit=True)
    except (SyntaxError, ValueError, Warning) as reason:
        return getattr(reason, "lineno", None) or 1, getattr(reason, "msg", None) or str(reason)
    return None


def _syntax_faults(lesson: Lesson, cell: Cell) -> list[LessonError]:
    if not cell.is_code:
        return []
    if "AUTOTEST" in cell.source:
        remedy = "nbgrader would start a kernel to write tests there; use another word."
        return [lesson.error(cell.line, "the word AUTOTEST in a code cell", remedy)]
    fault = compile_fault(cell.source)
    if fault is not None:
        remedy = "Correct the code; IPython's % and ! commands are not used in lessons."
        line, message = cell.first + fault[0] - 1, f"Python cannot compile this cell: {fault[1]}"
        return [lesson.error(line, message, remedy)]
    fault = compile_fault(visible(cell.source))
    if fault is not None:
        remedy = "Move the markers so that what remains is whole statements."
        message = f"Python cannot compile what a learner gets of this cell: {fault[1]}"
        return [lesson.error(cell.line, message, remedy)]
    return []


def _id_faults(lesson: Lesson) -> list[LessonError]:
    errors = []
    seen: dict[str, int] = {}
    for cell in lesson.cells:
        if cell.grade_id and PLAIN_ID.fullmatch(cell.grade_id):
            message = f'the id "{cell.grade_id}" is the kind given to untagged cells'
            errors.append(lesson.error(cell.line, message, "Choose another name."))
        elif cell.id in seen:
            remedy = "Choose another name."
            if cell.kind == "test":
                remedy = 'Tell them apart with what, as in `test="softmax" what="large"`.'
            message = f'duplicate id "{cell.id}", first used at line {seen[cell.id]}'
            errors.append(lesson.error(cell.line, message, remedy))
        seen.setdefault(cell.id, cell.line)
    return errors


def _pair_faults(lesson: Lesson) -> list[LessonError]:
    """Every test has an exercise before it, every exercise a test."""
    errors = []
    exercises = {cell.name: cell for cell in lesson.cells if cell.kind == "exercise"}
    tests = [cell for cell in lesson.cells if cell.kind == "test"]
    for cell in tests:
        if cell.name not in exercises:
            known = ", ".join(exercises) or "none"
            message = f'a test for an exercise that does not exist: "{cell.name}"'
            errors.append(lesson.error(cell.line, message, f"Exercises here: {known}."))
        elif exercises[cell.name].line > cell.line:
            message = f'the test of "{cell.name}" comes before the exercise'
            errors.append(lesson.error(cell.line, message, "Move the test below it."))
        elif owner(cell.grade_id or "", list(exercises)) != cell.name:
            message = f'"{cell.grade_id}" reads like a test of another exercise'
            errors.append(lesson.error(cell.line, message, "Choose another word for what."))
    tested = {cell.name for cell in tests}
    for name, cell in exercises.items():
        if name not in tested:
            remedy = f'Add a cell `# %% test="{name}" points=1`.'
            errors.append(lesson.error(cell.line, f'the exercise "{name}" has no test', remedy))
    return errors


def _task_faults(lesson: Lesson) -> list[LessonError]:
    """After each task comes the plain markdown cell in which the learner writes."""
    errors = []
    for index, cell in enumerate(lesson.cells):
        kinds_after = [after.kind for after in lesson.cells[index + 1 : index + 2]]
        if cell.kind == "task" and kinds_after != ["markdown"]:
            remedy = "Put an untagged `# %% [markdown]` cell right below the task."
            message = f'the task "{cell.name}" leaves no cell to answer in'
            errors.append(lesson.error(cell.line, message, remedy))
    return errors
