"""Each member of an audit team declares, is presented, and may alone be objected to."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.team import changes as team
from processes.case.models import Case
from processes.models import Interest, TeamMember
from processes.roles import Role
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.ties import sees
from tests.support.world import World, person
from workflow import queues, sweep, trail
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, NotPermitted
from workflow.models import Exclusion, Task


@pytest.fixture(autouse=True)
def clock(world: World, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.fixture
def asked(world: World, client: Client) -> Case:
    """The lead has chosen a colleague, who has not answered."""
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    url = taken(world, case, "lead_audit", world.auditor)
    post(client, world.auditor, url, propose=1, members=[world.second_auditor.pk])
    return drive.fresh(case)


@pytest.fixture
def presented(world: World, asked: Case) -> Case:
    world.later(days=1)
    return drive.declare_all(asked, world.at)


def beside(who, node="declare") -> Task:
    """The open task of somebody in the small flow of a member."""
    tasks = Task.objects.filter(flow_task__endswith=f"TeamFlow.{node}", finished=None)
    return tasks.get(owner=who) if who else tasks.get()


def member(who) -> TeamMember:
    return TeamMember.objects.filter(person=who).latest("pk")


def names(case) -> list[str]:
    return [one.person.name for one in drive.fresh(case).audit.current_team]


# Everybody declares for themselves


def test_whoever_is_chosen_is_asked_and_the_team_waits(world, asked):
    assert drive.nodes(asked) == ["lead_audit"]
    assert beside(world.second_auditor).due is not None
    assert member(world.second_auditor).declared_at is None
    assert member(world.auditor).declared_at is not None


def test_the_team_is_presented_when_the_last_has_declared(world, asked, client, clock):
    clock.move_to(world.later(days=1), tick=False)
    url = reverse("task", args=[beside(world.second_auditor).pk])

    post(client, world.second_auditor, url, declaration="none")

    assert drive.nodes(asked) == ["consider_team"]
    assert member(world.second_auditor).declared_at == world.at
    entry = trail.history(asked).get(step="declare")
    assert (entry.actor, entry.at) == (world.second_auditor, world.at)


def test_the_municipality_reads_who_declared_and_when(world, asked, presented, client):
    url = taken(world, presented, "consider_team")

    client.force_login(world.coordinator)

    page = client.get(url).content.decode()

    assert "Intygade den 2 mars 2026" in page
    assert "Intygade den 3 mars 2026" in page


def test_of_who_was_not_asked_the_page_says_nothing_of_a_declaration(world, presented, client):
    TeamMember.objects.update(declared_at=None, state="seated")
    url = taken(world, presented, "consider_team")
    client.force_login(world.coordinator)

    assert "Intygade" not in client.get(url).content.decode()


@pytest.mark.parametrize("step", [team.declare, team.decline])
def test_nobody_declares_for_another(world, asked, step):
    more = {"reason": "Ja"} if step is team.decline else {}

    with pytest.raises(NotPermitted):
        step(member(world.second_auditor), by=world.auditor, at=world.at, **more)


@pytest.mark.obligation(4)
def test_a_team_in_which_somebody_has_not_declared_is_not_presented(world, asked):
    with pytest.raises(ConditionFailed):
        perform(asked.audit.propose_team, by=world.auditor, at=world.at, moment=world.at)


def test_who_is_asked_grades_nothing(world, asked):
    grading = drive.Grading("conform", 3, "", "", 0)

    with pytest.raises(NotPermitted):
        drive.audit_actions.grade(asked.audit.findings.all()[0], grading, by=world.second_auditor)


@pytest.mark.obligation(4)
def test_who_declares_jav_drops_out_and_the_lead_completes_the_team(world, asked, client):
    url = reverse("task", args=[beside(world.second_auditor).pk])

    post(client, world.second_auditor, url, declaration="conflict", reason="Min syster.")

    assert names(asked) == [world.auditor.name]
    assert not sees(world.second_auditor, asked)
    assert drive.nodes(asked) == ["lead_audit"]
    lead = address(asked, "lead_audit")
    post(client, world.auditor, lead, propose=1)
    assert drive.nodes(asked) == ["consider_team"]


def test_who_does_not_answer_can_be_left_out(world, asked, client):
    post(client, world.auditor, address(asked, "lead_audit"), propose=1)

    assert drive.nodes(asked) == ["consider_team"]
    assert not Task.objects.filter(flow_task__endswith="TeamFlow.declare", finished=None).exists()


def test_a_tie_that_becomes_known_takes_the_question_back(world, asked):
    Interest.objects.create(
        person=world.second_auditor, organisation=world.municipality, ground="employed"
    )

    assert names(asked) == [world.auditor.name]
    assert not queues.available(world.second_auditor, local_date(world.at)).exists()
    assert not Task.objects.filter(flow_task__endswith="TeamFlow.declare", finished=None).exists()


def test_who_leads_does_not_lose_the_claim_while_the_others_think(world, asked):
    world.later(days=30)

    sweep.return_idle_claims(world.at)

    assert drive.open_task(asked, "lead_audit").owner == world.auditor


# An objection concerns whom it names


def object_to(world, client, case, *whom) -> Case:
    url = taken(world, case, "consider_team")
    keys = [member(one).pk for one in whom]
    post(client, world.coordinator, url, answer="object", reasons="Jäv.", members=keys)
    task = drive.open_task(case, "settle_objection")
    drive.claim(task, by=world.officer, at=world.at)
    return drive.fresh(case)


def uphold(world, client, case, **more) -> Case:
    url = address(case, "settle_objection")
    post(client, world.officer, url, answer="uphold", reasons="Ja.", **more)
    return drive.fresh(case)


@pytest.mark.obligation(21)
def test_only_who_is_objected_to_is_replaced(world, presented, client):
    case = object_to(world, client, presented, world.second_auditor)

    case = uphold(world, client, case)

    assert names(case) == [world.auditor.name]
    assert not sees(world.second_auditor, case)
    assert drive.open_task(case, "lead_audit").owner == world.auditor
    assert not Exclusion.objects.filter(person=world.auditor, role=Role.AUDITOR).exists()


def test_the_lead_goes_on_with_whom_nobody_objects_to(world, presented, client):
    case = uphold(world, client, object_to(world, client, presented, world.second_auditor))

    post(client, world.auditor, address(case, "lead_audit"), propose=1)

    assert drive.nodes(case) == ["review_documents"]
    assert drive.fresh(case).audit.current_state == "preparing"


def test_only_who_is_new_is_presented_after_an_upheld_objection(world, presented, client):
    case = uphold(world, client, object_to(world, client, presented, world.second_auditor))
    third = person("Tea Tredje", world.body, Role.AUDITOR)
    post(client, world.auditor, address(case, "lead_audit"), propose=1, members=[third.pk])
    drive.declare_all(case, world.at)

    url = taken(world, case, "consider_team")
    client.force_login(world.coordinator)
    answer = client.get(url)
    assert [one.member.person for one in answer.context["team"]] == [third]
    assert [one.member.person for one in answer.context["known"]] == [world.auditor]
    post(client, world.coordinator, url, answer="object", reasons="Släkt.")
    drive.claim(drive.open_task(case, "settle_objection"), by=world.officer, at=world.at)
    case = uphold(world, client, drive.fresh(case))

    assert names(case) == [world.auditor.name]
    post(client, world.auditor, address(case, "lead_audit"), propose=1)
    assert drive.nodes(case) == ["review_documents"]


def test_a_new_lead_after_a_second_assessment_presents_only_who_is_new(world, presented, client):
    post(client, world.coordinator, taken(world, presented, "consider_team"), answer="accept")
    audit = drive.fresh(presented).audit
    audit.concerns = "Tider följs inte upp."
    perform(audit.find_not_ready, by=world.auditor, at=world.at)
    Interest.objects.create(person=world.auditor, organisation=world.municipality, ground="kinship")
    case = drive.assess(world, presented)
    third = person("Tea Tredje", world.body, Role.AUDITOR)
    url = taken(world, case, "lead_audit", third)

    post(client, third, url, propose=1, members=[world.second_auditor.pk])

    assert drive.nodes(case) == ["consider_team"]
    assert [one.person for one in drive.fresh(case).audit.presented_team] == [third]


def test_another_lead_is_needed_where_only_the_lead_is_replaced(world, presented, client):
    case = uphold(world, client, object_to(world, client, presented, world.auditor))

    assert names(case) == [world.second_auditor.name]
    assert drive.open_task(case, "lead_audit").owner is None
    post(
        client,
        world.second_auditor,
        taken(world, case, "lead_audit", world.second_auditor),
        propose=1,
    )
    assert drive.fresh(case).audit.lead == world.second_auditor


def test_the_officer_says_whom_an_objection_concerns(world, presented, client):
    case = object_to(world, client, presented)

    case = uphold(world, client, case, members=[member(world.second_auditor).pk])

    assert names(case) == [world.auditor.name]
