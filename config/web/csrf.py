"""A form whose token is not the browser's present one: mostly a page older than a sign-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from processes.case.access import written

ACCOUNTS, TOKEN = "/accounts/", "csrfmiddlewaretoken"


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say why, show what was written, and let it be sent again by a press.

    Only what one of our own pages sent can be sent again: what another site has prepared would
    need no more than that press. Of an account page nothing is shown: there stand passwords.
    """
    is_account = request.path.startswith(ACCOUNTS)
    texts = [] if is_account else written(request.POST)
    fields = request.POST.lists() if texts and _is_ours(request) else ()
    context = {
        "written": texts,
        "files": [str(file) for _name, several in request.FILES.lists() for file in several],
        "again": [(name, value) for name, values in fields for value in values if name != TOKEN],
        "address": request.get_full_path(),
        "link": request.path if is_account else "/",
    }
    return render(request, "csrf.html", context, status=403)


def _is_ours(request: HttpRequest) -> bool:
    """The form stood on a page of this site, by what the browser says of it."""
    here = f"{request.scheme}://{request.get_host()}"
    origin = request.headers.get("Origin")
    return origin == here if origin else request.headers.get("Referer", "").startswith(f"{here}/")
