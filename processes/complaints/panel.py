"""On the overview of a case, for those of the body who work in it: what was complained of.

Never by whom: who audits is to know neither who complained nor that they did.
"""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from processes.audit.agenda import tells
from processes.case import panels
from processes.case.models import Case
from processes.case.sides import serves
from processes.complaints.models import Complaint
from processes.promises.models import PublishedPromise
from processes.promises.policies import FOUND

if TYPE_CHECKING:
    from processes.case.reader import Reader


def show(case: Case, reader: "Reader") -> SafeString | str:
    """Notes for the audit, and how often each promise was said to be broken, with the answers."""
    if not case.is_running or not serves(case, reader):
        return ""
    known = {"about": case.certification.organisation_id, "scheme": case.certification.scheme_id}
    columns = ("promise", "outcome", "agenda_note", "reply_text", "may_be_named", "decided_at")
    rows = list(Complaint.objects.filter(**known).order_by("pk").values(*columns))
    if not rows:
        return ""
    promises = PublishedPromise.objects.filter(pk__in={row["promise"] for row in rows} - {None})
    context = {
        "notes": [row for row in rows if row["agenda_note"]],
        "promises": [_told(one, rows) for one in promises.order_by("number")],
    }
    if not any(context.values()):
        return ""
    return render_to_string("processes/complaints/panel.html", context)


def _told(promise: PublishedPromise, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """A promise with its counts; an answer that may name somebody is left out."""
    own = [row for row in rows if row["promise"] == promise.pk]
    answered = [row["reply_text"] for row in own if row["reply_text"]]
    return {
        "promise": promise,
        "reports": len(own),
        "found": sum(row["outcome"] in FOUND for row in own),
        "answered": len(answered),
        "answers": [
            row["reply_text"]
            for row in own
            if row["reply_text"] and row["decided_at"] and not row["may_be_named"]
        ],
    }


def complaints(case: Case) -> Iterator[str]:
    """How many complaints about the municipality ended how."""
    about = Complaint.objects.filter(
        about=case.certification.organisation_id, scheme=case.certification.scheme_id
    )
    ended = Counter(one.get_outcome_display() for one in about.exclude(outcome=""))
    for outcome, number in sorted(ended.items()):
        yield _("Complaints, %(outcome)s: %(number)d.") % {"outcome": outcome, "number": number}


panels.register(show)
tells("complaints", complaints)
