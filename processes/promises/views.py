"""The promises of a certificate's holder: read by all who may see it, maintained by its own."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.case.access import attempt, visible_case
from processes.case.reader import Reader, reader_of
from processes.case.sides import speaks
from processes.promises import actions
from processes.promises.forms import PromiseForm
from processes.promises.models import PublishedPromise
from processes.roles import Role
from processes.standing.models import Certificate


@require_http_methods(["GET", "POST"])
def promises(request: HttpRequest, number: str) -> HttpResponse:
    """What the holder promises; its coordinator publishes and ends promises here."""
    case = visible_case(request, number=number)
    certificate = Certificate.objects.of_certification(case.certification).first()
    reader = reader_of(request)
    may = certificate is not None and speaks(case, reader, Role.COORDINATOR)
    if request.method == "POST" and not may:
        raise PermissionDenied
    rows = PublishedPromise.objects.filter(certification=case.certification_id)
    ends = request.POST.get("end", "")
    form = PromiseForm(request.POST if request.method == "POST" and not ends else None)
    if certificate is not None and request.method == "POST":
        if ends and _ended(certificate, ends, reader):
            messages.success(request, _("The promise counts no longer."))
            return redirect("promises", number=number)
        if not ends and form.is_valid() and _published(certificate, form, reader):
            messages.success(request, _("The promise is published."))
            return redirect("promises", number=number)
    context = {"case": case, "promises": rows.current(), "form": form, "may": may}
    return render(request, "processes/promises/promises.html", context)


def _ended(certificate: Certificate, key: str, reader: Reader) -> bool:
    rows = PublishedPromise.objects.filter(certification=certificate.certification_id)
    found = rows.current().filter(number=key).first() if key.isascii() and key.isdigit() else None
    if found is not None:
        actions.end(certificate, found, by=reader.person, at=reader.at)
    return True


def _published(certificate: Certificate, form: PromiseForm, reader: Reader) -> bool:
    said = {name: str(value).strip() for name, value in form.cleaned_data.items()}
    by = {"by": reader.person, "at": reader.at}
    return attempt(
        form, lambda: actions.publish(certificate, said["promised"], said["target"], **by)
    )
