"""Nobody gets in where they do not belong: every address × method × role × relation."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from notifications.models import Notification
from processes.appeals.actions import appeal
from processes.case.exclusions import bar
from processes.case.models import Evidence
from processes.models import (
    Certificate,
    Changeover,
    Interest,
    Membership,
)
from processes.scheme.copies import new_cycle, new_edition
from processes.self_assessment.actions import Ask, ask
from tests import stages
from tests.security.matrix import MATRIX, Place, Row
from tests.security.people import EVERYBODY, people
from tests.world import World
from workflow.models import Task, Timer

LIBRARY = ("account_", "mfa_")


def _patterns(resolver: Any = None) -> Iterator[URLPattern]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


def test_every_address_has_a_row() -> None:
    names = {str(pattern.name) for pattern in _patterns()}
    ours = {name for name in names if not name.startswith(LIBRARY)}

    assert ours == set(MATRIX)


@pytest.fixture
def places(world: World) -> dict[str, Place]:
    """A case in each state that the matrix names, with rows that addresses can be about."""
    rows = _configuration(world)
    found = {}
    for number, state in enumerate(sorted({row.state for row in MATRIX.values()})):
        where = stages.new_municipality(world, f"8{number:03}", f"Plats{number}")
        found[state] = _place(world, stages.STATES[state](world, where), rows)
    for place in found.values():
        place.rows["notification"] = Notification.objects.earliest("pk")
    return found


def _configuration(world: World) -> dict[str, Any]:
    by, at = world.administrator, world.at
    draft = new_edition(world.scheme, model=world.edition, by=by, at=at)
    area = draft.areas.first()
    kind = ContentType.objects.get_for_model(Membership)
    role = Membership.objects.get(person=world.second_auditor)
    return {
        "edition": world.edition,
        "draft": draft,
        "area": area,
        "criterion": area.criteria.first(),
        "cycle": world.cycle,
        "draft_cycle": new_cycle(world.scheme, by=by, at=at),
        "changeover": Changeover.objects.create(
            cycle=world.cycle, by=by, began_at=at, finished_at=at
        ),
        "person": world.second_auditor,
        "membership": role,
        "interest": Interest.objects.create(
            person=world.second_auditor, organisation=world.neighbour, ground="kinship"
        ),
        "incident": Timer.objects.create(
            subject_type=kind,
            subject_id=role.pk,
            step="none",
            due_at=at,
            original_due_at=at,
            status="incident",
        ),
    }


def _place(world: World, case: Any, rows: dict[str, Any]) -> Place:
    task = Task.objects.filter(process=case.main_process).exclude(role="").latest("pk")
    rows = dict(rows)
    rows["evidence"] = Evidence.objects.create(
        case=case,
        title="Rutin",
        link="https://example.org/rutin",
        added_by=world.coordinator,
        added_at=world.at,
    )
    if case.current_state == "refused":
        appeal(case, "Underlaget är fel.", by=world.coordinator, at=world.at)
    rows["certificate"] = Certificate.objects.filter(case=case).first()
    if case.self_assessment.current_state == "open":
        criteria = tuple(a.criterion for a in case.self_assessment.answers.all()[:1])
        request = Ask(person=world.contributor, criteria=criteria)
        rows["contribution"] = ask(case.self_assessment, request, by=world.coordinator, at=world.at)
    return Place(case, task, world.scheme, rows)


def _answer(response: Any) -> str:
    """What an answer means: let on, refused in words, or nothing to be seen here."""
    if response.status_code in (403, 409):
        return "words"
    to_sign_in = "/accounts/login/" in response.get("Location", "")
    return "nothing" if response.status_code in (404, 405) or to_sign_in else "on"


def _wrong(name: str, row: Row, place: Place, everybody: dict[str, Any]) -> Iterator[str]:
    address = reverse(name, kwargs=row.arguments(place))
    for who, client in everybody.items():
        for method, allowed in (("get", row.get), ("post", row.post)):
            with transaction.atomic():
                response = getattr(client, method)(address)
                transaction.set_rollback(True)
            answer = _answer(response)
            expected = {"on", "words"} if who in allowed else {"nothing"}
            if who not in allowed and who in row.words:
                expected |= {"words"}
            if answer not in expected:
                yield f"{name} {method} {who}: {response.status_code}"


def _clients(everybody: dict[str, Any]) -> dict[str, Client]:
    clients = {who: Client() for who in everybody}
    for who, somebody in everybody.items():
        if somebody is not None:
            clients[who].force_login(somebody)
    return clients


@pytest.mark.timeout(300)
def test_everybody_gets_what_the_matrix_says(world: World, places: dict[str, Place]) -> None:
    wrong: list[str] = []
    everybody = people(world, next(iter(places.values())).case)
    for place in list(places.values())[1:]:
        for name in ("barred_auditor", "barred_officer"):
            bar(place.case.main_process, everybody[name], reason="jäv")
    clients = _clients(everybody)
    for name, row in MATRIX.items():
        wrong += _wrong(name, row, places[row.state], clients)

    assert not wrong, "\n".join(wrong)


def test_the_matrix_names_only_people_of_the_matrix(world: World) -> None:
    named = {who for row in MATRIX.values() for who in row.get | row.post}

    assert named <= EVERYBODY


def test_an_address_without_its_token_changes_nothing(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.administrator)

    assert client.post(reverse("new_scheme"), {"code": "bygglov"}).status_code == 403
