"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse


def answer(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def assess(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def verify(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()
