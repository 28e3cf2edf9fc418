"""A decision that was taken is reconsidered on a corrected report."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction

from processes.amendments.models import Amendment
from processes.case.models import Case, Certification
from processes.certificate.actions import issue
from processes.certificate.following import go_on
from processes.decision.actions import asked
from processes.organisations.models import Person
from workflow import acts, trail
from workflow.engine import locking
from workflow.engine.transitions import perform


def _given(by: Person, at: datetime, text: str) -> dict[str, Any]:
    return {"by": by, "at": at, "because": text, "person": by, "moment": at, "text": text}


def uphold(amendment: Amendment, text: str, *, by: Person, at: datetime) -> None:
    """Let the decision stand, with reasons."""
    perform(amendment.uphold, **_given(by, at, text))


def refer(amendment: Amendment, text: str, *, by: Person, at: datetime) -> None:
    """Let the officer settle what follows, with reasons; the certificate stays as it is."""
    perform(amendment.refer, **_given(by, at, text))


@acts.one()
@transaction.atomic
def replace(amendment: Amendment, text: str, *, by: Person, at: datetime) -> None:
    """Grant what was refused: a new decision on the new basis, and the certificate.

    Obligation 84.
    """
    case = Case.objects.get(pk=amendment.case_id)
    Certification.objects.select_for_update(no_key=True).get(pk=case.certification_id)
    locking.lock(case.main_process_id or 0, at)
    perform(amendment.replace, **_given(by, at, text))
    decision = asked(
        case,
        number=case.decisions.count() + 1,
        basis=amendment.basis,
        basis_sha256=amendment.basis_sha256,
    )
    decision.save()
    trail.record(trail.Event(subject=decision, step="freeze", by=None, at=at))
    perform(decision.grant_instead, by=None, at=at, decider=by, moment=at, reasons=text)
    issued = issue(decision, at=at)
    perform(case.overturn, by=None, at=at, moment=at)
    go_on(case, issued, at=at)


def follow_up(amendment: Amendment, text: str, *, by: Person, at: datetime) -> None:
    """Say what follows from a decision that would not be made so today."""
    perform(amendment.follow_up, by=by, at=at, because=text, moment=at, text=text)


CHOICES: dict[str, Callable[..., None]] = {"uphold": uphold, "replace": replace, "refer": refer}
"""What a decision maker can say, by the names of the steps."""
