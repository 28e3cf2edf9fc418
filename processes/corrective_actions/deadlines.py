"""Periods of time of the corrective actions, from the last day of the visit."""

from datetime import date
from typing import TYPE_CHECKING, cast

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from processes.audit.deadlines import majors_verified
from processes.case.deadlines import kept
from processes.case.models import Case
from processes.scheme.rhythm.ways import shortened
from processes.standing.models import Certificate
from workflow.calendar import Deadline, Shortening
from workflow.models import Process

if TYPE_CHECKING:
    from processes.corrective_actions.models import CorrectivePlan


def _with_major(plan: "CorrectivePlan", key: str) -> Deadline | None:
    unverified = plan.responses.filter(finding__grade="major").exclude(state="verified")
    if not unverified.exists():
        return None
    return _before_expiry(plan.case, majors_verified(plan.case, key))


def _before_expiry(case: Case, deadline: Deadline) -> Deadline:
    """Of a renewal no later than the last day of the certificate that it renews (obligation 68).

    Where the visit was made after that day, the certificate has expired and this keeps nothing.
    """
    if not case.traits.restores:
        return deadline
    certificate = Certificate.objects.of_certification(case.certification).first()
    expiry = certificate.expiry_date if certificate else deadline.date
    if not cast(date, case.audit.visited_date) < expiry < deadline.date:
        return deadline
    return shortened(deadline, expiry, by=Shortening(deadline.date, "expiry", expiry))


def target(process: Process) -> Deadline:
    """When majors should be verified."""
    return kept(process, "verify_major", cast(date, Case.of(process).audit.visited_date))


def warning(plan: "CorrectivePlan") -> Deadline | None:
    """When unverified majors are warned of; None without any."""
    return _with_major(plan, "warn_major")


def hard_limit(plan: "CorrectivePlan") -> Deadline | None:
    """When unverified majors force a new visit; None without any."""
    return _with_major(plan, "major_hard_limit")


def worsening(plan: "CorrectivePlan") -> Deadline | None:
    """When minors without an answer become major: begun when the task to answer opens."""
    return None


STEPS: tuple[tuple[str, str | Promise], ...] = (
    ("verify_major", _("Majors should be verified")),
    ("warn_major", _("Everybody is warned of majors that are not verified")),
    ("major_hard_limit", _("A new visit is needed if a major is still not verified")),
)


def explained(plan: "CorrectivePlan") -> list[tuple[str | Promise, Deadline]]:
    """The dates that majors bring with them, in words; none once those are verified."""
    if plan.current_state not in plan.RUNNING:
        return []
    dates = ((words, _with_major(plan, key)) for key, words in STEPS)
    return [(words, deadline) for words, deadline in dates if deadline]
