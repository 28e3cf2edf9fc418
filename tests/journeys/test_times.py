"""The time of a case by its pages: parked twice, more time asked for, given and declined."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from processes.extending import rules
from tests.journeys.journey import Journey
from tests.support import drive, stages
from tests.support.visitor import Visitor
from tests.support.world import START, World
from workflow import trail
from workflow.calendar import WorkingCalendar, local_date
from workflow.models import Task, TrailChain

pytestmark = pytest.mark.timeout(300)
CALENDAR, DAY = WorkingCalendar(), timedelta(days=1)
PARK, ASK = "Låt ärendet vila", "Be att ärendet får vila"


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def journey(world: World, clock: Any) -> Journey:
    return Journey(world, world.municipality, clock)


def trail_holds() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def today() -> date:
    return local_date(timezone.now())


def said(days: int) -> dict[str, str]:
    return {"until": str(today() + days * DAY), "ground": "illness", "reasons": "Sjukdom."}


def beside(journey: Journey, person: Any, node: str) -> Visitor:
    """The person takes the task of a small flow beside the case, and has it before her."""
    tasks = Task.objects.filter(process__business_key=journey.case.number, finished=None)
    task = next(one for one in tasks.exclude(role="") if one.flow_task.name == node)
    visitor = Visitor(person).open(f"/task/{task.pk}/")
    return visitor if task.owner_id else visitor.press("Ta uppgiften")


def test_parked_twice_by_wish_and_by_force_all_dates_are_right(journey: Journey) -> None:
    world = journey.world
    case = stages.STATES["assessing"](world, journey.place)
    address, due = f"/case/{case.number}/", drive.open_task(case, "assess").due

    journey.later(10)
    began = today()
    Visitor(world.coordinator).open(address).follow(ASK).press("Fråga en handläggare", **said(30))
    beside(journey, world.officer, "answer_parking").press(PARK, **said(30))
    assert "vilar till" in Visitor(world.coordinator).open("/").text()
    journey.later(31)
    once = drive.open_task(case, "assess").due
    assert once == CALENDAR.add_days(began + 30 * DAY, (due - began).days, "").date

    journey.later(3)
    began = today()
    Visitor(world.officer).open(address).follow(PARK).press(PARK, **said(40))
    journey.later(20)
    resumed = today()
    Visitor(world.officer).open(address).follow("Låt ärendet fortsätta nu").press(
        "Låt ärendet fortsätta nu"
    )
    twice = drive.open_task(case, "assess").due
    assert twice == CALENDAR.add_days(resumed, (once - began).days, "").date
    assert "Vila från" in Visitor(world.coordinator).open(address).text()
    assert trail_holds()


def test_more_time_is_declined_and_then_given_once(journey: Journey) -> None:
    world = journey.world
    case = stages.STATES["answering"](world, journey.place)
    task = drive.open_task(case, "answer_findings")
    address, last = f"/case/{case.number}/extend/{task.pk}/", rules.longest(task, case)
    assert last is not None
    day = CALENDAR.before(last)
    wish = {"day": str(day), "reasons": "Semestrar."}

    Visitor(world.coordinator).open(address).press("Be om mer tid", **wish)
    answer = beside(journey, world.auditor, "answer_as_lead")
    answer.press("Låt den gamla dagen gälla", reasons="Det hinns.")
    assert drive.open_task(case, "answer_findings").due == task.due

    journey.later(1)
    Visitor(world.coordinator).open(address).press("Be om mer tid", **wish)
    beside(journey, world.auditor, "answer_as_lead").press("Ge mer tid", day=str(day))
    assert drive.open_task(case, "answer_findings").due == day
    again = Visitor(world.coordinator).open(address).press("Be om mer tid", **wish)
    assert "mer blir det inte" in again.text()
    assert "Förlängd från" in Visitor(world.coordinator).open(f"/case/{case.number}/").text()
    assert trail_holds()
