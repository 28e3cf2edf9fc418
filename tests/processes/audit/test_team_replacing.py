"""One person of a presented team is added or replaced; the others keep their places."""

from datetime import timedelta

import pytest
from django.urls import reverse

from notifications.models import Notification
from processes.audit.team import changes as team
from processes.audit.team import replacing
from processes.audit.team.replacing import Change
from processes.models import Interest, TeamMember
from processes.roles import Role
from tests.support import drive, stages
from tests.support.hands import address, post, taken
from tests.support.ties import sees
from tests.support.world import World, person
from workflow import sweep, trail
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted, Refused
from workflow.models import Task, TrailChain


@pytest.fixture(autouse=True)
def clock(world: World, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def third(world: World):
    return person("Tea Tredje", world.body, Role.AUDITOR)


def beside(node):
    return Task.objects.get(flow_task__endswith=f"TeamFlow.{node}", finished=None)


def member(who) -> TeamMember:
    return TeamMember.objects.filter(person=who).latest("pk")


def names(case) -> set[str]:
    return {one.person.name for one in drive.fresh(case).audit.current_team}


def page(case) -> str:
    return reverse("audit_team", args=[case.number])


def replace(world, case, leaving, joining, by=None) -> None:
    gone = member(leaving) if leaving else None
    audit = drive.fresh(case).audit
    wanted = Change(gone, joining, "Är sjuk.")
    replacing.change(audit, wanted, by=by or world.officer, at=world.at)


def declare(who, at) -> None:
    team.declare(member(who), by=who, at=at)


OPEN = ("team_proposed", "documents", "to_be_planned", "planned", "visiting", "visited")
CLOSED = ("to_be_led", "led", "objected", "report_sent", "report_commented", "answering", "granted")


@pytest.mark.parametrize("stage", OPEN)
def test_somebody_joins_and_is_presented_alone(world, client, third, stage):
    case = stages.STATES[stage](world, world.municipality)
    client.force_login(world.officer)
    link = client.get(reverse("case_audit", args=[case.number])).content.decode()
    assert page(case) in link
    before = drive.nodes(case)

    post(client, world.officer, page(case), leaves="", joins=third.pk, reasons="Mer att se.")
    assert beside("declare").owner == third
    assert member(third).current_state == "asked"
    post(client, third, reverse("task", args=[beside("declare").pk]), declaration="none")

    task = beside("consider_member")
    assert task.owner == world.coordinator
    assert Notification.objects.filter(task=task, recipient=world.coordinator).exists()
    assert drive.nodes(case) == before
    assert names(case) == {world.auditor.name, third.name}
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


@pytest.mark.parametrize("stage", CLOSED)
def test_before_and_after_nobody_changes_it(world, client, third, stage):
    case = stages.STATES[stage](world, world.municipality)

    answer = post(client, world.officer, page(case), leaves="", joins=third.pk, reasons="Ja.")

    assert answer.status_code in (404, 409)
    assert "Någon annan hann före" not in answer.content.decode()
    if hasattr(case, "audit"):
        with pytest.raises(Conflict):
            replace(world, case, None, third)
    assert not TeamMember.objects.filter(person=third).exists()


def test_the_visit_and_the_report_wait_for_the_word_of_the_municipality(world, third, clock):
    case = drive.audited(world)
    replace(world, case, None, third)
    with pytest.raises(ConditionFailed):
        drive.visit(world, case)
    declare(third, world.at)
    with pytest.raises(ConditionFailed):
        drive.visit(world, case)

    clock.move_to(world.later(days=30), tick=False)
    sweep.fire_due(world.at)
    case = drive.visit(world, case)

    fourth = person("Fia Fjärde", world.body, Role.AUDITOR)
    replace(world, case, third, fourth)
    declare(fourth, world.at)
    with pytest.raises(ConditionFailed):
        drive.report(world, case)
    perform(member(fourth).accept, by=world.coordinator, at=world.at)
    assert drive.report(world, case).audit.reports.get().current_state == "locked"


def test_who_leaves_loses_task_sight_and_duties(world, client, third):
    case = drive.join(world, drive.audited(world), third)
    task = drive.open_task(case, "visit")
    assert task.owner == world.auditor

    replace(world, case, world.auditor, None)

    assert drive.open_task(case, "visit").owner is None
    assert not sees(world.auditor, case)
    assert drive.fresh(case).audit.lead is None
    finding = drive.fresh(case).audit.findings.all()[0]
    grading = drive.Grading("conform", 3, "", "", 0)
    with pytest.raises(NotPermitted):
        drive.audit_actions.grade(finding, grading, by=world.auditor)
    assert sees(third, case)


def test_a_new_lead_leads_from_the_declaration_on(world, third):
    case = drive.audited(world)

    replace(world, case, world.auditor, third)
    assert drive.fresh(case).audit.lead is None
    assert drive.open_task(case, "visit").owner is None
    declare(third, world.at)

    assert drive.fresh(case).audit.lead == third
    assert drive.open_task(case, "visit").owner == third
    assert beside("consider_member").owner == world.coordinator


def test_somebody_of_the_team_takes_the_place_of_its_lead(world, client, third):
    case = drive.join(world, drive.audited(world), third)
    fields = {"leaves": member(world.auditor).pk, "joins": third.pk, "reasons": "Sjuk."}

    post(client, world.officer, page(case), **fields)

    assert drive.fresh(case).audit.lead == third
    assert drive.open_task(case, "visit").owner == third
    assert not Task.objects.filter(flow_task__contains="TeamFlow.consider", finished=None).exists()


def test_an_upheld_objection_to_the_new_person_leaves_the_others(world, client, third):
    case = drive.audited(world)
    replace(world, case, None, third)
    declare(third, world.at)
    url = reverse("task", args=[beside("consider_member").pk])
    post(client, world.coordinator, url, answer="object", reasons="Tidigare konsult.")
    drive.claim(beside("settle_member"), by=world.officer, at=world.at)

    url = reverse("task", args=[beside("settle_member").pk])
    post(client, world.officer, url, answer="uphold", reasons="Ja.")

    assert names(case) == {world.auditor.name}
    assert not sees(third, case)
    assert drive.nodes(drive.visit(world, case)) == ["draft_report"]


def test_a_question_to_join_that_nobody_answers_is_taken_back(world, third):
    case = drive.audited(world)
    replace(world, case, None, third)

    replace(world, case, third, None, by=world.auditor)

    assert not Task.objects.filter(flow_task__contains="TeamFlow", finished=None).exists()
    assert drive.nodes(drive.visit(world, case)) == ["draft_report"]


def test_when_everybody_presented_has_left_a_new_team_is_composed(world, client, third):
    case = stages.team_proposed(world, world.municipality)

    replace(world, case, world.auditor, third)

    assert drive.nodes(case) == ["lead_audit"]
    declare(third, world.at)
    assert drive.open_task(case, "lead_audit").owner == third
    post(client, third, address(case, "lead_audit"), propose=1)
    assert drive.nodes(case) == ["consider_team"]


def test_who_joins_while_the_team_is_considered_is_not_part_of_that_answer(world, client, third):
    case = stages.team_proposed(world, world.municipality)
    replace(world, case, None, third)
    url = taken(world, case, "consider_team")

    post(client, world.coordinator, url, answer="object", reasons="Alla.")
    task = drive.open_task(case, "settle_objection")
    drive.claim(task, by=world.officer, at=world.at)
    post(client, world.officer, address(case, "settle_objection"), answer="uphold", reasons="Ja.")

    assert names(case) == {third.name}
    assert not sees(world.auditor, case)


@pytest.mark.parametrize("who", ["second_auditor", "decision_maker", "coordinator", "observer"])
def test_nobody_else_changes_a_team(world, client, third, who):
    case, somebody = drive.audited(world), getattr(world, who)

    answer = post(client, somebody, page(case), leaves="", joins=third.pk, reasons="Ja.")

    assert answer.status_code == 404
    with pytest.raises(NotPermitted):
        replace(world, case, None, third, by=somebody)


def test_bars_are_asked(world, client, third):
    case = drive.audited(world)
    Interest.objects.create(person=third, organisation=world.municipality, ground="employed")

    answer = post(client, world.auditor, page(case), leaves="", joins=third.pk, reasons="Ja.")

    assert "joins" in answer.context["form"].errors
    assert third.name in answer.content.decode()
    with pytest.raises(Refused):
        replace(world, case, None, third)


def test_what_is_written_stays_where_something_is_missing(world, client, third):
    case = drive.audited(world)

    answer = post(client, world.auditor, page(case), leaves="", joins="", reasons="För mycket.")

    assert "leaves" in answer.context["form"].errors
    assert "För mycket." in answer.content.decode()
    answer = post(client, world.auditor, page(case), leaves="", joins=third.pk, reasons="")
    assert "reasons" in answer.context["form"].errors
    assert answer.context["form"]["joins"].value() == str(third.pk)
    assert names(case) == {world.auditor.name}


def test_a_second_press_changes_nothing(world, client, third):
    case = drive.join(world, drive.audited(world), third)
    fourth = person("Fia Fjärde", world.body, Role.AUDITOR)
    fields = {"leaves": member(third).pk, "joins": fourth.pk, "reasons": "Sjuk."}

    for _press in range(2):
        assert post(client, world.auditor, page(case), **fields).status_code == 302

    assert names(case) == {world.auditor.name, fourth.name}
    assert TeamMember.objects.filter(person=fourth).count() == 1
    assert trail.history(case).filter(step="change_team").count() == 1


def test_the_municipality_reads_that_it_was_changed_but_not_why(world, client, third):
    case = drive.audited(world)
    replace(world, case, None, third)
    told = {}
    for who in (world.coordinator, world.officer):
        client.force_login(who)
        told[who] = client.get(reverse("case_history", args=[case.number])).content.decode()

    assert "Revisionsteamet ändrades" in told[world.coordinator]
    assert "Är sjuk." not in told[world.coordinator]
    assert "Är sjuk." in told[world.officer]


def test_who_was_replaced_does_not_come_back(world, third):
    case = drive.join(world, drive.audited(world), third)
    replace(world, case, third, None)
    world.at += timedelta(days=1)

    with pytest.raises(Refused):
        replace(world, case, None, third)
