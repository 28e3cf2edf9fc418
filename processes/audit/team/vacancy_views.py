"""The page on which an officer sees to a place in the audit team that somebody left."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.audit import candidates, deadlines, drafts
from processes.audit.team import replacing
from processes.audit.team.background import presented
from processes.audit.team.pages import show
from processes.audit.team.replacing_forms import VacancyForm
from processes.audit.team.vacancy_models import Vacancy
from processes.case.access import TaskRequest, attempt, finished, posted
from processes.organisations.models import Person
from workflow.calendar import local_date


def fill_vacancy(request: TaskRequest) -> HttpResponse:
    """Ask somebody to take the place, or let the others go on, with a reason."""
    at, vacancy = timezone.now(), request.task.process.vacancy
    audit, everyone = vacancy.audit, candidates.of_case(request.case, local_date(at))
    form = VacancyForm(posted(request), vacancy=vacancy, candidates=everyone)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(form, lambda: _answer(vacancy, form, by=request.user, at=at)):
        return finished(request, _("The place in the team is seen to."))
    drafts.put_back(request, form)
    return show(
        request,
        "fill_vacancy",
        form=form,
        vacancy=vacancy,
        team=presented(audit, at),
        window=deadlines.window(request.case, local_date(at)),
    )


def _answer(vacancy: Vacancy, form: VacancyForm, *, by: Person, at: datetime) -> None:
    reasons = form.cleaned_data["reasons"].strip()
    if form.person is None:
        replacing.leave_empty(vacancy, by=by, at=at, reasons=reasons)
    else:
        replacing.fill(vacancy, form.person, by=by, at=at, reasons=reasons)
