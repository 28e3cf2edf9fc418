"""Where contenders sit: each in its own process, asked in turn."""

import json
import os
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[1]


class Seat(AbstractContextManager["Seat"]):
    """A contender's process. ``ask`` waits for the answer; ``put`` and ``answer`` do not."""

    def __init__(self, path: str, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.child", path, database],
            cwd=ROOT,
            env=environment(path, database),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, question: str, **given: Any) -> Any:
        """The answer of a method."""
        self.put(question, **given)
        return self.answer()

    def put(self, question: str, **given: Any) -> None:
        """Let it begin."""
        print(json.dumps({"ask": question, "given": given}), file=self._stream("stdin"), flush=True)

    def answer(self) -> Any:
        """What it answered. Raises RuntimeError if its process ended instead."""
        line = self._stream("stdout").readline()
        if not line:
            raise RuntimeError("A contender stopped; its own words stand above.")
        return json.loads(line)

    def _stream(self, name: str) -> Any:
        return getattr(self.process, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._stream("stdin").close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self._stream("stdout").close()


def environment(path: str, database: str) -> dict[str, str]:
    """What the process finds: the settings of its folder, and the database."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name != "DJANGO_SETTINGS_MODULE" and not name.startswith("PYTEST_")
    }
    kept["KVALITETSLOTS_BENCH_DATABASE"] = database
    folder = path.split(":", maxsplit=1)[0].split(".")[1]
    if (ROOT / "bench" / folder / "settings.py").exists():
        kept["DJANGO_SETTINGS_MODULE"] = f"bench.{folder}.settings"
    return kept
