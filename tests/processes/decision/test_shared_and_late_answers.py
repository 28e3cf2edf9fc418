"""One action answers several nonconformities; a minor that nobody answers becomes major."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.actions import claim
from processes.corrective_actions import actions
from processes.corrective_actions.actions import Draft
from processes.extending import actions as extending
from processes.extending import rules
from processes.models import Case, CorrectivePlan, RenewalCycle, Response
from tests.support import drive
from tests.support.world import World
from workflow import sweep, trail
from workflow.calendar import end_of
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Refused
from workflow.models import Timer, TrailChain

MINORS = {"LED-02": "minor", "LED-03": "minor"}


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def case(world: World) -> Case:
    return drive.report(world, drive.visit(world, drive.audited(world), MINORS))


def response(case: Case, code: str) -> Response:
    return Response.objects.get(plan__case=case, finding__criterion__code=code)


def draft(one: Response, action: str = "", shares: Response | None = None) -> Response:
    said = Draft("Rättat", "Oklart", action, None, (), one.version, shares)
    return actions.save_draft(one, said)


def passed(world: World, clock: Any, moment: Any) -> None:
    world.at = moment
    clock.move_to(moment, tick=False)
    while sweep.fire_due(moment):
        pass


def holds() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


@pytest.mark.obligation(32, 39)
def test_one_action_answers_two_nonconformities_each_of_its_own_criterion(
    world: World, case: Case
) -> None:
    first, second = response(case, "LED-02"), response(case, "LED-03")
    second = draft(second, shares=first)
    with pytest.raises(ConditionFailed):  # the action that is shared is not written yet
        perform(second.answer, by=world.coordinator, at=world.at)
    first = draft(first, "Ny rutin för båda.")
    actions.send(drive.fresh(case).corrective_plan, by=world.coordinator, at=world.at)

    second = response(case, "LED-03")
    assert second.action == second.action_said == "Ny rutin för båda."
    assert second.shares == first
    drive.accept_answers(world, case)
    # What was accepted stays as it was said.
    Response.objects.filter(pk=first.pk).update(action="Något annat.")
    assert response(case, "LED-03").action_said == "Ny rutin för båda."
    assert holds()


def test_no_action_is_shared_in_a_chain(world: World, case: Case) -> None:
    first, second = response(case, "LED-02"), response(case, "LED-03")
    draft(second, shares=first)
    for one, other in ((first, second), (first, first)):
        with pytest.raises(Refused) as refused:
            draft(one, shares=other)
        assert refused.value.code == "refused.action_not_shared"


def test_the_page_asks_and_shows_whose_action_it_is(
    world: World, case: Case, client: Client
) -> None:
    client.force_login(world.coordinator)
    task = drive.open_task(case, "answer_findings")
    claim(task, by=world.coordinator, at=world.at)
    first, second = response(case, "LED-02"), response(case, "LED-03")
    said = {"correction": "Rättat", "cause": "Oklart"}
    sent = {f"r{second.pk}-{name}": text for name, text in said.items()}
    sent |= {f"r{first.pk}-{name}": text for name, text in said.items()}
    sent |= {f"r{one.pk}-version": str(one.version) for one in (first, second)}
    sent |= {f"r{second.pk}-shares": str(first.pk), f"r{first.pk}-action": "Ny rutin.", "send": "1"}
    got = client.post(reverse("task", args=[task.pk]), sent)
    assert got.status_code == 302

    client.force_login(world.auditor)
    page = client.get(reverse("case_actions", args=[case.number])).content.decode()
    assert "Samma åtgärd som för LED-02" in page
    assert page.count("Ny rutin.") == 2


def test_a_minor_that_nobody_answers_becomes_major_and_both_are_told(
    world: World, case: Case, clock: Any
) -> None:
    draft(response(case, "LED-02"), "Ny rutin.")
    perform(response(case, "LED-02").answer, by=world.coordinator, at=world.at)
    due = drive.open_task(case, "answer_findings").due
    assert due is not None
    passed(world, clock, end_of(due + timedelta(days=27)))
    assert response(case, "LED-03").finding.grade == "minor"
    passed(world, clock, end_of(due + timedelta(days=28)))

    assert response(case, "LED-03").finding.grade == "major"
    assert response(case, "LED-02").finding.grade == "minor"  # it is answered
    entry = trail.history(case).filter(step="worsen").earliest("sequence")
    assert "LED-03" in entry.because
    told = Notification.objects.filter(case=case, rule="times").values_list("recipient", flat=True)
    assert {world.coordinator.pk, world.auditor.pk} <= set(told)
    plan = CorrectivePlan.objects.get(case=case)
    waiting = Timer.objects.of(plan).filter(status="waiting").values_list("step", flat=True)
    assert set(waiting) >= {"warn", "lapse"}
    assert holds()

    drive.accept_answers(world, drive.answer(world, case))
    assert drive.nodes(case) == ["verify_majors"]


def test_more_time_moves_it_and_what_is_sent_stays_minor(
    world: World, case: Case, clock: Any
) -> None:
    RenewalCycle.objects.update(limits={"worsen_minor": 5})
    task = drive.open_task(case, "answer_findings")
    due = task.due
    assert due is not None
    last = rules.longest(task, drive.fresh(case))
    assert last is not None
    extending.give(task, last, "Valet.", by=world.officer, at=world.at)
    passed(world, clock, end_of(due + timedelta(days=28)))
    assert response(case, "LED-03").finding.grade == "minor"

    drive.answer(world, case)
    passed(world, clock, end_of(last + timedelta(days=40)))
    assert response(case, "LED-03").finding.grade == "minor"
    plan = CorrectivePlan.objects.get(case=case)
    assert not Timer.objects.of(plan).filter(step="worsen", status="waiting").exists()
