"""The smallest run of ``make growth``, so that it never rots: every chain of a copied case holds,
every reference of a copied row is found again in a restored database.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(not settings.TEST_DATABASE, reason="needs PostgreSQL: see .ci/run")
@pytest.mark.skipif(not shutil.which("pg_dump"), reason="needs pg_dump")
@pytest.mark.timeout(300)
def test_a_small_run_measures_and_tries_everything(tmp_path: Path) -> None:
    page = tmp_path / "growth.md"
    server = settings.TEST_DATABASE.rpartition("/")[0]

    done = subprocess.run(
        [sys.executable, "-m", "bench.growth", "--tasks", "1000", "--output", str(page)],
        cwd=ROOT,
        env={**os.environ, "KVALITETSLOTS_BENCH_POSTGRES": f"{server}/postgres"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    text = page.read_text()
    for heading in ("What it weighs", "A night", "trail by year", "tasks of two years"):
        assert heading in text
