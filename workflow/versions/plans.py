"""What becomes of a running process in another version of its flow, or why it has to stay.

The new flow says in ``FROM`` which of its nodes are those of a version before: ``FROM = {1: {"old":
"new", "gone": None}}``. A node that is not named there is the one of the same name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from viewflow.workflow import flow
from viewflow.workflow.base import Node

from workflow import queues
from workflow.calendar import Deadline, local_date
from workflow.definition import soundness, versions
from workflow.definition.nodes import Work
from workflow.engine.walk import ENDED
from workflow.exceptions import Refused
from workflow.models import Process, Task


@dataclass
class Move:
    """An open task, or a wait: the node it stands at, and the one at which it goes on.

    ``stops`` and ``starts`` say which of its promises end and begin: ``deadline``, ``lapse``. What
    both nodes promise stays as it is, and so keeps its remaining time.
    """

    task: Task
    old: Any
    new: Any
    stops: list[str] = field(default_factory=list)
    starts: list[str] = field(default_factory=list)
    deadline: Deadline | None = None


@dataclass
class Plan:
    """How a process moves: its open tasks, and the rows of what is done, by where they belong."""

    process: Process
    target: Any
    moves: list[Move]
    done: list[tuple[Task, Node]]

    def as_json(self) -> dict[str, Any]:
        """The plan as the trail keeps it."""
        return {
            "from": versions.version_of(self.process.flow_class.__name__),
            "to": versions.version_of(self.target.__name__),
            "tasks": [
                {
                    "task": move.task.pk,
                    "node": move.old.name,
                    "to": move.new.name,
                    "stopped": move.stops,
                    "started": move.starts,
                }
                for move in self.moves
            ],
        }

    def __str__(self) -> str:
        ways = (f"{move.old.name} → {move.new.name}{_promised(move)}" for move in self.moves)
        return ", ".join(ways)


def _promised(move: Move) -> str:
    said = [f"{one} stopped" for one in move.stops] + [f"{one} started" for one in move.starts]
    return f" ({', '.join(said)})" if said else ""


def mapping(target: Any, version: int) -> Mapping[str, str | None]:
    """What the new flow says of a version before. Raises Refused if it says nothing."""
    found: Mapping[str, str | None] | None = getattr(target, "FROM", {}).get(version)
    if found is None:
        raise Refused(
            f"{target.__name__} does not say in FROM which nodes are those of version {version}.",
            code="mapping_missing",
        )
    return found


def node_for(old: Node, target: Any) -> Node | None:
    """The node of the new flow for one of the old; None if there is none of its kind."""
    declared = mapping(target, versions.version_of(old.flow_class.__name__))
    name = declared.get(old.name, old.name)
    new = target.instance.node(name, no_obsolete=True) if name else None
    return new if new is not None and versions.is_same(old, new) else None


def plan(process: Process, target: Any, *, at: datetime) -> Plan:
    """How a running process moves. Raises Refused with the reason why it has to stay.

    Nothing is changed. What the process promises is counted from ``at``.
    """
    if process.status in ENDED:
        raise Refused("It has ended.", code="process_ended")
    if process.flow_class is target:
        raise Refused("It has been moved already.", code="already_moved")
    process.moment = at
    rows = list(Task.objects.filter(process=process).select_related("owner").order_by("pk"))
    for task in rows:
        task.process = process
    waiting = [task for task in rows if task.status not in ENDED]
    made = Plan(process, target, [_move(task, target, at) for task in waiting], [])
    for task in rows:
        if task.status in ENDED and (new := node_for(task.flow_task, target)) is not None:
            made.done.append((task, new))
    for move in made.moves:
        _require_arrived(move, made)
    _require_reachable(made)
    return made


def _move(task: Task, target: Any, at: datetime) -> Move:
    new = node_for(task.flow_task, target)
    if new is None:
        raise Refused(
            f"It stands at {task.flow_task.name}, for which version "
            f"{versions.version_of(target.__name__)} has no node.",
            code="node_unmapped",
        )
    move = Move(task, task.flow_task, new)
    if isinstance(new, Work):
        _require_keeper(move, at)
        _compare_promises(move)
    return move


def _require_keeper(move: Move, at: datetime) -> None:
    """Whoever has the task must be one who may do it at its new node."""
    task, new, process = move.task, move.new, move.task.process
    if task.owner_id is None:
        return
    if new.declared and not move.old.declared:
        raise Refused(
            f"{new.name} asks for a declaration of impartiality, and somebody has the task.",
            code="declaration_asked",
        )
    place = (new.queue.role, new.queue.at(process))
    if place == (task.role, task.organisation_id):
        return
    there = Task(process=process, role=place[0], organisation_id=place[1])
    if not queues.may_keep(there, task.owner_id, local_date(at)):
        raise Refused(
            f"Somebody has the task {move.old.name} who may not do {new.name}.",
            code="owner_without_role",
        )


def _compare_promises(move: Move) -> None:
    """What only one of the two nodes promises is stopped, or begins."""
    task, old, new = move.task, move.old, move.new
    if new.limit is None and task.due is not None:
        move.stops.append("deadline")
    elif new.limit is not None and task.due is None:
        move.deadline = new.limit(task.process)
        if move.deadline is not None:
            move.starts.append("deadline")
    if old.lapse is not None and new.lapse is None:
        move.stops.append("lapse")
    elif old.lapse is None and new.lapse is not None:
        move.starts.append("lapse")


def _require_arrived(move: Move, made: Plan) -> None:
    """A join that waits finds the branches that came to it by their nodes."""
    if not isinstance(move.new, flow.Join):
        return
    known = {str(task.flow_task.name) for task, _new in made.done}
    lost = [name for name, _token in move.task.came_from if name not in known]
    if lost:
        raise Refused(
            f"A branch has come to {move.old.name} from {lost[0]}, for which there is no node.",
            code="branch_unmapped",
        )


def _require_reachable(made: Plan) -> None:
    """Where it would stand must be a place to which the new version itself can come."""
    names = tuple(sorted(move.new.name for move in made.moves))
    if names not in soundness.explore(made.target).standing:
        raise Refused(
            f"The new version never stands at {' and '.join(names)} at once.",
            code="never_there",
        )
