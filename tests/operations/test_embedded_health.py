"""The one process of ``make run`` tells how it is, and Celery's part of it is heard of there."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest


@pytest.fixture
def site(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "KVALITETSLOTS_VAR": str(tmp_path),
        "PORT": port,
    }
    run = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(run, env=environment, check=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn_embedded.py"],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=30)


def ask(address):
    try:
        with urllib.request.urlopen(f"{address}/health/", timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
    except OSError:
        return {}


def test_it_is_well_as_soon_as_its_first_sweeps_are_done(site):
    deadline = time.monotonic() + 60
    while (told := ask(site)).get("status") != "ok" and time.monotonic() < deadline:
        time.sleep(0.3)

    assert told["status"] == "ok", told
    assert "broker" not in told["checks"]
