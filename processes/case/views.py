"""The pages of a case, and the list of cases."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from processes.case import chart, dates, documents, evidence, lists, panels, possibilities, timeline
from processes.case.access import visible_case
from processes.case.models import Case
from processes.case.reader import reader_of
from processes.case.remarks import remarks_of
from processes.case.sides import is_inside
from processes.case.stages import Stage
from processes.case.stalled import STALLED
from processes.case.turns import progress, stage_of, turns
from processes.pager import pager
from processes.roles import OVERSEEING, Role


class CaseSearch(forms.Form):
    """Narrow the list of cases."""

    hide_optional = True

    q = forms.CharField(
        label=_("Municipality, case number or scheme"), required=False, max_length=60
    )
    stage = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("All stages")), *Stage.choices]
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *Case.Kind.choices]
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
        "may_apply": reader.holds(Role.COORDINATOR),
        **pager(request, reverse("cases"), after),
    }
    return render(request, "processes/case/cases.html", context)


@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Whose turn it is, since when, what comes next, and what is closed and why."""
    case, reader = visible_case(request, number=number), reader_of(request)
    open_turns = turns(case, reader)
    position = chart.position(case)
    context = {
        "case": case,
        "turns": open_turns,
        "stage": stage_of(case, open_turns),
        "stages": progress(case, open_turns, reader),
        "possible": [
            (turn, possibilities.of(turn, case, reader.person))
            for turn in open_turns
            if turn.mine or turn.takeable
        ],
        "dates": dates.coming(case, open_turns),
        "places": chart.places(*position),
        "diagram": chart.picture(*position),
        "panels": panels.of(panels.OVERVIEW, case, reader),
        "latest": timeline.entries(case, reader, latest=3),
        "reader": reader,
    }
    return render(request, "processes/case/overview.html", context)


@require_safe
def papers(request: HttpRequest, number: str) -> HttpResponse:
    """The frozen papers and the evidence."""
    case, reader = visible_case(request, number=number), reader_of(request)
    context = {
        "case": case,
        "documents": documents.of(case),
        **documents.evidence_of(case, reader),
        "may_add": evidence.may_add(case, reader),
        "is_inside": is_inside(case, reader),
    }
    return render(request, "processes/case/documents.html", context)


@require_safe
def correspondence(request: HttpRequest, number: str) -> HttpResponse:
    """What has been said in the case, and the notices sent about it."""
    case, reader = visible_case(request, number=number), reader_of(request)
    context: dict[str, Any] = {
        "case": case,
        "remarks": remarks_of(case),
        "panels": panels.of(panels.MESSAGES, case, reader),
    }
    return render(request, "processes/case/messages.html", context)


@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Everything that happened, newest first."""
    case, reader = visible_case(request, number=number), reader_of(request)
    context = {"case": case, "entries": timeline.entries(case, reader)}
    return render(request, "processes/case/history.html", context)
