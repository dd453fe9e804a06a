"""Check the rules a graded notebook must keep: `python -m grading lint`.

It reads the built notebooks, so that an edit by hand is seen too, and then rebuilds them in
memory to see whether both trees are what the lessons say.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from grading.authoring import build
from grading.authoring.lesson import LessonErrors
from grading.authoring.lint import notebook_rules, specification_rules, test_cell_rules
from grading.authoring.lint.built_notebook import BuiltNotebook, Problem, load
from grading.authoring.lint.leaks import files_below, leaks, strangers


def load_tree(root: Path, tree: str) -> tuple[list[BuiltNotebook], list[Problem]]:
    """Read the notebooks of one built tree, and report files that are none."""
    notebooks: list[BuiltNotebook] = []
    problems: list[Problem] = []
    for path in files_below(root / tree):
        if path.suffix != ".ipynb":
            continue
        try:
            notebooks.append(load(path, tree))
        except ValueError as reason:
            name = f"{tree}/{path.parent.name}"
            remedy = "Run `make build`."
            problems.append(Problem(name, "whole file", "readable", str(reason), remedy))
    return notebooks, problems


def notebook_problems(notebook: BuiltNotebook) -> Iterator[Problem]:
    """Apply the rules about metadata and, where hidden tests are present, about test code."""
    for rule in notebook_rules.RULES:
        yield from rule.problems(notebook.name, notebook)
    if notebook.tree != build.SOLUTIONS:
        return
    for rule in notebook_rules.SOLUTION_RULES:
        yield from rule.problems(notebook.name, notebook)
    for test in test_cell_rules.test_cells(notebook):
        if isinstance(test, Problem):
            yield test
            continue
        for code_rule in test_cell_rules.RULES:
            yield from code_rule.problems(notebook.name, test)
    yield from specification_rules.problems(notebook)


def rebuild_problems(root: Path) -> Iterator[Problem]:
    """Rebuild in memory and report every built file that differs."""
    try:
        differences = build.compare(root, build.build(root))
    except LessonErrors as broken:
        for error in broken.errors:
            place = f"line {error.line}"
            yield Problem(error.file, place, "lesson", error.message, error.remedy)
        return
    except build.BuildError as reason:
        yield Problem("lessons", "all", "build", str(reason), "Correct the lesson texts.")
        return
    for difference in differences:
        name, remedy = difference.path.as_posix(), "Run `make build` and commit the result."
        message = f"not what the lesson text gives: {difference.state}"
        yield Problem(name, "whole file", "rebuild", message, remedy)


def lint(root: Path) -> tuple[list[Problem], str]:
    """Return every problem in the checkout, and a line that says what was looked at."""
    solutions, problems = load_tree(root, build.SOLUTIONS)
    releases, unreadable = load_tree(root, build.NOTEBOOKS)
    problems += unreadable
    for notebook in (*solutions, *releases):
        problems += notebook_problems(notebook)
    problems += strangers(root)
    problems += leaks(root, solutions)
    problems += rebuild_problems(root)
    counts = [
        f"{sum(len(notebook.of_kind(kind)) for notebook in solutions)} {kind}s"
        for kind in ("exercise", "test", "task")
    ]
    return problems, f"{len(solutions)} lessons, {', '.join(counts)}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("--root", type=Path, default=Path(), help="the checkout (default: here)")


def run(options: argparse.Namespace) -> int:
    """Print every problem; return 1 if there is one."""
    problems, counts = lint(options.root)
    for problem in problems:
        print(problem)
    print(f"{counts}: {len(problems)} problems" if problems else f"{counts}: every rule is kept")
    return 1 if problems else 0
