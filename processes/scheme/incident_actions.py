"""What a person does about a promise that could not be kept and that trying again does not help."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.organisations.models import Person
from processes.scheme import incident_words
from workflow import trail
from workflow.exceptions import Refused
from workflow.models import Timer
from workflow.timers import incidents


@transaction.atomic
def skip(timer: Timer, reason: str, *, by: Person, at: datetime) -> None:
    """Give up a promise, for a reason that stands in the history of what it was about.

    Raises Refused where something would stand still without it, Conflict if it is no incident.
    """
    if incident_words.skipped(timer) is None:
        raise Refused(
            _("This cannot be skipped: without it something would stand still. Try again."),
            code="promise_needed",
        )
    subject = incident_words.case_of(timer.subject) or timer.subject or by
    data = {
        "timer": timer.pk,
        "of": f"{timer.subject_type.app_label}.{timer.subject_type.model}:{timer.subject_id}",
        "promise": timer.step,
    }
    event = trail.Event(
        subject=subject, step="skip_promise", by=by, at=at, because=reason, data=data
    )
    trail.record(event)
    incidents.skip(timer, at=at)
