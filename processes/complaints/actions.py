"""A complaint is taken in, followed and taken back by whoever complains: without an account."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from processes.case.actions import next_number
from processes.complaints import addresses, apart
from processes.complaints.events import answered
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintFile, ComplaintMessage
from processes.complaints.policies import is_running
from processes.evidence import files as evidence_files
from processes.evidence import store as evidence_store
from processes.evidence.actions import check
from processes.organisations.models import Organisation
from processes.promises.models import PublishedPromise
from processes.scheme.models import RenewalCycle, Scheme
from workflow import trail
from workflow.calendar import local_date
from workflow.engine import execution, locking
from workflow.engine.transitions import perform
from workflow.exceptions import Refused

FLOW = "processes/flows.complaint.ComplaintFlow"
MOST_FILES, MOST_BYTES = 5, 10 * 1024**2


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody wrote in the form. ``once``: the form itself, which is sent one time."""

    once: str
    kind: str
    text: str
    name: str
    email: str
    language: str
    may_be_named: bool = False
    reference: str = ""
    about: Organisation | None = None
    promise: PublishedPromise | None = None
    whom: str = ""


@dataclass(frozen=True)
class Taken:
    """A complaint that was taken in, and the sentences about files that were not."""

    complaint: Complaint
    refused: tuple[str, ...] = ()


def lodge(
    scheme: Scheme, cycle: RenewalCycle, draft: Draft, files: Iterable[Any], *, at: datetime
) -> Taken:
    """Take a complaint in, with the files that can be kept, and send its receipt.

    The form sent twice is one complaint; a file that is refused leaves the text and the others
    (obligation 81).
    """
    if again := Complaint.objects.filter(once=draft.once).first():
        return Taken(again)
    try:
        return _lodged(scheme, cycle, draft, files, at=at)
    except IntegrityError:
        # Two presses at once: the other was first.
        return Taken(Complaint.objects.get(once=draft.once))


@transaction.atomic
def _lodged(
    scheme: Scheme, cycle: RenewalCycle, draft: Draft, files: Iterable[Any], *, at: datetime
) -> Taken:
    made = Complaint(scheme=scheme, cycle=cycle, received_at=at, told_at=at, **vars(draft))
    made.number = next_number(f"{scheme.prefix}K", local_date(at).year)
    made.save()
    made.own_process = execution.create(
        FLOW, at=at, subject=made, organisation=scheme.body, business_key=made.number
    )
    made.save(update_fields=["own_process"])
    refused = tuple(_keep_files(made, list(files), at))
    trail.record(trail.Event(subject=made, step="lodge", by=None, at=at))
    apart.keep_apart(made, at=at)
    execution.start(made.own_process, at=at)
    addresses.send(made, at=at)
    return Taken(made, refused)


def _keep_files(made: Complaint, files: list[Any], at: datetime) -> list[str]:
    """Keep what may be kept; a sentence for each file that may not."""
    refused = []
    for number, file in enumerate(files):
        try:
            _keep_file(made, file, number, at)
        except Refused as why:
            words = _("“%(name)s” was not taken in. %(why)s")
            refused.append(words % {"name": evidence_files.label_of(file.name), "why": why.message})
    return refused


def _keep_file(made: Complaint, file: Any, number: int, at: datetime) -> None:
    if number >= MOST_FILES:
        words = _("There may be at most %(most)s files.") % {"most": MOST_FILES}
        raise Refused(words, code="too_many_files")
    if file.size > MOST_BYTES:
        most = {"most": MOST_BYTES // 1024**2}
        words = _("A file may be at most %(most)s MB here.") % most
        raise Refused(words, code="complaint_file_too_large")
    kind = check(file)
    kept = ComplaintFile(complaint=made, added_at=at, content_type=kind.content_type)
    kept.filename = evidence_files.label_of(file.name)
    evidence_store.keep(kept, file)
    kept.save()


def confirm_address(complaint: Complaint, *, at: datetime) -> None:
    """Whoever reads the private page says that the address is theirs; once is enough."""
    if complaint.confirmed_at is None:
        complaint.confirmed_at = at
        complaint.save(update_fields=["confirmed_at"])
        _tell_trail(complaint, "confirm_address", at)


@transaction.atomic
def add_words(complaint: Complaint, text: str, *, at: datetime) -> None:
    """Whoever complained adds something, or answers what they were asked."""
    locked = _running(complaint, at)
    ComplaintMessage.objects.create(complaint=locked, text=text, at=at)
    _tell_trail(locked, "add_words", at)
    answered.send(sender=Complaint, complaint=locked, at=at)


@transaction.atomic
def recall(complaint: Complaint, *, at: datetime) -> None:
    """Whoever complained takes it back: nothing more is done about it."""
    locked = _running(complaint, at)
    perform(locked.recall, by=None, at=at, moment=at)


def _running(complaint: Complaint, at: datetime) -> Complaint:
    """The complaint as it is now, held. Raises Refused when it is answered or taken back."""
    if complaint.own_process_id is not None:
        locking.lock(complaint.own_process_id, at)
    locked: Complaint = Complaint.objects.get(pk=complaint.pk)
    if not is_running(locked):
        raise Refused(
            _("The complaint is answered or taken back already: nothing can be added."),
            code="complaint_ended",
        )
    return locked


def _tell_trail(complaint: Complaint, step: str, at: datetime) -> None:
    trail.record(trail.Event(subject=complaint, step=step, by=None, at=at))


def send_new_address(number: str, email: str, *, at: datetime) -> None:
    """Send a new private address, if there is such a complaint from that address."""
    found = Complaint.objects.filter(number__iexact=number.strip(), email__iexact=email).first()
    if found is not None:
        addresses.send(found, at=at)
