"""Majors not verified in time: a new visit, new grades, new answers, and a decision."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit import actions as audit_actions
from processes.audit.actions import Grading
from processes.case.models import Case
from processes.corrective_actions import actions as corrective
from processes.corrective_actions.models import Response
from processes.decision.actions import asked, basis_of
from processes.decision.policies import open_gates
from processes.models import RenewalCycle
from tests.support import drive
from tests.support.world import World
from workflow import sweep, trail
from workflow.calendar import local_date
from workflow.models import Timer


@pytest.fixture
def failing(world: World) -> Case:
    """One major and one minor to answer, which stays minor however long nobody answers."""
    RenewalCycle.objects.update(limits={"worsen_minor": 183})
    grades = {"LED-03": "major", "TID-03": "minor"}
    return drive.report(world, drive.visit(world, drive.audited(world), grades))


def lapse(world: World, case: Case) -> Case:
    timer = Timer.objects.of(case.corrective_plan).get(step="lapse", status="waiting")
    world.at = timer.due_at + timedelta(minutes=1)
    sweep.fire_due(world.at)
    return drive.fresh(case)


def visited_again(world: World, case: Case, grade: str) -> Case:
    case = drive.plan(world, case)
    audit = case.audit
    for finding in audit.findings.filter(grade=""):
        grading = Grading(grade, 0 if grade == "major" else 3, "Igen", "Besök", finding.version)
        audit_actions.grade(finding, grading, by=world.auditor)
    audit.conclusion = "Teamet är enigt."
    audit.save(update_fields=["conclusion"])
    audit_actions.conclude_visit(audit, local_date(world.at), by=world.auditor, at=world.at)
    return drive.report(world, drive.fresh(case))


def accepted(world: World, case: Case) -> Case:
    return drive.accept_answers(world, drive.answer(world, case))


STAGES: dict[str, Callable[[World, Case], Case]] = {
    "answer_findings": lambda world, case: case,
    "assess_answers": drive.answer,
    "verify_majors": accepted,
}


@pytest.mark.obligation(42)
@pytest.mark.parametrize("node", STAGES)
def test_the_limit_leads_to_a_new_visit_from_every_task(
    world: World, failing: Case, node: str
) -> None:
    case = STAGES[node](world, failing)
    assert drive.nodes(case) == [node]

    case = lapse(world, case)

    assert case.corrective_plan.current_state == "lapsed"
    assert drive.nodes(case) == ["plan_visit"]
    ungraded = case.audit.findings.filter(grade="")
    assert [one.criterion.code for one in ungraded] == ["LED-03"]


@pytest.mark.parametrize("node", STAGES)
def test_a_major_that_is_found_again_is_answered_again(
    world: World, failing: Case, node: str
) -> None:
    case = lapse(world, STAGES[node](world, failing))

    case = visited_again(world, case, "major")

    assert drive.nodes(case) == ["answer_findings"]
    again = case.corrective_plan.responses.get(finding__grade="major")
    assert again.current_state == "open"
    assert Timer.objects.of(case.corrective_plan).filter(step="lapse", status="waiting").exists()
    case = drive.corrective_actions_done(world, case)
    assert drive.decide(world, case).current_state == "granted"


def regrade(world: World, case: Case, grades: dict[str, str]) -> None:
    """The team grades some criteria anew at the visit."""
    levels = {"major": 0, "minor": 1}
    for code, grade in grades.items():
        finding = case.audit.findings.get(criterion__code=code)
        grading = Grading(grade, levels.get(grade, 3), "Igen", "Besök", finding.version)
        audit_actions.grade(finding, grading, by=world.auditor)


def one_of_two_verified(world: World, **grades: str) -> Case:
    """LED-01 was verified and TID-01 was not when the limit passed; then a new visit graded."""
    found = {"LED-01": "major", "TID-01": "major"}
    case = accepted(world, drive.report(world, drive.visit(world, drive.audited(world), found)))
    first = case.corrective_plan.responses.get(finding__criterion__code="LED-01")
    corrective.verify(first, "Stickprov", by=world.auditor, at=world.at)
    case = drive.plan(world, lapse(world, case))
    regrade(world, case, {code.replace("_", "-"): grade for code, grade in grades.items()})
    audit = drive.fresh(case).audit
    audit.conclusion = "Teamet är enigt."
    audit.save(update_fields=["conclusion"])
    audit_actions.conclude_visit(audit, local_date(world.at), by=world.auditor, at=world.at)
    return drive.report(world, drive.fresh(case))


def response_to(case: Case, code: str) -> Response:
    return case.corrective_plan.responses.get(finding__criterion__code=code)


def has_limit(case: Case) -> bool:
    return Timer.objects.of(case.corrective_plan).filter(step="lapse", status="waiting").exists()


@pytest.mark.parametrize("again", ["major", "minor"])
def test_what_was_verified_and_is_found_again_is_open_again(world: World, again: str) -> None:
    case = one_of_two_verified(world, LED_01=again, TID_01="conform")

    response = response_to(case, "LED-01")
    assert drive.nodes(case) == ["answer_findings"]
    assert (response.current_state, response.action, response.verification) == ("open", "", "")
    assert has_limit(case) is (again == "major")


def test_the_answer_of_before_stays_readable(world: World, client: Client) -> None:
    case = one_of_two_verified(world, LED_01="major", TID_01="conform")
    client.force_login(world.coordinator)

    page = client.get(reverse("case_actions", args=[case.number])).content.decode()

    earlier = response_to(case, "LED-01").earlier.get()
    assert (earlier.state, earlier.action) == ("verified", "Ny rutin")
    assert "Stickprov" in page


@pytest.mark.obligation(42)
def test_a_major_found_again_bars_a_decision_until_it_is_verified_again(world: World) -> None:
    case = one_of_two_verified(world, LED_01="major", TID_01="conform")

    majors = [gate for gate in basis_of(asked(case))["gates"] if gate["key"] == "majors_verified"]
    assert majors == [{"key": "majors_verified", "met": False}]
    case = drive.corrective_actions_done(world, case)
    assert response_to(case, "LED-01").current_state == "verified"
    assert "majors_verified" not in open_gates(case.decisions.get())


def test_a_verified_major_that_nobody_graded_again_stands(world: World) -> None:
    case = one_of_two_verified(world, TID_01="conform")

    assert response_to(case, "LED-01").current_state == "verified"
    assert case.corrective_plan.current_state == "closed"
    assert drive.nodes(case) == ["decide"]


def test_the_limit_is_promised_only_while_a_major_is_unverified(world: World) -> None:
    case = one_of_two_verified(world, TID_01="minor")

    assert drive.nodes(case) == ["decide"]  # its plan was accepted, and of a minor that is enough
    assert not has_limit(case)


def test_a_limit_promised_before_ends_nothing_once_every_major_is_verified(world: World) -> None:
    case = one_of_two_verified(world, LED_01="major", TID_01="conform")
    Response.objects.filter(plan=case.corrective_plan).update(state="verified")

    case = lapse(world, case)

    assert case.corrective_plan.current_state == "answering"
    assert not Timer.objects.filter(status="incident").exists()


def test_a_new_visit_that_finds_nothing_closes_the_plan(world: World) -> None:
    found = {"LED-01": "major"}
    case = drive.report(world, drive.visit(world, drive.audited(world), found))

    case = visited_again(world, lapse(world, case), "conform")

    assert case.corrective_plan.current_state == "closed"
    assert response_to(case, "LED-01").current_state == "dropped"
    assert drive.nodes(case) == ["decide"]


@pytest.mark.parametrize("node", STAGES)
def test_a_major_that_is_gone_needs_no_answer_and_bars_no_decision(
    world: World, failing: Case, node: str
) -> None:
    case = lapse(world, STAGES[node](world, failing))

    case = visited_again(world, case, "conform")

    gone = case.corrective_plan.responses.get(finding__criterion__code="LED-03")
    assert gone.current_state == "dropped"
    assert trail.history(case).filter(step="drop").exists()
    case = drive.accept_answers(world, drive.answer(world, case))
    assert drive.nodes(case) == ["decide"]
    assert drive.decide(world, case).current_state == "granted"
