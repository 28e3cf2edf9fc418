"""Misuse of the mark: demanded that it stops, answered, checked, closed or taken further."""

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import Notification
from processes.case.actions import claim
from processes.marks import actions, deadlines
from processes.marks.actions import Misuse
from processes.models import Case, MarkDemand
from tests.support import drive
from tests.support.sanctioning import newest, proposed, settled, suspended
from tests.support.world import World
from workflow import sweep
from workflow.calendar import end_of
from workflow.exceptions import Conflict, Refused
from workflow.models import Task
from workflow.trail import proof

pytestmark = pytest.mark.django_db
MISUSE = Misuse("Märket står på en broschyr om bygglov.", "Dra in broschyren.")


@pytest.fixture
def certified(world: World) -> Case:
    return drive.grant(world)


def demanded(world: World, case: Case) -> MarkDemand:
    return actions.demand(case.certification, MISUSE, by=world.officer, at=world.at)


def fresh(made: MarkDemand) -> MarkDemand:
    return MarkDemand.objects.get(pk=made.pk)


def task_of(made: MarkDemand) -> Task:
    """The open task of people about a demand. Fails if there is none."""
    return Task.objects.exclude(role="").get(process__mark_demand=made, finished=None)


def answered(world: World, case: Case) -> MarkDemand:
    made = demanded(world, case)
    given = {"by": world.coordinator, "at": world.at}
    actions.report_stopped(fresh(made), "Broschyren är indragen.", **given)  # type: ignore[arg-type]
    return fresh(made)


@pytest.mark.obligation(57)
def test_a_misuse_that_stopped_is_checked_and_closed(world: World, certified: Case) -> None:
    made = demanded(world, certified)
    assert (task_of(made).role, (deadlines.answer_ends(made).date - task_of(made).due).days) == (
        "coordinator",
        0,
    )
    assert Notification.objects.filter(task=task_of(made), recipient=world.coordinator).exists()

    actions.report_stopped(fresh(made), "Indragen.", by=world.coordinator, at=world.at)
    assert task_of(made).role == "officer"
    actions.find_stopped(fresh(made), "Borta ur stället.", by=world.officer, at=world.at)

    assert fresh(made).current_state == "stopped"
    assert str(newest(certified).current_state) == "valid"
    assert not [one for one in proof.differences() if "markdemand" in one.row]


@pytest.mark.obligation(57)
def test_what_did_not_stop_is_demanded_once_more_and_then_proposed(
    world: World, certified: Case
) -> None:
    made = answered(world, certified)
    actions.demand_again(made, "Den ligger kvar på nätet.", by=world.officer, at=world.at)
    assert task_of(made).role == "coordinator"

    sweep.fire_due(end_of(deadlines.answer_ends(fresh(made)).date))
    assert fresh(made).current_state == "checking"
    given = {"by": world.officer, "at": world.at}
    actions.go_further(fresh(made), "suspend", "Den ligger kvar.", **given)  # type: ignore[arg-type]

    asked = fresh(made).proposal
    assert asked is not None
    assert (asked.kind, asked.ground, asked.current_state) == ("suspend", "misuse", "proposed")
    assert MISUSE.facts in asked.facts
    assert not Task.objects.filter(process__mark_demand=made, finished=None).exists()


def test_what_is_suspended_already_is_not_suspended_again(world: World, certified: Case) -> None:
    suspended(world, certified)
    made = answered(world, certified)
    assert actions.further(made, world.at) == ["withdraw"]

    with pytest.raises(Refused) as refused:
        actions.go_further(made, "suspend", "Kvar.", by=world.officer, at=world.at)

    assert refused.value.code == "refused.status_forbids"
    assert fresh(made).current_state == "checking"


@pytest.mark.obligation(77)
def test_whoever_holds_no_certificate_any_more_stops_too(world: World, certified: Case) -> None:
    settled(world, proposed(world, certified, "end"))  # type: ignore[arg-type]

    made = answered(world, certified)

    assert actions.further(made, world.at) == []
    actions.find_stopped(made, "Borta.", by=world.officer, at=world.at)
    assert fresh(made).current_state == "stopped"


def test_one_demand_at_a_time_and_each_says_what_it_is(world: World, certified: Case) -> None:
    made = demanded(world, certified)
    with pytest.raises(Refused) as refused:
        demanded(world, certified)
    assert refused.value.code == "refused.demanded_already"
    given = {"by": world.officer, "at": world.at}
    with pytest.raises(Refused) as refused:
        actions.demand(certified.certification, Misuse(" ", "X"), **given)  # type: ignore[arg-type]
    assert refused.value.code == "refused.no_misuse"

    with pytest.raises(Conflict):
        actions.find_stopped(fresh(made), "För tidigt.", by=world.officer, at=world.at)


@pytest.mark.obligation(57)
def test_through_the_pages(world: World, client: Client, certified: Case) -> None:
    certificate = newest(certified)
    page = reverse("demand_mark", args=[certificate])
    client.force_login(world.officer)
    assert page in client.get(reverse("case", args=[certified.number])).content.decode()
    assert client.post(page, {"facts": "X"}).status_code == 200
    client.post(page, {"facts": MISUSE.facts, "demand": MISUSE.demand})
    made = MarkDemand.objects.get()
    assert f'"{page}"' not in client.get(reverse("case", args=[certified.number])).content.decode()

    task = task_of(made)
    client.force_login(world.coordinator)
    assert MISUSE.demand in client.get(reverse("task", args=[task.pk])).content.decode()
    client.post(reverse("task", args=[task.pk]), {"text": "Indragen i dag."})
    check = task_of(made)
    claim(check, by=world.officer, at=world.at)
    client.force_login(world.officer)
    assert "Indragen i dag." in client.get(reverse("task", args=[check.pk])).content.decode()
    client.post(reverse("task", args=[check.pk]), {"outcome": "stopped", "text": "Sedd."})
    client.force_login(world.coordinator)
    read = client.get(reverse("mark_demand", args=[certificate, made.number])).content.decode()
    assert "Sedd." in read


@pytest.mark.obligation(57)
def test_everybody_can_read_the_rules_for_the_mark(world: World, client: Client) -> None:
    swedish = client.get(reverse("mark_rules") + "?language=sv").content.decode()
    english = client.get(reverse("mark_rules") + "?language=en").content.decode()

    assert "Regler för märket" in swedish
    assert "Rules for the mark" in english
    assert reverse("mark_rules") in client.get(reverse("about")).content.decode()
