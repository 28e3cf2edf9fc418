"""``python -m tests.chaos.trail_writers_child WRITERS TURNS``: all in the same few chains."""

import json
import random
import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from multiprocessing.synchronize import Barrier
from typing import Any

import django
from django.db import transaction
from django.db.models import Sum

from tests.chaos import crew
from tests.chaos.dying import in_a_fork

CHAINS = 5
STEPS = ("propose_plan", "ask_new_plan")


def _prepare() -> None:
    """Cases of which the plan may be proposed, and asked for anew, again and again."""
    from processes.models import Audit
    from tests import drive
    from tests import world as worlds
    from tests.stages import new_municipality
    from workflow.calendar import local_date

    world = worlds.build()
    for number in range(CHAINS):
        place = new_municipality(world, f"{number + 1000}", f"Ort {number}")
        case = drive.apply(replace(world, municipality=place))
        drive.lead(world, drive.assess(world, drive.accept(world, case)))
    day = local_date(world.at + timedelta(days=30))
    Audit.objects.update(visit_date=day, visit_end_date=day, objectives="Pröva", agenda="09.00")


def _write(turns: int, number: int, barrier: Barrier) -> None:
    """In each turn one step, if nobody else is first, and one note."""
    from processes.models import Case, Person
    from tests.world import START
    from workflow import trail

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
    from tests.world import START
    from workflow.exceptions import Conflict
    from workflow.transitions import perform

    try:
        if audit.current_state == "ready":
            perform(audit.propose_plan, by=auditor, at=START)
        else:
            perform(audit.ask_new_plan, by=coordinator, at=START, remarks="En annan dag.")
    except Conflict:
        return


def _moves() -> int:
    """How often an audit was changed by a step, by the audits themselves."""
    from processes.models import Audit

    return int(Audit.objects.aggregate(steps=Sum("version"))["steps"])


def _tell(before: int, errors: list[str]) -> None:
    from workflow.models import TrailEntry

    told = {
        "notes": TrailEntry.objects.filter(step="note").count(),
        "steps": TrailEntry.objects.filter(step__in=STEPS).count(),
        "moves": _moves() - before,
        "errors": errors,
    }
    sys.stdout.write(json.dumps(told) + "\n")


def main(writers: int, turns: int) -> None:
    in_a_fork(_prepare)
    before = crew.told(_moves)
    _tell(before, crew.together(writers, partial(_write, turns)))


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
