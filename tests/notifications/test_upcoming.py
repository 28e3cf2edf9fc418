"""The mails to come of a case: asked in a few questions, each told once for all its readers."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.models import Notification
from notifications.pages import upcoming
from processes.models import Case
from processes.roles import Role
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import START, World, person
from workflow import queues
from workflow.models import Exclusion


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def to_be_led(world: World, readers: int, hand_backs: int) -> Case:
    """A case whose task many may take, and that came back so many times."""
    for number in range(readers):
        person(f"Revisor {number:02}", world.body, Role.AUDITOR)
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    task = drive.open_task(case, "lead_audit")
    for _ in range(hand_backs):
        queues.claim(task.pk, by=world.auditor, at=world.at)
        task.refresh_from_db()
        queues.hand_back(task, by=world.auditor, at=world.later(seconds=1))
    return case


@pytest.mark.parametrize(("readers", "hand_backs"), [(1, 1), (30, 10)])
def test_what_is_asked_is_the_same_for_few_and_many(
    world: World, readers: int, hand_backs: int
) -> None:
    case = Case.objects.get(pk=to_be_led(world, readers, hand_backs).pk)
    until = START.date() + timedelta(days=365)

    with CaptureQueriesContext(connection) as asked:
        groups, _more = upcoming.groups(world.at, until, case=case, start=0, number=1000)

    assert len(asked) <= 10, [query["sql"] for query in asked]
    assert sum(len(group.people) for group in groups) > readers


def test_the_same_to_many_is_told_once(world: World) -> None:
    case = to_be_led(world, 30, 0)

    page = as_person(world.officer).get(reverse("notices_coming", args=[case.number]))

    groups = page.context["groups"]
    assert max(len(group.people) for group in groups) >= 30
    moments = [(one.due.at, one.due.row.subject, one.due.row.rule) for one in groups]
    assert len(moments) == len(set(moments))
    assert moments == sorted(moments, key=lambda one: one[0])


def test_the_list_has_pages(world: World) -> None:
    case = to_be_led(world, 0, 60)
    client, address = as_person(world.officer), reverse("notices_coming", args=[case.number])

    first = client.get(address)
    second = client.get(first.context["next"])

    assert len(first.context["groups"]) == 50
    assert 0 < len(second.context["groups"]) <= 50
    assert client.get(address, {"after": "9" * 30}).status_code == 200


def test_who_may_no_longer_know_is_not_shown(world: World) -> None:
    case = to_be_led(world, 3, 0)
    away = Notification.objects.filter(case=case, recipient__name__startswith="Revisor").first()
    assert away is not None
    Exclusion.objects.create(process=case.main_process, person=away.recipient, reason="a tie")

    due = upcoming.mails(world.at, START.date() + timedelta(days=60), case=case)

    assert away.recipient_id not in {one.row.recipient_id for one in due}
    assert due


def test_what_is_told_again_and_again_is_shown_once_more(world: World) -> None:
    case = to_be_led(world, 0, 0)
    task = drive.open_task(case, "lead_audit")

    due = upcoming.mails(world.at, START.date() + timedelta(days=365), case=case)

    late = {one.row.occurrence for one in due if one.row.rule == "overdue"}
    assert late == {f"{task.due} +{days}" for days in (1, 7, 14, 21)}
