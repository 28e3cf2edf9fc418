from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from processes.case.access import TaskRequest
from tests.permits.models import Permit
from workflow.api import perform


def ask(request: TaskRequest) -> HttpResponse:
    """Send the request."""
    return _page(request, request.subject.send)


def answer(request: TaskRequest) -> HttpResponse:
    """Grant or refuse."""
    permit = request.subject
    return _page(request, permit.refuse if "refuse" in request.POST else permit.grant)


def _page(request: TaskRequest, step: object) -> HttpResponse:
    if request.method == "POST":
        at = timezone.now()
        perform(step, by=request.user, at=at, moment=at)
        return redirect("inbox")
    return render(request, "permits/permit.html", {"permit": request.subject})


def permit(request: HttpRequest, pk: int) -> HttpResponse:
    """The permit as it stands."""
    return render(request, "permits/permit.html", {"permit": Permit.objects.get(pk=pk)})


urlpatterns = [path("permit/<int:pk>/", permit, name="permit")]
