"""Who is kept apart: auditors from deciding, deciders from auditing, the partial from the case."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext as _

from processes.audit.actions import bar_from_deciding
from processes.audit.partiality import bar_partial_staff
from processes.case.actions import bar, opened
from processes.case.models import Case
from processes.organisations.models import Interest
from processes.roles import Role
from workflow import events
from workflow.calendar import local_date
from workflow.models import Task


def keep_apart(sender: type[Task], task: Task, at: datetime, **more: Any) -> None:
    """Keep the owner of a finished auditor's task from deciding the same case (obligation 45)."""
    if task.role == Role.AUDITOR and task.owner is not None:
        bar_from_deciding(task.process, task.owner)


def keep_decider_apart(sender: Any, subject: Any, by: Any, **more: Any) -> None:
    """Keep whoever decided, or deferred, from auditing the same case afterwards."""
    decided = subject._meta.label_lower == "processes.decision" and subject.decided_by == by
    if decided and by is not None:
        bar(subject.process, by, role=Role.AUDITOR, reason=_("took part in the decision"))


def keep_partial_away(sender: type[Case], case: Case, at: datetime, **more: Any) -> None:
    """Nobody with an interest in the municipality works on its case, from the first day."""
    bar_partial_staff(case, local_date(at))


def see_new_interest(sender: type[Interest], instance: Interest, **more: Any) -> None:
    """An interest that becomes known later counts in the running cases as well."""
    place = instance.organisation_id
    near = Q(certification__organisation=place) | Q(certification__organisation__neighbours=place)
    for case in Case.objects.running().filter(near).distinct():
        bar_partial_staff(case, local_date(timezone.now()))


events.task_closed.connect(keep_apart, dispatch_uid="processes.audit.separation")
events.performed.connect(keep_decider_apart, dispatch_uid="processes.audit.decider")
opened.connect(keep_partial_away, dispatch_uid="processes.audit.partial")
post_save.connect(see_new_interest, sender=Interest, dispatch_uid="processes.audit.interest")
