"""How an appeal is decided by somebody who took no part, and what that changes."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from processes.appeals import actions, deciding
from processes.case.actions import claim
from processes.decision import policies
from processes.models import Appeal, Case, Decision, ProgrammeItem, Proposal, StatusInterval
from processes.roles import Role
from processes.sanctions.grounds import Kind
from tests.processes.appeals.appealing import laid, task_of
from tests.support import drive, stages
from tests.support.sanctioning import answered, newest, proposed, settled, statuses, suspended
from tests.support.world import World, person
from workflow import queues, trail
from workflow.calendar import local_date
from workflow.exceptions import Refused
from workflow.models import Task, TrailChain
from workflow.versions import moving

pytestmark = pytest.mark.django_db


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


@pytest.fixture
def other(world: World) -> Any:
    """A decision maker who took no part."""
    return person("Disa Domare", world.body, Role.DECISION_MAKER)


@pytest.fixture(autouse=True)
def clock(world: World, time_machine: Any) -> Any:
    time_machine.move_to(world.at, tick=False)
    return time_machine


def taken() -> Decision:
    return Decision.objects.filter(case=None, decided_at__isnull=False).latest("number")


def entered(made: Appeal, by: Any, world: World) -> Appeal:
    claim(task_of(made), by=by, at=world.at, declared=True)
    return Appeal.objects.get(pk=made.pk)


def is_whole() -> bool:
    return not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


@pytest.mark.obligation(82)
def test_whoever_took_part_does_not_decide(world: World, certified: Case, other: Any) -> None:
    suspended(world, certified)
    made = laid(world, certified, taken())

    assert task_of(made).role == Role.DECISION_MAKER
    assert not queues.may_take(task_of(made), world.decision_maker)
    with pytest.raises(Refused):
        claim(task_of(made), by=world.decision_maker, at=world.at, declared=True)
    claim(task_of(made), by=other, at=world.at, declared=True)


@pytest.mark.obligation(84)
def test_an_upheld_appeal_against_a_suspension_makes_the_certificate_valid_again(
    world: World, certified: Case, other: Any
) -> None:
    certificate = suspended(world, certified)
    against = taken()
    made = entered(laid(world, certified, against), other, world)

    deciding.uphold(made, "Märket var borttaget.", by=other, at=world.at)

    made.refresh_from_db()
    assert (made.current_state, made.replaced_by) == ("granted", taken())
    assert (taken().kind, taken().decided_by, against.pk != taken().pk) == ("annul", other, True)
    assert (newest(certified).pk, newest(certified).current_state) == (certificate.pk, "valid")
    assert statuses(certified) == ["valid", "suspended", "valid"]
    assert Decision.objects.get(pk=against.pk).current_state == "settled"
    assert is_whole()


@pytest.mark.obligation(84)
def test_an_upheld_appeal_against_a_withdrawal_issues_the_next_revision(
    world: World, certified: Case, other: Any
) -> None:
    before = newest(certified)
    planned = ProgrammeItem.objects.filter(state="planned").count()
    settled(world, answered(world, proposed(world, certified, Kind.WITHDRAW)))
    made = entered(laid(world, certified, taken()), other, world)
    assert not ProgrammeItem.objects.filter(state="planned").exists()

    deciding.uphold(made, "Det var fel ort.", by=other, at=world.at)

    after = newest(certified)
    assert (after.number, after.revision) == (before.number, before.revision + 1)
    assert (after.current_state, after.expiry_date) == ("valid", before.expiry_date)
    assert (after.decision, after.revised_date) == (taken(), local_date(world.at))
    assert type(before).objects.get(pk=before.pk).current_state == "withdrawn"
    assert statuses(certified) == ["valid", "withdrawn", "valid"]
    assert after.programme.items.filter(state="planned").count() == planned
    assert StatusInterval.objects.get(number=before.number, to_at=None).decision == taken()
    assert is_whole()


def test_past_the_last_day_it_is_declared_wrong_and_no_more(
    world: World, certified: Case, other: Any, clock: Any
) -> None:
    settled(world, answered(world, proposed(world, certified, Kind.WITHDRAW)))
    made = entered(laid(world, certified, taken()), other, world)
    world.at = world.at + timedelta(days=4 * 365)
    clock.move_to(world.at)

    deciding.uphold(Appeal.objects.get(pk=made.pk), "Det var fel.", by=other, at=world.at)

    assert taken().kind == "annul"
    assert newest(certified).current_state == "withdrawn"
    assert statuses(certified) == ["valid", "withdrawn"]


def test_an_upheld_appeal_against_a_reduction_gives_the_scope_back(
    world: World, certified: Case, other: Any
) -> None:
    before = newest(certified).scope
    settled(world, answered(world, proposed(world, certified, Kind.REDUCE)))
    assert newest(certified).scope != before
    made = entered(laid(world, certified, taken()), other, world)

    deciding.uphold(made, "Den delen höll.", by=other, at=world.at)

    assert (newest(certified).scope, newest(certified).revision) == (before, 3)
    assert newest(certified).current_state == "valid"


@pytest.mark.obligation(84)
def test_an_upheld_appeal_against_a_refusal_grants_what_the_gates_allow(
    world: World, other: Any
) -> None:
    case = drive.report(world, drive.visit(world, drive.audited(world)))
    drive.claim(
        drive.open_task(case, "decide"), by=world.decision_maker, at=world.at, declared=True
    )
    pending = Decision.objects.get(case=case)
    drive.decision_actions.refuse(pending, "Nej.", by=world.decision_maker, at=world.at)
    made = entered(laid(world, drive.fresh(case)), other, world)

    deciding.uphold(made, "Allt är uppfyllt.", by=other, at=world.at)

    ended = drive.fresh(case)
    assert (ended.current_state, ended.decisions.count()) == ("granted", 2)
    assert newest(case).current_state == "valid"
    made.refresh_from_db()
    assert made.replaced_by == ended.decisions.latest("number")
    assert is_whole()


def test_what_a_gate_forbids_is_not_granted_on_appeal(
    world: World, other: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = drive.fresh(stages.refused(world, world.municipality))
    made = entered(laid(world, case), other, world)
    monkeypatch.setitem(policies.GATES, "must_floor", lambda facts, rule: False)

    with pytest.raises(Refused):
        deciding.uphold(made, "Jo.", by=other, at=world.at)

    assert task_of(made).owner == other
    assert Appeal.objects.get(pk=made.pk).current_state == "laid"


def test_a_stay_lets_the_suspension_rest_and_a_rejection_ends_it(
    world: World, certified: Case, other: Any
) -> None:
    limit = suspended(world, certified).suspended_until
    made = entered(laid(world, certified, taken()), other, world)

    deciding.order_stay(made, "Det går inte att göra ogjort.", by=other, at=world.at)

    assert newest(certified).current_state == "valid"
    assert taken().kind == "stay"
    assert task_of(made).owner == other
    world.later(days=10)

    deciding.reject(Appeal.objects.get(pk=made.pk), "Det står fast.", by=other, at=world.at)

    resting = newest(certified)
    assert (resting.current_state, resting.suspended_until) == ("suspended", limit)
    assert statuses(certified) == ["valid", "suspended", "valid", "suspended"]
    assert is_whole()


def test_an_appeal_upheld_during_a_stay_leaves_the_certificate_valid(
    world: World, certified: Case, other: Any
) -> None:
    suspended(world, certified)
    made = entered(laid(world, certified, taken()), other, world)
    deciding.order_stay(made, "Vänta.", by=other, at=world.at)

    deciding.uphold(Appeal.objects.get(pk=made.pk), "Fel.", by=other, at=world.later(days=3))

    assert newest(certified).current_state == "valid"
    now = StatusInterval.objects.get(certification=certified.certification, to_at=None)
    assert (now.kind, now.decision.kind) == ("valid", "annul")


def test_what_is_sent_back_is_decided_by_somebody_else(
    world: World, certified: Case, other: Any
) -> None:
    suspended(world, certified)
    against = taken()
    made = entered(laid(world, certified, against), other, world)

    deciding.send_back(made, "Underlaget räcker inte.", by=other, at=world.at)

    anew = Proposal.objects.latest("pk")
    assert (anew.kind, anew.current_state) == ("confirm", "proposed")
    assert newest(certified).current_state == "suspended"
    away = anew.own_process.exclusions.filter(role=Role.DECISION_MAKER)
    assert {other.pk, world.decision_maker.pk} <= set(away.values_list("person", flat=True))


def test_it_is_decided_on_the_page_and_read_there(
    world: World, certified: Case, other: Any, client: Client
) -> None:
    suspended(world, certified)
    made = laid(world, certified, taken())
    client.force_login(other)
    client.post(reverse("task_claim", args=[task_of(made).pk]), {"declaration": "on"})
    claim_done = task_of(made)
    if claim_done.owner_id is None:
        claim(claim_done, by=other, at=world.at, declared=True)
    address = reverse("task", args=[task_of(made).pk])
    page = client.get(address).content.decode()
    assert "Jag har läst allt." in page
    assert 'value="stay"' in page
    nothing = client.post(address, {"outcome": "uphold"})
    assert "errorlist" in nothing.content.decode() or "error" in nothing.content.decode()
    assert Appeal.objects.get().current_state == "laid"

    client.post(address, {"outcome": "stay", "answer_text": "Vänta."})
    page = client.get(address).content.decode()
    assert "Indragningen vilar" in page
    client.post(address, {"outcome": "uphold", "answer_text": "Märket var borta."})

    client.force_login(world.coordinator)
    shown = client.get(reverse("appeal", args=[certified.number, made.number])).content.decode()
    letter = reverse("certificate_decision", args=[newest(certified), taken().number])
    assert "Märket var borta." in shown
    assert "Jag har läst allt." in shown
    assert letter.rsplit("/", 3)[-2] in shown
    assert "var fel" in client.get(letter).content.decode()
    papers = client.get(reverse("case_documents", args=[certified.number])).content.decode()
    assert "indragningen vilar" in papers
    assert letter in papers
    status = client.get(reverse("certificate_status", args=[newest(certified)]))
    assert status.status_code == 200
    assert client.get(reverse("case_history", args=[certified.number])).status_code == 200


def test_an_appeal_of_the_first_version_is_moved_to_the_second(
    world: World, certified: Case
) -> None:
    suspended(world, certified)
    first, second = (moving.flow_of("AppealFlow", number) for number in (1, 3))
    made = actions.appeal(certified, "Fel.", by=world.coordinator, at=world.at, against=taken())
    back = made.own_process
    rows = Task.objects.filter(process=back)
    rows.filter(flow_task=second.acknowledge_appeal).update(flow_task=first.answer_appeal)
    rows.filter(flow_task=second.start).update(flow_task=first.start)
    type(back).objects.filter(pk=back.pk).update(flow_class=first)

    moving.move(back.pk, second, at=world.at)

    assert task_of(made).flow_task is second.look_into_appeal
