"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse


def draft(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def comment(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def finish(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()
