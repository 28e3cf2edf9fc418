"""An officer gives the municipality more time before a case lapses."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.closing.lapsing import put_off
from tests.processes.application.test_lapses import (
    WAITING,
    holds,
    last_day,
    task_of,
    until,
    waiting,
)
from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.calendar import end_of, local_date
from workflow.exceptions import Conflict, NotPermitted


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.mark.parametrize("state", WAITING)
def test_an_officer_gives_more_time_and_then_it_lapses(
    world: World, clock: Any, state: str
) -> None:
    case = waiting(world, state)
    before, due = last_day(case), task_of(case).due
    until(world, clock, end_of(before) - timedelta(days=5))
    day = before + timedelta(days=70)

    put_off(drive.fresh(case), day, "Valet.", by=world.officer, at=world.at)

    assert last_day(case) == day
    assert task_of(case).due == (day if due == before else due)
    entry = trail.history(case).get(step="put_off_lapse")
    assert (entry.because, entry.data["day"]) == ("Valet.", day.isoformat())
    row = Notification.objects.get(rule="lapsing", recipient=world.signatory, actor=world.officer)
    assert row.facts["until"] == day.isoformat()
    until(world, clock, end_of(before))
    assert drive.fresh(case).is_running
    until(world, clock, end_of(day) - timedelta(days=30))
    assert trail.history(case).filter(step="warn_of_lapse").count() == 2
    until(world, clock, end_of(day))
    assert drive.fresh(case).ground == "lapsed"
    assert holds(case)


def test_given_more_time_an_application_is_reminded_of_before_its_new_day(
    world: World, clock: Any
) -> None:
    case = waiting(world, "returned")
    day = last_day(case) + timedelta(days=60)
    put_off(drive.fresh(case), day, "Valet.", by=world.officer, at=world.at)

    rows = Notification.objects.filter(recipient=world.coordinator, rule="due_soon")
    until(world, clock, end_of(day) - timedelta(days=20))
    assert not rows.exists()
    until(world, clock, end_of(day) - timedelta(days=13))
    assert rows.count() == 1


@pytest.mark.parametrize("who", ["coordinator", "signatory", "auditor", "decision_maker"])
def test_only_an_officer_gives_more_time(world: World, clock: Any, who: str) -> None:
    case = waiting(world, "to_be_signed")
    last = last_day(case)

    with pytest.raises(NotPermitted):
        put_off(case, last + timedelta(days=9), "x", by=getattr(world, who), at=world.at)

    assert last_day(case) == last


def test_what_no_longer_lapses_gets_no_more_time(world: World, clock: Any) -> None:
    case = drive.accept(world, drive.apply(world))

    with pytest.raises(Conflict):
        put_off(case, local_date(world.at), "x", by=world.officer, at=world.at)

    assert not trail.history(case).filter(step="put_off_lapse").exists()


def test_the_page_takes_a_later_day_with_reasons(world: World, clock: Any) -> None:
    case = waiting(world, "to_be_signed")
    last, client = last_day(case), Client()
    client.force_login(world.officer)
    address = reverse("case_more_time", args=[case.number])

    assert address in client.get(reverse("case", args=[case.number])).content.decode()
    for day in (last, last + timedelta(days=200)):
        wrong = client.post(address, {"day": day.isoformat(), "reasons": "Valet."})
        assert wrong.context["form"].errors["day"]
    assert client.post(address, {"day": str(last + timedelta(days=9))}).context["form"].errors
    client.post(address, {"day": str(last + timedelta(days=9)), "reasons": "Valet."})

    assert last_day(case) == last + timedelta(days=9)
    client.force_login(world.coordinator)
    assert client.get(address).status_code == 403
