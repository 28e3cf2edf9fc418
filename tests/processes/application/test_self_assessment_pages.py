"""Writing a self-assessment: the list, one criterion, drafts and conflicts."""

from typing import Any

import pytest
from django.test import Client

from processes.models import Answer
from tests.support import drive
from tests.support.assessing import (
    answer_of,
    criterion_url,
    fill,
    hand_over,
    other_criterion,
    task_url,
)
from tests.support.world import World


@pytest.fixture
def case(world: World) -> Any:
    """A case whose self-assessment is open."""
    return drive.accept(world, drive.apply(world))


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(world.coordinator)
    return client


def test_the_task_list_tells_the_status_of_every_criterion(case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case))
    coordinator.post(criterion_url(case, "LED-02"), fill(case, "LED-02", level=""))

    page = coordinator.get(task_url(case, "assess")).context

    statuses = {row.criterion.code: row.status for group in page["groups"] for row in group.rows}
    assert statuses["LED-01"] == "done"
    assert statuses["LED-02"] == "started"
    assert statuses["TID-01"] == "not_started"
    assert (page["done"], page["total"]) == (1, 6)


@pytest.mark.parametrize(
    ("then", "code", "expected"),
    [
        ("next", "LED-01", "LED-02"),
        ("next", "LED-03", "TID-01"),
        ("previous", "TID-01", "LED-03"),
        ("stay", "LED-02", "LED-02"),
    ],
)
def test_saving_keeps_the_place(
    case: Any, coordinator: Client, then: str, code: str, expected: str
):
    saved = coordinator.post(criterion_url(case, code), fill(case, code, then=then))

    assert saved.url == criterion_url(case, expected)


@pytest.mark.parametrize(("then", "code"), [("next", "TID-03"), ("list", "LED-01")])
def test_after_the_last_criterion_comes_the_list(
    case: Any, coordinator: Client, then: str, code: str
):
    saved = coordinator.post(criterion_url(case, code), fill(case, code, then=then))

    assert saved.url == task_url(case, "assess")


def test_an_incomplete_answer_is_kept(case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case, level="", motivation="Halvvägs"))

    assert answer_of(case).motivation == "Halvvägs"
    assert answer_of(case).level is None


def test_a_colleague_can_be_named_responsible(world: World, case: Any, coordinator: Client):
    coordinator.post(criterion_url(case), fill(case, responsible=world.contributor.pk))

    assert answer_of(case).responsible == world.contributor


def test_nobody_of_another_municipality_can_be_named_responsible(
    world: World, case: Any, coordinator: Client
):
    wrong = fill(case, responsible=world.neighbour_coordinator.pk)
    page = coordinator.post(criterion_url(case), wrong)

    assert "responsible" in page.context["answer_form"].errors
    assert "Så gör vi." in page.content.decode()


def test_autosave_keeps_the_text_and_returns_the_new_version(case: Any, coordinator: Client):
    reply = coordinator.post(criterion_url(case), fill(case), headers={"X-Autosave": "1"})

    assert reply.json() == {"version": 1}
    assert answer_of(case).motivation == "Så gör vi."


def test_autosave_of_an_outdated_version_is_a_conflict(case: Any, coordinator: Client):
    old = fill(case)
    coordinator.post(criterion_url(case), fill(case, motivation="Först"))

    reply = coordinator.post(criterion_url(case), old, headers={"X-Autosave": "1"})

    assert reply.status_code == 409
    assert reply.json()["code"] == "conflict.text_changed"
    assert answer_of(case).motivation == "Först"


def test_a_conflict_of_edits_shows_both_texts_and_lets_one_choose(case: Any, coordinator: Client):
    old = fill(case, motivation="Min text")
    coordinator.post(criterion_url(case), fill(case, motivation="Deras text"))

    page = coordinator.post(criterion_url(case), old)

    assert page.status_code == 409
    assert "Min text" in page.context["yours"]
    assert "Deras text" in page.context["theirs"]
    form = page.context["answer_form"]
    again = {**old, "version": form["version"].value()}
    coordinator.post(criterion_url(case), again)
    assert answer_of(case).motivation == "Min text"


def test_after_the_hand_over_a_late_text_is_shown_and_not_saved(
    world: World, case: Any, coordinator: Client
):
    late = fill(case, motivation="För sent")
    hand_over(world, case)

    page = coordinator.post(criterion_url(case), late)

    assert page.status_code == 409
    assert "För sent" in dict(page.context["written"]).values()
    assert answer_of(case).motivation == "Så gör vi."


def test_somebody_signed_out_is_led_back_to_the_criterion(case: Any):
    page = Client().post(criterion_url(case), fill(case))

    assert page.status_code == 302
    assert f"next={criterion_url(case)}" in page.url


def test_an_answer_from_last_time_is_confirmed_only_by_a_choice(case: Any, coordinator: Client):
    Answer.objects.filter(pk=answer_of(case).pk).update(to_be_confirmed=True)

    coordinator.post(criterion_url(case), fill(case))
    assert answer_of(case).to_be_confirmed
    headers = {"X-Autosave": "1"}
    coordinator.post(criterion_url(case), fill(case, confirmed="on"), headers=headers)
    assert answer_of(case).to_be_confirmed

    coordinator.post(criterion_url(case), fill(case, confirmed="on"))
    assert not answer_of(case).to_be_confirmed


def test_the_answer_of_last_time_stands_beside_the_new_one(case: Any, coordinator: Client):
    answer = answer_of(case)
    last = Answer.objects.create(
        assessment=answer.assessment, criterion=other_criterion(case), motivation="Förra gången"
    )
    Answer.objects.filter(pk=answer.pk).update(carried_from=last)

    page = coordinator.get(criterion_url(case))

    assert "Förra gången" in page.content.decode()


def test_the_task_list_is_read_with_few_questions_to_the_database(
    case: Any, coordinator: Client, django_assert_max_num_queries: Any
):
    address = task_url(case, "assess")
    coordinator.get(address)

    with django_assert_max_num_queries(15):
        coordinator.get(address)


def test_writing_asks_little_of_the_database(
    case: Any, coordinator: Client, django_assert_max_num_queries: Any
):
    typed = fill(case)
    coordinator.get(criterion_url(case))

    with django_assert_max_num_queries(12):
        coordinator.get(criterion_url(case))
    with django_assert_max_num_queries(13):
        coordinator.post(criterion_url(case), typed, headers={"X-Autosave": "1"})
