"""An appeal by the public form, without an account: taken in, stood by, decided, followed."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.appeals import admitting
from processes.complaints import appealing
from processes.models import Appeal, Case
from processes.roles import Role
from tests.notifications.post import Office
from tests.processes.complaints.complaining import (
    ANN,
    TEXT,
    do,
    fetched,
    file,
    mails,
    only,
    page,
    private,
    sent,
    task,
)
from tests.support import drive, stages
from tests.support.assessing import as_person
from tests.support.world import World, person
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import Task, TrailChain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


@pytest.fixture
def declined(world: World) -> Case:
    case = stages.submitted(world, world.municipality)
    perform(case.application.decline, by=world.officer, at=world.at, reasons="Ryms inte.")
    return drive.fresh(case)


@pytest.fixture
def other(world: World) -> Any:
    """An officer who took no part."""
    return person("Olga Handläggare", world.body, Role.OFFICER)


def appealed(world: World, declined: Case, other: Any, client: Client) -> Appeal:
    """Sent by the form, read by an officer and taken in as an appeal."""
    sent(client, world.at, file(), kind="appeal", reference=declined.number, municipality="")
    do(other, world.at)
    (found,) = appealing.appealable_of(only())
    do(other, world.at, answer="refer", against=found.key)
    return Appeal.objects.get()


@pytest.mark.obligation(81, 82)
def test_it_is_taken_in_stood_by_and_followed_at_the_private_address(
    world: World, declined: Case, other: Any, client: Client, office: Office
) -> None:
    made = appealed(world, declined, other, client)
    address = private(mails(office, world.at)[0])
    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "confirm"})

    assert (only().current_state, only().appeal) == ("appealed", made)
    assert (made.current_state, made.by, made.sender) == ("unconfirmed", None, "Ann Andersson")
    assert (made.registered_at, made.is_late) == (only().received_at, False)
    waits = Task.objects.exclude(role="").get(process=made.own_process, finished=None)
    signatory = as_person(world.signatory)
    with time_machine.travel(world.at, tick=False):
        signatory.post(reverse("task_claim", args=[waits.pk]))
        shown = signatory.get(reverse("task", args=[waits.pk])).content.decode()
        kept = reverse("complaint_file", args=[only().number, only().files.get().pk])
        assert fetched(signatory, kept).status_code == 200
        signatory.post(reverse("task", args=[waits.pk]), {"answer": "stand_by"})
        assert signatory.get(only().get_absolute_url()).status_code == 404
    assert TEXT in shown
    assert "Ann Andersson" in shown
    made = Appeal.objects.get()
    assert made.confirmed_by == world.signatory

    admitting.admit(made, by=other, at=world.at)

    told = mails(office, world.at)[-1]
    assert address in told
    assert "the appeal that you sent us" in told
    assert "Looked into" in page(address, world.at)
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_who_declined_it_does_not_say_whether_it_is_taken_up(
    world: World, declined: Case, client: Client
) -> None:
    sent(client, world.at, kind="appeal", reference=declined.number, municipality="")

    assert do(world.officer, world.at).status_code in (403, 404)
    assert only().current_state == "received"


@pytest.mark.obligation(81)
def test_a_late_one_is_never_refused_by_the_form(
    world: World, declined: Case, other: Any, client: Client
) -> None:
    world.at += timedelta(days=90)

    made = appealed(world, declined, other, client)

    assert made.is_late


def test_what_names_nothing_that_can_be_appealed_against_is_dismissed_with_reasons(
    world: World, client: Client, office: Office
) -> None:
    sent(client, world.at, kind="appeal", reference="KL-1999-0001", municipality="")
    address = private(mails(office, world.at)[0])
    do(world.officer, world.at)
    with pytest.raises(Refused):
        appealing.refer(only(), "1-0", by=world.officer, at=world.at)

    do(world.officer, world.at, answer="dismiss", dismissed_because="Det finns inget beslut.")

    assert only().outcome == "dismissed"
    assert "Det finns inget beslut." in page(address, world.at)


def test_the_form_asks_for_a_number_or_a_municipality(world: World, client: Client) -> None:
    empty = sent(client, world.at, kind="appeal", municipality="", reference="")
    assert empty.status_code == 422

    assert sent(client, world.at, kind="appeal", municipality="0860").status_code == 200
    with time_machine.travel(world.at, tick=False):
        shown = client.get("/complaints/new/?language=en&appeal=1").content.decode()
    assert "Write an appeal" in shown


def test_whoever_wrote_it_takes_it_back_until_a_signatory_stands_by_it(
    world: World, declined: Case, other: Any, client: Client, office: Office
) -> None:
    made = appealed(world, declined, other, client)
    address = private(mails(office, world.at)[0])
    assert "Take the appeal back" in page(address, world.at)

    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "take_back"})

    made.refresh_from_db()
    assert made.current_state == "taken_back"
    assert not Task.objects.filter(process=made.own_process, finished=None).exists()
    assert "Take the appeal back" not in page(address, world.at)


def test_what_a_signatory_stands_by_only_the_municipality_takes_back(
    world: World, declined: Case, other: Any, client: Client
) -> None:
    made = appealed(world, declined, other, client)
    admitting.stand_by(made, by=world.signatory, at=world.at)

    with pytest.raises(Refused):
        appealing.take_back(only(), at=world.at)


@pytest.mark.obligation(82)
def test_the_lists_of_mails_name_nobody_who_complained(
    world: World, client: Client, office: Office
) -> None:
    """Neither in a list of mails nor in what the mail server said."""
    sent(client, world.at)
    said = f"550 <{ANN}> unknown"
    Notification.objects.filter(recipient=None).update(status="dead", attempts=8, error=said)

    shown = as_person(world.administrator).get(reverse("notices_outbox")).content.decode()

    assert only().number in shown
    assert "550" in shown
    assert ANN not in shown.lower()
    assert task().role == Role.OFFICER
