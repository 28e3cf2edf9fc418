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
        concerned = _concerned(audit, members, _named(audit))
        perform(audit.uphold_objection, by=by, at=at, because=because, reasons=because)
        _let_go(audit, concerned, by=by, at=at)


def turn_down_team(
    audit: Audit, *, by: Person, at: datetime, because: str, members: list[int] | None = None
) -> None:
    """Some of a team that the municipality does not know of are not confirmed; all, if none named.

    They leave and are excluded, the others stay confirmed.
    """
    with transaction.atomic():
        every = [one.pk for one in audit.presented_team]
        concerned = _concerned(audit, members, every)
        perform(audit.turn_down_team, by=by, at=at, because=because, reasons=because)
        _let_go(audit, concerned, by=by, at=at, why="unconfirmed")


def turn_down_member(member: TeamMember, *, by: Person, at: datetime, because: str) -> None:
    """Somebody who joined later is not confirmed: that person is excluded and leaves."""
    with transaction.atomic():
        perform(member.turn_down, by=by, at=at, because=because, reasons=because)
        miss(member.audit, _replace(member, by=by, at=at, why="unconfirmed"), at=at)


def _concerned(audit: Audit, chosen: list[int] | None, else_: list[int]) -> list[TeamMember]:
    """Those of the presented who are chosen, by their keys, or the others if none were asked for.

    Raises Refused where somebody was to be chosen, and it is none of them.
    """
    team = audit.presented_team
    concerned = [one for one in team if one.pk in (else_ if chosen is None else chosen)]
    if team and not concerned and chosen is not None:
        raise Refused(_("Choose who is to be replaced."), code="nobody_to_replace")
    return concerned


def _let_go(
    audit: Audit, concerned: list[TeamMember], *, by: Person, at: datetime, why: str = "objected"
) -> None:
    for member in concerned:
        _replace(member, by=by, at=at, why=why)
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


def _replace(
    member: TeamMember, *, by: Person, at: datetime, why: str = "objected"
) -> list[TeamMember]:
    audit = member.audit
    gone = leave(audit, audit.team.filter(pk=member.pk), by=by, at=at)
    reason, source = kept(why), Source.OBJECTED
    exclude(audit.case.main_process, member.person, reason=reason, at=at, source=source)
    return gone


def object_to(audit: Audit, members: list[int], *, by: Person, at: datetime, reasons: str) -> None:
    """The municipality objects to some of those presented, by their keys; to all if to nobody."""
    with transaction.atomic():
        audit.team.update(is_objected_to=False)
        presented = [one.pk for one in audit.presented_team if one.pk in members]
        audit.team.filter(pk__in=presented).update(is_objected_to=True)
        perform(audit.object, by=by, at=at, reasons=reasons)
