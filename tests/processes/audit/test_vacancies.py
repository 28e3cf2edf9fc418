"""Whoever leaves a team, however: nothing is stuck, and the officer is asked about the place."""

from datetime import date
from unittest.mock import patch

import pytest
from django.urls import reverse

from processes.audit.team import changes as team
from processes.audit.team import replacing
from processes.models import Case, Person, TeamMember, Vacancy
from processes.organisations import people
from processes.roles import Role
from tests.support import drive, stages
from tests.support.copies import remembered
from tests.support.hands import address, post
from tests.support.ties import sees, tie
from tests.support.world import World, person
from workflow import queues, sweep, trail
from workflow.calendar import end_of, local_date
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import Task, TrailChain
from workflow.sweep import attendance


@pytest.fixture(autouse=True)
def clock(world: World, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def third(world: World) -> Person:
    return remembered(lambda world: person("Tea Tredje", world.body, Role.AUDITOR))(world)


def by_tie(world, who) -> None:
    tie(who, world.municipality)


def by_role(world, who) -> None:
    people.end(who.memberships.get(), date(2026, 3, 1), by=world.administrator, at=world.at)


def by_account(world, who) -> None:
    people.deactivate(who, by=world.administrator, at=world.at)


def by_declaration(world, who) -> None:
    member = TeamMember.objects.get(person=who, left_at=None)
    team.declare_conflict(member.audit, by=who, at=world.at, reason="Min syster.")


WAYS = (by_tie, by_role, by_account, by_declaration)
MISSED = ("team_proposed", "objected", "documents", "to_be_planned", "planned", "visiting")
MISSED += ("visited",)
OTHERS = ("report_sent", "report_commented", "answering", "answers_sent", "verifying", "deciding")
LEFT = {"lead": "auditor", "member": "second_auditor"}


@remembered
def with_two(world: World, stage: str) -> Case:
    """With the second auditor in its team. Its steps on the way are nobody else's."""
    propose = team.propose_team
    world.way = None

    def both(audit, others, *, by, at):
        propose(audit, [world.second_auditor], by=by, at=at)
        drive.declare_all(audit.case, at)

    with patch.object(team, "propose_team", both):
        return drive.fresh(stages.STATES[stage](world, world.municipality))


def vacancies(case) -> list[Task]:
    tasks = Task.objects.filter(flow_task__endswith="VacancyFlow.fill_vacancy", finished=None)
    return list(tasks.filter(process__business_key=case.number))


def human_tasks(case) -> list[Task]:
    tasks = Task.objects.filter(process__business_key=case.number, status__in=Task.OPEN)
    return list(tasks.exclude(role="").select_related("process"))


def is_stuck(task: Task, day) -> bool:
    """Nobody may do it, or somebody has it who may not."""
    if task.owner is not None:
        return not queues.may_take(task, task.owner)
    return not attendance.is_attended(task, day)


@pytest.mark.parametrize("leave", WAYS)
@pytest.mark.parametrize("who", LEFT)
@pytest.mark.parametrize("stage", MISSED + OTHERS)
def test_nothing_is_stuck_and_the_officer_is_asked(world, third, stage, who, leave):
    case, somebody = with_two(world, stage), getattr(world, LEFT[who])
    before = drive.nodes(case)

    leave(world, somebody)

    assert somebody not in [one.person for one in drive.fresh(case).audit.current_team]
    assert not Task.objects.filter(owner=somebody, status__in=Task.OPEN).exists()
    assert leave is by_account or not sees(somebody, case)  # who cannot sign in sees nothing
    assert drive.nodes(case) == before
    assert not [task for task in human_tasks(case) if is_stuck(task, local_date(world.at))]
    asked = vacancies(case)
    assert len(asked) == (1 if stage in MISSED else 0)
    assert all(queues.may_take(task, world.officer) for task in asked)
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


@pytest.mark.parametrize("leave", WAYS)
@pytest.mark.parametrize("stage", ["to_be_led", "led"])
def test_before_it_is_presented_the_queue_composes_it(world, third, stage, leave):
    case = stages.STATES[stage](world, world.municipality)
    if stage == "led":
        team.propose_team(case.audit, [third], by=world.auditor, at=world.at)
        leave(world, world.auditor)

    task = drive.open_task(case, "lead_audit")
    assert task.owner is None
    assert queues.may_take(task, world.second_auditor)
    assert not vacancies(case)


@pytest.mark.parametrize("leave", WAYS)
def test_a_presented_team_of_which_nobody_is_left_is_composed_anew(world, leave):
    case = stages.team_proposed(world, world.municipality)

    leave(world, world.auditor)

    assert drive.nodes(case) == ["lead_audit"]
    assert queues.may_take(drive.open_task(case, "lead_audit"), world.second_auditor)
    assert not vacancies(case)


@pytest.mark.parametrize("leave", WAYS)
@pytest.mark.parametrize("answer", ["uphold", "dismiss"])
def test_an_objection_to_somebody_who_has_left_is_settled(world, client, third, leave, answer):
    case = stages.objected(world, world.municipality)
    leave(world, world.auditor)
    drive.claim(drive.open_task(case, "settle_objection"), by=world.officer, at=world.at)

    url = address(case, "settle_objection")
    post(client, world.officer, url, answer=answer, reasons="Personen har lämnat.")

    now = {"uphold": ["lead_audit"], "dismiss": ["review_documents"]}
    assert drive.nodes(case) == now[answer]
    assert len(vacancies(case)) == (1 if answer == "dismiss" else 0)


def test_of_a_named_objection_those_not_named_stay_though_the_named_left(world, client):
    case = with_two(world, "objected")
    TeamMember.objects.filter(person=world.second_auditor).update(is_objected_to=True)
    by_account(world, world.second_auditor)
    drive.claim(drive.open_task(case, "settle_objection"), by=world.officer, at=world.at)

    url = address(case, "settle_objection")
    post(client, world.officer, url, answer="uphold", reasons="Personen har lämnat.")

    assert drive.fresh(case).audit.lead == world.auditor
    post(client, world.auditor, address(case, "lead_audit"), propose=1)
    assert drive.nodes(case) == ["review_documents"]


def test_a_role_that_ends_later_leaves_the_team_then(world, clock):
    case = with_two(world, "visiting")
    last = date(2026, 3, 10)
    role = world.second_auditor.memberships.get()
    people.end(role, last, by=world.administrator, at=world.at)
    assert not vacancies(case)

    clock.move_to(end_of(last), tick=False)
    sweep.fire_due(end_of(last))

    assert len(vacancies(case)) == 1


def test_another_role_that_ends_leaves_the_team_as_it_is(world):
    case = with_two(world, "visiting")
    other = people.Appointment(world.body, Role.DECISION_MAKER, date(2026, 1, 1))
    role = people.appoint(world.second_auditor, other, by=world.administrator, at=world.at)

    people.end(role, date(2026, 3, 1), by=world.administrator, at=world.at)

    assert not vacancies(case)
    assert len(drive.fresh(case).audit.current_team) == 2


def taken(world, case) -> str:
    [task] = vacancies(case)
    drive.claim(task, by=world.officer, at=world.at)
    return reverse("task", args=[task.pk])


def test_the_officer_asks_another_to_lead(world, client, third):
    case = stages.visiting(world, world.municipality)
    by_account(world, world.auditor)

    post(client, world.officer, taken(world, case), joins=third.pk, reasons="Har tid.")
    member = TeamMember.objects.get(person=third)
    team.declare(member, by=third, at=world.at)

    assert not vacancies(case)
    assert drive.fresh(case).audit.lead == third
    assert drive.open_task(case, "visit").owner == third
    assert TeamMember.objects.get(pk=member.pk).current_state == "presented"


def test_the_officer_lets_the_others_go_on(world, client):
    case = with_two(world, "visiting")
    by_tie(world, world.second_auditor)
    url = taken(world, case)

    answer = post(client, world.officer, url, joins="nobody", reasons="")
    assert "reasons" in answer.context["form"].errors
    post(client, world.officer, url, later=1, joins="nobody", reasons="En räck")
    assert client.get(url).context["form"]["reasons"].value() == "En räck"
    post(client, world.officer, url, joins="nobody", reasons="En räcker.")

    assert not vacancies(case)
    assert drive.nodes(drive.visit(world, case)) == ["draft_report"]


@pytest.mark.parametrize("answer", [{"joins": "nobody"}, {}])
def test_an_answer_that_was_given_is_not_given_again(world, client, third, answer):
    case = stages.visiting(world, world.municipality)
    by_tie(world, world.auditor)
    url, fields = taken(world, case), {"joins": third.pk, "reasons": "Ja.", **answer}
    post(client, world.officer, url, **fields)

    post(client, world.officer, url, **fields)

    assert TeamMember.objects.filter(person=third).count() == (0 if answer else 1)
    assert Vacancy.objects.count() == 1


def test_who_takes_the_leads_task_settles_it(world, third):
    case = stages.visiting(world, world.municipality)
    by_role(world, world.auditor)
    drive.claim(drive.open_task(case, "visit"), by=third, at=world.at)

    team.take_over(drive.fresh(case).audit, by=third, at=world.at)

    assert not vacancies(case)
    assert Vacancy.objects.get().current_state == "settled"


def test_a_change_of_the_team_settles_it(world, third):
    case = with_two(world, "visiting")
    by_role(world, world.second_auditor)

    wanted = replacing.Change(None, third, "En till behövs.")
    replacing.change(case.audit, wanted, by=world.auditor, at=world.at)

    assert not vacancies(case)


def test_the_sent_report_settles_it(world):
    case = with_two(world, "visited")
    by_role(world, world.second_auditor)
    assert vacancies(case)

    drive.report(world, case)

    assert not vacancies(case)


def test_the_end_of_the_case_settles_it(world, third):
    case = stages.visiting(world, world.municipality)
    by_role(world, world.auditor)

    perform(case.withdraw, by=world.signatory, at=world.at, moment=world.at, reasons="")

    assert not vacancies(case)


def test_who_was_asked_late_and_hands_the_question_back_leaves_a_place(world, third):
    case = drive.audited(world)
    replacing.change(
        case.audit, replacing.Change(None, third, "Ja."), by=world.officer, at=world.at
    )
    task = Task.objects.get(flow_task__endswith="TeamFlow.declare", finished=None)

    queues.hand_back(task, by=third, at=world.at)

    assert len(vacancies(case)) == 1


def test_while_an_objection_is_unsettled_nobody_takes_the_place(world, third):
    case = stages.objected(world, world.municipality)
    by_tie(world, world.auditor)
    vacancy, [task] = Vacancy.objects.get(), vacancies(case)
    drive.claim(task, by=world.officer, at=world.at)

    with pytest.raises(Refused):
        replacing.fill(vacancy, third, by=world.officer, at=world.at, reasons="Ja.")

    assert vacancies(case)
