"""Data made by a landed version are migrated: nothing is lost, everything still works.

``data`` holds databases as they were at a version, named by it: one of the demonstration and one
of simulated years, each as a SQLite file and as statements for PostgreSQL.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
DATABASE = os.environ.get("KVALITETSLOTS_TEST_DATABASE", "")
KEPT = (
    "processes_case",
    "processes_certificate",
    "processes_decision",
    "processes_finding",
    "processes_answer",
    "processes_membership",
    "processes_programmeitem",
    "workflow_task",
    "workflow_trailentry",
    "notifications_notification",
)
"""Rows of these are never deleted by a migration."""

pytestmark = pytest.mark.timeout(300)


def names(ending):
    return sorted(path.name.removesuffix(ending) for path in DATA.glob(f"*{ending}"))


def counted(ask):
    return {table: ask(f"SELECT count(*) FROM {table}") for table in KEPT}


def run(database, *command):
    environment = os.environ | {
        "LANDED_DATABASE": str(database),
        "DJANGO_SETTINGS_MODULE": "tests.landed.settings",
    }
    return subprocess.run(
        [sys.executable, *command],
        check=True,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def migrated(database, ask):
    """Migrate, and compare what is kept before and after."""
    before = counted(ask)
    run(database, "manage.py", "migrate", "--verbosity", "0")
    after = counted(ask)

    assert {
        table: (before[table], after[table]) for table in KEPT if after[table] < before[table]
    } == {}
    assert min(before[table] for table in ("processes_case", "workflow_trailentry")) > 0
    assert run(database, "-m", "tests.chaos.inside", "tests.landed.look") == ""


@pytest.mark.skipif(bool(DATABASE), reason="of SQLite: tested there")
@pytest.mark.parametrize("name", names(".sqlite3.gz"))
def test_a_database_of_a_landed_version_is_migrated(name, tmp_path):
    path = tmp_path / "landed.sqlite3"
    path.write_bytes(gzip.decompress((DATA / f"{name}.sqlite3.gz").read_bytes()))

    def ask(question):
        with sqlite3.connect(path) as connection:
            return connection.execute(question).fetchone()[0]

    migrated(path, ask)


@pytest.fixture
def server_database():
    if not DATABASE:
        pytest.skip("needs PostgreSQL: see .ci/run")
    server, name = DATABASE.rsplit("/", 1)[0], f"landed_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("name", names(".postgresql.sql.gz"))
def test_a_server_database_of_a_landed_version_is_migrated(name, server_database):
    statements = gzip.decompress((DATA / f"{name}.postgresql.sql.gz").read_bytes()).decode()
    with psycopg.connect(server_database, autocommit=True) as connection:
        connection.execute(statements)

    def ask(question):
        with psycopg.connect(server_database) as connection:
            return connection.execute(question).fetchone()[0]

    migrated(server_database, ask)
