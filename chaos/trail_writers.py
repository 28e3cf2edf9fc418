"""Many who write the trail at the same time, all in the same few chains."""

import json
import random
import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import transaction
from django.db.models import Sum

from chaos.dying import in_a_fork
from chaos.people import crew
from processes.models import Audit, Case, Person
from tests.support import drive
from tests.support import world as worlds
from tests.support.stages import new_municipality
from tests.support.world import START
from workflow import trail
from workflow.calendar import local_date
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict
from workflow.models import TrailEntry

CHAINS = 5
STEPS = ("propose_plan", "ask_new_plan")


def _prepare() -> None:
    """Cases of which the plan may be proposed, and asked for anew, again and again."""
    world = worlds.build()
    for number in range(CHAINS):
        place = new_municipality(world, f"{number + 1000}", f"Ort {number}")
        case = drive.apply(replace(world, municipality=place))
        drive.lead(world, drive.assess(world, drive.accept(world, case)))
    day = local_date(world.at + timedelta(days=30))
    Audit.objects.update(visit_date=day, visit_end_date=day, objectives="Pröva", agenda="09.00")


def _write(turns: int, number: int, barrier: Barrier) -> None:
    """In each turn one step, if nobody else is first, and one note."""
    auditor = Person.objects.get(name="Rut Revisor")
    coordinator = Person.objects.get(name="Karin Koordinator")
    barrier.wait(crew.PATIENCE)
    for turn in range(turns):
        case = random.choice(Case.objects.order_by("pk"))
        _step(case.audit, auditor, coordinator)
        note = {"writer": number, "turn": turn}
        with transaction.atomic():
            trail.record(trail.Event(subject=case, step="note", by=auditor, at=START, data=note))


def _step(audit: Any, auditor: Any, coordinator: Any) -> None:
    try:
        if audit.current_state == "ready":
            perform(audit.propose_plan, by=auditor, at=START)
        else:
            perform(audit.ask_new_plan, by=coordinator, at=START, remarks="En annan dag.")
    except Conflict:
        return


def _moves() -> int:
    """How often an audit was changed by a step, by the audits themselves."""
    return int(Audit.objects.aggregate(steps=Sum("version"))["steps"])


def _tell(before: int, errors: list[str]) -> None:
    told = {
        "notes": TrailEntry.objects.filter(step="note").count(),
        "steps": TrailEntry.objects.filter(step__in=STEPS).count(),
        "moves": _moves() - before,
        "errors": errors,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def main(writers: str, turns: str) -> None:
    """So many writers, each so many turns; what came of it is said as JSON."""
    in_a_fork(_prepare)
    before = crew.told(_moves)
    _tell(before, crew.together(int(writers), partial(_write, int(turns))))
