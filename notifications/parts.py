"""Whoever gets a part in a case, or loses it, is told; and the municipality, of its audit team."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from notifications import outbox, tasks
from notifications.occurrences import Occurrence, case_of
from processes.audit.team.events import left, promoted
from processes.models import Case, Person, Reviewer, TeamMember
from processes.reviewing.events import declined, invited
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


@receiver(invited, dispatch_uid="notifications")
def reviewer_invited(reviewer: Reviewer, by: Person | None, at: datetime, **_: object) -> None:
    """Who is asked for an independent review hears of it; the case stays closed to them."""
    opens = reviewer.get_absolute_url()
    _of_review("review.invite", reviewer, opens, person=reviewer.person, by=by, at=at)


@receiver(declined, dispatch_uid="notifications")
def reviewer_declined(reviewer: Reviewer, at: datetime, **_: object) -> None:
    """The administrators hear that whoever they asked cannot."""
    opens = reverse("invite_reviewer", args=[reviewer.process_id])
    case = case_of(reviewer.process)
    _of_review("review.decline", reviewer, opens, by=reviewer.person, at=at, case_id=case)


def _of_review(event: str, reviewer: Reviewer, opens: str, **more: Any) -> None:
    step = event.replace(".", "_")
    facts, key = {"step": step, "opens": opens}, f"{step} {more['at'].isoformat()}"
    process = reviewer.process
    if outbox.post(Occurrence(event, reviewer, key=key, process=process, facts=facts, **more)):
        tasks.wake()


@receiver(handed_on, dispatch_uid="notifications")
def coordination_handed_on(
    case: Case, before: Person, to: Person, by: Person | None, at: datetime, **_: object
) -> None:
    """Who coordinates a case from now on hears of it, and who did until now."""
    _tell("coordination.take", case, to, by=by, at=at)
    _tell("coordination.leave", case, before, by=by, at=at)
