"""Types that say something: how few annotations are nothing but ``Any``.

Counted are arguments, results and annotated names, in all files but migrations. ``Any`` by itself,
or beside ``None``, says nothing of what comes; inside a generic, as in ``dict[str, Any]``, it does.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
CEILINGS = {"workflow": 0.08, "processes": 0.04, "notifications": 0.045}
"""The most, of all annotations."""


def annotations(path: Path) -> Iterator[ast.expr]:
    for node in nodes(path):
        match node:
            case (
                ast.FunctionDef(returns=ast.expr() as one)
                | ast.AsyncFunctionDef(returns=ast.expr() as one)
            ):
                yield one
            case ast.arg(annotation=ast.expr() as one) | ast.AnnAssign(annotation=one):
                yield one


def is_bare(annotation: ast.expr) -> bool:
    """Nothing but ``Any``, quoted or not, and perhaps None."""
    match annotation:
        case ast.Name(id="Any") | ast.Attribute(attr="Any"):
            return True
        case ast.Constant(value=str() as quoted):
            return is_bare(ast.parse(quoted, mode="eval").body)
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return is_bare(left) or is_bare(right)
    return False


def share(package: Path) -> float:
    """Bare ones of all annotations below a folder."""
    files = [path for path in package.rglob("*.py") if "migrations" not in path.parts]
    found = [is_bare(one) for path in files for one in annotations(path)]
    return sum(found) / len(found)


@pytest.mark.parametrize("package", CEILINGS)
def test_few_annotations_say_nothing(package: str) -> None:
    assert share(ROOT / package) <= CEILINGS[package]


def test_what_says_nothing_is_counted(tmp_path: Path) -> None:
    (tmp_path / "some.py").write_text(
        "def one(a: Any, b: dict[str, Any], c: int, *d: 'Any') -> Any | None:\n    e: Any = 1\n"
    )

    assert share(tmp_path) == pytest.approx(4 / 6)


def test_no_other_name_stands_for_any() -> None:
    """It would read like a type, and be none."""
    others = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node)}"
        for package in CEILINGS
        for path in (ROOT / package).rglob("*.py")
        for node in nodes(path)
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == "Any"
    ]

    assert others == []
