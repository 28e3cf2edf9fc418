"""Whether an appeal is taken up: who stands by it, when it came; and that it never falls silent."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.appeals import actions, admitting, deciding
from processes.case.actions import claim
from processes.models import Appeal, Case
from processes.roles import Role
from tests.processes.appeals.appealing import acknowledged, fresh, laid, registered, task_of
from tests.support import drive, stages
from tests.support.world import START, World, person
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted, Refused
from workflow.models import Task, TrailChain
from workflow.sweep import fire_due

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def declined(world: World) -> Case:
    case = stages.submitted(world, world.municipality)
    perform(case.application.decline, by=world.officer, at=world.at, reasons="Ryms inte.")
    return drive.fresh(case)


@pytest.fixture
def other(world: World) -> Any:
    """An officer who took no part."""
    return person("Olga Handläggare", world.body, Role.OFFICER)


def on_page(who: Any, task: Task, **said: str) -> str:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = "en"
    client.post(reverse("task_claim", args=[task.pk]))
    answer = client.post(reverse("task", args=[task.pk]), said, follow=True)
    return str(answer.content.decode())


def is_whole() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


@pytest.mark.obligation(81)
def test_a_signatory_stands_by_what_a_coordinator_wrote(
    world: World, declined: Case, other: Any
) -> None:
    made = acknowledged(world, declined, other, by=world.coordinator)
    waits = task_of(made)
    assert (waits.role, fresh(made).current_state) == (Role.SIGNATORY, "unconfirmed")
    with pytest.raises(NotPermitted):
        admitting.stand_by(fresh(made), by=world.coordinator, at=world.at)

    on_page(world.signatory, waits, answer="stand_by")

    assert fresh(made).confirmed_by == world.signatory
    assert task_of(made).role == Role.OFFICER
    on_page(other, task_of(made), answer="take_up")
    assert fresh(made).current_state == "admitted"
    assert task_of(made).owner == other
    assert is_whole()


def test_a_signatory_who_wrote_it_is_not_asked(world: World, declined: Case, other: Any) -> None:
    made = acknowledged(world, declined, other)

    assert (fresh(made).current_state, task_of(made).role) == ("acknowledged", Role.OFFICER)


def test_what_no_signatory_wants_ends_and_a_new_one_can_be_written(
    world: World, declined: Case, other: Any
) -> None:
    made = acknowledged(world, declined, other, by=world.coordinator)

    on_page(world.signatory, task_of(made), answer="disown", answer_text="Vi nöjer oss.")

    ended = fresh(made)
    assert (ended.current_state, ended.answer_text) == ("taken_back", "Vi nöjer oss.")
    assert not Task.objects.filter(process=ended.own_process, finished=None).exists()
    assert registered(world, declined).number == 2


@pytest.mark.obligation(81)
def test_silence_of_the_signatory_lets_an_officer_dismiss_it_with_reasons(
    world: World, declined: Case, other: Any, clock: Any
) -> None:
    made = acknowledged(world, declined, other, by=world.coordinator)
    clock.move_to(world.later(days=20))
    fire_due(world.at)
    assert fresh(made).unconfirmed_at is not None
    claim(task_of(made), by=other, at=world.at)
    with pytest.raises(ConditionFailed):
        admitting.admit(fresh(made), by=other, at=world.at)

    empty = on_page(other, task_of(made), answer="dismiss")
    on_page(other, task_of(made), answer="dismiss", dismissed_because="Ingen står bakom det.")

    assert "Say why it is not taken up" in empty
    assert fresh(made).current_state == "dismissed"
    assert fresh(made).answer_text == "Ingen står bakom det."


@pytest.mark.obligation(81)
def test_a_late_one_is_taken_in_and_dismissed_with_reasons(
    world: World, declined: Case, other: Any, clock: Any
) -> None:
    clock.move_to(world.later(days=60))
    made = acknowledged(world, declined, other)
    assert fresh(made).is_late

    shown = on_page(other, task_of(made))
    on_page(other, task_of(made), answer="dismiss", dismissed_because="Det kom för sent.")

    assert "it came later" in shown
    assert fresh(made).current_state == "dismissed"
    told = Notification.objects.filter(recipient=world.coordinator, rule="decided").latest("pk")
    assert told.facts["step"] == "dismiss_inadmissible"
    with pytest.raises(Conflict):
        admitting.dismiss(fresh(made), "Igen.", by=other, at=world.at)


@pytest.mark.obligation(81)
def test_the_municipality_hears_how_far_it_is_every_thirty_days(
    world: World, declined: Case, other: Any, clock: Any
) -> None:
    made = acknowledged(world, declined, other)

    for _month in range(3):
        clock.move_to(world.later(days=32))
        fire_due(world.at)

    told = Notification.objects.filter(
        recipient=world.signatory, facts__step="tell_appeal_progress"
    )
    assert told.count() == 3
    admitting.dismiss(fresh(made), "Sent.", by=other, at=world.at)
    clock.move_to(world.later(days=60))
    fire_due(world.at)
    assert told.count() == 3


@pytest.mark.obligation(84)
def test_what_is_granted_in_part_is_put_right(world: World, declined: Case) -> None:
    made = laid(world, declined)
    officer = fresh(made).admitted_by
    decider = person("Disa Domare", world.body, Role.DECISION_MAKER)
    claim(task_of(made), by=decider, at=world.at, declared=True)
    with pytest.raises(Refused):
        deciding.uphold_partly(fresh(made), "Delvis.", corrective=" ", by=decider, at=world.at)
    said = {"outcome": "uphold_partly", "answer_text": "Skälen var fel."}
    assert "Say what is to be put right" in on_page(decider, task_of(made), **said)
    on_page(decider, task_of(made), **said, corrective="Skriv om skälen.")
    assert fresh(made).current_state == "partly"

    on_page(officer, task_of(made), answer_text="Nya skäl är skickade.")

    assert fresh(made).corrected == "Nya skäl är skickade."
    client = Client()
    client.force_login(world.coordinator)
    page = client.get(reverse("appeal", args=[declined.number, 1])).content.decode()
    for words in ("Skälen var fel.", "Skriv om skälen.", "Nya skäl är skickade."):
        assert words in page
    assert not Task.objects.filter(process=fresh(made).own_process, finished=None).exists()
    assert is_whole()


def test_the_municipality_takes_it_back(world: World, declined: Case, other: Any) -> None:
    made = acknowledged(world, declined, other, by=world.coordinator)
    client = Client()
    client.force_login(other)
    address = reverse("appeal", args=[declined.number, 1])
    assert client.post(address).status_code == 403
    client.force_login(world.coordinator)
    assert "<summary>" in client.get(address).content.decode()

    client.post(address)

    assert fresh(made).current_state == "taken_back"
    assert client.post(address).status_code == 409
    assert "<summary>" not in client.get(address).content.decode()
    assert actions.FLOW.endswith("AppealFlow3")
    assert Appeal.objects.count() == 1
