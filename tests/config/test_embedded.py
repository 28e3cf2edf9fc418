import os
import subprocess
import sys
from queue import Queue

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import embedded
from config.celery import app

rings = Queue()


@app.task(name="tests.ring")
def ring():
    rings.put("ring")


def test_the_process_sweeps_at_once_and_again_and_stops_when_told(monkeypatch):
    schedule = {"ring": {"task": "tests.ring", "schedule": 0.5}}
    monkeypatch.setitem(app.conf, "beat_schedule", schedule)
    # What other tests woke nobody for would keep this worker busy.
    app.control.purge()
    background = embedded.Background()

    background.start()
    heard = [rings.get(timeout=10), rings.get(timeout=10)]
    alive = background.is_alive()
    background.stop()

    assert heard == ["ring", "ring"]
    assert alive
    assert not background.is_alive()


def test_several_processes_are_refused():
    with pytest.raises(ImproperlyConfigured, match="one process"):
        embedded.refuse_more_than_one(2)


def test_gunicorn_does_not_start_with_several_processes(tmp_path):
    answer = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn_embedded.py", "--workers", "2"],
        env={**os.environ, "KVALITETSLOTS_VAR": str(tmp_path), "PORT": "8999"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert answer.returncode != 0
    assert "Embedded mode is one process" in answer.stderr


def test_one_sweep_for_every_package_that_has_work():
    tasks = {entry["task"] for entry in app.conf.beat_schedule.values()}

    assert tasks == {
        "workflow.tasks.sweep",
        "processes.renewal.tasks.sweep",
        "notifications.tasks.sweep",
        "config.tasks.sweep",
    }
    assert {entry["schedule"] for entry in app.conf.beat_schedule.values()} == {60.0}
