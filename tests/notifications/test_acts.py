"""One act makes at most one mail to a person; the rows stay one per occurrence."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from notifications import delivery, digests
from notifications.models import Notification, Preference
from processes.case import actions as case_actions
from processes.organisations import people
from processes.roles import Role
from tests.notifications.caseload import caseload
from tests.notifications.post import Office, text_of
from tests.support import drive
from tests.support.assessing import as_person
from tests.support.world import START, World, person
from workflow import acts, queues, sweep
from workflow.calendar import at_eight
from workflow.exceptions import Conflict

pytestmark = pytest.mark.usefixtures("swedish")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def got(office: Office, somebody) -> list[str]:
    """The subjects of what a person has got."""
    return [mail["Subject"] for mail in office.got if mail["To"] == somebody.email]


def reviews(world: World, number: int) -> list:
    """Applications that wait for review, of which everybody has heard."""
    cases = list(caseload(world, number))
    Notification.objects.all().update(status="sent")
    return [drive.open_task(case, "review_application") for case in cases]


def of_the_officer(world: World, number: int) -> list:
    tasks = reviews(world, number)
    for task in tasks:
        case_actions.claim(task, by=world.officer, at=world.at)
    return tasks


def leave(world: World) -> None:
    of_the_officer(world, 10)
    people.deactivate(world.officer, by=world.administrator, at=world.at)


def end_the_role(world: World) -> None:
    of_the_officer(world, 10)
    role = world.officer.memberships.get()
    people.end(role, START.date() - timedelta(days=1), by=world.administrator, at=world.at)


def hand_back_in_parts(world: World) -> None:
    tasks = of_the_officer(world, 10)
    with acts.in_parts():
        for task in tasks:
            queues.hand_back(task, by=None, at=world.at)


def hand_back_in_one(world: World) -> None:
    tasks = of_the_officer(world, 10)
    with acts.one():
        for task in tasks:
            queues.hand_back(task, by=None, at=world.at)


def give_by_page(world: World) -> None:
    colleague = world.passed["colleague"]
    marked = [task.pk for task in reviews(world, 10)]
    as_person(world.officer).post(reverse("tasks_assign"), {"task": marked, "to": colleague.pk})


def be_late(world: World) -> None:
    for task in reviews(world, 10):
        case_actions.give(task, to=world.passed["colleague"], by=world.officer, at=world.at)
        world.passed["due"] = task.due
    Notification.objects.all().update(status="sent")
    sweep.fire_due(at_eight(world.passed["due"] + timedelta(days=1)))


ACTS = {
    leave: "10 uppgifter kom tillbaka",
    end_the_role: "10 uppgifter kom tillbaka",
    hand_back_in_parts: "10 uppgifter kom tillbaka",
    hand_back_in_one: "10 uppgifter kom tillbaka",
    give_by_page: "10 uppgifter är nu dina",
    be_late: "10 av dina uppgifter är försenade",
}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_one_act_brings_each_person_one_mail(world: World, office: Office, act) -> None:
    colleague = world.passed["colleague"] = person("Hilda", world.body, Role.OFFICER)

    act(world)
    delivery.deliver_due(at_eight(world.passed.get("due", START.date()) + timedelta(days=1)))

    (subject,) = got(office, colleague)
    assert ACTS[act] in subject
    rows = Notification.objects.filter(recipient=colleague, digest__isnull=False)
    assert [*rows.values_list("status", flat=True)] == ["sent"] * 10


def test_a_long_list_has_an_end(world: World, office: Office) -> None:
    world.passed["colleague"] = person("Hilda", world.body, Role.OFFICER)
    tasks = of_the_officer(world, 23)
    with acts.one():
        for task in tasks:
            queues.hand_back(task, by=None, at=world.at)

    delivery.deliver_due(world.at)

    text = text_of(next(mail for mail in office.got if mail["To"] == "hilda@example.org"))
    assert text.count("http://testserver/task/") == 20
    assert "Och 3 till." in text


def test_an_act_that_tells_one_thing_tells_it_plainly(world: World, office: Office) -> None:
    colleague = person("Hilda", world.body, Role.OFFICER)
    (task,) = of_the_officer(world, 1)

    with acts.in_parts():
        queues.hand_back(task, by=None, at=world.at)
    delivery.deliver_due(world.at)

    (subject,) = got(office, colleague)
    assert "Granska ansökan" in subject


@acts.in_parts()
def _hand_back_all(tasks: list, world: World) -> None:
    for task in tasks:
        queues.hand_back(task, by=None, at=world.at)


def test_what_was_committed_before_an_act_broke_off_is_told_as_one(
    world: World, office: Office
) -> None:
    colleague = person("Hilda", world.body, Role.OFFICER)
    tasks = of_the_officer(world, 4)

    with pytest.raises(Conflict):
        _hand_back_all([*tasks[:3], tasks[0], tasks[3]], world)
    delivery.deliver_due(world.at)
    assert got(office, colleague) == []
    later = world.at + digests.SETTLE
    digests.bundle_due(later)
    delivery.deliver_due(later)

    assert len(got(office, colleague)) == 1


def test_of_an_act_what_is_urgent_takes_the_rest_along(world: World, office: Office) -> None:
    colleague = person("Hilda", world.body, Role.OFFICER)
    soon, later = of_the_officer(world, 2)
    later.due += timedelta(days=60)
    later.save(update_fields=["due"])

    with acts.one():
        for task in (later, soon):
            queues.hand_back(task, by=None, at=world.at)
    delivery.deliver_due(world.at)

    assert len(got(office, colleague)) == 1
    assert not Notification.objects.filter(recipient=colleague, status="pending").exists()


def test_an_act_within_an_act_is_part_of_it() -> None:
    with acts.in_parts():
        outer = acts.current()
        with acts.one():
            assert acts.current() is outer
    assert acts.current() is None


def test_one_summary_a_day_tells_of_ten_late_tasks_of_others(world, office, clock):
    Preference.objects.create(person=world.officer, pace="daily")
    cases = [drive.accept(world, case) for case in caseload(world, 10)]
    Notification.objects.all().update(status="sent")
    at = at_eight(drive.open_task(cases[0], "assess").due + timedelta(days=1))
    clock.move_to(at)
    sweep.fire_due(at)
    later = at + timedelta(minutes=10)
    clock.move_to(later)

    digests.bundle_due(later)
    delivery.deliver_due(later)

    assert len(got(office, world.officer)) == 1


def test_somebody_who_leaves_ten_tasks_brings_each_colleague_one_mail(world, office):
    colleague = person("Hilda", world.body, Role.OFFICER)
    for case in caseload(world, 10):
        task = drive.open_task(case, "review_application")
        case_actions.claim(task, by=world.officer, at=world.at)
    Notification.objects.all().update(status="sent")

    people.deactivate(world.officer, by=world.administrator, at=world.at)
    delivery.deliver_due(world.at)

    assert len(got(office, colleague)) == 1
