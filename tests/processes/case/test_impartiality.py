"""Roles and ties weigh alike, whichever is known first: they keep from a municipality's cases."""

from datetime import date

import pytest
from django.urls import reverse

from processes.organisations import people
from processes.organisations.impartiality import conflict_grounds
from processes.roles import BODY, MUNICIPAL, Role
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.ties import (
    MONDAY,
    appoint,
    deciding,
    declare,
    is_excluded,
    role,
    sees,
    somebody,
    tie,
    to_be_led,
)
from workflow import queues
from workflow.models import Task

WORKING = (Role.OFFICER, Role.AUDITOR, Role.DECISION_MAKER)


@pytest.fixture(autouse=True)
def clock(world, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


# The rule


@pytest.mark.obligation(4)
@pytest.mark.parametrize("ground", ["employed", "consulted", "kinship", "other"])
def test_a_present_tie_to_the_municipality_excludes(world, ground):
    tie(world.auditor, world.municipality, ground=ground)

    assert is_excluded(world.auditor, world.municipality)


@pytest.mark.obligation(4)
@pytest.mark.parametrize("held", MUNICIPAL)
def test_a_role_there_bars_as_a_tie_does(world, held):
    role(world.auditor, world.municipality, held=held)

    assert is_excluded(world.auditor, world.municipality)


@pytest.mark.obligation(4)
@pytest.mark.parametrize("noted", [tie, role])
@pytest.mark.parametrize(
    ("ended", "day", "excludes"),
    [
        (date(2024, 3, 3), date(2026, 3, 2), True),
        (date(2024, 3, 2), date(2026, 3, 2), False),
        (date(2024, 2, 29), date(2026, 2, 27), True),
        (date(2024, 2, 29), date(2026, 2, 28), False),
        (date(2026, 2, 28), date(2028, 2, 27), True),
        (date(2026, 2, 28), date(2028, 2, 28), False),
        (date.max, date(2028, 2, 28), True),
    ],
)
def test_what_has_ended_excludes_for_two_years_also_over_a_leap_day(
    world, noted, ended, day, excludes
):
    noted(world.auditor, world.municipality, ended=ended)

    assert is_excluded(world.auditor, world.municipality, day) is excludes


@pytest.mark.parametrize("noted", [tie, role])
def test_what_is_to_begin_bars_from_the_day_it_is_known(world, noted):
    noted(world.auditor, world.municipality, first=date(2026, 9, 1))

    assert is_excluded(world.auditor, world.municipality)


@pytest.mark.parametrize("noted", [tie, role])
@pytest.mark.parametrize(
    ("first", "ended", "excludes"),
    [
        (date(2020, 1, 1), None, True),
        (date(2020, 1, 1), date(2026, 3, 2), True),
        (date(2020, 1, 1), date(2026, 3, 1), False),
        (date(2026, 3, 3), None, False),
    ],
)
def test_work_in_a_neighbouring_municipality_excludes_while_it_lasts(
    world, noted, first, ended, excludes
):
    world.municipality.neighbours.add(world.neighbour)
    noted(world.auditor, world.neighbour, first=first, ended=ended)

    [ground] = conflict_grounds(world.auditor, world.municipality, MONDAY)

    assert ground.is_hard is excludes


def test_having_advised_a_neighbour_does_not_bar_but_is_told(world):
    world.municipality.neighbours.add(world.neighbour)
    tie(world.auditor, world.neighbour, ground="consulted")

    [ground] = conflict_grounds(world.auditor, world.municipality, MONDAY)

    assert not ground.is_hard
    assert world.neighbour.full_name in ground.remark


@pytest.mark.parametrize("noted", [tie, role])
def test_a_tie_elsewhere_is_no_matter(world, noted):
    noted(world.auditor, world.neighbour)

    assert conflict_grounds(world.auditor, world.municipality, MONDAY) == []


def test_the_latest_of_several_times_counts(world):
    tie(world.auditor, world.municipality, ended=date(2018, 1, 1))
    assert not is_excluded(world.auditor, world.municipality)

    tie(world.auditor, world.municipality, first=date(2025, 1, 1))

    assert is_excluded(world.auditor, world.municipality)


# Whatever became known first


@pytest.mark.obligation(4)
@pytest.mark.parametrize("held", WORKING)
@pytest.mark.parametrize("known", ["tie", "role"])
@pytest.mark.parametrize("first", ["known", "body"])
def test_neither_sees_nor_takes_a_running_case_in_either_order(world, held, known, first):
    case, who = deciding(world), somebody()

    def note():
        if known == "tie":
            declare(world, who)
        else:
            role(who, world.municipality, ended=date(2026, 2, 28))

    steps = [note, lambda: appoint(world, who, held)]
    for step in steps if first == "known" else reversed(steps):
        step()

    assert not sees(who, case)
    assert queues.is_excluded(who, case.main_process, [held])
    assert not queues.available(who, MONDAY).exists()


def test_a_case_that_begins_later_is_kept_from_who_is_tied_by_a_role(world):
    role(world.officer, world.municipality, ended=date(2025, 6, 1))

    case = drive.apply(world)

    assert not sees(world.officer, case)


def test_an_administrator_who_makes_herself_officer_and_coordinator_takes_no_review(world):
    case = drive.apply(world)
    role(world.administrator, world.body, held=Role.OFFICER)
    role(world.administrator, world.municipality)
    task = drive.open_task(case, "review_application")

    as_person(world.administrator).post(reverse("task_claim", args=[task.pk]))

    assert Task.objects.get(pk=task.pk).owner is None


def test_who_left_the_municipality_two_days_ago_does_not_lead_its_audit(world):
    case = to_be_led(world)
    who, left = world.contributor, date(2026, 2, 28)
    people.end(who.memberships.get(), left, by=world.administrator, at=world.at)
    appoint(world, who, Role.AUDITOR)
    task = drive.open_task(case, "lead_audit")

    as_person(who).post(reverse("task_claim", args=[task.pk]), {"declaration": "none"})

    assert Task.objects.get(pk=task.pk).owner is None


def grant_by_pages(who, case):
    client, task = as_person(who), drive.open_task(case, "decide")
    client.post(reverse("task_claim", args=[task.pk]), {"declaration": "none"})
    version = drive.fresh(case).decisions.latest("number").version
    said = {"version": version, "choice": "grant", "reasons": "Ja.", "dissent": "", "decide": "1"}
    client.post(reverse("task", args=[task.pk]), said)


def test_the_coordinator_who_applied_does_not_decide_her_own_case(world):
    case = deciding(world)
    given = {"role": "decision_maker", "from_date": "2026-03-02", "to_date": ""}
    as_person(world.administrator).post(
        reverse("new_membership", args=[world.coordinator.pk]),
        {"organisation": world.body.pk, **given},
    )

    grant_by_pages(world.coordinator, case)

    assert drive.fresh(case).current_state == "running"


def test_a_second_employment_can_be_noted(world):
    place, ended = world.municipality, date(2018, 1, 1)
    tie(world.auditor, place, ended=ended)
    again = {"organisation": place.pk, "ground": "employed", "ended_date": ""}
    client = as_person(world.administrator)
    url = reverse("new_interest", args=[world.auditor.pk])

    assert client.post(url, again).status_code == 302
    assert client.post(url, again).status_code == 422
    assert world.auditor.interests.count() == 2


def test_a_tie_noted_before_the_role_keeps_from_deciding(world):
    case, who = deciding(world), somebody()
    declare(world, who)
    appoint(world, who, Role.DECISION_MAKER)

    grant_by_pages(who, case)

    assert drive.fresh(case).current_state == "running"


def test_for_a_coordinator_in_her_own_municipality_nothing_changes(world):
    case = drive.accept(world, drive.apply(world))
    for held in BODY:
        role(world.coordinator, world.body, held=held)
    other = drive.apply(world, world.neighbour, world.neighbour_coordinator)

    assert drive.open_task(case, "assess").owner == world.coordinator
    assert sees(world.coordinator, case)
    assert sees(world.coordinator, other)
    assert drive.nodes(drive.assess(world, case)) == ["lead_audit"]
    lead = drive.open_task(case, "lead_audit")
    assert not queues.may_take(lead, world.coordinator)


def test_what_only_the_body_reads_is_not_shown_to_a_coordinator_with_a_role_there(world):
    case = drive.visit(world, drive.audited(world))
    report = reverse("report", args=[case.number, 1])
    appoint(world, world.coordinator, Role.OFFICER)

    assert as_person(world.officer).get(report).status_code == 200
    assert as_person(world.coordinator).get(report).status_code == 404
