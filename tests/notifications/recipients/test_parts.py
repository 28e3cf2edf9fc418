"""Whoever loses a task or a part in a case, or is given one, hears of it at once, however."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from notifications.delivery import send as delivery
from notifications.models import Notification
from notifications.texts.wording import WORDS
from processes.audit.team import changes as team
from processes.audit.team import replacing
from processes.audit.team.replacing import Change
from processes.case.exclusions import exclude
from processes.models import Case, Person, TeamMember
from processes.organisations import people
from processes.roles import Role
from processes.workspace import leaving
from tests.notifications.post import Office
from tests.support import drive, stages
from tests.support.world import World, person
from workflow import queues, sweep
from workflow.engine.transitions import perform
from workflow.models import Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def third(world: World) -> Person:
    return person("Tea Tredje", world.body, Role.AUDITOR)


def heard(who: Person, *, case: Case | None = None) -> set[str]:
    """What a person has heard of tasks and parts, by the step; each is to go at once."""
    rows = Notification.objects.filter(recipient=who, rule__in=["released", "part", "team"])
    rows = rows.filter(case=case) if case else rows
    assert all(row.at_once or row.act for row in rows)
    return {row.facts["step"] for row in rows}


def taken(world: World, case: Case) -> Task:
    """The officer's task of a case, taken by the officer."""
    task = drive.open_task(case, "review_application")
    drive.claim(task, by=world.officer, at=world.at)
    return drive.open_task(case, "review_application")


def _give(world: World, task: Task) -> None:
    other = person("Eva Extra", world.body, Role.OFFICER)
    queues.assign(task, to=other, by=world.administrator, at=world.at, overseen=True)


def _keep_away(world: World, task: Task) -> None:
    exclude(task.process, world.officer, reason="a tie", at=world.at)


def _end_role(world: World, task: Task) -> None:
    role = world.officer.memberships.get()
    people.end(role, (world.at - timedelta(days=1)).date(), by=world.administrator, at=world.at)


def _lie_idle(world: World, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(lease_until=world.at)
    queues.return_idle(drive.open_task(task.process.subject, "review_application"), at=world.at)


WAYS = [
    (_give, "assign"),
    (_keep_away, "hand_back"),
    (_end_role, "hand_back"),
    (_lie_idle, "lease"),
]


@pytest.mark.parametrize(("lose", "how"), WAYS, ids=lambda one: getattr(one, "__name__", one))
def test_whose_task_is_taken_hears_of_it(
    world: World, office: Office, lose: Callable[[World, Task], None], how: str
) -> None:
    task = taken(world, drive.apply(world))

    lose(world, task)
    delivery.deliver_due(world.at)

    assert heard(world.officer) == {how}
    mails = [mail for mail in office.got if mail["To"] == world.officer.email]
    assert any("nte längre din" in str(mail["Subject"]) for mail in mails)


def test_who_returns_a_task_is_told_nothing(world: World) -> None:
    task = taken(world, drive.apply(world))

    queues.hand_back(task, by=world.officer, at=world.at)

    assert heard(world.officer) == set()


def test_whose_account_is_closed_gets_no_mail_and_nobody_else_in_their_place(world: World) -> None:
    taken(world, drive.apply(world))

    people.deactivate(world.officer, by=world.administrator, at=world.at)

    assert not Notification.objects.filter(rule="released").exists()
    assert not Notification.objects.filter(facts__instead_of="released").exists()


def test_a_task_that_time_ends_is_told_to_who_had_it(world: World) -> None:
    case = stages.STATES["team_proposed"](world, world.municipality)
    drive.claim(drive.open_task(case, "consider_team"), by=world.coordinator, at=world.at)

    sweep.fire_due(world.later(days=30))

    assert drive.fresh(case).audit.current_state == "preparing"
    assert heard(world.coordinator) == {"fell_away"}


def test_who_answers_in_time_is_told_nothing(world: World) -> None:
    case = stages.STATES["team_proposed"](world, world.municipality)

    perform(drive.fresh(case).audit.accept_team, by=world.coordinator, at=world.at)

    assert heard(world.coordinator) == set()


def test_what_a_rule_has_words_for_is_not_told_twice(world: World) -> None:
    case = drive.accept(world, drive.apply(world))

    perform(
        case.close, by=world.officer, at=world.at, ground="other", reasons="Nej.", moment=world.at
    )

    rows = Notification.objects.filter(recipient=world.coordinator, task=None)
    assert "ended" in set(rows.values_list("rule", flat=True))
    assert heard(world.coordinator) == set()


def _replace(world: World, case: Case, leaving: Person, joining: Person | None) -> None:
    member = TeamMember.objects.get(person=leaving, left_at=None)
    audit = drive.fresh(case).audit
    replacing.change(audit, Change(member, joining, "Sjuk."), by=world.officer, at=world.at)


def test_who_is_replaced_and_the_municipality_hear_of_it_at_once(
    world: World, third: Person, office: Office
) -> None:
    case = drive.audited(world)

    _replace(world, case, world.auditor, third)
    delivery.deliver_due(world.at)

    assert "team_leave" in heard(world.auditor)
    assert heard(world.coordinator) == heard(world.signatory) == {"team_lose"}
    mails = [mail for mail in office.got if mail["To"] == world.auditor.email]
    assert [mail["Subject"] for mail in mails if "nte längre din" in str(mail["Subject"])]
    assert len([mail for mail in office.got if mail["To"] == world.coordinator.email]) >= 1


def _tie(world: World, who: Person) -> None:
    member = TeamMember.objects.get(person=who, left_at=None)
    exclude(member.audit.case.main_process, who, reason="a tie", at=world.at)


def _leave_the_body(world: World, who: Person) -> None:
    yesterday = (world.at - timedelta(days=1)).date()
    people.end(who.memberships.get(), yesterday, by=world.administrator, at=world.at)


def _close(world: World, who: Person) -> None:
    people.deactivate(who, by=world.administrator, at=world.at)


def _conflict(world: World, who: Person) -> None:
    member = TeamMember.objects.get(person=who, left_at=None)
    team.declare_conflict(member.audit, by=who, at=world.at, reason="Syster.")


@pytest.mark.parametrize("way", [_tie, _leave_the_body, _close, _conflict])
def test_whoever_leaves_a_team_the_municipality_and_the_lead_hear(
    world: World, third: Person, way: Callable[[World, Person], None]
) -> None:
    case = drive.join(world, drive.audited(world), third)

    way(world, third)

    assert drive.fresh(case).audit.current_team[0].person == world.auditor
    assert "team_lose" in heard(world.coordinator, case=case)
    assert "team_lose" in heard(world.auditor, case=case)
    is_told = way in (_tie, _leave_the_body)  # of the others one may not sign in, one did it
    assert ("team_leave" in heard(third)) == is_told


def test_of_who_was_not_presented_yet_the_municipality_hears_nothing(
    world: World, third: Person
) -> None:
    case = drive.audited(world)
    replacing.change(
        drive.fresh(case).audit, Change(None, third, "Mer."), by=world.officer, at=world.at
    )

    _tie(world, third)

    assert heard(world.coordinator) == set()
    assert "team_leave" in heard(third)


def test_whose_question_about_a_new_member_ends_with_the_member_hears(
    world: World, third: Person
) -> None:
    case = drive.audited(world)
    audit = drive.fresh(case).audit
    replacing.change(audit, Change(None, third, "Mer."), by=world.officer, at=world.at)
    team.declare(TeamMember.objects.get(person=third), by=third, at=world.at)
    assert Task.objects.filter(flow_task__endswith="consider_member", finished=None).exists()

    _tie(world, third)

    assert heard(world.coordinator, case=case) == {"fell_away", "team_lose"}


def test_who_is_made_lead_by_somebody_else_hears_of_it(world: World, third: Person) -> None:
    case = drive.join(world, drive.audited(world), third)

    _replace(world, case, world.auditor, third)

    assert "team_promote" in heard(third)


def test_who_takes_over_by_themself_hears_nothing_and_who_led_does(world: World) -> None:
    case = drive.audited(world)

    team.take_over(drive.fresh(case).audit, by=world.second_auditor, at=world.at)

    assert heard(world.second_auditor) == set()
    assert "team_leave" in heard(world.auditor)


def test_a_coordinator_who_follows_another_hears_of_each_case_in_one_mail(
    world: World, office: Office
) -> None:
    first = drive.apply(world)
    role = world.coordinator.memberships.get(role=Role.COORDINATOR)
    heir = person("Nora Ny", world.municipality, Role.CONTRIBUTOR)

    heirs = {role: heir}
    leaving.end_role(role, world.at.date(), heirs=heirs, by=world.administrator, at=world.at)
    delivery.deliver_due(world.at)

    assert "coordination_take" in heard(heir, case=first)
    assert "coordination_leave" in heard(world.coordinator, case=first)
    assert len([mail for mail in office.got if mail["To"] == heir.email]) == 1


def test_each_step_told_of_has_words() -> None:
    steps = ("assign", "hand_back", "lease", "fell_away", "team_leave", "coordination_leave")

    assert {f"released {step}" for step in steps} == {n for n in WORDS if n.startswith("released")}
