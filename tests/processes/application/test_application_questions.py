"""The questions of a review have three values until they are answered."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from tests.processes.application.test_application_pages import address, signed_in
from tests.support import drive
from tests.support.world import START, World


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def in_review(client: Client, world: World) -> Case:
    """A submitted application that the officer has taken."""
    case = drive.apply(world)
    signed_in(client, world.officer)
    client.post(reverse("task_claim", args=[drive.open_task(case, "review_application").pk]))
    return case


def test_a_no_is_kept_and_an_unanswered_question_is_not_taken_for_one(client, world, in_review):
    page = address(in_review, "review_application")
    said = {"enough_information": "yes", "body_is_competent": "no"}

    client.post(page, {**said, "step": "save"})

    form = client.get(page).context["form"]
    shown = [form[name].value() for name in (*said, "no_conflict_of_interest")]
    assert shown == ["yes", "no", ""]
    client.post(page, {**said, "step": "decline", "reasons": "Vi saknar revisorer."})
    application = drive.fresh(in_review).application
    assert application.body_is_competent is False
    assert application.no_conflict_of_interest is None
    read = client.get(reverse("case_application", args=[in_review.number]))
    assert [row["value"] for row in read.context["reviewed"]] == ["Yes", "No", "Not answered"]
    signed_in(client, world.coordinator)
    read = client.get(reverse("case_application", args=[in_review.number]))
    assert read.context["reviewed"] == []


@pytest.mark.obligation(8)
def test_what_keeps_from_accepting_is_told_at_the_question(client, world, in_review):
    said = {"enough_information": "yes", "body_is_competent": "no", "step": "accept"}

    answer = client.post(address(in_review, "review_application"), said)

    assert set(answer.context["form"].errors) >= {"body_is_competent", "no_conflict_of_interest"}
    assert "enough_information" not in answer.context["form"].errors
