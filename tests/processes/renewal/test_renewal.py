"""A whole cycle: surveillances, recertification, and what happens when time runs out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from processes.audit.plan.documents import answers
from processes.case.models import Case
from processes.renewal.models import ProgrammeItem
from processes.standing.models import Certificate
from tests.support import drive
from tests.support.world import World
from workflow.engine.transitions import perform
from workflow.models import Timer
from workflow.sweep import fire_due


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def certified(world: World) -> Certificate:
    """A first certificate, decided on 2 March 2026."""
    return drive.issued(drive.grant(world))


def items(certificate: Certificate) -> list[ProgrammeItem]:
    return list(certificate.programme.items.order_by("opens_date"))


def opened(world: World, item: ProgrammeItem) -> Case:
    """Time has come to the item's day."""
    world.at = at(item.opens_date)
    fire_due(world.at)
    return item.programme.certificate.certification.cases.running().get()


def until_decision(world: World, case: Case) -> Case:
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    return drive.report(world, drive.visit(world, case))


def finished(world: World, item: ProgrammeItem) -> Case:
    case = until_decision(world, opened(world, item))
    return drive.decide(world, case)


# The cycle


@pytest.mark.obligation(61)
def test_a_surveillance_opens_on_its_day_and_keeps_edition_and_cycle(
    world: World, certified: Certificate
) -> None:
    publish_another(world)

    case = opened(world, items(certified)[0])

    assert case.kind == "surveillance"
    assert (case.edition, case.cycle) == (certified.case.edition, certified.case.cycle)
    assert drive.nodes(case) == ["assess"]


def test_a_recertification_takes_the_published_versions(
    world: World, certified: Certificate
) -> None:
    for item in items(certified)[:2]:
        finished(world, item)
    published = publish_another(world)

    case = opened(world, items(certified)[2])

    assert case.kind == "recertification"
    assert case.cycle == published


def publish_another(world: World) -> object:
    cycle = world.scheme.cycles.get()
    perform(cycle.supersede, by=None, at=world.at)
    newer = world.scheme.cycles.create(number=2, ladder=[], quiet_weeks=[])
    newer.windows.create(from_month=9, to_month=12)
    newer.windows.create(from_month=18, to_month=21)
    perform(newer.publish, by=None, at=world.at, moment=world.at)
    return newer


@pytest.mark.obligation(52)
def test_a_continued_surveillance_leaves_the_certificate_as_it_is(
    world: World, certified: Certificate
) -> None:
    case = finished(world, items(certified)[0])

    certified.refresh_from_db()
    assert case.current_state == "continued"
    assert certified.current_state == "valid"
    assert not case.certificates.exists()
    assert items(certified)[0].current_state == "done"


@pytest.mark.obligation(13)
def test_a_whole_cycle_ends_in_a_renewed_certificate_and_a_new_programme(
    world: World, certified: Certificate
) -> None:
    for item in items(certified):
        case = finished(world, item)

    new = drive.issued(case)
    certified.refresh_from_db()
    assert certified.current_state == "replaced"
    assert (new.number, new.revision) == (certified.number, 2)
    assert new.expiry_date == date(2032, 3, 2)
    assert [i.current_state for i in items(certified)] == ["done"] * 3
    assert [i.current_state for i in items(new)] == ["planned"] * 3
    assert items(new)[0].opens_date == date(2029, 9, 12)


def test_last_cycles_answers_are_carried_over_to_be_confirmed(
    world: World, certified: Certificate
) -> None:
    case = opened(world, items(certified)[0])

    answers = case.self_assessment.answers.all()

    assert {(a.level, a.to_be_confirmed) for a in answers} == {(3, True)}


def test_a_locked_report_says_for_ever_what_was_examined_then(world: World, client: Client) -> None:
    certified = drive.issued(drive.grant(world, {"LED-03": "minor"}))
    first = finished(world, items(certified)[0])  # looks at LED-03 again, and finds it conform
    second = finished(world, items(certified)[1])
    client.force_login(world.coordinator)

    examined = [codes_of(client, case) for case in (first, second)]

    assert ["LED-03" in codes for codes in examined] == [True, False]
    assert [one.criterion.code for one in answers(first, [])] == examined[0]


def codes_of(client: Client, case: Case) -> list[str]:
    page = client.get(reverse("report", args=[case.number, 1]))
    return [row.criterion.code for row in page.context["contents"].rows]


# Out of time


@pytest.mark.obligation(70)
def test_a_certificate_that_is_not_renewed_expires_with_what_it_planned(
    certified: Certificate,
) -> None:
    last_day = items(certified)[0]
    fire_due(at(date(2029, 3, 3)))

    certified.refresh_from_db()
    assert certified.current_state == "expired"
    assert last_day.programme.certificate == certified
    # The first surveillance is closed with it; the others waited for it in vain.
    assert [i.current_state for i in items(certified)] == ["cancelled"] * 3
    assert not certified.certification.cases.running().exists()


@pytest.mark.obligation(70)
def test_a_renewal_under_way_goes_on_after_the_expiry(world: World, certified: Certificate) -> None:
    for item in items(certified)[:2]:
        finished(world, item)
    case = until_decision(world, opened(world, items(certified)[2]))

    fire_due(at(date(2029, 3, 3)))
    certified.refresh_from_db()
    assert certified.current_state == "expired"
    assert drive.nodes(case) == ["decide"]
    world.at = at(date(2029, 4, 2))
    new = drive.issued(drive.decide(world, case))

    assert (new.revision, new.expiry_date) == (2, date(2032, 3, 2))
    assert items(certified)[2].current_state == "done"


def test_a_turn_waits_without_alarm_while_another_case_is_running(
    world: World, certified: Certificate
) -> None:
    first, second = items(certified)[:2]
    late = opened(world, first)

    for days in range(10):
        fire_due(at(second.opens_date) + timedelta(days=days))

    assert items(certified)[1].current_state == "planned"
    assert not Timer.objects.filter(status=Timer.Status.INCIDENT).exists()
    world.at = at(second.opens_date) + timedelta(days=10)
    drive.decide(world, until_decision(world, late))
    fire_due(world.at + timedelta(days=1))
    assert items(certified)[1].current_state == "opened"


def test_a_waiting_turn_is_tried_once_a_day(world: World, certified: Certificate) -> None:
    first, second = items(certified)[:2]
    opened(world, first)

    for hours in range(0, 48, 6):
        fire_due(at(second.opens_date) + timedelta(hours=hours))

    tries = Timer.objects.of(second).filter(step="open", status=Timer.Status.FIRED)
    assert tries.count() == 3


def test_a_new_certificate_takes_over_what_the_old_one_still_planned(
    world: World, certified: Certificate
) -> None:
    first, second, renewal = items(certified)
    finished(world, first)
    late = opened(world, second)
    fire_due(at(renewal.opens_date))
    world.at = at(date(2028, 11, 1))
    drive.decide(world, until_decision(world, late))

    case = opened_later(world, certified)
    new = drive.issued(drive.decide(world, until_decision(world, case)))

    waiting = Timer.objects.filter(status=Timer.Status.WAITING, step="open")
    planned = {item.pk for item in items(new)}
    assert {timer.subject_id for timer in waiting} == planned


def opened_later(world: World, certificate: Certificate) -> Case:
    world.at += timedelta(days=1)
    fire_due(world.at)
    return certificate.certification.cases.running().get()


def test_a_surveillance_is_not_refused(world: World, certified: Certificate) -> None:
    case = until_decision(world, opened(world, items(certified)[0]))

    with pytest.raises(Exception, match=r"surveillance|uppföljning"):
        drive.decide(world, case, "refuse")


def test_a_mended_surveillance_can_always_continue(world: World, certified: Certificate) -> None:
    case = opened(world, items(certified)[0])
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    grades = {"LED-01": "minor", "TID-01": "major"}
    case = drive.report(world, drive.visit(world, case, grades))

    case = drive.decide(world, drive.corrective_actions_done(world, case))

    assert case.current_state == "continued"
