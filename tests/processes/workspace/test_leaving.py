"""Before somebody's part ends it is shown what hangs on it, and who follows."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.team import changes as team
from processes.models import Case, Membership, Organisation, Person, TeamMember, Vacancy
from processes.roles import Role
from tests.support import drive
from tests.support.ties import tie
from tests.support.world import LONG_AGO, person
from workflow import trail
from workflow.models import Task


@pytest.fixture
def case(world):
    """Its self-assessment is the coordinator's task."""
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def administrator(world, client):
    client.force_login(world.administrator)
    return client


def address(page, somebody):
    row = somebody if page == "change_access" else somebody.memberships.get()
    return reverse(page, args=[row.pk])


PAGES = ["change_access", "end_membership"]
DAY = {"day": "2026-03-01"}


@pytest.mark.parametrize("page", PAGES)
def test_it_is_shown_what_hangs_on_somebody_and_nothing_changes(world, administrator, case, page):
    html = administrator.get(address(page, world.coordinator)).content.decode()

    assert str(drive.open_task(case, "assess").flow_task.task_title) in html
    assert "ingen annan kan ta den" in html
    assert "Ingen annan har den rollen där" in html
    assert case.number in html, "the case that the coordinator leads"
    assert Person.objects.get(pk=world.coordinator.pk).is_active


@pytest.mark.parametrize("page", PAGES)
def test_who_else_can_take_each_task_is_named(world, administrator, case, page):
    person("Kalle Kollega", world.municipality, Role.COORDINATOR)

    html = administrator.get(address(page, world.coordinator)).content.decode()

    assert "kan tas av Kalle Kollega" in html
    assert "Ingen annan har den rollen där" not in html


@pytest.mark.parametrize("page", PAGES)
def test_the_last_of_a_role_is_followed_by_who_is_chosen(world, administrator, case, page):
    role, heir = world.coordinator.memberships.get(), world.contributor

    answer = administrator.post(
        address(page, world.coordinator), {**DAY, f"heir_{role.pk}": str(heir.pk)}
    )

    assert answer.status_code == 302
    assert heir.memberships.filter(role=Role.COORDINATOR).exists()
    assert Case.objects.get(pk=case.pk).coordinator == heir
    task = drive.open_task(case, "assess")
    assert (task.owner, task.unattended_since) == (None, None)
    data = trail.history(case).filter(step="hand_on").get().data
    assert (data["from"], data["to"]) == (world.coordinator.pk, heir.pk)


@pytest.mark.parametrize("page", PAGES)
def test_without_a_successor_it_is_told_and_done(world, administrator, case, page):
    answer = administrator.post(address(page, world.coordinator), DAY)

    assert answer.status_code == 302
    assert drive.open_task(case, "assess").unattended_since is not None


def test_somebody_of_another_place_follows_nobody(world, administrator, case):
    role = world.coordinator.memberships.get()

    answer = administrator.post(
        reverse("change_access", args=[world.coordinator.pk]),
        {f"heir_{role.pk}": str(world.neighbour_coordinator.pk)},
    )

    assert answer.status_code == 422
    assert Person.objects.get(pk=world.coordinator.pk).is_active


def test_a_successor_who_is_refused_leaves_everything_as_it_was(world, administrator, case):
    role, heir = world.coordinator.memberships.get(), world.contributor
    Membership.objects.create(
        person=heir, organisation=role.organisation, role=role.role, from_date="2027-01-01"
    )

    answer = administrator.post(
        reverse("change_access", args=[world.coordinator.pk]), {f"heir_{role.pk}": str(heir.pk)}
    )

    assert answer.status_code == 422
    assert Person.objects.get(pk=world.coordinator.pk).is_active
    assert Task.objects.filter(owner=world.coordinator, finished=None).exists()


def test_nobody_is_offered_to_close_their_own_account(world, administrator):
    page = administrator.get(reverse("person", args=[world.administrator.pk]))

    assert reverse("change_access", args=[world.administrator.pk]) not in page.content.decode()


@pytest.mark.parametrize("alone", [True, False])
def test_handing_back_says_who_can_take_the_task(world, case, alone):
    if not alone:
        person("Kalle Kollega", world.municipality, Role.COORDINATOR)
    client = Client()
    client.force_login(world.coordinator)

    page = client.get(reverse("task_hand_back", args=[drive.open_task(case, "assess").pk]))

    words = "Du är den enda" if alone else "Den kan tas av Kalle Kollega"
    assert words in page.content.decode()


def test_who_belongs_to_another_body_too_follows_nobody(world, administrator, case):
    other = Organisation.objects.create(kind="body", code="ANN", name="Annat", full_name="Annat")
    Membership.objects.create(
        person=world.contributor, organisation=other, role=Role.AUDITOR, from_date=LONG_AGO
    )

    page = administrator.get(reverse("change_access", args=[world.coordinator.pk]))

    assert world.contributor.name not in page.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_who_follows_a_lead_auditor_is_asked_to_lead_what_they_led(world, administrator, page):
    case, role = drive.audited(world), world.auditor.memberships.get()
    html = administrator.get(address(page, world.auditor)).content.decode()
    assert "Vem tar över ärendena" in html
    assert world.second_auditor.name in html

    heir = {f"heir_{role.pk}": str(world.second_auditor.pk)}
    answer = administrator.post(address(page, world.auditor), {**DAY, **heir})

    assert answer.status_code == 302
    (member,) = TeamMember.objects.filter(audit__case=case, left_at=None)
    assert (member.person, member.leads, member.current_state) == (
        world.second_auditor,
        True,
        "asked",
    )
    assert not Vacancy.objects.filter(state="open").exists()
    team.declare(member, by=world.second_auditor, at=world.at)
    assert drive.open_task(case, "visit").owner == world.second_auditor
    assert len(world.second_auditor.memberships.all()) == 1


def test_a_successor_whom_something_keeps_from_a_case_is_not_asked(world, administrator):
    case, role = drive.audited(world), world.auditor.memberships.get()
    tie(world.second_auditor, world.municipality)

    heir = {f"heir_{role.pk}": str(world.second_auditor.pk)}
    answer = administrator.post(address("change_access", world.auditor), {**DAY, **heir})

    assert answer.status_code == 302
    assert not TeamMember.objects.filter(audit__case=case, left_at=None).exists()
    assert Vacancy.objects.filter(state="open").count() == 1


def test_a_coordinator_among_others_is_followed_in_the_cases_by_who_is_chosen(
    world, administrator, case
):
    other = person("Kalle Kollega", world.municipality, Role.COORDINATOR)
    role = world.coordinator.memberships.get()

    administrator.post(
        address("change_access", world.coordinator), {f"heir_{role.pk}": str(other.pk)}
    )

    assert Case.objects.get(pk=case.pk).coordinator == other
