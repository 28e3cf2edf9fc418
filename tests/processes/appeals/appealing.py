"""An appeal as a test needs it: registered, taken in, taken up, laid before a decision maker."""

from typing import Any

from processes.appeals import actions, admitting, deciding
from processes.case.actions import claim
from processes.models import Appeal, Case, Decision
from processes.roles import Role
from tests.support.world import World, person
from workflow.models import Task


def task_of(made: Appeal) -> Task:
    """The open task of an appeal."""
    return Task.objects.exclude(role="").get(process=made.own_process, finished=None)


def fresh(made: Appeal) -> Appeal:
    """The appeal as it is now."""
    return Appeal.objects.get(pk=made.pk)


def registered(world: World, case: Case, **more: Any) -> Appeal:
    """Written by the signatory, if nobody else is named."""
    said = {"by": world.signatory, "at": world.at} | more
    return actions.appeal(case, "Det stämmer inte.", **said)


def acknowledged(world: World, case: Case, officer: Any, **more: Any) -> Appeal:
    """Written, and an officer has read it."""
    made = registered(world, case, **more)
    claim(task_of(made), by=officer, at=world.at)
    actions.acknowledge(made, by=officer, at=world.at)
    return made


def laid(world: World, case: Case, against: Decision | None = None) -> Appeal:
    """Taken in and up, looked into by an officer who took no part, and to be decided."""
    officer = person(f"Olle Utredare{case.appeals.count()}", world.body, Role.OFFICER)
    made = acknowledged(world, case, officer, against=against)
    claim(task_of(made), by=officer, at=world.at)
    admitting.admit(fresh(made), by=officer, at=world.at)
    made = fresh(made)
    deciding.lay_before(made, "Jag har läst allt.", by=officer, at=world.at)
    return made
