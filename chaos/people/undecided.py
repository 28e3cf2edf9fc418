"""Cases that wait to be decided, all taken by one decision maker."""

import json
import sys

from django.utils import timezone

from chaos.people.sessions import sign_in
from processes.case.actions import claim
from tests.support import drive, stages
from tests.support import world as worlds

PORTION = 50


def main(cases: str) -> None:
    """Make so many; the last line says how to be them, as JSON."""
    world = worlds.build()
    world.at = timezone.now()
    tasks = []
    for number in range(int(cases)):
        place = stages.new_municipality(world, f"9{number:04}", f"Ort {number}")
        case = drive.report(world, drive.visit(world, stages.visiting(world, place)))
        task = drive.open_task(case, "decide")
        claim(task, by=world.decision_maker, at=world.at, declared=True)
        tasks.append(task.pk)
        if not len(tasks) % PORTION:
            sys.stdout.write(f"{len(tasks)} cases wait to be decided\n")
            sys.stdout.flush()
    told = {"session": sign_in(world.decision_maker), "tasks": tasks}
    sys.stdout.write(json.dumps(told) + "\n")
