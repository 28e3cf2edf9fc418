"""An item that nobody does comes onto the officer's table, and goes on from there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from processes.case.endings import Ground
from processes.case.models import Case
from processes.closing.actions import close
from processes.kinds import KINDS
from processes.organisations.models import Person
from processes.renewal import actions, deadlines
from processes.renewal.models import ProgrammeItem
from processes.renewal.overdue.models import Overdue
from processes.renewal.policies import is_on_its_way, is_owed, last_day
from processes.sanctions import actions as sanctions
from processes.sanctions.grounds import Ground as SanctionGround
from processes.sanctions.grounds import Kind
from workflow import events, timers, trail
from workflow.calendar import end_of, local_date
from workflow.engine import execution
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models.promises import keeps

State = ProgrammeItem.State


@keeps("processes.programmeitem", "miss")
def watch(item: ProgrammeItem, *, at: datetime) -> None:
    """Let an item that is on its way be, until the next day to look; put others on the table."""
    day = local_date(at)
    coming = deadlines.latest_day(item)
    if coming is None or not is_on_its_way(item, day, coming.date):
        miss(item, at=at)
        return
    until = item.given_until or last_day(item, coming.date)
    timers.start(item, "miss", due_at=end_of(until), explanation=coming.explanation.as_json())


def miss(item: ProgrammeItem, *, at: datetime) -> None:
    """Call an item overdue, and put it on the officer's table (obligation 66)."""
    with transaction.atomic():
        if item.current_state == State.OPENED:
            perform(item.miss, by=None, at=at)
        put_on_table(item, at=at)


def put_on_table(item: ProgrammeItem, *, at: datetime) -> None:
    """Ask the officer how an overdue item goes on; once at a time."""
    if item.overdues.filter(state=Overdue.State.OPEN).exists():
        return
    case = item.case or item.programme.certificate.case
    overdue = Overdue.objects.create(item=item, case=case, put_at=at)
    overdue.own_process = execution.create(
        item.traits.when_late,
        at=at,
        organisation=case.organisation,
        business_key=case.number,
        subject=case,
    )
    overdue.save(update_fields=["own_process"])
    trail.record(trail.Event(subject=overdue, step="put", by=None, at=at))
    execution.start(overdue.own_process, at=at)


@dataclass(frozen=True)
class Answer:
    """What the officer decides: why, and until or from which day."""

    reasons: str
    day: date | None = None

    def given(self, at: datetime) -> dict[str, Any]:
        """What the step is given."""
        return {"moment": at, "reasons": self.reasons, "until": self.day}


@transaction.atomic
def go_on(overdue: Overdue, answer: Answer, *, by: Person, at: datetime) -> None:
    """The case under way goes on; on the day it is looked at again."""
    perform(overdue.go_on, by=by, at=at, because=answer.reasons, **answer.given(at))
    item = _item(overdue)
    if item.case is None or not item.case.is_running:
        raise Refused(
            _("No case is under way. Open a new one, or choose when it opens."), code="no_case"
        )
    perform(item.grant_time, by=None, at=at, until=_day(answer))
    _look_again(item, at)


@transaction.atomic
def open_anew(overdue: Overdue, answer: Answer, *, by: Person, at: datetime) -> None:
    """A new case is opened now, and the one under way, if any, is closed."""
    perform(overdue.open_anew, by=by, at=at, because=answer.reasons, **answer.given(at))
    item, day = _item(overdue), local_date(at)
    perform(item.move, by=None, at=at, opens=day, until=_day(answer))
    _close_running(item, answer, by=by, at=at)
    actions.open_case(item, at=at)


@transaction.atomic
def move(overdue: Overdue, answer: Answer, *, by: Person, at: datetime) -> None:
    """A new case opens on the day, and the one under way, if any, is closed.

    Obligation 15, in part.
    """
    perform(overdue.move, by=by, at=at, because=answer.reasons, **answer.given(at))
    item, opens = _item(overdue), _day(answer)
    until = deadlines.moved_until(item, opens)
    perform(item.move, by=None, at=at, opens=opens, until=until)
    _close_running(item, answer, by=by, at=at)


@transaction.atomic
def propose_suspension(overdue: Overdue, answer: Answer, *, by: Person, at: datetime) -> None:
    """Propose that the certificate is suspended; the turn stays owed, and is looked at again.

    The proposal comes onto the officers' table with these reasons as its facts.
    """
    perform(overdue.propose_suspension, by=by, at=at, because=answer.reasons, **answer.given(at))
    item = _item(overdue)
    perform(item.grant_time, by=None, at=at, until=_day(answer))
    draft = sanctions.Draft(Kind.SUSPEND, SanctionGround.MISSED, answer.reasons)
    sanctions.put(item.programme.certificate.certification, draft, by=by, at=at)
    _look_again(item, at)


@transaction.atomic
def leave_out(overdue: Overdue, answer: Answer, *, by: Person, at: datetime) -> None:
    """The item is not done: its case, if one runs, is closed and the item cancelled.

    Without its renewal the certificate runs out on its last day.
    """
    perform(overdue.leave_out, by=by, at=at, because=answer.reasons, **answer.given(at))
    item = _item(overdue)
    perform(item.cancel, by=None, at=at, because=answer.reasons)
    _close_running(item, answer, by=by, at=at)


def settle(item: ProgrammeItem, *, at: datetime) -> None:
    """Nobody has to answer any more: the item was done or its certificate ended."""
    for overdue in item.overdues.filter(state=Overdue.State.OPEN):
        perform(overdue.settle, by=None, at=at, moment=at)


def _item(overdue: Overdue) -> ProgrammeItem:
    """The item as it is now that the officer's step holds its case."""
    return ProgrammeItem.objects.select_related("case", "programme__certificate").get(
        pk=overdue.item_id
    )


def _day(answer: Answer) -> date:
    if answer.day is None:
        raise Refused(_("Choose a day."), code="no_day")
    return answer.day


def _close_running(item: ProgrammeItem, answer: Answer, *, by: Person, at: datetime) -> None:
    if item.case is not None and item.case.is_running:
        close(item.case, Ground.OTHER, answer.reasons, by=by, at=at)


def _look_again(item: ProgrammeItem, at: datetime) -> None:
    """Promise to look at the item at the end of the day that the officer gave."""
    timers.stop(item, "miss", at=at)
    coming = deadlines.latest_day(item)
    if coming is not None:
        explanation = coming.explanation.as_json()
        timers.start(item, "miss", due_at=end_of(coming.date), explanation=explanation)


def end_item(sender: type[Case], subject: Case, step: str, at: datetime, **more: object) -> None:
    """A case that ended without a certificate leaves its surveillance owed, or its item ended."""
    if step not in ("refuse", "decline", "withdraw", "close"):
        return
    for item in ProgrammeItem.objects.filter(case=subject, state__in=(State.OPENED, State.OWED)):
        if is_owed(item, local_date(at)):
            miss(item, at=at)
        else:
            perform(item.cancel, by=None, at=at)


def tell_kind(sender: type[Case], subject: Case, step: str, at: datetime, **more: object) -> None:
    """What the kind of a case wants done when one has ended."""
    when_ended = KINDS[subject.kind].when_ended
    if when_ended and not subject.is_running:
        import_string(when_ended)(subject, step, at=at)


events.performed.connect(tell_kind, sender=Case, dispatch_uid="processes.renewal.tell_kind")
events.performed.connect(end_item, sender=Case, dispatch_uid="processes.renewal.end_item")


def follow_item(
    sender: type[ProgrammeItem], subject: ProgrammeItem, step: str, at: datetime, **more: object
) -> None:
    """An item that is done or cancelled leaves the officer's table."""
    if step in ("finish", "cancel"):
        settle(subject, at=at)


events.performed.connect(
    follow_item, sender=ProgrammeItem, dispatch_uid="processes.renewal.overdue"
)
