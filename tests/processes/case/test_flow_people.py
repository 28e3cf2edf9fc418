"""People who come, go and turn out to be partial, while a case runs."""

from datetime import timedelta
from typing import Any

import pytest

from processes.application import actions as application_actions
from processes.audit.team import objections
from processes.case.actions import declare_conflict
from processes.case.exclusions import exclude
from processes.models import Interest, Membership, ProgrammeItem
from processes.organisations import people
from processes.renewal.actions import open_case
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, World
from workflow import queues, sweep, trail
from workflow.calendar import end_of, local_date
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Exclusion, Task


def employed(somebody: Any, world: World) -> None:
    Interest.objects.create(
        person=somebody, organisation=world.municipality, ground=Interest.Ground.EMPLOYED
    )


def test_an_interest_bars_from_the_first_day_of_a_case(world: World) -> None:
    employed(world.officer, world)

    case = drive.apply(world)

    assert not queues.available(world.officer, local_date(world.at)).exists()
    assert not type(case).objects.visible_to(world.officer, local_date(world.at)).exists()


def test_an_interest_that_becomes_known_later_returns_what_the_person_had_taken(
    world: World,
) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    task = drive.open_task(case, "decide")
    drive.claim(task, by=world.decision_maker, at=world.at, declared=True)

    employed(world.decision_maker, world)

    assert drive.open_task(case, "decide").owner is None
    with pytest.raises(Conflict):
        drive.claim(task, by=world.decision_maker, at=world.at, declared=True)


def test_why_somebody_has_a_conflict_is_not_told_to_the_next(world: World) -> None:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    task = drive.open_task(case, "lead_audit")
    drive.claim(task, by=world.auditor, at=world.at, declared=True)
    task.refresh_from_db()

    declare_conflict(task, by=world.auditor, at=world.at, reason="Gift med chefen.")

    told = trail.history(case).filter(because="Gift med chefen.")
    assert [entry.step for entry in told] == ["declare_partiality"]


def test_who_deferred_a_decision_never_audits_the_case(world: World) -> None:
    Membership.objects.create(
        person=world.decision_maker,
        organisation=world.body,
        role=Role.AUDITOR,
        from_date=LONG_AGO,
    )
    case = drive.report(world, drive.visit(world, drive.audited(world)))

    case = drive.decide(world, case, "defer")

    queues.hand_back(drive.open_task(case, "supplement"), by=world.auditor, at=world.at)
    with pytest.raises(Conflict):
        queues.claim(drive.open_task(case, "supplement").pk, by=world.decision_maker, at=world.at)


def test_only_the_latest_deferred_decision_is_supplied(world: World) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    case = drive.supplement(world, drive.decide(world, case, "defer"))
    first = case.decisions.get(number=1)
    case = drive.decide(world, case, "defer")

    with pytest.raises(Refused):
        perform(first.supply, by=world.auditor, at=world.at, supplement="Fel plats.")

    assert drive.nodes(drive.supplement(world, case)) == ["decide"]


def test_work_returns_when_the_last_day_of_a_role_is_over(world: World) -> None:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    Task.objects.update(lease_until=None)
    last = local_date(world.at) + timedelta(days=3)
    membership = world.auditor.memberships.get()
    people.end(membership, last, by=world.administrator, at=world.at)

    sweep.fire_due(end_of(last) - timedelta(minutes=1))
    assert drive.open_task(case, "lead_audit").owner == world.auditor

    sweep.fire_due(end_of(last))
    assert drive.open_task(case, "lead_audit").owner is None


def test_the_trail_tells_who_joined_and_left_the_team(world: World) -> None:
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    audit = drive.fresh(case).audit
    drive.team.propose_team(audit, [world.second_auditor], by=world.auditor, at=world.at)
    drive.declare_all(case, world.at)
    perform(drive.fresh(case).audit.object, by=world.coordinator, at=world.at, reasons="Jäv.")
    objections.uphold_objection(
        drive.fresh(case).audit, by=world.officer, at=world.at, because="Ja."
    )

    team = {world.auditor.name, world.second_auditor.name}
    for step in ("join", "leave"):
        assert {entry.because for entry in trail.history(case).filter(step=step)} == team


def test_who_is_kept_from_all_gives_back_what_she_took_though_excluded_before(world: World) -> None:
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    drive.claim(task, by=world.officer, at=world.at)
    # As of a claim and an interest of one moment, neither of which saw the other.
    Exclusion.objects.create(process=case.main_process, person=world.officer, reason="a tie")

    exclude(case.main_process, world.officer, reason="a tie", at=world.at)

    assert drive.open_task(case, "review_application").owner is None


def test_who_is_excluded_does_not_grade(world: World) -> None:
    case = drive.audited(world)
    Exclusion.objects.create(process=case.main_process, person=world.auditor, reason="a tie")
    grading = drive.Grading("conform", 3, "", "", 0)

    with pytest.raises(NotPermitted):
        drive.audit_actions.grade(case.audit.findings.all()[0], grading, by=world.auditor)


@pytest.mark.obligation(15, 43, 60)
def test_a_surveillance_looks_again_where_the_last_audit_failed(world: World) -> None:
    drive.grant(world, {"LED-03": "minor"})
    item = ProgrammeItem.objects.order_by("opens_date")[0]

    case = open_case(item, at=world.at)

    codes = case.self_assessment.answers.values_list("criterion__code", flat=True)
    assert set(codes) == {"LED-01", "TID-01", "LED-03"}


def test_a_refused_renewal_ends_its_item_and_leaves_room_for_a_new_application(
    world: World,
) -> None:
    drive.grant(world)
    item = ProgrammeItem.objects.get(kind="recertification")
    case = drive.assess(world, open_case(item, at=world.at))
    case = drive.plan(world, drive.lead(world, case))
    case = drive.report(world, drive.visit(world, case))

    drive.decide(world, case, "refuse")

    assert ProgrammeItem.objects.get(pk=item.pk).current_state == "cancelled"
    again = application_actions.begin(
        world.municipality, world.scheme, by=world.coordinator, at=world.at
    )
    assert drive.nodes(again) == ["apply"]
