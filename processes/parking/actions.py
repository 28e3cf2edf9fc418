"""A case is asked to rest, rests, and goes on: then every limit moves by what it rested."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.deadlines import calendar_of
from processes.case.models import Case
from processes.organisations.models import Person
from processes.parking import rules
from processes.parking.models import Parking, ParkingWish
from workflow import timers, trail
from workflow.calendar import Rest, local_date
from workflow.engine import execution, holding, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models.promises import keeps

FLOW = "processes/flows.parking.ParkingFlow"


@dataclass(frozen=True)
class Wanted:
    """Until which local day a case is to rest, and why; also why past a hard date."""

    until: date
    ground: str
    reasons: str
    beyond: str = ""


def pending(case: Case) -> ParkingWish | None:
    """The wish that waits for an officer, if there is one and the case still runs."""
    if not case.is_running:
        return None
    return case.parking_wishes.filter(state=ParkingWish.State.ASKED).first()


@transaction.atomic
def ask(case: Case, wanted: Wanted, *, by: Person, at: datetime) -> ParkingWish:
    """Give an officer the task to answer; the case goes on until then.

    Raises Refused for a case that cannot rest, or of which it is asked already.
    """
    case = _locked(case, at)
    rules.require(case, wanted.until, local_date(at), beyond=wanted.reasons)
    if pending(case) is not None:
        raise Refused(_("It is asked for already: see how the case stands."), code="asked_already")
    made = ParkingWish.objects.create(
        case=case,
        by=by,
        ground=wanted.ground,
        reasons=wanted.reasons,
        wished_until=wanted.until,
        wished_at=at,
    )
    made.own_process = execution.create(
        FLOW, at=at, organisation=case.organisation, business_key=case.number, subject=case
    )
    made.save(update_fields=["own_process"])
    trail.record(trail.Event(subject=made, step="ask", by=by, at=at, because=wanted.reasons))
    execution.start(made.own_process, at=at, by=by)
    return made


@transaction.atomic
def accept(made: ParkingWish, wanted: Wanted, *, by: Person, at: datetime) -> Parking:
    """Let the case rest as the municipality asked, or until another day."""
    perform(made.accept, by=by, at=at, person=by, moment=at)
    return park(Case.objects.get(pk=made.case_id), wanted, by=by, at=at, wish=made)


def decline(made: ParkingWish, text: str, *, by: Person, at: datetime) -> None:
    """Let the case go on, with reasons."""
    perform(made.decline, by=by, at=at, because=text, person=by, moment=at, text=text)


def take_back(made: ParkingWish, *, by: Person, at: datetime) -> None:
    """The municipality thinks better of it."""
    perform(made.take_back, by=by, at=at)


@transaction.atomic
def park(
    case: Case, wanted: Wanted, *, by: Person, at: datetime, wish: ParkingWish | None = None
) -> Parking:
    """Let a case rest from now until a day. Raises Refused where something stands in its way."""
    case = _locked(case, at)
    if wish is None and pending(case) is not None:
        raise Refused(
            _("The municipality asks for it itself: answer that task."), code="asked_by_them"
        )
    rules.require(case, wanted.until, local_date(at), beyond=wanted.beyond)
    made = Parking.objects.create(
        case=case,
        number=case.parkings.count() + 1,
        wish=wish,
        ground=wanted.ground,
        reasons=wanted.reasons,
        beyond=wanted.beyond,
        parked_until=wanted.until,
        from_at=at,
        by=by,
    )
    perform(made.begin, by=by, at=at, because=wanted.reasons)
    if case.main_process_id is not None:
        holding.hold(case.main_process_id, wanted.until, at)
    return made


@transaction.atomic
def prolong(
    made: Parking, until: date, reasons: str, *, beyond: str = "", by: Person, at: datetime
) -> None:
    """Let a case that rests do so until a later day. Raises Refused as the first rest would."""
    case = _locked(Case.objects.get(pk=made.case_id), at)
    made = Parking.objects.select_related("case").get(pk=made.pk)
    rules.require_longer(made, until, local_date(at), beyond=beyond)
    perform(made.prolong, by=by, at=at, because=reasons, until=until, beyond=beyond)
    timers.stop(made, "resume", at=at)
    timers.begin(made)
    if case.main_process_id is not None:
        holding.hold(case.main_process_id, until, at)


@transaction.atomic
def resume(made: Parking, *, by: Person | None, at: datetime) -> None:
    """Let the case go on: each limit is this day and what remained of it.

    By itself that is the day agreed, however late it is noticed.
    """
    day = local_date(at) if by is not None else made.parked_until
    perform(made.resume, by=by, at=at, person=by, moment=at, day=day)
    case = Case.objects.get(pk=made.case_id)
    if case.main_process_id is not None and case.is_running:
        rest = Rest(local_date(made.from_at), day)
        moved = holding.release(case.main_process_id, rest, calendar_of(case.cycle), at)
        limits = [[one.what, one.was.isoformat(), one.now.isoformat()] for one in moved]
        event = trail.Event(subject=made, step="move_limits", by=by, at=at, data={"limits": limits})
        trail.record(event)


@keeps("processes.parking", "resume")
def resume_on_its_day(made: Parking, at: datetime) -> None:
    """The day has come."""
    resume(made, by=None, at=at)


def _locked(case: Case, at: datetime) -> Case:
    """The case as it is now; of two who act at once the second finds what the first did."""
    if case.main_process_id is not None:
        locking.lock(case.main_process_id, at)
    return Case.objects.get(pk=case.pk)
