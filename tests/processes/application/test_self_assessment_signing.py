"""From the check of the answers to the receipt."""

import hashlib
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.team.changes import propose_team
from tests.support import drive
from tests.support.assessing import (
    answer_all,
    as_person,
    criterion_url,
    fill,
    hand_over,
    task_url,
)
from tests.support.world import World
from workflow.engine.transitions import perform


@pytest.fixture
def case(world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(world.coordinator)
    return client


def test_without_javascript_a_self_assessment_goes_from_first_answer_to_receipt(
    world: World, case: Any, coordinator: Client
):
    answer_all(coordinator, case)
    handed = coordinator.post(task_url(case, "assess"), {"step": "hand_over"})
    assert handed.status_code == 302
    drive.claim(drive.open_task(case, "sign_assessment"), by=world.signatory, at=world.at)
    signatory = as_person(world.signatory)

    done = signatory.post(
        task_url(case, "sign_assessment"), {"step": "submit", "declared": "on"}, follow=True
    )

    snapshot = drive.fresh(case).self_assessment.snapshots.get()
    assert snapshot.sha256 in done.content.decode()
    assert drive.nodes(case) == ["lead_audit"]


def test_the_hand_over_says_why_it_is_closed(case: Any, coordinator: Client):
    page = coordinator.get(task_url(case, "assess"))

    assert not page.context["hand_over"].allowed
    for refusal in page.context["hand_over"].refusals:
        assert refusal in page.content.decode()


def test_an_incomplete_assessment_is_not_handed_over(case: Any, coordinator: Client):
    page = coordinator.post(task_url(case, "assess"), {"step": "hand_over"})

    assert page.status_code == 200
    assert page.context["form"].errors
    assert drive.fresh(case).self_assessment.current_state == "open"


def test_the_check_page_leads_to_every_gap(case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case))

    page = coordinator.get(reverse("assessment_check", args=[case.number]))

    assert page.context["gaps"][0].criterion.code == "LED-02"
    assert f'href="{criterion_url(case, "TID-03")}"' in page.content.decode()


@pytest.mark.parametrize("who", ["neighbour_coordinator", "officer"])
def test_the_check_page_is_the_municipality_s_own(world: World, case: Any, who: str):
    page = as_person(getattr(world, who)).get(reverse("assessment_check", args=[case.number]))

    assert page.status_code == 404


def test_nothing_is_submitted_without_the_declaration(world: World, case: Any):
    hand_over(world, case)

    page = as_person(world.signatory).post(task_url(case, "sign_assessment"), {"step": "submit"})

    assert "declared" in page.context["form"].errors
    assert drive.fresh(case).self_assessment.current_state == "handed_over"


def test_the_signatory_sends_back_with_remarks(world: World, case: Any, coordinator: Client):
    hand_over(world, case)
    given = {"step": "send_back", "remarks": "Skriv mer om tider"}

    as_person(world.signatory).post(task_url(case, "sign_assessment"), given)

    page = coordinator.get(task_url(case, "assess")).content.decode()
    assert "Skriv mer om tider" in page
    assert str(world.signatory) in page


def test_nothing_is_sent_back_without_a_word(world: World, case: Any):
    hand_over(world, case)

    page = as_person(world.signatory).post(task_url(case, "sign_assessment"), {"step": "send_back"})

    assert "remarks" in page.context["form"].errors


def test_the_signatory_s_remarks_wait_for_her(world: World, case: Any):
    hand_over(world, case)
    client = as_person(world.signatory)
    client.post(task_url(case, "sign_assessment"), {"step": "save", "remarks": "Halva tanken"})

    page = client.get(task_url(case, "sign_assessment"))

    assert "Halva tanken" in page.content.decode()


def test_the_text_behind_the_receipt_has_the_hash_of_the_receipt(world: World, case: Any):
    drive.assess(world, case)
    client = as_person(world.coordinator)

    text = client.get(reverse("assessment_content", args=[case.number, 1]))

    snapshot = drive.fresh(case).self_assessment.snapshots.get()
    assert hashlib.sha256(text.content).hexdigest() == snapshot.sha256
    assert text["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("name", ["assessment_receipt", "assessment_content"])
def test_a_receipt_is_not_for_other_municipalities(world: World, case: Any, name: str):
    drive.assess(world, case)
    address = reverse(name, args=[case.number, 1])

    assert as_person(world.neighbour_coordinator).get(address).status_code == 404
    assert as_person(world.officer).get(address).status_code == 200


@pytest.mark.obligation(26)
def test_the_audit_team_s_areas_of_concern_stand_on_the_task(
    world: World, case: Any, coordinator: Client
):
    drive.assess(world, case)
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    perform(drive.fresh(case).audit.accept_team, by=world.coordinator, at=world.at)
    audit = drive.fresh(case).audit
    audit.concerns = "Ledningens beslut saknas"
    audit.save(update_fields=["concerns"])
    perform(audit.find_not_ready, by=world.auditor, at=world.at)

    page = coordinator.get(task_url(case, "assess"))

    assert "Ledningens beslut saknas" in page.content.decode()
    assert page.context["sent_back"].step == "reopen"
