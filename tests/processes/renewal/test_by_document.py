"""A surveillance by document: nobody visits, and its decision keeps the hard date."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes import kinds
from processes.audit import actions as audit_actions
from processes.audit.actions import Grading
from processes.audit.agenda import covering
from processes.audit.team import changes as team
from processes.models import Case, ProgrammeItem
from processes.renewal.programme.choosing import choose
from processes.scheme.rhythm.feasibility import judge
from processes.scheme.rhythm.planned_items import rhythm_of
from tests.support import drive
from tests.support.sanctioning import statuses
from tests.support.world import World
from workflow import sweep
from workflow.calendar import local_date, start_of
from workflow.engine.transitions import perform
from workflow.exceptions import NotPermitted, Refused
from workflow.trail import proof

pytestmark = pytest.mark.django_db
ROWS = ("processes.programmeitem", "processes.audit", "processes.case")
REASONS = "Förra besöket var rent."


@pytest.fixture
def item(world: World) -> ProgrammeItem:
    """The first surveillance of a certified municipality, planned by document."""
    drive.grant(world)
    found = ProgrammeItem.objects.get(kind="surveillance", ordinal=1)
    choose(found, by_document=True, reasons=REASONS, by=world.officer, at=world.at)
    return ProgrammeItem.objects.get(pk=found.pk)


def opened(world: World, item: ProgrammeItem) -> Case:
    world.at = start_of(item.opens_date)
    sweep.fire_due(world.at)
    return Case.objects.get(kind=kinds.BY_DOCUMENT)


def examined(world: World, case: Case, grade: str = "conform") -> Case:
    """Assessed, led, accepted, graded and concluded: without a plan and a visit."""
    case = drive.assess(world, case)
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    perform(drive.fresh(case).audit.accept_team, by=world.coordinator, at=world.at)
    assert drive.nodes(case) == ["examine"]
    audit = drive.fresh(case).audit
    level = {"major": 0, "minor": 1}.get(grade, 3)
    for place, finding in enumerate(audit.findings.order_by("pk")):
        said = ("conform", 3) if place else (grade, level)
        grading = Grading(*said, "Det saknas", "Handling", finding.version)
        audit_actions.grade(finding, grading, by=world.auditor)
    audit.conclusion = "Teamet är enigt."
    audit.covered = covering(case, kinds.KEEPING, "Allt är på plats.")
    audit.save(update_fields=["conclusion", "covered"])
    audit_actions.conclude_visit(audit, local_date(world.at), by=world.auditor, at=world.at)
    return drive.fresh(case)


@pytest.mark.obligation(59)
def test_it_is_answered_examined_and_decided_without_a_visit(
    world: World, item: ProgrammeItem
) -> None:
    case = opened(world, item)
    assert case.hard_date == ("decision", item.decide_by_date)
    told = Notification.objects.filter(rule="opened", case=case, recipient=world.coordinator)
    assert told.exists()

    case = drive.decide(world, drive.report(world, examined(world, case)))

    assert (case.current_state, case.decisions.get().kind) == ("continued", "continue")
    assert ProgrammeItem.objects.get(pk=item.pk).current_state == "done"
    assert (case.audit.visit_date, statuses(case)) == (None, ["valid"])
    assert not [one for one in proof.differences() if one.row.startswith(ROWS)]


@pytest.mark.obligation(59)
def test_its_decision_keeps_the_day_that_a_visit_would_have_kept(
    world: World, item: ProgrammeItem
) -> None:
    with_visit = ProgrammeItem.objects.get(pk=item.pk)
    choose(with_visit, by_document=False, reasons=REASONS, by=world.officer, at=world.at)
    visited = ProgrammeItem.objects.get(pk=item.pk)

    assert item.opens_date < item.visit_by_date < item.decide_by_date
    assert item.decide_by_date <= visited.visit_by_date
    assert not visited.by_document
    assert visited.decide_by_date > visited.visit_by_date


def test_a_major_that_is_not_verified_in_time_leads_to_a_visit(
    world: World, item: ProgrammeItem
) -> None:
    case = drive.report(world, examined(world, opened(world, item), "major"))
    assert drive.nodes(case) == ["answer_findings"]

    perform(case.corrective_plan.lapse, by=None, at=world.at)

    assert drive.nodes(case) == ["plan_visit"]


def test_only_an_officer_chooses_and_only_before_it_begins(
    world: World, item: ProgrammeItem
) -> None:
    with pytest.raises(Refused) as refused:
        choose(item, by_document=True, reasons=REASONS, by=world.officer, at=world.at)
    assert refused.value.code == "refused.same_way"
    with pytest.raises(NotPermitted):
        choose(item, by_document=False, reasons=REASONS, by=world.coordinator, at=world.at)
    renewal = ProgrammeItem.objects.get(kind="recertification")
    with pytest.raises(Refused):
        choose(renewal, by_document=True, reasons=REASONS, by=world.officer, at=world.at)


@pytest.mark.obligation(59)
def test_a_cycle_says_which_are_made_by_document(world: World) -> None:
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(by_document=[2])
    world.cycle.refresh_from_db()

    drive.grant(world)

    items = ProgrammeItem.objects.filter(kind="surveillance").order_by("ordinal")
    assert list(items.values_list("by_document", flat=True)) == [False, True]
    assert judge(rhythm_of(world.cycle)).is_kept


def test_what_an_officer_chose_stands_when_the_programme_follows_a_visit(
    world: World, item: ProgrammeItem
) -> None:
    second = ProgrammeItem.objects.get(kind="surveillance", ordinal=2)
    choose(second, by_document=True, reasons=REASONS, by=world.officer, at=world.at)

    drive.decide(world, drive.report(world, examined(world, opened(world, item))))

    assert ProgrammeItem.objects.get(pk=second.pk).by_document


def test_the_pages(world: World, client: Client, item: ProgrammeItem) -> None:
    granted = Case.objects.get(kind="initial")
    page = reverse("surveillance_way", args=[granted.number, 2])
    client.force_login(world.coordinator)
    assert client.get(page).status_code == 403
    client.force_login(world.officer)
    programme = client.get(reverse("case_programme", args=[granted.number])).content.decode()
    assert page in programme
    assert client.post(page, {"way": "document"}).status_code == 200
    client.post(page, {"way": "document", "reasons": REASONS})
    assert ProgrammeItem.objects.get(kind="surveillance", ordinal=2).by_document
    assert client.get(reverse("surveillance_way", args=[granted.number, 9])).status_code == 404

    case = drive.assess(world, opened(world, item))
    assert client.get(reverse("surveillance_way", args=[case.number, 1])).status_code == 409
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    team.propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    perform(drive.fresh(case).audit.accept_team, by=world.coordinator, at=world.at)
    client.force_login(world.auditor)
    task = reverse("task", args=[drive.open_task(case, "examine").pk])
    shown = client.get(task)
    assert shown.status_code == 200
    assert shown.context["obstacles"]
    refused: Any = client.post(task, {"conclusion": "Klart."})
    assert refused.status_code == 200
    findings = drive.fresh(case).audit.findings
    findings.update(grade="conform", level=3)
    client.post(task, {"conclusion": "Enigt.", "covered": kinds.KEEPING, "seen": "Allt."})
    assert drive.fresh(case).audit.current_state == "visited"
    for who in (world.coordinator, world.auditor, world.officer):
        client.force_login(who)
        for name in ("case", "case_audit", "case_history", "case_programme"):
            assert client.get(reverse(name, args=[case.number])).status_code == 200
    assert client.get(reverse("report", args=[case.number, 1])).status_code == 200
