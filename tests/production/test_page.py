"""The commands of docs/production.md, run as they stand there, without containers."""

import http.client
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import uuid
from pathlib import Path

import psycopg
import pytest

from config import environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "production.md").read_text()
DATABASE = os.environ.get("KVALITETSLOTS_TEST_DATABASE", "")
BROKER = os.environ.get("KVALITETSLOTS_TEST_BROKER", "")

needs_services = pytest.mark.skipif(
    not (DATABASE and BROKER), reason="needs PostgreSQL and a broker: see .ci/run"
)


def commands(heading: str) -> list[str]:
    """The commands in the first block of shell under a heading of the page."""
    block = re.search(rf"^#+ {heading}\n.*?```sh\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL)
    return block[1].replace("\\\n", " ").strip().splitlines()


@pytest.fixture
def database():
    server, name = DATABASE.rsplit("/", 1)[0], f"kvalitetslots_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"{server}/{name}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def installation(database, port, tmp_path):
    """The environment of a production on this machine."""
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "KVALITETSLOTS_SECRET_KEY": uuid.uuid4().hex * 2,
        "KVALITETSLOTS_SITE_URL": "https://kvalitetslots.example",
        "KVALITETSLOTS_ALLOWED_HOSTS": "kvalitetslots.example",
        "KVALITETSLOTS_VAR": str(tmp_path),
        "KVALITETSLOTS_DATABASE_URL": database,
        "KVALITETSLOTS_CACHE_URL": "dbcache://cache",
        "KVALITETSLOTS_BROKER_URL": BROKER,
        "KVALITETSLOTS_EMAIL_URL": "smtp://127.0.0.1:25",
        "KVALITETSLOTS_FROM_EMAIL": "svar@kvalitetslots.example",
        "KVALITETSLOTS_TRUSTED_PROXIES": "1",
        "KVALITETSLOTS_CONTACT_NAME": "Kvalitetslots certifiering",
        "KVALITETSLOTS_CONTACT_EMAIL": "kontakt@kvalitetslots.example",
        "KVALITETSLOTS_CONTACT_PHONE": "08-465 004 00",
        "KVALITETSLOTS_ACCESSIBILITY_REVIEWED": "2026-11-29",
        "PORT": str(port),
    }


@pytest.fixture
def start(installation, tmp_path):
    """Start the command of a heading; all it says is in a log of the same name."""
    running = []

    def start(heading):
        (command,) = commands(heading)
        with (tmp_path / heading).open("w") as log:
            running.append(
                subprocess.Popen(
                    ["bash", "-c", f"exec {command}"],
                    env=installation,
                    stdout=log,
                    stderr=log,
                )
            )
        return tmp_path / heading

    yield start
    for process in running:
        process.terminate()
    for process in running:
        process.wait(timeout=30)


def wait_for(question, *, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := question():
            return answer
        time.sleep(0.5)
    return question()


def page(port):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/accounts/login/",
        headers={"Host": "kvalitetslots.example", "X-Forwarded-Proto": "https"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.read().decode()
    except OSError:
        return ""


@needs_services
@pytest.mark.timeout(300)
def test_web_worker_and_beat_start_and_a_sweep_runs(installation, start, port):
    for command in commands("Prepare"):
        subprocess.run(shlex.split(command), env=installation, check=True, cwd=ROOT)
    web = start("Web")
    worker = start("Worker")
    beat = start("Beat")

    assert 'name="login"' in wait_for(lambda: page(port), seconds=30)
    for task in ("workflow.tasks.sweep", "notifications.tasks.sweep"):
        done = re.compile(rf"{task}\[\S+\] succeeded")
        assert wait_for(lambda done=done: done.search(worker.read_text()), seconds=100), task
    for log in (web, worker, beat):
        assert all(isinstance(json.loads(line), dict) for line in log.read_text().splitlines())


needs_postgresql = pytest.mark.skipif(not DATABASE, reason="needs PostgreSQL: see .ci/run")


class Visitor:
    """A browser without a screen, behind the proxy that ends TLS."""

    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def ask(self, address, **form):
        """A page, and where it leads in the end."""
        path = urllib.parse.urlsplit(address).path
        data = urllib.parse.urlencode(form).encode() if form else None
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("POST" if form else "GET", path, data, self.headers())
        answer = connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        connection.close()
        if answer.status == 302:
            return self.ask(answer.headers["Location"])
        return path, text

    def try_to_ask(self, address):
        try:
            return self.ask(address)[1]
        except OSError:
            return ""

    def headers(self):
        return {
            "Host": "kvalitetslots.example",
            "Referer": "https://kvalitetslots.example/",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.7",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }

    def send(self, address, page, **form):
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        return self.ask(address, csrfmiddlewaretoken=token, **form)


@needs_postgresql
@pytest.mark.timeout(300)
def test_the_page_leads_from_an_empty_database_to_a_signed_in_administrator(
    installation, start, port
):
    installation["KVALITETSLOTS_BROKER_URL"] = BROKER or "amqp://127.0.0.1:9//"
    said = ""
    for command in [*commands("Prepare"), *commands("First day")]:
        done = subprocess.run(
            shlex.split(command), env=installation, check=True, cwd=ROOT, capture_output=True
        )
        said += done.stdout.decode()
    start("Web")
    wait_for(lambda: page(port), seconds=30)
    [link, _second] = re.findall(r"^https://\S+$", said, re.MULTILINE)
    visitor, password = Visitor(port), "fyra gula båtar 1234"

    where, text = visitor.ask(link)
    visitor.send(where, text, password1=password, password2=password)
    where, text = visitor.ask("/accounts/login/")
    where, text = visitor.send(where, text, login="ada.ek@kvalitetslots.example", password=password)

    assert where == "/"
    assert "Ada Ek" in text
    assert "Hultsfreds kommun" in visitor.ask("/administration/organisations/")[1]
    assert "/administration/schemes/" in visitor.ask("/administration/schemes/")[1]
    assert "203.0.113.7" in visitor.ask("/administration/security/")[1]
    assert "Bo Berg" in visitor.ask("/administration/people/")[1]


@needs_postgresql
@pytest.mark.timeout(300)
def test_health_answers_while_slow_visitors_hold_every_page(installation, start, port):
    installation["HEALTH_PORT"] = str(port + 1)
    installation["KVALITETSLOTS_BROKER_URL"] = BROKER or "amqp://127.0.0.1:9//"
    for command in commands("Prepare"):
        subprocess.run(shlex.split(command), env=installation, check=True, cwd=ROOT)
    start("Web")
    start("Health")
    assert 'name="login"' in wait_for(lambda: page(port), seconds=60)
    slow = [socket.create_connection(("127.0.0.1", port)) for _one in range(20)]
    for line in slow:
        line.sendall(b"POST /accounts/login/ HTTP/1.1\r\nContent-Length: 1000\r\n")

    watcher = Visitor(port + 1)
    ready = wait_for(lambda: watcher.try_to_ask("/health/ready/"), seconds=30)
    for line in slow:
        line.close()

    assert ready == '{"status": "ok"}'
    assert watcher.ask("/accounts/login/")[1] == "", "only health is there"


def test_the_page_lists_exactly_what_production_asks_for():
    source = (ROOT / "config" / "settings" / "production.py").read_text()
    asked = {
        environment.PREFIX + name
        for name in re.findall(
            r'(?:required|optional|number|hosts|key|site|day|pairs)\("(\w+)"\)', source
        )
    }

    assert asked
    assert set(re.findall(r"^\| `(KVALITETSLOTS_\w+)`", PAGE, re.MULTILINE)) == asked


def test_compose_runs_the_commands_of_the_page():
    compose = (ROOT / "compose.yaml").read_text().replace("$$", "$")

    for heading in ("Prepare", "Web", "Health", "Worker", "Beat"):
        for command in commands(heading):
            assert command in compose
