"""Moving: each process in a transaction of its own, so that whoever is stopped can go on."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from viewflow.workflow.fields import import_flow_by_ref

from workflow import timers, trail
from workflow.definition import versions
from workflow.definition.nodes import Work
from workflow.engine import lapses, locking
from workflow.engine.walk import ENDED
from workflow.exceptions import Refused
from workflow.models import Process, Task
from workflow.timers import reminders
from workflow.versions.plans import Move, Plan, mapping, node_for, plan

STEP = "move_to_version"
"""The step of the trail's entry: one for each process that is moved."""

BATCH = 100

COLUMNS = (
    *("flow_task", "flow_task_type", "came_from", "role", "organisation", "declared"),
    *("due", "explanation", "start_by"),
)


def flow_of(name: str, version: int) -> Any:
    """A version of a flow: by the name of its class, with the app before it or without.

    Raises Refused if the settings name none.
    """
    for reference in settings.WORKFLOW_FLOWS:
        family = versions.family(reference)
        known = {family, family.partition("/")[2], reference.rstrip(versions.DIGITS)}
        if name in known and versions.version_of(reference) == version:
            return import_flow_by_ref(reference)
    raise Refused(f"There is no version {version} of {name}.", code="version_unknown")


def running(source: Any) -> models.QuerySet[Process]:
    """The processes that run by a flow, oldest first."""
    some: models.QuerySet[Process] = Process.objects.filter(flow_class=source)
    return some.exclude(status__in=ENDED).order_by("pk")


def require_mapping(source: Any, target: Any) -> None:
    """Raises Refused if the new flow does not say how its nodes are those of the old one.

    Also if it names one that is not there: a letter too many would leave every case where it is.
    """
    declared = mapping(target, versions.version_of(source.__name__))
    for old, new in declared.items():
        if source.instance.node(old, no_obsolete=True) is None:
            raise Refused(f"FROM names {old}, which the old version has not.", code="node_unknown")
        if new is not None and target.instance.node(new, no_obsolete=True) is None:
            raise Refused(f"FROM names {new}, which the new version has not.", code="node_missing")


def planned(source: Any, target: Any, *, at: datetime) -> Iterator[tuple[Process, Plan | Refused]]:
    """What would become of each running process. Nothing is changed."""
    require_mapping(source, target)
    for process in running(source).iterator(chunk_size=100):
        try:
            yield process, plan(process, target, at=at)
        except Refused as refused:
            yield process, refused


def move_all(source: Any, target: Any, *, at: datetime) -> Iterator[tuple[Process, Plan | Refused]]:
    """Move each running process, and say of each what became of it.

    Each is committed before the next begins: after an interruption the same again goes on with
    those that still run by the old version. Raises Refused before the first if no mapping is
    declared.
    """
    require_mapping(source, target)
    for process in list(running(source)):
        try:
            yield process, move(process.pk, target, at=at)
        except Refused as refused:
            yield process, refused


@transaction.atomic
def move(process: int, target: Any, *, at: datetime) -> Plan:
    """Move one process. Raises Refused with the reason why it stays; then nothing has changed."""
    found = locking.lock_free({process})
    if not found:
        raise Refused("Somebody is at work on it.", code="process_locked")
    made = plan(found[process], target, at=at)
    _carry_out(made, at)
    return made


def _carry_out(made: Plan, at: datetime) -> None:
    # The plan as it is before: a moved process would tell the new version as its old one.
    said = made.as_json()
    names = _names(made)
    for move in made.moves:
        _place(move)
    for task, new in made.done:
        task.flow_task, task.flow_task_type = new, new.task_type
    rows = [*(move.task for move in made.moves), *(task for task, _new in made.done)]
    for task in rows:
        task.came_from = [[names.get(name, name), token] for name, token in task.came_from]
    Task.objects.bulk_update(rows, COLUMNS, batch_size=BATCH)
    made.process.flow_class = made.target
    made.process.save(update_fields=["flow_class"])
    subject: Any = made.process.subject
    event = trail.Event(subject=subject, step=STEP, by=None, at=at, data=said)
    trail.record(event, made.process.chain)
    for move in made.moves:
        _keep_time(move, at)


def _names(made: Plan) -> dict[str, str]:
    """What the nodes of the old version are called in the new one."""
    old = {
        node.name: node_for(node, made.target) for node in made.process.flow_class.instance.nodes()
    }
    return {name: new.name for name, new in old.items() if new is not None}


def _place(move: Move) -> None:
    """Let an open task stand at its new node: with its owner, in the queue of the node."""
    task, new = move.task, move.new
    task.flow_task, task.flow_task_type = new, new.task_type
    if not isinstance(new, Work):
        return
    task.declared = new.declared
    if new.queue is not None:
        task.role, task.organisation_id = new.queue.role, new.queue.at(task.process)
    if "deadline" in move.stops:
        task.due = task.explanation = task.start_by = None
    if move.deadline is not None:
        task.promise(move.deadline, effort=new.effort)


def _keep_time(move: Move, at: datetime) -> None:
    """Stop the promises that the new node does not make, and begin those that only it makes."""
    steps = {"deadline": (reminders.STEP,), "lapse": lapses.STEPS}
    stopped = [step for kind in move.stops for step in steps[kind]]
    if stopped:
        timers.stop(move.task, *stopped, at=at)
    begun = [reminders.first(move.task, at)] if "deadline" in move.starts else []
    begun += lapses.promised(move.task, at) if "lapse" in move.starts else []
    timers.start_all([timer for timer in begun if timer is not None])
