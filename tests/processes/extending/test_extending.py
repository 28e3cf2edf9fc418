"""More time for a task: asked before its last day and answered, or given unasked; once."""

from datetime import date, timedelta
from typing import Any

import pytest

from notifications.models import Notification
from processes.extending import actions, rules
from processes.models import Case, Extension, RenewalCycle
from processes.parking.rules import next_hard_date
from tests.processes.parking.resting import (
    CALENDAR,
    DAY,
    holds,
    in_state,
    parked,
    task_of,
    told,
    until,
)
from tests.support import drive, stages
from tests.support.world import World
from workflow.calendar import end_of, local_date, start_of
from workflow.engine import lapses
from workflow.exceptions import NotPermitted, Refused
from workflow.models import Task, Timer


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def of(case: Case, node: str) -> Task:
    return drive.open_task(case, node)


def longest(task: Task, case: Case) -> date:
    last = rules.longest(task, case)
    assert last is not None
    return CALENDAR.before(last)


def asked(world: World, task: Task, case: Case) -> Extension:
    day = longest(task, case)
    return actions.ask(task, day, "Semestrar.", by=world.coordinator, at=world.at)


def answering(made: Extension) -> Task:
    return Task.objects.exclude(role="").get(process=made.own_process)


@pytest.mark.parametrize(
    ("state", "node", "role"),
    [("assessing", "assess", "officer"), ("answering", "answer_findings", "auditor")],
)
def test_asked_and_given_the_day_moves_and_says_why(
    world: World, clock: Any, state: str, node: str, role: str
) -> None:
    case = in_state(world, state)
    task = of(case, node)
    old, day = task.due, longest(task, case)
    made = asked(world, task, case)
    todo = answering(made)
    assert todo.role == role
    assert todo.due == CALENDAR.nth_working_day(local_date(world.at), 3)
    assert of(case, node).due == old

    until(world, clock, world.at + timedelta(days=1))
    by = world.officer if role == "officer" else world.auditor
    actions.grant(made, day, "Gärna.", by=by, at=world.at)

    task = of(case, node)
    assert task.due == day
    assert task.deadline.counted == old
    assert "Extended from" in task.deadline.in_words("en")
    assert world.signatory.name in told(case, "times")
    row = Notification.objects.filter(rule="times", recipient=world.coordinator).get()
    assert row.facts["until"] == day.isoformat()
    assert holds(case)


def test_answers_to_nonconformities_get_no_more_than_the_cycle_says(world: World) -> None:
    RenewalCycle.objects.update(limits={"extend_answers": 14})
    case = in_state(world, "answering")
    task = of(case, "answer_findings")

    assert rules.longest(task, case) == CALENDAR.add_days(task.due, 14, "").date
    too_long = CALENDAR.next_working_day(task.due + 14 * DAY)
    with pytest.raises(Refused):
        actions.ask(task, too_long, "x", by=world.coordinator, at=world.at)


def test_other_limits_get_half_of_themselves_more(world: World) -> None:
    case = in_state(world, "to_be_signed")
    task = of(case, "sign_agreement")

    assert rules.longest(task, case) == CALENDAR.nth_working_day(task.due, 10)


def test_how_often_and_how_much_are_figures_of_the_cycle(world: World) -> None:
    RenewalCycle.objects.update(limits={"extensions": 2, "extension_share": 25})
    case = in_state(world, "to_be_signed")
    task = of(case, "sign_agreement")
    assert rules.longest(task, case) == CALENDAR.nth_working_day(task.due, 5)

    for _time in range(2):
        task = of(case, "sign_agreement")
        actions.give(task, longest(task, case), "Val.", by=world.officer, at=world.at)
    task = of(case, "sign_agreement")
    day = longest(task, case)
    with pytest.raises(Refused):
        actions.give(task, day, "Val.", by=world.officer, at=world.at)


def test_never_past_a_hard_date(world: World, clock: Any) -> None:
    case = in_state(world, "verifying")
    [task] = drive.human_tasks(case)
    hard = next_hard_date(case, local_date(world.at))
    assert hard is not None
    Task.objects.filter(pk=task.pk).update(due=hard - 5 * DAY)
    task.refresh_from_db()

    assert rules.longest(task, case) == hard


def test_a_second_time_is_refused(world: World) -> None:
    case = in_state(world, "assessing")
    task = of(case, "assess")
    actions.give(task, longest(task, case), "Valet.", by=world.officer, at=world.at)

    with pytest.raises(Refused):
        asked(world, of(case, "assess"), case)


def test_on_the_last_day_nobody_asks_but_an_officer_gives(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    task = of(case, "assess")
    until(world, clock, start_of(task.due) + timedelta(hours=9))
    with pytest.raises(Refused):
        asked(world, task, case)

    day = longest(task, case)
    actions.give(task, day, "Sjukdom.", by=world.officer, at=world.at)

    assert of(case, "assess").due == day


def test_two_wishes_do_not_wait_beside_each_other(world: World) -> None:
    case = in_state(world, "assessing")
    asked(world, of(case, "assess"), case)

    with pytest.raises(Refused):
        asked(world, of(case, "assess"), case)


def test_declined_the_old_day_stands_with_reasons(world: World) -> None:
    case = in_state(world, "assessing")
    old = of(case, "assess").due
    made = asked(world, of(case, "assess"), case)

    actions.refuse(made, "Besöket är nära.", by=world.officer, at=world.at)

    assert of(case, "assess").due == old
    assert Extension.objects.get().answer_text == "Besöket är nära."
    assert world.coordinator.name in told(case, "times")
    assert holds(case)


def test_more_time_to_comment_moves_what_silence_does(world: World, clock: Any) -> None:
    case = in_state(world, "report_sent")
    task, report = of(case, "comment_report"), case.audit.reports.get()
    old, day = task.due, longest(task, case)

    actions.give(task, day, "Semester.", by=world.officer, at=world.at)

    until(world, clock, end_of(old))
    report.refresh_from_db()
    assert report.current_state == "sent"
    until(world, clock, end_of(day))
    report.refresh_from_db()
    assert report.current_state != "sent"
    assert holds(case)


def test_more_time_to_sign_moves_the_lapse_as_much(world: World) -> None:
    case = in_state(world, "to_be_signed")
    task = of(case, "sign_agreement")
    lapse, old, day = lapses.of(task), task.due, longest(task, case)
    assert lapse is not None

    actions.give(task, day, "Semester.", by=world.officer, at=world.at)

    moved = lapses.of(task_of(case))
    assert moved is not None
    assert moved.date == lapse.date + (day - old)


def test_reminders_follow_the_new_day(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    task = of(case, "assess")
    day = longest(task, case)
    actions.give(task, day, "Semester.", by=world.officer, at=world.at)
    reminded = Notification.objects.filter(case=case, rule="due_soon")

    until(world, clock, end_of(day - 15 * DAY))
    assert not reminded.exists()
    until(world, clock, end_of(day - 14 * DAY))
    assert reminded.exists()


def test_the_bodys_own_day_is_moved_by_an_officer_and_the_municipality_is_told(
    world: World,
) -> None:
    case = in_state(world, "report_commented")
    task = of(case, "finish_report")
    day = longest(task, case)
    with pytest.raises(NotPermitted):
        actions.give(task, day, "x", by=world.coordinator, at=world.at)

    actions.give(task, day, "Sjukdom.", by=world.officer, at=world.at)

    assert of(case, "finish_report").due == day
    assert world.coordinator.name in told(case, "times")


@pytest.mark.parametrize(("state", "node"), [("team_proposed", "consider_team")])
def test_objections_keep_their_day(world: World, state: str, node: str) -> None:
    case = in_state(world, state)
    task = of(case, node)

    assert not rules.is_extendable(task)
    with pytest.raises(Refused):
        actions.give(task, task.due + 3 * DAY, "x", by=world.officer, at=world.at)


def test_done_meanwhile_there_is_nothing_to_answer(world: World) -> None:
    case = in_state(world, "answering")
    made = asked(world, of(case, "answer_findings"), case)
    drive.answer(world, drive.fresh(case))

    with pytest.raises(Refused):
        actions.grant(made, made.wished_last, "", by=world.auditor, at=world.at)
    assert actions.settle(made, world.at)

    assert Extension.objects.get().current_state == "fallen_away"
    assert not Task.objects.filter(process=made.own_process, finished=None).exists()
    assert holds(case)


def test_done_meanwhile_it_falls_away_by_itself_on_the_old_day(world: World, clock: Any) -> None:
    case = in_state(world, "answering")
    made = asked(world, of(case, "answer_findings"), case)
    other = in_state_elsewhere(world)
    waits = asked(world, of(other, "answer_findings"), other)
    drive.answer(world, drive.fresh(case))

    until(world, clock, end_of(made.old_last))

    assert Extension.objects.get(pk=made.pk).current_state == "fallen_away"
    assert Extension.objects.get(pk=waits.pk).current_state == "asked"
    assert holds(case)


def in_state_elsewhere(world: World) -> Case:
    return drive.fresh(stages.answering(world, stages.new_municipality(world, "9002", "Annan ort")))


def test_asked_before_a_rest_it_is_given_after_it(world: World, clock: Any) -> None:
    case = in_state(world, "assessing")
    made = asked(world, of(case, "assess"), case)
    until(world, clock, start_of(parked(world, case, 20).parked_until))
    task = of(case, "assess")
    day = longest(task, case)

    actions.grant(made, day, "", by=world.officer, at=world.at)

    assert of(case, "assess").due == day
    assert [one.kind for one in of(case, "assess").deadline.changes] == ["rest", "extension"]


def test_taken_back_it_is_nobodys_task(world: World) -> None:
    case = in_state(world, "assessing")
    made = asked(world, of(case, "assess"), case)

    actions.take_back(made, by=world.signatory, at=world.at)

    assert drive.nodes(case) == ["assess"]
    assert not Timer.objects.filter(status="incident").exists()
