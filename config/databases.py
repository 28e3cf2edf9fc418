"""The two databases the system knows, as Django wants them described."""

from pathlib import Path
from typing import Any

import environ

DISKS = "-c random_page_cost=1.1"
"""What a page read out of order costs beside one read in order, where disks do not turn.

PostgreSQL's own 4 is that of disks that do. By it a person's latest tasks are looked for among
everybody's latest, back to the day on which they left, rather than along the index of their own
rows.
"""
CACHE_ENTRIES = 100_000
"""About 20 MB; each wrong password takes two entries for a quarter of an hour."""


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


def counting(described: dict[str, Any]) -> dict[str, Any]:
    """A cache that forgets no wrong password because others are tried.

    Django's own two drop entries from 300 on, and with them the counters that stop a guesser.
    """
    if not described["BACKEND"].endswith(("DatabaseCache", "LocMemCache")):
        return described
    return {**described, "OPTIONS": {"MAX_ENTRIES": CACHE_ENTRIES}}


def postgresql(url: str, *, pool: bool, patience: str = "") -> dict[str, Any]:
    """A server, reached through a pool of connections where many threads share them.

    A server that was restarted fails nobody: a connection is tried before it is given out, and a
    pool that gave up trying to reconnect begins anew for the next who asks. What is asked a second
    time on a connection is prepared there: planning costs more than answering. So a proxy between
    that lends connections by the transaction would not do, nor one that refuses the options with
    which a connection begins. What the address asks for (``?sslmode=require``) is kept.

    ``patience``: how long a statement waits for what somebody else holds, as "5s"; empty is for
    ever. Whoever waits behind a page is told; work in the background has time.
    """
    described = environ.Env.db_url_config(url)
    options: dict[str, Any] = described.setdefault("OPTIONS", {})
    # The last word is that of who runs the server.
    waits = f"-c lock_timeout={patience}" if patience else ""
    begins = filter(None, (DISKS, waits, options.get("options", "")))
    options |= {
        "server_side_binding": True,
        "prepare_threshold": 1,
        "options": " ".join(begins).strip(),
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10, "reconnect_timeout": 10}
    return {**described, "CONN_HEALTH_CHECKS": pool}
