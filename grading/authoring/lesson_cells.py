"""A lesson as plain data: its cells, and the errors found in it."""

from dataclasses import dataclass, field
from pathlib import Path

from grading.user_error import UserError


@dataclass(frozen=True)
class LessonError:
    """One thing that is wrong in a lesson, where it is, and what to do about it."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}. {self.remedy}"


class LessonErrors(UserError):
    """A lesson that cannot be built; `errors` lists everything found, in order of line."""

    def __init__(self, errors: list[LessonError]) -> None:
        self.errors = sorted(errors, key=lambda error: (error.file, error.line))
        super().__init__("\n".join(str(error) for error in self.errors))


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson; `source` is the full text, answers and hidden tests included.

    `kind` is exercise, test, setup, task, code or markdown. `name` is the exercise a test or
    exercise cell belongs to, for setup and task cells their id, and "" for plain cells.
    """

    kind: str
    name: str
    grade_id: str | None
    points: float | None
    source: str
    line: int  # of the `# %%` marker
    id: str  # of the notebook cell
    first: int  # the line at which the source begins
    folded: bool = False  # whether JupyterLab hides the source until it is asked for
    prediction: bool = False  # a test of values that are the same for everybody

    @property
    def is_code(self) -> bool:
        """Whether this is a code cell."""
        return self.kind in ("exercise", "test", "setup", "code")


@dataclass(frozen=True)
class Lesson:
    """A lesson text, parsed."""

    path: Path
    cells: list[Cell] = field(default_factory=list)

    @property
    def stem(self) -> str:
        """The name every tree uses for this lesson, such as `02_softmax`."""
        return self.path.stem

    @property
    def file(self) -> str:
        """The lesson's file as error messages show it."""
        return f"{self.path.parent.name}/{self.path.name}"

    def error(self, line: int, message: str, remedy: str) -> LessonError:
        """Make an error that points into this lesson."""
        return LessonError(self.file, line, message, remedy)
