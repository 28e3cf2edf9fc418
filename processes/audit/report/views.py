"""Task pages of the report: draft, comments, final report."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit import deadlines, drafts, policies
from processes.audit.report import actions as report_actions
from processes.audit.report.contents import Contents
from processes.audit.report.forms import AnswersForm, CommentsForm, ReportForm
from processes.audit.team.pages import led, show
from processes.case.access import TaskRequest, attempt, finished
from workflow import timers
from workflow.engine.transitions import perform

LOCKED = gettext_lazy("The report is final and locked.")
SENT_AGAIN = gettext_lazy("The report is sent for comments on what was made worse.")


@led
def draft(request: TaskRequest) -> HttpResponse:
    """The lead writes the report; facts are added by themselves."""
    at, unfinished = timezone.now(), drafts.is_wanted(request)
    report = request.case.audit.reports.latest("number")
    form = ReportForm(request.POST or None, instance=report, complete=not unfinished)
    if unfinished and form.is_valid():
        report_actions.save_text(report)
        return drafts.saved(request)
    if form.is_valid() and attempt(
        form, lambda: report_actions.send_draft(report, by=request.user, at=at)
    ):
        return finished(request, _("The draft report is sent to the municipality."))
    contents = Contents.of(report)
    return show(request, "draft_report", form=form, report=report, contents=contents)


def comment(request: TaskRequest) -> HttpResponse:
    """The municipality comments on the draft, sentence by sentence."""
    at = timezone.now()
    report = request.case.audit.reports.latest("number")
    form = CommentsForm(request.POST or None, report=report)
    if form.is_valid():
        report_actions.comment(report, form.texts, by=request.user, at=at)
        if drafts.is_wanted(request):
            return drafts.saved(request)
        if attempt(form, lambda: perform(report.return_comments, by=request.user, at=at)):
            return finished(request, _("Your comments are sent to the lead auditor."))
    ends, contents = deadlines.comments_end(report), Contents.of(report)
    until = timers.deadline_of(report, "pass_uncommented") or ends
    return show(request, "comment_report", form=form, report=report, contents=contents, until=until)


@led
def finish(request: TaskRequest) -> HttpResponse:
    """The lead answers the comments, corrects the text and locks the report."""
    at, unfinished = timezone.now(), drafts.is_wanted(request)
    report = request.case.audit.reports.latest("number")
    form = ReportForm(request.POST or None, instance=report, complete=not unfinished)
    answers = AnswersForm(request.POST or None, report=report, complete=not unfinished)
    if form.is_valid() and answers.is_valid():
        report_actions.save_text(report)
        report_actions.answer(report, answers.texts)
        if unfinished:
            return drafts.saved(request)
        again = "again" in request.POST
        end = report_actions.send_again if again else report_actions.lock
        if attempt(form, lambda: end(report, by=request.user, at=at)):
            return finished(request, str(SENT_AGAIN if again else LOCKED))
    context: dict[str, Any] = {"forms": [form, answers], "contents": Contents.of(report)}
    context["is_worse"] = policies.was_made_worse(report)
    return show(request, "finish_report", form=form, answers=answers, report=report, **context)
