"""Somebody without an account complains, follows it at a private address, and gets an answer."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.models import Complaint, ComplaintAddress
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
)
from tests.support.world import World
from workflow.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


@pytest.mark.obligation(80)
def test_everybody_reads_what_can_be_complained_of_and_how_long_it_takes(
    world: World, client: Client
) -> None:
    world.cycle.limits["answer_complaint"] = 17
    world.cycle.save(update_fields=["limits"])

    shown = client.get("/complaints/?language=en").content.decode()

    assert "17 working days" in shown
    assert reverse("complain") in shown
    assert "Klagomål" in client.get("/complaints/?language=sv").content.decode()


def test_the_form_asks_the_database_seldom(
    world: World, client: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(8):
        assert client.get("/complaints/new/").status_code == 200


@pytest.mark.obligation(81)
def test_a_receipt_goes_out_with_a_number_and_a_private_address(
    world: World, office: Office, lodged: Complaint
) -> None:
    (mail,) = mails(office, world.at)

    assert lodged.number in mail
    assert TEXT in page(private(mail), world.at)
    key = private(mail).split("/")[3]
    kept = str(ComplaintAddress.objects.values().get())
    assert key not in kept
    assert not any(key in str(row) for row in Notification.objects.values())


def test_the_form_sent_twice_is_one_complaint(world: World, client: Client) -> None:
    first, again = sent(client, world.at), sent(client, world.at)

    assert only().number in first.content.decode()
    assert only().number in again.content.decode()
    assert Notification.objects.filter(address=ANN).count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "ann"}, "email"),
        ({"text": ""}, "text"),
        ({"kind": "weather"}, "kind"),
        ({"municipality": ""}, "municipality"),
        ({"municipality": "9999"}, "municipality"),
        ({"kind": "decision"}, "reference"),
        ({"kind": "mark"}, "whom"),
    ],
)
def test_what_is_missing_is_said_at_the_field_and_nothing_is_lost(
    world: World, client: Client, changed: dict[str, str], field: str
) -> None:
    response = sent(client, world.at, **changed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Ann Andersson" in response.content.decode()
    assert not Complaint.objects.exists()


def test_a_machine_that_fills_the_hidden_field_sends_nothing(world: World, client: Client) -> None:
    response = sent(client, world.at, website="http://spam.example")

    assert response.status_code == 422
    assert "people do not see" in response.content.decode()
    assert not Complaint.objects.exists()


def test_more_than_five_an_hour_from_one_machine_are_told_whom_to_write_to(
    world: World, client: Client, settings
) -> None:
    for number in range(5):
        assert sent(client, world.at, once=f"form {number}").status_code == 200

    response = sent(client, world.at, once="one more")

    assert response.status_code == 429
    assert settings.CONTACT["email"] in response.content.decode()
    assert TEXT in response.content.decode()
    assert Complaint.objects.count() == 5
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert sent(elsewhere, world.at, once="elsewhere").status_code == 200


def test_a_hundred_an_hour_are_taken_in_all(world: World) -> None:
    for number in range(100):
        somewhere = Client(REMOTE_ADDR=f"192.0.2.{number}")
        assert sent(somewhere, world.at, once=f"form {number}").status_code == 200

    response = sent(Client(REMOTE_ADDR="198.51.100.1"), world.at, once="one more")

    assert response.status_code == 429


def test_a_refused_file_leaves_the_text_and_the_others(world: World, client: Client) -> None:
    hostile = file("faktura.pdf", b"MZ\x90\x00 this program cannot be run")

    response = sent(client, world.at, file(), hostile, file("kör.exe", b"MZ"))

    said = response.content.decode()
    assert response.status_code == 200
    assert "faktura.pdf" in said
    assert "kör.exe" in said
    assert [kept.filename for kept in only().files.all()] == ["kvitto.pdf"]
    assert only().text == TEXT


def test_at_most_five_files_are_kept(world: World, client: Client) -> None:
    said = sent(client, world.at, *(file(f"{n}.pdf") for n in range(6))).content.decode()

    assert only().files.count() == 5
    assert "5.pdf" in said


def test_a_file_is_always_a_download_and_only_for_its_sender(
    world: World, client: Client, office: Office
) -> None:
    sent(client, world.at, file())
    address = private(mails(office, world.at)[0])
    kept = only().files.get()

    with time_machine.travel(world.at, tick=False):
        response = fetched(Client(), f"{address}{kept.pk}/")
        nobody = Client().get(f"/complaints/mine/{'0' * 64}/{kept.pk}/")

    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert nobody.status_code == 404


def test_no_mail_but_the_receipt_goes_to_an_address_that_nobody_confirmed(
    world: World, office: Office, lodged: Complaint
) -> None:
    do(world.officer, world.at)
    assert len(mails(office, world.at)) == 1

    address = private(mails(office, world.at)[0])
    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "confirm"})
        Client().post(address, {"do": "confirm"})
    do(world.officer, world.later(days=1), answer="take_up")

    got = mails(office, world.at)
    assert len(got) == 2
    assert private(got[1]) == address


@pytest.mark.obligation(81)
def test_who_complained_adds_something_is_asked_and_takes_it_back(
    world: World, office: Office, lodged: Complaint
) -> None:
    address = private(mails(office, world.at)[0])
    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "add", "added": "Det var den 3 mars."})
        wrong = Client().post(address, {"do": "add", "added": " "})
        assert "3 mars" in page(address, world.at)
        assert wrong.status_code == 422

        Client().post(address, {"do": "take_back"})
        again = Client().post(address, {"do": "take_back"})

    assert only().current_state == "taken_back"
    assert again.status_code == 422
    assert not Task.objects.filter(process=lodged.own_process, finished=None).exists()


def test_rubbish_for_a_key_gets_a_clear_answer(world: World) -> None:
    for key in ("x", "0" * 64, "é" * 300, "..%2f"):
        response = Client().get(f"/complaints/mine/{key}/")
        assert response.status_code == 404, key
    assert reverse("complaint_link") in Client().get("/complaints/mine/x/").content.decode()


def test_asking_for_a_new_address_is_always_answered_alike(
    world: World, office: Office, lodged: Complaint
) -> None:
    old = private(mails(office, world.at)[0])
    with time_machine.travel(world.later(minutes=5), tick=False):
        answers = [
            Client().post("/complaints/link/", {"number": number, "email": email}).content
            for number, email in [(lodged.number, ANN), (lodged.number, "x@y.se"), ("1", ANN)]
        ]
    assert len(set(answers)) == 1
    new = private(mails(office, world.at)[1])

    assert old != new
    assert TEXT in page(old, world.at)
    assert TEXT in page(new, world.at)
    assert Client().get(old).status_code == 410


def test_a_private_address_ends_a_year_after_its_complaint(
    world: World, office: Office, lodged: Complaint, settings
) -> None:
    address = private(mails(office, world.at)[0])
    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "take_back"})
    with time_machine.travel(world.at + timedelta(days=360), tick=False):
        assert Client().get(address).status_code == 200

    with time_machine.travel(world.at + timedelta(days=370), tick=False):
        response = Client().get(address)

    assert response.status_code == 410
    assert settings.CONTACT["email"] in response.content.decode()
