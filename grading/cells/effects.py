"""What a cell's code does besides showing something: names it reads and binds, objects it changes.

Found by looking, never by running, and on the safe side: what is not known to be harmless is taken
for harmful. `grading.autograde.what_decides` asks it which cells can be left out.

Names stand for objects: `rows[0] = 1` and `rows.append(1)` change `rows`, and so does
`first[0] = 1` after `first = rows[0]`. What has no name of its own gets one: `RANDOM` is the state
of the generators, `FILES` what lies on the disk, `EVERYTHING` what could be anything at all.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from grading.cells import code_names
from grading.cells.harmless import (
    CHANGING,
    FRESH,
    KEEPING,
    METHODS,
    SAFE_BUILTINS,
    SAFE_DECORATORS,
    call_of_library,
    is_known,
)

RANDOM, FILES, EVERYTHING = "<random>", "<files>", "<everything>"
_DYNAMIC = {"exec", "eval", "compile", "globals", "locals", "vars", "dir", "get_ipython", "In"}
_DYNAMIC |= {"Out", "__import__", "__builtins__", "__main__", "breakpoint", "input"}
_DYNAMIC |= {"exit", "quit", "setattr", "delattr"}
#: Modules by which code reaches names that do not stand in it, as names or in texts.
_ROUNDABOUT = {"__main__", "builtins", "inspect", "gc"}
_FRAMES = {"__globals__", "__dict__", "_getframe", "f_globals", "f_locals"}
#: What Python calls of an object where no call is seen.
_OPERATORS = """getitem contains missing getattr getattribute get eq ne lt le gt ge neg pos invert
    add sub mul truediv floordiv mod pow matmul and or xor lshift rshift radd rsub rmul rtruediv
    rfloordiv rmod rpow rmatmul rand ror rxor rlshift rrshift"""
OPERATORS = frozenset(f"__{name}__" for name in _OPERATORS.split())
_ASKED_BY_OPERATORS = (ast.Subscript, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Attribute)
#: Objects of libraries that change when they are used.
_STATEFUL = re.compile(r"\.(defaultdict|(Lazy)?(Sync)?(Batch|Instance)Norm(\dd)?)$")
#: They make functions that hold on to what they were given, and may change it with each call.
_BOUND = {"functools.partial", "functools.partialmethod", "operator.methodcaller"}
#: Functions of numpy that may be given where to write, behind so many inputs.
_INPUTS = {"exp": 1, "log": 1, "sqrt": 1, "square": 1, "tanh": 1, "negative": 1, "absolute": 1,
           "add": 2, "subtract": 2, "multiply": 2, "divide": 2, "true_divide": 2, "power": 2,
           "maximum": 2, "minimum": 2, "dot": 2, "matmul": 2}  # fmt: skip
_ONE_PASS = {"iter", "map", "zip", "filter", "enumerate", "reversed", "open"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)
_NAMED += (ast.MatchAs, ast.MatchStar)  # type: ignore[assignment]
_DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict)
_FREE = (ast.Constant, ast.JoinedStr, ast.BinOp, ast.UnaryOp, ast.Compare, ast.Lambda)
_IN_QUERIES = re.compile(r"@([A-Za-z_]\w*)")  # how the queries of pandas name a variable
_PARAMETER, _WITH_DEFAULT, _SELF = "<parameter>", "<parameter with a default>", "<self>"


@dataclass
class Effects:
    """What one cell does. `changes` and the like hold global names, and those in angles."""

    reads: set[str] = field(default_factory=set)  # anywhere, also in functions that it defines
    binds: set[str] = field(default_factory=set)
    returns: dict[str, set[str]] = field(default_factory=dict)  # def or class -> what it hands out
    written: set[str] = field(default_factory=set)  # names with something written right into them
    written_later: set[str] = field(default_factory=set)  # by a function: these, or bound anew
    methods: set[str] = field(default_factory=set)  # names of functions inside classes
    changes: set[str] = field(default_factory=set)  # when it is run
    changes_later: set[str] = field(default_factory=set)  # when what it defines is called
    aliases: dict[str, set[str]] = field(default_factory=dict)  # what a name may be another name of
    one_pass: set[str] = field(default_factory=set)  # bound to what can be gone through only once
    called: set[str] = field(default_factory=set)  # names of the notebook that are called
    given: set[str] = field(default_factory=set)  # what such a call is given
    #: (method, whether later) -> of which names it is called, and what it is given
    asked: dict[tuple[str, bool], tuple[set[str], set[str]]] = field(default_factory=dict)
    operated: set[str] = field(default_factory=set)  # names of operands: Python may call these
    touched: dict[str, set[str]] = field(default_factory=dict)  # attribute -> of which names
    properties: set[str] = field(default_factory=set)  # attributes that are code
    backward: bool = False  # it writes gradients to whatever a number was computed from
    calls_unknown: bool = False  # it calls a library that we know nothing of, when it is run
    spoils: bool = False  # a function in it may change what it is given
    remembers: bool = False  # a function in it may keep something from one call to the next
    mutable: set[str] = field(default_factory=set)  # names of what could be changed in place
    objects: set[str] = field(default_factory=set)  # of these, what is no list, dict or the like
    looks_at_files: set[str] = field(default_factory=set)  # defs and classes that do
    keeps_in_self: bool = False  # a method in it may change its object
    runs_now: bool = False  # it calls something of the notebook when it is run, not only later

    @property
    def anything(self) -> bool:
        """Whether nothing at all can be said of it."""
        return EVERYTHING in self.reads


@lru_cache(maxsize=2_000)  # the cells of a release are the same in each submission
def effects_of(source: str, modules: frozenset[tuple[str, str]]) -> Effects:
    """What a cell does; not to be changed by whoever asks.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as `ast.parse` does.
    """
    return effects(ast.parse(source), source, dict(modules))


def effects(tree: ast.Module, source: str, modules: Mapping[str, str]) -> Effects:
    """What a cell does.

    Args:
        tree: the cell, parsed.
        source: the same as text.
        modules: what imported names stand for, in the whole notebook.
    """
    found = Effects()
    if unseen(tree, source):
        found.reads.add(EVERYTHING)
        found.changes.add(EVERYTHING)
        found.changes_later.add(EVERYTHING)
        return found
    found.reads, found.binds = _names(source)
    _Scope(found, modules, None).run(tree.body)
    return found


def unseen(tree: ast.Module, source: str) -> bool:
    """Whether a cell reaches names that do not stand in it."""
    local = code_names.bound(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(part.name == "*" for part in node.names):
            return True
        if isinstance(node, ast.Constant) and "__main__" in str(node.value):  # as timeit is told
            return True
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in _ROUNDABOUT:
            return True
        modules = node.names if isinstance(node, ast.Import) else []
        if any(part.name.split(".")[0] in _ROUNDABOUT for part in modules):
            return True
        if isinstance(node, ast.Name) and node.id in _DYNAMIC:
            return True
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            history = node.id.startswith("_") and node.id.strip("_i0123456789") == ""
            if history and node.id not in local and not _bound_inside(tree, node.id):
                return True
        if isinstance(node, ast.Attribute) and node.attr in _FRAMES:
            return True
        if isinstance(node, ast.Attribute) and code_names.dotted(node) == "sys.modules":
            return True
    return False


def writes_into_its_inputs(call: ast.Call, library: str) -> bool:
    """Whether a library's function is told to, or always does, though it returns something."""
    told = {word.arg: word.value for word in call.keywords}
    for name, usually in (("inplace", False), ("overwrite_input", False), ("copy", True)):
        value = told.get(name)
        if value is None:
            continue
        if not isinstance(value, ast.Constant) or bool(value.value) is not usually:
            return True
    return library.rpartition(".")[2] == "shuffle"


def _bound_inside(tree: ast.Module, name: str) -> bool:
    stored = (ast.Store, ast.Del)
    return any(
        (isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, stored))
        or (isinstance(node, ast.arg) and node.arg == name)
        for node in ast.walk(tree)
    )


def _names(source: str) -> tuple[set[str], set[str]]:
    """The global names that a cell reads and binds, in whatever scope."""
    reads: set[str] = set()
    binds: set[str] = set()
    top = symtable.symtable(source, "cell", "exec")
    waiting = [top]
    while waiting:
        table = waiting.pop()
        waiting += table.get_children()
        for name in table.get_symbols():
            if table is not top and not name.is_global():
                continue
            if name.is_referenced():
                reads.add(name.get_name())
            if name.is_assigned() or name.is_imported() or (table is top and name.is_namespace()):
                binds.add(name.get_name())
    for node in ast.walk(ast.parse(source)):  # symtable says of `n += 1` only that it binds
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            reads |= set(_IN_QUERIES.findall(node.value))
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            reads |= {node.target.id} & binds
    return reads, binds


class _Scope:
    """One function, class or cell: what its names may stand for, and what is done to them."""

    def __init__(self, found: Effects, modules: Mapping[str, str], outer: _Scope | None):
        self.found, self.modules, self.outer = found, modules, outer
        self.sources: dict[str, set[str]] = {}  # name of this scope -> what it may share with
        self.contents: dict[str, set[str]] = {}  # ... -> what has been put into it
        self.parameters: dict[str, str] = {}
        self.global_here: set[str] = set()
        self.called_here: set[int] = set()  # methods that are called where they are named
        self.later = False  # whether it is run only when somebody calls it
        self.owner: str = (
            outer.owner if outer is not None else ""
        )  # the cell's def or class around it

    # What an expression may share ------------------------------------------------------------

    def shared(self, node: ast.expr | None) -> set[str]:
        """The names whose objects the value of an expression may be, or hold."""
        if node is None or isinstance(node, _FREE):
            return set()
        if isinstance(node, ast.Name):
            return set() if node.id in self.modules else {node.id}
        if isinstance(node, ast.Attribute | ast.Subscript | ast.Starred | ast.Await):
            return self.shared(node.value)
        if isinstance(node, ast.NamedExpr):
            return self.shared(node.value)
        if isinstance(node, ast.IfExp):
            return self.shared(node.body) | self.shared(node.orelse)
        if isinstance(node, ast.BoolOp):
            return self._all(node.values)
        if isinstance(node, ast.Dict):
            return self._all([*filter(None, node.keys), *node.values])
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            return self._all(node.elts)
        if isinstance(node, _COMPREHENSIONS):
            parts = [node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt]
            own, within = self._all(parts), set[str]()
            for part in node.generators:
                within |= {one.id for one in ast.walk(part.target) if isinstance(one, ast.Name)}
            # what is gone through is shared only where its elements are
            iterated = self._all([part.iter for part in node.generators]) if own & within else set()
            return own | iterated
        if isinstance(node, ast.Call):
            name = self.library(node.func)
            if (name or getattr(node.func, "attr", getattr(node.func, "id", ""))) in FRESH:
                return set()
            if isinstance(node.func, ast.Attribute) and not name:
                if node.func.attr in FRESH:
                    return set()
                own = self.shared(node.func.value)
            else:
                own = self.shared(node.func) if not name else set()
                own -= set(dir(builtins))
            return own | self._all([*node.args, *(word.value for word in node.keywords)])
        return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}

    def _all(self, nodes: Iterable[ast.expr | None]) -> set[str]:
        return {name for node in nodes for name in self.shared(node)}

    def library(self, node: ast.expr) -> str:
        """What an expression names of a library, in full; empty where it is none."""
        path = code_names.dotted(node)
        first, _, rest = path.partition(".")
        if not first or first not in self.modules or self.is_local(first):
            return ""
        return self.modules[first] + (f".{rest}" if rest else "")

    def is_local(self, name: str) -> bool:
        """Whether a name is a function's own."""
        if self.outer is None or name in self.global_here:
            return False
        return name in self.sources or name in self.parameters or self.outer.is_local(name)

    # What is done --------------------------------------------------------------------------------

    def change(self, names: Iterable[str], deep: bool = True) -> None:
        """The objects of these names may change, and if `deep` those that they hold."""
        waiting, seen = list(names), set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            scope: _Scope | None = self
            while scope is not None and scope.outer is not None:
                if name in scope.global_here:
                    scope = None
                elif name in scope.parameters:
                    if scope.parameters[name] == _SELF:
                        self.found.keeps_in_self = True
                    else:
                        self.found.spoils = True
                        self.found.remembers |= scope.parameters[name] == _WITH_DEFAULT
                    break
                elif name in scope.sources:
                    waiting += scope.sources[name]
                    waiting += scope.contents.get(name, ()) if deep else ()
                    if scope is not self:  # of a function around this one: it lives on
                        self.found.remembers = True
                    break
                else:
                    scope = scope.outer
            else:
                self.changed.add(name)
                waiting += self.root().sources.get(name, set())

    @property
    def changed(self) -> set[str]:
        """Where to note what is changed in this scope."""
        return self.found.changes_later if self.later else self.found.changes

    def root(self) -> _Scope:
        """The cell's own scope."""
        return self if self.outer is None else self.outer.root()

    def bind(self, target: ast.expr, value: set[str]) -> None:
        """A target gets something that may share with these names."""
        if isinstance(target, ast.Name):
            self.found.mutable |= {target.id} if value else set()
            if target.id in self.global_here and self.later:
                self.found.written_later.add(target.id)
            own = self.root() if target.id in self.global_here else self
            own.sources.setdefault(target.id, set()).update(value - {target.id})
        elif isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                if isinstance(part, ast.Name):
                    self.found.mutable.add(part.id)
                self.an_object(part)
                self.bind(part, value)
        elif isinstance(target, ast.Starred):
            self.bind(target.value, value)
        else:
            assert isinstance(target, ast.Attribute | ast.Subscript)
            self.write(target.value, value)

    def an_object(self, target: ast.expr) -> None:
        """A global name gets what is perhaps neither a list nor the like."""
        if isinstance(target, ast.Name) and (self.outer is None or target.id in self.global_here):
            self.found.objects.add(target.id)

    def write(self, into: ast.expr, value: set[str]) -> None:
        """Something is written into an object."""
        if self.library(into):  # a library's own: a setting
            self.changed.add(EVERYTHING)
            return
        holders = self.shared(into)
        self.change(holders, deep=not isinstance(into, ast.Name))
        written = self.found.written_later if self.later else self.found.written
        if isinstance(into, ast.Name) and not self.is_local(into.id):
            written.add(into.id)
        if self.owner:  # it may be kept in an object that is handed out
            self.found.returns[self.owner] |= self.globals_of(value)
        self.put_into(holders, value)

    def put_into(self, holders: set[str], value: set[str]) -> None:
        """Objects get others to hold."""
        for holder in holders:
            scope = self if holder in self.sources else self.root()
            if scope is self or not self.is_local(holder):
                scope.contents.setdefault(holder, set()).update(value - {holder})

    # Going through -------------------------------------------------------------------------------

    def run(self, statements: Iterable[ast.stmt]) -> None:
        """Go through the code of this scope twice: what is bound below may be meant above."""
        body = list(statements)
        for part in body:
            self.declare(part)
        for _ in range(2):
            for part in body:
                self.visit(part)
        if self.outer is None:
            both = self.sources.keys() | self.contents.keys()
            held = {n: self.sources.get(n, set()) | self.contents.get(n, set()) for n in both}
            self.found.aliases = held

    def declare(self, node: ast.AST) -> None:
        """Note which names are this scope's own."""
        for part in _of_this_scope(node):
            if isinstance(part, ast.Global):
                self.global_here |= set(part.names)
            elif isinstance(part, ast.Nonlocal):
                self.found.remembers = True
        for part in _of_this_scope(node):
            if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
                if part.id not in self.global_here:
                    self.sources.setdefault(part.id, set())
            elif isinstance(part, _NAMED) and part.name:
                self.sources.setdefault(part.name, set())

    def visit(self, node: ast.AST) -> None:
        """One part of the code, and all below it."""
        if isinstance(node, _FUNCTIONS):
            self.function(node)
            return
        if isinstance(node, ast.ClassDef):
            self.class_(node)
            return
        if isinstance(node, ast.Import | ast.ImportFrom):
            self.imported(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                self.assigned(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
            if node.value is not None:
                self.assigned(node.target, node.value)
        elif isinstance(node, ast.AugAssign):
            self.bind(node.target, self.shared(node.value))
            self.change(self.shared(node.target) - {*self.modules})
        elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            self.bind(node.target, self.shared(node.iter))
            self.an_object(node.target)
        elif isinstance(node, ast.With | ast.AsyncWith):
            for item in node.items:
                if item.optional_vars is not None:
                    self.an_object(item.optional_vars)
                    self.bind(item.optional_vars, self.shared(item.context_expr))
                if not self.library(getattr(item.context_expr, "func", item.context_expr)):
                    self.change(self.shared(item.context_expr) - {*dir(builtins)})
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                if isinstance(target, ast.Attribute | ast.Subscript):
                    self.write(target.value, set())
        elif isinstance(node, ast.Match):
            for case in node.cases:
                for part in ast.walk(case.pattern):
                    if isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
                        name = ast.Name(part.name, ast.Store())
                        self.bind(name, self.shared(node.subject))
        elif isinstance(node, ast.Return | ast.Yield | ast.YieldFrom) and self.owner:
            self.found.returns[self.owner] |= self.globals_of(self.shared(node.value))
        elif isinstance(node, ast.Call):
            self.call(node)
        elif isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            self.note(call_of_library(self.library(node), called=False))
            if isinstance(node, ast.Attribute) and node.attr in CHANGING:
                self.ask(node.attr, self.shared(node.value), set())
                if id(node) not in self.called_here:  # handed on
                    self.ask(node.attr, self.shared(node.value), set(), later=True)
                    self.found.spoils = True  # `list.append` is given what it changes
        if isinstance(node, _ASKED_BY_OPERATORS):
            self.operated(node)
        for part in ast.iter_child_nodes(node):
            self.visit(part)

    def operated(self, node: ast.expr) -> None:
        """Python may call a method of what stands in an expression."""
        parts = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
        names = self.globals_of(self._all(parts))
        if not isinstance(node, ast.Attribute):
            self.found.operated |= names
        elif not self.library(node):
            self.found.touched.setdefault(node.attr, set()).update(names)

    def assigned(self, target: ast.expr, value: ast.expr) -> None:
        """`target = value`."""
        self.bind(target, self.shared(value))
        if isinstance(target, ast.Name) and not _unchangeable(value):
            self.found.mutable.add(target.id)
            if not isinstance(value, (*_DISPLAYS, *_COMPREHENSIONS)):
                self.an_object(target)
        if self.outer is None and isinstance(target, ast.Name):
            called = value.func if isinstance(value, ast.Call) else None
            if isinstance(value, ast.GeneratorExp) or (
                isinstance(called, ast.Name) and called.id in _ONE_PASS
            ):
                self.found.one_pass.add(target.id)

    def imported(self, node: ast.Import | ast.ImportFrom) -> None:
        """An import runs a module, which might do anything unless we know it."""
        for part in node.names:
            whole = part.name if isinstance(node, ast.Import) else f"{node.module}.{part.name}"
            self.note(call_of_library(whole, called=False))

    def note(self, does: str) -> None:
        """What a use of a library does beside its result; `call_of_library` says it."""
        if does == "random":
            self.changed.add(RANDOM)
        elif does == "files":
            self.changed.add(FILES)
            self.found.looks_at_files.add(self.owner)
        elif does == "anything":
            self.changed.add(EVERYTHING)

    def call(self, node: ast.Call) -> None:
        """What a call may change."""
        arguments = [*node.args, *(word.value for word in node.keywords)]
        inputs = self._all(arguments)
        self.called_here.add(id(node.func))
        if library := self.library(node.func):
            if _STATEFUL.search(library) and not self.later:
                self.found.remembers = True
                self.found.methods.add("__missing__")
            self.found.remembers |= library in _BOUND
            self.found.spoils |= library in _BOUND  # by the method, which may be of any name
            does = call_of_library(library, called=True)
            self.note(does)
            self.found.calls_unknown |= not (is_known(library) or self.later)
            in_place = does in ("in place", "training") or writes_into_its_inputs(node, library)
            out = [word.value for word in node.keywords if word.arg == "out"]
            out += node.args[_INPUTS.get(library.rpartition(".")[2], len(node.args)) :]
            self.change(inputs if in_place else self._all(out))
            if does == "training":
                self.note("random")
            self.callbacks(inputs)
            return
        if isinstance(node.func, ast.Name):
            name = node.func.id
            if name in SAFE_BUILTINS and not self.known(name):
                self.callbacks(inputs)
                return
            if name == "next" and not self.known(name):
                self.change(inputs)
                return
            if name == "open" and not self.known(name):
                self.note("files")
                return
            self.of_the_notebook({name}, inputs)
            return
        if isinstance(node.func, ast.Attribute):
            holders = self.shared(node.func.value)
            method = node.func.attr
            if method in ("exists", "read_text", "write_text", "open", "mkdir", "touch", "tofile"):
                self.note("files")
            self.found.backward |= method == "backward" and not self.later
            if method not in METHODS:
                direct = isinstance(node.func.value, ast.Name)
                self.change({h for h in holders if self.is_local(h)}, deep=not direct)
                if method not in KEEPING:
                    self.change({name for name in inputs if self.is_local(name)})
                self.put_into(holders, inputs)
            self.ask(method, holders, inputs)
            self.callbacks(inputs)
            self.found.runs_now |= not self.later
            return
        self.of_the_notebook(self.shared(node.func), inputs)

    def ask(
        self, method: str, holders: set[str], inputs: set[str], later: bool = False
    ) -> None:
        """A method of these names is called, or handed on (and then perhaps called later)."""
        on, given = self.found.asked.setdefault((method, later or self.later), (set(), set()))
        on |= self.globals_of(holders)
        given |= self.globals_of(inputs)

    def callbacks(self, inputs: set[str]) -> None:
        """A library may call what it is given."""
        self.found.called |= self.globals_of(inputs)
        self.found.runs_now |= bool(self.globals_of(inputs)) and not self.later

    def known(self, name: str) -> bool:
        """Whether the notebook has given a name of Python's a meaning of its own."""
        return self.is_local(name) or name in self.root().sources

    def of_the_notebook(self, called: set[str], inputs: set[str]) -> None:
        """Code that stands in some cell is called."""
        self.found.called |= self.globals_of(called)
        self.found.given |= self.globals_of(inputs)
        self.found.runs_now |= not self.later

    def globals_of(self, names: Iterable[str]) -> set[str]:
        """The global names that these, of this scope, may stand for."""
        waiting, seen, found = list(names), set(), set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            scope: _Scope | None = self
            while scope is not None and scope.outer is not None:
                if name in scope.sources and name not in scope.global_here:
                    waiting += [*scope.sources[name], *scope.contents.get(name, ())]
                    break
                if name in scope.parameters:
                    break
                scope = scope.outer
            else:
                found.add(name)
                waiting += self.root().sources.get(name, ())
        return found - set(self.modules)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        """A function's body is run later, by whoever calls it."""
        given = node.args
        inner = _Scope(self.found, self.modules, self)
        every = [*given.posonlyargs, *given.args, *given.kwonlyargs]
        every += [part for part in (given.vararg, given.kwarg) if part is not None]
        inner.parameters = {part.arg: _PARAMETER for part in every}
        defaults = [*given.defaults, *filter(None, given.kw_defaults)]
        plain = [*given.posonlyargs, *given.args]
        named = zip(given.kwonlyargs, given.kw_defaults, strict=True)
        last = zip(plain[len(plain) - len(given.defaults) :], given.defaults, strict=True)
        for part, default in [*last, *named]:  # what is made once, for all calls
            if default is not None and not _unchangeable(default):
                inner.parameters[part.arg] = _WITH_DEFAULT
        in_class = isinstance(self, _ClassScope)
        if in_class and every:
            fresh = isinstance(node, ast.FunctionDef) and node.name in ("__init__", "__new__")
            inner.parameters[every[0].arg] = _SELF
            if fresh:  # its object is new
                del inner.parameters[every[0].arg]
                inner.sources[every[0].arg] = set()
        for value in defaults:
            self.visit(value)
        if isinstance(node, ast.Lambda):
            inner.later = True
            inner.run([ast.Expr(node.body)])
            return
        if in_class:
            self.found.methods.add(node.name)
            if node.decorator_list:
                self.found.properties.add(node.name)
        for decorator in node.decorator_list:
            self.visit(decorator)
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if (self.library(called) or code_names.dotted(called)) not in SAFE_DECORATORS:
                self.found.remembers = True
        inner.later = True
        inner.owner = self.owner or node.name
        self.found.returns.setdefault(inner.owner, set())
        inner.run(node.body)

    def class_(self, node: ast.ClassDef) -> None:
        """A class's body is run at once, its methods later."""
        for part in [*node.bases, *node.keywords, *node.decorator_list]:
            self.visit(part)
        inner = _ClassScope(self.found, self.modules, self)
        inner.later = self.later
        inner.owner = self.owner or node.name
        self.found.returns.setdefault(inner.owner, set())
        inner.run(node.body)
        plain = (ast.Constant, ast.UnaryOp)
        for part in node.body:  # what all objects of a class share
            if isinstance(part, ast.Assign) and not isinstance(part.value, plain):
                self.found.remembers = True


class _ClassScope(_Scope):
    """The body of a class."""


def _unchangeable(node: ast.expr) -> bool:
    """Whether a value is a number, a text, or the like, as far as one can see."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        return True
    if isinstance(node, ast.UnaryOp):
        return _unchangeable(node.operand)
    if isinstance(node, ast.IfExp):
        return _unchangeable(node.body) and _unchangeable(node.orelse)
    if isinstance(node, ast.BinOp):
        return _unchangeable(node.left) and _unchangeable(node.right)
    return isinstance(node, ast.Tuple) and all(map(_unchangeable, node.elts))


def _of_this_scope(node: ast.AST) -> Iterator[ast.AST]:
    """A statement and its parts, without the insides of functions and classes."""
    yield node
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return
    for part in ast.iter_child_nodes(node):
        yield from _of_this_scope(part)
