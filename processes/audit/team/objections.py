"""Objections of the municipality to people of an audit team (obligation 21)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.audit.team import vacancies
from processes.audit.team.changes import leave, miss, seat
from processes.case.exclusions import Source, exclude
from processes.organisations.models import Person
from processes.reasons import kept
from workflow.engine.transitions import perform
from workflow.exceptions import Refused


def uphold_objection(
    audit: Audit, *, by: Person, at: datetime, because: str, members: list[int] | None = None
) -> None:
    """The objection holds: those it concerns leave and are excluded, the others stay.

    ``members``: by their keys; as the municipality named them if None, and all if it named nobody.
    Those who stay are not presented again: the municipality has had its word about them.
    """
    with transaction.atomic():
        team, named = audit.presented_team, _named(audit)
        concerned = [one for one in team if one.pk in (named if members is None else members)]
        if team and not concerned and members is not None:
            raise Refused(_("Choose who is to be replaced."), code="nobody_to_replace")
        perform(audit.uphold_objection, by=by, at=at, because=because, reasons=because)
        for member in concerned:
            _replace(member, by=by, at=at)
        seat(audit, at=at)
        vacancies.settle(audit, at=at)


def _named(audit: Audit) -> list[int]:
    """Whom the municipality named, also if they have left since; everybody if it named nobody."""
    named = audit.team.filter(is_objected_to=True).values_list("pk", flat=True)
    return list(named) or [one.pk for one in audit.presented_team]


def uphold_against(member: TeamMember, *, by: Person, at: datetime, because: str) -> None:
    """The objection to somebody who joined later holds: that person is excluded and leaves."""
    with transaction.atomic():
        perform(member.uphold_objection, by=by, at=at, because=because, reasons=because)
        miss(member.audit, _replace(member, by=by, at=at), at=at)


def _replace(member: TeamMember, *, by: Person, at: datetime) -> list[TeamMember]:
    audit = member.audit
    gone = leave(audit, audit.team.filter(pk=member.pk), by=by, at=at)
    why = kept("objected")
    exclude(audit.case.main_process, member.person, reason=why, at=at, source=Source.OBJECTED)
    return gone


def object_to(audit: Audit, members: list[int], *, by: Person, at: datetime, reasons: str) -> None:
    """The municipality objects to some of those presented, by their keys; to all if to nobody."""
    with transaction.atomic():
        audit.team.update(is_objected_to=False)
        presented = [one.pk for one in audit.presented_team if one.pk in members]
        audit.team.filter(pk__in=presented).update(is_objected_to=True)
        perform(audit.object, by=by, at=at, reasons=reasons)
