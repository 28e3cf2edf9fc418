"""The list of cases."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from processes import kinds
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.stages import WAY
from processes.pager import pager
from processes.roles import OVERSEEING
from processes.workspace import lists
from processes.workspace.stalled import STALLED


class CaseSearch(forms.Form):
    """Narrow the list of cases."""

    hide_optional = True

    q = forms.CharField(
        label=_("Municipality, case number or scheme"), required=False, max_length=60
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        required=False,
        choices=[("", _("All stages")), *((one.value, one.label) for one in WAY)],
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *kinds.choices()]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *Case.State.choices]
    )

    def __init__(self, *args: Any, oversees: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if oversees:
            state: Any = self.fields["state"]
            state.choices = [*state.choices, (STALLED, _("Stalled: late after every reminder"))]


@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """The cases the person may see, newest first."""
    reader = reader_of(request)
    form = CaseSearch(request.GET, oversees=reader.holds(*OVERSEEING))
    chosen = form.cleaned_data if form.is_valid() else {}
    lines, after = lists.page(reader, chosen, request.GET.get("after", ""))
    context = {
        "lines": lines,
        "search": form,
        "is_filtered": any(chosen.values()),
        "has_part": reader.has_part,
        "reads_statistics": reader.reads_statistics,
        "can_filter": bool(lines or form.errors or any(chosen.values())),
        **pager(request, reverse("cases"), after),
    }
    return render(request, "processes/case/cases.html", context)
