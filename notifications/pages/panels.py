"""What a case shows of its mails: to each reader their own, to the office all."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.models import Notification
from notifications.pages.listed import Listed, listed, with_subjects
from processes.case import panels
from processes.case.panels import Said, Shown
from processes.models import Case
from processes.roles import Role

SHOWN = 20


def mails(case: Case, reader: Any) -> Shown:
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
    ways = [(reverse("notices_coming", args=[case.number]), _("Mails to come"))]
    said = [_said(mail, keeps_case=keeps_case) for mail in listed(rows, reader.at)]
    return Shown(ways=ways if keeps_case else (), said=said)


def _said(mail: Listed, *, keeps_case: bool) -> Said:
    context = {"mail": mail, "keeps_case": keeps_case}
    html = render_to_string("notifications/_mail_item.html", context)
    return Said(mail.row.sent_at or mail.row.created_at, html)


panels.register(mails, panels.MESSAGES)
