"""Majors not verified in time: a new visit, new grades, new answers, and a decision."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from processes.audit import actions as audit_actions
from processes.audit.actions import Grading
from processes.case.models import Case
from tests import drive
from tests.world import World
from workflow import sweep, trail
from workflow.calendar import local_date
from workflow.models import Timer


@pytest.fixture
def failing(world: World) -> Case:
    """One major and one minor to answer."""
    grades = {"LED-03": "major", "TID-03": "minor"}
    return drive.report(world, drive.visit(world, drive.audited(world), grades))


def lapse(world: World, case: Case) -> Case:
    timer = Timer.objects.of(case.corrective_plan).get(step="lapse")
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
