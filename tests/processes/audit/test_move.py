"""An agreed visit gets another day: one side proposes it with a reason, the other answers."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit import actions
from processes.audit.actions import Grading
from processes.case.models import Case
from tests.support import drive
from tests.support.hands import address, post
from tests.support.world import World
from workflow import trail

OTHER = {"visit_date": "2026-04-14", "visit_end_date": "", "plan_reason": "Revisorn är sjuk."}


@pytest.fixture(autouse=True)
def _now(world: World, time_machine: Any) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def agreed(world: World) -> Case:
    return drive.audited(world)


def page(case: Case) -> str:
    return reverse("audit_move", args=[case.number])


def test_the_lead_proposes_another_day_and_the_municipality_accepts(
    world: World, agreed: Case, client: Client
) -> None:
    post(client, world.auditor, page(agreed), **OTHER)

    assert drive.nodes(agreed) == ["agree_plan"]
    client.force_login(world.coordinator)
    drive.claim(drive.open_task(agreed, "agree_plan"), by=world.coordinator, at=world.at)
    assert "Revisorn är sjuk." in client.get(address(agreed, "agree_plan")).content.decode()
    post(client, world.coordinator, address(agreed, "agree_plan"), answer="agree")
    audit = drive.fresh(agreed).audit
    assert (audit.current_state, audit.visit_date) == ("agreed", date(2026, 4, 14))
    assert audit.visit_end_date == date(2026, 4, 14)
    assert drive.nodes(agreed) == ["visit"]
    assert drive.open_task(agreed, "visit").due == date(2026, 4, 21)


def test_the_municipality_proposes_another_day_and_the_lead_answers_with_a_plan(
    world: World, agreed: Case, client: Client
) -> None:
    asked = {**OTHER, "plan_reason": "Nämnden sammanträder."}

    post(client, world.coordinator, page(agreed), **asked)

    assert drive.nodes(agreed) == ["plan_visit"]
    client.force_login(world.auditor)
    shown = client.get(address(agreed, "plan_visit"))
    assert "Nämnden sammanträder." in shown.content.decode()
    assert shown.context["form"]["visit_date"].value() == date(2026, 4, 14)


def test_what_is_graded_is_kept(world: World, agreed: Case, client: Client) -> None:
    one = agreed.audit.findings.get(criterion__code="LED-01")
    actions.grade(one, Grading("conform", 3, "", "", one.version), by=world.auditor)

    post(client, world.auditor, page(agreed), **OTHER)

    assert agreed.audit.findings.get(criterion__code="LED-01").grade == "conform"


def test_the_trail_tells_both_days_and_the_reason(
    world: World, agreed: Case, client: Client
) -> None:
    post(client, world.auditor, page(agreed), **OTHER)

    entry = trail.history(agreed).get(step="move_visit")
    assert entry.because == "Revisorn är sjuk."
    assert entry.data["from"] == ["2026-04-01", "2026-04-01"]
    assert entry.data["to"] == ["2026-04-14", "2026-04-14"]


WRONG = {
    "no reason": ({"plan_reason": ""}, "plan_reason"),
    "too soon": ({"visit_date": "2026-03-10"}, "visit_date"),
    "beyond the cycle": ({"visit_date": "2206-05-05"}, "visit_date"),
    "too long": ({"visit_end_date": "2026-06-01"}, "visit_end_date"),
}


@pytest.mark.parametrize(("change", "field"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("who", ["auditor", "coordinator"])
def test_the_other_day_is_guarded_like_the_first(
    world: World, agreed: Case, client: Client, who: str, change: dict[str, str], field: str
) -> None:
    answer = post(client, getattr(world, who), page(agreed), **{**OTHER, **change})

    assert field in answer.context["form"].errors
    assert drive.nodes(agreed) == ["visit"]
    assert drive.fresh(agreed).audit.visit_date == date(2026, 4, 1)


def test_only_an_agreed_visit_is_moved(world: World, agreed: Case, client: Client) -> None:
    case = drive.visit(world, agreed)

    assert post(client, world.auditor, page(case), **OTHER).status_code == 409
    assert drive.nodes(case) == ["draft_report"]


def test_moving_twice_moves_once(world: World, agreed: Case, client: Client) -> None:
    post(client, world.auditor, page(agreed), **OTHER)

    assert post(client, world.auditor, page(agreed), **OTHER).status_code == 409
    assert drive.nodes(agreed) == ["agree_plan"]


@pytest.mark.parametrize("who", ["officer", "signatory", "neighbour_coordinator", "observer"])
def test_nobody_else_moves_a_visit(world: World, agreed: Case, client: Client, who: str) -> None:
    client.force_login(getattr(world, who))

    assert client.get(page(agreed)).status_code == 404
