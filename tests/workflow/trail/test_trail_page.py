"""docs/trail.md is enough to verify a chain: its program does, and knows nothing of our code."""

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.models import TrailChain

DOCS = Path(__file__).resolve().parents[3] / "docs"
COLUMNS = (
    *("sequence", "at", "subject_label", "subject_id", "step", "source", "target", "data"),
    *("actor_id", "because", "salt", "previous_hash", "hash"),
)


def exported(chain: TrailChain) -> dict[str, Any]:
    """A chain as the page describes it."""
    entries = [dict(row) for row in chain.entries.order_by("sequence").values(*COLUMNS)]
    for entry in entries:
        entry["at"] = entry["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return {"key": chain.key, "length": chain.length, "head": chain.head, "entries": entries}


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The program of the page, in a file of its own."""
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "trail.md").read_text(), re.DOTALL)
    path = tmp_path / "verify_chain.py"
    path.write_text(code)
    assert len(code.splitlines()) <= 50
    return path


def run(program: Path, chain: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    path = program.with_name("chain.json")
    path.write_text(json.dumps(chain), encoding="utf-8")
    command = [sys.executable, "-I", str(program), str(path)]
    return subprocess.run(command, check=False, capture_output=True, text=True)


def test_the_program_of_the_page_verifies_the_example(program: Path) -> None:
    example = json.loads((DOCS / "trail-example.json").read_text())

    assert run(program, example).returncode == 0
    assert len(example["entries"]) > 3


def test_the_program_of_the_page_verifies_a_case_of_ours(program: Path, world: World) -> None:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))

    chain = exported(TrailChain.objects.get(key=trail.chain_key(case)))

    assert run(program, chain).returncode == 0


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("because", "annat"),
        ("actor_id", 99),
        ("at", datetime(2020, 1, 1, tzinfo=UTC).isoformat(timespec="microseconds")),
        ("data", {}),
        ("step", "annat"),
        ("salt", "0" * 24),
    ],
)
def test_the_program_of_the_page_finds_an_edit(program: Path, column: str, value: Any) -> None:
    example = json.loads((DOCS / "trail-example.json").read_text())
    edited = next(e for e in example["entries"] if e[column] and e[column] != value)
    edited[column] = value

    told = run(program, example)

    assert told.returncode == 1
    assert f"entry {edited['sequence']} does not hold" in told.stderr


def test_the_program_of_the_page_finds_a_cut_end(program: Path) -> None:
    example = json.loads((DOCS / "trail-example.json").read_text())
    example["entries"].pop()

    assert "the end is not what the head says" in run(program, example).stderr
