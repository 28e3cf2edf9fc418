"""Task pages from the documents to the concluded visit."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from processes.audit import actions, deadlines, drafts, forms, policies, reviewing
from processes.audit.agenda import ConclusionForm, topics_of
from processes.audit.models import Audit
from processes.audit.plan.forms import PlanForm
from processes.audit.review_forms import RepeatForm
from processes.audit.team.pages import led, show
from processes.case.access import TaskRequest, attempt, finished
from processes.case.deadlines import calendar_of
from processes.organisations.models import Person
from workflow.calendar import local_date, start_of
from workflow.engine.transitions import perform

if TYPE_CHECKING:
    from processes.case.models import Case


@led
def plan_visit(request: TaskRequest) -> HttpResponse:
    """The lead plans the visit and sends the plan in good time."""
    at, case = timezone.now(), request.case
    today, audit = local_date(at), case.audit
    form = PlanForm(request.POST or None, instance=audit, today=today)
    again = RepeatForm(request.POST if "repeat" in request.POST else None)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if again.is_bound:
        form = PlanForm(None, instance=audit, today=today)
        if again.is_valid() and attempt(
            again,
            lambda: reviewing.repeat(audit, again.cleaned_data["changed"], by=request.user, at=at),
        ):
            return finished(request, _("The documents are reviewed again before the visit."))
    if form.is_valid() and attempt(
        form, lambda: perform(audit.propose_plan, by=request.user, at=at)
    ):
        sent = _("The plan is sent to the municipality.")
        return finished(request, _("The plan stands.") if case.concealed else sent)
    drafts.put_back(request, form)
    return show(
        request,
        "plan_visit",
        form=form,
        forms=[form, again],
        again=again,
        review=reviewing.latest(audit),
        earliest=form.notice,
        visit_by=deadlines.visit_by(case),
        asked_day=audit.visit_date if audit.plan_remarks else None,
        quiet_weeks=case.cycle.quiet_weeks,
        is_quiet=_is_quiet(case, form["visit_date"].value()),
    )


def _is_quiet(case: "Case", day: date | str | None) -> bool:
    """The day, as far as it is one, lies in a week when no visit is proposed."""
    try:
        asked = date.fromisoformat(str(day or ""))
    except ValueError:
        return False
    return calendar_of(case.cycle).is_quiet(asked)


def agree_plan(request: TaskRequest) -> HttpResponse:
    """The municipality agrees to the plan or asks for changes."""
    at, audit = timezone.now(), request.case.audit
    form = forms.PlanAnswer(request.POST or None)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(form, lambda: _answer_plan(audit, form, by=request.user, at=at)):
        return finished(request, _("Your answer about the plan is sent."))
    drafts.put_back(request, form)
    is_quiet = _is_quiet(request.case, audit.visit_date)
    return show(request, "agree_plan", form=form, is_quiet=is_quiet)


def _answer_plan(audit: Audit, form: forms.Verdict, *, by: Person, at: datetime) -> None:
    if form.cleaned_data["answer"] == "agree":
        perform(audit.agree_plan, by=by, at=at)
    else:
        perform(audit.ask_new_plan, by=by, at=at, remarks=form.cleaned_data["reasons"])


@led
def visit(request: TaskRequest) -> HttpResponse:
    """The lead concludes the visit when every criterion is graded in the workspace."""
    at, audit = timezone.now(), request.case.audit
    form = ConclusionForm(request.POST or None, instance=audit, today=local_date(at))
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(form, lambda: _conclude(audit, form, by=request.user, at=at)):
        return finished(request, _("The visit is concluded. Next, draft the report."))
    drafts.put_back(request, form)
    total = audit.findings.count()
    remaining = audit.findings.ungraded().count()
    obstacles = obstacles_to(audit)
    if not policies.is_told(audit):
        obstacles.append(_("The municipality is not told of the audit yet."))
    counts = {"total": total, "graded": total - remaining, "prepared": _prepared(audit)}
    topics = topics_of(request.case)
    return show(request, "visit", form=form, obstacles=obstacles, topics=topics, **counts)


def _prepared(audit: Audit) -> int:
    """How many criteria were graded before the first day of the visit, and not since."""
    if audit.visit_date is None:
        return 0
    return audit.findings.filter(graded_at__lt=start_of(audit.visit_date)).count()


def obstacles_to(audit: Audit) -> list[str]:
    """Why grading cannot be concluded yet, in sentences."""
    remaining = audit.findings.ungraded().count()
    to_raise, unexplained = policies.areas_to_raise(audit), policies.unexplained(audit)
    said = []
    if remaining:
        words = ngettext(
            "%(number)s criterion is not finished yet.",
            "%(number)s criteria are not finished yet.",
            remaining,
        )
        said.append(words % {"number": remaining})
    if to_raise:
        raised = _("The minor nonconformities in %(areas)s are together a major one: raise one.")
        said.append(raised % {"areas": ", ".join(to_raise)})
    if unexplained:
        words = _("Level and grade contradict each other without a reason in: %(codes)s.")
        said.append(words % {"codes": ", ".join(unexplained)})
    return said


def _conclude(audit: Audit, form: ConclusionForm, *, by: Person, at: datetime) -> None:
    actions.conclude_visit(audit, form.cleaned_data["day"], by=by, at=at)
