"""Watches every request: how long it took, and what came of it."""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bound_contextvars

from config.operations import metrics
from workflow.exceptions import heard

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
NUMBER = re.compile(r"[0-9a-f-]{16,36}")


class WatchMiddleware:
    """Count and log each request by its view; an address would tell whom it concerns.

    Beside it stand the codes of what was refused meanwhile.

    Its number stands on every line that is written meanwhile, and in the answer.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        number = _number(request)
        with bound_contextvars(request_id=number), heard() as refusals:
            began = time.monotonic()
            response = self.get_response(request)
            _tell(request, response, time.monotonic() - began, refusals)
        response.headers[HEADER] = number
        return response


def _number(request: HttpRequest) -> str:
    """The number a proxy has given, if it looks like one and not like a person's."""
    given = request.headers.get(HEADER, "")
    return given if NUMBER.fullmatch(given) else uuid.uuid4().hex[:16]


def _tell(
    request: HttpRequest, response: HttpResponseBase, seconds: float, refusals: list[str]
) -> None:
    view, method, status = view_name(request), metrics.known(request.method), response.status_code
    metrics.count(view, method=method, status=status, seconds=seconds)
    values: dict[str, Any] = {"view": view, "method": method, "status": status}
    values["ms"] = round(1000 * seconds)
    if refusals:
        values["refusal"] = " ".join(dict.fromkeys(refusals))
    if user := _user(request):
        values["user_id"] = user
    log.info("Request", extra=values)


def _user(request: HttpRequest) -> int | None:
    """The number of the person, if anybody has asked who it is. Public pages never do."""
    session = getattr(request, "session", None)
    if session is None or not session.accessed or SESSION_KEY not in session:
        return None
    return int(session[SESSION_KEY])


def view_name(request: HttpRequest) -> str:
    """The name of the view; "none" for a file or an address that leads nowhere."""
    match = request.resolver_match
    return (match.view_name or match.func.__name__) if match else "none"
