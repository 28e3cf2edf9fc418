"""The files a new installation starts from: municipalities, partners, the default scheme."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from workflow.sql import names

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``<name>.csv``, each by column name."""
    with (HERE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def counties() -> list[tuple[str, str]]:
    """Code and name of every county, by name."""
    named = {(row["county_code"], row["county_name"]) for row in rows("counties")}
    return sorted(named, key=lambda pair: names.key(pair[1]))


def document(name: str) -> dict[str, Any]:
    """The content of ``<name>.json``."""
    content: dict[str, Any] = json.loads(text(f"{name}.json"))
    return content


def listing(name: str) -> list[Any]:
    """The list in ``<name>.json``."""
    content: list[Any] = json.loads(text(f"{name}.json"))
    return content


def text(name: str) -> str:
    """The words of a text file."""
    return (HERE / name).read_text(encoding="utf-8").strip()
