"""The dates of a programme, and the page that shows them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from processes.case.models import Case
from processes.renewal.actions import open_case
from processes.renewal.deadlines import no_later
from processes.renewal.models import ProgrammeItem
from processes.standing.models import Certificate
from tests.support import drive
from tests.support.world import World
from workflow import trail
from workflow.calendar import WorkingCalendar, exact_months, local_date
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


# The dates


@pytest.mark.obligation(13)
def test_a_cycle_has_two_surveillances_and_a_recertification(certified: Certificate) -> None:
    planned = [(i.kind, i.ordinal, i.opens_date, i.decide_by_date) for i in items(certified)]

    assert planned == [
        ("surveillance", 1, date(2026, 11, 20), date(2027, 5, 28)),
        ("surveillance", 2, date(2027, 8, 31), date(2028, 2, 29)),
        ("recertification", 1, date(2028, 3, 17), date(2029, 1, 2)),
    ]


@pytest.mark.parametrize("anchor", [date(2026, 3, 2) + timedelta(days=n) for n in range(0, 366, 7)])
def test_a_first_surveillance_is_never_later_than_twelve_months(anchor: date) -> None:
    calendar = WorkingCalendar()

    deadline = no_later(calendar, anchor, 12, "surveillance_done")

    assert deadline.date <= exact_months(anchor, 12)
    assert calendar.is_working_day(deadline.date)


def test_a_hard_date_on_a_day_off_moves_back_and_says_so() -> None:
    # 6 June 2027, National Day, is a Sunday.
    deadline = no_later(WorkingCalendar(), date(2026, 6, 6), 12, "surveillance_done")

    assert deadline.date == date(2027, 6, 4)
    assert deadline.explanation.moved_from == date(2027, 6, 6)
    assert "Flyttad från söndag 6 juni 2027" in deadline.explanation.in_words("sv")


def test_holidays_on_the_way_back_are_named() -> None:
    # 28 March 2027 is Easter Day; Friday the 26th is Good Friday.
    deadline = no_later(WorkingCalendar(), date(2026, 3, 28), 12, "surveillance_done")

    assert deadline.date == date(2027, 3, 25)
    assert deadline.explanation.skipped == (date(2027, 3, 26),)


@pytest.mark.obligation(13)
def test_a_recertification_is_decided_before_the_expiry(world: World) -> None:
    world.cycle.recertification_decision = 0
    world.cycle.save(update_fields=["recertification_decision"])
    world.at = at(date(2026, 6, 6))

    certificate = drive.issued(drive.grant(world))

    renewal = certificate.programme.items.get(kind="recertification")
    assert renewal.decide_by_date == date(2029, 6, 5) < certificate.expiry_date


# A visit in every calendar year


def test_after_a_december_visit_the_next_is_within_the_following_year(
    certified: Certificate,
) -> None:
    first, second = certified.programme.items.filter(kind="surveillance").order_by("ordinal")

    assert first.opens_date.year == 2026
    assert second.visit_by_date <= date(2027, 12, 31)


@pytest.mark.obligation(14)
def test_an_early_renewal_leaves_no_calendar_year_without_a_visit(
    world: World, certified: Certificate
) -> None:
    world.at = at(exact_months(certified.expiry_date, -9))  # 2 June 2028
    case = open_case(items(certified)[2], at=world.at)
    case = drive.plan(world, drive.lead(world, drive.assess(world, drive.fresh(case))))
    new = drive.decide(world, drive.report(world, drive.visit(world, case)))

    first = drive.issued(new).programme.items.filter(kind="surveillance").earliest("opens_date")
    assert first.visit_by_date <= date(2029, 12, 31)


def test_later_turns_follow_the_day_on_which_a_visit_was_held(world: World) -> None:
    """The first was to be visited in 2027; visited in 2026 already, the second comes in 2027."""
    world.at = at(date(2026, 4, 15))
    certified = drive.issued(drive.grant(world))
    before = items(certified)[1].visit_by_date
    world.at = at(date(2026, 11, 2))
    case = drive.fresh(open_case(items(certified)[0], at=world.at))
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    visited = drive.visit(world, case).audit.visited_date

    second = items(certified)[1]
    timer = Timer.objects.of(second).get(status="waiting", step="open")
    assert (visited.year, before.year) == (2026, 2028)
    assert second.visit_by_date <= date(2027, 12, 31)
    assert local_date(timer.due_at) == second.opens_date
    assert "programmeitem.move" in {entry.event for entry in trail.history(certified.case)}


# The page


def test_the_programme_is_a_picture_and_the_same_dates_in_a_table(
    client: Client, world: World, certified: Certificate
) -> None:
    client.force_login(world.coordinator)

    answer = client.get(reverse("case_programme", args=[certified.case.number]))

    text = answer.content.decode()
    assert "<svg" in text
    assert "style=" not in text[text.index('<svg class="cycle"') :]
    assert len(answer.context["rows"]) == len(answer.context["drawing"].bars) == 3
    assert text.count('<details class="why">') >= 10


def test_a_surveillance_shows_the_programme_it_belongs_to(
    client: Client, world: World, certified: Certificate
) -> None:
    case = opened(world, items(certified)[0])
    client.force_login(world.coordinator)

    answer = client.get(reverse("case_programme", args=[case.number]))

    assert answer.context["certificate"] == certified


def test_without_a_certificate_there_is_no_programme_yet(client: Client, world: World) -> None:
    case = drive.apply(world)
    client.force_login(world.coordinator)

    answer = client.get(reverse("case_programme", args=[case.number]))

    assert answer.status_code == 200
    assert answer.context["programme"] is None


def test_the_programme_of_another_municipality_does_not_exist(
    client: Client, world: World, certified: Certificate
) -> None:
    client.force_login(world.neighbour_coordinator)

    page = reverse("case_programme", args=[certified.case.number])

    assert client.get(page).status_code == 404


def test_the_case_leads_to_its_certificate_programme_and_decision(
    client: Client, world: World, certified: Certificate
) -> None:
    number = certified.case.number
    client.force_login(world.coordinator)

    overview = client.get(reverse("case", args=[number])).content.decode()
    papers = client.get(reverse("case_documents", args=[number])).content.decode()

    assert reverse("certificate", args=[str(certified)]) in overview
    assert reverse("case_programme", args=[number]) in overview
    assert reverse("case_decision", args=[number, 1]) in papers


def test_a_surveillance_says_by_when_it_must_be_decided(
    client: Client, world: World, certified: Certificate
) -> None:
    case = opened(world, items(certified)[0])
    client.force_login(world.coordinator)

    overview = client.get(reverse("case", args=[case.number])).content.decode()

    assert 'datetime="2027-05-28"' in overview
