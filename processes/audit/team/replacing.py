"""One person of a team that the municipality knows is added, replaced or let go.

Whoever joins declares first, and is then presented alone: the others keep their places.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit import candidates
from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.audit.policies import is_asked, is_team_open
from processes.audit.team import vacancies
from processes.audit.team.changes import ask, give_work, leave, withdraw
from processes.audit.team.vacancy_models import Vacancy
from processes.case.exclusions import Source, exclude
from processes.organisations.models import Person
from processes.reasons import kept
from processes.roles import Role
from workflow import acts, trail
from workflow.calendar import local_date
from workflow.engine import locking
from workflow.engine.transitions import held_by, perform
from workflow.exceptions import Conflict, NotPermitted, Refused


@dataclass(frozen=True)
class Change:
    """Who leaves a team, who joins it, or both; and why."""

    leaving: TeamMember | None
    joining: Person | None
    reasons: str

    def is_done(self, audit: Audit) -> bool:
        """It was made already, as by a second press."""
        has_left = self.leaving is None or self.leaving.left_at is not None
        team = [one.person for one in audit.current_team]
        return has_left and (self.joining is None or self.joining in team)


def may_change(audit: Audit, person: Person) -> bool:
    """The person leads the audit, or is an officer of the body whom nothing keeps from the case."""
    return audit.lead == person or held_by(Role.OFFICER)(audit.case, person)


@acts.one()
@transaction.atomic
def change(audit: Audit, wanted: Change, *, by: Person, at: datetime) -> None:
    """Let somebody leave the team, ask somebody to join it, or both.

    Whoever leaves loses the case at once. Whoever takes the lead's place leads from their
    declaration on. The same again changes nothing. Raises NotPermitted, Refused or Conflict.
    """
    locking.lock(cast(int, audit.process_id), at)  # of two at once the second finds the first's
    audit = Audit.objects.get(pk=audit.pk)
    wanted = _as_now(wanted)
    if wanted.is_done(audit):
        return
    _require(audit, wanted, by=by, at=at)
    event = trail.Event(subject=audit, step="change_team", by=by, at=at, because=wanted.reasons)
    trail.record(event)
    leads = wanted.leaving is not None and wanted.leaving.leads
    if wanted.leaving is not None:
        _replace(wanted.leaving, by=by, at=at)
    if wanted.joining is not None:
        join(audit, wanted.joining, by=by, at=at, leads=leads)
        vacancies.settle(audit, at=at, leads=leads)
    withdraw(audit, at=at)


def join(audit: Audit, person: Person, *, by: Person, at: datetime, leads: bool) -> None:
    """Ask somebody to join a team, or to lead it; who is of it and leads now gets the lead's work.

    Raises Refused for whom something keeps from it.
    """
    member = ask(audit, person, by=by, at=at, leads=leads)
    if leads and not is_asked(member):
        give_work(audit, person, at=at)


@acts.one()
@transaction.atomic
def fill(vacancy: Vacancy, person: Person, *, by: Person, at: datetime, reasons: str) -> None:
    """Ask somebody to take the place of who left; of a lead, to lead from their declaration on.

    Raises Refused for whom something keeps from it, and while an objection to the team is to be
    settled.
    """
    perform(vacancy.fill, by=by, at=at, because=reasons, moment=at, reasons=reasons)
    audit = Audit.objects.get(pk=vacancy.audit_id)
    if not is_team_open(audit):
        raise Refused(_("Settle the objection to the team first."), code="objection_open")
    if not _can_join(audit, person, at):
        raise Refused(
            _("%(name)s cannot join the team.") % {"name": person}, code="cannot_join_team"
        )
    leads = vacancy.member.leads and audit.lead is None
    join(audit, person, by=by, at=at, leads=leads)


def leave_empty(vacancy: Vacancy, *, by: Person, at: datetime, reasons: str) -> None:
    """Let the others go on; a lead is whoever takes the lead's task."""
    perform(vacancy.leave_empty, by=by, at=at, because=reasons, moment=at, reasons=reasons)


def _as_now(wanted: Change) -> Change:
    if wanted.leaving is None:
        return wanted
    leaving = TeamMember.objects.select_related("person").get(pk=wanted.leaving.pk)
    return Change(leaving, wanted.joining, wanted.reasons)


def _require(audit: Audit, wanted: Change, *, by: Person, at: datetime) -> None:
    if not may_change(audit, by):
        raise NotPermitted(
            _("The lead auditor or an officer changes the team."), code="only_lead_changes_team"
        )
    if not is_team_open(audit):
        raise Conflict(
            _("The team can be changed from its presentation until the report is sent."),
            code="team_closed",
        )
    if wanted.leaving is not None and wanted.leaving.left_at is not None:
        raise Conflict(
            _("%(name)s has left the team already.") % {"name": wanted.leaving.person},
            code="left_team",
        )
    if wanted.joining is not None and not _can_join(audit, wanted.joining, at):
        raise Refused(
            _("%(name)s cannot join the team.") % {"name": wanted.joining}, code="cannot_join_team"
        )


def _can_join(audit: Audit, person: Person, at: datetime) -> bool:
    some = candidates.of_case(audit.case, local_date(at))
    return any(one.person == person and not one.reason for one in some)


def _replace(member: TeamMember, *, by: Person, at: datetime) -> None:
    """The person leaves, gives back what they have of the case, and sees it no longer."""
    audit = member.audit
    leave(audit, audit.team.filter(pk=member.pk), by=by, at=at)
    why = kept("replaced")
    exclude(audit.case.main_process, member.person, reason=why, at=at, source=Source.REPLACED)
