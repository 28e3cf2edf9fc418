"""What a certification body is bound to, and where each duty is done and proven.

``python -m tests.support.obligations`` writes ``docs/obligations.md``: the duties of
``docs/obligations.csv``, the docstrings that name them, and the tests that are marked
``@pytest.mark.obligation(46)``. All of it is read as text; no test runs.
"""

import ast
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("config", "notifications", "processes", "workflow")
DUTIES, PAGE = ROOT / "docs" / "obligations.csv", ROOT / "docs" / "obligations.md"
NAMED = re.compile(r"\bobligations? (\d+(?:, \d+)*(?: and \d+)?)(, in part)?", re.IGNORECASE)
OUTSIDE = "none"
PARTS = {
    "life": "the life of a certificate",
    "people": "people, competence and planning",
    "cycles": "cycles, editions and steering",
    "pages": "public pages and papers",
}
"""What is still to be built, by the key that a duty names."""

HEAD = """\
# Obligations

What a certification body (CB) is bound to by ISO/IEC 17021-1 (17021), ISO/IEC 17065 (17065), the
guidance of ISO 19011 (19011) and the mandatory documents of the International Accreditation Forum
(MD), in words of our own; NC is a nonconformity. Under each duty stands where it is done, by which
tests it is proven, and what of it is missing, with the part of the system that will bring it.

Made by `python -m tests.support.obligations` from [obligations.csv](obligations.csv), from the
docstrings that name a duty and from the tests that are marked `@pytest.mark.obligation(46)`. A test
keeps it fresh."""


@dataclass(frozen=True)
class Duty:
    """A row of the list."""

    number: int
    group: str
    obligation: str
    source: str
    figure: str
    part: str
    """What will bring what is missing; "none" where it is no matter of software."""
    words: str
    """What is missing, or why it is no matter of software; else a remark."""


@dataclass(frozen=True)
class Place:
    """A function, class or module of the product whose docstring names a duty."""

    file: str
    name: str
    in_part: bool


@cache
def duties() -> dict[int, Duty]:
    with DUTIES.open(encoding="utf-8", newline="") as file:
        rows = [Duty(**{**row, "number": int(row["number"])}) for row in csv.DictReader(file)]
    return {row.number: row for row in rows}


@cache
def marks() -> dict[int, list[tuple[str, str]]]:
    """By number: file and name of each test that is marked with it."""
    found = defaultdict(list)
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        for function in ast.parse(file.read_text()).body:
            if isinstance(function, ast.FunctionDef):
                for number in marked(function):
                    found[number].append((str(file.relative_to(ROOT)), function.name))
    return dict(found)


def marked(function: ast.FunctionDef) -> Iterator[int]:
    """The numbers with which a test is marked."""
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.obligation":
            yield from (ast.literal_eval(number) for number in mark.args)


@cache
def places() -> dict[int, list[Place]]:
    """By number: what of the product names it in a docstring."""
    found = defaultdict(list)
    files = [file for package in PRODUCT for file in (ROOT / package).rglob("*.py")]
    for file in sorted(file for file in files if "migrations" not in file.parts):
        module = ast.parse(file.read_text())
        for name, said in docstrings(module):
            for number, in_part in named_in(said):
                found[number].append(Place(str(file.relative_to(ROOT)), name, in_part))
    return dict(found)


def docstrings(node: ast.AST, within: str = "") -> Iterator[tuple[str, str]]:
    """Every docstring of a module, with the dotted name of what it is about."""
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
        yield within, " ".join((ast.get_docstring(node) or "").split())
    for child in ast.iter_child_nodes(node):
        name = getattr(child, "name", "")
        yield from docstrings(child, f"{within}.{name}".strip(".") if name else within)


def named_in(said: str) -> Iterator[tuple[int, bool]]:
    """The numbers that a text names, and whether it is said that only a part is done."""
    for numbers, part in NAMED.findall(said):
        yield from ((int(number), bool(part)) for number in re.findall(r"\d+", numbers))


def state_of(duty: Duty) -> str:
    """In a word how far a duty is done."""
    if duty.part == OUTSIDE:
        return "no matter of software"
    if not marks().get(duty.number):
        return "not built yet"
    return "proven in part" if duty.part else "proven"


def page() -> str:
    """The page of all duties."""
    rows = list(duties().values())
    states = [state_of(duty) for duty in rows]
    counts = [f"| {state} | {states.count(state)} |" for state in dict.fromkeys(sorted(states))]
    parts = [HEAD, "\n".join(["| state | duties |", "|---|---|", *counts])]
    for group, of_group in groupby(rows, lambda duty: duty.group):
        parts += [f"## {group}", *map(section, of_group)]
    return "\n\n".join(parts) + "\n"


def section(duty: Duty) -> str:
    """What stands under one duty."""
    origin = "; ".join(filter(None, (duty.source, duty.figure)))
    lines = [f"### {duty.number} · {state_of(duty)}", "", f"{duty.obligation} ({origin})."]
    done = [f"{link(place.file)} {code(place.name)}".strip() for place in done_at(duty)]
    proven = [f"{link(file)} {code(name)}" for file, name in marks().get(duty.number, [])]
    lines += ["", *(f"- done: {one}" for one in done), *(f"- test: {one}" for one in proven)]
    if duty.words:
        lines.append(f"- {label(duty)}{duty.words}")
    return "\n".join(lines)


def done_at(duty: Duty) -> list[Place]:
    return places().get(duty.number, [])


def label(duty: Duty) -> str:
    """What the words of a duty are about."""
    return f"missing, comes with {PARTS[duty.part]}: " if duty.part in PARTS else ""


def link(file: str) -> str:
    return f"[{file}](../{file})"


def code(name: str) -> str:
    return f"`{name}`" if name else ""


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
