"""Documents and plan of an audit, through the browser's door; and who may do what when."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.review_models import REVIEWED
from processes.audit.team import changes as team
from processes.case.criteria import criteria_of
from processes.case.models import Case
from processes.models import Membership
from processes.roles import Role
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.world import LONG_AGO, World, person
from workflow.engine.transitions import perform
from workflow.models import Task


@pytest.fixture(autouse=True)
def _now(world: World, time_machine) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def proposed(world: World) -> Case:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    taken(world, case, "lead_audit", world.auditor)
    audit = drive.fresh(case).audit
    team.propose_team(audit, [world.second_auditor], by=world.auditor, at=world.at)
    drive.declare_all(case, world.at)
    taken(world, case, "consider_team")
    return drive.fresh(case)


@pytest.fixture
def accepted(world: World, proposed: Case) -> Case:
    perform(proposed.audit.accept_team, by=world.coordinator, at=world.at)
    return drive.fresh(proposed)


# Documents


READY = {"answer": "ready", "looked_at": list(REVIEWED)}


@pytest.mark.obligation(24)
def test_the_lead_reads_every_submitted_answer(world, accepted, client):
    client.force_login(world.auditor)

    page = client.get(address(accepted, "review_documents"))

    assert page.content.decode().count("Så gör vi.") == 6


@pytest.mark.obligation(25)
def test_documents_that_are_ready_lead_to_the_plan(world, accepted, client):
    url = address(accepted, "review_documents")

    post(client, world.auditor, url, **READY, reasons="Titta på tillsynen.")

    assert drive.nodes(accepted) == ["plan_visit"]
    assert drive.fresh(accepted).audit.concerns == "Titta på tillsynen."


@pytest.mark.obligation(25, 26)
def test_documents_that_are_not_ready_go_back_with_concerns(world, accepted, client):
    url = address(accepted, "review_documents")

    post(client, world.auditor, url, **READY | {"answer": "not_ready"}, reasons="Rutiner saknas.")

    assert drive.nodes(accepted) == ["assess"]
    assert drive.fresh(accepted).self_assessment.remarks == "Rutiner saknas."


@pytest.mark.obligation(26)
def test_not_ready_needs_areas_of_concern(world, accepted, client):
    answer = post(client, world.auditor, address(accepted, "review_documents"), answer="not_ready")

    assert "reasons" in answer.context["form"].errors
    assert drive.nodes(accepted) == ["review_documents"]


# Plan


PLAN = {
    "visit_date": "2026-03-23",
    "method": "on_site",
    "objectives": "Pröva servicen",
    "agenda": "09.00 Inledning",
}


@pytest.fixture
def ready(world: World, accepted: Case, client: Client) -> Case:
    post(client, world.auditor, address(accepted, "review_documents"), **READY)
    return drive.fresh(accepted)


@pytest.mark.obligation(22)
def test_the_plan_is_sent_fifteen_working_days_before_the_visit(world, ready, client):
    url = address(ready, "plan_visit")

    early = post(client, world.auditor, url, **{**PLAN, "visit_date": "2026-03-20"})

    assert "23 mars 2026" in str(early.context["form"].errors["visit_date"])
    assert drive.nodes(ready) == ["plan_visit"]


@pytest.mark.obligation(19)
@pytest.mark.parametrize("missing", ["visit_date", "objectives", "agenda"])
def test_a_plan_says_when_what_for_and_how(world, ready, client, missing):
    """Scope and criteria are the case's: what was applied for, and those that its kind looks at."""
    answer = post(client, world.auditor, address(ready, "plan_visit"), **{**PLAN, missing: ""})

    assert missing in answer.context["form"].errors
    assert drive.nodes(ready) == ["plan_visit"]
    found = set(ready.audit.findings.values_list("criterion", flat=True))
    assert found == set(criteria_of(ready).values_list("pk", flat=True))


@pytest.mark.obligation(22)
def test_a_plan_in_good_time_goes_to_the_municipality(world, ready, client):
    post(client, world.auditor, address(ready, "plan_visit"), **PLAN)

    assert drive.nodes(ready) == ["agree_plan"]
    assert drive.fresh(ready).audit.visit_end_date == date(2026, 3, 23)


def test_a_quiet_week_is_a_warning_and_no_obstacle(world, ready, client):
    url = address(ready, "plan_visit")
    quiet = {**PLAN, "visit_date": "2026-07-06"}

    post(client, world.auditor, url, later=1, **quiet)

    assert client.get(url).context["is_quiet"]
    post(client, world.auditor, url, **quiet, plan_reason="Kommunen vill det.")
    assert drive.nodes(ready) == ["agree_plan"]


def test_the_visit_does_not_end_before_it_begins(world, ready, client):
    url = address(ready, "plan_visit")

    answer = post(client, world.auditor, url, **PLAN, visit_end_date="2026-03-20")

    assert "visit_end_date" in answer.context["form"].errors


def test_an_unfinished_plan_is_kept_as_it_was_written(world, ready, client):
    url = address(ready, "plan_visit")

    post(client, world.auditor, url, later=1, visit_date="i mars", objectives="Pröva")

    form = client.get(url).context["form"]
    assert (form["visit_date"].value(), form["objectives"].value()) == ("i mars", "Pröva")
    assert drive.fresh(ready).audit.objectives == ""


@pytest.fixture
def planned(world: World, ready: Case, client: Client) -> Case:
    post(client, world.auditor, address(ready, "plan_visit"), **PLAN)
    taken(world, ready, "agree_plan")
    return drive.fresh(ready)


@pytest.mark.obligation(22)
def test_an_agreed_plan_opens_the_visit(world, planned, client):
    post(client, world.coordinator, address(planned, "agree_plan"), answer="agree")

    assert drive.nodes(planned) == ["visit"]


@pytest.mark.obligation(22)
def test_the_municipality_asks_for_changes_with_remarks(world, planned, client):
    url = address(planned, "agree_plan")

    empty = post(client, world.coordinator, url, answer="ask")
    post(client, world.coordinator, url, answer="ask", reasons="Hellre en tisdag.")

    assert "reasons" in empty.context["form"].errors
    assert drive.nodes(planned) == ["plan_visit"]
    assert drive.fresh(planned).audit.plan_remarks == "Hellre en tisdag."


# Who may, and when


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer"])
def test_foreign_people_find_no_task(world, proposed, client, who):
    client.force_login(getattr(world, who))

    assert client.get(address(proposed, "consider_team")).status_code == 404
    assert client.post(address(proposed, "consider_team"), {"answer": "accept"}).status_code == 404
    assert client.get(reverse("case_audit", args=[proposed.number])).status_code == 404


def test_another_role_cannot_answer_for_the_municipality(world, proposed, client):
    answer = post(client, world.auditor, address(proposed, "consider_team"), answer="accept")

    assert answer.status_code == 409
    assert drive.nodes(proposed) == ["consider_team"]


def test_a_step_taken_twice_changes_nothing(world, accepted, client):
    done = Task.objects.get(process=accepted.main_process, flow_task__endswith="consider_team")
    url = reverse("task", args=[done.pk])

    answer = post(client, world.coordinator, url, answer="object", reasons="Ångrar oss.")

    assert "Ångrar oss." in answer.content.decode()
    assert drive.nodes(accepted) == ["review_documents"]


def test_an_auditor_who_takes_the_task_over_declares_herself_first(world, accepted, client):
    third = person("Tove Revisor", world.body, Role.AUDITOR)
    task = drive.open_task(accepted, "review_documents")
    Task.objects.filter(pk=task.pk).update(owner=third)
    url = reverse("task", args=[task.pk])

    post(client, third, url, **READY)
    assert drive.nodes(accepted) == ["review_documents"]
    post(client, third, url, take_over=1, impartial="on")

    assert drive.fresh(accepted).audit.lead == third
    post(client, third, url, **READY)
    assert drive.nodes(accepted) == ["plan_visit"]
    assert drive.open_task(accepted, "plan_visit").owner == third


def test_a_member_sees_the_case_and_others_of_the_body_do_not(world, accepted, client):
    outsider = person("Ove Revisor", world.body, Role.AUDITOR)
    url = reverse("case_audit", args=[accepted.number])

    client.force_login(world.second_auditor)
    assert client.get(url).status_code == 200
    client.force_login(outsider)
    assert client.get(url).status_code == 404


def test_an_officer_who_decides_elsewhere_is_not_made_a_member_by_reading(world, accepted, client):
    Membership.objects.create(
        person=world.officer, organisation=world.body, role=Role.AUDITOR, from_date=LONG_AGO
    )
    client.force_login(world.officer)

    client.get(reverse("case_audit", args=[accepted.number]))

    assert accepted.audit.team.count() == 2
