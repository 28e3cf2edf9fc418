"""The team: composed, presented, objected to. Through the browser's door."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from processes.models import Interest, TeamMember
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.world import World
from workflow.models import Exclusion


@pytest.fixture(autouse=True)
def _now(world: World, time_machine) -> None:
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def assessed(world: World) -> Case:
    return drive.assess(world, drive.accept(world, drive.apply(world)))


@pytest.fixture
def claimed(world: World, assessed: Case) -> Case:
    task = drive.open_task(assessed, "lead_audit")
    drive.claim(task, by=world.auditor, at=world.at, declared=True)
    return drive.fresh(assessed)


@pytest.fixture
def proposed(world: World, claimed: Case, client: Client) -> Case:
    members = [world.second_auditor.pk]
    post(client, world.auditor, address(claimed, "lead_audit"), propose=1, members=members)
    drive.declare_all(claimed, world.at)
    taken(world, claimed, "consider_team")
    return drive.fresh(claimed)


# Team


def test_the_lead_presents_a_team_of_herself_and_the_chosen(world, proposed):
    team = [(one.person, one.leads) for one in proposed.audit.current_team]

    assert team == [(world.auditor, True), (world.second_auditor, False)]
    assert drive.nodes(proposed) == ["consider_team"]


@pytest.mark.obligation(20)
def test_the_lead_sees_who_cannot_join_and_why(world, claimed, client):
    Interest.objects.create(
        person=world.second_auditor, organisation=world.municipality, ground="employed"
    )
    client.force_login(world.auditor)

    page = client.get(address(claimed, "lead_audit")).content.decode()

    assert world.second_auditor.name in page
    assert "Hultsfreds kommun" in page
    assert f'value="{world.second_auditor.pk}"' not in page


@pytest.mark.obligation(20)
def test_an_excluded_auditor_cannot_be_chosen(world, claimed, client):
    Interest.objects.create(
        person=world.second_auditor, organisation=world.municipality, ground="employed"
    )

    post(
        client,
        world.auditor,
        address(claimed, "lead_audit"),
        propose=1,
        members=[world.second_auditor.pk],
    )

    assert drive.nodes(claimed) == ["lead_audit"]
    assert not TeamMember.objects.exists()


def test_who_declares_a_conflict_hands_back_and_no_longer_sees_the_case(world, claimed, client):
    url = address(claimed, "lead_audit")

    post(client, world.auditor, url, declares=1, conflict="Min bror är kommundirektör.")

    assert drive.open_task(claimed, "lead_audit").owner is None
    assert client.get(url).status_code == 404
    assert client.get(reverse("case_audit", args=[claimed.number])).status_code == 404


def test_a_declared_conflict_needs_its_ground(world, claimed, client):
    answer = post(client, world.auditor, address(claimed, "lead_audit"), declares=1, conflict="")

    assert answer.context["conflict"].errors
    assert not Exclusion.objects.filter(person=world.auditor).exists()


def test_an_unsent_team_is_kept_with_its_task(world, claimed, client):
    url = address(claimed, "lead_audit")

    post(client, world.auditor, url, later=1, members=[world.second_auditor.pk])

    assert client.get(url).context["form"]["members"].value() == [str(world.second_auditor.pk)]
    assert drive.nodes(claimed) == ["lead_audit"]


# The municipality's word


@pytest.mark.obligation(21)
def test_the_municipality_reads_names_background_and_what_silence_means(world, proposed, client):
    client.force_login(world.coordinator)

    page = client.get(address(proposed, "consider_team")).content.decode()

    assert world.auditor.name in page
    assert world.second_auditor.name in page
    assert 'datetime="2026-03-16"' in page


def test_an_accepted_team_goes_on_to_the_documents(world, proposed, client):
    post(client, world.coordinator, address(proposed, "consider_team"), answer="accept")

    assert drive.nodes(proposed) == ["review_documents"]


def test_an_objection_needs_reasons(world, proposed, client):
    answer = post(client, world.coordinator, address(proposed, "consider_team"), answer="object")

    assert "reasons" in answer.context["form"].errors
    assert drive.nodes(proposed) == ["consider_team"]


def test_a_half_written_objection_is_kept(world, proposed, client):
    url = address(proposed, "consider_team")

    post(client, world.coordinator, url, later=1, reasons="Vi vill")

    assert client.get(url).context["form"]["reasons"].value() == "Vi vill"
    assert drive.fresh(proposed).audit.objection == ""


@pytest.fixture
def objected(world: World, proposed: Case, client: Client) -> Case:
    post(
        client,
        world.coordinator,
        address(proposed, "consider_team"),
        answer="object",
        reasons="Rut är granne med vår lots.",
    )
    task = drive.open_task(proposed, "settle_objection")
    drive.claim(task, by=world.officer, at=world.at)
    return drive.fresh(proposed)


def test_a_dismissed_objection_keeps_the_team_and_both_texts(world, objected, client):
    post(
        client,
        world.officer,
        address(objected, "settle_objection"),
        answer="dismiss",
        reasons="Grannskap räcker inte.",
    )

    audit = drive.fresh(objected).audit
    assert drive.nodes(objected) == ["review_documents"]
    assert audit.objection == "Rut är granne med vår lots."
    assert audit.objection_answer == "Grannskap räcker inte."


@pytest.mark.obligation(21)
def test_an_upheld_objection_to_all_bars_the_team_and_asks_for_a_new_one(world, objected, client):
    url = address(objected, "settle_objection")

    post(client, world.officer, url, answer="uphold", reasons="Det stämmer.")

    assert drive.nodes(objected) == ["lead_audit"]
    assert drive.fresh(objected).audit.current_team == []
    client.force_login(world.auditor)
    assert client.get(reverse("case_audit", args=[objected.number])).status_code == 404


def test_an_objection_is_not_settled_without_reasons(world, objected, client):
    answer = post(client, world.officer, address(objected, "settle_objection"), answer="dismiss")

    assert "reasons" in answer.context["form"].errors
    assert drive.nodes(objected) == ["settle_objection"]
