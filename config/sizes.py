"""How much a visitor may send: asked before a byte of it is kept."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

MEGABYTE = 1024**2


class SizeMiddleware:
    """Refuse what is too large for any form of ours, before it fills the disk.

    Whoever is signed in may send a little more than the largest file, so that one slightly too
    large is told at its field.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > MEGABYTE and size > _most(request):
            return too_large(request)
        return self.get_response(request)


def _most(request: HttpRequest) -> int:
    if not request.user.is_authenticated:
        return MEGABYTE
    return int(settings.EVIDENCE_MAX_BYTES) + 5 * MEGABYTE


def too_large(request: HttpRequest) -> HttpResponse:
    """The page that says how large a file may be."""
    most = settings.EVIDENCE_MAX_BYTES // MEGABYTE
    return render(request, "413.html", {"most": most}, status=413)
