"""What a database needs at night: vacuum, a check of the trail, a backup that can be restored."""

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection

from workflow.models import TrailEntry


def vacuum() -> float:
    """Seconds for the whole database, after a day's change of one task in a hundred."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE workflow_task SET data = data WHERE id % 100 = 7")
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return time.perf_counter() - began


def verify() -> list[float]:
    """Seconds to verify every chain, and entries a second. Raises if one does not hold."""
    entries = TrailEntry.objects.count()
    began = time.perf_counter()
    call_command("verify_trail", verbosity=0)
    seconds = time.perf_counter() - began
    return [seconds, entries / seconds]


def backup(database: str) -> dict[str, float]:
    """Seconds to dump and to restore, and bytes of the dump."""
    folder = Path(tempfile.mkdtemp(prefix="growth-", dir=os.environ.get("TMPDIR")))
    dump, restored = folder / "database.dump", f"{database}_restored"
    server, name = restored.rsplit("/", 1)
    try:
        dumped = _run("pg_dump", "--format", "custom", "--file", str(dump), database)
        with psycopg.connect(f"{server}/postgres", autocommit=True) as link:
            link.execute(f'CREATE DATABASE "{name}"')
            try:
                took = _run(
                    *("pg_restore", "--no-owner", "--exit-on-error"),
                    *("--dbname", restored, str(dump)),
                )
            finally:
                link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        return {"dump": dumped, "restore": took, "bytes": dump.stat().st_size}
    finally:
        shutil.rmtree(folder)


def _run(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began
