import pytest
from django.urls import reverse

from tests import drive
from workflow import timers
from workflow.models import Timer


@pytest.fixture
def incident(world):
    case = drive.apply(world)
    timer = timers.start(case, "withdraw", due_at=world.at)
    Timer.objects.filter(pk=timer.pk).update(status="incident", error="OSError: disk")
    return timer


def test_an_incident_is_shown_and_tried_again(world, client, incident):
    client.force_login(world.administrator)
    assert "OSError: disk" in client.get(reverse("incidents")).content.decode()

    client.post(reverse("retry_incident", args=[incident.pk]))

    incident.refresh_from_db()
    assert incident.status == Timer.Status.WAITING
    assert client.get(reverse("incidents")).context["incidents"] == []


def test_only_administrators_try_again(world, client, incident):
    client.force_login(world.officer)

    assert client.post(reverse("retry_incident", args=[incident.pk])).status_code == 404


def test_what_is_no_incident_is_not_tried_again(world, client, incident):
    client.force_login(world.administrator)
    Timer.objects.filter(pk=incident.pk).update(status="fired")

    assert client.post(reverse("retry_incident", args=[incident.pk])).status_code == 404
