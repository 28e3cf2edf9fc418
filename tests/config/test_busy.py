"""Who waits too long for what another holds is told so in our words, and loses nothing written."""

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from config import databases
from config.web.busy import is_held
from processes.workspace import task_views
from tests.support import drive


class HeldError(Exception):
    sqlstate = "55P03"


def held():
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = HeldError()
    return error


@pytest.mark.parametrize("error", [held(), OperationalError("database is locked")])
def test_the_page_says_so_and_shows_what_was_written(world, client, monkeypatch, error):
    case = drive.accept(world, drive.apply(world))
    client.force_login(world.coordinator)
    address = reverse("task_hand_back", args=[drive.open_task(case, "assess").pk])

    def fail(*_arguments, **_named):
        raise error

    monkeypatch.setattr(task_views.queues, "hand_back", fail)
    answer = client.post(address, {"because": "Ring Stina först."})

    html = answer.content.decode()
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert "Inget sparades" in html
    assert "Ring Stina först." in html


def test_another_fault_of_the_database_is_a_fault(client, world):
    assert not is_held(OperationalError("server closed the connection unexpectedly"))


def test_only_who_says_so_gives_up_waiting():
    url = "postgresql://somebody@somewhere/kvalitetslots"

    patient = databases.postgresql(url, pool=True)["OPTIONS"]["options"]
    hurried = databases.postgresql(url, pool=True, patience="5s")["OPTIONS"]["options"]

    assert "lock_timeout" not in patient
    assert "-c lock_timeout=5s" in hurried


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one lock for all")
@pytest.mark.django_db(transaction=True)
def test_the_server_names_a_lock_that_was_not_to_be_had(shared_world):
    other = connection.copy()
    try:
        with other.cursor() as holder:
            holder.execute("BEGIN")
            holder.execute("LOCK TABLE workflow_task")
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
                with pytest.raises(OperationalError) as raised:
                    cursor.execute("SELECT 1 FROM workflow_task")
        assert is_held(raised.value)
    finally:
        other.close()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
