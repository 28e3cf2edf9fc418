"""Compiled queries stay where a measurement put them: see workflow/sql/README.md."""

from pathlib import Path

from tests.support.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
HOME = ("workflow/sql", "workflow/engine", "workflow/queues")
FILES = 12


def uses(path: Path) -> bool:
    """The file has a compiled query of its own."""
    functions = (one for one in nodes(path) if hasattr(one, "name"))
    decorators = [how for one in functions for how in getattr(one, "decorator_list", ())]
    names = {getattr(getattr(how, "func", how), "id", "") for how in decorators}
    return "compiled" in names


def users() -> list[str]:
    """The files outside the engine's own wings that have one."""
    found = [
        str(path.relative_to(ROOT))
        for package in ("config", "notifications", "processes", "workflow")
        for path in (ROOT / package).rglob("*.py")
        if uses(path)
    ]
    return sorted(one for one in found if not one.startswith(HOME))


def test_few_files_outside_the_engine_compile_queries():
    assert len(users()) <= FILES, users()


def test_each_of_them_stands_in_the_table_of_measured_gains():
    table = (ROOT / "workflow/sql/README.md").read_text()

    assert [one for one in users() if f"`{one}`" not in table] == []
