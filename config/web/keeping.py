"""Nothing written is lost: proof of what is stored, and a place for what could not be.

A page's script names each form that it sends and keeps its text until a cookie of that name says
that the server has stored it: no other page, and no proxy, can say so. A form that was sent without
a script and met an ended session or an error is kept here, for the person who had the page open.
"""

import logging
import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from processes import kept

log = logging.getLogger(__name__)

WRITER, OFFERED, STORED = "writer", "kept", "stored-"
DAY = 24 * 60 * 60
NAME = re.compile(r"[a-z0-9-]{8,40}")
OF_ACCOUNTS, LEAVING = "/accounts/", "/accounts/logout/"
UNSAVED = (403, 404, 405, 429, 500, 502, 503, 504)


class KeepingMiddleware:
    """Looks at what became of each form."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        person = _person(request)
        if person is not None:
            _know(request, response, person)
        elif request.path == LEAVING:
            response.delete_cookie(WRITER, samesite="Lax")
        if request.method == "POST" and not request.path.startswith(OF_ACCOUNTS):
            _settle(request, response, person)
        return response


def _person(request: HttpRequest) -> int | None:
    """The number of the signed-in person, if the page has asked who it is."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed or SESSION_KEY not in session:
        return None
    return int(session[SESSION_KEY])


def _know(request: HttpRequest, response: Any, person: int) -> None:
    """Who writes in this browser. The token of its forms is renewed with each sign-in."""
    if _writer(request) != person:
        response.set_signed_cookie(
            WRITER,
            str(person),
            salt=WRITER,
            max_age=DAY * kept.FOR.days,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )


def _writer(request: HttpRequest) -> int | None:
    said = request.get_signed_cookie(WRITER, default="", salt=WRITER, max_age=DAY * kept.FOR.days)
    return int(said) if said else None


def _settle(request: HttpRequest, response: Any, person: int | None) -> None:
    to = response.get("Location", "")
    if OF_ACCOUNTS in to or response.status_code in UNSAVED:
        _keep(request, response, person or _writer(request))
    elif to and person is not None:
        _prove(request, response, person)


def _prove(request: HttpRequest, response: Any, person: int) -> None:
    """The form is stored: say so to the script, and let go of what was kept of it."""
    name = request.POST.get("draft", "")
    if NAME.fullmatch(name):
        response.set_cookie(
            f"{STORED}{name}",
            "1",
            max_age=DAY,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    if "kept" in request.POST:
        kept.drop(request.POST["kept"], person=person)


def _keep(request: HttpRequest, response: Any, person: int | None) -> None:
    """Keep what was written, unless the page's script does, or it came from another site."""
    is_ours = getattr(request, "csrf_processing_done", False)
    by_script = "draft" in request.POST or "X-Autosave" in request.headers
    if person is None or not is_ours or by_script:
        return
    fields = kept.fields_of(request.POST)
    files = [file.name or "" for _name, found in request.FILES.lists() for file in found]
    try:
        done = kept.keep(request.get_full_path(), fields, files, person=person, at=timezone.now())
    except DatabaseError:
        log.exception("What was written could not be kept")
        return
    if done:
        response.set_cookie(
            OFFERED,
            "1",
            max_age=DAY * kept.FOR.days,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
        if OF_ACCOUNTS in response.get("Location", ""):
            words = _("You were signed out. What you wrote is kept until you have signed in again.")
            messages.info(request, words)


def offers(request: HttpRequest) -> dict[str, Any]:
    """For every page: what is kept for the person. Asks only where something has been kept."""
    person = _person(request) if OFFERED in request.COOKIES else None
    if person is None:
        return {}
    return {"kept_texts": kept.KeptText.objects.offered(person, timezone.now())[: kept.MOST]}
