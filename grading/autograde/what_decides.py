"""Which cells of a submission need not be run, as no mark can depend on them.

A lesson shows much that no test looks at: it trains models and draws. Such a cell, if the student
left it as it was released, is run only where a setup cell, an answer, a test or a cell of the
student's own needs what it defines or changes: by name, through as many cells as it takes. In
doubt it is run; `grading.cells.effects` says what counts as a doubt. Where the student's code may
keep something from one call to the next (`grading.cells.lasting`), or takes long to look through,
all cells are run.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from IPython.core.inputtransformer2 import TransformerManager

from grading.cells import code_names
from grading.cells.effects import EVERYTHING, FILES, OPERATORS, RANDOM, effects_of
from grading.cells.harmless import KEEPING, METHODS
from grading.cells.lasting import keeps_something
from grading.cells.student_code import LONGEST
from grading.strangers import bounded_work

SECONDS = 5.0  # of the processor for one notebook; honest ones take a tenth of one
TEST, LESSONS, OWN, SHOWN = "test", "the lesson's", "the student's own", "shown"


@dataclass(frozen=True)
class Code:
    """A code cell: a test, one of the lesson's that decides, the student's own, or but shown."""

    kind: str  # TEST; LESSONS: a setup cell or an answer; OWN; SHOWN: may be left out
    source: str
    theirs: bool = False  # the student wrote it


def not_needed(cells: Sequence[Code]) -> frozenset[int]:
    """The places of cells that no mark and no other cell depends on; none in doubt."""
    try:
        return bounded_work.timed(_not_needed, cells, seconds=SECONDS)
    except (_Unclear, bounded_work.TooSlow):
        return frozenset()
    # The cells may hold anything; and Python's parser, interrupted, says that it is a SystemError.
    except (SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
        return frozenset()


def _not_needed(cells: Sequence[Code]) -> frozenset[int]:
    theirs = [_python(cell.source) for cell in cells if cell.theirs]
    others = [_python(cell.source) for cell in cells if not cell.theirs]
    asked_for = {name for source in others for name in _look(source).needed}
    imported = {name for source in others for name in _look(source).imported}
    if keeps_something(theirs, asked_for, imported):
        return frozenset()
    return _Notebook(cells).not_needed()


def names_of(sources: Iterable[str]) -> frozenset[str]:
    """The names that cells, which can be left out, bind at their top level."""
    return frozenset(name for source in sources for name in code_names.bound(_python(source)))


class _Unclear(Exception):
    """A cell reaches names in a way that cannot be followed."""


@lru_cache(maxsize=2_000)  # the cells of a release are the same in each submission
def _python(source: str) -> str:
    """A cell as Python, its magics as calls; empty for what cannot run at all."""
    if len(source) > LONGEST:
        raise _Unclear
    try:
        ast.parse(source)
        return source
    except SyntaxError:
        pass
    try:
        text: str = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call, unused-ignore]
        ast.parse(text)
    except SyntaxError:  # the kernel refuses the whole cell
        return ""
    except Exception:
        raise _Unclear from None
    return text


class _Notebook:
    """All code of a submission, and what follows from what."""

    def __init__(self, cells: Sequence[Code]):
        self.cells = cells
        sources = [_python(cell.source) if cell.kind != TEST else "" for cell in cells]
        looked = [_look(source) for source in sources]
        known = {name: full for one in looked for name, full in one.imported.items()}
        other = {name for one in looked for name in one.bound}
        self.modules = {name: full for name, full in known.items() if name not in other}
        modules = frozenset(self.modules.items())
        self.does = [effects_of(source, modules) for source in sources]
        if any(one.anything for one in self.does):
            raise _Unclear
        self.binders: dict[str, list[int]] = {}  # name -> the cells that bind it
        self.holds: dict[str, set[str]] = {}  # name -> others whose objects it may be or hold
        mutable = {name for one in self.does for name in one.mutable}
        self.functions: dict[str, set[str]] = {}  # def or class -> what it hands out
        self.fixed = {name for one in self.does for name in one.binds} - mutable
        stored = {name for one in looked for name in one.stored}
        for one in self.does:
            for name, handed in one.returns.items():
                if name not in stored:
                    self.functions.setdefault(name, set()).update(handed)
        for place, one in enumerate(self.does):
            for name in one.binds:
                self.binders.setdefault(name, []).append(place)
        self.pythons = code_names.BUILTINS - self.binders.keys()
        for one in self.does:
            for name, others in one.aliases.items():
                self.holds.setdefault(name, set()).update(self.objects(others) - self.fixed)
        self.methods = {name for one in self.does for name in one.methods}
        self.properties = {name for one in self.does for name in one.properties}
        self.one_pass = {name for one in self.does for name in one.one_pass}

    def not_needed(self) -> frozenset[int]:
        """As the function of this name."""
        waiting = {place for place, cell in enumerate(self.cells) if cell.kind == SHOWN}
        needed = set(self.of_tests)
        for place, cell in enumerate(self.cells):
            if cell.kind in (LESSONS, OWN):
                needed |= self.needs(place)
        while True:
            found = {place for place in waiting if self.matters(place, needed)}
            if not found:
                return frozenset(waiting)
            waiting -= found
            for place in found:
                needed |= self.needs(place)

    @cached_property
    def of_tests(self) -> set[str]:
        """What the tests ask the student's side for."""
        tests = [cell.source for cell in self.cells if cell.kind == TEST]
        return {name for source in tests for name in _look(source).needed}

    @cached_property
    def live(self) -> set[str]:
        """All names that a mark may depend on: of tests and of the lesson's own cells."""
        lessons = [p for p, cell in enumerate(self.cells) if cell.kind == LESSONS]
        names = self.of_tests | {name for place in lessons for name in self.does[place].reads}
        return names | {n for place in self.behind(names) for n in self.does[place].reads}

    def needs(self, place: int) -> set[str]:
        """What must be there for a cell that is run, and for what it defines."""
        one = self.does[place]
        needed = set(one.reads)
        changes = self.changes(place)
        lasts = self.cells[place].kind == LESSONS or bool((one.binds | changes) & self.live)
        if one.calls_unknown:  # such a library may draw, and look at files
            needed |= {RANDOM, FILES}
        if RANDOM in changes and (RANDOM in one.changes or one.runs_now) and lasts:
            needed.add(RANDOM)
        if FILES in one.changes or (FILES in changes and one.runs_now) or self.asked_later(place):
            needed.add(FILES)
        return needed

    def asked_later(self, place: int) -> bool:
        """Whether a test may call what looks at files."""
        return bool(self.does[place].looks_at_files & self.live)

    def matters(self, place: int, needed: set[str]) -> bool:
        """Whether a cell does something that is needed."""
        changes = self.changes(place)
        return EVERYTHING in changes or bool((self.does[place].binds | changes) & needed)

    def behind(self, names: Iterable[str]) -> frozenset[int]:
        """The cells that bind these names, or names that those cells read, and so on."""
        return self._behind(frozenset(names))

    @cached_property
    def _behind(self) -> Callable[[frozenset[str]], frozenset[int]]:
        return cache(self._all_behind)  # one notebook's

    def _all_behind(self, names: frozenset[str]) -> frozenset[int]:
        waiting, places, seen = list(names), set[int](), set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen or name in self.modules:
                continue
            seen.add(name)
            for place in self.binders.get(name, ()):
                if place not in places:
                    places.add(place)
                    waiting += self.does[place].reads
        return frozenset(places)

    def objects(self, names: Iterable[str]) -> set[str]:
        """The names of objects; in the place of a function's what it may hand out."""
        waiting, seen = list(names), set[str]()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += self.functions.get(name, ())
        return seen - self.functions.keys() - self.modules.keys() - self.pythons

    def changes(self, place: int) -> set[str]:
        """All that running a cell may change, itself or through what it calls."""
        if place not in self._changes:
            self._changes[place] = self._all_changes(place)
        return self._changes[place]

    @cached_property
    def _changes(self) -> dict[int, set[str]]:
        return {}

    def _all_changes(self, place: int) -> set[str]:
        one = self.does[place]
        found = one.changes | one.changes_later | (one.reads & self.one_pass)
        found |= one.reads if one.backward else set()
        called, given = set(one.called), set(one.given)
        if self.methods & OPERATORS:
            called |= one.operated
        for attribute, names in one.touched.items():
            called |= names if attribute in self.properties else set()
        for (method, _), (on, inputs) in one.asked.items():
            if method in self.methods:  # of a class in the notebook, or of one of the same name
                called |= on
                given |= on | inputs
            found |= changed_by(method, on, inputs)
        code = [self.does[p] for p in {place, *self.behind(called | given)}]
        for other in code:
            found |= other.changes_later
            for (method, later), (on, inputs) in other.asked.items():
                found |= changed_by(method, on, inputs) if later else set()
        if any(other.spoils for other in code):
            found |= given
        if any(other.keeps_in_self for other in code):
            held = {part for name in called | given for part in self.all_in(name)}
            found |= {name for name in held if self.keeps_in_self(name)}
        remembering = {name for name in called | given if self.remembers(name)}
        found = self.also_called(self.objects(found | remembering) - self.fixed) | remembering
        found |= one.written | {name for other in code for name in other.written_later}
        # What no cell binds is not there to be changed.
        return found & (self.binders.keys() | {RANDOM, FILES, EVERYTHING})

    def remembers(self, name: str) -> bool:
        """Whether a function keeps something from one call to the next, itself or behind it."""
        if name not in self.functions and not self.is_object(name):
            return False
        return any(self.does[place].remembers for place in self.behind([name]))

    def is_object(self, name: str) -> bool:
        """Whether a name may stand for an object of some class, not for a list or the like."""
        return any(name in one.objects for one in self.does)

    def keeps_in_self(self, name: str) -> bool:
        """Whether the object of a name may be one that its own methods change."""
        if not self.is_object(name):
            return False
        return any(self.does[place].keeps_in_self for place in self.behind([name]))

    def also_called(self, changed: set[str]) -> set[str]:
        """With all other names that may be, or hold, one of the objects that change."""
        objects = {held for name in changed for held in self.all_in(name)}
        return changed | objects | {n for n in self.holds if self.all_in(n) & objects}

    def all_in(self, name: str) -> frozenset[str]:
        """A name with those whose objects it may be, or hold, and those that they may hold."""
        if name not in self._all_in:
            waiting, found = [name], set[str]()
            while waiting:
                one = waiting.pop()
                if one not in found:
                    found.add(one)
                    waiting += self.holds.get(one, ())
            self._all_in[name] = frozenset(found)
        return self._all_in[name]

    @cached_property
    def _all_in(self) -> dict[str, frozenset[str]]:
        return {}


def changed_by(method: str, of: set[str], given: set[str]) -> set[str]:
    """What a method may change of its object and of what it is given, as far as its name says."""
    if method in METHODS:
        return set()
    return of if method in KEEPING else of | given


@dataclass(frozen=True)
class _Looked:
    """What one cell does with names, apart from all others."""

    imported: dict[str, str]  # what they stand for
    stored: frozenset[str]  # bound by an assignment, a loop or the like, in any scope
    bound: frozenset[str]  # bound at the top level, by anything but an import
    needed: frozenset[str]  # read, and neither bound here nor Python's own


@lru_cache(maxsize=2_000)
def _look(source: str) -> _Looked:
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and not isinstance(n.ctx, ast.Load)}
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    other = {n.name for n in nodes if isinstance(n, named)}
    other |= {n.name or "" for n in nodes if isinstance(n, ast.ExceptHandler | ast.MatchAs)}
    bound = (stored | other) & code_names.bound(source)
    needed = frozenset(code_names.needed(source))
    return _Looked(code_names.imports(tree), frozenset(stored), frozenset(bound), needed)
