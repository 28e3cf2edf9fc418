"""When a case may rest, who says so, and the pages on which it is said."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.closing import actions as closing
from processes.models import Case, ParkingWish, RenewalCycle
from processes.parking import actions, rules
from processes.parking.actions import Wanted
from tests.processes.parking.resting import (
    CALENDAR,
    DAY,
    holds,
    in_state,
    parked,
    told,
    until,
)
from tests.support import drive
from tests.support.world import World
from workflow.calendar import end_of, local_date, start_of
from workflow.exceptions import NotPermitted, Refused
from workflow.models import Process, Task, Timer


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.mark.parametrize("who", ["coordinator", "signatory", "auditor", "decision_maker"])
def test_only_an_officer_lets_a_case_rest(world: World, who: str) -> None:
    case = in_state(world, "assessing")
    wanted = Wanted(local_date(world.at) + 9 * DAY, "other", "x")

    with pytest.raises(NotPermitted):
        actions.park(case, wanted, by=getattr(world, who), at=world.at)

    assert not Process.objects.exclude(held_until=None).exists()


@pytest.mark.parametrize(("days", "words"), [(0, "framåt"), (-3, "framåt"), (300, "kan vila till")])
def test_its_end_lies_ahead_and_not_too_far(world: World, days: int, words: str) -> None:
    case = in_state(world, "assessing")

    with pytest.raises(Refused) as refused:
        parked(world, case, days)

    assert refused.value.code == "refused.not_to_rest"
    assert words in refused.value.message


def test_in_all_it_rests_no_longer_than_the_cycle_says(world: World, clock: Any) -> None:
    RenewalCycle.objects.update(limits={"rest": 2})
    case = in_state(world, "assessing")
    until(world, clock, start_of(parked(world, case, 50).parked_until))

    with pytest.raises(Refused):
        parked(world, case, 20)
    parked(world, case, 9)


def test_there_is_no_second_rest_beside_the_first(world: World) -> None:
    case = in_state(world, "assessing")
    parked(world, case, 20)

    with pytest.raises(Refused) as refused:
        parked(world, case, 30)

    assert "vilar redan" in refused.value.message


@pytest.mark.parametrize("state", ["deciding", "in_the_decision_room"])
def test_what_is_to_be_decided_does_not_rest(world: World, state: str) -> None:
    case = in_state(world, state)

    with pytest.raises(Refused) as refused:
        parked(world, case, 20)

    assert refused.value.code == "refused.not_to_rest"


def test_a_case_does_not_rest_over_an_agreed_visit(world: World) -> None:
    case = in_state(world, "visiting")
    days = (case.audit.visit_date - local_date(world.at)).days

    with pytest.raises(Refused):
        parked(world, case, days + 2)
    parked(world, case, days)


def test_past_the_six_months_of_majors_only_with_a_reason_and_they_run_on(
    world: World, clock: Any
) -> None:
    case = in_state(world, "verifying")
    hard = rules.next_hard_date(case, local_date(world.at))
    assert hard is not None
    until(world, clock, start_of(hard - 20 * DAY) + timedelta(hours=9))
    with pytest.raises(Refused) as refused:
        parked(world, case, 30)
    assert "flyttas inte" in refused.value.message

    parked(world, case, 30, beyond="Sjukhuset bad om det.")
    until(world, clock, end_of(hard))

    plan = drive.fresh(case).corrective_plan
    assert plan.current_state == "lapsed"
    assert holds(case)


def test_the_municipality_asks_and_an_officer_accepts(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    wanted = Wanted(local_date(world.at) + 30 * DAY, "illness", "Sjukdom.")
    wish = actions.ask(case, wanted, by=world.coordinator, at=world.at)
    task = Task.objects.exclude(role="").get(process=wish.own_process)
    assert (task.role, task.due) == ("officer", CALENDAR.nth_working_day(local_date(world.at), 3))

    made = actions.accept(wish, wanted, by=world.officer, at=world.at)

    assert made.wish == wish
    assert ParkingWish.objects.get().current_state == "accepted"
    assert world.coordinator.name in told(case, "times")
    actions.resume(made, by=world.coordinator, at=world.at)
    assert holds(case)


def test_who_did_not_ask_does_not_let_it_go_on(world: World) -> None:
    made = parked(world, in_state(world, "assessing"), 20)

    with pytest.raises(NotPermitted):
        actions.resume(made, by=world.coordinator, at=world.at)


def test_what_the_municipality_asks_for_is_answered_and_not_passed_by(world: World) -> None:
    case = in_state(world, "asked_to_park")

    with pytest.raises(Refused) as refused:
        parked(world, case, 20)

    assert refused.value.code == "refused.asked_by_them"


def test_declined_it_goes_on_with_reasons(world: World) -> None:
    case = in_state(world, "asked_to_park")
    wish = ParkingWish.objects.get()

    actions.decline(wish, "Besöket är nära.", by=world.officer, at=world.at)

    assert rules.resting(case) is None
    assert ParkingWish.objects.get().answer_text == "Besöket är nära."
    assert world.signatory.name in told(case, "times")
    assert holds(case)


def test_a_wish_that_is_taken_back_is_nobodys_task(world: World) -> None:
    case = in_state(world, "asked_to_park")

    actions.take_back(ParkingWish.objects.get(), by=world.coordinator, at=world.at)

    assert drive.nodes(case) == ["assess"]


def test_closed_while_it_rests_nothing_waits_any_more(world: World, clock: Any) -> None:
    case = in_state(world, "parked")
    closing.close(drive.fresh(case), "other", "Klart.", by=world.officer, at=world.at)
    until(world, clock, world.at + timedelta(days=60))

    assert drive.fresh(case).current_state == "closed"
    assert not Timer.objects.filter(status__in=["waiting", "incident"]).exists()
    assert holds(case)


def page(who: Any) -> Client:
    client = Client()
    client.force_login(who)
    client.cookies["django_language"] = "en"
    return client


def test_the_pages_say_it_and_take_it(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    officer, own = page(world.officer), page(world.coordinator)
    address, home = reverse("case_park", args=[case.number]), reverse("case", args=[case.number])
    assert "Ask that the case rests" in own.get(home).content.decode()
    day = local_date(world.at) + 30 * DAY
    said = {"until": day.isoformat(), "ground": "illness", "reasons": "Sjukdom."}

    assert own.post(address, said | {"until": "2020-01-01"}).context["form"].errors["until"]
    own.post(address, said)
    assert "Take it back" in own.get(home).content.decode()
    wish = ParkingWish.objects.get()
    task = Task.objects.exclude(role="").get(process=wish.own_process)
    officer.post(reverse("task_claim", args=[task.pk]))
    shown = officer.get(reverse("task", args=[task.pk])).content.decode()
    assert "Sjukdom." in shown
    officer.post(reverse("task", args=[task.pk]), said)

    assert "The case rests until 1 April 2026" in own.get(home).content.decode()
    assert "The case rests until" in own.get(reverse("inbox")).content.decode()
    assert own.post(reverse("case_resume", args=[case.number])).status_code == 302
    assert rules.resting(drive.fresh(case)) is None


def test_a_hard_date_is_asked_about_at_its_field(world: World, clock: Any) -> None:
    case = in_state(world, "verifying")
    hard = rules.next_hard_date(case, local_date(world.at))
    assert hard is not None
    until(world, clock, start_of(hard - 20 * DAY) + timedelta(hours=9))
    client, address = page(world.officer), reverse("case_park", args=[case.number])
    said = {"until": (hard + DAY).isoformat(), "ground": "other", "reasons": "x"}

    assert client.post(address, said).context["form"].errors["beyond"]
    assert client.post(address, said | {"beyond": "Därför."}).status_code == 302


def prolonged(world: World, made: Any, days: int, **more: Any) -> None:
    day = made.parked_until + days * DAY
    actions.prolong(made, day, "Det dröjer.", by=world.officer, at=world.at, **more)


def test_an_officer_prolongs_a_rest_under_way(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    due, now = drive.human_tasks(case)[0].due, local_date(world.at)
    made = parked(world, case, 20)
    until(world, clock, start_of(now + 5 * DAY))
    prolonged(world, made, 10)
    assert told(case, "times") >= {world.coordinator.name, world.signatory.name}

    until(world, clock, start_of(now + 20 * DAY))  # the day it had at first
    assert rules.resting(drive.fresh(case)) is not None
    until(world, clock, start_of(now + 30 * DAY))
    assert rules.resting(drive.fresh(case)) is None
    moved = CALENDAR.add_days(now + 30 * DAY, (due - now).days, "").date
    assert drive.human_tasks(case)[0].due == moved
    assert not Process.objects.exclude(held_until=None).exists()
    assert holds(case)
    with pytest.raises(Refused):
        prolonged(world, made, 40)


def test_a_rest_is_prolonged_as_far_as_it_could_have_been_agreed(world: World) -> None:
    case = in_state(world, "assessing")
    made = parked(world, case, 20)
    for days in (0, -5, 300):
        with pytest.raises(Refused) as refused:
            prolonged(world, made, days)
        assert refused.value.code == "refused.not_to_rest"
    day = made.parked_until + DAY
    with pytest.raises(NotPermitted):
        actions.prolong(made, day, "x", by=world.coordinator, at=world.at)

    Case.objects.filter(pk=case.pk).update(
        visit_by_date=made.parked_until + 5 * DAY, decide_by_date=made.parked_until + 90 * DAY
    )
    with pytest.raises(Refused):
        prolonged(world, made, 10)
    prolonged(world, made, 10, beyond="Kommunen kan inte tidigare.")
    assert holds(case)


def test_the_page_of_a_longer_rest(world: World, client: Client) -> None:
    case = in_state(world, "assessing")
    address = reverse("case_prolong", args=[case.number])
    client.force_login(world.officer)
    assert client.get(address).status_code == 404
    made = parked(world, case, 20)
    assert address in client.get(reverse("case", args=[case.number])).content.decode()
    same = {"until": made.parked_until.isoformat(), "reasons": "Det dröjer."}
    assert "vilar redan till" in client.post(address, same).content.decode()
    later = {**same, "until": (made.parked_until + DAY).isoformat()}
    assert client.post(address, later).status_code == 302
    client.force_login(world.coordinator)
    assert client.get(address).status_code == 403
    assert address not in client.get(reverse("case", args=[case.number])).content.decode()
