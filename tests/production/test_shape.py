"""The shape of production on one machine, with kills in between: nothing lost, nothing twice."""

import json
import os
import sys
import time
import uuid

import psycopg
import pytest
from kombu import Connection
from kombu.exceptions import OperationalError

from chaos.services import wait
from chaos.sink import Sink
from tests.production.shape import Shape

DATABASE = os.environ.get("KVALITETSLOTS_TEST_DATABASE", "")
RABBIT = os.environ.get("KVALITETSLOTS_TEST_BROKER", "")
REDIS = os.environ.get("KVALITETSLOTS_TEST_REDIS", "redis://127.0.0.1:6379/0")
CASES, OLD = 24, 25
KILLED = ("worker", "web", "beat", "worker", "web")
NAMES = ("Karin", "Koordinator", "Hanna", "Sten", "Firmatecknare", "@example.org")

DUE = "SELECT count(*) FROM workflow_timer WHERE status = 'waiting' AND due_at <= now()"
FIRED = "SELECT count(*) FROM workflow_timer WHERE status = 'fired' AND due_at < now()"
UNSENT = (
    "SELECT count(*) FROM notifications_notification"
    " WHERE status IN ('pending', 'sending') AND at_once"
)
PENDING = UNSENT.replace("'pending', 'sending'", "'pending'")
SENT = (
    "SELECT message_id FROM notifications_notification WHERE status = 'sent' AND digest_id IS NULL"
)
ABANDON = "UPDATE notifications_notification SET lease_until = now() WHERE status = 'sending'"
TAKEN = """
    SELECT step, count(*), count(DISTINCT (subject_label, subject_id)) FROM workflow_trailentry
    WHERE subject_label IN ('processes.application', 'processes.agreement')
      AND step IN ('submit', 'accept', 'sign') GROUP BY step ORDER BY step
"""
TASKS_MADE_TWICE = """
    SELECT process_id, flow_task, count(*) FROM workflow_task
    WHERE status <> 'CANCELED' GROUP BY 1, 2 HAVING count(*) > 1
"""

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.skipif(not DATABASE, reason="needs PostgreSQL and a broker: see .ci/run"),
    pytest.mark.xdist_group("shape"),
]


def answers(broker):
    try:
        with Connection(broker, connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
    except (ImportError, OSError, OperationalError):
        return False
    return True


@pytest.fixture(scope="module")
def template():
    """A database with people, municipalities and reminders that are due."""
    server, name = DATABASE.rsplit("/", 1)[0], f"shape_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield server, name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["RabbitMQ", "Redis"])
def shape(request, template, tmp_path):
    broker = RABBIT if request.param == "RabbitMQ" else REDIS
    if not broker or not answers(broker):
        pytest.skip(f"{request.param} does not answer")
    server, model = template
    name = f"{model}_{request.param.lower()}"
    with (
        psycopg.connect(f"{server}/postgres", autocommit=True) as connection,
        Sink() as sink,
    ):
        built = Shape(tmp_path, f"{server}/{model}", broker, sink.port, name=name)
        if not built.one("SELECT count(*) FROM pg_tables WHERE tablename = 'workflow_task'"):
            built.run("manage.py", "migrate", "--verbosity", "0")
            built.run("manage.py", "createcachetable")
            built.run(*built.people("build", CASES, OLD))
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {model}")
        made = Shape(tmp_path, f"{server}/{name}", broker, sink.port, name=name)
        made.sink = sink
        try:
            yield made
        finally:
            made.stop()
            made.clear_broker()
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def work_through_kills(shape):
    """People work while one process after the other is killed; what they say at the end."""
    shape.start("people", sys.executable, *shape.people("work", CASES, shape.web_port))
    people = shape.running["people"]
    for kind in KILLED:
        time.sleep(1)
        wait(shape.is_ready, "the pages")
        assert people.poll() is None, "they were done before they could be disturbed"
        shape.kill_something(kind)
    people.wait(timeout=200)
    del shape.running["people"]
    said = (shape.where / "people.log").read_text()
    assert people.returncode == 0, said[-3000:]
    return json.loads(said.strip().splitlines()[-1])


def finish(shape):
    """Wait until the sweeps and the workers have done all there is to do."""
    wait(lambda: not shape.one(DUE), "every promise")
    wait(lambda: not shape.one(PENDING), "the mails")
    # What a killed worker held goes when its lease ends, in minutes; nobody waits for it here.
    time.sleep(1)
    shape.change(ABANDON)
    wait(lambda: not shape.one(UNSENT), "the mails of the dead")


def test_kills_lose_and_double_nothing_and_health_tells_who_is_missing(shape):
    due = shape.one(DUE)
    assert due
    shape.start_web()
    wait(shape.is_ready, "the pages")
    assert shape.health()[0] == 503, "promises of forty days ago are late"
    shape.start_workers()
    shape.start_beats()

    said = work_through_kills(shape)
    assert shape.requests() >= said["answers"]
    finish(shape)

    assert shape.ask(TAKEN) == [
        ("accept", CASES, CASES),
        ("sign", CASES, CASES),
        ("submit", OLD + CASES, OLD + CASES),
    ]
    assert shape.ask(TASKS_MADE_TWICE) == []
    assert shape.one(FIRED) >= due
    assert "The trail holds" in shape.run("manage.py", "verify_trail")
    sent = {row[0] for row in shape.ask(SENT)}
    assert sent
    assert set(shape.sink.arrived) == sent
    assert shape.sink.repeats <= KILLED.count("worker")

    shape.await_health(200)
    for missing, start in (("beat", shape.start_beats), ("worker", shape.start_workers)):
        shape.kill_all(missing)
        shape.await_health(503)
        start()
        shape.await_health(200)

    for log in shape.where.glob("*.log"):
        lines = log.read_text().splitlines()
        assert not [line for line in lines for name in NAMES if name in line]
        assert all(json.loads(line) for line in lines if line.startswith("{"))
