"""The drills are read by the same eyes as the product."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from chaos.faults import FAULTS

CHAOS = sorted(Path("chaos").rglob("*.py"))


@pytest.mark.parametrize("file", CHAOS, ids=str)
def test_a_drill_names_what_it_needs_at_its_head(file: Path) -> None:
    """A name that moved is then missed by lint at once, not by a night of drills."""
    if file.stem != "__main__":
        import_module(".".join(file.with_suffix("").parts))
    module = ast.parse(file.read_text())
    inside = [
        node.lineno
        for function in ast.walk(module)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_there_are_drills() -> None:
    assert len(FAULTS) >= 15
