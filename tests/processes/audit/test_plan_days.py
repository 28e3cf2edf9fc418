"""The days of a plan lie within the cycle: whatever is sent, the municipality can answer."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from processes.audit import deadlines
from processes.case.models import Case
from tests.processes.audit.test_audit_pages import PLAN as GOOD
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.world import World

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


UNUSUAL = {
    "a quiet week": "2026-07-06",
    "a Saturday": "2026-03-28",
    "a public holiday": "2026-05-14",
}


@pytest.mark.parametrize("day", UNUSUAL.values(), ids=UNUSUAL)
def test_an_unusual_day_is_asked_for_its_reason(world, case, client, day):
    url, odd = address(case, "plan_visit"), {**GOOD, "visit_date": day}

    asked = post(client, world.auditor, url, **odd)
    post(client, world.auditor, url, **odd, plan_reason="Kommunen vill det.")

    assert list(asked.context["form"].errors) == ["plan_reason"]
    assert drive.nodes(case) == ["agree_plan"]
    assert drive.fresh(case).audit.plan_reason == "Kommunen vill det."


def test_a_visit_later_than_the_programme_has_it_is_asked_for_its_reason(
    world, case, client, monkeypatch
):
    monkeypatch.setattr(deadlines, "visit_by", lambda case: date(2026, 3, 27))
    url = address(case, "plan_visit")

    late = post(client, world.auditor, url, **{**GOOD, "visit_date": "2026-03-30"})

    assert "27 mars 2026" in str(late.context["form"].errors["plan_reason"])
    post(client, world.auditor, url, **{**GOOD, "visit_date": "2026-03-27"})
    assert drive.nodes(case) == ["agree_plan"]


OUT_OF_BOUNDS = ("9999-12-30", "2206-05-05", "2029-03-05", "2026-03-01", "0001-01-01")


@pytest.mark.parametrize("day", OUT_OF_BOUNDS)
@pytest.mark.parametrize("field", ["visit_date", "visit_end_date"])
def test_a_day_outside_the_cycle_is_refused_at_its_field(world, case, client, day, field):
    said = {**GOOD, "plan_reason": "Vi vill.", field: day}

    answer = post(client, world.auditor, address(case, "plan_visit"), **said)

    assert field in answer.context["form"].errors
    assert drive.nodes(case) == ["plan_visit"]


@pytest.mark.parametrize(("last", "sent"), [("2026-04-07", True), ("2026-04-08", False)])
def test_a_visit_takes_at_most_ten_working_days(world, case, client, last, sent):
    post(client, world.auditor, address(case, "plan_visit"), **GOOD, visit_end_date=last)

    assert drive.nodes(case) == (["agree_plan"] if sent else ["plan_visit"])


def test_an_empty_last_day_follows_the_first_also_when_that_is_changed(world, case, client):
    post(client, world.auditor, address(case, "plan_visit"), **GOOD)
    url = taken(world, case, "agree_plan")
    post(client, world.coordinator, url, answer="ask", reasons="Hellre senare.")

    url = address(case, "plan_visit")
    client.force_login(world.auditor)
    shown = client.get(url).context["form"]["visit_end_date"].value()
    post(client, world.auditor, url, **{**GOOD, "visit_date": "2026-03-25"}, visit_end_date="")

    audit = drive.fresh(case).audit
    assert not shown
    assert (audit.visit_date, audit.visit_end_date) == (date(2026, 3, 25), date(2026, 3, 25))


def test_the_page_names_the_day_that_the_server_takes(world, case, client):
    client.force_login(world.auditor)

    page = client.get(address(case, "plan_visit"))

    assert page.context["earliest"].date == date(2026, 3, 23)
