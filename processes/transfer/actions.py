"""A certificate of another body is told of with its application, reviewed, and decided on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes import kinds
from processes.case import actions as case_actions
from processes.case.exclusions import keep_from_deciding
from processes.case.models import Case, Evidence
from processes.evidence import actions as evidence
from processes.evidence.actions import Upload
from processes.organisations.models import Person
from processes.transfer import policies
from processes.transfer.models import Transfer, TransferPaper
from workflow import acts
from workflow.engine.transitions import perform
from workflow.exceptions import Conflict, Refused

WRITTEN = (*policies.TOLD, "ceased_date")
TEXTS = ("body_name", "accreditation", "certificate_number", "scope", "findings", "complaints")
DATES = ("first_date", "last_date", "last_audit_date", "surveillances", "ceased_date")


def begin(sender: type[Case], case: Case, at: datetime, **more: object) -> None:
    """A case of this kind has a certificate to tell of from its first day on."""
    if case.kind == kinds.TRANSFER:
        Transfer.objects.create(case=case)


case_actions.opened.connect(begin, sender=Case, dispatch_uid="processes.transfer.begin")


def write(transfer: Transfer, said: dict[str, Any]) -> None:
    """Keep what is told so far. Raises Conflict where it was handed in meanwhile."""
    open_ = Transfer.objects.filter(pk=transfer.pk, state=Transfer.State.DRAFT)
    if open_.update(**said) != 1:
        raise Conflict(_("The application was handed in meanwhile."), code="moved_on")


@acts.one()
@transaction.atomic
def add_paper(
    transfer: Transfer, kind: str, upload: Upload, *, by: Person, at: datetime
) -> TransferPaper:
    """Add a file or link to what is told. Raises Refused as evidence does."""
    if not transfer.is_open:
        raise Conflict(_("The application was handed in meanwhile."), code="moved_on")
    row = evidence.add(transfer.case, upload, by=by, at=at)
    made, _new = TransferPaper.objects.get_or_create(
        evidence=row, defaults={"transfer": transfer, "kind": kind}
    )
    return made


def kinds_of_papers(transfer: Transfer) -> list[str]:
    """Of which kinds there are papers that were not removed."""
    rows = transfer.papers.filter(evidence__removed_at=None)
    return list(rows.values_list("kind", flat=True).distinct())


def follow_application(case: Case, step: str, at: datetime) -> None:
    """What is told is handed in, returned and erased with its application."""
    found = Transfer.objects.get(case=case)
    if step == "submit":
        papers = found.papers.values("evidence")
        evidence.share(Evidence.objects.filter(pk__in=papers), at=at)
        perform(found.hand_in, by=None, at=at)
    elif step == "send_back":
        perform(found.reopen, by=None, at=at)
    else:
        erased: dict[str, Any] = {**dict.fromkeys(TEXTS, ""), **dict.fromkeys(DATES)}
        Transfer.objects.filter(pk=found.pk).update(**erased)


@dataclass(frozen=True)
class Judgement:
    """What a reviewer found of a certificate of another body (obligation 79)."""

    is_in_force: bool
    is_accredited: bool
    is_read: bool
    open_majors: int
    open_minors: int
    minors_without_plan: int
    done: int
    justification: str
    follow_up: str = ""


@acts.one()
@transaction.atomic
def judge(transfer: Transfer, said: Judgement, *, by: Person, at: datetime) -> None:
    """Say what was found; whoever does takes no part in the decision.

    Raises Refused where the figures contradict each other, or nobody says what is to be looked at.
    """
    if said.minors_without_plan > said.open_minors:
        raise Refused(
            _("There are not more minors without a plan than there are minors."), code="odd_minors"
        )
    if said.open_minors and not said.follow_up.strip():
        raise Refused(_("Say what the next audit looks at: minors are open."), code="no_follow_up")
    for name, value in vars(said).items():
        setattr(transfer, name, value.strip() if isinstance(value, str) else value)
    keep_from_deciding(transfer.case.main_process, by, why="prepared", at=at)
    perform(transfer.judge, by=by, at=at, person=by, moment=at)
