"""Rooms that one can look over: few files in a folder, and few floors in the engine."""

import ast
from collections import Counter, defaultdict
from pathlib import Path

from tests.support.sources import tree

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bench", "chaos", "config", "notifications", "processes", "tests", "workflow")
FILES, FLOORS = 20, 9
APART = ("migrations", "management", "viewflow")
"""No rooms of the engine: Django names the first two, and the third is viewflow's tables."""


def modules(package: str) -> list[Path]:
    return [path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts]


def test_no_folder_holds_more_than_twenty_files():
    held = Counter(path.parent for package in PACKAGES for path in modules(package))

    assert {str(folder): number for folder, number in held.items() if number > FILES} == {}


def rooms() -> dict[str, set[str]]:
    """The engine's wings and single modules, each with those it imports when it runs."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in modules("workflow"):
        parts = path.relative_to(ROOT / "workflow").with_suffix("").parts
        if parts[0] not in APART:
            found[parts[0]] |= set(_imported(tree(path))) - {parts[0]}
    return found


def _imported(tree: ast.Module) -> list[str]:
    """The rooms that a module's imports at its top lead to; those for types only do not run."""
    found = []
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "workflow":
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and str(node.module).startswith("workflow."):
            found.append(str(node.module).split(".")[1])
    return found


def floors(room: str, below: dict[str, set[str]]) -> int:
    """How many rooms stand above each other from this one down, itself included."""
    return 1 + max((floors(one, below) for one in below[room]), default=0)


def test_the_engine_has_few_floors():
    below = rooms()

    assert {"engine", "sql", "trail"} < below.keys()
    assert max(floors(room, below) for room in list(below)) <= FLOORS
