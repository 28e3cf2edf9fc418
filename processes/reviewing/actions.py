"""A reviewer is invited, declares to be impartial or declines, and is none any more at the end."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from processes.case import exclusions
from processes.case.actions import claim
from processes.decision import kinds
from processes.organisations import impartiality, people
from processes.organisations.models import Membership, Organisation, Person
from processes.organisations.people import Appointment
from processes.reviewing.events import declined, invited
from processes.reviewing.models import Reviewer
from processes.roles import BODY, Role
from workflow import acts, trail
from workflow.calendar import local_date
from workflow.engine import locking
from workflow.exceptions import Conflict, Refused
from workflow.models import Process, Task
from workflow.sweep import attendance

REVIEWED: dict[str, Callable[[Process], int | None]] = {}
"""Which flows can be reviewed from outside, by name, each with the municipality it concerns."""


def place_of(process: Process, role: str) -> int | None:
    """The place of the reviewer who does what a role does in a process, if there is one."""
    found = Reviewer.objects.filter(process=process, role=role, declared_at__isnull=False)
    return found.filter(ended_at=None).values_list("place", flat=True).first()


def left_alone(process: Process, at: datetime) -> Task | None:
    """The open task of a process that nobody at the body may do; None where there is none."""
    if not is_reviewed(process):
        return None
    waiting = Task.objects.filter(process=process, finished=None, role__in=BODY, owner=None)
    day = local_date(at)
    return next((task for task in waiting if not attendance.is_attended(task, day)), None)


def is_reviewed(process: Process) -> bool:
    """It is of a kind that is reviewed from outside where nobody is left."""
    return process.flow_class is not None and process.flow_class.__name__ in REVIEWED


def waiting_for(process: Process) -> Reviewer | None:
    """Who was asked, and has not answered yet."""
    asked = Reviewer.objects.filter(process=process, declared_at=None, declined_at=None)
    return asked.select_related("person").first()


@acts.one()
@transaction.atomic
def invite(process: Process, person: Person, *, by: Person | None, at: datetime) -> Reviewer:
    """Ask somebody to do what nobody at the body may. Raises Refused where they may not either.

    Obligation 82.
    """
    locking.lock(process.pk, at)
    task = left_alone(process, at)
    if task is None or task.role is None:
        raise Refused(
            _("Somebody at the certification body may do this: no reviewer is needed."),
            code="somebody_is_left",
        )
    if waiting_for(process) is not None:
        raise Conflict(_("Somebody is asked already: wait for the answer."), code="asked_already")
    if why := against(process, person, task.role, at):
        raise Refused(_("The person may not: %(why)s.") % {"why": why}, code="reviewer_not_apart")
    made = Reviewer(process=process, role=task.role, person=person, invited_by=by, invited_at=at)
    made.save()
    _record(made, "invite_reviewer", by, at)
    invited.send(sender=Reviewer, reviewer=made, by=by, at=at)
    return made


def against(process: Process, person: Person, role: str, at: datetime) -> str:
    """Why somebody may not review, as part of a sentence; "" where nothing is known."""
    excluded = exclusions.people(process.pk, role)
    body = Membership.objects.on(local_date(at)).filter(person=person, organisation__kind="body")
    if person.pk in excluded or body.exists():
        return _("they took part, or work for the certification body")
    party = REVIEWED[process.flow_class.__name__](process)
    if party is None:
        return ""
    ties = impartiality.conflict_grounds(person, Organisation(pk=party), local_date(at))
    return next((one.reason for one in ties if one.is_hard), "")


@acts.one()
@transaction.atomic
def declare(made: Reviewer, *, by: Person, at: datetime) -> None:
    """Say that nothing ties one to it: the task is one's own from then on, and what it is about."""
    process = locking.lock(made.process_id, at)
    made = _asked(made, by)
    if why := against(process, by, made.role, at):
        raise Refused(_("You may not: %(why)s.") % {"why": why}, code="you_are_not_apart")
    made.place = _place(made, process, at)
    made.declared_at = at
    made.save(update_fields=["place", "declared_at"])
    # What somebody works in they see by the second of the roles, here and nowhere else.
    for role in sorted({made.role, kinds.appeal_decider()}):
        to = Appointment(made.place, Role(role), local_date(at))
        people.appoint(by, to, by=made.invited_by, at=at)
    _record(made, "declare_impartiality", by, at)
    tasks = Task.objects.filter(process=process, finished=None, role=made.role, owner=None)
    tasks.update(organisation=made.place, unattended_since=None)
    for task in Task.objects.select_related("process").filter(pk__in=tasks.values("pk")):
        claim(task, by=by, at=at, declared=task.flow_task.declared)


def _asked(made: Reviewer, person: Person) -> Reviewer:
    found = Reviewer.objects.filter(pk=made.pk, person=person, declined_at=None, ended_at=None)
    waiting = found.filter(declared_at=None).first()
    if waiting is None:
        raise Conflict(_("You have answered already."), code="review_answered")
    return waiting


def _place(made: Reviewer, process: Process, at: datetime) -> Organisation:
    name = f"Oberoende granskning {process.business_key}"
    place = Organisation.objects.create(
        kind=Organisation.Kind.REVIEW, code=f"R{made.pk}", name=name, full_name=name
    )
    trail.record(trail.Event(subject=place, step="open_review", by=None, at=at))
    return place


@transaction.atomic
def decline(made: Reviewer, *, by: Person, at: datetime) -> None:
    """Say that one cannot: an administrator asks somebody else."""
    locking.lock(made.process_id, at)
    made = _asked(made, by)
    made.declined_at = at
    made.save(update_fields=["declined_at"])
    _record(made, "decline_review", by, at)
    declined.send(sender=Reviewer, reviewer=made, at=at)


def follow(sender: type[models.Model], subject: Any, at: datetime, **more: object) -> None:
    """What is answered needs nobody from outside any more: their roles end with the day."""
    if subject.current_state not in subject.final:
        return
    over = Process.objects.filter(finished__isnull=False)
    open_ = Reviewer.objects.filter(process=subject.own_process_id, ended_at=None)
    for made in open_.filter(process__in=over, declined_at=None).select_related("person"):
        made.ended_at = at
        made.save(update_fields=["ended_at"])
        _record(made, "end_review", None, at)
        for held in Membership.objects.filter(organisation=made.place_id, to_date=None):
            people.finish(held, local_date(at), by=None, at=at)


def _record(made: Reviewer, step: str, by: Person | None, at: datetime) -> None:
    subject: Any = made.process.subject
    trail.record(trail.Event(subject=subject, step=step, by=by, at=at, rows=(made,)))
