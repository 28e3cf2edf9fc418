"""Data made by a landed version are migrated: nothing is lost, everything still works.

A new database, which is not made by each migration after the other, gets the same tables.

``data`` holds databases as they were at a version, named by it: one of the demonstration and one
of simulated years, each as a SQLite file and as statements for PostgreSQL.
"""

import gzip
import os
import re
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

SHAPES = {
    "sqlite": (
        """SELECT one.name, field.name, field.type, field."notnull", field.hidden
            FROM sqlite_master AS one, pragma_table_xinfo(one.name) AS field
            WHERE one.type = 'table' AND one.name NOT LIKE 'viewflow%'""",
        """SELECT tbl_name, name, sql FROM sqlite_master
            WHERE type IN ('index', 'trigger') AND tbl_name NOT LIKE 'viewflow%'""",
    ),
    "postgresql": (
        """SELECT table_name, column_name, data_type, is_nullable, generation_expression
            FROM information_schema.columns
            WHERE table_schema = 'public' AND table_name NOT LIKE 'viewflow%'""",
        """SELECT indexname, indexdef, '' FROM pg_indexes
            WHERE schemaname = 'public' AND tablename NOT LIKE 'viewflow%'""",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid::regclass::text LIKE ANY ('{processes%,workflow%,notifications%}')""",
        """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger
            WHERE NOT tgisinternal""",
    ),
}
"""What says of a database which tables it has; viewflow's stay empty."""

pytestmark = pytest.mark.timeout(300)


def names(ending):
    return sorted(path.name.removesuffix(ending) for path in DATA.glob(f"*{ending}"))


def counted(ask):
    return {table: ask(f"SELECT count(*) FROM {table}") for table in KEPT}


def shape(connection, vendor):
    """Without the casts and brackets that PostgreSQL puts elsewhere when a dump is read again."""
    rows = [row for asked in SHAPES[vendor] for row in connection.execute(asked).fetchall()]
    return {re.sub(r"[()]|::[a-z ]+(\[\])?", "", " ".join(map(str, row))) for row in rows}


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
    assert run(database, "-m", "chaos.inside", "tests.landed.look") == ""


@pytest.mark.skipif(bool(DATABASE), reason="of SQLite: tested there")
@pytest.mark.parametrize("name", names(".sqlite3.gz"))
def test_a_database_of_a_landed_version_is_migrated(name, tmp_path):
    path = tmp_path / "landed.sqlite3"
    path.write_bytes(gzip.decompress((DATA / f"{name}.sqlite3.gz").read_bytes()))

    def ask(question):
        with sqlite3.connect(path) as connection:
            return connection.execute(question).fetchone()[0]

    migrated(path, ask)

    new = tmp_path / "new.sqlite3"
    run(new, "manage.py", "migrate", "--verbosity", "0")
    with sqlite3.connect(path) as landed, sqlite3.connect(new) as made:
        assert shape(made, "sqlite") ^ shape(landed, "sqlite") == set()


@pytest.fixture
def empty_server_databases():
    if not DATABASE:
        pytest.skip("needs PostgreSQL: see .ci/run")
    server = DATABASE.rsplit("/", 1)[0]
    names = [f"landed_{uuid.uuid4().hex[:12]}" for _database in range(2)]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
        yield [f"{server}/{name}" for name in names]
        for name in names:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("name", names(".postgresql.sql.gz"))
def test_a_server_database_of_a_landed_version_is_migrated(name, empty_server_databases):
    database, new = empty_server_databases
    statements = gzip.decompress((DATA / f"{name}.postgresql.sql.gz").read_bytes()).decode()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(statements)

    def ask(question):
        with psycopg.connect(database) as connection:
            return connection.execute(question).fetchone()[0]

    migrated(database, ask)

    run(new, "manage.py", "migrate", "--verbosity", "0")
    with psycopg.connect(database) as landed, psycopg.connect(new) as made:
        assert shape(made, "postgresql") ^ shape(landed, "postgresql") == set()
