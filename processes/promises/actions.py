"""A municipality publishes a promise, or ends one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.case.models import Certification
from processes.organisations.models import Person
from processes.promises.models import MOST, PublishedPromise
from processes.standing.models import Certificate
from workflow import trail
from workflow.exceptions import Refused


@transaction.atomic
def publish(
    certificate: Certificate, text: str, target: str, *, by: Person, at: datetime
) -> PublishedPromise:
    """Publish a promise of the holder of a certificate; the same one twice is one."""
    key = certificate.certification_id
    Certification.objects.select_for_update(no_key=True).get(pk=key)
    rows = PublishedPromise.objects.filter(certification=key)
    if same := rows.current().filter(text=text, target=target).first():
        return same
    if rows.current().count() >= MOST:
        words = _("There may be at most %(most)s promises: end one first.") % {"most": MOST}
        raise Refused(words, code="too_many_promises")
    made = PublishedPromise.objects.create(
        certification_id=key,
        number=rows.count() + 1,
        text=text,
        target=target,
        by=by,
        published_at=at,
    )
    _tell(certificate, "publish_promise", made, by, at)
    return made


@transaction.atomic
def end(certificate: Certificate, promise: PublishedPromise, *, by: Person, at: datetime) -> None:
    """Let a promise count no longer; what was reported of it stays."""
    rows = PublishedPromise.objects.filter(pk=promise.pk, ended_at=None)
    if rows.update(ended_at=at):
        _tell(certificate, "end_promise", promise, by, at)


def _tell(
    certificate: Certificate, step: str, promise: PublishedPromise, by: Person, at: datetime
) -> None:
    trail.record(trail.Event(subject=certificate, step=step, by=by, at=at, because=str(promise)))
