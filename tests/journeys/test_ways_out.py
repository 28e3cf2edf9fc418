"""Every way out of a case by its pages, and what is possible afterwards."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from processes.models import Certificate, ProgrammeItem
from tests.journeys.journey import Journey
from tests.support import drive, stages
from tests.support.overdue import asked
from tests.support.visitor import Visitor
from tests.support.world import START, World
from workflow import trail
from workflow.models import TrailChain

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def journey(world: World, clock: Any) -> Journey:
    return Journey(world, world.municipality, clock)


def end(journey: Journey, person: Any, button: str, **fields: str) -> Visitor:
    """Somebody ends the case on its page."""
    visitor = Visitor(person).open(f"/case/{journey.case.number}/")
    return visitor.follow("Avsluta ärendet i förtid").press(button, **fields)


def trail_holds() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_a_draft_is_deleted_and_a_new_application_begun(journey: Journey) -> None:
    world = journey.world
    Visitor(world.coordinator).open("/").follow("Ny ansökan").press("Börja ansökan")
    first = journey.case

    end(journey, world.coordinator, "Ta bort utkastet")
    journey.apply("Service till företag")

    assert drive.fresh(first).current_state == "deleted"
    assert journey.case.previous == first
    assert trail_holds()


STAGES = ("submitted", "assessing", "to_be_led", "planned", "report_sent", "answering", "deciding")


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_is_withdrawn_in_each_stage_and_applied_for_again(
    journey: Journey, stage: str
) -> None:
    world = journey.world
    case = stages.STATES[stage](world, journey.place)

    ended = end(journey, world.signatory, "Dra tillbaka ärendet", reasons="Ny organisation.")

    assert "tillbakadraget av kommunen" in ended.text().lower()
    assert drive.fresh(case).current_state == "withdrawn"
    journey.apply("Service till företag")
    assert journey.case != case
    assert trail_holds()


def test_an_officer_closes_a_case_whose_agreement_nobody_signs(journey: Journey) -> None:
    world = journey.world
    case = stages.to_be_signed(world, journey.place)
    journey.later(60)

    end(journey, world.officer, "Avsluta ärendet", ground="unsigned", reasons="Två påminnelser.")

    assert drive.fresh(case).outcome == "avslutat: avtalet är inte undertecknat"
    page = Visitor(world.coordinator).open(f"/case/{case.number}/")
    assert "Två påminnelser." in page.text()
    page.follow("Skriv ett överklagande").press("Skicka överklagandet", text="Vi väntade på er.")
    journey.apply("Service till företag")
    assert trail_holds()


def silent(journey: Journey, clock: Any) -> Visitor:
    """A surveillance that nobody does, on the officer's table."""
    drive.grant(journey.world)
    item = ProgrammeItem.objects.earliest("opens_date")
    days = (item.visit_by_date - timezone.now().date()).days + 1
    journey.later(days)
    task = asked(ProgrammeItem.objects.get(pk=item.pk))
    visitor = Visitor(journey.world.officer).open("/inbox/team/")
    return visitor.open(f"/task/{task.pk}/").press("Ta uppgiften")


EXITS = {"go_on": "owed", "open_anew": "opened", "move": "planned", "leave_out": "cancelled"}


@pytest.mark.parametrize("answer", EXITS)
def test_a_silent_surveillance_goes_on_by_each_exit(
    journey: Journey, clock: Any, answer: str
) -> None:
    visitor = silent(journey, clock)
    day = journey._in(60).isoformat()

    visitor.press("Besluta", answer=answer, day=day, reasons="Kommunen har valt ny nämnd.")

    item = ProgrammeItem.objects.earliest("opens_date", "pk")
    items = ProgrammeItem.objects.filter(kind="surveillance", ordinal=1)
    assert items.get().current_state == EXITS[answer], item
    assert trail_holds()


def test_after_the_certificate_a_new_application_is_possible_at_once(
    journey: Journey, clock: Any
) -> None:
    drive.grant(journey.world)
    certificate = Certificate.objects.get()
    clock.move_to(datetime.combine(certificate.expiry_date, START.timetz()))
    journey.later(2)

    journey.apply("Service till företag")

    assert journey.case.kind == "initial"
    assert trail_holds()
