"""Observers and the body read how it goes in numbers; nobody under way is named."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from processes.case.rows import lateness
from tests.support import drive, stages
from tests.support.sanctioning import newest, suspended
from tests.support.world import World
from workflow.calendar import end_of, local_date, start_of


def test_an_observer_reads_numbers_without_names(world: World, client: Client) -> None:
    drive.grant(world)
    stages.assessing(world, stages.new_municipality(world, "9001", "Hemligboda"))
    client.force_login(world.observer)

    response = client.get(reverse("statistics"))

    numbers = {line.words: line.number for line in response.context["stages"]}
    assert numbers["Självskattning"] == 1
    assert sum(numbers.values()) == 1
    assert [line.number for line in response.context["outcomes"]] == [1]
    assert [line.number for line in response.context["counties"]] == [1]
    assert "Hemligboda" not in response.content.decode()


def test_a_municipality_has_no_statistics_page(world: World, client: Client) -> None:
    client.force_login(world.coordinator)

    assert client.get(reverse("statistics")).status_code == 404


def test_the_numbers_cost_the_same_however_many_cases(
    world: World, client: Client, django_assert_max_num_queries
) -> None:
    stages.assessing(world, world.municipality)
    client.force_login(world.observer)

    with django_assert_max_num_queries(11):
        client.get(reverse("statistics"))


def statuses(client: Client, **asked: str) -> dict[str, int]:
    response = client.get(reverse("statistics"), asked)
    return {line.words: line.number for line in response.context["statuses"] if line.number}


def test_certificates_are_counted_by_status_at_a_moment(
    world: World, client: Client, time_machine: Any
) -> None:
    time_machine.move_to(world.at, tick=False)
    granted = local_date(world.at)
    certified = drive.grant(world)
    world.at += timedelta(days=10)
    time_machine.move_to(world.at, tick=False)
    suspended(world, certified)
    client.force_login(world.observer)

    assert statuses(client) == {"tillfälligt indraget": 1}
    assert statuses(client, on=granted.isoformat()) == {"gäller": 1}
    assert statuses(client, on=(granted - timedelta(days=1)).isoformat()) == {}

    # Past its last day it has expired, though no sweep has said so.
    world.at = end_of(newest(certified).expiry_date) + timedelta(hours=1)
    time_machine.move_to(world.at, tick=False)
    client.force_login(world.observer)
    assert statuses(client) == {"har gått ut": 1}
    wrong = client.get(reverse("statistics"), {"on": "2199-01-01"})
    assert "on" in wrong.context["form"].errors


def test_how_late_the_body_is_is_counted_and_shown_to_both(
    world: World, client: Client, time_machine: Any
) -> None:
    time_machine.move_to(world.at, tick=False)
    case = drive.apply(world)
    client.force_login(world.coordinator)
    overview = reverse("case", args=[case.number])
    assert "försenat" not in client.get(overview).content.decode()

    due = drive.open_task(case, "review_application").due
    world.at = start_of(due + timedelta(days=3)) + timedelta(hours=9)
    time_machine.move_to(world.at, tick=False)
    assert lateness.in_case(case.main_process, local_date(world.at)).days == 3
    client.force_login(world.coordinator)
    assert "sammanlagt 3 dagar försenat" in client.get(overview).content.decode()
    assert lateness.figures(local_date(world.at)) == lateness.Figures(0, 0, 0, 1)

    case = drive.accept(world, case)
    limit = drive.open_task(case, "assess")
    # The municipality's own time begins now, however late the body was.
    assert limit.deadline.start == local_date(world.at)
    client.force_login(world.observer)
    page = client.get(reverse("statistics"))
    late = page.context["late"]
    assert (late.late, late.days, late.open) == (1, 3, 0)
    assert late.done >= 1
    assert lateness.in_case(drive.fresh(case).main_process, local_date(world.at)).days == 3
