"""A locked report is corrected: the lead proposes, an officer confirms, the report follows."""

from dataclasses import replace
from typing import Any

import pytest

from processes.amendments import actions
from processes.audit.team import changes as team
from processes.closing.actions import close
from processes.models import Correction, Finding
from processes.roles import Role
from tests.support import drive
from tests.support.amending import (
    WHY,
    commented,
    confirmed,
    fresh,
    proposal,
    proposed,
    reported,
    reports,
    task_of,
    waiting,
)
from tests.support.world import LONG_AGO, World, person
from workflow import sweep, trail
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Exclusion, Process


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def test_the_lead_proposes_and_an_officer_is_asked(world: World) -> None:
    made = proposed(world, waiting(world), "LED-03", "strength", level=4)

    assert (made.before["grade"], made.after["grade"]) == ("conform", "strength")
    assert (task_of(made).role, made.current_state) == (Role.OFFICER, "proposed")
    entry = trail.history(made.case).get(step="propose")
    assert (entry.actor, entry.because) == (world.auditor, WHY)


@pytest.mark.parametrize("who", ["second_auditor", "officer", "decision_maker", "coordinator"])
def test_nobody_else_proposes(world: World, who: str) -> None:
    case = waiting(world)
    said = proposal(case, "LED-03", "strength", level=4)

    with pytest.raises(NotPermitted):
        actions.propose(case, said, by=getattr(world, who), at=world.at)


def test_where_the_lead_is_gone_another_of_the_team_proposes(world: World) -> None:
    case = drive.lead(world, drive.assess(world, drive.accept(world, drive.apply(world))))
    case = drive.join(world, case, world.second_auditor)
    case = drive.report(world, drive.visit(world, drive.plan(world, case)))
    world.auditor.memberships.update(to_date=LONG_AGO)

    assert actions.proposers(case, world.at) == [world.second_auditor]


def test_who_declared_a_tie_proposes_no_more(world: World) -> None:
    case = waiting(world)
    said = proposal(case, "LED-03", "strength", level=4)
    team.declare_conflict(case.audit, by=world.auditor, at=world.at, reason="Min bror.")

    with pytest.raises(NotPermitted):
        actions.propose(drive.fresh(case), said, by=world.auditor, at=world.at)


def test_a_confirmed_correction_is_a_new_version_and_the_first_stays(world: World) -> None:
    case = waiting(world)
    first = reports(case)[0]

    case = confirmed(world, proposed(world, case, "LED-03", "strength", level=4))

    old, new = reports(case)
    assert (old.content, old.sha256) == (first.content, first.sha256)
    assert (new.current_state, new.corrects, new.reason) == ("locked", old, WHY)
    [one] = new.content["corrections"]
    assert (one["before"]["grade"], one["after"]["grade"]) == ("conform", "strength")
    assert Finding.objects.get(audit__case=case, criterion__code="LED-03").grade == "strength"
    assert Correction.objects.get().report == new
    assert not trail.verify(Process.objects.get(case=case).chain)


def test_what_is_worse_the_municipality_comments_on_before(world: World) -> None:
    made = proposed(world, waiting(world), "TID-01", "minor", level=1)
    assert (made.current_state, task_of(made).role) == ("sent", Role.COORDINATOR)

    made = commented(world, made, "Rutinen fanns på plats.")
    case = confirmed(world, made)

    said = reports(case)[1].content["comments"]
    assert [(one["text"], one["answer"]) for one in said] == [
        ("Rutinen fanns på plats.", "Det stämmer.")
    ]


def test_silence_lets_the_officer_go_on(world: World, clock: Any) -> None:
    made = proposed(world, waiting(world), "TID-01", "minor", level=1)

    clock.move_to(world.later(days=20))
    sweep.fire_due(world.at)

    assert fresh(made).current_state == "proposed"
    assert task_of(made).role == Role.OFFICER


def test_a_lower_level_is_worse_even_with_the_same_grade(world: World) -> None:
    assert proposed(world, waiting(world), "LED-03", "conform", level=2).is_worse


def test_an_officer_declines_and_nothing_changes(world: World) -> None:
    case = waiting(world)
    made = proposed(world, case, "LED-03", "strength", level=4)

    actions.reject(fresh(made), "Underlaget räcker.", by=world.officer, at=world.at)

    assert fresh(made).current_state == "declined"
    assert len(reports(case)) == 1
    assert Finding.objects.get(audit__case=case, criterion__code="LED-03").grade == "conform"
    assert drive.decide(world, case).current_state == "granted"


def test_who_proposed_does_not_confirm(world: World) -> None:
    world.auditor.memberships.create(organisation=world.body, role=Role.OFFICER, from_date=LONG_AGO)
    made = proposed(world, waiting(world), "LED-03", "strength", level=4)

    with pytest.raises(NotPermitted):
        confirmed(world, made, world.auditor)


def test_an_officer_who_is_kept_from_the_case_does_not_confirm(world: World) -> None:
    case = waiting(world)
    other = person("Olga Handläggare", world.body, Role.OFFICER)
    Exclusion.objects.create(
        process=case.main_process, person=other, role=Role.OFFICER, reason="a tie"
    )
    made = proposed(world, case, "LED-03", "strength", level=4)

    with pytest.raises(NotPermitted):
        confirmed(world, made, other)


def test_the_lead_takes_a_proposal_back(world: World) -> None:
    made = proposed(world, waiting(world), "LED-03", "strength", level=4)
    with pytest.raises(NotPermitted):
        actions.take_back(fresh(made), by=world.second_auditor, at=world.at)

    actions.take_back(fresh(made), by=world.auditor, at=world.at)

    assert fresh(made).current_state == "taken_back"
    assert Process.objects.get(pk=made.own_process_id).status == "CANCELED"


def test_one_at_a_time(world: World) -> None:
    case = waiting(world)
    proposed(world, case, "LED-03", "strength", level=4)

    with pytest.raises(Refused):
        proposed(world, case, "LED-02", "strength", level=4)


def test_what_says_nothing_new_is_refused(world: World) -> None:
    case = waiting(world)
    said = proposal(case, "LED-03", "conform", level=3)
    same = {"statement": "Det saknas", "evidence_reference": "Samtal"}
    assert said.grading is not None
    said = replace(said, grading=replace(said.grading, **same), recommendation="grant")

    with pytest.raises(Refused):
        actions.propose(case, said, by=world.auditor, at=world.at)


def test_a_contradiction_needs_its_reason_here_too(world: World) -> None:
    case = waiting(world)

    with pytest.raises(Refused):
        proposed(world, case, "LED-01", "conform", level=1)
    assert Finding.objects.get(audit__case=case, criterion__code="LED-01").level == 3


def test_to_grant_at_once_is_no_recommendation_with_nonconformities(world: World) -> None:
    case = waiting(world)
    said = replace(proposal(case, "TID-01", "minor", level=1), recommendation="grant")

    with pytest.raises(Refused):
        actions.propose(case, said, by=world.auditor, at=world.at)


def test_the_text_alone_is_corrected(world: World) -> None:
    case = waiting(world)
    said = replace(
        proposal(case, "LED-03", "conform", level=3),
        finding=None,
        grading=None,
        summary="Det går mycket bra.",
        recommendation="grant",
    )

    confirmed(world, actions.propose(case, said, by=world.auditor, at=world.at))

    assert [one.summary for one in reports(case)] == [
        "Det går bra. Fortsätt så.",
        "Det går mycket bra.",
    ]


def test_an_old_version_of_the_report_is_not_corrected(world: World) -> None:
    case = waiting(world)
    said = proposal(case, "LED-02", "strength", level=4)
    confirmed(world, proposed(world, case, "LED-03", "strength", level=4))

    with pytest.raises(Conflict):
        actions.propose(case, said, by=world.auditor, at=world.at)


def test_before_the_report_is_locked_there_is_nothing_to_propose(world: World) -> None:
    case = drive.visit(world, drive.audited(world))
    said = proposal(case, "LED-02", "strength", level=4)

    with pytest.raises(Conflict):
        actions.propose(case, said, by=world.auditor, at=world.at)


def test_a_proposal_falls_away_when_the_case_is_closed(world: World) -> None:
    case = reported(world)
    made = proposed(world, case, "LED-03", "strength", level=4)

    close(case, "duplicate", "Finns redan.", by=world.officer, at=world.at)

    assert fresh(made).current_state == "settled"
    assert Process.objects.get(pk=made.own_process_id).status == "CANCELED"
