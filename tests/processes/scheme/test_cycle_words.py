"""What the pages say of a new cycle's reach is what then happens to turns, limits and mails."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.case.deadlines import ladder
from processes.models import Case, ProgrammeItem, RenewalCycle
from processes.renewal import tasks
from processes.renewal.actions import open_case
from processes.renewal.changeover import change_table, preview
from processes.renewal.overdue import actions as overdue
from processes.renewal.overdue.actions import Answer
from processes.scheme import copies
from tests.processes.scheme.test_second_scheme import cycle_values, post
from tests.support import drive
from tests.support.overdue import fresh, open_row, silent, soon
from tests.support.world import START, World
from workflow import sweep, trail
from workflow.calendar import local_date, start_of

OWN = {"validity_months": 36, "windows": "9–12, 18–21", "ladder_text": "-14, -7, -1, 1, 7, 14"}
OTHERWISE: dict[str, Any] = {"limit_surveillance_assess": 40, "limit_assess": 70}
OTHER_LADDER = "-3, 3"


@pytest.fixture
def clock(time_machine: Any) -> Any:
    time_machine.move_to(START, tick=False)
    return time_machine


@pytest.fixture
def administrator(world: World, clock: Any) -> Client:
    """In English, signed in, with a certificate granted today."""
    drive.grant(world)
    client = Client()
    client.force_login(world.administrator)
    client.cookies["django_language"] = "en"
    return client


def drafted(world: World, client: Client, **changed: Any) -> RenewalCycle:
    client.force_login(world.administrator)
    cycle = copies.new_cycle(world.scheme, by=world.administrator, at=START)
    post(client, "edit_cycle", cycle.pk, **cycle_values(**{**OWN, **changed}))
    return RenewalCycle.objects.get(pk=cycle.pk)


def other_limits(world: World, client: Client) -> RenewalCycle:
    """A cycle with other limits and another ladder, and the same dates."""
    cycle = drafted(world, client, **OTHERWISE, ladder_text=OTHER_LADDER)
    dates = {move.item: move.dates() for move in preview.moves(cycle, local_date(START))}
    assert dates
    return cycle


def publish(client: Client, cycle: RenewalCycle, effect: str) -> str:
    """The page that is shown after publishing."""
    address = reverse("cycle_preview", args=[cycle.pk])
    mark = client.get(address).context["form"]["mark"].value()
    response = client.post(address, {"mark": mark, "effect": effect}, follow=True)
    tasks.sweep()
    return str(response.content.decode())


def opened(world: World, kind: str) -> Case:
    item = ProgrammeItem.objects.filter(kind=kind, state="planned").earliest("opens_date")
    return drive.fresh(open_case(item, at=world.at))


def goes_by(case: Case) -> tuple[int, list[int]]:
    """How many days its self-assessment has, and its reminders."""
    explanation = drive.open_task(case, "assess").explanation
    return explanation["amount"], ladder(case.main_process)


def test_new_cases_only_leaves_a_surveillance_its_limits_and_says_so(
    world: World, administrator: Client
) -> None:
    page = publish(administrator, other_limits(world, administrator), "new")

    assert "Surveillances that are planned or opened keep the cycle they have" in page
    case = opened(world, "surveillance")
    assert case.cycle.number == 1
    assert goes_by(case) == (30, world.cycle.ladder)


def test_new_cases_only_gives_a_renewal_the_new_limits_on_its_old_dates_and_says_so(
    world: World, administrator: Client
) -> None:
    before = ProgrammeItem.objects.get(kind="recertification")

    page = publish(administrator, other_limits(world, administrator), "new")

    assert "A renewal that is planned keeps its dates and takes the limits" in page
    after = fresh(before)
    assert (after.opens_date, after.decide_by_date) == (before.opens_date, before.decide_by_date)
    assert goes_by(opened(world, "recertification")) == (70, [-3, 3])


def test_moved_too_a_surveillance_goes_by_the_new_limits_as_the_preview_marks(
    world: World, administrator: Client
) -> None:
    cycle = other_limits(world, administrator)
    before = administrator.get(reverse("cycle_preview", args=[cycle.pk]))

    page = publish(administrator, cycle, "planned")

    notes = [line.note for line in before.context["lines"] if line.kind == "surveillance"]
    assert notes
    assert all("other limits and reminders" in note for note in notes)
    assert "so do the items that are planned" in page
    assert goes_by(opened(world, "surveillance")) == (40, [-3, 3])


def test_a_surveillance_that_is_opened_keeps_all_whatever_is_chosen(
    world: World, administrator: Client
) -> None:
    case = opened(world, "surveillance")
    before = goes_by(case)

    page = publish(administrator, other_limits(world, administrator), "planned")

    assert "Cases already opened keep the cycle they have" in page
    assert goes_by(drive.fresh(case)) == before == (30, world.cycle.ladder)
    assert drive.fresh(case).cycle.number == 1


def test_the_mails_are_counted_by_the_ladder_each_turn_goes_by(
    world: World, administrator: Client
) -> None:
    """Two surveillances of 11 tasks by the old ladder, and 3 reminders each; a renewal of 12."""
    publish(administrator, other_limits(world, administrator), "new")
    third = drafted(world, administrator, ladder_text=OTHER_LADDER)

    context = administrator.get(reverse("cycle_preview", args=[third.pk])).context

    assert context["mails_now"].most == 2 * 11 * (1 + 3) + 12 * (1 + 1)
    assert context["mails_then"].most == 2 * 11 * (1 + 1) + 12 * (1 + 1)


def test_an_opening_moved_to_a_past_day_is_marked_and_opens_at_once(
    world: World, administrator: Client, clock: Any
) -> None:
    first = ProgrammeItem.objects.earliest("opens_date")
    world.at = start_of(first.opens_date - timedelta(days=3))
    clock.move_to(world.at)
    cycle = drafted(world, administrator, windows="8–11, 17–20")

    shown = administrator.get(reverse("cycle_preview", args=[cycle.pk])).content.decode()
    publish(administrator, cycle, "planned")
    sweep.fire_due(world.at)

    assert shown.count("opens at once: its day has passed") == 1
    item = fresh(first)
    assert item.opens_date < local_date(world.at)
    assert item.case.opened_date == local_date(world.at)


def test_long_after_only_what_was_opened_at_once_is_marked_so(
    world: World, administrator: Client, clock: Any
) -> None:
    cycle = drafted(world, administrator, windows="8–11, 17–20")
    publish(administrator, cycle, "planned")
    clock.move_to(START + timedelta(days=700))
    administrator.force_login(world.administrator)

    page = administrator.get(reverse("changeover", args=[cycle.pk]))

    assert [line.note for line in page.context["lines"]] == [""] * len(page.context["lines"])
    assert len(page.context["lines"]) >= 2


# A turn that an officer moved by hand


@pytest.fixture
def moved(world: World, administrator: Client, clock: Any) -> ProgrammeItem:
    """The first surveillance, silent until it was overdue, then moved by the officer."""
    first = ProgrammeItem.objects.earliest("opens_date")
    sweep.fire_due(start_of(first.opens_date))
    silent(world, clock, fresh(first))
    answer = Answer("Sammanslagning.", soon(world))
    overdue.move(open_row(first), answer, by=world.officer, at=world.at)
    return fresh(first)


def test_a_turn_moved_by_hand_stays_and_the_preview_says_so(
    world: World, administrator: Client, moved: ProgrammeItem
) -> None:
    cycle = drafted(world, administrator, **OTHERWISE, windows="8–11, 17–20")

    page = administrator.get(reverse("cycle_preview", args=[cycle.pk]))
    publish(administrator, cycle, "planned")

    said = page.content.decode()
    assert "An officer has moved these items by hand" in said
    assert page.context["by_hand"] == [("Hultsfred", "surveillance", moved.opens_date)]
    after = fresh(moved)
    assert (after.state, after.version) == ("planned", moved.version)
    assert (after.opens_date, after.cycle) == (moved.opens_date, None)
    assert goes_by(open_case(after, at=world.at))[0] == 30
    chain = trail.history(moved.programme.certificate.case).last().chain
    assert list(trail.verify(chain)) == []


def test_what_follows_a_turn_moved_by_hand_moves_and_nothing_is_done_twice(
    world: World, administrator: Client, moved: ProgrammeItem
) -> None:
    cycle = drafted(world, administrator, windows="8–11, 17–20")
    shown = [move for move in preview.moves(cycle, local_date(START)) if move.is_change]

    publish(administrator, cycle, "planned")

    assert {move.item.ordinal for move in shown if move.item and move.kind == "surveillance"} == {2}
    turns = ProgrammeItem.objects.exclude(state="cancelled")
    assert sorted(turns.values_list("kind", "ordinal")) == [
        ("recertification", 1),
        ("surveillance", 1),
        ("surveillance", 2),
    ]
    assert change_table.of_kept(preview.moves(cycle, local_date(START)))


def test_an_overdue_turn_is_not_planned_a_second_time(
    world: World, administrator: Client, clock: Any
) -> None:
    first = ProgrammeItem.objects.earliest("opens_date")
    sweep.fire_due(start_of(first.opens_date))
    silent(world, clock, fresh(first))

    publish(administrator, drafted(world, administrator, windows="8–11, 17–20"), "planned")

    assert fresh(first).current_state == "owed"
    assert ProgrammeItem.objects.filter(kind="surveillance").count() == 2
