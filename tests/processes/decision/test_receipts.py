"""From when an appeal is counted: the first opening by whoever speaks for the municipality."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.appeals import actions
from processes.closing.actions import close
from processes.decision.receipts import appeal_ends
from processes.models import Case, Decision, Receipt
from tests.support import drive, stages
from tests.support.sanctioning import suspended
from tests.support.world import START, World
from workflow import trail
from workflow.calendar import local_date
from workflow.trail.entries import history

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def refused(world: World) -> tuple[Case, Decision | None, str]:
    case = drive.fresh(stages.refused(world, world.municipality))
    decision = case.decisions.get()
    return case, decision, reverse("case_decision", args=[case.number, decision.number])


def closed(world: World) -> tuple[Case, Decision | None, str]:
    case = stages.to_be_signed(world, world.municipality)
    close(case, "unsigned", "Ingen svarar.", by=world.officer, at=world.at)
    return drive.fresh(case), None, reverse("case", args=[case.number])


def taken_away(world: World) -> tuple[Case, Decision | None, str]:
    case = drive.grant(world)
    certificate = suspended(world, case)
    decision = Decision.objects.filter(case=None).latest("number")
    return case, decision, reverse("certificate_decision", args=[certificate, decision.number])


EVERY = pytest.mark.parametrize("ended", [refused, closed, taken_away])


def taken_on(case: Case, decision: Decision | None) -> Any:
    moment = case.closed_at if decision is None else decision.decided_at
    assert moment is not None
    return local_date(moment)


def opened(somebody: Any, page: str) -> str:
    client = Client()
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return str(client.get(page).content.decode())


@pytest.mark.obligation(81)
@EVERY
def test_three_weeks_are_counted_from_the_first_opening(world, ended, clock) -> None:
    case, decision, page = ended(world)
    clock.move_to(world.at + 3 * DAY)
    first = opened(world.coordinator, page)
    clock.move_to(world.at + 5 * DAY)
    opened(world.signatory, page)

    [receipt] = Receipt.objects.filter(case=case)

    assert (receipt.person, receipt.decision) == (world.coordinator, decision)
    ends = appeal_ends(case, decision).date
    assert 21 * DAY <= ends - local_date(receipt.at) <= 25 * DAY  # the next working day
    assert f"when {world.coordinator.name} opened it" in first
    steps = list(history(case).values_list("step", flat=True))
    assert steps.count("receive") == 1
    assert not [fault for faults in trail.verify_all() for fault in faults]


@EVERY
def test_who_does_not_speak_for_the_municipality_does_not_open_it_for_them(world, ended) -> None:
    case, decision, page = ended(world)

    for somebody in (world.officer, world.contributor, world.decision_maker):
        opened(somebody, page)

    assert not Receipt.objects.exists()
    assert 35 * DAY <= appeal_ends(case, decision).date - taken_on(case, decision) <= 39 * DAY


@EVERY
def test_nobody_is_believed_to_have_had_it_later_than_the_14th_day(world, ended, clock) -> None:
    case, decision, page = ended(world)
    latest = appeal_ends(case, decision).date
    clock.move_to(world.at + 20 * DAY)

    opened(world.signatory, page)

    assert appeal_ends(case, decision).date == latest


@pytest.mark.parametrize(("days", "is_late"), [(0, True), (None, False)])
def test_an_appeal_says_from_what_it_was_counted(world, clock, days, is_late) -> None:
    case, _decision, page = refused(world)
    if days is not None:
        opened(world.coordinator, page)
    clock.move_to(world.at + 30 * DAY)

    made = actions.appeal(case, "Fel.", by=world.signatory, at=world.at + 30 * DAY)

    assert (made.is_late, made.receipt is None) == (is_late, days is None)
    shown = opened(world.signatory, reverse("appeal", args=[case.number, 1]))
    said = "the latest possible" if days is None else "when the municipality first opened it"
    assert said in shown
