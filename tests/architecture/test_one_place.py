"""One rule, one place: nobody else asks in words of their own what a rule answers."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("bench", "config", "notifications", "processes", "workflow")


def outside(*rooms: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of the product but those of some rooms, with its place."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = str(path.relative_to(ROOT))
            if "migrations" in path.parts or name.startswith(rooms):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                yield f"{name}:{getattr(node, 'lineno', 0)}", node


def named(node: ast.AST) -> str:
    """The last name of what is read: ``item.certificate`` is a certificate."""
    return str(getattr(node, "attr", getattr(node, "id", "")))


def asks_for_status(node: ast.AST) -> bool:
    """A certificate's state is read, or its last day compared: the status is asked for."""
    if isinstance(node, ast.Attribute) and node.attr in ("State", "state", "current_state"):
        return named(node.value).lower() == "certificate"
    if isinstance(node, ast.Compare):
        return any(named(side) == "expiry_date" for side in (node.left, *node.comparators))
    if isinstance(node, ast.Call) and ".objects" in ast.unparse(node.func):
        of_state = any(str(one.arg).split("__")[0] == "state" for one in node.keywords)
        return of_state and ast.unparse(node.func).startswith("Certificate.")
    return isinstance(node, ast.keyword) and "certificates__state" in str(node.arg)


def test_a_certificates_status_is_asked_for_in_one_place():
    asked = [place for place, node in outside("processes/standing/") if asks_for_status(node)]

    assert asked == []
