"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse


def decide(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def supplement(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()
