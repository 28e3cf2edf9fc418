"""Who looks into a complaint, who reads what of it, and that it never falls silent."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.models import Complaint
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
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import World, person
from workflow import trail
from workflow.calendar import local_date
from workflow.sweep import attendance, fire_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_limits")]


def through_to_municipality(world: World, **said: object) -> None:
    do(world.officer, world.at)
    do(world.officer, world.at, answer="take_up")
    copy = {"to": "send_on", "copy": "Ett företag fick inget svar."}
    do(world.officer, world.at, **(copy | said))


@pytest.mark.obligation(81, 82, 83, 84)
def test_a_complaint_is_masked_forwarded_upheld_and_closed(
    world: World, client: Client, office: Office
) -> None:
    sent(client, world.at, file("namn.pdf"), file("brev.pdf"))
    address = private(mails(office, world.at)[0])
    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "confirm"})
    kept = only().files.get(filename="brev.pdf")
    through_to_municipality(world, ticked=[kept.pk])

    do(world.coordinator, world.later(days=3), reply_text="Vi ber om ursäkt.")
    do(world.officer, world.later(days=3), findings="Det stämmer.")
    do(
        world.decision_maker,
        world.later(days=3),
        outcome="upheld",
        ruled_because="Svaret kom för sent.",
        corrective="Kommunen tillfrågas igen.",
        agenda_note="Se på svarstider.",
    )
    assert only().current_state == "decided"
    do(world.officer, world.later(days=3), done_text="Kommunen har svarat.")

    made = only()
    assert (made.current_state, made.outcome) == ("closed", "upheld")
    assert made.decided_by == world.decision_maker
    assert [name for name, _sha in made.basis["papers"]][:3] == ["text", "namn.pdf", "brev.pdf"]
    shown = page(address, world.at)
    for words in ("Vi ber om ursäkt.", "Svaret kom för sent.", "Kommunen har svarat."):
        assert words in shown
    assert len(mails(office, world.at)) == 6
    assert mails(office, world.at, world.coordinator.email)
    assert list(trail.verify(made.own_process.chain)) == []


@pytest.mark.obligation(82, 83)
def test_the_municipality_reads_the_copy_and_nothing_else(world: World, client: Client) -> None:
    sent(client, world.at, file("namn.pdf"), file("brev.pdf"))
    ticked = only().files.get(filename="brev.pdf")
    hidden = only().files.get(filename="namn.pdf")
    inbox = Client()
    inbox.force_login(world.coordinator)
    with time_machine.travel(world.at, tick=False):
        before = "".join(
            inbox.get(f"/inbox/{view}/").content.decode() for view in ("team", "waiting")
        )
        assert inbox.get(only().get_absolute_url()).status_code == 404
    through_to_municipality(world, ticked=[ticked.pk])

    with time_machine.travel(world.at, tick=False):
        inbox.post(reverse("task_claim", args=[task().pk]))
        shown = inbox.get(reverse("task", args=[task().pk])).content.decode()
        shown += inbox.get(only().get_absolute_url()).content.decode()
        answers = [
            fetched(inbox, reverse("complaint_file", args=[only().number, one.pk])).status_code
            for one in (ticked, hidden)
        ]

    assert only().number not in before
    assert "Ett företag fick inget svar." in shown
    assert "brev.pdf" in shown
    for secret in ("Ann Andersson", ANN, TEXT, "namn.pdf"):
        assert secret not in shown
    assert answers == [200, 404]


@pytest.mark.obligation(82)
def test_who_complained_is_unreadable_to_everybody_once_it_is_closed(
    world: World, client: Client
) -> None:
    """Also that a municipality complained of the body: later handlers are to know of neither."""
    sent(client, world.at, kind="body", name="Kommunledningen", municipality="0860")
    assert only().about is None
    do(world.officer, world.at)
    do(world.officer, world.at, answer="dismiss", dismissed_because="Inget att pröva.")
    everybody = (
        *(world.officer, world.auditor, world.decision_maker, world.administrator),
        *(world.coordinator, world.observer),
    )

    for who in everybody:
        reader = Client()
        reader.force_login(who)
        with time_machine.travel(world.at, tick=False):
            pages = ["/inbox/done/", "/inbox/team/", "/cases/", only().get_absolute_url()]
            shown = "".join(reader.get(path).content.decode() for path in pages)
        assert "Kommunledningen" not in shown, who
        assert ANN not in shown
        assert TEXT not in shown


def test_who_handles_it_hears_of_what_is_added(
    world: World, lodged: Complaint, office: Office
) -> None:
    address = private(mails(office, world.at)[0])
    do(world.officer, world.at)
    do(world.officer, world.at, answer="take_up")

    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "add", "added": "Det var den 3 mars."})

    told = Notification.objects.get(rule="complaint", recipient=world.officer)
    added = "Den som klagar har lagt till något"
    (mail,) = (one for one in mails(office, world.at, world.officer.email) if added in one)
    assert told.facts["step"] == "answer"
    assert "/complaints/mine/" not in mail


def test_an_upheld_complaint_leads_on_to_a_special_audit(world: World, client: Client) -> None:
    certificate = drive.issued(drive.grant(world))
    sent(client, world.at)
    other = person("Olga Officer", world.body, "officer")
    decider = person("Bea Beslutsfattare", world.body, "decision_maker")
    do(other, world.at)
    do(other, world.at, answer="take_up")
    do(other, world.at, to="keep_back")
    do(other, world.at, findings="Det stämmer.")
    ruling = {"outcome": "upheld", "ruled_because": "Skäl.", "corrective": "En särskild revision."}
    assert do(world.decision_maker, world.at, **ruling).status_code == 404
    do(decider, world.at, **ruling)

    reader = Client()
    reader.force_login(other)
    with time_machine.travel(world.at, tick=False):
        shown = reader.get(reverse("task", args=[task().pk])).content.decode()

    assert reverse("order_special", args=[certificate]) in shown


def test_silence_of_the_municipality_lets_it_go_on(world: World, lodged: Complaint) -> None:
    through_to_municipality(world)

    fire_due(world.at + timedelta(days=40))

    assert only().current_state == "looked_into"
    assert only().unreplied_at is not None
    assert task().flow_task.name == "look_into_complaint"


@pytest.mark.obligation(81)
def test_progress_is_told_every_thirty_days(
    world: World, office: Office, lodged: Complaint
) -> None:
    address = private(mails(office, world.at)[0])
    with time_machine.travel(world.at, tick=False):
        Client().post(address, {"do": "confirm"})
    do(world.officer, world.at)
    before = len(mails(office, world.at))

    for _month in range(3):
        fire_due(world.later(days=32))

    assert len(mails(office, world.at)) == before + 3


def test_what_is_late_is_told_to_an_administrator(world: World, lodged: Complaint) -> None:
    due = task().due
    assert due is not None

    fire_due(world.at + (due - local_date(world.at)) + timedelta(days=2))

    told = Notification.objects.filter(task=task(), rule="escalated")
    assert [row.recipient for row in told] == [world.administrator]


@pytest.mark.obligation(82)
def test_whoever_is_complained_of_is_kept_away_and_an_administrator_hears_if_nobody_is_left(
    world: World, client: Client
) -> None:
    sent(client, world.at, kind="body")
    other = person("Olga Officer", world.body, "officer")
    refused = do(world.officer, world.at, complained_of=[world.officer.pk])
    assert "Det handlar om dig" in refused.content.decode()
    reader = Client()
    reader.force_login(world.officer)
    with time_machine.travel(world.at, tick=False):
        reader.post(reverse("task_hand_back", args=[task().pk]), {"reason": "Om mig."})
    do(other, world.at, complained_of=[world.officer.pk])
    other.is_active = False
    other.save()

    attendance.look(world.later(days=1))

    assert reader.get(only().get_absolute_url()).status_code == 404
    told = Notification.objects.filter(task=task(), rule="unattended")
    assert world.administrator in [row.recipient for row in told]
    page = as_person(world.administrator).get("/administration/complaints/").content.decode()
    assert only().number in page
    assert "Ingen får göra den" in page
    assert TEXT not in page
