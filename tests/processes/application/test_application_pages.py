"""From a new application to a signed agreement, page by page."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.application.policies import ANSWERED
from processes.case.models import Case
from tests.support import drive
from tests.support.world import START, World
from workflow.models import Task

ANSWERS = {
    "scope": "Service till företag",
    "sites": "Stadshuset",
    "contact_name": "Karin Koordinator",
    "contact_email": "karin@example.org",
    "contact_phone": "",
    "consultancy": "Nej",
}
YES = {
    "enough_information": "yes",
    "body_is_competent": "yes",
    "no_conflict_of_interest": "yes",
}


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


def signed_in(client: Client, somebody) -> Client:
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


def begin(client: Client, world: World):
    signed_in(client, world.coordinator)
    return client.post(reverse("application_new"), {"scheme": world.scheme.pk})


def address(case: Case, node: str) -> str:
    return reverse("task", args=[drive.open_task(case, node).pk])


@pytest.fixture
def draft(client: Client, world: World) -> Case:
    begin(client, world)
    return Case.objects.get()


@pytest.fixture
def in_review(client: Client, world: World) -> Case:
    """A submitted application that the officer has taken."""
    case = drive.apply(world)
    signed_in(client, world.officer)
    task = drive.open_task(case, "review_application")
    client.post(reverse("task_claim", args=[task.pk]))
    return case


def test_beginning_leads_to_the_draft(client, world):
    answer = begin(client, world)

    assert answer.url == address(Case.objects.get(), "apply")
    assert client.get(answer.url).status_code == 200


def test_the_page_says_what_will_happen(client, world):
    signed_in(client, world.coordinator)

    page = client.get(reverse("application_new")).content.decode()

    assert "What will happen" in page
    assert "Guide" in page


@pytest.mark.parametrize("who", ["signatory", "officer", "auditor", "observer"])
def test_only_a_coordinator_can_apply(client, world, who):
    signed_in(client, getattr(world, who))

    assert client.get(reverse("application_new")).status_code == 403
    answer = client.post(reverse("application_new"), {"scheme": world.scheme.pk})
    assert answer.status_code == 403
    assert not Case.objects.exists()


def test_who_begins_twice_is_led_to_the_draft_of_the_first(client, world):
    begin(client, world)

    answer = begin(client, world)

    assert answer.url == address(Case.objects.get(), "apply")
    assert Case.objects.count() == 1


def test_who_is_certified_does_not_apply_anew(client, world):
    case = drive.grant(world)

    answer = begin(client, world)

    assert "You are certified already." in answer.content.decode()
    assert Case.objects.get() == case


def test_a_closed_scheme_cannot_be_chosen(client, world):
    world.scheme.is_open = False
    world.scheme.save(update_fields=["is_open"])

    begin(client, world)

    assert not Case.objects.exists()


def test_a_draft_is_kept_however_incomplete(client, world, draft):
    client.post(address(draft, "apply"), {**ANSWERS, "scope": "Halv", "step": "save"})

    application = drive.fresh(draft).application
    assert (application.scope, application.current_state) == ("Halv", "draft")


def test_a_wrong_address_is_told_and_the_rest_is_kept(client, world, draft):
    wrong = {**ANSWERS, "contact_email": "karin", "step": "save"}

    page = client.post(address(draft, "apply"), wrong).content.decode()

    assert "There is a problem" in page
    assert 'value="karin"' in page
    assert drive.fresh(draft).application.scope == ANSWERS["scope"]


def test_the_answers_are_checked_before_they_are_submitted(client, world, draft):
    answer = client.post(address(draft, "apply"), {**ANSWERS, "step": "check"}, follow=True)

    page = answer.content.decode()
    assert "Check your application" in page
    assert ANSWERS["scope"] in page
    assert drive.fresh(draft).application.current_state == "draft"


@pytest.mark.obligation(7)
def test_an_incomplete_application_is_not_submitted(client, world, draft):
    page = client.post(address(draft, "apply"), {"step": "submit"}).content.decode()

    assert "State the scope and a contact person" in page
    assert drive.fresh(draft).application.current_state == "draft"


@pytest.mark.obligation(7)
@pytest.mark.parametrize("field", ANSWERED)
def test_what_is_missing_is_asked_for_at_its_field(client, world, draft, field):
    page = address(draft, "apply")
    client.post(page, {**ANSWERS, field: "", "step": "save"})

    answer = client.post(page, {"step": "submit"})

    assert set(answer.context["form"].errors) - {"__all__"} == {field}
    assert drive.fresh(draft).application.current_state == "draft"


def test_submitting_opens_the_review(client, world, draft):
    client.post(address(draft, "apply"), {**ANSWERS, "step": "save"})

    answer = client.post(address(draft, "apply"), {"step": "submit"})

    assert answer.url == reverse("inbox")
    assert drive.nodes(draft) == ["review_application"]


def test_a_double_click_on_submit_submits_once(client, world, draft):
    page = address(draft, "apply")
    client.post(page, {**ANSWERS, "step": "save"})
    client.post(page, {"step": "submit"})

    assert client.post(page, {"step": "submit"}).url == reverse("case", args=[draft.number])
    assert drive.nodes(draft) == ["review_application"]


def test_the_signatory_cannot_write_the_coordinator_s_application(client, world, draft):
    signed_in(client, world.signatory)

    assert client.post(address(draft, "apply"), {"scope": "Annat"}).status_code == 409
    assert drive.fresh(draft).application.scope == ""


@pytest.mark.obligation(8)
def test_three_times_yes_accepts(client, world, in_review):
    client.post(address(in_review, "review_application"), {**YES, "step": "accept"})

    assert drive.nodes(in_review) == ["sign_agreement"]
    assert drive.fresh(in_review).agreement.text_sv == "Vi lovar."


@pytest.mark.obligation(8)
def test_without_three_times_yes_nothing_is_accepted(client, world, in_review):
    some = {**YES, "body_is_competent": "no", "step": "accept"}

    page = client.post(address(in_review, "review_application"), some).content.decode()

    assert "Answer every question of the review with yes first." in page
    assert drive.nodes(in_review) == ["review_application"]
    assert not hasattr(drive.fresh(in_review), "agreement")


@pytest.mark.obligation(9)
@pytest.mark.parametrize("step", ["send_back", "decline"])
def test_returning_and_declining_need_reasons(client, world, in_review, step):
    page = client.post(address(in_review, "review_application"), {"step": step}).content.decode()

    assert "Give the reasons" in page
    assert drive.nodes(in_review) == ["review_application"]


def test_a_returned_application_comes_back_with_its_reasons(client, world, in_review):
    client.post(
        address(in_review, "review_application"),
        {"step": "send_back", "reasons": "Vilka enheter?"},
    )

    signed_in(client, world.coordinator)
    page = client.get(address(in_review, "apply")).content.decode()
    assert "Vilka enheter?" in page


@pytest.mark.obligation(9)
def test_a_declined_application_closes_the_case(client, world, in_review):
    client.post(
        address(in_review, "review_application"), {"step": "decline", "reasons": "Inte behörig"}
    )

    assert drive.fresh(in_review).current_state == "declined"
    signed_in(client, world.coordinator)
    page = client.get(reverse("case_application", args=[in_review.number])).content.decode()
    assert "Inte behörig" in page


def test_a_review_can_be_saved_and_continued(client, world, in_review):
    page = address(in_review, "review_application")
    client.post(page, {"enough_information": "yes", "reasons": "Fråga mer", "step": "save"})

    shown = client.get(page).content.decode()

    assert "Fråga mer" in shown
    assert drive.fresh(in_review).application.enough_information is True


@pytest.mark.obligation(11)
def test_signing_needs_the_box_and_then_signs(client, world, in_review):
    client.post(address(in_review, "review_application"), {**YES, "step": "accept"})
    signed_in(client, world.signatory)
    page = address(in_review, "sign_agreement")
    client.post(reverse("task_claim", args=[drive.open_task(in_review, "sign_agreement").pk]))
    assert "We promise." in client.get(page).content.decode()

    without = client.post(page, {})
    client.post(page, {"agree": "on"})

    assert "Tick the box to sign the agreement." in without.content.decode()
    assert drive.fresh(in_review).agreement.signed_by == world.signatory
    assert "assess" in drive.nodes(in_review)


@pytest.mark.obligation(11)
def test_the_coordinator_cannot_sign(client, world, in_review):
    client.post(address(in_review, "review_application"), {**YES, "step": "accept"})
    signed_in(client, world.coordinator)

    answer = client.post(address(in_review, "sign_agreement"), {"agree": "on"})

    assert answer.status_code == 409
    assert drive.fresh(in_review).agreement.signed_at is None


@pytest.mark.parametrize("name", ["case_application", "case_agreement"])
def test_the_papers_can_be_read_afterwards_but_not_by_a_neighbour(client, world, name):
    case = drive.accept(world, drive.apply(world))
    page = reverse(name, args=[case.number])

    seen = signed_in(client, world.officer).get(page).status_code
    foreign = signed_in(client, world.neighbour_coordinator).get(page).status_code

    assert (seen, foreign) == (200, 404)
    assert Task.objects.exists()
