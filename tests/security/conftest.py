"""What the addresses of the matrix can be about: a case in each state, and rows beside it."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from notifications.models import Notification
from processes.appeals.actions import appeal
from processes.case.models import Evidence
from processes.changing.actions import Change, report
from processes.marks import actions as marks
from processes.models import (
    AddressChange,
    Certificate,
    Changeover,
    Interest,
    Membership,
    Reviewer,
)
from processes.scheme.copies import new_cycle, new_edition
from processes.self_assessment.actions import Ask, ask
from processes.special.actions import Order, order
from tests.processes.complaints.complaining import complained
from tests.security.matrix import MATRIX, Place
from tests.support import sanctioning, stages
from tests.support.amending import proposed
from tests.support.world import World
from workflow.calendar import local_date
from workflow.models import Task, Timer


@pytest.fixture
def places(world: World) -> dict[str, Place]:
    """A case in each state that the matrix names, with rows that addresses can be about."""
    rows = _configuration(world)
    rows["complaint"] = complained(world)
    rows["reviewer"] = Reviewer.objects.create(
        process=rows["complaint"].own_process,
        role="officer",
        person=world.observer,
        invited_at=world.at,
    )
    rows["private_address"] = rows["complaint"].addresses.get()
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
        "move": AddressChange.objects.create(
            person=world.second_auditor,
            old=world.second_auditor.email,
            new="ny@example.org",
            asked_by=by,
            asked_at=timezone.now(),
            old_is_dead=True,
        ),
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
    if case.current_state == "granted":
        proposed(world, case, "LED-03", "observation", level=1)
        urgent = sanctioning.proposed(world, case, urgent="Företag vilseleds.")
        sanctioning.settled(world, urgent)
        change = Change("sites", "Vi flyttar.", local_date(world.at))
        report(case.certification, change, by=world.coordinator, at=world.at)
        unseen = Order("complaint", "Klagomål.", ["LED-01"], unannounced=True)
        rows["unseen"] = order(case.certification, unseen, by=world.officer, at=world.at)
        misuse = marks.Misuse("Märket står fel.", "Ta bort det.")
        marks.demand(case.certification, misuse, by=world.officer, at=world.at)
    rows["certificate"] = Certificate.objects.filter(case=case).first()
    assessment = getattr(case, "self_assessment", None)
    if assessment is not None and assessment.current_state == "open":
        criteria = tuple(a.criterion for a in assessment.answers.all()[:1])
        request = Ask(person=world.contributor, criteria=criteria)
        rows["contribution"] = ask(assessment, request, by=world.coordinator, at=world.at)
    return Place(case, task, world.scheme, rows)
