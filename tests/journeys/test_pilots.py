"""The three pilots, each through a whole cycle by its pages: application to recertification."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from processes.models import Certificate, Organisation, Scheme
from tests.journeys.journey import Journey
from tests.support import drive
from tests.support.stages import new_municipality
from tests.support.visitor import Visitor
from tests.support.world import START, World, standard_scheme
from workflow import trail
from workflow.models import TrailChain

pytestmark = pytest.mark.timeout(400)
"""Years of a municipality by its pages: a busy machine needs minutes."""


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def real_scheme(world: World) -> Scheme:
    return standard_scheme(world, START)


def _journey(world: World, clock: Any, name: str) -> Journey:
    place = Organisation.objects.filter(name=name).first()
    if place is None or place == world.neighbour:
        place = new_municipality(world, f"08{len(name):02}", name)
    return Journey(world, place, clock)


def _certificate(journey: Journey) -> Certificate:
    return Certificate.objects.filter(certification__organisation=journey.place).latest("revision")


def _renew(journey: Journey) -> None:
    """Two surveillances and the recertification; the new validity follows the old."""
    first = _certificate(journey)
    journey.surveillance()
    journey.surveillance()
    journey.surveillance()
    renewed = _certificate(journey)
    assert (renewed.number, renewed.revision) == (first.number, first.revision + 1)
    assert renewed.anchor_date == first.expiry_date
    assert [case.kind for case in journey.case.certification.cases.order_by("pk")][-3:] == [
        "surveillance",
        "surveillance",
        "recertification",
    ]


def _trail_holds() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_hultsfred_is_certified_without_remark_and_renewed(world: World, clock: Any) -> None:
    journey = _journey(world, clock, "Hultsfred")
    journey.apply("Service till företag i Hultsfred")
    journey.accept()
    receipt = journey.assess()
    assert journey.case.self_assessment.snapshots.get().sha256[:12] in receipt

    journey.audit()
    journey.decide("grant")

    assert _certificate(journey).expiry_date.year == 2029
    public = Visitor().open(f"/register/{journey.place.code}/").text()
    assert _certificate(journey).number in public
    _renew(journey)
    assert _trail_holds()


@pytest.mark.usefixtures("real_scheme")
def test_hogsby_is_returned_once_has_a_major_and_two_minors_and_is_renewed(
    world: World, clock: Any
) -> None:
    journey = _journey(world, clock, "Högsby kommun")
    journey.apply("Service")
    journey.send_back("Ange vilka enheter som ingår.")
    journey.complete_application("Service i alla förvaltningar")
    journey.accept()
    journey.assess()

    journey.audit({"LED-01": "major", "LED-02": "minor", "TID-01": "minor"})
    journey.answer()
    journey.judge({"LED-02": "ask_more"})
    assert drive.nodes(journey.case) == ["answer_findings"]
    journey.answer()
    journey.judge()
    journey.verify()

    gates = journey.case.decisions.latest("number").basis["gates"]
    assert {gate["key"]: gate["met"] for gate in gates}["majors_verified"]
    journey.decide("grant")
    _renew(journey)
    assert _trail_holds()


def test_vimmerby_is_refused_then_granted_and_renewed(world: World, clock: Any) -> None:
    journey = _journey(world, clock, "Vimmerby")
    journey.apply("Service")
    journey.accept()
    journey.assess()
    journey.audit()
    journey.decide("refuse", "Underlaget visar inte att kraven är uppfyllda.")
    assert journey.case.current_state == "refused"
    assert not Certificate.objects.filter(certification__organisation=journey.place).exists()

    journey.later(90)
    journey.apply("Service, nu i alla förvaltningar")
    journey.accept()
    journey.assess()
    journey.audit()
    journey.decide("grant")

    assert _certificate(journey).effective_date > date(2026, 6, 1)
    _renew(journey)
    assert _trail_holds()
