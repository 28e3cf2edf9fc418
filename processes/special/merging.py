"""A special audit joins an audit that is under way: one visit looks at the criteria of both."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit.models import Finding
from processes.case.criteria import criteria_with
from processes.case.endings import Ground
from processes.case.models import Case, Certification
from processes.closing.actions import close
from processes.organisations.models import Person
from processes.special.models import SpecialAudit
from workflow import acts, trail
from workflow.engine import locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

UNVISITED = ("unled", "proposed", "objected", "preparing", "ready", "planned", "agreed")


def host(made: SpecialAudit) -> Case | None:
    """The case whose audit could look at the criteria as well: under way, and not visited yet.

    Only where it looks at one of them anyway, and both audits are still before their visits.
    """
    if made.current_state != SpecialAudit.State.UNDER_WAY or not _is_before_visit(made.case):
        return None
    others = Case.objects.alone().filter(certification=made.certification_id)
    case = others.select_related("audit", "edition").first()
    if case is None or not _is_before_visit(case) or not case.traits.with_visit:
        return None
    same = Finding.objects.filter(audit__case=case, criterion__code__in=made.codes)
    return case if same.exists() else None


def _is_before_visit(case: Case) -> bool:
    audit = getattr(case, "audit", None)
    return audit is not None and audit.current_state in UNVISITED


@acts.one()
@transaction.atomic
def merge(made: SpecialAudit, *, by: Person, at: datetime) -> Case:
    """Let the audit under way look at the criteria, and end the case of the special audit.

    Its ground and facts stay readable there and on the case that took them in. Raises Refused where
    none is under way that looks at one of them, or a visit has been made.
    """
    Certification.objects.select_for_update(no_key=True).get(pk=made.certification_id)
    case = host(made)
    if case is not None and case.main_process_id is not None:
        locking.lock(case.main_process_id, at)
        # Whoever held it may have made the visit meanwhile.
        case = host(SpecialAudit.objects.get(pk=made.pk))
    if case is None:
        raise Refused(
            _("No audit is under way that could look at these criteria."), code="nothing_to_join"
        )
    known = set(case.audit.findings.values_list("criterion__code", flat=True))
    new = criteria_with(case, [code for code in made.codes if code not in known])
    Finding.objects.bulk_create(Finding(audit=case.audit, criterion=one) for one in new)
    perform(made.merge, by=by, at=at, into=case)
    data = {"from": made.case.number, "codes": list(made.codes)}
    event = trail.Event(subject=case.audit, step="take_in", by=by, at=at, data=data)
    trail.record(event)
    words = _("Its criteria are looked at in %(number)s.") % {"number": case.number}
    close(Case.objects.get(pk=made.case_id), Ground.OTHER, words, by=by, at=at)
    return case
