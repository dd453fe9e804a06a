"""The code keeps to the plan of `grading/` that CONTRIBUTING.md draws."""

import ast
import re
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GRADING = ROOT / "grading"


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(GRADING.rglob("*.py"))}


def imported(path):
    """The modules of grading that a module imports at its top or in its functions."""
    package = name_of(path) if path.name == "__init__.py" else name_of(path).rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(filter(None, [package if node.level else "", node.module or ""]))
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                found = whole if whole in MODULES else base
                if found in MODULES and found != "grading":
                    yield found


def only_for_types(path, name):
    """Whether a module is imported under `if TYPE_CHECKING` alone."""
    text = path.read_text(encoding="utf-8")
    block = re.search(r"^if TYPE_CHECKING:\n((?:    .*\n|\n)+)", text, re.M)
    return bool(block and name.rpartition(".")[2] in block[1])


def package_of(module):
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and (GRADING / parts[1]).is_dir() else ""


def table():
    """Package -> the packages it may import, as CONTRIBUTING.md has it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|.*\| *((?:`\w+`(?:, )?)*) *\|$", text, re.M)
    return {package: set(re.findall(r"\w+", allowed)) for package, allowed in rows}


def test_the_table_has_every_package_and_rises_without_a_circle():
    folders = {path.parent.name for path in GRADING.glob("*/__init__.py")}
    assert set(table()) == folders
    list(TopologicalSorter(table()).static_order())  # raises CycleError


def test_packages_import_what_the_table_allows_and_no_more():
    arrows = {
        (package_of(module), package_of(other))
        for module, path in MODULES.items()
        for other in imported(path)
    }
    arrows = {(a, b) for a, b in arrows if a and b and a != b}
    allowed = {(package, other) for package, others in table().items() for other in others}
    assert arrows - allowed == set(), "imports that CONTRIBUTING.md's table does not allow"
    assert allowed - arrows == set(), "allowed in CONTRIBUTING.md's table, and not used"


def test_no_modules_import_each_other_in_a_circle():
    graph = {
        module: {o for o in imported(path) if o != module and not only_for_types(path, o)}
        for module, path in MODULES.items()
    }
    # A package imports its own modules; that a module lies in a package is no import.
    list(TopologicalSorter(graph).static_order())


def test_a_name_stands_for_one_module_and_few_stand_at_the_top():
    names = Counter(path.stem for path in MODULES.values() if not path.stem.startswith("__"))
    assert [name for name, count in names.items() if count > 1] == []
    assert len(list(GRADING.glob("*.py"))) <= 8
