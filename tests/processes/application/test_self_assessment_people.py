"""Who reads and who writes a self-assessment, and how colleagues take part."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.models import Answer, Contribution, Membership
from tests.support import drive
from tests.support.assessing import (
    answer_all,
    answer_of,
    as_person,
    ask,
    criterion_url,
    fill,
    task_url,
)
from tests.support.world import World, person
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict
from workflow.models import Task


@pytest.fixture
def case(world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(world.coordinator)
    return client


@pytest.mark.parametrize("who", ["neighbour_coordinator", "observer", "auditor", "officer"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_outside_the_municipality_opens_a_draft(
    world: World, case: Any, who: str, method: str
):
    client = as_person(getattr(world, who))

    assert getattr(client, method)(criterion_url(case)).status_code == 404


@pytest.mark.parametrize("who", ["signatory", "contributor"])
def test_colleagues_read_the_draft_and_do_not_write_it(
    world: World, case: Any, coordinator: Client, who: str
):
    coordinator.post(criterion_url(case), fill(case))
    client = as_person(getattr(world, who))

    page = client.get(criterion_url(case))
    refused = client.post(criterion_url(case), fill(case, motivation="Nej"))

    assert "Så gör vi." in page.content.decode()
    assert "answer_form" not in page.context
    assert refused.status_code == 409
    assert answer_of(case).motivation == "Så gör vi."


def test_the_body_reads_what_was_submitted_and_never_a_new_draft(world: World, case: Any):
    drive.assess(world, case)
    drive.claim(drive.open_task(case, "lead_audit"), by=world.auditor, at=world.at, declared=True)
    reopened = drive.fresh(case).self_assessment
    perform(reopened.reopen, by=None, at=world.at, concerns="Mer om ledning")
    Answer.objects.filter(assessment=reopened).update(motivation="Nytt utkast", version=7)

    page = as_person(world.auditor).get(criterion_url(case)).content.decode()
    whole = as_person(world.officer).get(reverse("case_assessment", args=[case.number]))

    assert "Så gör vi." in page
    assert "Nytt utkast" not in page
    assert "Så gör vi." in whole.content.decode()
    assert "Nytt utkast" not in whole.content.decode()


def test_before_the_submission_the_body_sees_that_nothing_is_there(world: World, case: Any):
    page = as_person(world.officer).get(reverse("case_assessment", args=[case.number]))

    assert page.status_code == 200
    assert page.context["groups"] == []


def test_before_the_agreement_the_page_says_that_it_has_not_begun(world: World):
    case = drive.apply(world)

    page = as_person(world.coordinator).get(reverse("case_assessment", args=[case.number]))

    assert page.status_code == 200


def test_a_colleague_is_asked_and_gets_a_task(world: World, case: Any, coordinator: Client):
    chosen = answer_of(case).criterion_id
    asked = coordinator.post(
        reverse("assessment_ask", args=[case.number]),
        {"person": world.contributor.pk, "criteria": [chosen], "message": "Kan du?"},
    )

    contribution = Contribution.objects.get()
    assert asked.url == task_url(case, "assess")
    assert Task.objects.get(process=contribution.own_process, owner=world.contributor).due


def test_only_contributors_of_the_own_municipality_can_be_asked(
    world: World, case: Any, coordinator: Client
):
    foreign = person("Frida Främling", world.neighbour, None)

    page = coordinator.get(reverse("assessment_ask", args=[case.number]))

    people = set(page.context["form"].fields["person"].queryset)
    assert people == {world.contributor}
    assert foreign not in people


@pytest.mark.parametrize("who", ["signatory", "contributor", "neighbour_coordinator", "officer"])
def test_only_the_one_with_the_task_asks_colleagues(world: World, case: Any, who: str):
    page = as_person(getattr(world, who)).get(reverse("assessment_ask", args=[case.number]))

    assert page.status_code == 404


def test_a_colleague_writes_what_she_is_asked_for_and_nothing_else(world: World, case: Any):
    ask(world, case, "LED-02")
    client = as_person(world.contributor)

    client.post(criterion_url(case, "LED-02"), fill(case, "LED-02"))
    refused = client.post(criterion_url(case, "LED-01"), fill(case, "LED-01"))

    assert answer_of(case, "LED-02").level == 3
    assert refused.status_code == 409
    assert answer_of(case, "LED-01").level is None


def test_a_colleague_goes_through_her_own_criteria(world: World, case: Any):
    asked = ask(world, case, "LED-02", "TID-01")
    client = as_person(world.contributor)
    task = Task.objects.get(process=asked.own_process, owner=world.contributor)

    first = client.post(criterion_url(case, "LED-02"), fill(case, "LED-02", then="next"))
    last = client.post(criterion_url(case, "TID-01"), fill(case, "TID-01", then="next"))

    assert first.url == criterion_url(case, "TID-01")
    assert last.url == reverse("task", args=[task.pk])
    page = client.get(last.url)
    assert (page.context["done"], page.context["total"]) == (2, 2)


def test_a_contribution_is_delivered(world: World, case: Any):
    asked = ask(world, case, "LED-02")
    client = as_person(world.contributor)
    task = Task.objects.get(process=asked.own_process, owner=world.contributor)

    done = client.post(reverse("task", args=[task.pk]), {"step": "deliver"})

    assert done.status_code == 302
    asked = Contribution.objects.get(pk=asked.pk)
    assert asked.current_state == "delivered"
    assert client.post(criterion_url(case, "LED-02"), fill(case, "LED-02")).status_code == 409


def test_a_contribution_is_withdrawn_and_its_task_goes_away(
    world: World, case: Any, coordinator: Client
):
    asked = ask(world, case, "LED-02")

    coordinator.post(reverse("assessment_withdraw", args=[case.number, asked.pk]))

    assert Contribution.objects.get(pk=asked.pk).current_state == "withdrawn"
    assert not Task.objects.filter(process=asked.own_process, status__in=Task.OPEN).exists()


def test_an_open_contribution_keeps_the_assessment_from_being_handed_over(
    world: World, case: Any, coordinator: Client
):
    answer_all(coordinator, case)
    ask(world, case, "LED-02")

    page = coordinator.get(reverse("assessment_check", args=[case.number]))

    assert not page.context["hand_over"].allowed
    assert page.context["gaps"] == []


def test_who_no_longer_holds_the_role_writes_no_more(world: World, case: Any, coordinator: Client):
    ask(world, case, "LED-02")
    former = Membership.objects.filter(person__in=[world.coordinator, world.contributor])
    former.update(role="signatory")

    own = coordinator.post(criterion_url(case), fill(case))
    asked = as_person(world.contributor).post(criterion_url(case, "LED-02"), fill(case, "LED-02"))

    assert (own.status_code, asked.status_code) == (409, 409)
    assert answer_of(case).level is None
    assert answer_of(case, "LED-02").level is None


def test_a_conflict_while_asking_a_colleague_is_told(
    world: World, case: Any, coordinator: Client, monkeypatch: pytest.MonkeyPatch
):
    def too_late(*_args: Any, **_given: Any) -> None:
        raise Conflict

    monkeypatch.setattr("processes.self_assessment.asking_views.ask", too_late)
    given = {"person": world.contributor.pk, "criteria": [answer_of(case).criterion_id]}

    page = coordinator.post(reverse("assessment_ask", args=[case.number]), given)

    assert page.status_code == 409


def test_one_criterion_is_read_with_few_questions_to_the_database(
    case: Any, coordinator: Client, django_assert_max_num_queries: Any
):
    coordinator.get(criterion_url(case))

    with django_assert_max_num_queries(18):
        coordinator.get(criterion_url(case))
