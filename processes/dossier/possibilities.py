"""What the reader can do now in a case, and why a step is closed to them."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps

from processes import stages
from processes.case.models import Case
from processes.case.open_tasks import OpenTask
from processes.dossier.wording import possible
from processes.organisations.models import Person
from workflow.engine.transitions import open_steps
from workflow.models import StatefulModel


@dataclass(frozen=True)
class Possibility:
    """A step of an open task: allowed, or closed for reasons."""

    title: str
    allowed: bool
    reasons: tuple[str, ...]


def of(open_task: OpenTask, case: Case, person: Person) -> list[Possibility]:
    """The steps that complete a task, in the words of a button."""
    found = []
    for model in sorted({label.split(".")[1] for label in open_task.task.flow_task.steps}):
        row = _row(model, case)
        names = {label.split(".")[2] for label in open_task.task.flow_task.steps}
        steps = open_steps(row, person) if row is not None else []
        found += [
            Possibility(words, step.allowed, step.refusals)
            for step in steps
            if step.name in names and (words := possible(f"{model}.{step.name}"))
        ]
    return found


def _row(model: str, case: Case) -> StatefulModel | None:
    path = stages.path_of(model)
    if path is None:
        return None
    rows: Any = apps.get_model("processes", model)._default_manager.filter(**{path: case})
    found: StatefulModel | None = rows.order_by("-pk").first()
    return found
