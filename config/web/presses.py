"""A press of a button that meets a lost session, and an address met otherwise than it is meant.

The press leads to the sign-in, and that leads back to the page on which the button stands, where it
is said that nothing was done. What was pressed is never done by itself: whoever signs in may be
somebody else, and the page may say something else by now.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

LED_TO = "led_to"
"""Where the sign-in of this session led; said once."""
PRESSED, LONGEST = "pressed", 2000
"""The page on which a button was pressed that met no session, until somebody has signed in."""
OF_ACCOUNTS = "/accounts/"


class PressMiddleware:
    """Leads a press without a session to sign in and back to its page; answers 405 in our words.

    Whoever has only just signed in, and is led to where only a button leads, comes to the inbox.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        if _is_signed_out(request, response):
            return _back_to_its_page(request, response)
        if _has_signed_in(request):
            response.delete_cookie(PRESSED, samesite="Lax")
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        if request.method == "GET" and _was_led(request):
            if not _pressed(request):
                _tell(request)
            return redirect("inbox")
        # Which methods are taken is said to machines as before.
        response.content = render_to_string("405.html", request=request)
        return response


def _is_signed_out(request: HttpRequest, response: Any) -> bool:
    """Somebody pressed a button and is asked to sign in first. A script asks by itself."""
    asks = response.status_code == HTTPStatus.FOUND and OF_ACCOUNTS in response["Location"]
    is_press = request.method == "POST" and "X-Autosave" not in request.headers
    return asks and is_press and not request.path.startswith(OF_ACCOUNTS)


def _back_to_its_page(request: HttpRequest, response: Any) -> HttpResponseBase:
    """The sign-in leads to the page of the button, if the browser says which that is."""
    page = _page_of(request)
    if not page:
        return response
    answer = redirect_to_login(page)
    answer.set_signed_cookie(
        PRESSED,
        page,
        salt=PRESSED,
        max_age=settings.SESSION_COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return answer


def _page_of(request: HttpRequest) -> str:
    """The page of ours from which the press came, as its path; none if it is not told."""
    came = urlsplit(request.headers.get("Referer", ""))
    page = f"{came.path}?{came.query}" if came.query else came.path
    is_ours = came.netloc == request.get_host() and not came.path.startswith(OF_ACCOUNTS)
    return page if is_ours and page[:2] != "//" and len(page) < LONGEST else ""


def _pressed(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(PRESSED, default="", salt=PRESSED))


def _has_signed_in(request: HttpRequest) -> bool:
    """Somebody signs in, or has, and it is not to be said a second time."""
    if PRESSED not in request.COOKIES or request.path.startswith(OF_ACCOUNTS):
        return False
    return request.session.accessed and SESSION_KEY in request.session


def _tell(request: HttpRequest) -> None:
    words = _("Your button press was not carried out: you were signed out. Press it again.")
    messages.warning(request, words)


def remember(request: HttpRequest, address: str) -> None:
    """The sign-in leads to this address; if a button was pressed there, it is said."""
    request.session[LED_TO] = urlsplit(address).path
    if _pressed(request) == address:
        _tell(request)


def _was_led(request: HttpRequest) -> bool:
    """It is the sign-in that has led here, and not the person."""
    led = request.user.is_authenticated and request.session.get(LED_TO) == request.path
    if led:
        del request.session[LED_TO]
    return led
