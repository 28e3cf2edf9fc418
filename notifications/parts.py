"""Whoever gets a part in a case, or loses it, is told; and the municipality, of its audit team."""

from datetime import datetime

from django.dispatch import receiver

from notifications import outbox, tasks
from notifications.occurrences import Occurrence
from processes.audit.team.events import left, promoted
from processes.models import Case, Person, TeamMember
from processes.workspace.leaving import handed_on


def _tell(event: str, case: Case, person: Person, *, by: Person | None, at: datetime) -> None:
    step = event.replace(".", "_")
    occurrence = Occurrence(
        event,
        case,
        at=at,
        by=by,
        key=f"{step} {person.pk} {at.isoformat()}",
        process=case.main_process,
        case_id=case.pk,
        person=person,
        facts={"step": step},
    )
    if outbox.post(occurrence):
        tasks.wake()


@receiver(left, dispatch_uid="notifications")
def team_left(
    member: TeamMember, is_known: bool, by: Person | None, at: datetime, **_: object
) -> None:
    """Who left a team hears of it; the lead and the municipality too, if it knew them as of it."""
    case = member.audit.case
    _tell("team.leave", case, member.person, by=by, at=at)
    if is_known:
        _tell("team.lose", case, member.person, by=by, at=at)


@receiver(promoted, dispatch_uid="notifications")
def team_promoted(member: TeamMember, by: Person | None, at: datetime, **_: object) -> None:
    """Who is made the lead of a team hears of it."""
    _tell("team.promote", member.audit.case, member.person, by=by, at=at)


@receiver(handed_on, dispatch_uid="notifications")
def coordination_handed_on(
    case: Case, before: Person, to: Person, by: Person | None, at: datetime, **_: object
) -> None:
    """Who coordinates a case from now on hears of it, and who did until now."""
    _tell("coordination.take", case, to, by=by, at=at)
    _tell("coordination.leave", case, before, by=by, at=at)
