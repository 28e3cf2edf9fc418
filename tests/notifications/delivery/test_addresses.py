"""Who has no account hears at an address, in a language of their own: as surely as people do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from notifications import delivery, digests, ledger, outbox, rules
from notifications.delivery import send
from notifications.models import Notification, posted
from notifications.occurrences import Occurrence
from notifications.rules import Kind, Rule, To
from processes import correspondents
from processes.application.models import Application
from processes.case.models import Case
from processes.correspondents import Correspondent
from tests.notifications.post import Office, html_of, text_of
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import World
from workflow.engine.transitions import perform

EVENT = "application.decline"
ANN = Correspondent("ann@example.com", "en")

pytestmark = pytest.mark.usefixtures("swedish")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> list[Correspondent]:
    """Those whom an application names: a stage to come says so of its own rows."""
    some = [ANN]
    monkeypatch.setattr(correspondents, "_naming", {})
    correspondents.named_by(Application)(lambda _row: tuple(some))
    rule = Rule(EVENT, Kind.DECIDED, To.CORRESPONDENT)
    monkeypatch.setitem(rules._BY_EVENT, EVENT, (*rules.rules_for(EVENT), rule))
    return some


@pytest.fixture
def books() -> Iterator[ledger.Ledger]:
    with ledger.Ledger().open() as opened:
        yield opened


@pytest.fixture
def declined(
    world: World,
    named: list[Correspondent],
    books: ledger.Ledger,
    django_capture_on_commit_callbacks,
) -> Case:
    with django_capture_on_commit_callbacks(execute=True):
        case = drive.apply(world)
        drive.claim(drive.open_task(case, "review_application"), by=world.officer, at=world.at)
        perform(case.application.decline, by=world.officer, at=world.at, reasons="Too soon.")
    return case


def to_ann() -> Notification:
    return Notification.objects.get(recipient=None)


def test_an_address_is_told_at_once_in_its_language(
    world: World, office: Office, declined: Case
) -> None:
    row = to_ann()
    assert (row.address, row.language, row.at_once) == (*ANN, True)

    delivery.deliver_due(world.at)
    delivery.deliver_due(world.later(days=1))

    (mail,) = [one for one in office.got if one["To"] == ANN.address]
    swedish = [one for one in office.got if one["To"] == world.coordinator.email]
    assert mail["Content-Language"] == "en"
    assert "declined" in text_of(mail)
    assert {one["Content-Language"] for one in swedish} == {"sv"}
    assert (to_ann().status, mail["Message-ID"]) == ("sent", row.message_id)


def test_its_mail_leads_to_no_page_that_asks_for_an_account(
    world: World, office: Office, declined: Case
) -> None:
    delivery.deliver_due(world.at)

    (mail,) = [one for one in office.got if one["To"] == ANN.address]
    for part in (text_of(mail), html_of(mail)):
        assert "http://testserver" not in part
        assert declined.number in part


def test_a_mail_that_was_refused_goes_again_and_once(
    world: World, office: Office, declined: Case
) -> None:
    office.refuse, office.refuses_only = "451 later", ANN.address
    delivery.deliver_due(world.at)
    assert (to_ann().status, to_ann().attempts) == ("pending", 1)

    office.refuse = ""
    delivery.deliver_due(world.later(minutes=1))
    delivery.deliver_due(world.later(minutes=5))

    assert [one["To"] for one in office.got].count(ANN.address) == 1
    assert to_ann().status == "sent"


def test_a_worker_that_dies_before_it_marks_sends_the_same_mail_again(
    world: World, office: Office, declined: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(send, "mark", die)
        with pytest.raises(KeyboardInterrupt):
            delivery.deliver_due(world.at)
    delivery.deliver_due(world.later(minutes=6))

    ids = [one["Message-ID"] for one in office.got if one["To"] == ANN.address]
    assert set(ids) == {to_ann().message_id}
    assert to_ann().status == "sent"


def test_telling_twice_changes_nothing(world: World, declined: Case) -> None:
    again = Occurrence(EVENT, declined.application, at=world.at, key=to_ann().occurrence)

    outbox.post(again)

    assert Notification.objects.filter(recipient=None).count() == 1
    same = {"subject": to_ann().subject, "rule": "decided", "occurrence": again.key}
    with pytest.raises(IntegrityError), transaction.atomic():
        posted(**same, address=ANN.address, language="en", **_moments(world)).save()


def test_two_addresses_hear_each_and_one_named_twice_once(
    world: World, named: list[Correspondent]
) -> None:
    named[:] = [ANN, Correspondent("ANN@example.com", "en"), Correspondent("bo@example.com", "sv")]
    case = drive.apply(world)
    occurrence = Occurrence(EVENT, case.application, at=world.at, key="once")

    rows = [row for row in outbox.rows_of(occurrence) if row.recipient_id is None]

    assert sorted(row.address.lower() for row in rows) == ["ann@example.com", "bo@example.com"]


def test_who_is_named_no_longer_is_not_told(
    world: World, office: Office, declined: Case, named: list[Correspondent]
) -> None:
    named.clear()

    delivery.deliver_due(world.at)

    assert ANN.address not in [one["To"] for one in office.got]
    assert (to_ann().status, to_ann().reason) == ("suppressed", "barred")


def test_who_gave_another_address_since_hears_there(
    world: World, office: Office, declined: Case, named: list[Correspondent]
) -> None:
    named[:] = [Correspondent("ann@example.net", "en")]

    delivery.deliver_due(world.at)
    delivery.deliver_due(world.at)

    told = [one["To"] for one in office.got if str(one["To"]).startswith("ann")]
    assert told == ["ann@example.net"]


def test_the_books_balance(
    world: World, office: Office, declined: Case, books: ledger.Ledger
) -> None:
    digests.bundle_due(world.later(days=1))
    delivery.deliver_due(world.at)
    digests.bundle_due(world.later(days=1))
    delivery.deliver_due(world.at)

    assert books.balance().expected > 1
    assert list(books.balance().faults()) == []


@pytest.mark.parametrize(
    "to",
    [
        {},
        {"address": "ann@example.com"},
        {"language": "en"},
        {"address": "ann@example.com", "language": "en", "at_once": False},
        {"address": "ann@example.com", "language": "en", "recipient": True},
    ],
)
def test_a_message_goes_to_a_person_or_to_an_address(world: World, to: dict[str, object]) -> None:
    if "recipient" in to:
        to = {**to, "recipient": world.officer}
    row = posted(subject="s", rule="incident", occurrence="o", **to, **_moments(world))

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def _moments(world: World) -> dict[str, object]:
    return {"created_at": world.at, "next_try_at": world.at - timedelta(days=1)}


def test_the_office_sees_and_retries_what_an_address_could_not_get(
    world: World, declined: Case
) -> None:
    Notification.objects.filter(recipient=None).update(status="dead", attempts=8)
    beside = posted(
        subject="a.b:1",
        rule="decided",
        occurrence="",
        address="x@example.com",
        language="sv",
        facts={"step": "decline"},
        status="dead",
        **_moments(world),
    )
    beside.save()
    client = as_person(world.administrator)

    page = client.get(reverse("notices_outbox")).content.decode()
    client.post(reverse("notices_retry", args=[to_ann_of(declined).pk]))

    assert ANN.address in page
    assert "x@example.com" in page
    assert to_ann_of(declined).status == "pending"


def to_ann_of(case: Case) -> Notification:
    return Notification.objects.get(recipient=None, case=case)


def test_a_case_names_the_address_to_its_office_alone(
    world: World, office: Office, declined: Case
) -> None:
    delivery.deliver_due(world.at)
    address = reverse("case_messages", args=[declined.number])

    assert ANN.address in as_person(world.officer).get(address).content.decode()
    assert ANN.address not in as_person(world.coordinator).get(address).content.decode()
