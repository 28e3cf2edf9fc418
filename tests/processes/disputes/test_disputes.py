"""The municipality objects to one finding; somebody who did not audit answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.amendments import actions as amendments
from processes.disputes import actions, deadlines
from processes.models import Case, Dispute, Finding, Membership
from processes.roles import Role
from tests.processes.parking.resting import CALENDAR, DAY, holds, in_state, until
from tests.support import drive
from tests.support.amending import proposal
from tests.support.world import LONG_AGO, World
from workflow.calendar import local_date, start_of
from workflow.exceptions import ConditionFailed, NotPermitted, Refused
from workflow.models import Exclusion, Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def finding_of(case: Case) -> Finding:
    found: Finding = case.audit.findings.nonconformities().order_by("pk")[0]
    return found


def filed(world: World, case: Case) -> Dispute:
    return actions.file(finding_of(case), "Så var det inte.", by=world.coordinator, at=world.at)


def task_of(made: Dispute) -> Task:
    return Task.objects.exclude(role="").get(process=made.own_process, finished=None)


def fresh(made: Dispute) -> Dispute:
    return Dispute.objects.get(pk=made.pk)


def told(who: Any) -> list[str]:
    rows = Notification.objects.filter(recipient=who, rule="decided")
    return [str(row.facts["step"]) for row in rows]


@pytest.mark.parametrize("state", ["report_sent", "answering"])
def test_rejected_the_finding_stands_with_reasons(world: World, state: str) -> None:
    case = in_state(world, state)
    made = filed(world, case)
    task = task_of(made)
    assert task.role == Role.OFFICER
    assert task.due == CALENDAR.nth_working_day(local_date(world.at), 15)

    actions.reject(made, "Underlaget visar det.", by=world.officer, at=world.at)

    assert fresh(made).answer_text == "Underlaget visar det."
    assert "reject_it" in told(world.coordinator)
    assert "reject_it" in told(world.auditor)
    assert not Task.objects.filter(process=made.own_process, finished=None).exists()
    assert holds(case)


def test_upheld_the_lead_corrects_the_locked_report_first(world: World) -> None:
    case = in_state(world, "answering")
    made = filed(world, case)
    actions.uphold(made, "Protokollet visar annat.", by=world.officer, at=world.at)
    task = task_of(made)
    assert (task.role, task.owner) == (Role.AUDITOR, world.auditor)
    with pytest.raises(ConditionFailed):
        actions.carry_out(fresh(made), "Rättat.", by=world.auditor, at=world.at)

    code = made.finding.criterion.code
    better = proposal(drive.fresh(case), code, "conform", level=3)
    amendments.propose(drive.fresh(case), better, by=world.auditor, at=world.at)
    actions.carry_out(fresh(made), "Rättat.", by=world.auditor, at=world.at)

    assert fresh(made).current_state == "carried_out"
    assert {"uphold_finding", "carry_out"} <= set(told(world.signatory))
    assert holds(case)


def test_the_time_is_that_of_comments_and_then_ten_days_from_the_locked_report(
    world: World, clock: Any
) -> None:
    case = in_state(world, "answering")
    ends = deadlines.objection_ends(case)
    report = case.audit.reports.latest("number")
    assert ends is not None
    assert ends.date == CALENDAR.nth_working_day(local_date(report.locked_at), 10)

    until(world, clock, start_of(ends.date + DAY) + timedelta(hours=9))
    with pytest.raises(Refused):
        filed(world, case)
    assert not Dispute.objects.exists()


@pytest.mark.parametrize("state", ["visited", "report_commented"])
def test_before_the_report_is_with_them_nobody_objects(world: World, state: str) -> None:
    case = in_state(world, state)

    with pytest.raises(Refused):
        filed(world, case)


def test_of_one_finding_there_is_one_objection(world: World) -> None:
    case = in_state(world, "answering")
    made = filed(world, case)
    with pytest.raises(Refused):
        filed(world, case)
    actions.reject(made, "Nej.", by=world.officer, at=world.at)
    with pytest.raises(Refused):
        filed(world, case)


def test_taken_back_it_can_be_made_again(world: World) -> None:
    case = in_state(world, "answering")
    actions.take_back(filed(world, case), by=world.signatory, at=world.at)

    assert filed(world, case).number == 2


def test_who_audited_does_not_answer(world: World) -> None:
    case = in_state(world, "answering")
    Membership.objects.create(
        person=world.auditor, organisation=world.body, role=Role.OFFICER, from_date=LONG_AGO
    )
    made = filed(world, case)

    kept = Exclusion.objects.filter(process=made.own_process, role=Role.OFFICER)
    assert world.auditor in {one.person for one in kept}
    for who in (world.auditor, world.coordinator, world.decision_maker):
        with pytest.raises(NotPermitted):
            actions.reject(fresh(made), "Nej.", by=who, at=world.at)


def page(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client


def test_the_pages_file_show_and_answer(world: World) -> None:
    case = in_state(world, "answering")
    own, officer = page(world.coordinator), page(world.officer)
    code = finding_of(case).criterion.code
    audit = reverse("case_audit", args=[case.number])
    address = reverse("finding_object", args=[case.number, code])
    assert address in own.get(audit).content.decode()
    assert address not in officer.get(audit).content.decode()
    assert own.post(address, {"text": ""}).context["form"].errors["text"]

    receipt = own.post(address, {"text": "Så var det inte."}, follow=True)

    assert "Så var det inte." in receipt.content.decode()
    assert "Objection 1: to be answered" in officer.get(audit).content.decode()
    made = Dispute.objects.get()
    task = reverse("task", args=[task_of(made).pk])
    officer.post(reverse("task_claim", args=[task_of(made).pk]))
    assert "Så var det inte." in officer.get(task).content.decode()
    assert officer.post(task, {"text": "x"}).context["form"].errors["outcome"]
    officer.post(task, {"outcome": "uphold", "text": "Protokollet visar annat."})

    lead = page(world.auditor)
    todo = reverse("task", args=[task_of(made).pk])
    shown = lead.get(todo).content.decode()
    assert reverse("propose_amendment", args=[case.number]) in shown
    assert "Correct the finding first." in lead.post(todo, {"text": "Rättat."}).content.decode()
    second = own.post(address, {"text": "En gång till."})
    assert second.status_code == 200
    assert Dispute.objects.count() == 1


def test_of_others_nobody_reads_an_objection(world: World) -> None:
    case = in_state(world, "answering")
    made = filed(world, case)
    address = reverse("dispute", args=[case.number, made.number])

    for other in (world.neighbour_coordinator, world.second_auditor, world.observer):
        assert page(other).get(address).status_code == 404
    assert page(world.officer).post(address).status_code == 403
    assert page(world.coordinator).post(address).status_code == 302
    assert fresh(made).current_state == "taken_back"
