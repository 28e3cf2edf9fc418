"""Task pages on which an officer confirms the team of an audit that nobody announced.

The municipality cannot object to those it does not know of (obligation 65).
"""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.audit import drafts, forms
from processes.audit.members import TeamMember
from processes.audit.team import objections
from processes.audit.team.background import presented, presented_member
from processes.audit.team.pages import show
from processes.case.access import TaskRequest, attempt, finished
from workflow.engine.transitions import perform


class Confirmation(forms.AboutMembers):
    """What the officer says about a team, or about somebody who joins it."""

    CHOICES = (
        ("confirm", gettext_lazy("Confirm: nothing shakes trust in them")),
        ("turn_down", gettext_lazy("Do not confirm: whom it concerns is replaced")),
    )
    NEEDING_REASONS = ("turn_down",)
    WHOM = gettext_lazy("Who is replaced if you do not confirm")


def confirm_team(request: TaskRequest) -> HttpResponse:
    """The officer confirms the team, or has some of it replaced, with reasons."""
    at, audit = timezone.now(), request.case.audit
    form = Confirmation(request.POST or None, team=audit.presented_team)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)

    def answer() -> None:
        if form.cleaned_data["answer"] == "confirm":
            perform(audit.confirm_team, by=request.user, at=at)
        else:
            given = {"because": form.cleaned_data["reasons"], "members": form.chosen or None}
            objections.turn_down_team(audit, by=request.user, at=at, **given)

    if form.is_valid() and attempt(form, answer):
        return finished(request, _("Your answer about the team is kept."))
    drafts.put_back(request, form)
    return show(request, "confirm_team", form=form, team=presented(audit, at))


def confirm_member(request: TaskRequest) -> HttpResponse:
    """The officer confirms somebody who joins the team later, or has them replaced."""
    at, member = timezone.now(), TeamMember.objects.get(own_process=request.task.process)
    form = Confirmation(request.POST or None)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)

    def answer() -> None:
        if form.cleaned_data["answer"] == "confirm":
            perform(member.confirm, by=request.user, at=at)
        else:
            reasons = form.cleaned_data["reasons"]
            objections.turn_down_member(member, by=request.user, at=at, because=reasons)

    if form.is_valid() and attempt(form, answer):
        return finished(request, _("Your answer about the team is kept."))
    drafts.put_back(request, form)
    return show(request, "confirm_team", form=form, team=[presented_member(member, at)])
