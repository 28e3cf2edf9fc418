"""``perform``: the only door to a new state."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django_fsm import TransitionNotAllowed

from workflow import events, execution, queues, roles, timers, trail
from workflow.calendar import local_date
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted, Refused
from workflow.models import StatefulModel, Task, TrailEntry

Text = str | LazyText

AUTOMATIC = {"automatic": True}
"""Given as ``custom`` to a transition that only the system takes, from an action."""


class Needs:
    """A policy as an FSM condition that can say why it refuses."""

    def __init__(self, policy: Callable[[Any], bool], refusal: Text) -> None:
        self.policy = policy
        self.refusal = refusal
        self.__name__ = policy.__name__

    def __call__(self, subject: Any) -> bool:
        return self.policy(subject)


needs = Needs


class HeldBy:
    """An FSM permission: the person holds one of the roles where the row belongs."""

    def __init__(self, *held: str) -> None:
        self.roles = frozenset(held)

    def __call__(self, subject: Any, person: Any) -> bool:
        day = local_date(timezone.now())
        places = subject.places
        held = roles.grants(person, day)
        if not any(g.role in self.roles and g.organisation_id in places for g in held):
            return False
        process = subject.process
        return process is None or not queues.is_barred(person, process, self.roles)


held_by = HeldBy


def perform(
    step: Any,
    *,
    by: Any,
    at: datetime | None = None,
    because: str = "",
    **given: Any,
) -> TrailEntry:
    """Take a step: check, change, record, promise, move the flow and announce, or nothing at all.

    ``by`` None is the system. Raises NotPermitted, ConditionFailed or Conflict; nothing is
    changed then. ``given`` goes to the transition method; ``because`` to the trail.
    """
    moment = at or timezone.now()
    subject = step.__self__
    with transaction.atomic():
        task, completes = _admitted(step, by=by, at=moment)
        source, version = subject.current_state, subject.version
        _take(step, given)
        _save(subject, version)
        target = subject.current_state
        happened = trail.Event(
            subject=subject,
            step=step.__name__,
            by=by,
            at=moment,
            source=source,
            target=target,
            because=because,
            data=subject.proof,
        )
        entry = trail.record(happened)
        timers.state_changed(subject, source=source, target=target, at=moment)
        if task is not None and completes:
            execution.complete(task, by=by, at=moment)
        events.performed.send(
            sender=type(subject), subject=subject, step=step.__name__, entry=entry, by=by, at=moment
        )
    return entry


def _admitted(step: Any, *, by: Any, at: datetime) -> tuple[Task | None, bool]:
    """Hold the process, find the open task of the step, and refuse who may not take it."""
    process_id = step.__self__.process_id
    locked = execution.lock(process_id, at, by=by) if process_id else None
    task, completes = _task_of(step, locked, by=by, at=at)
    if by is not None and task is None and not _permitted(step, by):
        raise NotPermitted(_("Your role does not allow this step."))
    return task, completes


def _task_of(step: Any, process: Any, *, by: Any, at: datetime) -> tuple[Task | None, bool]:
    """The open task the step belongs to; refuses who may not do it."""
    if process is None:
        return None, False
    task, needed, completes = execution.task_for(process, execution.label(step))
    if not needed:
        return None, False
    if task is None:
        if by is None:
            return None, False
        raise Conflict(_("This step is already done or not due yet. Read the new state."))
    if by is not None:
        _refuse_promised(step)
        queues.require(task, by, local_date(at))
    return task, completes


def _refuse_promised(step: Any) -> None:
    """What is promised for a moment comes with that moment: nobody brings it about earlier."""
    if any(promise.step == step.__name__ for promise in step.__self__.promises):
        raise NotPermitted(_("This happens by itself when its time comes."))


def _permitted(step: Any, person: Any) -> bool:
    subject = step.__self__
    meta = step._django_fsm
    move = meta.get_transition(subject.current_state)
    if move is None:
        return True  # the state itself refuses, with better words
    return move.permission is not None and move.has_perm(subject, person)


def _take(step: Any, given: dict[str, Any]) -> None:
    try:
        step(**given)
    except TransitionNotAllowed as error:
        refusals = [str(refusal) for refusal in _refusals(step)]
        if refusals:
            raise ConditionFailed(refusals) from error
        raise Conflict(_("This is already decided or has moved on. Read the new state.")) from error


def _refusals(step: Any) -> Iterator[Text]:
    subject = step.__self__
    move = step._django_fsm.get_transition(subject.current_state)
    for condition in (move.conditions or []) if move else []:
        if not condition(subject):
            yield condition.refusal


def _save(subject: StatefulModel, version: int) -> None:
    """Write the row if it is still the version that was read. Raises Conflict."""
    values = {
        field.attname: getattr(subject, field.attname)
        for field in subject._meta.concrete_fields
        if not field.primary_key and field.name != "version"
    }
    rows: models.QuerySet[StatefulModel] = models.QuerySet(type(subject))
    if rows.filter(pk=subject.pk, version=version).update(version=version + 1, **values) != 1:
        raise Conflict()
    subject.version = version + 1


@dataclass(frozen=True)
class Step:
    """A step that leads on from the present state, and why it may be closed to the person."""

    name: str
    allowed: bool
    refusals: tuple[str, ...] = ()


def open_steps(subject: StatefulModel, user: Any) -> list[Step]:
    """What the state allows next: each step, whether the user may take it, and if not, why."""
    steps = []
    for name, step in _steps_from(subject):
        refusals = [str(refusal) for refusal in _refusals(step)]
        try:
            process = subject.process
            task, _completes = _task_of(step, process, by=user, at=timezone.now())
            if task is None and not _permitted(step, user):
                refusals.append(_("Your role does not allow this step."))
        except Refused as refused:
            refusals.append(refused.message)
        steps.append(Step(name, allowed=not refusals, refusals=tuple(refusals)))
    return steps


def _steps_from(subject: StatefulModel) -> Iterator[tuple[str, Callable[..., Any]]]:
    field = subject.state_field()
    for name, method in sorted(field.transitions[type(subject)].items()):
        if method._django_fsm.has_transition(subject.current_state):
            yield name, getattr(subject, name)
