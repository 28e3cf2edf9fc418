"""A bound case is withdrawn by a signatory: a coordinator asks, and can think better of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.actions import claim
from processes.closing import actions, withdrawing
from processes.models import Case, Withdrawal
from tests.support import drive, stages
from tests.support.world import World
from workflow import sweep, trail
from workflow.calendar import at_eight
from workflow.exceptions import Conflict, NotPermitted, Refused
from workflow.models import Process, Task, TrailChain

BOUND = ["assessing", "to_be_led", "visiting", "report_sent", "answering"]


@pytest.fixture
def case(world: World, time_machine: Any) -> Case:
    time_machine.move_to(world.at, tick=False)
    return drive.fresh(stages.STATES["assessing"](world, world.municipality))


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client


def asked(world: World, case: Case) -> Withdrawal:
    return withdrawing.ask(case, "Ny nämnd.", by=world.coordinator, at=world.at)


def task_of(made: Withdrawal) -> Task:
    return Task.objects.exclude(role="").get(process=made.own_process)


def fresh(made: Withdrawal) -> Withdrawal:
    return Withdrawal.objects.get(pk=made.pk)


def told(person: Any, rule: str) -> list[str]:
    rows = Notification.objects.filter(recipient=person, rule=rule)
    return [row.facts.get("step", "") for row in rows]


def holds(case: Case) -> bool:
    return not [*trail.verify(TrailChain.objects.get(pk=case.main_process.chain_id))]


@pytest.mark.parametrize("state", BOUND)
def test_a_signatory_confirms_and_the_case_ends(world: World, state: str) -> None:
    case = drive.fresh(stages.STATES[state](world, world.municipality))
    made = asked(world, case)
    assert drive.fresh(case).is_running

    withdrawing.confirm(made, by=world.signatory, at=world.at)

    ended = drive.fresh(case)
    assert (ended.current_state, ended.reasons) == ("withdrawn", "Ny nämnd.")
    assert fresh(made).current_state == "confirmed"
    assert not Process.objects.filter(chain=case.main_process.chain_id, finished=None).exists()
    assert not Task.objects.filter(finished=None).exists()
    assert holds(case)


def test_when_it_was_asked_stays_what_it_was(world: World, case: Case) -> None:
    made = asked(world, case)
    before = fresh(made).asked_at

    withdrawing.confirm(made, by=world.signatory, at=world.later(days=2))

    assert fresh(made).asked_at == before


def test_the_signatory_gets_a_task_with_a_notice_and_is_reminded(
    world: World, case: Case, time_machine: Any
) -> None:
    task = task_of(asked(world, case))

    assert (task.role, task.organisation) == ("signatory", world.municipality)
    assert told(world.signatory, "queued") != []
    assert task.due is not None
    for days in range(15):
        time_machine.move_to(at_eight(task.due + timedelta(days=days)), tick=False)
        sweep.fire_due(at_eight(task.due + timedelta(days=days)))
    overdue = Notification.objects.filter(task=task, rule="overdue")
    assert overdue.filter(recipient=world.signatory).count() == 3
    assert drive.fresh(case).is_running


def test_declined_the_case_goes_on_and_the_coordinator_hears_why(world: World, case: Case) -> None:
    made = asked(world, case)

    withdrawing.decline(made, "Vi fortsätter.", by=world.signatory, at=world.at)

    assert drive.fresh(case).is_running
    assert drive.nodes(case) == ["assess"]
    assert told(world.coordinator, "ended") == ["decline"]
    page = signed_in(world.coordinator).get(reverse("case_history", args=[case.number]))
    assert "Vi fortsätter." in page.content.decode()
    assert asked(world, drive.fresh(case)).pk != made.pk
    assert holds(case)


def test_taken_back_the_task_falls_away(world: World, case: Case) -> None:
    made = asked(world, case)
    claim(task_of(made), by=world.signatory, at=world.at)

    withdrawing.take_back(fresh(made), by=world.coordinator, at=world.at)

    assert fresh(made).current_state == "taken_back"
    assert not task_of(made).is_open
    assert told(world.signatory, "ended") == ["take_back"]
    with pytest.raises(Conflict):
        withdrawing.confirm(made, by=world.signatory, at=world.at)
    assert drive.fresh(case).is_running


def test_asked_twice_it_is_one_wish(world: World, case: Case) -> None:
    assert asked(world, case) == asked(world, case)
    assert Withdrawal.objects.count() == 1


@pytest.mark.parametrize("who", ["coordinator", "contributor", "officer", "auditor"])
def test_nobody_but_a_signatory_confirms(world: World, case: Case, who: str) -> None:
    made = asked(world, case)

    with pytest.raises((NotPermitted, Conflict)):
        withdrawing.confirm(made, by=getattr(world, who), at=world.at)

    assert drive.fresh(case).is_running


@pytest.mark.parametrize("who", ["contributor", "officer", "auditor"])
def test_nobody_but_a_coordinator_takes_it_back(world: World, case: Case, who: str) -> None:
    made = asked(world, case)

    with pytest.raises(NotPermitted):
        withdrawing.take_back(made, by=getattr(world, who), at=world.at)

    assert task_of(made).is_open


def test_a_surveillance_and_an_ended_case_are_not_asked_about(world: World) -> None:
    surveillance = drive.fresh(stages.STATES["surveilled"](world, world.municipality))
    with pytest.raises(Refused):
        asked(world, surveillance)
    case = drive.fresh(stages.STATES["assessing"](world, stages.new_municipality(world, "7", "Å")))
    actions.close(case, "other", "Skäl.", by=world.officer, at=world.at)
    with pytest.raises(Refused):
        asked(world, case)


def test_a_case_that_ends_otherwise_takes_the_task_with_it(world: World, case: Case) -> None:
    made = asked(world, case)

    actions.close(drive.fresh(case), "other", "Skäl.", by=world.officer, at=world.at)

    assert not task_of(made).is_open
    assert withdrawing.pending(drive.fresh(case)) is None


def test_a_signatory_can_still_withdraw_without_being_asked(world: World, case: Case) -> None:
    made = asked(world, case)

    actions.withdraw(drive.fresh(case), "", by=world.signatory, at=world.at)

    assert drive.fresh(case).current_state == "withdrawn"
    assert not task_of(made).is_open


def test_the_coordinator_asks_and_takes_back_on_the_page(world: World, case: Case) -> None:
    client, address = signed_in(world.coordinator), reverse("case_end", args=[case.number])

    assert "Ask a signatory" in client.get(address).content.decode()
    client.post(address, {"reasons": "Ny nämnd."})
    assert Withdrawal.objects.get().reasons == "Ny nämnd."
    overview = client.get(reverse("case", args=[case.number])).content.decode()
    assert "It goes on until a signatory confirms that." in overview
    assert "Take it back" in client.get(address).content.decode()
    client.post(address)

    assert Withdrawal.objects.get().current_state == "taken_back"


@pytest.mark.parametrize("step", ["confirm", "decline"])
def test_the_signatory_answers_on_the_page(world: World, case: Case, step: str) -> None:
    made = asked(world, case)
    claim(task_of(made), by=world.signatory, at=world.at)
    client, address = signed_in(world.signatory), reverse("task", args=[task_of(made).pk])

    page = client.get(address).content.decode()
    assert "Ny nämnd." in page
    assert world.coordinator.name in page
    if step == "decline":
        missing = client.post(address, {"step": step, "reasons": ""})
        assert missing.context["refusal"].errors["reasons"]
    client.post(address, {"step": step, "reasons": "Vi fortsätter."})

    ended = {"confirm": "withdrawn", "decline": "running"}
    assert drive.fresh(case).current_state == ended[step]
    assert fresh(made).answered_by == world.signatory


def test_the_signatory_reads_who_asked_and_why_before_taking_the_task(
    world: World, case: Case
) -> None:
    task = task_of(asked(world, case))
    client = signed_in(world.signatory)
    assert task.owner is None

    before = client.get(reverse("task", args=[task.pk])).content.decode()
    client.post(reverse("task_claim", args=[task.pk]))
    after = client.get(reverse("task", args=[task.pk])).content.decode()

    for page in (before, after):
        assert f"{world.coordinator.name} asked on" in page
        reasons = page.partition("The reasons given:")[2]
        assert "Ny nämnd." in reasons
    assert "Take the task" in before


def test_the_inbox_says_closing_and_not_a_stage_that_the_case_is_not_in(
    world: World, case: Case
) -> None:
    asked(world, case)
    client = signed_in(world.signatory)
    address = reverse("inbox_view", args=["team"])

    [(_name, [row])] = client.get(address).context["groups"]
    found = client.get(address, {"stage": "closing"}).context["groups"]
    page = client.get(reverse("case", args=[case.number])).content.decode()

    assert row.task.flow_task.stage == "closing"
    assert "Closing" in client.get(address).content.decode()
    assert [one.task for _name, rows in found for one in rows] == [row.task]
    assert "Self-assessment" in page
    assert 'value="closing"' not in client.get(reverse("cases")).content.decode()


def test_the_case_says_who_is_asked_and_offers_what_the_reader_may_do(
    world: World, case: Case
) -> None:
    address, end = reverse("case", args=[case.number]), reverse("case_end", args=[case.number])
    assert "End the case early" in signed_in(world.coordinator).get(address).content.decode()
    asked(world, case)

    pages = {
        one: signed_in(one).get(address).content.decode()
        for one in (world.coordinator, world.signatory)
    }

    assert all("A signatory is asked to withdraw the case" in page for page in pages.values())
    assert all("End the case early" not in page for page in pages.values())
    assert f'<a href="{end}">Take it back</a>' in pages[world.coordinator]
    assert f'<a href="{end}">Withdraw the case</a>' in pages[world.signatory]
