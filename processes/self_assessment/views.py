"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse


def assess(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def sign(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def contribute(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()
