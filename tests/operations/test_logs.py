"""What a machine keeps of a journey through the system: everything that happened, and nobody."""

import json
import logging
import logging.config
import re
from io import StringIO
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config import logs
from config.celery import app
from notifications import delivery
from notifications.models import Notification
from processes.models import Certificate, Organisation, Person
from tests.journeys.journey import Journey
from tests.notifications.post import open_office
from tests.support import drive
from tests.support.world import START

pytestmark = pytest.mark.django_db
PASSWORD = "rätt lösenord 2026"
ROUGH_EMAIL = "anna.ek@example.org"


@pytest.fixture
def lines():
    """The log of production from here on: each line as it was read by a machine."""
    kept = logs.machine()
    handler = logging.StreamHandler(StringIO())
    formatter = kept["formatters"]["line"]
    handler.setFormatter(logging.config.DictConfigurator(kept).configure_formatter(formatter))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def private(client=None):
    """Everything about people, and everything secret, that a line could hold."""
    people = Person.objects.values_list("name", "email")
    words = {word for name, address in people for word in (name, *name.split(), address)}
    words |= {ROUGH_EMAIL, PASSWORD, quote(PASSWORD)}
    for cookie in client.cookies.values() if client else ():
        words.add(cookie.value)
    return {word.casefold() for word in words if len(word) > 3}


def leaks(lines, words):
    text = [json.dumps(line, ensure_ascii=False).casefold() for line in lines]
    return [line for line in text for word in words if re.search(rf"\b{re.escape(word)}\b", line)]


@pytest.mark.timeout(300)
def test_a_whole_journey_leaves_no_person_in_the_log(world, lines):
    with time_machine.travel(START, tick=False) as clock, open_office():
        journey = Journey(world, Organisation.objects.get(name="Hultsfred"), clock)
        journey.apply("Service till företag")
        journey.accept()
        journey.assess()
        journey.audit()
        journey.decide("grant")
        Notification.objects.filter(status="pending").update(at_once=True)
        delivery.deliver_due(timezone.now())

    told = lines()
    assert Certificate.objects.filter(case=journey.case).exists()
    assert {line["view"] for line in told if line["event"] == "Request"} >= {"inbox", "task"}
    assert {line.get("user_id") for line in told} >= {world.officer.pk, world.auditor.pk}
    assert leaks(told, private()) == []


def test_signing_in_and_failing_to_leave_neither_address_nor_password(client, world, lines):
    world.auditor.set_password(PASSWORD)
    world.auditor.save()
    login = reverse("account_login")
    client.post(login, {"login": world.auditor.email, "password": "fel lösenord"})
    client.post(login, {"login": world.auditor.email, "password": PASSWORD})
    client.get(reverse("cases"), {"q": "Rut Revisor", "personnummer": "19121212-1212"})

    told = lines()
    assert told[-1]["view"] == "cases"
    assert told[-1]["user_id"] == world.auditor.pk
    assert leaks(told, private(client)) == []
    assert "1212" not in json.dumps([line | {"timestamp": ""} for line in told])


def test_the_key_of_a_forgotten_password_is_not_kept(client, world, lines):
    world.auditor.set_password(PASSWORD)
    world.auditor.save()
    client.post(reverse("account_reset_password"), {"email": world.auditor.email})
    delivery.deliver_due(timezone.now())
    (link,) = re.findall(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    client.get(link)

    told = lines()
    assert told[-1]["view"] == "account_reset_password_from_key"
    assert link.rstrip("/").split("/")[-1] not in json.dumps(told)


def test_a_page_that_fails_tells_where_and_not_whom(world, lines, monkeypatch):
    def fail(*_arguments, **_named):
        raise IntegrityError(f"Key (email)=({ROUGH_EMAIL}) already exists")

    monkeypatch.setattr("workflow.roles.grants", fail)
    monkeypatch.setattr("processes.organisations.administration.grants", fail)
    client = Client(raise_request_exception=False)
    client.force_login(world.administrator)

    answer = client.get(reverse("schemes"))

    failed = [line for line in lines() if line["level"] == "error"]
    assert answer.status_code == 500
    assert failed[0]["event"] == "Internal Server Error: …"
    assert failed[0]["exception"].endswith("IntegrityError")
    assert {line["request_id"] for line in failed} == {answer.headers["X-Request-ID"]}
    assert leaks(lines(), private(client)) == []


@app.task(name="tests.fail_about")
def fail_about(address):
    raise ValueError(f"{address} is not known")


def test_a_task_that_fails_tells_neither_what_it_was_given_nor_why(lines):
    app.loader.import_default_modules()

    fail_about.apply(args=[ROUGH_EMAIL])

    (failed,) = [line for line in lines() if line["level"] == "error"]
    assert failed["task"] == "tests.fail_about"
    assert failed["exception"].endswith("ValueError")
    assert leaks(lines(), private()) == []


def test_a_refused_mail_does_not_tell_whose(world, lines):
    drive.apply(world)
    Notification.objects.update(status="pending", at_once=True)
    with open_office() as office:
        office.refuse = "550 nobody of that name here: hanna.handläggare@example.org"
        delivery.deliver_due(timezone.now())

    refused = [line for line in lines() if line["level"] == "error"]
    assert refused
    assert leaks(refused, private()) == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [("0123456789abcdef", True), ("anna-ek-sjuttiotvå", False), ("191212121212", False)],
)
def test_the_number_of_a_request_stands_on_its_lines_and_in_the_answer(client, lines, given, kept):
    answer = client.get(reverse("health_live"), headers={"x-request-id": given})

    number = answer.headers["X-Request-ID"]
    assert (number == given) is kept
    assert lines()[-1]["request_id"] == number
    assert "user_id" not in lines()[-1]


def test_the_line_of_a_request_names_what_was_refused_by_its_code(world, client, lines):
    case = drive.apply(world)
    client.force_login(world.coordinator)

    client.post(reverse("application_new"), {"scheme": world.scheme.pk})
    client.get(reverse("case", args=[case.number]))

    refused, read = [line for line in lines() if line["event"] == "Request"]
    assert refused["refusal"] == "refused.case_running"
    assert "refusal" not in read


@pytest.mark.parametrize(
    ("words", "values", "kept"),
    [
        ("timer %s failed", (17,), "timer 17 failed"),
        ("cannot reach %s", ("anna",), "cannot reach …"),
        ("%(n)d of %(name)s", ({"n": 2, "name": "anna"},), "2 of …"),
        ("Error for anna.ek@example.org", (), "Error for …"),
        ("Person 19121212-1212 is unknown", (), "Person … is unknown"),
        (ValueError("anna"), (), "ValueError"),
    ],
)
def test_of_what_is_put_into_a_line_only_numbers_pass(lines, words, values, kept):
    logging.getLogger("some.library").warning(words, *values)

    assert lines()[-1]["event"] == kept
