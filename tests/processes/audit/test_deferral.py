"""A case can always be decided: deferring is bounded, and one can always grant or refuse."""

from datetime import date, timedelta
from itertools import combinations
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes import kinds
from processes.case.models import Case
from processes.decision import deadlines, policies
from processes.decision.actions import defer, is_untouched
from processes.models import Decision, Finding, ProgrammeItem
from processes.renewal.actions import open_case
from processes.scheme.rhythm.ways import calendar_of, span_of
from tests.support import drive
from tests.support.hands import address, post, taken
from tests.support.world import World
from workflow.calendar import at_eight, local_date
from workflow.exceptions import ConditionFailed, Refused

GATES = ("report_locked", "objectives_met", "agreement_signed", "majors_verified", "must_floor")

SUBSETS = [some for number in range(len(GATES) + 1) for some in combinations(GATES, number)]


@pytest.fixture
def ready(world: World, time_machine: Any) -> Case:
    """A clean case that waits for its decision."""
    time_machine.move_to(world.at, tick=False)
    return drive.report(world, drive.visit(world, drive.audited(world)))


def fields(case: Case, **said: str) -> dict[str, str]:
    version = case.decisions.latest("number").version
    usual = {"reasons": "Mer behövs.", "dissent": "", "decide": "1"}
    return {"version": str(version), "choice": "defer", **usual, **said}


def deferred(world: World, case: Case, client: Client, **said: str) -> Case:
    url = taken(world, case, "decide", world.decision_maker)
    post(client, world.decision_maker, url, **fields(case, **said))
    return drive.fresh(case)


@pytest.mark.parametrize("kind", list(kinds.KINDS))
@pytest.mark.parametrize("unmet", SUBSETS)
def test_whatever_gates_are_open_one_can_grant_or_refuse(kind: str, unmet: tuple[str, ...]) -> None:
    basis = {"gates": [{"key": key, "met": key not in unmet} for key in GATES]}
    case = SimpleNamespace(kind=kind)
    decision = SimpleNamespace(basis=basis, case=case, its_case=case)

    assert policies.may_grant(decision) or policies.may_refuse(decision)
    assert policies.may_grant(decision) is not bool(unmet)


def test_after_two_rounds_only_deciding_is_left(world: World, ready: Case, client: Client) -> None:
    case = ready
    for _ in range(2):
        case = drive.supplement(world, deferred(world, case, client))

    with pytest.raises(ConditionFailed):
        drive.decide(world, case, "defer")
    assert drive.nodes(case) == ["decide"]


def test_the_room_shows_the_rounds_and_closes_deferring(
    world: World, ready: Case, client: Client
) -> None:
    case = ready
    for _ in range(2):
        case = drive.supplement(world, deferred(world, case, client))
    url = taken(world, case, "decide", world.decision_maker)
    client.force_login(world.decision_maker)

    context = client.get(url).context

    assert (context["rounds"], context["most_rounds"]) == (2, 2)
    assert "defer" in context["form"].fields["choice"].hints


@pytest.mark.obligation(48)
def test_what_was_supplied_is_part_of_the_next_basis(
    world: World, ready: Case, client: Client
) -> None:
    first = ready.decisions.get()

    case = drive.supplement(world, deferred(world, ready, client))

    second = case.decisions.latest("number")
    assert second.basis_sha256 != first.basis_sha256
    assert [one["supplement"] for one in second.basis["supplements"]] == ["Se bilaga."]
    assert is_untouched(second)
    client.force_login(world.decision_maker)
    url = taken(world, case, "decide", world.decision_maker)
    assert "Se bilaga." in client.get(url).content.decode()


def test_the_lead_supplies_within_the_usual_time_where_nothing_else_is_said(
    world: World, ready: Case, client: Client
) -> None:
    case = deferred(world, ready, client)

    decision = case.decisions.get()
    assert drive.nodes(case) == ["supplement"]
    assert decision.asked_for == "Mer behövs."
    assert decision.asked_until == drive.open_task(case, "supplement").due == date(2026, 3, 16)


@pytest.mark.obligation(48)
def test_whoever_defers_names_what_of_whom_and_by_when(
    world: World, ready: Case, client: Client
) -> None:
    said = {"asked_for": "Beslutet om delegation", "asked_of": "municipality"}

    case = deferred(world, ready, client, **said, asked_until="2026-04-17")

    task = drive.open_task(case, "supply_more")
    assert (task.role, task.owner, task.due) == (
        "coordinator",
        world.coordinator,
        date(2026, 4, 17),
    )
    client.force_login(world.coordinator)
    assert "Beslutet om delegation" in client.get(address(case, "supply_more")).content.decode()


def test_the_municipality_supplies_and_the_decision_maker_reads_it(
    world: World, ready: Case, client: Client
) -> None:
    case = deferred(world, ready, client, asked_of="municipality")
    version = str(case.decisions.get().version)

    said = {"version": version, "supplement": "Beslutet finns.", "send": "1"}
    post(client, world.coordinator, address(case, "supply_more"), **said)

    assert drive.nodes(case) == ["decide"]
    basis = case.decisions.latest("number").basis
    assert basis["supplements"][0]["supplement"] == "Beslutet finns."


@pytest.mark.parametrize("day", ["2026-03-02", "2026-07-01", "9999-12-31"])
def test_the_day_of_a_supplement_has_bounds(
    world: World, ready: Case, client: Client, day: str
) -> None:
    url = taken(world, ready, "decide", world.decision_maker)

    answer = post(client, world.decision_maker, url, **fields(ready, asked_until=day))

    assert "asked_until" in answer.context["form"].errors
    assert drive.nodes(ready) == ["decide"]


# A surveillance


@pytest.fixture
def surveillance(world: World, time_machine: Any) -> Case:
    """A surveillance where the team found a must not met, conform by a reason of its own."""
    certificate = drive.issued(drive.grant(world))
    item = ProgrammeItem.objects.filter(programme__certificate=certificate).earliest("opens_date")
    world.at = at_eight(item.opens_date)
    time_machine.move_to(world.at, tick=False)
    case = drive.assess(world, drive.fresh(open_case(item, at=world.at)))
    case = drive.visit(world, drive.plan(world, drive.lead(world, case)))
    must = Finding.objects.filter(audit__case=case, criterion__kind="must").order_by("pk")[:1]
    Finding.objects.filter(pk__in=must.values("pk")).update(level=1, reason="Gäller en enhet.")
    return drive.report(world, case)


def test_a_surveillance_that_cannot_continue_can_be_ended(
    world: World, surveillance: Case, client: Client
) -> None:
    assert policies.open_gates(surveillance.decisions.get()) == ("must_floor",)

    case = drive.decide(world, surveillance, "refuse")

    assert case.current_state == "refused"
    assert case.certification.certificates.get().current_state == "valid"
    client.force_login(world.coordinator)
    page = client.get(reverse("case_decision", args=[case.number, 1]))
    assert page.status_code == 200


def test_the_time_of_a_supplement_is_counted_from_the_day_it_was_asked(
    world: World, surveillance: Case
) -> None:
    case = drive.decide(world, surveillance, "defer")

    asked = Decision.objects.filter(case=case).earliest("number").asked_until
    assert asked is not None
    assert asked - local_date(world.at) >= timedelta(days=14)


@pytest.mark.parametrize("left", [7, 20, 40, 90])
def test_however_late_it_is_asked_a_supplement_leaves_the_decision_its_time(
    surveillance: Case, left: int
) -> None:
    """Never under its floor of three working days: no day can be in time then."""
    hard = surveillance.decide_by_date
    assert hard is not None
    day, calendar = hard - timedelta(days=left), calendar_of(surveillance.cycle)
    decide = span_of(surveillance.cycle, "decide", "surveillance").amount
    latest = max(
        calendar.nth_working_day(calendar.before(hard), -decide), calendar.nth_working_day(day, 3)
    )

    assert deadlines.longest(surveillance, day) == min(latest, day + timedelta(days=92))
    assert deadlines.supplement(surveillance, day).date <= latest


@pytest.fixture
def late(world: World, surveillance: Case) -> Case:
    """The surveillance, to be decided within 45 days."""
    hard = local_date(world.at) + timedelta(days=45)
    Case.objects.filter(pk=surveillance.pk).update(decide_by_date=hard)
    return drive.fresh(surveillance)


def test_a_day_after_which_no_decision_can_be_in_time_is_not_taken(
    world: World, late: Case, client: Client
) -> None:
    hard = late.decide_by_date
    assert hard is not None
    url = taken(world, late, "decide", world.decision_maker)

    answer = post(client, world.decision_maker, url, **fields(late, asked_until=hard.isoformat()))

    assert "asked_until" in answer.context["form"].errors
    assert drive.nodes(late) == ["decide"]
    decision = late.decisions.latest("number")
    decision.asked_until = hard
    with pytest.raises(Refused):
        defer(decision, "Mer behövs.", by=world.decision_maker, at=world.at)


def test_a_supplement_whose_day_was_named_before_is_still_due_in_time(
    world: World, late: Case, client: Client
) -> None:
    """A round that an earlier version deferred to a day past the hard date."""
    last = deadlines.longest(late, local_date(world.at))
    case = deferred(world, late, client, asked_until=last.isoformat())
    decision = case.decisions.get()
    Decision.objects.filter(pk=decision.pk).update(asked_until=last + timedelta(days=60))
    process = drive.open_task(case, "supplement").process
    process.moment = world.at

    due = deadlines.supplied(process)

    assert due.date == last == drive.open_task(case, "supplement").due
    assert due.explanation.shortened is not None


def test_a_day_that_is_wrong_counts_only_for_who_defers(
    world: World, ready: Case, client: Client
) -> None:
    url = taken(world, ready, "decide", world.decision_maker)
    client.force_login(world.decision_maker)
    wrong = {"asked_until": "igår", "asked_of": "månen"}

    answer = client.post(url, fields(ready, **wrong))
    assert {"asked_until", "asked_of"} <= set(answer.context["form"].errors)
    client.post(url, fields(ready, choice="grant", **wrong))

    assert drive.fresh(ready).current_state == "granted"


def test_what_is_asked_for_is_shown_apart_until_something_is_said(
    world: World, ready: Case, client: Client
) -> None:
    url = taken(world, ready, "decide", world.decision_maker)
    client.force_login(world.decision_maker)
    assert "if-deferred--said" not in client.get(url).content.decode()

    said = fields(ready, asked_for="Beslutet om delegation", choice="", decide="")
    client.post(url, {name: value for name, value in said.items() if name != "decide"})

    assert "if-deferred--said" in client.get(url).content.decode()
