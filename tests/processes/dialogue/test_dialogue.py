"""What is written in a case: who reads it, what is told of it, and what it never enters."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from notifications.texts.messages import compose
from processes.dialogue import actions
from processes.dialogue.actions import Said
from processes.models import Case, CaseMessage, Decision, Evidence, Membership, Report
from processes.roles import Role
from tests.processes.parking.resting import holds, in_state
from tests.support import drive, stages
from tests.support.world import World
from workflow.calendar import local_date
from workflow.exceptions import NotPermitted, Refused
from workflow.models import TrailEntry

SECRET = "Ordet Kaprifol står bara här."


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def page(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client


def thread(case: Case, who: Any) -> str:
    return page(who).get(reverse("case_messages", args=[case.number])).content.decode()


def write(world: World, case: Case, kind: str, who: Any, **more: Any) -> CaseMessage:
    return actions.write(case, Said(kind, SECRET, **more), by=who, at=world.at)


def told(case: Case) -> set[str]:
    rows = Notification.objects.filter(rule="message", case=case)
    return {row.recipient.name for row in rows.select_related("recipient")}


def test_the_municipality_writes_and_the_body_reads_and_is_told(world: World) -> None:
    case = in_state(world, "answers_sent")
    write(world, case, "to_body", world.coordinator)

    for reader in (world.coordinator, world.signatory, world.officer, world.auditor):
        assert SECRET in thread(case, reader)
    assert told(case) == {world.officer.name, world.auditor.name}
    assert holds(case)


def test_the_body_writes_and_the_municipality_is_told(world: World) -> None:
    case = in_state(world, "answers_sent")
    write(world, case, "to_municipality", world.auditor)

    assert SECRET in thread(case, world.coordinator)
    assert told(case) == {world.coordinator.name, world.signatory.name}


def test_a_mail_tells_that_it_came_and_carries_nothing_of_it(world: World) -> None:
    case = in_state(world, "answers_sent")
    for kind, who in [("to_body", world.coordinator), ("note", world.officer)]:
        write(world, case, kind, who)

    rows = list(Notification.objects.filter(rule="message", case=case))
    assert rows != []
    for row in rows:
        message = compose(row, local_date(world.at))
        assert "Kaprifol" not in repr(vars(message))
        assert "Kaprifol" not in DjangoJSONEncoder().encode(row.facts)


def test_an_internal_note_is_read_by_the_body_alone(world: World) -> None:
    case = in_state(world, "answers_sent")
    file = SimpleUploadedFile("kladd.txt", b"kaprifol")
    made = write(world, case, "note", world.officer, files=[file])
    kept = made.files.get()

    for reader in (world.officer, world.auditor):
        assert SECRET in thread(case, reader)
    for own in (world.coordinator, world.signatory, world.contributor):
        client = page(own)
        assert SECRET not in thread(case, own)
        assert client.get(reverse("evidence", args=[kept.pk])).status_code == 404
        for name in ("case", "case_documents", "case_history", "case_messages"):
            shown = client.get(reverse(name, args=[case.number])).content.decode()
            assert "internal note" not in shown.casefold()
            assert "came with a note" not in shown
            assert "kladd" not in shown
    assert world.coordinator.name not in told(case)
    assert holds(case)


def test_who_is_kept_from_the_case_reads_nothing(world: World) -> None:
    case = in_state(world, "answers_sent")
    made = write(world, case, "note", world.officer)
    address = reverse("case_messages", args=[case.number])

    for other in (world.neighbour_coordinator, world.second_auditor, world.observer):
        assert page(other).get(address).status_code == 404
        write_page = reverse("message_write", args=[case.number])
        assert page(other).post(write_page, {"text": "x", "to": "note"}).status_code == 404
    assert CaseMessage.objects.get() == made


def test_who_stands_on_both_sides_reads_and_writes_as_the_municipality(world: World) -> None:
    case = in_state(world, "answers_sent")
    Membership.objects.create(
        person=world.officer,
        organisation=world.municipality,
        role=Role.COORDINATOR,
        from_date=local_date(world.at),
    )
    write(world, case, "note", world.auditor)

    assert page(world.officer).get(reverse("case_messages", args=[case.number])).status_code == 200
    assert SECRET not in thread(case, world.officer)


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("to_body", "officer"),
        ("to_body", "contributor"),
        ("to_municipality", "coordinator"),
        ("note", "coordinator"),
        ("note", "neighbour_coordinator"),
        ("letter", "auditor"),
        ("letter", "coordinator"),
    ],
)
def test_nobody_writes_for_others(world: World, kind: str, who: str) -> None:
    case = in_state(world, "answers_sent")

    with pytest.raises(NotPermitted):
        write(world, case, kind, getattr(world, who))

    assert not CaseMessage.objects.exists()


def test_a_note_enters_no_basis_no_report_and_no_paper(world: World) -> None:
    case = in_state(world, "answers_sent")
    file = SimpleUploadedFile("kladd.txt", b"kaprifol")
    write(world, case, "note", world.officer, files=[file])
    write(world, case, "letter", world.officer, internal=True, sender="Kaprifol AB")
    sha = Evidence.objects.get(filename="kladd.txt").sha256
    case = drive.accept_answers(world, drive.fresh(case))
    case = drive.decide(world, drive.verify(world, case), "refuse")

    frozen = [
        *Decision.objects.values_list("basis", flat=True),
        *Report.objects.values_list("content", flat=True),
    ]
    assert frozen != []
    words = DjangoJSONEncoder().encode(frozen)
    assert "Kaprifol" not in words
    assert sha not in words
    told = TrailEntry.objects.filter(because__contains="Kaprifol")
    assert not told.exists()
    papers = page(world.coordinator).get(reverse("case_documents", args=[case.number]))
    assert "kladd" not in papers.content.decode()


def test_a_letter_is_registered_for_both_or_for_the_body(world: World) -> None:
    case = in_state(world, "answers_sent")
    address = reverse("letter_register", args=[case.number])
    officer = page(world.officer)
    said = {"text": SECRET, "sender": "En företagare", "received": "2026-03-01"}

    assert (
        officer.post(address, said | {"seen_by": "both", "received": "2026-12-24"})
        .context["form"]
        .errors["received"]
    )
    assert officer.post(address, said | {"seen_by": "body"}).status_code == 302
    assert SECRET not in thread(case, world.coordinator)
    officer.post(address, said | {"seen_by": "both", "text": "Brev om öppettider."})

    shown = thread(case, world.coordinator)
    assert "Brev om öppettider." in shown
    assert "En företagare" in shown


def test_files_come_along_and_stay(world: World) -> None:
    case = in_state(world, "answers_sent")
    address, own = reverse("message_write", args=[case.number]), page(world.coordinator)
    files = [SimpleUploadedFile(name, b"text") for name in ("a.txt", "b.txt")]
    own.post(address, {"text": "Två filer.", "attached": files})

    made = CaseMessage.objects.get()
    assert sorted(made.files.values_list("filename", flat=True)) == ["a.txt", "b.txt"]
    fetched = page(world.auditor).get(reverse("evidence", args=[made.files.first().pk]))
    assert b"".join(fetched.streaming_content) == b"text"
    write(world, case, "to_municipality", world.officer, files=[SimpleUploadedFile("c.txt", b"c")])
    sent = Evidence.objects.get(filename="c.txt")
    page(world.officer).post(reverse("evidence_remove", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.removed_at is None


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(world: World) -> None:
    case = in_state(world, "answers_sent")
    address, own = reverse("message_write", args=[case.number]), page(world.coordinator)
    wrong = SimpleUploadedFile("virus.exe", b"MZ")

    shown = own.post(address, {"text": SECRET, "attached": [wrong]})

    assert shown.context["form"].errors["attached"]
    assert SECRET in shown.content.decode()
    assert own.post(address, {"text": " "}).context["form"].errors["text"]
    both = page(world.officer).post(address, {"text": "x"})
    assert both.context["form"].errors["to"]
    assert not CaseMessage.objects.exists()


def test_pressed_twice_it_is_written_once(world: World) -> None:
    case = in_state(world, "answers_sent")
    first = write(world, case, "to_body", world.coordinator)
    world.later(minutes=1)
    assert write(world, case, "to_body", world.coordinator) == first
    world.at += timedelta(hours=1)
    assert write(world, case, "to_body", world.coordinator) != first


def test_in_a_draft_nobody_writes(world: World) -> None:
    case = drive.fresh(stages.draft(world, world.municipality))

    with pytest.raises(Refused):
        write(world, case, "to_body", world.coordinator)
    address = reverse("message_write", args=[case.number])
    assert page(world.coordinator).get(address).status_code == 403


def test_messages_and_mails_stand_in_one_list_the_newest_first(world: World, clock: Any) -> None:
    case = in_state(world, "answers_sent")
    write(world, case, "to_body", world.coordinator)
    mails = Notification.objects.filter(case=case, recipient=world.officer)
    for row, days in zip(mails.order_by("pk"), (-1, 1), strict=False):
        at = world.at + timedelta(days=days)
        Notification.objects.filter(pk=row.pk).update(status="sent", sent_at=at)
    assert mails.filter(status="sent").count() == 2

    shown = page(world.officer).get(reverse("case_messages", args=[case.number])).context["said"]

    assert [one.at for one in shown] == sorted((one.at for one in shown), reverse=True)
    assert ["is-mail" in one.html for one in shown] == [True, False, True]
    assert SECRET in shown[1].html
