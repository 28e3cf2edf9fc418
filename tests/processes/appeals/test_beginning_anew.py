"""An upheld appeal of a case that was declined or closed: a new one goes on where it ended."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from processes.appeals import deciding
from processes.case.actions import claim
from processes.closing.actions import close
from processes.models import Appeal, Case
from processes.roles import Role
from tests.processes.appeals.appealing import fresh, laid, task_of
from tests.support import drive, stages
from tests.support.world import START, World, person
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models import TrailChain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def declined(world: World) -> Case:
    case = stages.submitted(world, world.municipality)
    perform(case.application.decline, by=world.officer, at=world.at, reasons="Ryms inte.")
    return drive.fresh(case)


def closed(world: World) -> Case:
    case = stages.to_be_signed(world, world.municipality)
    close(case, "unsigned", "Ingen svarar.", by=world.officer, at=world.at)
    return drive.fresh(case)


def upheld(world: World, case: Case) -> Appeal:
    made = laid(world, case)
    decider = person("Disa Domare", world.body, Role.DECISION_MAKER)
    claim(task_of(made), by=decider, at=world.at, declared=True)
    deciding.uphold(fresh(made), "Det var fel.", by=decider, at=world.at)
    return fresh(made)


@pytest.mark.obligation(84)
@pytest.mark.parametrize(
    ("ended", "waits"), [(declined, "review_application"), (closed, "sign_agreement")]
)
def test_a_new_case_goes_on_where_the_old_one_ended(world: World, ended: Any, waits: str) -> None:
    old = ended(world)

    made = upheld(world, old)

    new = Case.objects.get(previous=old)
    assert drive.nodes(new) == [waits]
    assert drive.fresh(old).current_state == old.current_state
    assert (new.kind, new.application.scope) == (old.kind, old.application.scope)
    client = Client()
    client.force_login(world.coordinator)
    page = client.get(reverse("appeal", args=[old.number, made.number])).content.decode()
    assert reverse("case", args=[new.number]) in page
    assert not [fault for chain in TrailChain.objects.all() for fault in trail.verify(chain)]


def test_who_declined_it_does_not_review_it_anew_where_somebody_else_can(world: World) -> None:
    old = declined(world)
    upheld(world, old)
    task = drive.open_task(Case.objects.get(previous=old), "review_application")

    with pytest.raises(Refused):
        claim(task, by=world.officer, at=world.at)


def test_beside_a_case_that_runs_none_begins(world: World) -> None:
    old = declined(world)
    drive.apply(world)

    assert upheld(world, old).current_state == "granted"
    assert Case.objects.count() == 2
