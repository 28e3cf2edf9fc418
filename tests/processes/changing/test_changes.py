"""A change at the holder: told, reviewed, and what follows of it; a scope that is extended."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.actions import claim
from processes.changing import actions
from processes.changing.actions import Change
from processes.models import Case, ChangeNotice, Proposal
from tests.support import drive
from tests.support.sanctioning import newest, proposed, settled, suspended
from tests.support.world import World
from workflow.calendar import local_date
from workflow.exceptions import NotPermitted, Refused
from workflow.models import Task
from workflow.trail import proof

pytestmark = pytest.mark.django_db
WIDER = "Näringslivsservice och tillsyn."


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def told(world: World, case: Case, kind: str = "sites", **more: Any) -> ChangeNotice:
    said = {"kind": kind, "text": "Vi flyttar.", "from_date": local_date(world.at), **more}
    return actions.report(case.certification, Change(**said), by=world.coordinator, at=world.at)


def task_of(made: ChangeNotice) -> Task:
    """The open task of people about a change. Fails if there is none."""
    return Task.objects.exclude(role="").get(process__change_notice=made, finished=None)


def fresh(made: ChangeNotice) -> ChangeNotice:
    return ChangeNotice.objects.get(pk=made.pk)


def codes(case: Case) -> list[str]:
    found = case.audit.findings.order_by("criterion__code")
    return list(found.values_list("criterion__code", flat=True)[:2])


@pytest.mark.obligation(62)
def test_a_change_comes_to_an_officer_and_the_answer_to_the_municipality(
    world: World, certified: Case
) -> None:
    made = told(world, certified)
    assert task_of(made).role == "officer"

    actions.find_harmless(fresh(made), "Samma service.", by=world.officer, at=world.at)

    assert fresh(made).current_state == "harmless"
    heard = Notification.objects.filter(rule="decided", facts__step="find_harmless")
    assert heard.filter(recipient=world.coordinator).exists()
    assert not [one for one in proof.differences() if "changenotice" in one.row]


@pytest.mark.obligation(62)
def test_a_change_leads_to_a_special_audit(world: World, certified: Case) -> None:
    made = told(world, certified, "management")

    given = {"by": world.officer, "at": world.at}
    case = actions.examine(fresh(made), "Vi ser på det.", codes(certified), **given)

    assert (fresh(made).current_state, fresh(made).special) == ("examined", case)
    assert (case.kind, case.special.ground) == ("special", "change")


@pytest.mark.obligation(51, 64)
def test_a_scope_is_extended_on_documents_by_somebody_elses_decision(
    world: World, certified: Case
) -> None:
    before = newest(certified)
    made = told(world, certified, "scope", scope=WIDER)

    actions.take_up(fresh(made), "Handlingarna räcker.", by=world.officer, at=world.at)
    asked = fresh(made).proposal
    assert asked is not None
    assert (asked.kind, asked.ground, asked.current_state) == ("extend", "documents", "ready")
    settled(world, asked)

    after = newest(certified)
    assert (after.scope, after.revision) == (WIDER, before.revision + 1)
    assert after.expiry_date == before.expiry_date


@pytest.mark.obligation(64)
def test_a_scope_is_extended_after_an_audit_that_was_passed(world: World, certified: Case) -> None:
    made = told(world, certified, "scope", scope=WIDER)
    given = {"by": world.officer, "at": world.at}
    case = actions.examine(fresh(made), "Vi besöker er.", codes(certified), **given)
    case = drive.report(
        world, drive.visit(world, drive.plan(world, drive.lead(world, drive.fresh(case))))
    )
    assert newest(certified).scope != WIDER

    drive.decide(world, case)

    asked = fresh(made).proposal
    assert asked is not None
    assert (asked.ground, asked.current_state) == ("audited", "proposed")
    assert case.number in asked.said
    assert not [one for one in proof.differences() if "changenotice" in one.row]


def test_a_suspended_certificate_is_not_extended(world: World, certified: Case) -> None:
    made = told(world, certified, "scope", scope=WIDER)
    suspended(world, certified)

    with pytest.raises(Refused) as refused:
        actions.take_up(fresh(made), "Ja.", by=world.officer, at=world.at)

    assert refused.value.code == "refused.status_forbids"
    assert fresh(made).current_state == "reported"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": " "}, "no_change"),
        ({"kind": "scope", "scope": " "}, "same_scope"),
    ],
)
def test_a_change_says_what_it_is(world: World, certified: Case, change: Any, code: str) -> None:
    with pytest.raises(Refused) as refused:
        told(world, certified, **change)

    assert refused.value.code == f"refused.{code}"


def test_a_day_far_away_is_a_slip_of_the_pen(world: World, certified: Case) -> None:
    with pytest.raises(Refused) as refused:
        told(world, certified, from_date=local_date(world.at) + timedelta(days=4000))

    assert refused.value.code == "refused.change_too_far"


def test_nothing_is_told_about_what_has_ended(world: World, certified: Case) -> None:
    settled(world, proposed(world, certified, "end"))

    with pytest.raises(Refused) as refused:
        told(world, certified)

    assert refused.value.code == "refused.nothing_held"


def test_the_coordinator_takes_it_back_and_no_task_is_left(world: World, certified: Case) -> None:
    made = told(world, certified)
    with pytest.raises(NotPermitted):
        actions.recall(fresh(made), by=world.officer, at=world.at)

    actions.recall(fresh(made), by=world.coordinator, at=world.at)

    assert fresh(made).current_state == "taken_back"
    assert not Task.objects.filter(process__change_notice=made, finished=None).exists()


@pytest.mark.parametrize("answered", [True, False])
def test_what_is_taken_back_too_late_or_twice_is_told(
    world: World, client: Client, certified: Case, answered: bool
) -> None:
    made = told(world, certified)
    if answered:
        actions.find_harmless(fresh(made), "Samma service.", by=world.officer, at=world.at)
    else:
        actions.recall(fresh(made), by=world.coordinator, at=world.at)
    client.force_login(world.coordinator)

    response = client.post(reverse("change_notice", args=[newest(certified), made.number]))

    assert response.status_code == 409
    assert fresh(made).current_state == ("harmless" if answered else "taken_back")


@pytest.mark.obligation(62, 64)
def test_through_the_pages(world: World, client: Client, certified: Case) -> None:
    certificate = newest(certified)
    client.force_login(world.coordinator)
    overview = client.get(reverse("case", args=[certified.number])).content.decode()
    assert reverse("report_change", args=[certificate]) in overview
    said = {"kind": "scope", "text": "Fler tjänster.", "from_date": "2026-04-01"}
    page = reverse("report_change", args=[certificate])
    same = client.post(page, {**said, "scope": certificate.scope})
    assert same.status_code == 200
    assert not ChangeNotice.objects.exists()

    client.post(page, {**said, "scope": WIDER})

    made = ChangeNotice.objects.get()
    task = task_of(made)
    claim(task, by=world.officer, at=world.at)
    client.force_login(world.officer)
    assert WIDER in client.get(reverse("task", args=[task.pk])).content.decode()
    unchosen = client.post(reverse("task", args=[task.pk]), {"outcome": "examine", "text": "Ja."})
    assert unchosen.status_code == 200
    client.post(reverse("task", args=[task.pk]), {"outcome": "take_up", "text": "Det räcker."})
    assert Proposal.objects.get().kind == "extend"
    client.force_login(world.coordinator)
    answer = client.get(reverse("change_notice", args=[certificate, made.number]))
    assert "Det räcker." in answer.content.decode()
