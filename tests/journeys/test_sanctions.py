"""Through the pages: suspended and restored, suspended and withdrawn, ended at the own request."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from notifications.models import Notification
from processes.case.actions import claim
from processes.changing import actions as changing
from processes.models import Case, Certificate, Decision, Organisation, ProgrammeItem, Proposal
from tests.support import drive
from tests.support.overdue import silent
from tests.support.sanctioning import Hands, newest, proposed, statuses, task_of
from tests.support.world import START, World
from workflow.calendar import end_of, local_date, start_of

pytestmark = pytest.mark.django_db
STOP = "Sluta genast använda certifikatet och märket"
FACTS = {"facts": "Besöket blev inte av.", "conditions": "Gör besöket och visa rapporten."}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


@pytest.fixture
def hands(world: World, client: Client, clock: Any) -> Hands:
    return Hands(world, client, clock)


def register(hands: Hands, place: Organisation) -> str:
    """The municipality's public page."""
    hands.client.logout()
    return hands.client.get(f"/register/{place.code}/").content.decode()


def missed(world: World, hands: Hands, clock: Any) -> Proposal:
    """A surveillance is missed: the officer proposes the suspension, checks it and sends it."""
    item = ProgrammeItem.objects.earliest("opens_date")
    hands.wait(start_of(item.opens_date))
    task = silent(world, clock, ProgrammeItem.objects.get(pk=item.pk))
    day = local_date(world.at) + timedelta(days=60)
    said = {"answer": "propose_suspension", "day": day.isoformat(), "reasons": "Inget besök."}
    hands.post(world.officer, "task", task.pk, **said)

    asked = Proposal.objects.get()
    assert (asked.current_state, asked.ground, asked.facts) == (
        "proposed",
        "missed",
        "Inget besök.",
    )
    task = task_of(asked)
    claim(task, by=world.officer, at=world.at)
    assert "Inget besök." in hands.get(world.officer, "task", task.pk)
    said = {**FACTS, "ground": "missed", "named": str(world.officer.pk), "prepare": "1"}
    hands.post(world.officer, "task", task.pk, **said)
    assert Notification.objects.filter(rule="sanction", recipient=world.signatory).exists()
    return asked


@pytest.mark.obligation(58, 72, 73, 75)
def test_suspended_for_a_missed_surveillance_and_restored_in_month_five(
    world: World, hands: Hands, certified: Case, clock: Any
) -> None:
    asked = missed(world, hands, clock)
    hands.answer(asked, "Vi hade flytt.")
    decision = hands.decide(asked)

    assert statuses(certified) == ["valid", "suspended"]
    letter = hands.get(
        world.coordinator, "certificate_decision", newest(certified), decision.number
    )
    decided = "Beslut: certifikatet dras in tillfälligt"
    for words in (decided, STOP, "Så visar", "Sista dag att överklaga"):
        assert words in letter
    public = register(hands, world.municipality)
    assert "Tillfälligt indraget sedan" in public
    told = hands.client.get(reverse("register_json")).getvalue()
    assert json.loads(told)["certificates"][0]["status"] == "suspended"

    feed = hands.client.get(reverse("register_feed")).content.decode()
    assert "certifikatet tillfälligt indraget" in feed
    began = world.at
    hands.wait(began + timedelta(days=140))
    asked = hands.propose(certified, "restore", ground="met", facts="Besöket är gjort.")
    hands.decide(asked)

    assert statuses(certified) == ["valid", "suspended", "valid"]
    assert "Tillfälligt indraget" not in register(hands, world.municipality)


@pytest.mark.obligation(74, 77)
def test_suspended_and_withdrawn(world: World, hands: Hands, certified: Case) -> None:
    said = {**FACTS, "ground": "misuse", "named": str(world.officer.pk)}
    asked = hands.propose(certified, "suspend", **said)
    hands.wait(end_of(local_date(world.at) + timedelta(days=40)))  # nobody answers
    hands.decide(asked)
    limit = newest(certified).suspended_until
    assert limit is not None

    hands.wait(end_of(limit) - timedelta(days=30))
    asked = Proposal.objects.get(kind="withdraw")
    task = task_of(asked)
    claim(task, by=world.officer, at=world.at)
    assert "Gränsen för indragningen" in hands.get(world.officer, "task", task.pk)
    said = {"ground": "unmet", "facts": "Märket sitter kvar.", "prepare": "1"}
    hands.post(world.officer, "task", task.pk, **said)
    hands.answer(asked, "")
    hands.wait(end_of(limit) + timedelta(days=20))
    assert newest(certified).current_state == "suspended"
    assert Notification.objects.filter(facts__step="pass_limit").count() >= 2
    decision = hands.decide(asked)

    assert statuses(certified) == ["valid", "suspended", "withdrawn"]
    assert "Återkallat den" in register(hands, world.municipality)
    letter = hands.letter(world.signatory, certified, decision)
    assert "Sista dag att överklaga" in letter


@pytest.mark.obligation(77)
def test_ended_at_the_own_request(world: World, hands: Hands, certified: Case) -> None:
    asked = hands.propose(certified, "end", ground="own_request", facts="Brev den 2 mars.")
    assert task_of(asked).role == "decision_maker"

    decision = hands.decide(asked)

    assert statuses(certified) == ["valid", "ended"]
    letter = hands.get(
        world.coordinator, "certificate_decision", newest(certified), decision.number
    )
    assert "Sista dag att överklaga" not in letter
    assert set(ProgrammeItem.objects.values_list("state", flat=True)) == {"cancelled"}
    shown = hands.get(world.officer, "certificate_status", newest(certified))
    assert "/propose/" not in shown


def test_the_signatory_asks_that_it_ends_and_is_told_why_not(
    world: World, hands: Hands, certified: Case
) -> None:
    certificate = newest(certified)
    hands.get(world.coordinator, "ask_sanction", certificate, "end", status=403)
    assert "/ask/end/" not in hands.get(world.coordinator, "certificate_status", certificate)
    assert "/ask/end/" in hands.get(world.signatory, "certificate_status", certificate)

    hands.post(world.signatory, "ask_sanction", certificate, "end", facts="Vi vill sluta.")

    asked = Proposal.objects.get()
    assert (asked.current_state, asked.put_by, asked.ground) == (
        "proposed",
        world.signatory,
        "own_request",
    )
    hands.get(world.coordinator, "sanction", certificate, 1)
    task = task_of(asked)
    claim(task, by=world.officer, at=world.at)
    hands.post(world.officer, "task", task.pk, drop="1", reasons="Nämnden har inte beslutat.")
    shown = hands.get(world.signatory, "sanction", certificate, 1)
    assert "Nämnden har inte beslutat." in shown
    assert Notification.objects.filter(facts__step="turn_down").exists()
    hands.post(world.signatory, "ask_sanction", certificate, "end", facts="Nu har den det.")
    task = task_of(Proposal.objects.latest("pk"))
    claim(task, by=world.officer, at=world.at)
    said = {"ground": "own_request", "facts": "Nu har den det.", "prepare": "1"}
    hands.post(world.officer, "task", task.pk, **said)
    hands.decide(Proposal.objects.latest("pk"))
    assert statuses(certified) == ["valid", "ended"]


def test_a_changed_basis_is_told_and_frozen_anew_with_what_was_written(
    world: World, hands: Hands, certified: Case
) -> None:
    asked = proposed(world, certified)
    hands.answer(asked, "Vi rättar det.")
    task = task_of(asked)
    claim(task, by=world.decision_maker, at=world.at, declared=True)
    proposed(world, certified, asked.Kind.END)
    said = {"choice": "as_proposed", "reasons": "Märket.", "decide": "1", "version": "0"}

    page = hands.post(world.decision_maker, "task", task.pk, status=409, **said)

    assert "Andra förslag" in page
    assert "Märket." in page
    assert statuses(certified) == ["valid"]
    hands.post(world.decision_maker, "task", task.pk, anew="1")
    assert "Märket." in hands.get(world.decision_maker, "task", task.pk)
    said["version"] = str(Decision.objects.get(state="pending", kind="suspend").version)
    hands.post(world.decision_maker, "task", task.pk, **said)
    assert statuses(certified) == ["valid", "suspended"]
    again = hands.post(world.decision_maker, "task", task.pk, status=200, **said)
    assert "redan gjort" in again
    assert statuses(certified) == ["valid", "suspended"]


def test_the_signatory_answers_on_the_proposals_own_page(
    world: World, hands: Hands, certified: Case
) -> None:
    asked = proposed(world, certified)
    address = (newest(certified), asked.number)

    hands.post(world.signatory, "sanction", *address, text="Nämnden beklagar.")

    assert "Nämnden beklagar." in hands.get(world.officer, "sanction", *address)
    hands.post(world.officer, "sanction", *address, status=403, text="Nej.")


def test_what_is_not_sent_yet_the_holder_does_not_see(
    world: World, hands: Hands, certified: Case
) -> None:
    asked = proposed(world, certified)
    Proposal.objects.filter(pk=asked.pk).update(state="dropped")
    address = (newest(certified), asked.number)

    hands.get(world.coordinator, "sanction", *address, status=404)
    assert "/proposal/" not in hands.get(world.coordinator, "certificate_status", address[0])
    hands.get(world.officer, "sanction", *address)


def test_what_the_status_forbids_is_said(world: World, hands: Hands, certified: Case) -> None:
    certificate = newest(certified)

    page = hands.get(world.officer, "propose_sanction", certificate, "restore", status=409)
    assert "Det kan inte föreslås" in page
    hands.get(world.officer, "propose_sanction", certificate, "confirm", status=404)
    hands.get(world.coordinator, "propose_sanction", certificate, "suspend", status=403)


def test_the_pages_ask_little(world: World, hands: Hands, certified: Case) -> None:
    asked = proposed(world, certified)
    hands.answer(asked, "Vi rättar det.")
    decision = hands.decide(asked)
    number = newest(certified)
    hands.client.force_login(world.coordinator)

    for name, args, most in (
        ("certificate_decision", [number, decision.number], 14),
        ("certificate_status", [number], 14),
    ):
        hands.client.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as captured:
            hands.client.get(reverse(name, args=args))
        assert len(captured) <= most, "\n".join(q["sql"] for q in captured.captured_queries)


@pytest.mark.obligation(2, 73)
def test_no_page_says_that_a_certificate_is_valid_that_is_not(
    world: World, hands: Hands, certified: Case
) -> None:
    asked = proposed(world, certified, urgent="Företag vilseleds.")
    hands.decide(asked)
    certificate: Certificate = newest(certified)

    shown = hands.get(world.coordinator, "certificate", certificate)

    assert "Certifikatet gäller inte" in shown
    hands.client.logout()
    checked = hands.client.get("/register/check/", {"number": str(certificate)}).content.decode()
    assert "Tillfälligt indraget sedan" in checked


@pytest.mark.obligation(76)
def test_a_scope_is_reduced_and_later_extended(world: World, hands: Hands, certified: Case) -> None:
    first = newest(certified)
    said = {"ground": "part", "facts": "Tillsynen brister.", "scope": "Bygglov."}
    asked = hands.propose(certified, "reduce", **said)
    hands.answer(asked, "Vi förstår.")
    hands.decide(asked)
    assert newest(certified).scope == "Bygglov."

    hands.wait(world.at + timedelta(days=60))
    day = local_date(world.at)
    wish = changing.Change("scope", "Tillsynen är på plats.", day, "Bygglov och tillsyn.")
    made = changing.report(certified.certification, wish, by=world.coordinator, at=world.at)
    changing.take_up(made, "Rutinerna visar det.", by=world.officer, at=world.at)
    hands.decide(Proposal.objects.latest("pk"))

    last = newest(certified)
    assert (last.scope, last.revision) == ("Bygglov och tillsyn.", first.revision + 2)
    assert (last.number, last.expiry_date) == (first.number, first.expiry_date)
    assert statuses(certified) == ["valid"]
    assert "Bygglov och tillsyn." in register(hands, world.municipality)
