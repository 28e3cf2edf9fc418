import re
from datetime import timedelta

import pytest
from celery import Celery
from django.db import OperationalError as DatabaseSilent
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from config import tasks
from config.celery import app
from config.operations import health
from notifications import delivery
from notifications.models import Notification
from processes.models import Membership
from tests.support import drive
from workflow import timers
from workflow.models import Tally, Timer, tallies

pytestmark = pytest.mark.django_db


@pytest.fixture
def swept():
    """Every sweep has run just now."""
    for name in health.sweeps():
        tallies.add(tasks.DONE, name)


@pytest.fixture
def case(world):
    """A case in which nothing is late by the real clock."""
    case = drive.apply(world)
    Timer.objects.filter(status="waiting").update(due_at=timezone.now() + timedelta(days=1))
    Notification.objects.update(status="sent")
    return case


@pytest.fixture
def sweep():
    """The sweep of the engine as a worker finds it."""
    app.loader.import_default_modules()
    return app.tasks["workflow.tasks.sweep"]


def ask(client):
    answer = client.get(reverse("health"))
    return answer.status_code, answer.json()


def test_all_is_well_when_the_sweeps_run_and_nothing_waits(client, swept):
    status, told = ask(client)

    assert (status, told["status"]) == (200, "ok")
    assert set(told["checks"]) >= {
        *("database", "disk", "sweep_workflow", "sweep_processes", "sweep_notifications"),
        "sweep_config",
        *("timers", "incidents", "mails", "dead_letters"),
    }
    assert {one["ok"] for one in told["checks"].values()} == {True}


@pytest.mark.parametrize("name", ["workflow", "notifications"])
def test_a_sweep_that_did_not_run_for_five_minutes_is_told(client, swept, name):
    late = timezone.now() - timedelta(minutes=6)
    Tally.objects.filter(name=f"{name}.tasks.sweep").update(at=late)

    status, told = ask(client)

    assert status == 503
    assert [key for key, one in told["checks"].items() if not one["ok"]] == [f"sweep_{name}"]
    assert told["checks"][f"sweep_{name}"]["value"] == pytest.approx(360, abs=10)


def test_a_sweep_that_never_ran_is_told(client):
    status, told = ask(client)

    assert status == 503
    assert told["checks"]["sweep_workflow"]["value"] is None


def test_celery_itself_keeps_when_a_sweep_was_done(sweep):
    sweep.apply()

    (at, host) = tallies.last(tasks.DONE, ["workflow.tasks.sweep"])["workflow.tasks.sweep"]
    assert timezone.now() - at < timedelta(seconds=10)
    assert host == tallies.HOST


def test_a_sweep_that_fails_gives_no_sign_of_life(sweep, monkeypatch):
    def fail(_at):
        raise OSError

    monkeypatch.setattr("workflow.sweep.fire_due", fail)

    sweep.apply()

    assert tallies.last(tasks.DONE, ["workflow.tasks.sweep"]) == {}
    assert Tally.objects.get(kind=tasks.FAILED).count == 1


def test_a_promise_that_is_due_too_long_is_told(client, case, swept):
    timers.start(case, "withdraw", due_at=timezone.now() - timedelta(minutes=20))

    status, told = ask(client)

    assert status == 503
    assert told["checks"]["timers"]["value"] >= 20 * 60


def test_mails_that_nobody_takes_are_told(client, case, swept):
    Notification.objects.update(
        at_once=True, status="pending", next_try_at=timezone.now() - timedelta(minutes=20)
    )

    _status, told = ask(client)

    assert told["checks"]["mails"]["value"] == pytest.approx(20 * 60, abs=10)


def test_a_mail_server_that_cannot_be_reached_is_told_though_each_try_moves_the_mails(
    client, case, swept
):
    waited = timezone.now() - timedelta(hours=2)
    Notification.objects.update(
        at_once=True, status="pending", created_at=waited, next_try_at=waited
    )
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=1,
    ):
        delivery.deliver_due(timezone.now())
    assert not Notification.objects.due(timezone.now()).exists(), "they are not moved: no point"

    _status, told = ask(client)

    assert told["checks"]["mails"]["value"] >= 2 * 60 * 60


def test_a_refused_mail_that_waits_for_its_next_try_is_not_late(client, case, swept):
    now = timezone.now()
    Notification.objects.update(
        at_once=True,
        status="pending",
        attempts=3,
        error="refused",
        created_at=now - timedelta(hours=2),
        next_try_at=now + timedelta(minutes=16),
    )

    assert ask(client)[0] == 200


def test_a_few_incidents_wait_for_a_person_and_many_are_a_fault(client, case, swept, settings):
    timer = timers.start(case, "withdraw", due_at=timezone.now())
    Timer.objects.filter(pk=timer.pk).update(status="incident")

    assert ask(client)[0] == 200

    settings.HEALTH_LIMITS = {**settings.HEALTH_LIMITS, "incidents": 0}
    assert ask(client)[0] == 503


def test_many_dead_letters_are_told(client, case, swept, settings):
    Notification.objects.update(status="dead")
    settings.HEALTH_LIMITS = {**settings.HEALTH_LIMITS, "dead_letters": 0}

    status, told = ask(client)

    assert status == 503
    assert told["checks"]["dead_letters"]["value"] == Notification.objects.count()


def test_it_costs_a_handful_of_statements_and_no_page_is_kept(
    client, case, swept, django_assert_num_queries
):
    with django_assert_num_queries(5):
        answer = client.get(reverse("health"))
    with django_assert_num_queries(1):
        client.get(reverse("health_ready"))
    with django_assert_num_queries(0):
        client.get(reverse("health_live"))

    assert "no-store" in answer["Cache-Control"]


def test_it_tells_nobody_where_it_runs(client, swept):
    assert tallies.HOST not in client.get(reverse("health")).content.decode()


def test_without_a_database_the_process_lives_and_is_not_ready(client, monkeypatch):
    def refuse(*_arguments):
        raise DatabaseSilent("no connection to anna@example.org")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", refuse)

    answers = {name: client.get(reverse(name)) for name in ("health", "health_ready")}

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "health": 503,
        "health_ready": 503,
    }
    assert answers["health"].json()["checks"]["database"]["ok"] is False
    assert "anna" not in answers["health"].content.decode()
    assert client.get(reverse("health_live")).status_code == 200


def test_a_silent_broker_is_told(client, swept, settings, monkeypatch):
    monkeypatch.setattr(app.conf, "broker_read_url", "amqp://127.0.0.1:1//")
    settings.CELERY_BROKER_URL = "amqp://127.0.0.1:1//"

    status, told = ask(client)

    assert status == 503
    assert told["checks"]["broker"] == {"ok": False, "value": None, "limit": 1000}


@pytest.mark.parametrize("url", ["amqp://127.0.0.1:1//", "redis://127.0.0.1:1/0"])
def test_a_page_does_not_wait_for_a_broker_that_is_gone(monkeypatch, url):
    def wait(seconds):
        pytest.fail(f"it waits {seconds} seconds to try again")

    monkeypatch.setattr("kombu.utils.functional.sleep", wait)
    gone = Celery("gone", broker=url)
    gone.conf.broker_transport_options = app.conf.broker_transport_options

    with pytest.raises(OperationalError):
        gone.send_task("notifications.tasks.deliver", retry=False)


def test_the_administrator_reads_in_words_what_to_do(client, world, swept):
    client.force_login(world.administrator)
    calm = client.get(reverse("system")).content.decode()
    Tally.objects.filter(name="workflow.tasks.sweep").update(at=timezone.now() - timedelta(hours=3))

    late = client.get(reverse("system")).content.decode()

    assert "Allt fungerar som det ska." in calm
    assert "Gjordes senast för 3 timmar sedan" in late
    assert "schemaläggaren" in late
    assert "schemaläggaren" not in calm
    assert reverse("incidents") in late
    assert reverse("notices_outbox") in late


def test_every_figure_has_its_words_and_its_limit(client, world, swept, settings, monkeypatch):
    monkeypatch.setattr("config.operations.broker.is_outside", lambda: True)
    monkeypatch.setattr("config.operations.broker.waiting", lambda: 2)
    client.force_login(world.administrator)

    assert "2 meddelanden väntar" in client.get(reverse("system")).content.decode()
    used = {name.replace("sweep_workflow", "sweep") for name in ask(client)[1]["checks"]}
    assert used - {"database", "sweep_config", "sweep_processes", "sweep_notifications"} == set(
        settings.HEALTH_LIMITS
    )


def test_the_page_for_operators_names_every_limit(settings):
    page = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    (limits,) = re.findall(r"^\| figure \| limit .*?\n\n", page, re.MULTILINE | re.DOTALL)
    told = dict(re.findall(r"^\| `(\w+)` \| ([\d,]+)", limits, re.MULTILINE))

    assert {name: int(limit.replace(",", "")) for name, limit in told.items()} == (
        settings.HEALTH_LIMITS
    )


def vacate(world):
    Membership.objects.filter(role="officer").delete()


def fail(world):
    timer = Timer.objects.create(
        subject=world.body, step="none", due_at=world.at, original_due_at=world.at
    )
    Timer.objects.filter(pk=timer.pk).update(status="incident")


@pytest.mark.parametrize("happens", [vacate, fail])
def test_what_waits_for_a_person_is_never_called_well(client, world, swept, happens):
    client.force_login(world.administrator)
    happens(world)

    page = client.get(reverse("system")).content.decode()

    assert ask(client)[0] == 200, "nobody is woken for it"
    assert "Allt fungerar som det ska." not in page
    assert "något väntar på en människa" in page
    assert "Väntar på en människa" in page
