"""Requests that nobody can have written: no page has such an address."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

NUL = "\x00"


class OddRequestMiddleware:
    """Answers 404 where an address holds a NUL, which PostgreSQL can neither keep nor compare."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if NUL in request.path:
            raise Http404
        return self._get_response(request)
