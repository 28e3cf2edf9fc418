"""Who joins an audit team later is presented alone; who made a visit stays known."""

import pytest
from django.urls import reverse

from processes.audit.team import changes as team
from processes.case.models import Case
from processes.models import Interest, TeamMember
from processes.roles import Role
from tests.support import drive
from tests.support.hands import post
from tests.support.ties import sees
from tests.support.world import World, person
from workflow import queues, sweep
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed
from workflow.models import Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


def beside(who, node="declare") -> Task:
    """The open task of somebody in the small flow of a member."""
    tasks = Task.objects.filter(flow_task__endswith=f"TeamFlow.{node}", finished=None)
    return tasks.get(owner=who) if who else tasks.get()


def member(who) -> TeamMember:
    return TeamMember.objects.filter(person=who).latest("pk")


@pytest.fixture
def taken_over(world: World) -> Case:
    """A colleague has taken the visit over from the lead."""
    case = drive.audited(world)
    task = drive.open_task(case, "visit")
    queues.hand_back(task, by=world.auditor, at=world.at)
    drive.claim(task, by=world.second_auditor, at=world.at)
    team.take_over(drive.fresh(case).audit, by=world.second_auditor, at=world.at)
    return drive.fresh(case)


def concluded(world, case) -> Case:
    world.auditor, world.second_auditor = world.second_auditor, world.auditor
    return drive.visit(world, case)


def test_a_new_lead_is_presented_and_the_visit_waits(world, taken_over):
    assert beside(world.coordinator, "consider_member").due is not None
    assert taken_over.audit.lead == world.second_auditor
    with pytest.raises(ConditionFailed):
        concluded(world, taken_over)


def test_the_visit_is_concluded_once_the_new_lead_is_accepted(world, taken_over, client):
    url = reverse("task", args=[beside(world.coordinator, "consider_member").pk])

    post(client, world.coordinator, url, answer="accept")

    assert drive.nodes(concluded(world, taken_over)) == ["draft_report"]


def test_silence_accepts_a_new_member(world, taken_over, clock):
    clock.move_to(world.later(days=30), tick=False)

    sweep.fire_due(world.at)

    assert member(world.second_auditor).current_state == "seated"


def test_an_upheld_objection_to_a_new_member_concerns_that_one_alone(world, taken_over, client):
    task = beside(world.coordinator, "consider_member")
    url = reverse("task", args=[task.pk])
    post(client, world.coordinator, url, answer="object", reasons="Tidigare konsult.")
    settling = beside(None, "settle_member")
    drive.claim(settling, by=world.officer, at=world.at)

    url = reverse("task", args=[settling.pk])
    post(client, world.officer, url, answer="uphold", reasons="Ja.")

    assert not sees(world.second_auditor, taken_over)
    assert drive.open_task(taken_over, "visit").owner is None
    assert sees(world.auditor, taken_over)


def test_an_excluded_officer_does_not_settle_it(world, taken_over):
    other = person("Olle Handläggare", world.body, Role.OFFICER)
    Interest.objects.create(person=other, organisation=world.municipality, ground="kinship")
    perform(
        member(world.second_auditor).object, by=world.coordinator, at=world.at, reasons="Konsult."
    )

    assert not queues.may_take(beside(None, "settle_member"), other)


# What was, stays readable


def test_a_concluded_audit_shows_who_made_it_whatever_is_noted_later(world, client):
    case = drive.visit(world, drive.join(world, drive.audited(world), world.second_auditor))
    for who in (world.auditor, world.second_auditor):
        Interest.objects.create(person=who, organisation=world.municipality, ground="employed")
    client.force_login(world.coordinator)

    page = client.get(reverse("case_audit", args=[case.number])).content.decode()

    assert world.auditor.name in page
    assert world.second_auditor.name in page


@pytest.mark.obligation(36)
def test_the_report_names_who_made_the_visit_whatever_is_noted_later(world):
    case = drive.visit(world, drive.join(world, drive.audited(world), world.second_auditor))
    Interest.objects.create(
        person=world.second_auditor, organisation=world.municipality, ground="employed"
    )

    report = drive.report(world, case).audit.reports.get()

    assert report.content["team"] == [world.auditor.name, world.second_auditor.name]
