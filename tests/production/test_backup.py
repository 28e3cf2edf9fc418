"""The commands for backup and restore in docs/operations.md, run as they stand there."""

import os
import re
import shutil
import subprocess
import uuid

import psycopg
import pytest

from chaos.site import ROOT
from tests.production.shape import Shape

PAGE = (ROOT / "docs" / "operations.md").read_text()
DATABASE = os.environ.get("KVALITETSLOTS_TEST_DATABASE", "")
DUE = "SELECT count(*) FROM workflow_timer WHERE status = 'waiting' AND due_at <= now()"
LATE = "SELECT count(*) FROM workflow_timer WHERE status = 'fired' AND lateness > '30 days'"
SWEEP = """
import django; django.setup()
from django.utils import timezone
from workflow import sweep
sweep.fire_due(timezone.now())
"""

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not DATABASE, reason="needs PostgreSQL: see .ci/run"),
    pytest.mark.skipif(not shutil.which("pg_dump"), reason="needs pg_dump"),
]


def commands(heading):
    (block,) = re.findall(rf"^## {heading}\n.*?```sh\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
    return block.strip().splitlines()


@pytest.fixture
def site(tmp_path):
    """Two databases and two folders: one that is saved, one that is restored into."""
    server, name = DATABASE.rsplit("/", 1)[0], f"backup_{uuid.uuid4().hex[:12]}"
    names = [name, f"{name}_restored"]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        for one in names:
            connection.execute(f"CREATE DATABASE {one}")
            (tmp_path / one).mkdir()
        yield [
            Shape(tmp_path / one, f"{server}/{one}", "amqp://127.0.0.1:9//", 9, name=one)
            for one in names
        ]
        for one in names:
            connection.execute(f"DROP DATABASE {one} WITH (FORCE)")


def do(heading, site, backup):
    environment = {**site.environment, "BACKUP": str(backup)}
    for command in commands(heading):
        done = subprocess.run(
            ["bash", "-c", command],
            env=environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stderr[-2000:]}"


def test_what_was_saved_is_restored_and_goes_on(site, tmp_path):
    saved, restored = site
    backup = tmp_path / "backup"
    backup.mkdir()
    saved.run("manage.py", "migrate", "--verbosity", "0")
    saved.run(*saved.people("build", 2, 5))
    (saved.where / "evidence").mkdir()
    (saved.where / "evidence" / "rutin.txt").write_text("Så gör vi.")
    due = saved.one(DUE)
    assert due

    do("Backup", saved, backup)
    do("Restore", restored, backup)

    rows = "SELECT count(*), max(hash) FROM workflow_trailentry"
    assert restored.ask(rows) == saved.ask(rows)
    with pytest.raises(psycopg.Error, match="append-only"):
        restored.change("UPDATE workflow_trailentry SET step = 'another'")
    assert (restored.where / "evidence" / "rutin.txt").read_text() == "Så gör vi."
    assert restored.one(DUE) == due
    restored.run("-c", SWEEP)
    assert restored.one(DUE) == 0
    assert restored.one(LATE) == due
