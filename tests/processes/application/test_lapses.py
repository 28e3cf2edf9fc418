"""What the municipality begins and leaves lying lapses: told before and after, and free again."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.appeals.policies import is_appealable
from processes.application.actions import begin
from processes.models import Application, Case, Evidence, RenewalCycle
from processes.scheme.rhythm.limits import LIMITS
from tests.support import drive, stages
from tests.support.world import World
from workflow import sweep, trail
from workflow.calendar import end_of, local_date
from workflow.engine import lapses
from workflow.models import Task, Timer, TrailChain

WAITING = {"draft": "apply", "returned": "apply", "to_be_signed": "sign_agreement"}


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def waiting(world: World, state: str) -> Case:
    case = drive.fresh(stages.STATES[state](world, world.municipality))
    if state == "draft":
        Application.objects.filter(case=case).update(scope="Service till företag")
    return drive.fresh(case)


def task_of(case: Case) -> Task:
    [task] = drive.human_tasks(case)
    return task


def last_day(case: Case) -> date:
    deadline = lapses.of(task_of(case))
    assert deadline is not None
    return deadline.date


def until(world: World, clock: Any, moment: datetime) -> None:
    clock.move_to(moment, tick=False)
    world.at = moment
    sweep.fire_due(moment)


def told(case: Case, rule: str) -> set[str]:
    rows = Notification.objects.filter(rule=rule, case=case)
    return {row.recipient.name for row in rows.select_related("recipient")}


def holds(case: Case) -> bool:
    return not [*trail.verify(TrailChain.objects.get(pk=case.main_process.chain_id))]


@pytest.mark.parametrize("state", WAITING)
def test_what_is_left_lying_lapses_at_the_end_of_its_last_day(
    world: World, clock: Any, state: str
) -> None:
    case = waiting(world, state)
    last = last_day(case)

    until(world, clock, end_of(last) - timedelta(minutes=1))
    assert drive.fresh(case).is_running
    until(world, clock, end_of(last))

    lapsed = drive.fresh(case)
    assert (lapsed.current_state, lapsed.ground) == ("closed", "lapsed")
    assert not drive.human_tasks(case)
    assert not Timer.objects.of(Task.objects.latest("pk")).filter(status="waiting").exists()
    assert trail.history(lapsed).filter(step="lapse", actor=None).count() == 1
    assert holds(case)


@pytest.mark.parametrize("state", WAITING)
def test_a_new_application_is_possible_at_once(world: World, clock: Any, state: str) -> None:
    case = waiting(world, state)
    until(world, clock, end_of(last_day(case)))

    again = begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)

    assert again.previous == case
    assert Application.objects.get(case=case).scope


WHO_HEARS = {
    "draft": {"coordinator"},
    "returned": {"coordinator", "signatory", "officer"},
    "to_be_signed": {"coordinator", "signatory", "officer"},
}


@pytest.mark.parametrize("state", WAITING)
def test_it_is_told_a_month_before_and_afterwards(world: World, clock: Any, state: str) -> None:
    case = waiting(world, state)
    last = last_day(case)

    until(world, clock, end_of(last) - timedelta(days=32))
    assert not told(case, "lapsing")
    until(world, clock, end_of(last) - timedelta(days=30))
    before = told(case, "lapsing")
    until(world, clock, end_of(last))

    assert before == {getattr(world, who).name for who in WHO_HEARS[state]}
    assert told(case, "ended") == {
        world.coordinator.name,
        world.signatory.name,
        world.officer.name,
    }
    assert trail.history(case).filter(step="warn_of_lapse").count() == 1


def test_the_warning_names_the_day(world: World, clock: Any) -> None:
    case = waiting(world, "to_be_signed")
    until(world, clock, end_of(last_day(case)) - timedelta(days=30))

    row = Notification.objects.filter(rule="lapsing", recipient=world.signatory).get()

    assert row.facts["until"] == last_day(case).isoformat()


@pytest.mark.parametrize("state", ["draft", "returned"])
def test_an_application_is_reminded_of_and_never_late(world: World, clock: Any, state: str) -> None:
    case = waiting(world, state)
    assert task_of(case).due == last_day(case)

    for days in range(15, -1, -1):
        until(world, clock, end_of(last_day(case)) - timedelta(days=days, hours=12))

    rows = Notification.objects.filter(case=case, recipient=world.coordinator)
    assert rows.filter(rule="due_soon").count() == 3
    until(world, clock, end_of(local_date(world.at)) + timedelta(days=40))
    assert not rows.filter(rule="overdue").exists()


def test_an_agreement_is_late_before_it_lapses(world: World, clock: Any) -> None:
    case = waiting(world, "to_be_signed")
    due = task_of(case).due
    assert due is not None

    assert last_day(case) - due == timedelta(days=LIMITS["lapse_agreement"].default)


def test_the_cycle_says_how_long(world: World, clock: Any) -> None:
    RenewalCycle.objects.update(limits={"apply": 45, "lapse_agreement": 10, "sign_agreement": 5})
    world.cycle.refresh_from_db()

    draft = waiting(world, "draft")

    assert last_day(draft) - local_date(world.at) == timedelta(days=45)
    drive.fresh(draft)


@pytest.mark.parametrize("state", WAITING)
def test_what_is_done_in_time_does_not_lapse(world: World, clock: Any, state: str) -> None:
    case = waiting(world, state)
    task, last = task_of(case), last_day(case)
    if state == "to_be_signed":
        given = {"signatory": world.signatory, "moment": world.at}
        drive.perform(case.agreement.sign, by=world.signatory, at=world.at, **given)
    else:
        Application.objects.filter(case=case).update(sites="Stadshuset", consultancy="Nej")
        application = Application.objects.get(case=case)
        drive.perform(application.submit, by=world.coordinator, at=world.at, moment=world.at)

    assert not Timer.objects.of(task).filter(status="waiting").exists()
    until(world, clock, end_of(last))
    assert drive.fresh(case).is_running


def test_returned_it_has_its_whole_time_again(world: World, clock: Any) -> None:
    case = drive.apply(world)
    until(world, clock, world.at + timedelta(days=80))

    drive.perform(
        case.application.send_back, by=world.officer, at=world.at, reasons="Ange enheter."
    )

    assert last_day(case) == local_date(world.at) + timedelta(days=LIMITS["apply"].default)


def test_a_draft_in_which_nothing_stands_is_deleted(world: World, clock: Any) -> None:
    case = begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)

    until(world, clock, end_of(last_day(case)))

    assert drive.fresh(case).current_state == "deleted"
    assert told(case, "ended") == {world.coordinator.name}
    assert holds(case)


def test_a_draft_with_a_file_is_not_deleted(world: World, clock: Any) -> None:
    case = begin(world.municipality, world.scheme, by=world.coordinator, at=world.at)
    Evidence.objects.create(
        case=case, title="Rutin", link="https://x.se", added_by=world.coordinator, added_at=world.at
    )

    until(world, clock, end_of(last_day(case)))

    assert drive.fresh(case).current_state == "closed"


def test_a_lapsed_case_says_why_and_is_not_appealed(world: World, clock: Any) -> None:
    case = waiting(world, "to_be_signed")
    until(world, clock, end_of(last_day(case)))
    client = Client()
    client.force_login(world.coordinator)
    client.cookies["django_language"] = "en"

    page = client.get(reverse("case", args=[case.number])).content.decode()

    assert "left lying too long" in page
    assert not is_appealable(drive.fresh(case))


def test_the_overview_shows_the_day_on_which_it_lapses(world: World, clock: Any) -> None:
    case = waiting(world, "to_be_signed")
    client = Client()
    client.force_login(world.signatory)
    client.cookies["django_language"] = "en"

    dates = client.get(reverse("case", args=[case.number])).context["dates"]

    coming = {day.title: day.deadline.date for day in dates}
    assert coming["The case lapses if this is still not done"] == last_day(case)
