"""Task pages about the team: composed, declared, presented, objected to."""

from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.audit import candidates, deadlines, drafts, forms
from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.audit.policies import is_to_be_known
from processes.audit.team import changes as team
from processes.audit.team import objections
from processes.audit.team.background import presented, presented_member
from processes.audit.team.pages import show
from processes.case import actions as case_actions
from processes.case.access import TaskRequest, attempt, finished
from processes.case.forms import Declaration
from processes.organisations.models import Person
from workflow import timers
from workflow.calendar import local_date
from workflow.engine.transitions import perform

ASKED = TeamMember.State.ASKED


def lead(request: TaskRequest) -> HttpResponse:
    """Compose the team and present it to the municipality; or declare a conflict of interest."""
    at, audit = timezone.now(), request.case.audit
    everyone = [
        one
        for one in candidates.of_case(request.case, local_date(at))
        if one.person != request.user
    ]
    conflict = forms.ConflictForm(request.POST if "declares" in request.POST else None)
    form = forms.TeamForm(request.POST if "propose" in request.POST else None, candidates=everyone)
    form.initial["members"] = [str(one.person_id) for one in audit.current_team]
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if conflict.is_valid():
        return _leave(request, conflict.cleaned_data["conflict"], at)
    if form.is_valid() and attempt(
        form, lambda: team.propose_team(audit, form.people, by=request.user, at=at)
    ):
        return finished(request, _told(audit))
    drafts.put_back(request, form)
    context = {"form": form, "forms": [form, conflict], "conflict": conflict}
    context["kept"] = [one for one in everyone if one.reason]
    return show(request, "lead", team=presented(audit, at), **context)


def _told(audit: Audit) -> str:
    now = Audit.objects.get(pk=audit.pk)
    if now.current_state == Audit.State.PROPOSED:
        asked = _("An officer is asked to confirm the team.")
        return asked if audit.case.concealed else _("The team is presented to the municipality.")
    if now.composed_at is None:
        return _("The team stands. The municipality knows everybody in it.")
    return _("The others are asked to declare. The team is presented when all have done so.")


def _leave(request: TaskRequest, reason: str, at: datetime) -> HttpResponse:
    case_actions.declare_conflict(request.task, by=request.user, at=at, reason=reason)
    return finished(request, _("The case is kept from you, and its task is back in the queue."))


def declare(request: TaskRequest) -> HttpResponse:
    """Whoever is asked to join a team declares impartiality, or a conflict of interest."""
    at, member = timezone.now(), TeamMember.objects.get(own_process=request.task.process)
    form = Declaration(request.POST or None)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(form, lambda: _declare(member, form, by=request.user, at=at)):
        if form.has_conflict:
            return finished(request, _("Thank you. The case is no longer shown to you."))
        return finished(request, _("Thank you. You are in the audit team."))
    drafts.put_back(request, form)
    return show(request, "declare", form=form, member=member, lead=request.case.audit.lead)


def _declare(member: TeamMember, form: Declaration, *, by: Person, at: datetime) -> None:
    if form.has_conflict:
        team.decline(member, by=by, at=at, reason=form.cleaned_data["reason"])
    else:
        team.declare(member, by=by, at=at)


def consider_team(request: TaskRequest) -> HttpResponse:
    """The municipality accepts the team or objects to somebody in it; silence accepts."""
    at, audit = timezone.now(), request.case.audit
    form = forms.TeamAnswer(request.POST or None, team=audit.presented_team)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(form, lambda: _answer(audit, form, by=request.user, at=at)):
        return finished(request, _("Your answer about the team is sent."))
    drafts.put_back(request, form)
    until = timers.deadline_of(audit, "stand") or deadlines.objection_ends(audit)
    known = [one for one in presented(audit, at) if not is_to_be_known(one.member)]
    new = [one for one in presented(audit, at) if is_to_be_known(one.member)]
    return show(request, "consider_team", form=form, team=new, known=known, until=until)


def _answer(audit: Audit, form: forms.TeamAnswer, *, by: Person, at: datetime) -> None:
    if form.cleaned_data["answer"] == "accept":
        perform(audit.accept_team, by=by, at=at)
    else:
        reasons = form.cleaned_data["reasons"]
        objections.object_to(audit, form.chosen, by=by, at=at, reasons=reasons)


def settle_objection(request: TaskRequest) -> HttpResponse:
    """The officer dismisses the objection or lets it stand for some of the team, with reasons."""
    at, audit = timezone.now(), request.case.audit
    form = forms.Settlement(request.POST or None, team=audit.presented_team)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(form, lambda: _settle(audit, form, by=request.user, at=at)):
        return finished(request, _("The objection is settled."))
    drafts.put_back(request, form)
    objection = audit.objection
    return show(
        request, "settle_objection", form=form, team=presented(audit, at), objection=objection
    )


def _settle(audit: Audit, form: forms.Settlement, *, by: Person, at: datetime) -> None:
    reasons = form.cleaned_data["reasons"]
    if form.cleaned_data["answer"] == "uphold":
        chosen = form.chosen or None
        objections.uphold_objection(audit, by=by, at=at, because=reasons, members=chosen)
    else:
        perform(audit.dismiss_objection, by=by, at=at, because=reasons, reasons=reasons)


def consider_member(request: TaskRequest) -> HttpResponse:
    """The municipality accepts somebody who joined later, or objects; silence accepts."""
    at, member = timezone.now(), TeamMember.objects.get(own_process=request.task.process)
    form = forms.TeamAnswer(request.POST or None)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(
        form, lambda: _answer_member(member, form, by=request.user, at=at)
    ):
        return finished(request, _("Your answer about the team is sent."))
    drafts.put_back(request, form)
    ends, shown = deadlines.member_objection_ends(member), [presented_member(member, at)]
    until = timers.deadline_of(member, "stand") or ends
    return show(request, "consider_team", form=form, team=shown, until=until, is_new=True)


def _answer_member(member: TeamMember, form: forms.TeamAnswer, *, by: Person, at: datetime) -> None:
    if form.cleaned_data["answer"] == "accept":
        perform(member.accept, by=by, at=at)
    else:
        perform(member.object, by=by, at=at, reasons=form.cleaned_data["reasons"])


def settle_member(request: TaskRequest) -> HttpResponse:
    """The officer dismisses the objection to somebody who joined later, or lets it stand."""
    at, member = timezone.now(), TeamMember.objects.get(own_process=request.task.process)
    form = forms.Settlement(request.POST or None)
    if drafts.is_wanted(request):
        return drafts.keep(request, at=at)
    if form.is_valid() and attempt(
        form, lambda: _settle_member(member, form, by=request.user, at=at)
    ):
        return finished(request, _("The objection is settled."))
    drafts.put_back(request, form)
    shown, objection = [presented_member(member, at)], member.objection
    return show(request, "settle_objection", form=form, team=shown, objection=objection)


def _settle_member(member: TeamMember, form: forms.Settlement, *, by: Person, at: datetime) -> None:
    reasons = form.cleaned_data["reasons"]
    if form.cleaned_data["answer"] == "uphold":
        objections.uphold_against(member, by=by, at=at, because=reasons)
    else:
        perform(member.dismiss_objection, by=by, at=at, because=reasons, reasons=reasons)
