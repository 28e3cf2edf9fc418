"""The certificate as a document, for those who may see its case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from processes.case import access
from processes.case.reader import reader_of
from processes.standing import deadlines
from processes.standing.history import history
from processes.standing.models import Certificate
from processes.standing.status import Status, status_at


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """A certificate by its full number, ready to print (obligation 53, in part)."""
    found = Certificate.objects.numbered(number)
    if found is None:
        raise Http404
    access.visible_case(request, pk=found.case_id)
    newer = found.later_revisions().first()
    status = status_at(found, reader_of(request).today)
    context = {
        "certificate": found,
        "case": found.case,
        "body": found.case.scheme.body,
        "newer": newer,
        "is_over": status == Status.EXPIRED,
        "is_out": status not in (Status.VALID, Status.REPLACED),
        "history": history(newer or found, reader_of(request).at),
        "expiry": deadlines.expiry(found),
        "register_url": request.build_absolute_uri(f"/register/{found.case.organisation.code}/"),
    }
    return render(request, "processes/certificate/certificate.html", context)
