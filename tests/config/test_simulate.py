"""Simulated years: the figures hold, repeat, and a break in them is found."""

from datetime import date

import pytest

from config.simulation import Plan, Result, simulate
from notifications.ledger import Ledger
from notifications.models import Notification
from processes import contribution_flow, flows
from processes.audit.actions import propose_team
from processes.models import Case, Certificate, ProgrammeItem
from processes.simulation import actors, soundness
from tests import drive
from tests.world import World
from workflow import graph
from workflow.models import Task, Timer

FIRST = date(2040, 1, 1)


def run(municipalities: int, years: int) -> Result:
    return simulate(Plan(municipalities, years, FIRST, seed=3), None)


@pytest.mark.django_db(transaction=True)
def test_after_simulated_years_nothing_is_lost_and_nobody_waits_in_vain() -> None:
    result = run(1, 2)

    assert result.faults == []
    assert result.balance.expected == result.balance.settled > 50
    assert 0 < result.mails <= result.balance.expected
    assert Certificate.objects.filter(state="valid").exists()
    assert result.cases["initial", "granted"] == 1
    assert sum(days for _month, days in result.days) >= 11
    assert len(result.days) == 24


def test_every_node_of_the_flows_has_somebody_who_does_it() -> None:
    nodes = {
        node.name
        for flow in (flows.CertificationFlow, contribution_flow.ContributionFlow)
        for node in graph.human_nodes(flow)
    }

    assert nodes == set(actors.ACTORS)


def test_a_case_without_task_or_timer_is_named(world: World) -> None:
    case = drive.apply(world)
    assert list(soundness.faults()) == []

    Task.objects.filter(process=case.main_process).update(status="CANCELED")

    assert list(soundness.faults()) == [f"case {case.number} is open without a task or a timer"]


def proposed(world: World) -> Case:
    """A case in which the municipality may object to the team until a timer ends the time."""
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    task = drive.open_task(case, "lead_audit")
    drive.claim(task, by=world.auditor, at=world.at, declared=True)
    propose_team(drive.fresh(case).audit, [], by=world.auditor, at=world.at)
    return drive.fresh(case)


def test_a_timer_is_enough(world: World) -> None:
    case = proposed(world)
    Task.objects.filter(process=case.main_process).update(status="CANCELED")

    assert list(soundness.faults()) == []


def test_a_certificate_and_a_turn_without_their_timers_are_named(world: World) -> None:
    certificate = drive.grant(world).certificate
    assert list(soundness.faults()) == []

    Timer.objects.filter(step__in=["expire", "open"]).update(status="cancelled")

    said = list(soundness.faults())
    assert f"certificate {certificate} is valid without a timer for its end" in said
    assert len(said) == 1 + ProgrammeItem.objects.filter(state="planned").count()


@pytest.fixture
def told(shared_world: World) -> Ledger:
    """A ledger that was open while an application was sent in."""
    ledger = Ledger()
    with ledger.open():
        drive.apply(shared_world)
    return ledger


def test_a_message_that_lies_unsent_is_found(told: Ledger) -> None:
    balance = told.balance()

    assert balance.expected > 0
    assert list(balance.faults()) == [
        f"the ledger differs by {balance.expected} messages",
        f"{balance.expected} messages are pending and not settled",
    ]


def test_a_message_that_is_lost_or_settled_without_a_reason_is_found(told: Ledger) -> None:
    Notification.objects.update(status="sent")
    assert list(told.balance().faults()) == []
    lost = Notification.objects.first()
    assert lost is not None

    Notification.objects.filter(pk=lost.pk).update(status="suppressed")
    assert "the ledger differs by 1 messages" in told.balance().faults()
    lost.delete()

    assert "the ledger differs by 1 messages" in told.balance().faults()
