"""What a case shows of its mails: to each reader their own, to the office all."""

from typing import Any

from django.template.loader import render_to_string

from notifications.models import Notification
from notifications.pages.listed import listed, with_subjects
from processes.case import panels
from processes.models import Case
from processes.roles import Role

SHOWN = 20


def mails(case: Case, reader: Any) -> str:
    """The latest mails about a case that the reader may know of."""
    keeps_case = any(
        grant.role in (Role.OFFICER, Role.ADMINISTRATOR)
        and grant.organisation_id == case.scheme.body_id
        for grant in reader.grants
    )
    sent = Notification.objects.filter(case=case, status=Notification.Status.SENT)
    if not keeps_case:
        sent = sent.filter(recipient=reader.person)
    rows = with_subjects(sent).order_by("-sent_at", "-pk")[:SHOWN]
    context = {"case": case, "mails": listed(rows, reader.at), "keeps_case": keeps_case}
    return render_to_string("notifications/_panel.html", context)


panels.register(mails, panels.MESSAGES)
