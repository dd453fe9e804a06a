"""The one way in: `python -m grading COMMAND`, and `make COMMAND` for most of them.

A command is a module with two functions: `add_arguments(parser)` says what it takes, and
`run(options)` does it and returns the exit code. It is imported only when it is asked for.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from grading.choices import UnknownName, one_of
from grading.strangers.printable import lines
from grading.user_error import UserError
from helpers.console import print_anything

COMMANDS = {
    "marks": ("classroom.marks", "print the marks of a class, and what waits for a grader"),
    "report": ("classroom.report", "write the class at a glance, as report.html and report.csv"),
    "bundle": ("authoring.bundle", "zip what students get, without answers or hidden tests"),
    "book": ("book.site", "build the lessons as a site to read, in book/"),
    "demo": ("classroom.demo", "take a small invented class through nbgrader, end to end"),
    "build": ("authoring.build", "make solutions/ and notebooks/ from lessons/"),
    "lint": ("authoring.lint.linter", "check the rules of a graded notebook"),
    "accuracy": ("measuring.accuracy", "try all known answers against the checks"),
    "mistakes": ("authoring.mistakes", "show what the checks say to each known wrong answer"),
    "attacks": ("measuring.attacks.comparison", "hand in bad submissions, here and to stock"),
    "bench": ("measuring.benchmarks.bench", "measure decoders, lessons and grading"),
    "picture": ("measuring.readme_picture", "train two translators and draw the README's picture"),
}


class LineParser(argparse.ArgumentParser):
    """Says in one line what is wrong with a command, with exit code 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        """Print the message without the usage."""
        self.exit(2, f"{self.prog}: {message}; --help lists what there is.\n")


def parser_for(command: str | None) -> argparse.ArgumentParser:
    """The parser of the command line; only the chosen command's module is imported for it."""
    parser = LineParser(
        prog="python -m grading",
        description="Build and prove the lessons, grade a class, measure how well it works.",
        epilog="python -m grading COMMAND --help tells what a command takes.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for word, (module, about) in COMMANDS.items():
        one = commands.add_parser(word, help=about, description=f"{about[0].upper()}{about[1:]}.")
        if word == command:
            found = importlib.import_module(f"grading.{module}")
            found.add_arguments(one)
            one.set_defaults(run=found.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code."""
    print_anything()
    given = list(sys.argv[1:] if arguments is None else arguments)
    command = given[0] if given and not given[0].startswith("-") else None
    try:
        if command is not None:
            one_of(command, COMMANDS, "command")
        options = parser_for(command).parse_args(given)
        code: int = options.run(options)
    except UserError as reason:
        print(lines(reason), file=sys.stderr)
        return 2 if isinstance(reason, UnknownName) else 1
    return code


if __name__ == "__main__":
    sys.exit(main())
