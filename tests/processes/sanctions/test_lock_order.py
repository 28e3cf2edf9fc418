"""What leads on to a certificate waits for whoever decides about it, and holds nothing of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import transaction

from processes.case.actions import claim
from processes.closing import withdrawing
from processes.closing.actions import close
from processes.decision import actions as decisions
from processes.kinds import RECERTIFICATION, SURVEILLANCE
from processes.models import Case, Certificate, Certification, Proposal
from processes.renewal.actions import open_case
from processes.renewal.models import ProgrammeItem
from processes.renewal.overdue import actions as overdue
from processes.sanctions import actions, effects
from processes.sanctions.grounds import Kind
from tests.processes.sanctions.test_two_at_once import (
    alone,
    decides,
    on_postgresql,
    ready,
    until_waiting_or,
)
from tests.support import drive
from tests.support.overdue import asked, open_row, soon
from tests.support.sanctioning import newest, statuses
from tests.support.world import World
from workflow import trail
from workflow.exceptions import Refused
from workflow.models import Task, TrailChain

pytestmark = on_postgresql
Act = Callable[[], Any]


def planned(kind: str) -> ProgrammeItem:
    return ProgrammeItem.objects.filter(kind=kind, state="planned").earliest("opens_date")


def renewing(world: World) -> Act:
    """A renewal is about to be granted."""
    case = open_case(planned(RECERTIFICATION), at=world.at)
    drive.plan(world, drive.lead(world, drive.assess(world, case)))
    drive.report(world, drive.visit(world, case))
    by = world.decision_maker
    claim(drive.open_task(case, "decide"), by=by, at=world.at, declared=True)
    decision = drive.fresh(case).decisions.latest("number")
    return lambda: decisions.grant(decision, "Kraven är uppfyllda.", by=by, at=world.at)


def closing(world: World) -> Act:
    """An officer is about to close a surveillance."""
    case = open_case(planned(SURVEILLANCE), at=world.at)
    return lambda: close(case, "other", "Fel.", by=world.officer, at=world.at)


def withdrawn(world: World) -> Act:
    """A signatory is about to withdraw a renewal."""
    case = open_case(planned(RECERTIFICATION), at=world.at)
    made = withdrawing.ask(case, "Ny organisation.", by=world.coordinator, at=world.at)
    task = Task.objects.exclude(role="").get(process=made.own_process, finished=None)
    claim(task, by=world.signatory, at=world.at)
    return lambda: withdrawing.confirm(made, by=world.signatory, at=world.at)


def overdue_item(world: World) -> Act:
    """An officer is about to propose a suspension for an overdue surveillance."""
    item = planned(SURVEILLANCE)
    open_case(item, at=world.at)
    overdue.miss(ProgrammeItem.objects.get(pk=item.pk), at=world.at)
    claim(asked(item), by=world.officer, at=world.at)
    answer = overdue.Answer("Ingen svarar.", soon(world))
    row = open_row(item)
    return lambda: overdue.propose_suspension(row, answer, by=world.officer, at=world.at)


ACTS = [renewing, closing, withdrawn, overdue_item]


@pytest.mark.parametrize("prepared", ACTS)
def test_it_waits_for_the_certification_and_holds_nothing(
    shared_world: World, prepared: Callable[[World], Act]
) -> None:
    drive.grant(shared_world)
    act = prepared(shared_world)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Certification.objects.select_for_update(no_key=True).get()
            acting = pool.submit(alone, act)
            until_waiting_or(acting)
            assert not acting.done()
            for model in (Certificate, ProgrammeItem, TrailChain):
                rows = model.objects.select_for_update(nowait=True, no_key=True)
                assert len(list(rows)) == model.objects.count()
        assert not isinstance(acting.result(timeout=20), Refused)


@pytest.mark.parametrize("prepared", [renewing, overdue_item])
def test_beside_a_withdrawal_in_the_same_second_nobody_is_broken_off(
    shared_world: World, monkeypatch: pytest.MonkeyPatch, prepared: Callable[[World], Act]
) -> None:
    world = shared_world
    certified = drive.grant(world)
    act = prepared(world)
    asked_for: Proposal = ready(world, certified, Kind.WITHDRAW, world.decision_maker)
    actions.freeze_anew(asked_for, by=world.decision_maker, at=world.at)
    inside, go = Event(), Event()
    closes = effects._close_running

    def slowly(*args: Any) -> None:
        inside.set()
        go.wait(20)
        closes(*args)

    monkeypatch.setattr(effects, "_close_running", slowly)
    with ThreadPoolExecutor(2) as pool:
        deciding = pool.submit(alone, lambda: decides(world, asked_for, world.decision_maker))
        assert inside.wait(20)
        acting = pool.submit(alone, act)
        until_waiting_or(acting)
        go.set()
        decided, acted = deciding.result(timeout=30), acting.result(timeout=30)

    assert decided.kind == "withdraw"
    assert isinstance(acted, Refused), acted
    assert statuses(certified)[-1] == newest(certified).current_state == "withdrawn"
    assert not Case.objects.running().exists()
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]
