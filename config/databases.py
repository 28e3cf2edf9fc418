"""The two databases the system knows, as Django wants them described."""

from pathlib import Path
from typing import Any

import environ


def sqlite(path: Path) -> dict[str, Any]:
    """A file that readers and one writer share without failing each other.

    A transaction that starts as a reader cannot wait for the lock when it turns out to write,
    so every transaction asks for it at once.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA busy_timeout=5000; PRAGMA synchronous=NORMAL;"
            ),
        },
    }


def postgresql(url: str, *, pool: bool) -> dict[str, Any]:
    """A server, reached through a pool of connections where many threads share them."""
    options: dict[str, Any] = {"server_side_binding": True}
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {**environ.Env.db_url_config(url), "OPTIONS": options}
