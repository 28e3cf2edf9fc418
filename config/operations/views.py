"""Health for machines, and the same in words for an administrator."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from config.operations import health, metrics, words
from config.operations.health import Check
from processes.organisations.administration import bodies_of, page


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """This process answers. If it does not: start it again."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """This process can answer people. If it cannot: send them to another one."""
    return _verdict(health.is_ready(), {})


@login_not_required
@never_cache
@require_safe
def whole(request: HttpRequest) -> JsonResponse:
    """The system does all it should. If it does not: call somebody, but restart nothing."""
    at = timezone.now()
    checks = health.checks(at)
    told = {one.name: _told(one) for one in checks}
    return _verdict(all(one.is_well for one in checks), {"at": at, "checks": told})


def _verdict(is_well: bool, more: dict[str, Any]) -> JsonResponse:
    status = {"status": "ok" if is_well else "problem"}
    return JsonResponse(status | more, status=200 if is_well else 503)


def _told(check: Check) -> dict[str, Any]:
    """The figure without the host, whose name is nobody's business outside."""
    return {"ok": check.is_well, "value": check.value, "limit": check.limit}


@login_not_required
@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures for Prometheus; for whoever does not show the token there is no such page."""
    shown = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(
        shown, f"Bearer {settings.METRICS_TOKEN}"
    ):
        raise Http404
    text = metrics.exposition(timezone.now())
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


@login_not_required
def too_many(request: HttpRequest) -> HttpResponse:
    """Too many tries; but while nothing can be saved no try can be counted, and that is said."""
    template, status = ("429.html", 429) if health.is_ready() else ("503.html", 503)
    return render(request, template, status=status)


@never_cache
@require_safe
def system(request: HttpRequest) -> HttpResponse:
    """How the system is, in words, and what to do when something is late."""
    bodies_of(request)
    at = timezone.now()
    checks = health.checks(at)
    shown = [*checks, *health.matters()]
    context = {
        "at": at,
        "rows": [words.row(check) for check in shown],
        "is_well": all(check.is_well for check in checks),
        "waiting": sum(words.waits(check) for check in shown),
    }
    return page(request, "system.html", context)
