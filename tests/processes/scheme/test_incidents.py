import pytest
from django.apps import apps
from django.urls import reverse

from processes.scheme.incident_words import TO_HAPPEN
from tests.support import drive
from workflow import timers
from workflow.engine import lapses
from workflow.models import Timer, promises


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


def promised() -> set[tuple[str, str]]:
    """Every promise of the system: of states, of actions, and of tasks."""
    rows = [
        (model._meta.label_lower, promise.step)
        for model in apps.get_models()
        for promise in getattr(model, "promises", ())
    ]
    tasks = [("workflow.task", step) for step in ("remind", *lapses.STEPS)]
    return {*rows, *promises._actions, *tasks}


def test_every_promise_has_words_for_an_incident():
    assert {key for key in promised() if key[0].startswith(("processes.", "workflow."))} == set(
        TO_HAPPEN
    )


def test_an_incident_says_what_was_to_happen_to_which_case_and_what_to_do(world, client):
    case = drive.accept(world, drive.apply(world))
    Timer.objects.filter(step="remind").update(status="incident", error="OperationalError: away")
    client.force_login(world.administrator)

    page = client.get(reverse("incidents")).content.decode()

    assert "Påminn om en uppgift" in page
    assert f"Hultsfred, {case.number}" in page
    assert reverse("case", args=[case.number]) in page
    assert "Datorn eller databasen var borta." in page


def test_a_fault_of_the_case_asks_for_the_case_to_be_looked_at(world, client, incident):
    Timer.objects.update(error="KeyError: x")
    client.force_login(world.administrator)

    assert "Öppna ärendet" in client.get(reverse("incidents")).content.decode()
