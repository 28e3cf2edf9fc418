"""A second process, about another subject, runs on this one as it is: see ``tests/permits``."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_second_process_runs_without_a_change_to_engine_or_case() -> None:
    """In a process of its own: which apps and flows there are is settled when it starts."""
    ours = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    alone = ["-p", "no:xdist", "-o", "addopts=--import-mode=importlib"]
    command = ["-m", "pytest", "-q", *alone, "--ds=tests.permits.settings"]
    done = subprocess.run(
        [sys.executable, *command, "tests/permits"],
        cwd=ROOT,
        env=ours,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
