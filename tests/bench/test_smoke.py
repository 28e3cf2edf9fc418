"""The bench's smallest run, so that it never rots: every contender does its work to the end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"


def bench(size: str, *more: str) -> "subprocess.CompletedProcess[str]":
    address = settings.TEST_DATABASE.rpartition("/")[0]
    environment = {
        **os.environ,
        "KVALITETSLOTS_BENCH_POSTGRES": f"{address}/postgres" if address else NOWHERE,
    }
    return subprocess.run(
        [sys.executable, "-m", "bench", "--size", size, *more],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.timeout(300)
def test_the_smallest_run_measures_everything_and_writes_its_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"

    run = bench("smoke", "--output", str(page))

    assert run.returncode == 0, run.stderr
    text = page.read_text()
    assert "One lifecycle on SQLite" in text
    assert ("One lifecycle on PostgreSQL" in text) == bool(settings.TEST_DATABASE)
    if settings.TEST_DATABASE:
        # Two for the start, one a claim, three a step: also where a step excludes its auditor.
        assert _statements_of_ours(text) == 2 + 5 * (1 + 3)
    assert "| mails lost or sent twice | 0 | 0 | met |" in text
    assert "Timers that are due" in text
    assert "| memory with 100,000 due against 10,000 | ≤ 1.1 × |  | not measured" in text
    assert "| timers fired twice by 5 dispatchers | 0 | 0 | met |" in text
    assert text in run.stdout


def _statements_of_ours(text: str) -> float:
    """Of one lifecycle on PostgreSQL, as its table says."""
    table = text.partition("## One lifecycle on PostgreSQL")[2]
    head, ours = (
        next(line for line in table.splitlines() if start in line).split("|")
        for start in ("| one lifecycle", "**ours**")
    )
    return float(ours[[one.strip() for one in head].index("statements")])


def test_without_a_server_the_real_sizes_say_what_to_do() -> None:
    if settings.TEST_DATABASE:
        pytest.skip("a server answers here")

    run = bench("standard")

    assert run.returncode == 1
    assert "KVALITETSLOTS_BENCH_POSTGRES" in run.stderr
