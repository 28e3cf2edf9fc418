"""What the body and the municipality do about a complaint."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from processes.appeals import progress
from processes.case.actions import canonical_hash
from processes.complaints import apart, deadlines
from processes.complaints.events import asked
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintFile, ComplaintMessage
from processes.organisations.models import Person
from processes.reasons import kept
from workflow import trail
from workflow.engine.transitions import perform
from workflow.exceptions import Refused
from workflow.models.promises import keeps


@dataclass(frozen=True)
class Ruling:
    """How a complaint is decided, why, and what follows from it."""

    outcome: str
    reasons: str
    corrective: str = ""
    agenda_note: str = ""


@transaction.atomic
def acknowledge(
    complaint: Complaint, complained_of: Collection[int], *, by: Person, at: datetime
) -> None:
    """Say that it is read, and keep those whom it is about from it, by their keys."""
    if by.pk in complained_of:
        raise Refused(
            _("It is about you: hand the task back, so that somebody else reads it."),
            code="about_yourself",
        )
    perform(complaint.acknowledge, by=by, at=at, moment=at)
    reasons = {person: kept("complained_of") for person in complained_of}
    apart.keep_away(complaint, reasons, at=at)


def take_up(complaint: Complaint, *, by: Person, at: datetime) -> None:
    """Look into it: whoever takes it up handles it."""
    perform(complaint.take_up, by=by, at=at, person=by, moment=at)


def dismiss(complaint: Complaint, reasons: str, *, by: Person, at: datetime) -> None:
    """Do not look into it, and say why."""
    perform(complaint.dismiss, by=by, at=at, person=by, moment=at, reasons=reasons)


@transaction.atomic
def send_on(
    complaint: Complaint, text: str, files: Collection[int], *, by: Person, at: datetime
) -> None:
    """Ask the municipality: it reads this text, and those of the files, by their keys.

    Obligation 83.
    """
    if complaint.about_id is None:
        raise Refused(
            _("It is about no municipality: there is nobody to ask."), code="nobody_to_ask"
        )
    ComplaintFile.objects.filter(complaint=complaint, pk__in=files).update(forwarded=True)
    perform(complaint.send_on, by=by, at=at, moment=at, text=text)


def keep_back(complaint: Complaint, *, by: Person, at: datetime) -> None:
    """Look into it without asking anybody else first."""
    perform(complaint.keep_back, by=by, at=at, moment=at)


def reply(complaint: Complaint, text: str, *, by: Person, at: datetime) -> None:
    """The municipality answers."""
    perform(complaint.reply, by=by, at=at, person=by, moment=at, text=text)


@transaction.atomic
def conclude(complaint: Complaint, text: str, *, by: Person, at: datetime) -> None:
    """Write what was found and freeze what it rests on; somebody else decides."""
    apart.keep_from_deciding(complaint, at=at)
    basis = basis_of(complaint)
    perform(complaint.conclude, by=by, at=at, text=text, basis=basis, sha256=canonical_hash(basis))


def basis_of(complaint: Complaint) -> dict[str, Any]:
    """The papers of a complaint, each with its hash: what the outcome rests on."""
    papers = [["text", _hash(complaint.text)]]
    papers += [[kept.filename, kept.sha256] for kept in complaint.files.order_by("pk")]
    papers += [
        [name, _hash(said)]
        for name in ("forwarded_text", "reply_text")
        if (said := getattr(complaint, name))
    ]
    added = ComplaintMessage.objects.filter(complaint=complaint).order_by("pk")
    papers += [[f"message {one.at.isoformat()}", _hash(one.text)] for one in added]
    return {"papers": papers}


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def rule_on(complaint: Complaint, ruling: Ruling, *, by: Person, at: datetime) -> None:
    """Decide it, with reasons (obligations 82 and 84)."""
    perform(complaint.rule_on, by=by, at=at, person=by, moment=at, **asdict(ruling))


def round_off(complaint: Complaint, text: str, *, by: Person, at: datetime) -> None:
    """Say what was done about it, and close it."""
    perform(complaint.round_off, by=by, at=at, moment=at, text=text)


@transaction.atomic
def ask(complaint: Complaint, text: str, *, by: Person, at: datetime) -> None:
    """Ask whoever complained something: it stands on their private page."""
    ComplaintMessage.objects.create(complaint=complaint, by=by, text=text, at=at)
    trail.record(trail.Event(subject=complaint, step="ask", by=by, at=at))
    asked.send(sender=Complaint, complaint=complaint, by=by, at=at)


@keeps("processes.complaint", "tell_progress")
def tell_progress(complaint: Complaint, *, at: datetime) -> None:
    """Tell whoever complained how far it is, and again as long as it is not answered."""
    progress.tell(complaint, complaint.tell_progress, deadlines.progress_due, at=at)
