"""The process of a case with its live position, as a drawing and as text."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from processes.case import nodes
from processes.case.models import Case
from processes.case.open_tasks import tasks_of
from processes.case.stages import Stage
from processes.roles import Role
from workflow.definition.diagrams import svg
from workflow.models import Task


@dataclass(frozen=True)
class Place:
    """One human step of the process: not begun, started or done in this case."""

    title: str
    stage: str
    status: str


def position(case: Case) -> tuple[set[str], set[str]]:
    """The names of the steps that are done, and of those that are open now."""
    rows = tasks_of(case).values_list("flow_task", "status").annotate(latest=Max("pk"))
    names = [(_name(reference), status) for reference, status, _latest in rows]
    current = {name for name, status in names if status in Task.OPEN}
    done = {name for name, status in names if status == "DONE"} - current
    return done, current


def _name(reference: object) -> str:
    return str(getattr(reference, "name", reference)).rpartition(".")[2]


def _flow_of(case: Case) -> Any:
    """The version of the flow by which the case runs."""
    return case.main_process.flow_class if case.main_process else nodes.main()[0]


def drawing(case: Case, done: set[str], current: set[str]) -> str:
    """The case's flow drawn with a lane for each role."""
    roles = {str(role.value): str(role.label) for role in Role}
    return svg(_flow_of(case), done=done, current=current, roles=roles)


def places(case: Case, done: set[str], current: set[str]) -> list[Place]:
    """The steps from first to last, with where the case stands."""
    return [
        Place(str(node.task_title), str(Stage(node.stage).label), _status(node.name, done, current))
        for node in nodes.human(_flow_of(case))
    ]


def _status(name: str, done: set[str], current: set[str]) -> str:
    if name in current:
        return "started"
    return "done" if name in done else "not_started"
