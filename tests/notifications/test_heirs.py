"""Somebody always hears: what finds nobody goes to the next, when written and when sent."""

from datetime import date, timedelta

import pytest
import time_machine

from notifications import delivery, digests, outbox
from notifications.models import Notification
from notifications.occurrences import Occurrence, of_task, reminder
from notifications.recipients.bulk import BulkRecipients
from notifications.recipients.rule import readers
from notifications.rules import CHAIN, RULES, Kind, To, next_after
from processes.case import actions as case_actions
from processes.models import Appeal, Case, Membership
from processes.organisations import people
from processes.roles import Role
from tests.notifications.post import Office
from tests.support import drive
from tests.support.world import START, World, person
from workflow import sweep
from workflow.calendar import at_eight
from workflow.models import Exclusion


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(world: World) -> Case:
    case = drive.accept(world, drive.apply(world))
    Notification.objects.all().delete()
    return case


def gone(*people_: object) -> None:
    Membership.objects.filter(person__in=people_).update(to_date=date(2021, 1, 1))


def told(**of: object) -> list[tuple[str, str]]:
    """Who is told what, by first name."""
    rows = Notification.objects.filter(**of).exclude(rule="digest").select_related("recipient")
    return sorted((row.recipient.name.split()[0], row.rule) for row in rows)


def occurrence(world: World, case: Case, rule: object) -> Occurrence:
    """What a rule speaks of, in a case."""
    if rule.event.startswith("task.") or rule.instead:
        task = drive.open_task(case, "assess")
        task.owner = None if rule.to == To.QUEUE else task.owner
        return of_task(task, rule.event, at=world.at, key="o")
    process = case.main_process
    facts = {"step": "grant", "until": "2026-10-12"}
    key = str(rule.after[-1]) if rule.after else "o"
    said = {"key": key, "facts": facts}
    # Of an appeal its own row says which addresses are told as well.
    about = Appeal(pk=1, case=case) if rule.event.startswith("appeal.") else case
    return Occurrence(rule.event, about, at=world.at, process=process, case_id=case.pk, **said)


def everybody(world: World) -> list:
    return [world.coordinator, world.signatory, world.contributor, world.officer]


SILENT = (To.HOLDERS, To.LEAD, To.PERSON, To.CORRESPONDENT)
"""Who hears beside others, if there are such people at all; an address stands on the row itself."""
ABOUT_NOBODY = {"complaint.rule_on"}
"""Of what need not be about any municipality: then there is none to hear of it."""
MEANT = [rule for rule in RULES if rule.kind != Kind.INCIDENT and rule.to not in SILENT]
HEARD = [rule for rule in MEANT if not rule.alone]


def test_only_what_one_loses_oneself_is_heard_by_nobody_else() -> None:
    alone = [rule for rule in MEANT if rule.alone and rule.event not in ABOUT_NOBODY]

    assert {rule.kind for rule in alone} == {Kind.RELEASED}


@pytest.mark.parametrize("rule", HEARD, ids=lambda rule: f"{rule.event} {rule.kind}")
@pytest.mark.parametrize("together", [False, True], ids=["alone", "in bulk"])
def test_whoever_a_rule_means_somebody_hears(world: World, case: Case, rule, together) -> None:
    one = occurrence(world, case, rule)
    gone(*everybody(world))
    world.coordinator.is_active = False
    world.coordinator.save()

    find = BulkRecipients([one], world.at).readers if together else readers
    rows = list(outbox.rows_of(one, find))

    assert {row.recipient_id for row in rows} == {world.administrator.pk}


@pytest.mark.parametrize(("gaps", "hears"), [(0, "Hanna"), (1, "Ada"), (2, "Anders")])
def test_each_of_the_chain_answers_for_those_before(world: World, case: Case, gaps, hears) -> None:
    person("Anders", world.neighbour, Role.ADMINISTRATOR)
    gone(world.coordinator, world.signatory, *[world.officer, world.administrator][:gaps])
    rule = next(rule for rule in RULES if rule.event == "decision.grant")

    rows = list(outbox.rows_of(occurrence(world, case, rule)))

    (row,) = rows
    assert row.recipient.name.split()[0] == hears
    assert (row.rule, row.facts["instead_of"]) == ("unheard", "decided")


def test_nobody_else_hears_what_the_only_reader_has_done(world: World) -> None:
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    one = of_task(task, "task.opened", at=world.at, by=world.officer, key="o")

    assert list(outbox.rows_of(one)) == []


def test_who_is_kept_from_the_case_is_nobody(world: World, case: Case) -> None:
    gone(world.coordinator, world.signatory)
    Exclusion.objects.create(process=case.main_process, person=world.officer, reason="a tie")
    rule = next(rule for rule in RULES if rule.event == "decision.grant")

    rows = list(outbox.rows_of(occurrence(world, case, rule)))

    assert [row.recipient for row in rows] == [world.administrator]


def test_nobody_hears_the_same_twice(world: World, case: Case) -> None:
    case_task = drive.open_task(case, "assess")
    case_task.owner = None
    gone(*everybody(world))
    one = reminder(case_task, 1, at=world.at)

    rows = list(outbox.rows_of(one))

    assert [(row.recipient, row.rule) for row in rows] == [(world.administrator, "unheard")]


def test_the_chain_ends_with_whoever_is_its_last() -> None:
    assert next_after(CHAIN[-1]) == ()
    assert next_after(To.QUEUE) == CHAIN


def test_no_mail_to_somebody_who_declared_a_conflict_before_it_went(world, office, clock):
    case = drive.assess(world, drive.accept(world, drive.apply(world)))
    who, task = world.second_auditor, drive.open_task(case, "lead_audit")
    case_actions.declare_conflict(task, by=who, at=world.at, reason="Syster")
    morning = at_eight(date(2026, 3, 3)) + timedelta(minutes=10)
    clock.move_to(morning)

    digests.bundle_due(morning)
    delivery.deliver_due(morning)

    assert [mail["To"] for mail in office.got].count(who.email) == 0
    rows = Notification.objects.filter(recipient=who, task=task)
    assert set(rows.values_list("status", "reason")) == {("suppressed", "barred")}


def test_lateness_is_heard_when_no_officer_is_left(world, clock):
    case = drive.accept(world, drive.apply(world))
    people.deactivate(world.officer, by=world.administrator, at=world.at)
    at = at_eight(drive.open_task(case, "assess").due + timedelta(days=1))
    clock.move_to(at)

    sweep.fire_due(at)

    assert Notification.objects.filter(created_at=at, rule="escalated").exists()


LOSSES = {
    "the role has ended": lambda world, case: gone(world.officer),
    "the account is closed": lambda world, case: (
        type(world.officer).objects.filter(pk=world.officer.pk).update(is_active=False)
    ),
    "an exclusion from the role": lambda world, case: Exclusion.objects.create(
        process=case.main_process, person=world.officer, role="officer", reason="a tie"
    ),
    "an exclusion": lambda world, case: Exclusion.objects.create(
        process=case.main_process, person=world.officer, reason="a tie"
    ),
}


@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
@pytest.mark.parametrize("bundled", [False, True], ids=["alone", "in a summary"])
@pytest.mark.parametrize("kind", ["queued", "escalated"])
def test_what_its_reader_may_no_longer_know_goes_to_the_next(
    world: World, office: Office, lose, bundled, kind
) -> None:
    case = drive.apply(world)
    Notification.objects.all().update(rule=kind, at_once=not bundled, next_try_at=world.at)
    first = Notification.objects.get(recipient=world.officer)
    lose(world, case)

    for at in (world.later(minutes=10), at_eight(date(2026, 3, 3)) + digests.SETTLE):
        digests.bundle_due(at)
        delivery.deliver_due(at)

    first.refresh_from_db()
    assert (first.status, first.reason) in {("suppressed", "barred"), ("suppressed", "left")}
    assert [str(mail["To"]) for mail in office.got] == [world.administrator.email]


def test_a_decision_that_nobody_of_the_municipality_may_hear_goes_to_the_officer(
    world: World, office: Office
) -> None:
    drive.grant(world)
    Notification.objects.exclude(rule="decided", facts__step="grant").delete()
    gone(world.coordinator, world.signatory)

    for at in (world.at, world.later(minutes=10)):
        delivery.deliver_due(at)

    assert told(status="sent") == [("Hanna", "unheard")]
    assert len(office.got) == 1


def test_what_others_have_heard_is_not_passed_on(world: World, office: Office) -> None:
    person("Hilda", world.body, Role.OFFICER)
    drive.apply(world)
    gone(world.officer)

    delivery.deliver_due(world.at)

    assert "Ada" not in [name for name, _rule in told()]


def test_an_incident_is_for_who_is_an_administrator_when_it_goes(
    world: World, office: Office
) -> None:
    at = world.at
    same = {"rule": "incident", "facts": {"step": "x"}, "created_at": at, "next_try_at": at}
    for number, reader in enumerate((world.administrator, world.officer)):
        Notification.objects.create(
            subject="workflow.timer:1",
            occurrence=str(number),
            recipient=reader,
            message_id=f"<{number}@x>",
            **same,
        )
    gone(world.officer)

    delivery.deliver_due(world.at)

    assert {str(mail["To"]) for mail in office.got} == {world.administrator.email}
