"""The pages of a change of address: for administrators, and for whoever reads a mailbox."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from processes.organisations.accounts import addresses
from processes.organisations.administration import person_of
from processes.organisations.models import AddressChange
from processes.organisations.signed_in import PersonRequest
from workflow.exceptions import Refused

HTTP_GONE = 410


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, signed: str) -> HttpResponse:
    """Where the button of a letter leads: it asks once more, for machines follow links too."""
    at = timezone.now()
    change, act = addresses.read(signed)
    if change is None or not addresses.may(change, act, at):
        return _page(request, {"is_over": True}, status=HTTP_GONE)
    context = {"change": change, "act": act}
    if request.method != "POST":
        return _page(request, context)
    try:
        if act == addresses.CONFIRM:
            addresses.confirm(change, at=at)
        else:
            addresses.stop(change, by=None, at=at)
    except Refused as refused:
        return _page(request, {"refusal": refused.message}, status=refused.status_code)
    return _page(request, {**context, "is_done": True})


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    return render(request, "processes/organisations/address_link.html", context, status=status)


def _waiting(request: HttpRequest, pk: int) -> AddressChange:
    return get_object_or_404(addresses.waiting(person_of(request, pk)))


@require_POST
def agree(request: PersonRequest, pk: int) -> HttpResponse:
    """A second administrator vouches for the change."""
    change = _waiting(request, pk)
    try:
        addresses.agree(change, by=request.user, at=timezone.now())
        messages.success(request, _("You have agreed to the new address."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("person", pk)


@require_POST
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the change up."""
    change = _waiting(request, pk)
    try:
        addresses.stop(change, by=request.user, at=timezone.now())
        messages.success(request, _("The address stays as it is."))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("person", pk)
