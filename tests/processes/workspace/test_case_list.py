"""The pages of the list of cases together: each case once, newest first, for whoever reads."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from processes.case.reader import Reader
from processes.case.stages import WAY
from processes.models import Case, Person
from processes.roles import Role
from processes.workspace import lists
from tests.support import caseload, plans
from tests.support.world import World, person
from workflow.models import Exclusion, Task
from workflow.roles import Grant

READERS = (
    "officer",
    "administrator",
    "auditor",
    "second_auditor",
    "decision_maker",
    "coordinator",
    "neighbour_coordinator",
    "observer",
    "olle",
    "everything",
)
CHOSEN: tuple[dict[str, Any], ...] = (
    {},
    {"kind": "surveillance"},
    {"state": "running"},
    {"kind": "initial", "state": "granted"},
    {"stage": "audit"},
    {"stage": "decision"},
    {"stage": "certificate"},
    {"q": "ort 1"},
    {"q": "HULTS"},
    {"q": "kl-2026-0001"},
    {"q": "%"},
    {"q": "ort", "kind": "initial", "stage": "audit"},
)
INDEXES = {
    "officer": "case_of_edition",
    "olle": "case_of_edition",
    "coordinator": "case_of_certification",
    "auditor": "task_waiting",
}
OVERSEEN = {"kind": "case_of_kind", "state": "case_of_state", "stage": "task_open"}
INDEXED = {"postgresql": r"using {} on", "sqlite": r"USING (?:COVERING )?INDEX {}\b"}
READS_ALL = {
    "postgresql": r"Seq Scan on (processes_case|workflow_)",
    "sqlite": r"SCAN (processes_case|workflow_)",
}


@pytest.fixture
def caseload_of(world: World) -> World:
    caseload.fill(world, 400)
    caseload.add_beside(world)
    return world


def reader_of(world: World, name: str) -> Reader:
    """Somebody of the world; the other body's officer; or who has a role of each kind."""
    if name == "olle":
        return Reader(Person.objects.get(name="Olle Annan"), world.at)
    if name == "everything":
        somebody = person("Alla Roller", world.body, Role.OFFICER)
        for role, place in ((Role.AUDITOR, world.body), (Role.COORDINATOR, world.municipality)):
            somebody.memberships.create(role=role, organisation=place, from_date="2020-01-01")
        return Reader(somebody, world.at)
    return Reader(getattr(world, name), world.at)


def paged(reader: Reader, chosen: dict[str, Any]) -> list[int]:
    """What the reader sees who goes on to the end."""
    seen, after = [], ""
    while True:
        lines, after = lists.page(reader, chosen, after)
        seen += [line.case.pk for line in lines]
        if not after:
            return seen


def sees(reader: Reader, case: Case) -> bool:
    """Whether somebody may see a case, told of it alone."""
    held, me = set(reader.grants), reader.person
    body, place = case.scheme.body_id, case.certification.organisation_id
    tasks = Task.objects.filter(process__chain=case.main_process.chain_id)
    works = any(grant.role in (Role.AUDITOR, Role.DECISION_MAKER) for grant in held)
    free = (Grant(t.role, t.organisation_id or 0) for t in tasks if t.is_open and not t.owner_id)
    in_team = case.pk in Case.objects.filter(
        audit__team__person=me, audit__team__left_at=None
    ).values_list("pk", flat=True)
    return not Exclusion.objects.filter(
        process=case.main_process, person=me, role=""
    ).exists() and (
        bool({Grant(Role.OFFICER, body), Grant(Role.ADMINISTRATOR, body)} & held)
        or bool({Grant(role, place) for role in (Role.COORDINATOR, Role.SIGNATORY)} & held)
        or (works and (in_team or bool(set(free) & held) or tasks.filter(owner=me).exists()))
    )


def matches(case: Case, chosen: dict[str, Any]) -> bool:
    """Whether a case is one of those chosen, told of it alone."""
    text = chosen.get("q", "").lower()
    stage = chosen.get("stage")
    tasks = Task.objects.filter(process=case.main_process, status__in=Task.OPEN)
    return (
        (text in case.organisation.name.lower() or text in case.number.lower())
        and case.kind == chosen.get("kind", case.kind)
        and case.state == chosen.get("state", case.state)
        and (not stage or any(task.flow_task.stage == stage for task in tasks))
    )


@pytest.mark.parametrize("name", READERS)
def test_every_case_once_newest_first(caseload_of: World, name: str) -> None:
    plans.count()
    reader = reader_of(caseload_of, name)
    cases = Case.objects.select_related("certification__organisation", "certification__scheme")

    visible = [case for case in cases.order_by("-main_process") if sees(reader, case)]

    assert set(Case.objects.visible_to(reader.person, reader.today)) == set(visible)
    for chosen in CHOSEN:
        expected = [case.pk for case in visible if matches(case, chosen)]
        assert paged(reader, chosen) == expected, chosen


@pytest.mark.parametrize("after", ["rubbish", "-1", "1.5", "²", "٣", "\x00", "9" * 30, "1e3", " 7"])
def test_a_key_that_nobody_wrote_begins_from_the_first_page(
    caseload_of: World, client: Client, after: str
) -> None:
    client.force_login(caseload_of.officer)

    answer = client.get(reverse("cases"), {"after": after})

    assert answer.status_code == 200
    first = client.get(reverse("cases")).context["lines"]
    assert [one.case for one in answer.context["lines"]] == [one.case for one in first]


@pytest.mark.parametrize("name", READERS)
def test_a_page_takes_few_statements(caseload_of: World, client: Client, name: str) -> None:
    client.force_login(reader_of(caseload_of, name).person)

    for query in CHOSEN:
        address = reverse("cases")
        for following in (address, client.get(address, query).context["next"]):
            with CaptureQueriesContext(connection) as asked:
                client.get(following or address, {} if following != address else query)
            assert len(asked) <= 8, (query, len(asked))


@pytest.mark.parametrize("name", INDEXES)
@pytest.mark.parametrize(
    "chosen", [{}, {"kind": "surveillance"}, {"state": "running"}, {"stage": "decision"}]
)
def test_a_page_reads_the_first_of_each_range_of_an_index(
    world: World, name: str, chosen: dict[str, Any]
) -> None:
    caseload.fill(world, 2000)
    plans.settle()
    reader = reader_of(world, name)
    is_overseen = INDEXES[name] == "case_of_edition" and chosen
    index = OVERSEEN[next(iter(chosen))] if is_overseen else INDEXES[name]

    for after in ("", lists.page(reader, chosen)[1]):
        keys, *rest = plans.of(
            lambda after=after: lists.page(reader, chosen, after), "processes_case"
        )

        assert re.search(INDEXED[connection.vendor].format(index), keys), keys
        for plan in (keys, *rest):
            assert not re.search(READS_ALL[connection.vendor], plan), plan


def test_every_stage_can_be_asked_for(caseload_of: World, client: Client) -> None:
    client.force_login(caseload_of.officer)

    for stage in WAY:
        assert client.get(reverse("cases"), {"stage": stage}).status_code == 200
