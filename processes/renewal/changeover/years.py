"""Every calendar year has its visit: what is planned follows the day on which one was held."""

from datetime import datetime

from processes.audit.models import Audit
from processes.renewal.changeover.moving import shift
from processes.renewal.changeover.preview import held
from processes.renewal.deadlines import chosen, programme, term_of
from processes.renewal.models import Programme, ProgrammeItem
from workflow import events


def follow_visit(
    sender: type[Audit], subject: Audit, step: str, at: datetime, **more: object
) -> None:
    """The later items of a certificate move when one of its surveillances was visited."""
    if step != "conclude_visit" or not subject.case.traits.is_owed:
        return
    found = Programme.objects.filter(items__case=subject.case_id)
    made = found.select_related("certificate__case__audit", "certificate__case__cycle").first()
    if made is not None:
        _recompute(made, at=at)


events.performed.connect(
    follow_visit, sender=Audit, dispatch_uid="processes.renewal.changeover.years"
)


def _recompute(made: Programme, *, at: datetime) -> None:
    items = list(made.items.select_related("case__audit", "cycle").order_by("opens_date", "pk"))
    planned_yet = (item for item in items if item.current_state == ProgrammeItem.State.PLANNED)
    later = [item for item in planned_yet if not item.is_by_hand]
    if not later:
        return
    cycle = later[0].cycle or made.certificate.case.cycle
    by_document = chosen(items, cycle, made.certificate.case.cycle)
    planned = programme(cycle, term_of(made.certificate, held(items)), by_document)
    known = {(turn.kind, turn.ordinal): turn for turn in planned}
    for item in later:
        turn = known.get((item.kind, item.ordinal))
        if turn is not None and turn.visit_by.date != item.visit_by_date:
            shift(item, turn, by=None, at=at, cycle=item.cycle)
