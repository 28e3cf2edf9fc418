"""Whoever waits too long for what somebody else holds is told so, and can try again."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from processes.case.access import written

HELD = ("55P03", "40P01")
"""What PostgreSQL calls a lock that was not to be had in time, and a deadlock that it broke."""

AGAIN_SECONDS = 5


class BusyMiddleware:
    """Answers 503 in our own words, with what was written, when rows were held for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page, if it is that; nothing was saved, for a request's changes go together."""
        if not isinstance(error, OperationalError) or not is_held(error):
            return None
        context = {"written": written(request.POST), "here": request.get_full_path()}
        status = HTTPStatus.SERVICE_UNAVAILABLE
        response = render(request, "busy.html", context, status=status)
        response.headers["Retry-After"] = str(AGAIN_SECONDS)
        return response


def is_held(error: OperationalError) -> bool:
    """The database answers, but somebody else held what was asked for."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in HELD or "is locked" in str(error)
