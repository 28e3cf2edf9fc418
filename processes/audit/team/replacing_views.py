"""The page on which the lead or an officer changes one person of a team."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from processes.audit import candidates, deadlines, policies
from processes.audit.models import Audit
from processes.audit.team import background, replacing
from processes.audit.team.replacing_forms import ChangeForm
from processes.case.access import (
    attempt,
    conflict_page,
    finished,
    posted,
    visible_case,
)
from processes.case.models import Case
from processes.case.reader import Reader, reader_of
from processes.case.sides import serves
from processes.organisations.models import Person
from processes.organisations.signed_in import PersonRequest
from processes.roles import Role
from workflow.calendar import Deadline
from workflow.exceptions import Conflict


@require_http_methods(["GET", "POST"])
def change_team(request: PersonRequest, number: str) -> HttpResponse:
    """Somebody leaves the team, somebody is asked to join it, or both, with a reason."""
    case, reader = visible_case(request, number=number), reader_of(request)
    audit = _audit_of(case, reader)
    if not policies.is_team_open(audit):
        words = _("The team can be changed from its presentation until the report is sent.")
        return conflict_page(request, Conflict(words, code="team_closed"), case)
    everyone = candidates.of_case(case, reader.today)
    form = ChangeForm(posted(request), team=_offered(request, audit), candidates=everyone)
    if form.is_valid() and attempt(
        form, lambda: replacing.change(audit, form.change, by=request.user, at=reader.at)
    ):
        return finished(request, _changed(audit, form.change.joining), case=case)
    context = {"case": case, "form": form, "audit": audit, "window": _window(case, reader)}
    context["team"] = background.presented(audit, reader.at)
    context["kept"] = [one for one in everyone if one.reason and not _has_left(audit, one.person)]
    return render(request, "processes/audit/change_team.html", context)


def _changed(audit: Audit, joining: Person | None) -> str:
    """What happened; that a declaration comes first only where somebody was asked for one."""
    asked = [one for one in audit.team.filter(person=joining) if policies.is_asked(one)]
    if joining is not None and asked:
        return _("The team is changed. Whoever joins is asked to declare first.")
    return _("The team is changed.")


def may_change(reader: Reader, case: Case, audit: Audit) -> bool:
    """The reader leads the audit, or is an officer whom nothing keeps from the case."""
    return audit.lead == reader.person or serves(case, reader, Role.OFFICER)


def _audit_of(case: Case, reader: Reader) -> Audit:
    """The audit, for those who may change its team. Raises Http404 for everybody else."""
    audit: Audit | None = getattr(case, "audit", None)
    if audit is None or not may_change(reader, case, audit):
        raise Http404
    return audit


def _offered(request: PersonRequest, audit: Audit) -> list[Any]:
    """The team; of a form that is sent again also whoever it let go, for it changes nothing."""
    gone = request.POST.get("leaves", "")
    before = audit.team.exclude(left_at=None).select_related("person")
    return [*audit.current_team, *(before.filter(pk=gone) if gone.isdecimal() else ())]


def _has_left(audit: Audit, person: Person) -> bool:
    return any(one.person_id == person.pk for one in audit.team.exclude(left_at=None))


def _window(case: Case, reader: Reader) -> Deadline:
    """The last day to object to somebody who would be presented today."""
    return deadlines.window(case, reader.today)
