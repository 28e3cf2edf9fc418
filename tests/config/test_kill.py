"""After kill -9 in the middle of its work the next start goes on: nothing lost, nothing twice."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_string
from pathlib import Path
from typing import Any

import pytest

CASES = 60
BUILD = f"import django; django.setup(); from tests.config import crowd; crowd.build({CASES})"
TO_KEEP = "SELECT count(*) FROM workflow_timer WHERE status = 'waiting' AND due_at <= datetime()"
TO_SEND = (
    "SELECT count(*) FROM notifications_notification"
    " WHERE status IN ('pending', 'sending') AND at_once = 1"
)
KEPT = "SELECT count(*) FROM workflow_timer WHERE status = 'fired'"
SENT = "SELECT count(*) FROM notifications_notification WHERE status = 'sent'"
# What goes in a mail with others is marked sent with it, and has no mail of its own.
MAILED = f"{SENT} AND digest_id IS NULL"
# Killed before it could tell of all reminders in one mail, it leaves them to the next summary.
REMINDED = (
    "SELECT count(*) FROM notifications_notification WHERE rule = 'overdue'"
    " AND (status = 'sent' OR (status = 'pending' AND digest_id IS NULL))"
)
LEFT_BEHIND = (
    "SELECT count(*) FROM notifications_notification"
    " WHERE status <> 'sent' AND (digest_id IS NOT NULL OR at_once = 1)"
)


class Site:
    """The site of ``make run`` with a folder and a port of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = str(free.getsockname()[1])
        self.folder = folder
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
            "KVALITETSLOTS_VAR": str(folder),
            "PORT": port,
        }
        self.process: Any = None

    def run(self, *arguments: str) -> None:
        subprocess.run(
            [sys.executable, *arguments], env=self.environment, check=True, capture_output=True
        )

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn_embedded.py"],
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def ask(self, question: str) -> int:
        with sqlite3.connect(self.folder / "kvalitetslots.sqlite3", timeout=10) as database:
            return int(database.execute(question).fetchone()[0])

    def change(self, statement: str) -> None:
        with sqlite3.connect(self.folder / "kvalitetslots.sqlite3", timeout=10) as database:
            database.execute(statement)

    def wait(self, until: Callable[[], bool], seconds: float = 90) -> None:
        end = time.monotonic() + seconds
        while not until():
            assert time.monotonic() < end, "it did not come to that"
            time.sleep(0.02)

    def mails(self) -> Counter[str]:
        """How often each message was written, by its Message-ID."""
        texts = (path.read_text() for path in (self.folder / "mail").glob("*.log"))
        parts = (part for text in texts for part in text.split("-" * 79) if part.strip())
        return Counter(str(message_from_string(part.strip())["Message-ID"]) for part in parts)


@pytest.fixture
def site(tmp_path: Path) -> Any:
    site = Site(tmp_path)
    site.run("manage.py", "migrate", "--verbosity", "0")
    site.run("-c", BUILD)
    yield site
    if site.process is not None and site.process.poll() is None:
        site.kill()


@pytest.mark.timeout(300)
def test_after_a_kill_the_next_start_goes_on(site: Site) -> None:
    due = site.ask(TO_KEEP)
    assert due >= CASES
    site.start()
    site.wait(lambda: site.ask(KEPT) >= 3)
    site.kill()
    # Reminders are kept by the hundred, in one commit; their mails are sent one by one.
    left = site.ask(TO_KEEP) + site.ask(TO_SEND)
    assert left > 0, "it was killed too late to prove anything"

    site.start()
    site.wait(lambda: site.ask(TO_KEEP) == 0)
    site.wait(lambda: site.ask(SENT) >= 3)
    site.kill()
    # The lease of a message that was being sent runs out in minutes; nobody waits for it here.
    site.change("UPDATE notifications_notification SET lease_until = '2020-01-01 00:00:00'")
    site.start()
    site.wait(lambda: site.ask(TO_SEND) == 0)

    assert site.ask(KEPT) == due
    mails = site.mails()
    assert len(mails) == site.ask(MAILED) >= CASES
    assert site.ask(REMINDED) == CASES
    assert site.ask(LEFT_BEHIND) == 0
    assert sum(mails.values()) - len(mails) <= 2, "more than one repeated message for each kill"
