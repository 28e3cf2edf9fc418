"""A session ends when nobody has used it for a time, not after a time whatever somebody does.

Writing it at each page would cost a statement; so it is moved ahead every few minutes of use.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

USED = "used"
STEP_SECONDS = 5 * 60
LOOK = "session"
"""The address at which a page asks how long is left: to ask is no use."""


class IdleMiddleware:
    """Move the end of a session ahead while somebody uses it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.view_name != LOOK:
            _move_ahead(request)
        return response


def _move_ahead(request: HttpRequest, *, after: int = STEP_SECONDS) -> None:
    session = request.session
    # Public pages never ask who reads; asking here would cost them a statement.
    is_known = session.accessed and SESSION_KEY in session
    if is_known and time.time() - session.get(USED, 0) >= after:
        session[USED] = int(time.time())


@receiver(user_logged_in, dispatch_uid="sessions")
def begin(request: HttpRequest, **_: Any) -> None:
    """To sign in is the first use."""
    request.session[USED] = int(time.time())


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> JsonResponse:
    """How many seconds a session has left; a POST begins them anew."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0})
    if request.method == "POST":
        _move_ahead(request, after=0)
    used = request.session.get(USED, time.time())
    return JsonResponse({"seconds": settings.SESSION_COOKIE_AGE - int(time.time() - used)})
