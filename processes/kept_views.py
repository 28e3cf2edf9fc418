"""Throwing away what was kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from processes import kept
from processes.addresses import is_ours
from processes.case.reader import reader_of


@require_POST
def kept_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Let go of a kept text, and stay where one is."""
    kept.drop(pk, person=reader_of(request).person.pk)
    back = request.POST.get("next", "")
    return redirect(back if is_ours(back, request) else "inbox")
