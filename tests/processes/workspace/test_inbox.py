"""The inbox: who finds what there, and what the page costs."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from processes.case import actions as case_actions
from processes.case.models import Case
from processes.models import Organisation
from processes.workspace.inbox import View
from tests.support import drive
from tests.support.world import START, World, person
from workflow.calendar import DAY, local_date
from workflow.models import Exclusion, Task


@pytest.fixture(autouse=True)
def at_start():
    with time_machine.travel(START, tick=False):
        yield


@pytest.fixture
def case(world: World) -> Case:
    """An application that waits for review."""
    return drive.apply(world)


@pytest.fixture
def task(case: Case) -> Task:
    return drive.open_task(case, "review_application")


def signed_in(client: Client, somebody) -> Client:
    client.force_login(somebody)
    client.cookies["django_language"] = "en"
    return client


def claim(client: Client, task: Task):
    return client.post(reverse("task_claim", args=[task.pk]))


def test_the_queue_of_my_role_is_in_my_team_s_view(client, world, task):
    signed_in(client, world.officer)

    page = client.get(reverse("inbox_view", args=["team"]))

    assert reverse("task", args=[task.pk]) in page.content.decode()


def test_the_queue_of_another_role_is_not(client, world, task):
    signed_in(client, world.auditor)

    page = client.get(reverse("inbox_view", args=["team"]))

    assert reverse("task", args=[task.pk]) not in page.content.decode()


def test_an_exclusion_keeps_a_task_out_of_the_queue(client, world, case, task):
    Exclusion.objects.create(
        process=case.main_process, person=world.officer, role="", reason="a tie"
    )
    signed_in(client, world.officer)

    page = client.get(reverse("inbox_view", args=["team"]))

    assert reverse("task", args=[task.pk]) not in page.content.decode()


def test_the_heading_counts_my_tasks(client, world, task):
    signed_in(client, world.officer)
    claim(client, task)

    page = client.get(reverse("inbox")).content.decode()

    assert "(1)</h1>" in page
    assert reverse("task", args=[task.pk]) in page


def test_what_others_do_in_my_case_waits_for_others(client, world, task):
    signed_in(client, world.coordinator)

    page = client.get(reverse("inbox_view", args=["waiting"])).content.decode()

    assert reverse("task", args=[task.pk]) in page


def test_a_neighbour_does_not_wait_for_it(client, world, task):
    signed_in(client, world.neighbour_coordinator)

    page = client.get(reverse("inbox_view", args=["waiting"])).content.decode()

    assert reverse("task", args=[task.pk]) not in page


def test_a_completed_task_is_among_the_completed(client, world, case):
    done = Task.objects.get(owner=world.coordinator)
    signed_in(client, world.coordinator)

    page = client.get(reverse("inbox_view", args=["done"])).content.decode()

    assert reverse("task", args=[done.pk]) in page


def test_an_unknown_view_does_not_exist(client, world):
    signed_in(client, world.officer)

    assert client.get(reverse("inbox_view", args=["nonsense"])).status_code == 404


def test_tasks_are_grouped_by_how_near_the_deadline_is(client, world, task):
    for days, pk in ((-3, "Overdue"), (1, "This week"), (30, "Later")):
        Task.objects.filter(pk=task.pk).update(due=START.date() + timedelta(days=days))
        signed_in(client, world.officer)

        page = client.get(reverse("inbox_view", args=["team"])).content.decode()

        assert pk in page


def test_an_empty_inbox_tells_what_comes_next(client, world, task):
    signed_in(client, world.coordinator)

    page = client.get(reverse("inbox")).content.decode()

    assert "Next: Review the application, Hultsfred" in page


def test_a_search_without_a_match_offers_to_clear_the_filter(client, world, task):
    signed_in(client, world.officer)

    page = client.get(reverse("inbox_view", args=["team"]), {"q": "Kiruna"}).content.decode()

    assert "Clear the filter" in page
    assert "Nothing matches" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "hults"}, True),
        ({"q": "högs"}, False),
        ({"q": "h.*"}, False),
        ({"stage": "application"}, True),
        ({"stage": "audit"}, False),
    ],
)
def test_tasks_are_found_by_municipality_and_stage(client, world, task, query, found):
    signed_in(client, world.officer)

    page = client.get(reverse("inbox_view", args=["team"]), query).content.decode()

    assert (reverse("task", args=[task.pk]) in page) is found


def test_upper_and_lower_case_are_the_same_outside_of_ascii_too(client, world, task):
    Organisation.objects.filter(pk=world.municipality.pk).update(name="Örebro")
    signed_in(client, world.officer)

    for text in ("örebro", "ÖREBRO"):
        page = client.get(reverse("inbox_view", args=["team"]), {"q": text}).content.decode()
        assert reverse("task", args=[task.pk]) in page


def many(world: World, number: int) -> None:
    """Applications of so many more municipalities."""
    for index in range(number):
        code = f"9{Organisation.objects.count():03d}"
        place = Organisation.objects.create(
            kind="municipality", code=code, name=f"Ort {code}", full_name=f"Orts kommun {index}"
        )
        drive.apply(
            world, municipality=place, coordinator=person(f"K {code}", place, "coordinator")
        )


def statements(client: Client, view: str) -> int:
    client.get(reverse("inbox_view", args=[view]))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("inbox_view", args=[view]))
    return len(queries)


def test_every_view_costs_the_same_with_five_and_with_fifty_tasks(client, world):
    many(world, 5)
    signed_in(client, world.officer)
    with_five = {view: statements(client, view) for view in View.values}
    many(world, 45)

    assert {view: statements(client, view) for view in View.values} == with_five
    assert max(with_five.values()) <= 8


def test_a_long_list_continues_on_the_next_page(client, world):
    many(world, 55)
    signed_in(client, world.officer)

    first = client.get(reverse("inbox_view", args=["team"]))
    second = client.get(first.context["next"])

    shown = [row.task.pk for page in (first, second) for row in page.context["page"].rows]
    assert len(shown) == len(set(shown)) == 55
    assert second.context["next"] == ""


@pytest.mark.parametrize(("days", "told"), [(1, "by "), (60, "late since ")])
def test_an_empty_list_tells_who_is_awaited_and_since_when_it_is_late(
    client, world, task, days, told
):
    with time_machine.travel(START + timedelta(days=days), tick=False):
        signed_in(client, world.coordinator)
        words = client.get(reverse("inbox")).context["planned"]

    who = "Next: Review the application, Hultsfred. Waiting for certification officer, "
    assert words.startswith(who)
    assert told in words


@pytest.mark.parametrize("view", View.values)
def test_who_has_no_role_today_is_shown_nothing(world: World, client: Client, view: str) -> None:
    case = drive.apply(world)
    task = drive.open_task(case, "review_application")
    case_actions.claim(task, by=world.officer, at=world.at)
    other = drive.apply(world, world.neighbour, world.neighbour_coordinator)
    world.officer.memberships.update(to_date=local_date(world.at) - DAY)
    client.force_login(world.officer)

    answer = client.get(reverse("inbox_view", args=[view]))

    assert answer.context["page"].rows == []
    html = answer.content.decode()
    for one in (case, other):
        assert one.number not in html
        assert one.organisation.name not in html


def test_an_empty_list_leads_to_the_view_where_the_task_lies(client, world, task):
    signed_in(client, world.officer)

    page = client.get(reverse("inbox")).content.decode()

    link = f'<a href="{reverse("inbox_view", args=["team"])}">1 task waits in your team'
    assert link in page


def test_an_empty_list_leads_to_what_nobody_can_do(client, world, task):
    Task.objects.filter(pk=task.pk).update(unattended_since=START)
    signed_in(client, world.administrator)

    page = client.get(reverse("inbox")).content.decode()

    link = f'<a href="{reverse("inbox_view", args=["nobody"])}">1 task waits that nobody can do'
    assert link in page


def test_an_empty_list_leads_to_what_others_do(client, world, task):
    signed_in(client, world.coordinator)

    page = client.get(reverse("inbox")).content.decode()

    assert f'<a href="{reverse("inbox_view", args=["waiting"])}">Next: ' in page


@pytest.mark.parametrize("name", ["inbox", "cases"])
def test_a_filter_stands_only_where_there_is_something_to_filter(client, world, case, name):
    def filters(who, **asked):
        return (
            'class="filters"' in signed_in(client, who).get(reverse(name), asked).content.decode()
        )

    drive.claim(drive.open_task(case, "review_application"), by=world.officer, at=world.at)

    assert filters(world.officer)
    assert filters(world.officer, q="zzz")
    assert not filters(world.neighbour_coordinator)
    assert filters(world.neighbour_coordinator, stage="zzz")
