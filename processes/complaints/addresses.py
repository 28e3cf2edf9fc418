"""The private address of a complaint: made for a mail, known again by the hash of its key."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.urls import reverse
from django.utils.crypto import salted_hmac

from processes.complaints import deadlines
from processes.complaints.events import address_due
from processes.complaints.models import Complaint
from processes.complaints.papers import ComplaintAddress
from processes.correspondents import Correspondent, named_by
from workflow.calendar import local_date

SALT = "processes.complaints.addresses"


def key_of(address: ComplaintAddress) -> str:
    """The key of an address: 256 bits, made of its salt and the secret of the site."""
    return salted_hmac(SALT, address.salt, algorithm="sha256").hexdigest()


def path_of(address: ComplaintAddress) -> str:
    """The page that the address opens."""
    return reverse("complaint_private", args=[key_of(address)])


def send(complaint: Complaint, *, at: datetime) -> ComplaintAddress:
    """Let a mail go to whoever complained, with a new private address."""
    made = ComplaintAddress(complaint=complaint, salt=secrets.token_hex(32), made_at=at)
    made.digest = _digest(key_of(made))
    made.save()
    address_due.send(sender=ComplaintAddress, address=made, at=at)
    return made


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


def opened_by(key: str, *, at: datetime) -> ComplaintAddress | None:
    """The address of a key, if there is one; from its first use on those before it are over."""
    known = ComplaintAddress.objects.select_related(
        "complaint__scheme__body", "complaint__cycle", "complaint__appeal"
    )
    found = known.filter(digest=_digest(key)).first()
    if found is not None and found.ended_at is None and found.used_at is None:
        found.used_at = at
        found.save(update_fields=["used_at"])
        others = ComplaintAddress.objects.filter(complaint=found.complaint_id, ended_at=None)
        others.filter(pk__lt=found.pk).update(ended_at=at)
    return found


def is_over(address: ComplaintAddress, *, at: datetime) -> bool:
    """A newer one was opened, or its complaint was closed too long ago."""
    ends = deadlines.address_ends(address.complaint)
    return address.ended_at is not None or (ends is not None and local_date(at) > ends.date)


def by_key(pk: int) -> ComplaintAddress | None:
    """An address by its number among all."""
    return ComplaintAddress.objects.filter(pk=pk).first()


def newest_of(complaint: int) -> ComplaintAddress | None:
    """The address that mails about a complaint lead to."""
    found = ComplaintAddress.objects.filter(complaint=complaint, ended_at=None)
    return found.order_by("-used_at", "-pk").filter(used_at__isnull=False).first()


def of_appeal(appeal: int) -> ComplaintAddress | None:
    """The address that mails about an appeal lead to, to whoever wrote it without an account."""
    complaint = Complaint.objects.filter(appeal=appeal).values_list("pk", flat=True).first()
    return newest_of(complaint) if complaint is not None else None


@named_by(ComplaintAddress)
def _receivers(address: ComplaintAddress) -> tuple[Correspondent, ...]:
    """A private address goes to the one who complained, and to nobody else."""
    complaint = address.complaint
    return (Correspondent(complaint.email, complaint.language),)


@named_by(Complaint)
def _confirmed(complaint: Complaint) -> tuple[Correspondent, ...]:
    """Whatever comes after the receipt goes only to an address that somebody has confirmed."""
    if complaint.confirmed_at is None:
        return ()
    return (Correspondent(complaint.email, complaint.language),)
