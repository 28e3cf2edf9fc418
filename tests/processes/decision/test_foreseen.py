"""What is said to follow from a correction is what follows."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.amendments import foreseen
from processes.case.actions import claim
from processes.models import Case
from tests.support import drive
from tests.support.amending import commented, confirmed, fresh, proposed, reported, task_of, waiting
from tests.support.hands import taken
from tests.support.world import World


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def answering(world: World) -> Case:
    return reported(world, {"LED-01": "minor"})


def assessing(world: World) -> Case:
    return drive.answer(world, answering(world))


def deciding(world: World) -> Case:
    return waiting(world)


def after_minor(world: World) -> Case:
    return waiting(world, {"LED-01": "minor"})


def verifying(world: World) -> Case:
    case = drive.answer(world, reported(world, {"LED-01": "major"}))
    return drive.accept_answers(world, case)


@pytest.mark.parametrize(
    ("made", "code", "grade", "level"),
    [
        (deciding, "LED-03", "observation", 1),
        (deciding, "TID-01", "minor", 1),
        (deciding, "TID-01", "major", 0),
        (after_minor, "LED-01", "major", 0),
        (after_minor, "LED-01", "conform", 3),
        (answering, "LED-01", "conform", 3),
        (answering, "TID-01", "minor", 1),
        (answering, "LED-01", "major", 0),
        (assessing, "TID-01", "minor", 1),
        (assessing, "LED-01", "conform", 3),
        (assessing, "LED-01", "major", 0),
        (verifying, "LED-01", "minor", 1),
        (verifying, "LED-01", "conform", 3),
        (verifying, "TID-01", "minor", 1),
    ],
)
def test_the_case_goes_where_it_was_said(
    world: World, made: Any, code: str, grade: str, level: int
) -> None:
    case = made(world)
    correction = proposed(world, case, code, grade, level=level)
    said = foreseen.next_step(fresh(correction), case)

    case = confirmed(world, correction)

    assert drive.nodes(case) == [said]


def page(world: World, client: Client, made: Any) -> str:
    task = task_of(made)
    claim(task, by=world.officer, at=world.at)
    client.force_login(world.officer)
    return client.get(reverse("task", args=[task.pk])).content.decode()


def test_the_officer_reads_whose_task_ends_and_the_decision_maker_why(
    world: World, client: Client
) -> None:
    case = waiting(world)
    url = taken(world, case, "decide", world.decision_maker)
    made = proposed(world, case, "TID-01", "minor", level=1)

    made = commented(world, made)

    html = page(world, client, made)
    assert f"{world.decision_maker.name} blir av med den öppna uppgiften" in html
    assert "Besvara avvikelserna" in html
    assert "Skicka svaret" in html
    confirmed(world, made)

    told = Notification.objects.filter(rule="ended", facts__step="outdate")
    assert [row.recipient for row in told] == [world.decision_maker]
    client.force_login(world.decision_maker)
    told = client.get(url, follow=True).content.decode()
    assert "rapporten rättades" in told
    assert "Uppgiften upphörde därför" in told


def test_who_keeps_the_task_is_named(world: World, client: Client) -> None:
    case = waiting(world)
    taken(world, case, "decide", world.decision_maker)

    html = page(world, client, proposed(world, case, "LED-03", "strength", level=4))

    assert f"{world.decision_maker.name} har kvar uppgiften" in html


def test_a_decision_that_is_made_is_reconsidered(world: World, client: Client) -> None:
    case = drive.decide(world, waiting(world))

    html = page(world, client, proposed(world, case, "LED-03", "strength", level=4))

    assert "en beslutsfattare omprövar det" in html


def test_a_text_alone_changes_no_open_task_of_answers(world: World, client: Client) -> None:
    html = page(world, client, proposed(world, answering(world), "LED-03", "strength", level=4))

    assert "Ingen öppen uppgift i ärendet ändras" in html


@pytest.mark.parametrize(
    ("code", "grade", "level", "title"),
    [
        ("LED-03", "strength", 4, "Gå igenom allt och besluta"),
        ("TID-01", "minor", 1, "Besvara avvikelserna"),
    ],
)
def test_of_a_deferred_decision_it_is_said_where_the_case_goes_when_more_is_supplied(
    world: World, client: Client, code: str, grade: str, level: int, title: str
) -> None:
    case = drive.decide(world, waiting(world), "defer")
    made = proposed(world, case, code, grade, level=level)
    made = commented(world, made) if made.is_worse else made

    html = page(world, client, made)

    assert "Beslutet är uppskjutet" in html
    assert f"När den är klar går ärendet till ”{title}”" in html
    said = foreseen.next_step(fresh(made), case)
    case = confirmed(world, made)
    assert drive.nodes(case) == ["supplement"]
    drive.supplement(world, case)
    assert drive.nodes(case) == [said]
