import pytest
from django.apps import apps
from django.urls import reverse

from processes.scheme.incident_words import SKIPPED, TO_HAPPEN
from tests.support import drive
from workflow import timers, trail
from workflow.engine import lapses
from workflow.models import Timer, TrailEntry, promises


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


@pytest.fixture
def reminder(world):
    """A reminder of a task that could not be given."""
    case = drive.accept(world, drive.apply(world))
    timer = Timer.objects.get(step="remind", status="waiting")
    Timer.objects.filter(pk=timer.pk).update(status="incident", error="KeyError: x")
    return case, timer


def test_an_incident_is_skipped_for_a_reason_that_stands_in_the_history(world, client, reminder):
    case, timer = reminder
    client.force_login(world.administrator)
    page = client.get(reverse("incidents")).content.decode()
    assert reverse("skip_incident", args=[timer.pk]) in page
    assert drive.human_tasks(case)[0].title in page

    form = client.get(reverse("skip_incident", args=[timer.pk])).content.decode()
    assert "Hultsfred" in form
    assert case.number in form
    assert "Ingen påminns om uppgiften igen." in form
    empty = client.post(reverse("skip_incident", args=[timer.pk]), {"reason": " "})
    assert empty.status_code == 422
    client.post(reverse("skip_incident", args=[timer.pk]), {"reason": "Uppgiften är gjord."})

    timer.refresh_from_db()
    assert timer.status == Timer.Status.CANCELLED
    entry = TrailEntry.objects.get(step="skip_promise", chain=case.main_process.chain)
    assert (entry.because, entry.actor) == ("Uppgiften är gjord.", world.administrator)
    assert entry.data["promise"] == "remind"
    assert trail.verify(case.main_process.chain) == []
    client.force_login(world.officer)
    history = client.get(reverse("case_history", args=[case.number])).content.decode()
    assert "hoppades över" in history


def test_what_others_wait_for_is_not_skipped(world, client):
    case = drive.grant(world)
    timer = Timer.objects.filter(step="expire").get()
    Timer.objects.filter(pk=timer.pk).update(status="incident", error="KeyError: x")
    client.force_login(world.administrator)
    address = reverse("skip_incident", args=[timer.pk])

    assert address not in client.get(reverse("incidents")).content.decode()
    assert "går inte att hoppa över" in client.get(address).content.decode()
    assert client.post(address, {"reason": "Bort."}).status_code == 422

    timer.refresh_from_db()
    assert timer.status == Timer.Status.INCIDENT
    assert not TrailEntry.objects.filter(
        step="skip_promise", chain=case.main_process.chain
    ).exists()


def test_what_is_no_incident_any_more_is_not_skipped(world, client, reminder):
    _case, timer = reminder
    Timer.objects.filter(pk=timer.pk).update(status="fired")
    client.force_login(world.administrator)

    address = reverse("skip_incident", args=[timer.pk])
    assert client.post(address, {"reason": "Bort."}).status_code == 404
    assert not TrailEntry.objects.filter(step="skip_promise").exists()


def test_whatever_is_skipped_is_a_promise_of_ours():
    assert set(SKIPPED) <= set(TO_HAPPEN)
