"""How a case ends early: its draft is deleted, the municipality withdraws, the officer closes."""

from datetime import datetime

from django.db import transaction

from processes.application import extras
from processes.application.models import Application
from processes.case.models import Case
from processes.evidence import actions as evidence
from processes.organisations.models import Person
from workflow.engine.transitions import perform

CONTENTS = ("scope", "sites", "contact_name", "contact_email", "contact_phone", "consultancy")


def discard(case: Case, *, by: Person | None, at: datetime) -> None:
    """Delete a draft that was never sent: number and trail stay, what was written is erased."""
    with transaction.atomic():
        perform(case.erase_draft, by=by, at=at, moment=at)
        Application.objects.filter(case=case).update(**dict.fromkeys(CONTENTS, ""))
        extras.follow(case, "erase", at=at)
        evidence.erase(case, by=by, at=at)


def withdraw(case: Case, reasons: str, *, by: Person, at: datetime) -> None:
    """End the case at the municipality's own wish; agreement and certificate stay as they are."""
    perform(case.withdraw, by=by, at=at, because=reasons, moment=at, reasons=reasons)


def close(case: Case, ground: str, reasons: str, *, by: Person | None, at: datetime) -> None:
    """End the case from the body's side, on a ground; ``by`` None is the system."""
    proof = {"ground": ground, "reasons": reasons, "moment": at}
    perform(case.close, by=by, at=at, because=reasons, **proof)
