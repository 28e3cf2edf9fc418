"""A decision is taken anew on new facts or for an obvious error, never harder for its holder."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.appeals.reconsidering import Anew, reconsider
from processes.models import Case, Decision
from processes.sanctions.grounds import Kind
from tests.processes.appeals.appealing import fresh, registered
from tests.support import drive
from tests.support.sanctioning import answered, newest, proposed, settled, statuses, suspended
from tests.support.world import START, World
from workflow import trail
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Task, TrailChain

pytestmark = pytest.mark.django_db

ANEW = Anew("facts", "Märket var borta redan i mars.", "favour", "Grunden fanns inte.")


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def taken() -> Decision:
    return Decision.objects.filter(case=None, decided_at__isnull=False).latest("number")


def as_reader(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client


def is_whole() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


@pytest.mark.obligation(84)
def test_whoever_suspended_takes_it_anew_and_a_waiting_appeal_ends(
    world: World, certified: Case
) -> None:
    suspended(world, certified)
    against, made = taken(), registered(world, certified, against=taken())

    anew = reconsider(against, ANEW, by=world.decision_maker, at=world.at)

    assert (anew.kind, anew.decided_by) == ("reconsider", against.decided_by)
    assert newest(certified).current_state == "valid"
    assert statuses(certified) == ["valid", "suspended", "valid"]
    assert fresh(made).current_state == "granted"
    assert not Task.objects.filter(process=made.own_process, finished=None).exists()
    told = Notification.objects.filter(recipient=world.signatory, facts__kind="reconsider")
    assert told.exists()
    client = as_reader(world.coordinator)
    certificate = newest(certified)
    first = client.get(reverse("certificate_decision", args=[certificate, against.number]))
    second = reverse("certificate_decision", args=[certificate, anew.number])
    assert second in first.content.decode()
    shown = client.get(second).content.decode()
    for words in (ANEW.facts, ANEW.reasons):
        assert words in shown
    papers = client.get(reverse("case_documents", args=[certified.number])).content.decode()
    assert second in papers
    with pytest.raises(Conflict):
        reconsider(against, ANEW, by=world.decision_maker, at=world.at)
    assert is_whole()


def test_other_reasons_change_nothing_but_the_reasons(world: World, certified: Case) -> None:
    suspended(world, certified)
    against, made = taken(), registered(world, certified, against=taken())
    neutral = Anew("error", "Fel datum i skälen.", "neutral", "Det var den 3 mars.")

    anew = reconsider(against, neutral, by=world.decision_maker, at=world.at)

    assert newest(certified).current_state == "suspended"
    assert statuses(certified) == ["valid", "suspended"]
    assert fresh(made).current_state == "registered"
    assert anew.basis["against"]["number"] == against.number


def test_a_harder_one_is_refused_and_the_way_is_named(world: World, certified: Case) -> None:
    settled(world, answered(world, proposed(world, certified, Kind.REDUCE)))
    against, client = taken(), as_reader(world.decision_maker)
    address = reverse("reconsider_certificate", args=[newest(certified), against.number])
    letter = reverse("certificate_decision", args=[newest(certified), against.number])
    assert address in client.get(letter).content.decode()

    harder = {"ground": "facts", "facts": "Mer.", "outcome": "harder", "reasons": "Mer."}
    page = client.post(address, harder).content.decode()

    for words in ("suspend", "reduce", "withdraw"):
        assert words in page
    assert taken() == against
    before = newest(certified).scope
    client.post(address, harder | {"outcome": "favour"})
    assert taken().kind == "reconsider"
    assert newest(certified).scope != before
    assert client.post(address, harder | {"outcome": "favour"}).status_code == 409


def test_only_whoever_decides_takes_a_decision_anew(world: World, certified: Case) -> None:
    suspended(world, certified)
    with pytest.raises(NotPermitted):
        reconsider(taken(), ANEW, by=world.officer, at=world.at)

    address = reverse("reconsider_certificate", args=[newest(certified), taken().number])
    assert as_reader(world.officer).get(address).status_code == 403
    assert as_reader(world.coordinator).get(address).status_code == 403
    beside = reverse("reconsider_certificate", args=[newest(certified), 99])
    assert as_reader(world.decision_maker).get(beside).status_code == 404


def test_a_refusal_is_taken_anew_to_grant_and_for_nothing_else(world: World) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    task = drive.open_task(case, "decide")
    drive.claim(task, by=world.decision_maker, at=world.at, declared=True)
    pending = Decision.objects.get(case=case)
    drive.decision_actions.refuse(pending, "Nej.", by=world.decision_maker, at=world.at)
    refused, ended = Decision.objects.get(case=case), drive.fresh(case)
    made = registered(world, ended)
    neutral = Anew("error", "Fel.", "neutral", "Fel.")
    with pytest.raises(Refused):
        reconsider(refused, neutral, by=world.decision_maker, at=world.at)
    client = as_reader(world.decision_maker)
    address = reverse("reconsider_case", args=[case.number, 1])
    assert address in client.get(reverse("case_decision", args=[case.number, 1])).content.decode()

    client.post(
        address, {"ground": "error", "facts": "Fel.", "outcome": "favour", "reasons": "Ja."}
    )

    assert drive.fresh(case).current_state == "granted"
    assert newest(case).current_state == "valid"
    assert fresh(made).current_state == "granted"
    assert is_whole()
