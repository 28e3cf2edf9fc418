from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from notifications.texts.wording import WORDS
from processes import kinds as cases
from processes.case.actions import claim
from processes.checks import decision_kind_faults
from processes.decision import actions, effects, gate_texts, kinds, policies, wording
from processes.decision.kinds import DecisionKind
from processes.decision.models import Decision
from processes.models import Case
from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import ConditionFailed, NotPermitted

pytestmark = pytest.mark.django_db

PAUSE = DecisionKind(
    name="pause",
    basis=f"{__name__}.on_a_ground",
    gates=("was_told",),
    effect="pause",
    appealable=True,
)
HEARD: list[bool] = []
SUSPENDED: list[Decision] = []


def on_a_ground(decision: Decision) -> actions.Ground:
    """What is frozen of a suspension: its ground, and whether the holder was heard."""
    return actions.Ground({"ground": "missed surveillance"}, facts=bool(HEARD))


def suspend(decision: Decision, *, at: datetime) -> None:
    """Leave the certificate suspended; a case that asked for it is closed."""
    SUSPENDED.append(decision)
    if decision.case is not None:
        perform(decision.case.carry_on, by=None, at=at, moment=at)


@pytest.fixture(autouse=True)
def suspending(monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole kind: one entry, and what later stages register under its keys."""
    said = wording.DecisionWords("Suspend", "Decision: the certificate is suspended")
    monkeypatch.setitem(kinds.KINDS, "pause", PAUSE)
    monkeypatch.setitem(policies.GATES, "was_told", lambda facts, rule: facts)
    monkeypatch.setitem(gate_texts.TITLES, "was_told", "The holder was heard")
    monkeypatch.setitem(effects.EFFECTS, "pause", suspend)
    monkeypatch.setitem(wording.WORDS, "pause", said)
    monkeypatch.setattr(f"{__name__}.HEARD", [True])
    monkeypatch.setattr(f"{__name__}.SUSPENDED", [])


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


@pytest.mark.obligation(51)
def test_what_every_kind_names_is_registered() -> None:
    assert not [fault for kind in kinds.KINDS.values() for fault in decision_kind_faults(kind)]


def test_a_kind_that_nobody_registered_is_told_at_the_start() -> None:
    nothing: dict[str, Any] = {
        "name": "forget",
        "step": "forget",
        "basis": "nowhere.at_all",
        "gates": ("unknown",),
        "effect": "unknown",
        "who_decides": "nobody",
        "letter": "nowhere.html",
    }

    faults = [fault.id for fault in decision_kind_faults(DecisionKind(**nothing))]

    assert faults == [f"processes.E{number:03}" for number in range(10, 17)]


def test_a_certificate_is_suspended_without_a_case(world: World, certified: Case) -> None:
    certification = certified.certification
    asked = actions.ask(certification, "pause", by=world.officer, at=world.at)
    assert asked.basis["gates"] == [{"key": "was_told", "met": True}]
    assert actions.is_untouched(asked)

    actions.settle(asked, "Ingen kom.", by=world.decision_maker, at=world.at)

    assert [asked] == SUSPENDED
    decided = Decision.objects.get(pk=asked.pk)
    assert (decided.case, decided.kind, decided.current_state) == (None, "pause", "settled")
    last = trail.history(certified).last()
    assert last is not None
    assert (last.event, last.data["kind"]) == ("decision.settle", "pause")


def test_only_who_decides_such_a_thing_settles_it(world: World, certified: Case) -> None:
    asked = actions.ask(certified.certification, "pause", by=world.officer, at=world.at)

    with pytest.raises(NotPermitted):
        actions.settle(asked, "Nej.", by=world.officer, at=world.at)


@pytest.mark.obligation(51)
def test_a_gate_of_its_own_stops_it(
    world: World, certified: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.HEARD", [])
    asked = actions.ask(certified.certification, "pause", by=world.officer, at=world.at)

    with pytest.raises(ConditionFailed):
        actions.settle(asked, "Ingen kom.", by=world.decision_maker, at=world.at)

    assert not SUSPENDED


def test_a_case_may_ask_for_it_through_the_same_room(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = {"pause": "pause", "refuse": "refuse", "defer": "defer"}
    kind = replace(cases.of("initial"), outcomes=outcomes)
    monkeypatch.setitem(cases.KINDS, "initial", kind)
    monkeypatch.setitem(WORDS, "decided pause", WORDS["decided stop"])
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    claim(drive.open_task(case, "decide"), by=world.decision_maker, at=world.at, declared=True)
    client.force_login(world.decision_maker)
    page = reverse("task", args=[drive.open_task(case, "decide").pk])
    version = str(case.decisions.get().version)

    fields = {"choice": "pause", "reasons": "Ingen kom.", "version": version, "decide": "1"}
    client.post(page, fields)

    case = drive.fresh(case)
    assert (case.current_state, case.decisions.get().kind) == ("continued", "pause")
    shown = client.get(reverse("case_decision", args=[case.number, 1])).content.decode()
    assert "Decision: the certificate is suspended" in shown
    assert Notification.objects.filter(facts__kind="pause").exists()
