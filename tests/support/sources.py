"""The program's own files, parsed once for all tests that read them."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree(path: Path) -> ast.Module:
    """A file as Python reads it."""
    return ast.parse(path.read_text())


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All that stands in a file."""
    return list(ast.walk(tree(path)))
