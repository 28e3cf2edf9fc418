"""The pages of a long list together: every task once, in order, for whoever reads."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import tasks
from processes.case.reader import Reader
from processes.models import Case, Membership, Organisation
from processes.roles import MUNICIPAL, OVERSEEING, Role
from processes.workspace import inbox
from processes.workspace.claims import fellows, holders
from processes.workspace.inbox import CAP, Filter, View
from tests.support.world import LONG_AGO
from workflow import queues
from workflow.models import Exclusion, Task
from workflow.roles import Grant


@pytest.fixture
def crowd(db: None) -> tasks.Crowd:
    return tasks.fill(2000)


def paged(view: str, reader: Reader) -> list[int]:
    """What the reader sees who goes on to the end."""
    seen, after = [], ""
    while True:
        page = inbox.page(view, reader, Filter(), after)
        seen += [row.task.pk for row in page.rows]
        after = page.after
        if not after:
            return seen


def in_order(some: Any) -> list[int]:
    return list(
        Task.objects.filter(pk__in=some).order_by(*queues.ORDER).values_list("pk", flat=True)
    )


def make_coordinator_everywhere(crowd: tasks.Crowd) -> Reader:
    places = Organisation.objects.filter(kind="municipality")
    Membership.objects.bulk_create(
        Membership(
            person=crowd.several, role=Role.COORDINATOR, organisation=place, from_date=LONG_AGO
        )
        for place in places
        if not Membership.objects.filter(person=crowd.several, organisation=place).exists()
    )
    return Reader(crowd.several, tasks.AT)


@pytest.mark.parametrize("name", ["common", "rare", "empty", "several"])
def test_the_queues_of_a_reader(crowd: tasks.Crowd, name: str) -> None:
    reader = Reader(getattr(crowd, name), tasks.AT)

    expected = in_order(queues.available(reader.person, reader.today).values("pk"))

    assert paged(View.TEAM, reader) == expected
    assert inbox.count(View.TEAM, reader) == min(len(expected), inbox.CAP)


def is_for(reader: Reader, task: Task, places: set[int], worked: set[int], seen: set[int]) -> bool:
    """What waits for others, told of one task alone."""
    exclusions = Exclusion.objects.filter(person=reader.person, process=task.process_id)
    mine = Grant(task.role, task.organisation_id or 0) in reader.grants and task.owner_id is None
    return (
        task.is_open
        and (task.process.organisation_id in places or task.process_id in worked)
        and task.owner_id != reader.person.pk
        and not mine
        and task.process.subject_id in seen
        and not exclusions.filter(role__in=["", task.role]).exists()
    )


@pytest.mark.parametrize("name", ["common", "several", "owner"])
def test_what_waits_for_others(crowd: tasks.Crowd, name: str) -> None:
    reader = Reader(getattr(crowd, name), tasks.AT)
    places = {grant.organisation_id for grant in reader.grants if grant.role in MUNICIPAL}
    worked = set(Task.objects.filter(owner=reader.person).values_list("process", flat=True))
    visible = Case.objects.visible_to(reader.person, reader.today)
    seen = set(visible.values_list("pk", flat=True))
    everything = Task.objects.exclude(role="").select_related("process")

    expected = in_order([t.pk for t in everything if is_for(reader, t, places, worked, seen)])

    assert paged(View.WAITING, reader) == expected


def test_roles_in_all_municipalities_are_read_as_one_is(crowd: tasks.Crowd) -> None:
    reader, client = make_coordinator_everywhere(crowd), Client()
    client.force_login(crowd.several)

    assert paged(View.TEAM, reader) == in_order(
        queues.available(reader.person, reader.today).values("pk")
    )
    for view in View.values:
        address = reverse("inbox_view", args=[view])
        for following in (address, client.get(address).context["next"]):
            with CaptureQueriesContext(connection) as asked:
                client.get(following or address)
            assert len(asked) <= 8, view


@pytest.mark.parametrize("name", ["common", "rare", "empty", "owner"])
def test_the_tabs_count_alike_on_every_page(crowd: tasks.Crowd, name: str) -> None:
    reader, client = Reader(getattr(crowd, name), tasks.AT), Client()
    client.force_login(reader.person)
    overseen = [View.NOBODY] if reader.holds(*OVERSEEING) else []
    tabs = (View.MINE, View.TEAM, *overseen)
    counts = [
        inbox.count(view, reader) if view in tabs else None
        for view in View
        if view in tabs or view != View.NOBODY
    ]
    expected = [f"{CAP - 1}+" if n == CAP else n if n is None else str(n) for n in counts]

    for view in View.values:
        address = reverse("inbox_view", args=[view])
        first = client.get(address).context
        if view == View.NOBODY and not overseen:
            expected = [*expected, None]
        for found in filter(None, (first, first["next"] and client.get(first["next"]).context)):
            assert [count for *_tab, count in found["views"]] == expected


def test_a_search_counts_no_less_on_the_tabs(crowd: tasks.Crowd) -> None:
    client = Client()
    client.force_login(crowd.rare)
    address = reverse("inbox_view", args=[View.TEAM])

    whole = client.get(address).context
    narrowed = client.get(address, {"q": "finns inte"}).context

    assert whole["page"].rows
    assert not narrowed["page"].rows
    assert narrowed["views"][1][3] == whole["views"][1][3]


@pytest.mark.parametrize("name", ["common", "rare", "empty", "several", "owner"])
def test_fellows_are_those_who_share_a_queue(crowd: tasks.Crowd, name: str) -> None:
    one = getattr(crowd, name)
    elsewhere = Membership.objects.exclude(person=one).order_by("pk")[:3]
    for held in elsewhere:  # her roles and their places, crossed
        for role in one.memberships.values_list("role", flat=True).distinct():
            Membership.objects.get_or_create(
                person=held.person,
                role=role,
                organisation=held.organisation,
                from_date=LONG_AGO,
            )
    reader = Reader(one, tasks.AT)

    found = fellows(reader)

    shared = [(grant.role, grant.organisation_id) for grant in reader.grants]
    assert found == [(person.pk, person.name) for person in holders(shared, reader)]
