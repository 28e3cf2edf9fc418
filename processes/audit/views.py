"""Pages of this stage."""

from django.http import HttpRequest, HttpResponse


def lead(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def consider_team(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def settle_objection(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def review_documents(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def plan_visit(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def agree_plan(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()


def visit(request: HttpRequest) -> HttpResponse:
    """Page."""
    return HttpResponse()
