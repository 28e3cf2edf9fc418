"""An address that only takes the press of a button, or only shows something, met otherwise.

So it is met above all after a lost session: the press leads to the sign-in, and that leads on to
the address, with nothing pressed. What was pressed is not done then by itself.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

LED_TO = "led_to"
"""Where the sign-in of this session led; said once."""


class PressMiddleware:
    """Answers 405 in our own words, and leads to the inbox whoever has only just signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: Any = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        if request.method == "GET" and _was_led(request):
            words = _("Your button press was not carried out: you were signed out. Press it again.")
            messages.warning(request, words)
            return redirect("inbox")
        # Which methods are taken is said to machines as before.
        response.content = render_to_string("405.html", request=request)
        return response


def remember(request: HttpRequest, address: str) -> None:
    """The sign-in leads to this address."""
    request.session[LED_TO] = urlsplit(address).path


def _was_led(request: HttpRequest) -> bool:
    """It is the sign-in that has led here, and not the person."""
    led = request.user.is_authenticated and request.session.get(LED_TO) == request.path
    if led:
        del request.session[LED_TO]
    return led
