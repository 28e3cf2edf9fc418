"""Who is kept apart: auditors from deciding, deciders from auditing, the excluded from teams."""

from datetime import datetime
from typing import Any

from processes.audit.members import TeamMember
from processes.audit.team.changes import bar_from_deciding, leave, miss
from processes.case import exclusions
from processes.case.exclusions import Source, exclude
from processes.case.models import Case
from processes.organisations.events import work_ended
from processes.organisations.models import Membership, Person
from processes.reasons import kept
from processes.roles import Role
from workflow import events
from workflow.calendar import local_date
from workflow.models import Process, Task


def keep_apart(sender: type[Task], task: Task, at: datetime, **more: object) -> None:
    """Keep the owner of a finished auditor's task from deciding the same case (obligation 45)."""
    if task.role == Role.AUDITOR and task.owner is not None:
        bar_from_deciding(task.process, task.owner, at=at)


def keep_decider_apart(sender: Any, subject: Any, by: Person, at: datetime, **more: object) -> None:
    """Keep whoever decided, or deferred, from auditing the same case afterwards."""
    decided = subject._meta.label_lower == "processes.decision" and subject.decided_by == by
    if decided and by is not None:
        reason = kept("decided")
        # Without a case of its own it counts where the certification's history stands.
        process = subject.process or subject.trail_root.process
        exclude(process, by, at=at, role=Role.AUDITOR, reason=reason, source=Source.TOOK_PART)


def let_go(sender: type[Task], task: Task, at: datetime, **more: object) -> None:
    """Somebody who was asked to join a team, and gives the task back, does not join."""
    if task.role == Role.AUDITOR:
        _drop(task, at=at)


def _drop(task: Task, *, at: datetime) -> None:
    """Whoever is asked and gives the question back does not join: nobody else can answer it."""
    asked = TeamMember.objects.filter(
        own_process=task.process_id, state=TeamMember.State.ASKED, left_at=None
    )
    for member in asked.select_related("audit"):
        here = TeamMember.objects.filter(pk=member.pk)
        miss(member.audit, leave(member.audit, here, by=None, at=at), at=at)


def lose_excluded(
    sender: Any, process: Process, person: Person, at: datetime, **more: object
) -> None:
    """Whoever is kept from a case is in its audit team no longer."""
    here = TeamMember.objects.filter(audit__case__main_process__chain=process.chain_id)
    _lose(here.filter(person=person), at)


def lose_gone(sender: Any, person: Person, at: datetime, **more: object) -> None:
    """Whoever is no longer an auditor of the body, or may not sign in, is in none of its teams."""
    held = Membership.objects.on(local_date(at)).filter(person=person, role=Role.AUDITOR)
    running = TeamMember.objects.filter(person=person, audit__case__state=Case.State.RUNNING)
    if person.is_active:
        bodies = held.values("organisation")
        running = running.exclude(audit__case__certification__scheme__body__in=bodies)
    _lose(running, at)


def _lose(members: Any, at: datetime) -> None:
    for member in members.filter(left_at=None).select_related("audit__case").order_by("pk"):
        gone = leave(member.audit, TeamMember.objects.filter(pk=member.pk), by=None, at=at)
        miss(member.audit, gone, at=at)


exclusions.excluded.connect(lose_excluded, dispatch_uid="processes.audit.excluded")
work_ended.connect(lose_gone, dispatch_uid="processes.audit.gone")
events.task_closed.connect(keep_apart, dispatch_uid="processes.audit.team.separation")
events.task_returned.connect(let_go, dispatch_uid="processes.audit.let_go")
events.performed.connect(keep_decider_apart, dispatch_uid="processes.audit.decider")
