"""Simulated years: the figures hold, repeat, and a break in them is found."""

import gc
import json
import sqlite3
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from config.simulated import side_by_side
from config.simulated.outcome import Result, as_json, from_json, together
from config.simulated.own_database import FORGETFUL
from config.simulated.postman import Postman, Sink
from config.simulated.simulation import Plan, simulate
from notifications.ledger import Balance, Ledger
from notifications.models import Notification
from processes.audit.team.changes import propose_team
from processes.case import nodes
from processes.models import Case, Certificate, ProgrammeItem
from processes.renewal.forecast.forecasts import Size
from processes.scheme.cycles import cycle_json
from processes.simulation import soundness
from processes.simulation.people import actors
from processes.simulation.simulation import SUMMARIES
from tests.support import drive
from tests.support.world import World
from workflow.calendar import DAY, at_eight
from workflow.definition import graph
from workflow.models import Task, Timer

FIRST = date(2040, 1, 1)
KEPT_BY_CHANCE = 4000
"""Objects: of the cases under way on one of two days there may be a few more."""


def run(municipalities: int, years: int) -> Result:
    return simulate(Plan(municipalities, years, FIRST, seed=3))


@pytest.mark.django_db(transaction=True)
def test_after_simulated_years_nothing_is_lost_and_nobody_waits_in_vain() -> None:
    result = run(1, 2)

    assert result.faults == []
    assert result.balance.expected == result.balance.settled > 40
    assert 0 < result.mails <= result.balance.expected
    assert Certificate.objects.filter(state="valid").exists()
    assert result.cases["initial", "granted"] == 1
    assert sum(days for _month, days in result.days) >= 11
    assert len(result.days) == 24
    assert 0 < result.memory[0] <= result.memory[1]


def kept_over_the_second_half(plan: Plan) -> int:
    """How many objects more Python holds after all years than after half of them."""
    held: dict[bool, int] = {}

    def count(days: int) -> None:
        if days in (plan.days, *range(plan.days // 2, plan.days // 2 + 30)):
            gc.collect()
            held.setdefault(days == plan.days, sys.getallocatedblocks())

    simulate(plan, count)
    return held[True] - held[False]


@pytest.mark.django_db(transaction=True)
def test_simulated_years_leave_nothing_in_memory() -> None:
    assert kept_over_the_second_half(Plan(3, 6, FIRST, seed=3)) < KEPT_BY_CHANCE


@pytest.mark.django_db(transaction=True)
def test_what_is_left_of_each_message_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(Sink, "send_messages", lambda self, mails: kept.extend(mails) or len(mails))

    assert kept_over_the_second_half(Plan(3, 5, FIRST, seed=3)) > KEPT_BY_CHANCE


def test_the_database_of_a_simulation_keeps_little_of_itself_in_memory() -> None:
    database = sqlite3.connect(":memory:")
    database.executescript(FORGETFUL)

    [negative_kilobytes] = database.execute("PRAGMA cache_size").fetchone()
    database.close()

    assert -16 * 1024 <= negative_kilobytes < 0


@pytest.mark.django_db(transaction=True)
def test_what_a_morning_finds_goes_the_same_morning(shared_world: World) -> None:
    certificate = drive.issued(drive.grant(shared_world))
    Notification.objects.all().delete()
    eight = at_eight(certificate.expiry_date - 180 * DAY)

    with Postman().on_duty() as post:
        post.morning(eight + SUMMARIES)

    told = Notification.objects.filter(rule="expiring").values_list("status", flat=True)
    assert set(told) == {"sent"}


def test_two_processes_each_do_half_and_are_added_up(tmp_path: Path) -> None:
    said = StringIO()

    call_command(
        "simulate",
        municipalities=2,
        years=1,
        start=FIRST,
        output=tmp_path,
        stdout=said,
        verbosity=0,
    )

    assert said.getvalue().splitlines()[-1].split() == ["0", "difference"]
    months = (tmp_path / "auditor-days.csv").read_text().splitlines()[1:]
    parts = [simulated(Plan(2, 1, FIRST, seed=1, part=part, parts=2)) for part in (0, 1)]
    assert [sum(one.cases.values()) > 0 for one in parts] == [True, True]
    assert months == [f"{month:%Y-%m},{days}" for month, days in together(parts).days]


def simulated(plan: Plan) -> Result:
    [result] = side_by_side.run([plan], id)
    return result


def test_a_result_survives_its_way_between_processes() -> None:
    balance = Balance(7, {("sent", ""): 5, ("suppressed", "done"): 2})
    result = Result(
        cases=Counter({("initial", "granted"): 2}),
        steps=3,
        fired=4,
        mails=5,
        balance=balance,
        entries=6,
        days=[(FIRST, 8)],
        faults=["a fault"],
        memory=(90, 100),
    )

    again = from_json(json.loads(json.dumps(as_json(result))))

    assert again == result
    both = together([again, replace(again, memory=(80, 120))])
    assert both.balance.rows == {("sent", ""): 10, ("suppressed", "done"): 4}
    assert both.memory == (80, 120)


@pytest.mark.django_db
def test_a_forecast_follows_the_cycles_it_is_given(world: World) -> None:
    now = cycle_json.as_json(world.cycle)
    slow = now | {"limits": now["limits"] | {"assess": 200}}
    heard: list[int] = []

    days = side_by_side.foresee([now, now, slow], Size(1, 1, FIRST), heard.append)

    assert days[0] == days[1] != days[2]
    assert heard[-1] == 366


def test_a_process_that_dies_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "COMMAND", (sys.executable, "-c", "input()"))

    with pytest.raises(RuntimeError, match="died"):
        simulated(Plan(1, 1, FIRST, seed=1))


def test_every_node_of_the_flows_has_somebody_who_does_it() -> None:
    done = {node.name for flow in nodes.flows() for node in graph.human_nodes(flow)}

    assert done == set(actors.actors())


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
    certificate = drive.issued(drive.grant(world))
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
