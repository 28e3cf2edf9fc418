"""The team as it is presented: names, roles and background (obligation 21)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from processes.audit.candidates import soft_grounds
from processes.audit.members import TeamMember
from processes.audit.models import Audit
from processes.organisations.models import Membership
from processes.roles import Role
from workflow.calendar import local_date


@dataclass(frozen=True)
class Presented:
    """A member and their background: auditor since when, earlier audits, ties that exclude not."""

    member: TeamMember
    auditor_since: date | None
    audits_before: int
    remarks: tuple[str, ...]

    @property
    def is_present(self) -> bool:
        """The person has not left."""
        return self.member.left_at is None


def presented(audit: Audit, at: datetime) -> list[Presented]:
    """The team, the lead first; of a concluded visit whoever made it, also if they left since."""
    team = audit.team_then if audit.visited_date else audit.current_team
    return [_present(member, audit, local_date(at)) for member in team]


def presented_member(member: TeamMember, at: datetime) -> Presented:
    """One member, as the municipality gets to know somebody who joins later."""
    return _present(member, member.audit, local_date(at))


def _present(member: TeamMember, audit: Audit, day: date) -> Presented:
    earlier: Any = TeamMember.objects.filter(person=member.person, audit__visited_date__lt=day)
    roles = Membership.objects.filter(
        person=member.person, organisation=audit.case.scheme.body, role=Role.AUDITOR
    )
    return Presented(
        member=member,
        auditor_since=roles.order_by("from_date").values_list("from_date", flat=True).first(),
        audits_before=earlier.exclude(audit=audit).values("audit").distinct().count(),
        remarks=tuple(soft_grounds(member.person, audit.case.organisation, day)),
    )
