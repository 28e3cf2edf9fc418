from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """Turn shortcuts on and choose their keys; the browser keeps the choice."""
    return render(request, "shortcuts.html", {"actions": _actions()})


def _actions() -> list[tuple[str, str]]:
    return [
        ("next", _("Next in the list")),
        ("previous", _("Previous in the list")),
        ("open", _("Open, or do the next step")),
        ("assign", _("Give the task to a colleague")),
        ("snooze", _("Put the task aside")),
        ("search", _("Search in the list")),
        ("up", _("Back to the list")),
        ("inbox", _("To what there is to do")),
        ("cases", _("To the cases")),
        ("help", _("To this page")),
    ]
