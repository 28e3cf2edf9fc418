"""What another certification body needs to know to take a certificate over, on one page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes.audit.report.models import Report
from processes.case.models import Case, Certification
from processes.case.reader import reader_of
from processes.complaints.models import Complaint
from processes.corrective_actions.models import Response
from processes.organisations.signed_in import PersonRequest
from processes.renewal.models import ProgrammeItem
from processes.sanctions.status_views import certificate_of
from processes.standing.history import history
from processes.standing.status import status_at

MENDED = (Response.State.VERIFIED, Response.State.DROPPED)


@require_safe
def transfer_file(request: PersonRequest, number: str) -> HttpResponse:
    """The file of a certificate for another body: status, place in its cycle, reports, findings.

    Made when somebody who sees the case opens it, to be printed or sent (obligation 77).
    """
    certificate, case = certificate_of(request, number)
    reader = reader_of(request)
    items = ProgrammeItem.objects.filter(programme__certificate=certificate).order_by("pk")
    context: dict[str, Any] = {
        "case": case,
        "certificate": certificate,
        "status": status_at(certificate, reader.today),
        "history": history(certificate, reader.at),
        "items": items.select_related("case"),
        "audits": _audits(certificate.certification),
        "open": _open(certificate.certification),
        "complaints": _complaints(certificate.certification),
        "today": reader.today,
    }
    return render(request, "processes/dossier/transfer_file.html", context)


def _audits(certification: Certification) -> list[dict[str, Any]]:
    """Each audit with its locked report, the latest first."""
    audited = Case.objects.filter(certification=certification, audit__state="visited")
    reports = Report.objects.filter(audit__case__certification=certification, state="locked")
    latest = {row.audit_id: row for row in reports.order_by("number")}
    return [
        {"case": case, "visited": case.audit.visited_date, "report": latest.get(case.audit.pk)}
        for case in audited.select_related("audit").order_by("-pk")
    ]


def _open(certification: Certification) -> list[Response]:
    """The nonconformities whose effect nobody has verified yet."""
    rows = Response.objects.filter(plan__case__certification=certification)
    rows = rows.exclude(state__in=MENDED).select_related("finding__criterion", "plan__case")
    return list(rows.order_by("plan__case", "finding__criterion__code"))


def _complaints(certification: Certification) -> list[Complaint]:
    """Those about the holder that it could answer and that were found to be right."""
    right = (Complaint.Outcome.UPHELD, Complaint.Outcome.PARTLY)
    rows = Complaint.objects.filter(
        about=certification.organisation_id,
        kind=Complaint.Kind.MUNICIPALITY,
        state=Complaint.State.CLOSED,
        forwarded_at__isnull=False,
        outcome__in=right,
    )
    return list(rows.order_by("pk"))
