"""The pages: my choices, the administrator's post, a case's mails to come."""

from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from notifications import outbox
from notifications.models import Notification, Preference
from notifications.rules import Kind
from processes.models import Organisation
from processes.roles import Role
from tests.support import drive
from tests.support.world import World, person
from workflow.models import Exclusion

pytestmark = pytest.mark.usefixtures("swedish")
Pace = Preference.Pace


@pytest.fixture
def dead(world: World) -> Notification:
    drive.apply(world)
    row = Notification.objects.get(recipient=world.officer)
    row.status, row.attempts, row.error = "dead", 8, "550 no such mailbox"
    row.save()
    return row


def as_(somebody) -> Client:
    client = Client()
    client.force_login(somebody)
    return client


def test_a_person_chooses_and_finds_her_choice_again(world: World):
    client = as_(world.officer)
    address = reverse("notices")

    done = client.post(address, {"pace": "at_once", "queued": "off", "due_soon": "daily"})
    page = client.get(address)

    wish = Preference.objects.get(person=world.officer)
    assert done.status_code == 302
    assert wish.pace == "at_once"
    assert wish.exceptions == {"queued": "off", "due_soon": "daily"}
    assert page.context["form"].initial["queued"] == "off"


def test_a_wrong_choice_is_told_and_nothing_stored(world: World):
    done = as_(world.officer).post(reverse("notices"), {"pace": "never"})

    assert done.status_code == 200
    assert "Det finns ett problem" in done.content.decode()
    assert not Preference.objects.exists()


def test_what_must_be_known_cannot_be_turned_off(world: World):
    done = as_(world.officer).post(reverse("notices"), {"pace": "daily", "assigned": "off"})

    assert done.status_code == 200
    assert not Preference.objects.exists()
    assert outbox.pace_of(Kind.ASSIGNED, None, {"assigned": "off"}) == Pace.DAILY


def test_a_kind_that_is_turned_off_is_written_but_never_sent(world: World):
    Preference.objects.create(person=world.officer, exceptions={"queued": "off"})

    drive.apply(world)

    row = Notification.objects.get(recipient=world.officer)
    assert (row.status, row.reason) == ("suppressed", "turned_off")


def test_who_wants_all_at_once_gets_it(world: World):
    Preference.objects.create(person=world.coordinator, pace=Pace.AT_ONCE)

    drive.accept(world, drive.apply(world))

    assert set(Notification.objects.filter(recipient=world.coordinator).values_list("at_once")) == {
        (True,)
    }


def test_an_administrator_sees_a_dead_letter_and_lets_it_try_again(
    world: World, dead: Notification
):
    client = as_(world.administrator)

    page = client.get(reverse("notices_outbox"))
    done = client.post(reverse("notices_retry", args=[dead.pk]))

    assert "550 no such mailbox" in page.content.decode()
    assert done.status_code == 302
    dead.refresh_from_db()
    assert (dead.status, dead.attempts) == ("pending", 0)


def test_an_administrator_gives_a_dead_letter_up(world: World, dead: Notification):
    as_(world.administrator).post(reverse("notices_cancel", args=[dead.pk]))

    dead.refresh_from_db()
    assert dead.status == "cancelled"


def test_only_a_dead_letter_is_tried_again(world: World, dead: Notification):
    Notification.objects.filter(pk=dead.pk).update(status="sent")

    as_(world.administrator).post(reverse("notices_retry", args=[dead.pk]))

    dead.refresh_from_db()
    assert dead.status == "sent"


@pytest.mark.parametrize("name", ["notices_retry", "notices_cancel"])
def test_reading_changes_nothing(world: World, dead: Notification, name: str):
    answer = as_(world.administrator).get(reverse(name, args=[dead.pk]))

    assert answer.status_code == 405


@pytest.mark.parametrize("who", ["officer", "coordinator", "observer"])
def test_the_post_is_for_administrators(world: World, dead: Notification, who: str):
    client = as_(getattr(world, who))

    answers = [
        client.get(reverse("notices_outbox")),
        client.post(reverse("notices_retry", args=[dead.pk])),
        client.post(reverse("notices_cancel", args=[dead.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_another_bodys_administrator_does_not_find_the_letter(world: World, dead: Notification):
    other = Organisation.objects.create(kind="body", code="X", name="X", full_name="X")
    stranger = person("Sven Främling", other, Role.ADMINISTRATOR)

    client = as_(stranger)

    assert client.get(reverse("notices_outbox")).context["mails"] == []
    assert client.post(reverse("notices_retry", args=[dead.pk])).status_code == 404


def test_an_excluded_administrator_does_not_find_the_letter(world: World, dead: Notification):
    assert dead.case is not None
    Exclusion.objects.create(
        process=dead.case.main_process, person=world.administrator, reason="a tie"
    )
    client = as_(world.administrator)

    assert client.get(reverse("notices_outbox")).context["mails"] == []
    assert client.post(reverse("notices_retry", args=[dead.pk])).status_code == 404
    coming = reverse("notices_coming", args=[dead.case.number])
    assert client.get(coming).status_code == 404


def test_an_unknown_status_is_not_found(world: World):
    answer = as_(world.administrator).get(reverse("notices_outbox"), {"status": "x"})

    assert answer.status_code == 404


def test_the_officer_sees_the_mails_a_case_will_send(world: World):
    case = drive.accept(world, drive.apply(world))

    page = as_(world.officer).get(reverse("notices_coming", args=[case.number]))

    assert page.status_code == 200
    assert "Kommande mejl" in page.content.decode()


def test_a_municipality_does_not_see_them(world: World):
    case = drive.apply(world)

    page = as_(world.coordinator).get(reverse("notices_coming", args=[case.number]))

    assert page.status_code == 404


def test_the_command_shows_every_mail_due(world: World):
    case = drive.accept(world, drive.apply(world))
    out = StringIO()

    with time_machine.travel(world.at, tick=False):
        call_command("preview_mails", case=case.number, days=90, text=True, stdout=out)

    said = out.getvalue()
    assert "[Åtgärd senast" in said
    assert "[Försenad 14 dagar]" in said
    assert world.coordinator.email in said
    assert Notification.objects.filter(rule="overdue").count() == 0


def test_the_command_tells_how_far_it_is_beside_what_it_shows(world: World, monkeypatch, capsys):
    minutes = iter(range(0, 10_000_000, 60))
    monkeypatch.setattr("workflow.progress.monotonic", lambda: float(next(minutes)))
    drive.accept(world, drive.apply(world))

    with time_machine.travel(world.at, tick=False):
        call_command("preview_mails", days=90)

    told = capsys.readouterr()
    number = int(told.out.splitlines()[-1].split()[0])
    assert "Deadlines: " in told.err
    assert f"Mails: {number} of {number} in" in told.err
    assert "Mails:" not in told.out


def test_the_command_knows_its_cases(db):
    with pytest.raises(CommandError):
        call_command("preview_mails", case="KL-1999-0001")


@pytest.mark.parametrize(
    ("who", "seen"), [("officer", True), ("coordinator", False), ("signatory", False)]
)
def test_a_case_shows_its_mails_to_whom_they_concern(world: World, who: str, seen: bool):
    case = drive.apply(world)
    Notification.objects.filter(case=case).update(status="sent", sent_at=world.at)

    page = as_(getattr(world, who)).get(reverse("case_messages", args=[case.number]))

    assert ("till Hanna" in page.content.decode()) == seen
    assert (reverse("notices_coming", args=[case.number]) in page.content.decode()) == seen
