"""The days of a plan lie within the cycle: whatever is sent, the municipality can answer."""

from typing import Any

import pytest
from django.test import Client

from processes.case.models import Case
from tests import drive
from tests.hands import address, post, taken
from tests.world import World

PLAN = {"visit_end_date": "", "method": "on_site", "objectives": "Pröva", "agenda": "09.00"}


@pytest.fixture(autouse=True)
def _now(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def case(world: World) -> Case:
    return drive.lead(world, drive.assess(world, drive.accept(world, drive.apply(world))))


def test_the_municipality_can_answer_whatever_plan_was_sent(
    world: World, case: Case, client: Client
) -> None:
    client.raise_request_exception = False
    plan = {"visit_date": "9999-12-30", **PLAN}
    post(client, world.auditor, address(case, "plan_visit"), **plan)

    status = 302
    if drive.fresh(case).audit.current_state == "planned":
        url = taken(world, case, "agree_plan")
        answer = post(client, world.coordinator, url, answer="agree", reasons="")
        status = answer.status_code

    assert status != 500


def test_a_visit_in_180_years_is_refused(world: World, case: Case, client: Client) -> None:
    post(client, world.auditor, address(case, "plan_visit"), visit_date="2206-05-05", **PLAN)

    assert drive.fresh(case).audit.current_state == "ready"
