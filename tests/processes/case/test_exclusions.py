"""Running cases follow the ties of people, in both directions, and only those."""

from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse

from notifications.models import Notification
from processes.case import exclusions
from processes.case.exclusions import Source
from processes.models import Membership, Organisation
from processes.organisations import impartiality, people
from processes.roles import BODY, Role
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.stages import new_municipality
from tests.support.ties import (
    MONDAY,
    appoint,
    declare,
    excluded_roles,
    is_excluded,
    role,
    sees,
    steps,
    tie,
)
from tests.support.world import person
from workflow import events, queues, sweep, trail
from workflow.calendar import start_of
from workflow.engine.transitions import held_by


@pytest.fixture(autouse=True)
def clock(world, time_machine):
    time_machine.move_to(world.at, tick=False)
    return time_machine


@pytest.mark.parametrize("noted", ["tie", "role"])
def test_what_becomes_known_returns_what_was_taken_at_once(world, noted):
    case = drive.apply(world)
    drive.claim(drive.open_task(case, "review_application"), by=world.officer, at=world.at)

    declare(world, world.officer) if noted == "tie" else appoint(
        world, world.officer, Role.CONTRIBUTOR
    )

    assert drive.open_task(case, "review_application").owner is None
    assert excluded_roles(world.officer, case) == set(BODY)
    assert steps(case) == ["keep_away"]


def test_a_tie_that_turns_out_to_have_ended_long_ago_no_longer_excludes(world):
    case = drive.apply(world)
    noted = declare(world, world.auditor)

    people.end_interest(noted, date(2015, 1, 1), by=world.administrator, at=world.at)

    assert not queues.is_excluded(world.auditor, case.main_process, ["auditor"])
    assert steps(case) == ["keep_away", "readmit"]
    told = Notification.objects.filter(rule="readmitted", case=case)
    assert [one.recipient for one in told] == [world.officer]
    assert not trail.verify(case.main_process.chain)


@pytest.mark.parametrize(
    "source", [Source.DECLARED, Source.OBJECTED, Source.TOOK_PART, ""], ids=str
)
def test_what_comes_from_elsewhere_is_not_lifted_with_the_tie(world, source):
    case = drive.apply(world)
    noted = declare(world, world.auditor)
    exclusions.exclude(case.main_process, world.auditor, reason="annat", at=world.at, source=source)

    people.end_interest(noted, date(2015, 1, 1), by=world.administrator, at=world.at)

    assert excluded_roles(world.auditor, case) == set(BODY)
    assert not sees(world.auditor, case)


@pytest.mark.parametrize("noted", [tie, role])
def test_a_bar_is_lifted_when_two_years_are_over(world, noted, clock):
    case = drive.apply(world)
    noted(world.officer, world.municipality, ended=date(2024, 3, 5))
    assert not sees(world.officer, case)

    clock.move_to(start_of(date(2026, 3, 5)))
    sweep.fire_due(start_of(date(2026, 3, 5)))

    assert sees(world.officer, case)
    assert steps(case) == ["keep_away", "readmit"]


def test_a_bar_begins_when_work_at_a_neighbour_does(world, clock):
    world.municipality.neighbours.add(world.neighbour)
    case = drive.apply(world)
    role(world.officer, world.neighbour, first=date(2026, 3, 9), ended=date(2026, 3, 20))
    assert sees(world.officer, case)

    for day, seen in ((date(2026, 3, 9), False), (date(2026, 3, 21), True)):
        clock.move_to(start_of(day))
        sweep.fire_due(start_of(day))
        assert sees(world.officer, case) is seen


def test_who_becomes_a_neighbour_counts_at_once(world):
    case = drive.apply(world)
    tie(world.officer, world.neighbour)
    assert sees(world.officer, case)

    world.municipality.neighbours.add(world.neighbour)
    assert not sees(world.officer, case)

    world.municipality.neighbours.remove(world.neighbour)
    assert sees(world.officer, case)


def test_closed_cases_stay_as_they_were(world):
    case = drive.grant(world)

    declare(world, world.officer)

    assert excluded_roles(world.officer, case) == set()


# The stored form is the rule


@pytest.mark.parametrize("seed", range(6))
def test_the_fast_form_is_the_rule_whatever_happens_in_whatever_order(world, seed, clock):
    random, day = Random(seed), MONDAY
    places = [world.municipality, world.neighbour]
    places += [new_municipality(world, f"9{n}", f"Ort{n}") for n in range(3)]
    staff = [person(f"Person {n}", world.body, None) for n in range(4)]
    cases = [drive.apply(world, place, world.coordinator) for place in places if _has(world, place)]
    for _step in range(40):
        _happen(random, places, staff, day, world)
        if random.random() < 0.2:
            day += timedelta(days=random.choice([1, 30, 400, 700]))
            clock.move_to(start_of(day))
            sweep.fire_due(start_of(day))
        _compare(cases, staff, day, world)


def _has(world, place) -> bool:
    return Membership.objects.filter(person=world.coordinator, organisation=place).exists()


def _happen(random, places, staff, day, world) -> None:
    who, where = random.choice(staff), random.choice(places)
    first = day + timedelta(days=random.randint(-1500, 400))
    ended = random.choice([None, first + timedelta(days=random.randint(0, 900))])
    what = random.choice(["tie", "role", "body", "end", "near"])
    if what == "tie":
        same = who.interests.filter(organisation=where, ended_date=None)
        if ended or not same.filter(ground="employed").exists():
            tie(who, where, first=first, ended=ended)
    elif what == "near":
        other = random.choice([one for one in places if one != where])
        random.choice([where.neighbours.add, where.neighbours.remove])(other)
    elif what == "end" and (row := who.memberships.filter(to_date=None).first()):
        row.to_date = max(day, row.from_date)
        row.save(update_fields=["to_date"])
    else:
        place, held = (world.body, Role.AUDITOR) if what == "body" else (where, Role.COORDINATOR)
        if not who.memberships.filter(organisation=place, role=held, from_date=first).exists():
            role(who, place, held=held, first=first, ended=ended)


def _compare(cases, staff, day, world) -> None:
    for case in cases:
        place = Organisation.objects.get(pk=case.certification.organisation_id)
        for who in staff:
            works = who.memberships.filter(organisation=world.body).exists()
            expected = set(BODY) if works and is_excluded(who, place, day) else set()
            assert excluded_roles(who, case) == expected, (who, place, day)


# What else asks them


def test_giving_a_role_tells_from_which_cases_the_person_is_kept(world):
    case, who = drive.apply(world), world.coordinator
    url = reverse("new_membership", args=[who.pk])
    given = {"organisation": world.body.pk, "role": "officer", "from_date": "2026-03-02"}

    page = as_person(world.administrator).post(url, given, follow=True).content.decode()

    assert case.number in page
    entry = trail.history(who).get(step="appoint")
    assert entry.data["kept_from"] == [case.number]


def test_what_runs_beside_a_case_is_kept_from_whom_the_case_is_kept(world):
    case = drive.audited(world)
    declare(world, world.officer)

    drive.join(world, case, world.second_auditor)

    own = world.second_auditor.audit_work.get().own_process
    assert queues.is_excluded(world.officer, own, [Role.OFFICER])


def test_a_row_without_a_process_asks_that_of_its_history(world):
    certificate = drive.issued(drive.grant(world))
    officer, decider = held_by(Role.OFFICER), held_by(Role.DECISION_MAKER, Role.OFFICER)
    assert officer(certificate, world.officer)
    assert decider(certificate, world.decision_maker)

    for who in (world.officer, world.decision_maker):
        exclusions.exclude(certificate.case.main_process, who, reason="a tie", at=world.at)

    assert not officer(certificate, world.officer)
    assert not decider(certificate, world.decision_maker)
    assert not officer(certificate, world.auditor)


def test_of_several_roles_the_one_that_is_free_counts(world):
    case = drive.apply(world)
    role(world.officer, world.body, held=Role.AUDITOR)
    why = {"reason": "beslutade", "role": Role.AUDITOR}
    exclusions.exclude(case.main_process, world.officer, at=world.at, **why)

    assert held_by(Role.AUDITOR, Role.OFFICER)(case, world.officer)
    assert not held_by(Role.AUDITOR)(case, world.officer)


def test_what_goes_back_goes_back_at_the_moment_of_the_act(world):
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    drive.claim(task, by=world.officer, at=world.at)
    heard = []

    def hear(sender, at, **more):
        heard.append(at)

    moment = world.at + timedelta(days=3000)
    signals = (events.task_returned, exclusions.excluded)
    for signal in signals:
        signal.connect(hear)
    try:
        exclusions.exclude(case.main_process, world.officer, reason="a tie", at=moment)
    finally:
        for signal in signals:
            signal.disconnect(hear)

    assert heard == [moment, moment]
    assert trail.history(case).latest("sequence").at == moment


def test_a_tie_speaks_against_somebody_once_however_many_neighbours_there_are(world):
    for number in range(3):
        near = new_municipality(world, f"7{number}", f"Ort {number}")
        world.municipality.neighbours.add(near)
    tie(world.auditor, world.municipality)

    known = impartiality.conflict_grounds(world.auditor, world.municipality, MONDAY)

    assert len(known) == 1
