"""Which events become which rows, for whom."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications.models import Notification
from processes.models import Membership
from processes.roles import Role
from tests.support import drive
from tests.support.world import LONG_AGO, World, person
from workflow import events, queues
from workflow.calendar import at_eight
from workflow.engine.transitions import perform
from workflow.models import Exclusion, Task, Timer


def told(rule):
    """Who is told what, by first name."""
    rows = Notification.objects.filter(rule=rule).select_related("recipient")
    return sorted(row.recipient.name.split()[0] for row in rows)


def test_a_new_task_is_told_to_those_who_may_take_it(world: World):
    drive.apply(world)

    assert told("queued") == ["Hanna"]


def test_a_task_that_opens_with_an_owner_is_told_to_her(world: World):
    drive.accept(world, drive.apply(world))

    row = Notification.objects.get(rule="assigned", task__flow_task__endswith="assess")
    assert row.recipient == world.coordinator
    assert row.reference == row.case.number


@pytest.mark.parametrize("why", ["ended", "not begun", "inactive", "barred", "elsewhere"])
def test_who_may_not_take_a_task_hears_nothing_of_it(world: World, why: str):
    other = person("Eva Extra", world.body, None)
    place = world.neighbour if why == "elsewhere" else world.body
    membership = Membership(person=other, organisation=place, role=Role.AUDITOR)
    membership.from_date = date(2030, 1, 1) if why == "not begun" else LONG_AGO
    membership.to_date = date(2021, 1, 1) if why == "ended" else None
    membership.save()
    other.is_active = why != "inactive"
    other.save()
    case = drive.accept(world, drive.apply(world))
    if why == "barred":
        Exclusion.objects.create(process=case.main_process, person=other, reason="a tie")

    drive.assess(world, case)

    assert told("queued").count("Rut") == 1
    assert "Eva" not in told("queued")


def test_who_opens_a_task_is_not_told_of_it(world: World):
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    Notification.objects.all().delete()
    task.process.actor = world.officer

    events.task_opened.send(sender=Task, task=task, at=world.at)

    assert told("queued") == []


def test_a_task_given_by_a_colleague_is_told(world: World):
    other = person("Eva Extra", world.body, Role.OFFICER)
    task = drive.open_task(drive.apply(world), "review_application")

    queues.assign(task, to=other, by=world.officer, at=world.at)

    row = Notification.objects.get(rule="assigned", recipient=other)
    assert row.actor == world.officer


def test_a_task_one_takes_oneself_is_not_told(world: World):
    task = drive.open_task(drive.apply(world), "review_application")

    queues.assign(task, to=world.officer, by=world.officer, at=world.at)

    assert not Notification.objects.filter(task=task, rule="assigned").exists()


def test_a_task_handed_back_is_told_to_the_others(world: World):
    person("Eva Extra", world.body, Role.OFFICER)
    task = drive.open_task(drive.apply(world), "review_application")
    queues.claim(task.pk, by=world.officer, at=world.at)
    task.refresh_from_db()
    Notification.objects.all().delete()

    queues.hand_back(task, by=world.officer, at=world.later(hours=1))

    assert told("queued") == ["Eva"]


def test_a_reminder_goes_to_the_doer(world: World):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")

    events.tasks_reminded.send(sender=Task, reminded=[(task, -14)], at=world.at)

    assert told("due_soon") == ["Karin"]
    assert told("escalated") == []


def test_a_late_task_is_told_to_the_officer_too(world: World):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")

    events.tasks_reminded.send(sender=Task, reminded=[(task, 1)], at=world.at)

    assert told("overdue") == ["Karin"]
    assert told("escalated") == ["Hanna"]


def test_an_officers_own_late_task_is_told_to_the_administrator(world: World):
    task = drive.open_task(drive.apply(world), "review_application")

    events.tasks_reminded.send(sender=Task, reminded=[(task, 7)], at=world.at)

    assert told("overdue") == ["Hanna"]
    assert told("escalated") == ["Ada"]


def test_what_is_sent_back_is_told_once_and_by_whom(world: World):
    case = drive.apply(world)
    Notification.objects.all().delete()

    perform(case.application.send_back, by=world.officer, at=world.later(days=1), reasons="Mer")

    (row,) = Notification.objects.all()
    assert (row.rule, row.recipient, row.actor) == ("returned", world.coordinator, world.officer)
    assert row.task == drive.open_task(case, "apply")


@pytest.mark.obligation(49)
def test_a_decision_is_told_at_once_to_those_who_speak_for_the_municipality(world: World):
    case = drive.grant(world)

    rows = Notification.objects.filter(rule="decided", facts__step="grant")
    Notification.objects.filter(rule="decided").exclude(facts__step="grant").delete()
    assert told("decided") == ["Karin", "Sten"]
    assert {(row.at_once, row.case, row.actor) for row in rows} == {
        (True, case, world.decision_maker)
    }


def test_a_certificate_that_ends_is_told_to_both_sides(world: World):
    certificate = drive.issued(drive.grant(world))

    perform(certificate.expire, by=None, at=world.later(days=1200))

    assert told("expired") == ["Hanna", "Karin", "Sten"]
    last = Notification.objects.filter(rule="expired").first().facts["until"]
    assert last == certificate.expiry_date.isoformat()


def test_a_surveillance_that_begins_is_told(world: World):
    case = drive.grant(world)
    item = drive.issued(case).programme.items.earliest("opens_date")

    perform(item.open, by=None, at=world.later(days=300), case=case)

    assert told("opened") == ["Karin", "Sten"]


def test_an_incident_is_told_to_administrators(world: World):
    case = drive.apply(world)
    timer = Timer.objects.create(
        subject=case, step="expire", due_at=world.at, original_due_at=world.at
    )

    events.incident_raised.send(sender=Timer, timer=timer, at=world.at)

    assert told("incident") == ["Ada"]


def test_repeating_an_event_changes_nothing(world: World):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")

    for _ in range(3):
        events.tasks_reminded.send(sender=Task, reminded=[(task, 1)], at=world.later(minutes=1))

    assert told("overdue") == ["Karin"]
    assert told("escalated") == ["Hanna"]


def test_what_is_rolled_back_was_never_told(world: World):
    task = drive.open_task(drive.apply(world), "review_application")
    Notification.objects.all().delete()

    with transaction.atomic():
        events.task_opened.send(sender=Task, task=task, at=world.at)
        transaction.set_rollback(True)

    assert Notification.objects.count() == 0


def test_a_new_task_costs_two_statements(world: World):
    task = drive.open_task(drive.apply(world), "review_application")
    Notification.objects.all().delete()
    assert task.process.business_key

    with CaptureQueriesContext(connection) as asked, transaction.atomic():
        events.task_opened.send(sender=Task, task=task, at=world.at)

    sql = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert [text.split()[0] for text in sql] == ["SELECT", "INSERT"]


def test_an_event_nobody_cares_for_costs_nothing(world: World):
    case = drive.apply(world)
    entry = perform(case.application.send_back, by=world.officer, at=world.at, reasons="Mer")
    entry.step = "unheard_of"

    with CaptureQueriesContext(connection) as asked:
        events.performed.send(
            sender=type(case), subject=case, step="x", entry=entry, by=None, at=world.at
        )

    assert len(asked) == 0


def test_urgent_news_do_not_wait_for_the_summary(world: World):
    case = drive.accept(world, drive.apply(world))
    task = drive.open_task(case, "assess")

    for rung in (-14, -7):
        morning = at_eight(task.due + timedelta(days=rung))
        events.tasks_reminded.send(sender=Task, reminded=[(task, rung)], at=morning)

    early, late = Notification.objects.filter(rule="due_soon").order_by("pk")
    assert (early.at_once, late.at_once) == (False, True)
