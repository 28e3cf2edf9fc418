"""Municipalities with a week left before their deadline, and what their people do one evening.

Each has five people signed in, the standard scheme's 45 criteria half written, and ten tasks
whose reminders fell due while no scheduler was there.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from chaos.people.sessions import sign_in
from processes.case.actions import claim
from processes.models import Organisation
from processes.roles import Role
from processes.self_assessment.actions import Ask, ask
from tests.support import drive
from tests.support import world as worlds
from tests.support.world import World, person, standard_scheme
from workflow.models import Task

COLLEAGUES, ASKED, EACH = 3, 3, 3
"""How many contributors, how often each is asked, and for how many criteria each time."""
APPLIED, ASKED_DAYS = 54, 10
"""So many days ago: the self-assessment has 60, a contribution two weeks."""
LOOKS = [("inbox", "/", None), ("queue", "/inbox/team/", None)]
PORTION = 50


def main(places: str, told: str) -> None:
    """Make so many; the file then says who they are and what they do this evening, as JSON."""
    world, now = worlds.build(), timezone.now()
    scheme = standard_scheme(world, now - timedelta(days=APPLIED + 1))
    world = replace(world, scheme=scheme)
    people: list[dict[str, Any]] = []
    for number in range(int(places)):
        people += _place(replace(world, **_newcomers(number)), now)
        if not (number + 1) % PORTION:
            sys.stdout.write(f"{number + 1} municipalities are ready\n")
            sys.stdout.flush()
    Path(told).write_text(json.dumps(people))


def _newcomers(number: int) -> dict[str, Any]:
    """A municipality and those who sign in there, the contributors apart."""
    place = Organisation.objects.create(
        kind=Organisation.Kind.MUNICIPALITY,
        code=f"9{number:04}",
        name=f"Ort {number}",
        full_name=f"Ort {number} kommun",
    )
    return {
        "municipality": place,
        "coordinator": person(f"Karin {number}", place, Role.COORDINATOR),
        "signatory": person(f"Sten {number}", place, Role.SIGNATORY),
    }


def _place(world: World, now: Any) -> Iterator[dict[str, Any]]:
    """Its people, each with what they have to do."""
    world.at = now - timedelta(days=APPLIED)
    case = drive.accept(world, drive.apply(world, world.municipality, world.coordinator))
    case.self_assessment.answers.update(level=3, motivation="Så gör vi hos oss.")
    task = drive.open_task(case, "assess")
    if task.owner_id is None:
        claim(task, by=world.coordinator, at=world.at)
    world.at = now - timedelta(days=ASKED_DAYS)
    criteria = [one.criterion for one in case.self_assessment.answers.in_order()]
    page = f"/case/{case.number}/"
    for number in range(COLLEAGUES):
        name = f"Mia {number} i {world.municipality.name}"
        colleague = person(name, world.municipality, Role.CONTRIBUTOR)
        hers = [criteria.pop(0) for _ in range(ASKED * EACH)]
        yield _told(colleague, page, _contributes(world, case, colleague, hers))
    yield _told(world.coordinator, page, _writes(page, f"/task/{task.pk}/", criteria))
    reads = [("assessment", f"{page}assessment/", None), ("case", page, None)]
    yield _told(world.signatory, page, LOOKS + reads)


def _contributes(
    world: World, case: Any, colleague: Any, criteria: list[Any]
) -> Iterator[tuple[str, str, str | None]]:
    """Write what they were asked for, then deliver it."""
    for _time in range(ASKED):
        some = tuple(criteria.pop(0) for _ in range(EACH))
        wanted = Ask(colleague, some, "Kan du det här?")
        assessment = drive.fresh(case).self_assessment
        asked = ask(assessment, wanted, by=world.coordinator, at=world.at)
        task = Task.objects.exclude(role="").get(process=asked.own_process)
        where = f"/task/{task.pk}/"
        yield from _writes(f"/case/{case.number}/", where, some)
        yield "step", where, "step=deliver"


def _writes(page: str, task: str, criteria: Any) -> Iterator[tuple[str, str, str | None]]:
    """The list, then each criterion: read, typed, saved."""
    yield LOOKS[0]
    yield "task", task, None
    for criterion in criteria:
        path = f"{page}assessment/{criterion.code}/"
        text = "level=3&version=VERSION&motivation="
        yield "criterion", path, None
        yield "autosave", path, f"{text}Vi+har+en+lots"
        yield "autosave", path, f"{text}Vi+har+en+lots+som+svarar+samma+dag."
        yield "save", path, f"{text}Vi+har+en+lots+som+svarar+samma+dag.&then=next"


def _told(person: Any, page: str, evening: Any) -> dict[str, Any]:
    looks = [*LOOKS, ("case", page, None)]
    return {"session": sign_in(person), "evening": list(evening), "looks": looks}
