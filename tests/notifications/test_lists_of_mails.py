"""A mail in a list is named by its own subject."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from notifications.texts.messages import compose
from processes.case.models import Case
from processes.closing.lapsing import put_off
from tests.support import drive, stages
from tests.support.amending import confirmed, proposed, waiting
from tests.support.world import World
from workflow.calendar import local_date

pytestmark = pytest.mark.usefixtures("swedish")
Status = Notification.Status


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def more_time(world: World) -> Case:
    case = stages.STATES["to_be_signed"](world, world.municipality)
    day = local_date(world.at) + timedelta(days=200)
    put_off(drive.fresh(case), day, "Valet.", by=world.officer, at=world.at)
    return case


def corrected(world: World) -> Case:
    return confirmed(world, proposed(world, waiting(world), "LED-03", "strength", level=4))


def own_subjects(world: World, **wanted: Any) -> set[str]:
    """What the mails themselves bear, those told together left to their own summary."""
    rows = Notification.objects.filter(**wanted).with_all()
    today = local_date(world.at)
    return {compose(row, today, bundled=tuple(row.bundled.with_all())).subject for row in rows}


@pytest.mark.parametrize(
    ("happens", "words"),
    [(more_time, "Ni har mer tid"), (corrected, "Revisionsrapporten är rättad")],
)
def test_each_list_names_a_mail_by_its_subject(
    world: World, client: Client, happens: Any, words: str
) -> None:
    case = happens(world)
    Notification.objects.update(status=Status.SENT, sent_at=world.at)
    client.force_login(world.administrator)

    post = client.get(reverse("notices_outbox"), {"status": Status.SENT})
    client.force_login(world.coordinator)
    page = client.get(reverse("case_messages", args=[case.number])).content.decode()

    subjects = {mail.subject for mail in post.context["mails"]}
    assert subjects == own_subjects(world)
    assert any(words in one for one in subjects)
    assert words in page
    assert "Ett ärende förfaller snart" not in page
    assert "Ett beslut är fattat" not in page


def test_a_list_of_many_mails_asks_no_more(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    corrected(world)
    client.force_login(world.administrator)
    client.get(reverse("notices_outbox"))

    with django_assert_max_num_queries(8):
        found = client.get(reverse("notices_outbox"), {"status": Status.PENDING})

    assert len(found.context["mails"]) > 10
