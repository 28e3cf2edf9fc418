"""``perform``: the only door to a new state."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import Transition, TransitionNotAllowed

from workflow import acts, events, queues, roles, timers, trail
from workflow.calendar import local_date
from workflow.engine import execution, locking
from workflow.engine.locking import Locked
from workflow.exceptions import ConditionFailed, Conflict, NotPermitted, Refused, heard
from workflow.language import Text
from workflow.models import Process, StatefulModel, Timer, TrailEntry
from workflow.models.stateful import BoundStep
from workflow.roles import Actor
from workflow.sql import unit_of_work, writes
from workflow.trail import spans

Condition = Callable[[Any], bool]
MOVED_ON = gettext_lazy("This is already decided or has moved on. Read the new state.")
NOTHING: Mapping[str, Any] = MappingProxyType({})

ENDS = {"ends": True}
"""Given as ``custom`` to a transition that ends the process of its row, wherever it stands."""


def locks(way: str) -> dict[str, Any]:
    """Given as ``custom`` to a transition that leads on to rows locked behind another one.

    ``way``: from its row to that one, as ``case__certification``; it is locked before all else.
    """
    return {"locks": way}


def automatic(*takers: str) -> dict[str, Any]:
    """Given as ``custom`` to a transition that only the system takes: by these functions.

    Each by its dotted name. A start at which one is not there, or takes no such step, fails.
    """
    return {"automatic": takers}


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
    """An FSM permission: the person holds one of the roles where the row belongs.

    They are not excluded from it: of a row without a process, from the one its history belongs to.
    """

    def __init__(self, *held: str) -> None:
        self.roles = frozenset(held)

    def __call__(self, subject: Any, person: Any) -> bool:
        root = subject.trail_root
        places = subject.places or getattr(root, "places", frozenset())
        grants = roles.grants(person, local_date(subject.step_at or timezone.now()))
        held = {g.role for g in grants if g.role in self.roles and g.organisation_id in places}
        process = subject.process or getattr(root, "process", None)
        return any(process is None or not queues.is_excluded(person, process, [r]) for r in held)


held_by = HeldBy


def perform(
    step: BoundStep,
    *,
    by: Actor | None,
    at: datetime | None = None,
    because: str = "",
    **given: Any,
) -> TrailEntry:
    """Take a step: check, change, record, promise, move the flow and announce, or nothing at all.

    ``by`` None is the system. Raises NotPermitted, ConditionFailed or Conflict; nothing is
    changed then. ``given`` goes to the transition method; ``because`` to the trail.
    """
    with transaction.atomic():
        return take(step, by=by, at=at or timezone.now(), because=because, given=given)


@acts.one()
@unit_of_work.buffered()
def take(
    step: BoundStep,
    *,
    by: Actor | None,
    at: datetime,
    because: str = "",
    given: Mapping[str, Any] = NOTHING,
    process: Process | None = None,
) -> TrailEntry:
    """Take a step as ``perform``, for whoever has a transaction open and undoes it on any error.

    ``process``: the row's, as it is now, if it is locked already.
    """
    subject = step.__self__
    subject.step_at = at
    locked = _admitted(step, by=by, at=at, process=process)
    source, version = subject.current_state, subject.version
    _take(step, given)
    target = subject.current_state
    happened = trail.Event(
        subject=subject,
        step=step.__name__,
        by=by,
        at=at,
        source=source,
        target=target,
        because=because,
        data={**subject.proof, **spans.ended(locked.ending)},
    )
    entry = trail.next_entry(happened, locked.process.chain if locked.process else None)
    _write(entry, subject, version)
    # The old state's timers stop before the new one's start: a step may wait in both.
    timers.leave(subject, source=source, target=target, at=at)
    _move_on(locked, timers.entered(subject, source=source, target=target), entry)
    if locked.process is not None and _ends(step, source):
        _end(locked.process, entry)
    events.performed.send(
        sender=type(subject), subject=subject, step=step.__name__, entry=entry, by=by, at=at
    )
    return entry


def _admitted(
    step: BoundStep, *, by: Actor | None, at: datetime, process: Process | None
) -> Locked:
    """Lock the process, find the open task of the step, and refuse who may not take it."""
    # First of all: what is read before the lock may be outdated when it is had.
    locked = locking.lock_for(step, by=by, at=at, process=process)
    _require(step, locked, by)
    return locked


def _require(step: BoundStep, locked: Locked, by: Actor | None) -> None:
    """Let pass who may take the step. Raises NotPermitted or Conflict."""
    if by is None:
        return
    if locked.task is not None:
        _refuse_promised(step)
        queues.require(locked.task, by)
    elif locked.needed:
        raise Conflict(
            _("This step is already done or not due yet. Read the new state."), code="not_due"
        )
    else:
        _require_permission(step, by)


def _move_on(locked: Locked, promised: list[Timer], entry: TrailEntry) -> None:
    """Start what was promised, and let the flow go on if the step completes its task."""
    if locked.process is None or locked.task is None or not locked.completes:
        timers.start_all(promised)
        return
    locked.process.cause = entry.event
    execution.complete(locked.task, by=entry.actor, at=entry.at, promised=promised)


def _end(process: Process, entry: TrailEntry) -> None:
    """End a process with a step, which whoever hears of its tasks is told."""
    process.cause = entry.event
    execution.cancel(process, at=entry.at)


def _ends(step: BoundStep, source: str) -> bool:
    """The transition taken is one of those that end the process."""
    return bool(step._django_fsm.get_transition(source).custom.get("ends"))


def _refuse_promised(step: BoundStep) -> None:
    """What is promised for a moment comes with that moment: nobody brings it about earlier."""
    if any(promise.step == step.__name__ for promise in step.__self__.promises):
        raise NotPermitted(
            _("This happens by itself when its time comes."), code="happens_by_itself"
        )


def _require_permission(step: BoundStep, person: Any) -> None:
    """Let pass whom the step's own permission lets pass. Raises NotPermitted or Conflict."""
    move = _move(step)
    if move is None:
        raise Conflict(str(MOVED_ON), code="moved_on")
    if move.permission is None or not move.has_perm(step.__self__, person):
        raise NotPermitted(_("Your role does not allow this step."), code="role_without_step")


def _move(step: BoundStep) -> Transition | None:
    """The transition that a bound step takes from the row's present state; None if there is none.

    The step's own field is asked: what a state is compared with need not be a text.
    """
    meta = step._django_fsm
    return meta.get_transition(meta.field.get_state(step.__self__))


def _take(step: BoundStep, given: Mapping[str, Any]) -> None:
    try:
        step(**given)
    except TransitionNotAllowed as error:
        if refusing := list(_refusing(step)):
            words = [_words(condition) for condition in refusing]
            raise ConditionFailed(words, code=refusing[0].__name__) from error
        raise Conflict(str(MOVED_ON), code="moved_on") from error


def _refusing(step: BoundStep) -> Iterator[Condition]:
    """The conditions of a bound step that do not hold."""
    subject, move = step.__self__, _move(step)
    for condition in (move.conditions or []) if move else []:
        if not condition(subject):
            yield condition


def _words(condition: Condition) -> str:
    """Why a condition does not hold."""
    return str(getattr(condition, "refusal", condition.__name__))


def _write(entry: TrailEntry, subject: StatefulModel, version: int) -> None:
    """Write the row, if it is still the version that was read, and its entry in the trail."""

    def changed(keys: list[int]) -> None:
        if not keys:
            # Nothing is written: whoever tries again with this row must meet the same conflict.
            subject.version = version
            raise Conflict()

    subject.version = version + 1
    unit_of_work.change(writes.change(subject, version=version), changed)
    unit_of_work.add([entry])


@dataclass(frozen=True)
class Step:
    """A step that leads on from the present state, and why it may be closed to the person."""

    name: str
    allowed: bool
    refusals: tuple[str, ...] = ()


def open_steps(subject: StatefulModel, user: Actor) -> list[Step]:
    """What the state allows next: each step, whether the user may take it, and if not, why."""
    steps = []
    for name, step in _steps_from(subject):
        refusals = [_words(condition) for condition in _refusing(step)]
        try:
            with heard():  # it is only asked, and refused nobody
                _require(step, locking.find(step, by=user, at=timezone.now()), user)
        except Refused as refused:
            refusals.append(refused.message)
        steps.append(Step(name, allowed=not refusals, refusals=tuple(refusals)))
    return steps


def _steps_from(subject: StatefulModel) -> Iterator[tuple[str, BoundStep]]:
    field = subject.state_field()
    for name, method in sorted(field.transitions[type(subject)].items()):
        if method._django_fsm.has_transition(subject.current_state):
            yield name, getattr(subject, name)
