import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from config import tasks
from notifications.delivery import send
from notifications.models import Notification
from notifications.tasks import deliver
from tests.support import drive
from workflow import timers
from workflow.models import Timer, tallies
from workflow.tasks import sweep

pytestmark = pytest.mark.django_db
TOKEN = "long and secret enough for a test"


@pytest.fixture
def scrape(client, settings):
    """Read the page as Prometheus does: name and sorted labels of each sample, with its value."""
    settings.METRICS_TOKEN = TOKEN

    def scrape():
        answer = client.get(reverse("metrics"), headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return {
            (sample.name.removeprefix("kvalitetslots_"), *sorted(sample.labels.values())): (
                sample.value
            )
            for family in text_string_to_metric_families(answer.content.decode())
            for sample in family.samples
        }

    return scrape


@pytest.mark.parametrize("shown", [None, "", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN])
def test_without_the_token_there_is_no_such_page(client, settings, shown):
    headers = {} if shown is None else {"authorization": shown}
    for known in ("", TOKEN):
        settings.METRICS_TOKEN = known
        assert client.get(reverse("metrics"), headers=headers).status_code == 404


def test_requests_are_counted_by_view_and_never_by_address(scrape, client, world):
    drive.apply(world)
    client.force_login(world.officer)
    before = scrape().get(("requests_total", "200", "GET", "cases"), 0)

    client.get(reverse("cases"), {"q": "Hultsfred"})
    client.get("/no/such/address/anna@example.org/")
    client.generic("ANNA", reverse("cases"))

    told = scrape()
    assert told["requests_total", "200", "GET", "cases"] == before + 1
    assert told["requests_total", "404", "GET", "none"] >= 1
    assert told["request_seconds_count", "cases"] >= 1
    assert "anna" not in str(told).lower()


def test_the_queues_the_promises_and_the_mails_are_counted(scrape, world):
    case = drive.apply(world)
    timers.start(case, "withdraw", due_at=timezone.now() - timedelta(hours=1))
    Notification.objects.update(
        status="pending", at_once=True, next_try_at=timezone.now() - timedelta(minutes=3)
    )

    told = scrape()

    assert told["queue_tasks", "officer"] == 1
    assert told["queue_tasks", "auditor"] == 0
    assert told[("timers_due",)] >= 1
    assert told["check_value", "timers"] >= 60 * 60
    assert told["outbox_mails", "pending"] == Notification.objects.count()
    assert told["check_value", "mails"] == pytest.approx(180, abs=10)
    assert told["check_ok", "timers"] == 0


def test_what_workers_do_is_counted_over_all_of_them(scrape, world):
    drive.apply(world)
    Notification.objects.update(status="pending", at_once=True)
    sent = Notification.objects.count()
    assert Timer.objects.filter(status="waiting").update(due_at=timezone.now())

    deliver()
    sweep()
    tallies.add(tasks.DONE, "workflow.tasks.sweep", seconds=0.25)
    tallies.add(tasks.FAILED, "workflow.tasks.sweep")

    told = scrape()
    assert told["events_total", "mails", "sent"] == sent
    assert told["events_total", "fired", "timers"] >= 1
    assert told["tasks_total", "done", "workflow.tasks.sweep"] == 1
    assert told["tasks_total", "failed", "workflow.tasks.sweep"] == 1
    assert told["task_seconds_total", "workflow.tasks.sweep"] == 0.25


def test_a_refused_mail_is_counted(scrape, world, monkeypatch):
    def refuse(*_arguments):
        raise ValueError

    drive.apply(world)
    Notification.objects.update(status="pending", at_once=True)
    monkeypatch.setattr(send, "compose", refuse)

    deliver()

    assert scrape()["events_total", "mails", "refused"] == Notification.objects.count()


def test_a_scrape_costs_the_same_however_much_there_is(scrape, world, django_assert_num_queries):
    drive.apply(world)

    with django_assert_num_queries(18):
        scrape()


def test_without_a_database_it_still_answers(scrape, monkeypatch):
    def refuse(*_arguments):
        raise OperationalError

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", refuse)

    told = scrape()

    assert told["check_ok", "database"] == 0
    assert ("queue_tasks", "officer") not in told


def test_the_page_for_operators_names_every_figure(scrape, world, settings):
    tallies.add("mails", "sent")
    page = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    named = set(re.findall(r"kvalitetslots_(\w+)", page))

    for name in {key[0] for key in scrape()}:
        family = re.sub(r"_(bucket|count|sum|created)$", "", name)
        assert family in named or f"_{family.rsplit('_')[-1]}" in page, name
