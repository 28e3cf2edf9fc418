"""What the papers for those who come next name is there: files, links, commands, checks."""

import ast
import re
import tomllib
from collections import Counter
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.support.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
PACKAGES = ("config", "notifications", "processes", "workflow")
AWAY = {".venv", "node_modules", "var", ".git"}
"""What comes to be where it runs."""

CODE = re.compile(r"```.*?```|^ {4}\S.*?$|`[^`]+`", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)")
FILE = re.compile(r"[\w.-]+\.(?:py|md|toml|yaml|html|txt|json|po|css|js|in|csv)")
PLACE = re.compile(r"\.?\w[\w.-]*(?:/[\w.-]+)*/?")
CHECK = re.compile(r"^\| `([a-z]+\.[EW]\d{3})` \|", re.MULTILINE)


def _code(text: str) -> list[str]:
    """What stands there as code: between back-ticks, and in blocks."""
    return [" ".join(piece.strip("`").split()) for piece in CODE.findall(text)]


@cache
def _names() -> frozenset[str]:
    """The names of all files, without their folders."""
    return frozenset(
        path.name
        for top in ROOT.iterdir()
        if top.name not in AWAY
        for path in ([top] if top.is_file() else top.rglob("*"))
    )


def _is_there(place: str) -> bool:
    """A path from the root, or the name of a file in some folder."""
    return (ROOT / place).exists() or ("/" not in place and place in _names())


def _places(text: str) -> list[str]:
    """The paths and files that a paper names as code."""
    folders = {path.name for path in ROOT.iterdir() if path.is_dir()} - AWAY
    found = [piece for piece in _code(text) if PLACE.fullmatch(piece)]
    return [
        piece
        for piece in found
        if ("/" in piece and piece.split("/")[0] in folders) or FILE.fullmatch(piece)
    ]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_file_that_a_paper_names_is_there(paper: Path) -> None:
    named = set(_places(paper.read_text()))

    assert sorted(place for place in named if not _is_there(place)) == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_of_a_paper_leads_somewhere(paper: Path) -> None:
    dead = []
    for path, part in LINK.findall(paper.read_text()):
        target = paper.parent / path if path else paper
        if not target.exists() or (part and part not in _headings(target)):
            dead.append(f"{path}#{part}")

    assert dead == []


def _headings(paper: Path) -> set[str]:
    """The parts of a paper that a link can lead to."""
    titles = re.findall(r"^#+ (.+)$", paper.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_command_that_a_paper_names_is_one() -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    pieces = [*chain.from_iterable(_code(paper.read_text()) for paper in PAPERS)]
    pieces += [(ROOT / ".pre-commit-config.yaml").read_text()]

    made = {name for piece in pieces for name in re.findall(r"\bmake ([a-z][a-z-]*)", piece)}
    managed = {name for piece in pieces for name in re.findall(r"manage\.py ([a-z_]+)", piece)}

    assert {"run", "test", "check", "lint", "format"} <= made
    assert made - targets == set()
    assert {"verify", "draw_states"} <= managed
    assert managed - set(get_commands()) == set()


def test_make_help_tells_every_target_that_a_person_starts() -> None:
    makefile = (ROOT / "Makefile").read_text()
    told = set(re.findall(r"^([a-z-]+):.* ## ", makefile, re.MULTILINE))
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())

    assert phony - told == {"setup", "setup-test", "setup-bench", "venv"}


def test_every_check_at_start_has_a_row_of_its_own() -> None:
    rows = CHECK.findall((ROOT / "docs" / "checks.md").read_text())

    raised = Counter(_checks())

    assert raised
    assert sorted(rows) == sorted(raised)
    assert [number for number, times in raised.items() if times > 1] == []


def _checks() -> list[str]:
    """The ids of the project's own checks, as often as its code gives them."""
    modules = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    calls = [
        (path, node)
        for path in modules
        if "django.core.checks" in path.read_text()
        for node in nodes(path)
        if isinstance(node, ast.Call)
    ]
    plain = [keyword.value for _path, call in calls for keyword in call.keywords]
    given = [one.value for one in plain if isinstance(one, ast.Constant)]
    short = [
        f"{path.relative_to(ROOT).parts[0]}.{call.args[0].value}"
        for path, call in calls
        if call.args and isinstance(call.args[0], ast.Constant)
    ]
    return [one for one in (*given, *short) if re.fullmatch(r"[a-z]+\.[EW]\d{3}", str(one))]


def test_the_changelog_tells_of_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text()
