"""What follows a decision about a certificate, and what time does about it."""

import pytest
from django.test import Client
from django.urls import reverse

from processes.case.actions import claim
from processes.decision import actions as decision_actions
from processes.models import Case, Certificate, Decision, ProgrammeItem, Proposal
from processes.renewal.actions import expire
from processes.sanctions.grounds import Kind
from processes.standing.status import status_at
from tests.support import drive
from tests.support.sanctioning import (
    answered,
    fresh,
    newest,
    proposed,
    settled,
    statuses,
    suspended,
    task_of,
)
from tests.support.world import World
from workflow import sweep
from workflow.calendar import DAY, end_of, local_date, start_of
from workflow.exceptions import ConditionFailed

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


@pytest.mark.obligation(51, 77)
@pytest.mark.parametrize(("kind", "status"), [(Kind.WITHDRAW, "withdrawn"), (Kind.END, "ended")])
def test_what_ends_leaves_nothing_to_be_done(
    world: World, certified: Case, kind: Kind, status: str
) -> None:
    first = ProgrammeItem.objects.earliest("opens_date")
    world.at = start_of(first.opens_date)
    sweep.fire_due(world.at)
    running = ProgrammeItem.objects.get(pk=first.pk).case
    asked = proposed(world, certified, kind)

    settled(world, answered(world, asked) if asked.current_state == "hearing" else asked)

    assert newest(certified).current_state == status
    assert statuses(certified) == ["valid", status]
    assert running is not None
    closed = drive.fresh(running)
    assert (closed.current_state, closed.ground) == ("closed", "certificate_ended")
    states = set(ProgrammeItem.objects.values_list("state", flat=True))
    assert states == {"cancelled"}


def test_a_suspended_certificate_expires_on_its_day(world: World, certified: Case) -> None:
    certificate = suspended(world, certified)
    over = end_of(certificate.expiry_date)

    assert status_at(certificate, local_date(over)) == "expired"
    sweep.fire_due(over)

    assert statuses(certified)[-1] == "expired"


def test_an_urgent_suspension_is_heard_afterwards_and_confirmed_or_lifted(
    world: World, certified: Case
) -> None:
    urgent = proposed(world, certified, urgent="Företag vilseleds.")
    assert task_of(urgent).role == "decision_maker"
    settled(world, urgent)
    assert statuses(certified) == ["valid", "suspended"]

    heard = Proposal.objects.get(kind=Kind.CONFIRM)
    assert (heard.current_state, task_of(heard).role) == ("hearing", "coordinator")
    settled(world, answered(world, heard), as_proposed=False)

    assert statuses(certified) == ["valid", "suspended", "valid"]
    assert fresh(heard).decision.kind == "lift"


def test_an_urgent_suspension_that_is_confirmed_stands(world: World, certified: Case) -> None:
    settled(world, proposed(world, certified, urgent="Företag vilseleds."))

    settled(world, answered(world, Proposal.objects.get(kind=Kind.CONFIRM)))

    assert statuses(certified) == ["valid", "suspended"]
    assert newest(certified).current_state == "suspended"


def test_what_can_no_longer_be_decided_falls_away(world: World, certified: Case) -> None:
    waiting = answered(world, proposed(world, certified))
    settled(world, proposed(world, certified, Kind.END))

    assert fresh(waiting).current_state == "settled"
    assert not Decision.objects.filter(state="pending").exists()


def test_a_letter_tells_its_own_limit_also_when_the_suspension_is_over(
    world: World, certified: Case, client: Client
) -> None:
    first = suspended(world, certified)
    decision = Decision.objects.get(kind="suspend")
    said = f"{first.suspended_until:%Y}"
    settled(world, proposed(world, certified, Kind.RESTORE))
    client.force_login(world.coordinator)
    address = reverse("certificate_decision", args=[first, decision.number])

    letter = client.get(address)

    assert letter.context["limit"] == first.suspended_until
    assert f"{said} återställs certifikatet" in " ".join(letter.content.decode().split())


@pytest.mark.obligation(74)
def test_time_puts_it_on_the_table_and_decides_nothing(world: World, certified: Case) -> None:
    limit = suspended(world, certified).suspended_until
    assert limit is not None
    sweep.fire_due(end_of(limit) - 61 * DAY)
    assert not Proposal.objects.filter(kind=Kind.WITHDRAW).exists()

    sweep.fire_due(end_of(limit) - 30 * DAY)
    asked = Proposal.objects.get(kind=Kind.WITHDRAW)
    assert (asked.current_state, asked.put_by, task_of(asked).role) == ("proposed", None, "officer")

    for weeks in range(1, 9):
        sweep.fire_due(end_of(limit) + weeks * 7 * DAY)
    assert newest(certified).current_state == "suspended"
    assert Proposal.objects.filter(kind=Kind.WITHDRAW).count() == 1


def test_a_surveillance_case_of_a_suspended_certificate_waits_for_the_decision_to_restore(
    world: World, certified: Case
) -> None:
    first = ProgrammeItem.objects.earliest("opens_date")
    world.at = start_of(first.opens_date)
    sweep.fire_due(world.at)
    case = ProgrammeItem.objects.get(pk=first.pk).case
    assert case is not None
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    suspended(world, certified)
    case = drive.report(world, drive.visit(world, case))

    decision, by, at = case.decisions.get(), world.decision_maker, world.at
    claim(drive.open_task(case, "decide"), by=by, at=at, declared=True)

    with pytest.raises(ConditionFailed) as refused:
        decision_actions.grant(decision, "Allt är gjort.", by=by, at=at)

    assert refused.value.code == "condition.is_in_force"
    settled(world, proposed(world, certified, Kind.RESTORE))
    decision_actions.grant(case.decisions.get(), "Allt är gjort.", by=by, at=at)
    assert drive.fresh(case).current_state == "continued"


def test_a_renewal_after_a_suspension_that_ran_is_told_of_its_conditions(
    world: World, certified: Case, client: Client
) -> None:
    ProgrammeItem.objects.filter(kind="surveillance").update(state="cancelled")
    renewal = ProgrammeItem.objects.get(kind="recertification")
    world.at = start_of(renewal.opens_date)
    sweep.fire_due(world.at)
    case = ProgrammeItem.objects.get(pk=renewal.pk).case
    assert case is not None
    case = drive.plan(world, drive.lead(world, drive.assess(world, case)))
    case = drive.report(world, drive.visit(world, case))
    certificate = suspended(world, certified)
    task = drive.open_task(case, "decide")
    claim(task, by=world.decision_maker, at=world.at, declared=True)
    client.force_login(world.decision_maker)
    page = reverse("task", args=[task.pk])
    words = "tillfälligt indraget när det löpte ut"
    assert words not in client.get(page).content.decode()

    world.at = end_of(certificate.expiry_date)
    expire(Certificate.objects.get(pk=certificate.pk), at=world.at)

    assert words in client.get(page).content.decode()
