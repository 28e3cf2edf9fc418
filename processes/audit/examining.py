"""The task page on which a team grades what was handed in, without a visit."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.audit import actions, drafts, policies
from processes.audit.agenda import ExaminationForm, topics_of
from processes.audit.plan import documents
from processes.audit.team.pages import led, show
from processes.audit.views import obstacles_to
from processes.case.access import TaskRequest, attempt, finished
from workflow.calendar import local_date


@led
def examine(request: TaskRequest) -> HttpResponse:
    """The lead concludes when every criterion is graded in the workspace.

    Obligation 59.
    """
    at, case = timezone.now(), request.case
    audit = case.audit
    form = ExaminationForm(request.POST or None, instance=audit)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)

    def conclude() -> None:
        actions.conclude_visit(audit, local_date(at), by=request.user, at=at)

    if form.is_valid() and attempt(form, conclude):
        return finished(request, _("The examination is concluded. Next, draft the report."))
    drafts.put_back(request, form)
    submitted = documents.answers(case, documents.levels_of(case))
    total = audit.findings.count()
    context: dict[str, Any] = {
        "areas": documents.by_area(submitted),
        "obstacles": obstacles_to(audit),
        "total": total,
        "graded": total - audit.findings.ungraded().count(),
        "settled": policies.has_settled_team(audit),
        "topics": topics_of(case),
    }
    return show(request, "examine", form=form, **context)
