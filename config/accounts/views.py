"""The two account pages where the library's own would answer otherwise than we promise."""

from allauth.account import views as library
from allauth.account.internal.decorators import login_not_required
from allauth.core.ratelimit import consume, respond_429
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from config.accounts.forms import ResetForm
from notifications import letters
from notifications.rules import Kind
from processes.organisations.accounts.security import SecurityEvent, note
from processes.organisations.signed_in import PersonRequest


def change_password(request: PersonRequest) -> HttpResponse:
    """Another password; who has none yet chooses the first one by a link in a mail."""
    if not request.user.has_usable_password():
        return redirect("account_reset_password")
    answer: HttpResponse = library.password_change(request)
    return answer


@login_not_required
@never_cache
def reset_password(request: HttpRequest) -> HttpResponse:
    """Send a link to choose a new password, and answer alike whosoever address it is.

    What an address has asked for too often is not sent again: whoever it belongs to has the links.
    """
    form = ResetForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "account/password_reset.html", {"form": form}, status=status)
    if not consume(request, action="ask_for_link"):
        return respond_429(request)
    person = form.person()
    note(SecurityEvent.Kind.LINK_ASKED, person)
    if person and consume(request, action="send_link", key=person.email):
        letters.write(Kind.RESET, person, at=timezone.now())
    return redirect("account_reset_password_done")
