"""The programme at work: planned when a certificate is issued, opened when its time comes."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import QuerySet

from processes import kinds
from processes.case import actions as case_actions
from processes.case.endings import Ground
from processes.case.models import Case, Certification
from processes.certificate.following import follows
from processes.closing.actions import close
from processes.renewal.deadlines import next_try, programme, term_of
from processes.renewal.models import Programme, ProgrammeItem
from processes.standing import actions as standing
from processes.standing.deadlines import decidable
from processes.standing.models import Certificate
from processes.standing.revisions import revised
from processes.standing.status import Status, is_decidable, is_restorable, status_at
from workflow import events, timers, trail
from workflow.calendar import end_of, local_date, start_of
from workflow.engine.transitions import perform
from workflow.models.promises import keeps
from workflow.sql import writes


@follows
def go_on(case: Case, issued: Certificate | None, *, at: datetime) -> None:
    """Finish the programme item a case came from; plan the cycle of a new certificate."""
    item = ProgrammeItem.objects.filter(case=case).first()
    # One that a refusal cancelled stays so, also where the refusal is replaced later.
    if item is not None and item.current_state != ProgrammeItem.State.CANCELLED:
        perform(item.finish, by=None, at=at)
    if issued is not None:
        plan(issued, at=at)


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
            by_document=planned.by_document,
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
    _leave_out(items, certificate, at=at)
    return made


def _leave_out(items: list[ProgrammeItem], certificate: Certificate, *, at: datetime) -> None:
    """What the body that a certificate was taken over from has done is not done again."""
    transfer = getattr(certificate.case, "transfer", None)
    done = transfer.done or 0 if transfer is not None else 0
    for item in items:
        if item.traits.is_owed and item.ordinal <= done:
            perform(item.cancel, by=None, at=at)


def plan_anew(certificate: Certificate, *, at: datetime) -> Programme:
    """Plan the programme of a certificate that is valid again: what was done before stays done."""
    made = plan(certificate, at=at)
    numbered = Certificate.objects.filter(number=certificate.number)
    before = ProgrammeItem.objects.filter(
        programme__certificate__in=numbered, state=ProgrammeItem.State.DONE
    )
    done = set(before.values_list("kind", "ordinal"))
    for item in made.items.order_by("pk"):
        if (item.kind, item.ordinal) in done:
            perform(item.cancel, by=None, at=at)
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
    if running_beside(item).exists():
        if item.traits.restores and item.waits_since is None:
            perform(item.wait, by=None, at=at, day=local_date(at))
        _try_tomorrow(item, at=at)
    else:
        open_case(item, at=at)


def running_beside(item: ProgrammeItem) -> QuerySet[Case]:
    """The running cases of an item's certification that let none run beside them."""
    return Case.objects.alone().filter(certification__certificates__programme=item.programme_id)


def open_case(item: ProgrammeItem, *, at: datetime) -> Case:
    """Open the item's case; a surveillance keeps its certificate's versions (obligation 61).

    It goes by the cycle that it was planned by: its opening was counted from the limits of that.
    One that is opened anew follows the case that ended without it.
    """
    certificate = item.programme.certificate
    before = item.case or certificate.case
    surveils = item.traits.is_owed
    opening = case_actions.Opening(
        item.case_kind,
        previous=before,
        coordinator=before.coordinator,
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
    promised = timers.promise(item, "open", due_at=start_of(later.date), explanation=explanation)
    # It is late since its own day, however often another try was promised.
    promised.original_due_at = start_of(item.opens_date)
    timers.start_all([promised])


@keeps("processes.certificate", "expire")
def expire(certificate: Certificate, *, at: datetime) -> None:
    """End a certificate that was not renewed in time, and what was planned for it (obligation 70).

    A surveillance that is under way is closed: nothing is left to watch over. A renewal goes on:
    within the cycle's months it still restores the certificate.
    """
    with transaction.atomic():
        standing.expire(certificate, at=at)
        items = ProgrammeItem.objects.filter(programme__certificate=certificate)
        goes_on = models.Q(kind__in=RESTORING, state=ProgrammeItem.State.OWED)
        for item in items.filter(state__in=UNDONE).exclude(goes_on):
            perform(item.cancel, by=None, at=at)
        close_outlived(certificate.certification, at=at)


def stop(
    sender: type[Certificate], subject: Certificate, step: str, at: datetime, **_: object
) -> None:
    """A certificate that is withdrawn or ended before its last day leaves nothing to be done."""
    if step in ("withdraw", "discontinue"):
        items = ProgrammeItem.objects.filter(programme__certificate=subject, state__in=UNDONE)
        for item in items:
            perform(item.cancel, by=None, at=at)


events.performed.connect(stop, sender=Certificate, dispatch_uid="processes.renewal.stop")


def follow_revision(
    sender: type[Certificate], before: Certificate, after: Certificate, **_: object
) -> None:
    """The programme goes on with the next revision: its days are those of the one before."""
    Programme.objects.filter(certificate=before).update(certificate=after)


revised.connect(follow_revision, sender=Certificate, dispatch_uid="processes.renewal.revised")

RESTORING = [kind.name for kind in kinds.KINDS.values() if kind.restores]
UNDONE = (ProgrammeItem.State.PLANNED, ProgrammeItem.State.OWED)


@keeps("processes.certificate", "lose")
def lose(certificate: Certificate, *, at: datetime) -> None:
    """The time to restore an expired certificate is over: a renewal under way is closed."""
    with transaction.atomic():
        if is_restorable(certificate, local_date(at)):
            timers.begin(certificate)
            return
        if certificate.later_revisions().exists():
            return  # it was restored in time
        if any(_waits_for_decision(case, certificate, at) for case in _running(certificate)):
            later = decidable(certificate)
            said = later.explanation.as_json()
            timers.start(certificate, "lose", due_at=end_of(later.date), explanation=said)
            close_outlived(certificate.certification, at=at)
            return
        perform(certificate.lose, by=None, at=at)
        close_outlived(certificate.certification, at=at)


def _running(certificate: Certificate) -> QuerySet[Case]:
    return certificate.certification.cases.running().order_by("pk")


def _waits_for_decision(case: Case, certificate: Certificate, at: datetime) -> bool:
    """All was handed in while the certificate could be restored, and somebody still decides."""
    if not case.traits.restores or not is_decidable(certificate, local_date(at)):
        return False
    return case.decisions.filter(state="pending").exists()


def close_outlived(
    certification: Certification, *, at: datetime, in_the_way: bool = False, **more: object
) -> None:
    """Close running cases that have outlived their certificate: they must be in nobody's way.

    What only waits to be decided may wait some weeks longer, unless it is ``in_the_way`` of a new
    application (obligation 71).
    """
    latest = Certificate.objects.of_certification(certification).first()
    day = local_date(at)
    if latest is None or status_at(latest, day) != Status.EXPIRED:
        return
    for case in certification.cases.running().order_by("pk"):
        kind = case.traits
        if kind.restores and is_restorable(latest, day):
            continue
        if not in_the_way and _waits_for_decision(case, latest, at):
            continue
        if kind.ends_as:
            close(case, Ground(kind.ends_as), "", by=None, at=at)


case_actions.blocked.connect(
    lambda sender, **given: close_outlived(**given, in_the_way=True),
    weak=False,
    dispatch_uid="processes.renewal.outlived",
)
