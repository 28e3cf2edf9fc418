"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse


def apply(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def review(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def sign_agreement(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()
