"""Conflict of interest: what an exclusion does, and that whoever audits never decides."""

import pytest
from django.urls import reverse

from processes.audit import candidates
from processes.audit.policies import minors_that_make_major, proposed_grade, suggestions_in
from processes.audit.team import changes as team
from processes.case import actions as case_actions
from processes.case import exclusions
from processes.case.models import Case
from processes.models import Interest, Membership, TeamMember
from processes.roles import Role
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.world import LONG_AGO, World
from workflow import queues
from workflow.calendar import local_date
from workflow.exceptions import Conflict, Refused


def tie(world: World) -> Interest:
    return Interest.objects.create(
        person=world.auditor, organisation=world.municipality, ground="employed"
    )


# What an exclusion does


@pytest.fixture
def assessed(world: World) -> Case:
    return drive.accept(world, drive.apply(world))


def test_who_has_a_conflict_neither_sees_nor_takes_the_audit(world, assessed, client):
    tie(world)
    case = drive.assess(world, assessed)
    task = drive.open_task(case, "lead_audit")
    client.force_login(world.auditor)

    assert client.get(address(case, "lead_audit")).status_code == 404
    assert client.get(reverse("case_audit", args=[case.number])).status_code == 404
    with pytest.raises(Conflict):
        case_actions.claim(task, by=world.auditor, at=world.at, declared=True)


def test_who_declared_a_conflict_cannot_be_put_in_the_team(world, assessed):
    case = drive.assess(world, assessed)
    task = drive.open_task(case, "lead_audit")
    case_actions.declare_conflict(task, by=world.second_auditor, at=world.at, reason="Gift")
    taken(world, case, "lead_audit", world.auditor)

    reasons = {one.person: one.reason for one in candidates.of_case(case, local_date(world.at))}

    assert reasons[world.second_auditor]
    with pytest.raises(Refused):
        team.propose_team(case.audit, [world.second_auditor], by=world.auditor, at=world.at)
    assert not TeamMember.objects.exists()


def test_an_excluded_member_no_longer_counts_as_team(world, assessed):
    case = drive.lead(world, drive.assess(world, assessed))

    exclusions.exclude(case.main_process, world.auditor, reason="a tie", at=world.at)

    assert drive.fresh(case).audit.current_team == []
    assert drive.fresh(case).audit.lead is None


def test_a_member_declares_a_conflict_at_any_time_and_another_takes_over(world, client):
    case = drive.audited(world)
    url = reverse("audit_conflict", args=[case.number])

    post(client, world.auditor, url, conflict="Ny sambo i kommunledningen")

    assert client.get(url).status_code == 404
    task = drive.open_task(case, "visit")
    assert task.owner is None
    visit = taken(world, case, "visit", world.second_auditor)
    post(client, world.second_auditor, visit, take_over=1, impartial="on")
    assert drive.fresh(case).audit.lead == world.second_auditor
    page = client.get(reverse("audit_workspace", args=[case.number]))
    assert page.status_code == 200


def test_only_a_member_declares_a_conflict_there_and_says_why(world, client):
    case = drive.audited(world)
    url = reverse("audit_conflict", args=[case.number])

    answer = post(client, world.auditor, url, conflict="")

    assert answer.context["form"].errors
    assert drive.fresh(case).audit.lead == world.auditor
    assert post(client, world.officer, url, conflict="Ja").status_code == 404


# Separation of duties


def may_decide(world: World, case: Case, who) -> bool:
    Membership.objects.create(
        person=who, organisation=world.body, role=Role.DECISION_MAKER, from_date=LONG_AGO
    )
    return not queues.is_excluded(who, case.main_process, [Role.DECISION_MAKER])


@pytest.mark.obligation(45, 46)
def test_an_auditor_of_the_case_never_decides_it(world, client):
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    task = drive.open_task(case, "decide")

    assert not may_decide(world, case, world.auditor)
    with pytest.raises(Conflict):
        case_actions.claim(task, by=world.auditor, at=world.at, declared=True)
    post(client, world.auditor, address(case, "decide"), answer="grant", reasons="Ja")
    assert drive.nodes(case) == ["decide"]


@pytest.mark.obligation(46)
def test_who_has_left_the_team_does_not_decide_either(world):
    case = drive.audited(world)
    drive.join(world, case, world.second_auditor)

    TeamMember.objects.filter(person=world.second_auditor).update(left_at=world.at)

    assert not may_decide(world, case, world.second_auditor)


@pytest.mark.obligation(45, 46)
def test_who_finished_an_auditors_task_does_not_decide_either(world):
    case = drive.report(world, drive.visit(world, drive.audited(world), {"LED-01": "minor"}))
    case = drive.answer(world, case)
    task = drive.open_task(case, "assess_answers")
    queues.assign(task, to=world.second_auditor, by=world.auditor, at=world.at)
    auditor, world.auditor = world.auditor, world.second_auditor

    drive.accept_answers(world, case)

    assert auditor != world.auditor
    assert not may_decide(world, case, world.second_auditor)


def test_somebody_outside_the_team_decides(world):
    case = drive.report(world, drive.visit(world, drive.audited(world)))

    assert may_decide(world, case, world.administrator)


# Grades by the rule


@pytest.mark.obligation(37)
@pytest.mark.parametrize(
    ("kind", "level", "grade"),
    [
        ("must", 0, "major"),
        ("must", 1, "minor"),
        ("must", 2, "conform"),
        ("should", 1, "observation"),
        ("should", 2, "conform"),
    ],
)
def test_the_rule_proposes_a_grade_for_a_level(world, kind, level, grade):
    assert proposed_grade(kind, level, world.edition.rule) == grade


@pytest.mark.obligation(37)
@pytest.mark.parametrize(
    ("grades", "number", "areas"),
    [
        (["minor", "minor", "minor"], 3, ["LED"]),
        (["minor", "minor", "conform"], 3, []),
        (["minor", "minor", "minor", "major"], 3, []),
        (["minor", "minor", "minor"], 0, []),
    ],
)
def test_three_minors_in_an_area_make_a_major(grades, number, areas):
    assert minors_that_make_major([("LED", one) for one in grades], number) == areas


def test_minors_of_different_areas_are_not_added():
    assert minors_that_make_major([("A", "minor"), ("B", "minor"), ("C", "minor")], 3) == []


@pytest.mark.obligation(32)
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("Kommunen bör införa en rutin.", ["bör"]),
        ("We recommend a routine; you should write it.", ["recommend", "should"]),
        ("Rutin saknas. Börsnoterade företag får svar.", []),
    ],
)
def test_advice_in_a_statement_is_noticed(statement, words):
    assert suggestions_in(statement) == words
