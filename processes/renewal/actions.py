"""The programme at work: planned when a certificate is issued, opened when its time comes."""

from datetime import datetime
from typing import Any

from django.db import transaction

from processes.case import actions as case_actions
from processes.case.models import Case
from processes.certificate.following import follows
from processes.certificate.models import Certificate
from processes.renewal.deadlines import next_try, programme, term_of
from processes.renewal.models import Programme, ProgrammeItem
from workflow import events, timers, trail, writes
from workflow.calendar import local_date, start_of
from workflow.promises import keeps
from workflow.ready import Select, Slot
from workflow.transitions import perform


@follows
def go_on(case: Case, *, at: datetime) -> None:
    """Finish the programme item a case came from; plan the cycle of a new certificate."""
    item = ProgrammeItem.objects.filter(case=case).first()
    if item is not None:
        perform(item.finish, by=None, at=at)
    if case.kind != Case.Kind.SURVEILLANCE:
        plan(case.certificate, at=at)


def end_item(sender: type[Case], subject: Case, step: str, at: datetime, **more: Any) -> None:
    """A case that ended without a certificate ends the programme item it came from."""
    if step in ("refuse", "decline", "withdraw"):
        for item in ProgrammeItem.objects.filter(case=subject, state=ProgrammeItem.State.OPENED):
            perform(item.cancel, by=None, at=at)


events.performed.connect(end_item, sender=Case, dispatch_uid="processes.renewal.end_item")


def plan(certificate: Certificate, *, at: datetime) -> Programme:
    """Plan surveillances and recertification of a certificate, each with explained dates."""
    _retire(certificate, at=at)
    made = Programme.objects.create(certificate=certificate)
    cycle = certificate.case.cycle
    items = [
        ProgrammeItem(
            programme=made,
            kind=planned.kind,
            ordinal=planned.ordinal,
            opens_date=planned.opens.date,
            visit_by_date=planned.visit_by.date,
            decide_by_date=planned.decide_by.date,
            explanations={
                "opens": planned.opens.explanation.as_json(),
                "visit_by": planned.visit_by.explanation.as_json(),
                "decide_by": planned.decide_by.explanation.as_json(),
            },
        )
        for planned in programme(cycle, term_of(certificate))
    ]
    writes.insert(items)
    event = trail.Event(subject=certificate, step="plan", by=None, at=at, rows=tuple(items))
    trail.record(event)
    timers.begin(*items)
    return made


def _retire(certificate: Certificate, *, at: datetime) -> None:
    """What an earlier certificate's programme still planned is taken over by the new one."""
    earlier = ProgrammeItem.objects.filter(
        programme__certificate__certification=certificate.certification,
        state=ProgrammeItem.State.PLANNED,
    )
    for item in earlier:
        perform(item.cancel, by=None, at=at)


@keeps("processes.programmeitem", "open")
def open_when_free(item: ProgrammeItem, *, at: datetime) -> None:
    """Open the item's case; while another one is still running, try again every day."""
    if running_beside(programme=item.programme_id):
        _try_tomorrow(item, at=at)
    else:
        open_case(item, at=at)


running_beside = Select(
    lambda: (
        Case.objects.running()
        .filter(certification__certificates__programme=Slot("programme"))
        .values_list("pk")[:1]
    )
)


def open_case(item: ProgrammeItem, *, at: datetime) -> Case:
    """Open the item's case; a surveillance keeps its certificate's versions.

    It goes by the cycle that it was planned by: its opening was counted from the limits of that.
    """
    certificate = item.programme.certificate
    surveils = item.kind == ProgrammeItem.Kind.SURVEILLANCE
    opening = case_actions.Opening(
        Case.Kind(item.kind),
        previous=certificate.case,
        coordinator=certificate.case.coordinator,
        keeps_versions=surveils,
        cycle=item.cycle if surveils else None,
        hard_dates=(item.visit_by_date, item.decide_by_date),
    )
    with transaction.atomic():
        case = case_actions.create(certificate.certification, opening, by=None, at=at)
        perform(item.open, by=None, at=at, case=case)
        case_actions.set_off(case, at=at)
    return case


def _try_tomorrow(item: ProgrammeItem, *, at: datetime) -> None:
    # Waiting for one's turn is no failure: no attempts are counted, nobody is alarmed.
    later = next_try(item, local_date(at))
    explanation = later.explanation.as_json()
    timers.start(item, "open", due_at=start_of(later.date), explanation=explanation)


@keeps("processes.certificate", "expire")
def expire(certificate: Certificate, *, at: datetime) -> None:
    """End a certificate that was not renewed in time; what its programme still planned ends too.

    A renewal that is under way goes on: within the cycle's months it still restores the
    certificate (obligation 71).
    """
    with transaction.atomic():
        perform(certificate.expire, by=None, at=at)
        items = ProgrammeItem.objects.filter(programme__certificate=certificate)
        for item in items.filter(state=ProgrammeItem.State.PLANNED):
            perform(item.cancel, by=None, at=at)
