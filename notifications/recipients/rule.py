"""Who a rule means: active people, never anyone excluded, never who did it themselves."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from notifications.occurrences import Occurrence
from notifications.recipients.cached import WISHES, Reader, cached_recipients, owner, queue
from notifications.rules import At, Holders, To
from processes import subjects
from processes.case.visibility import TOLD
from processes.models import Case, Certification, Membership, Person, TeamMember
from processes.roles import Role
from workflow.calendar import local_date
from workflow.models import Task
from workflow.queues import directory, exclusions

People = models.QuerySet[Person]


def readers(to: To | Holders, occurrence: Occurrence) -> list[Reader]:
    """The people a rule means, with their wishes; of a task whose process is held, remembered."""
    if isinstance(to, Holders):
        found = people(to, occurrence)
        return list(found.values_list(*WISHES).order_by("pk")) if found is not None else []
    if to == To.HOLDERS and occurrence.task is None:
        return _holders_of_ended(occurrence)
    if to == To.LEAD:
        return but(occurrence.by, leads(occurrence.case_id or NOBODY))
    if to == To.PERSON:
        return but(occurrence.by, owner(getattr(occurrence.person, "pk", NOBODY)).all())
    task, part = occurrence.task, part_of(to, occurrence)
    if task is None or part is None:
        return []
    if part == To.OWNER:
        return owner(task.owner_id).all()
    by = occurrence.by.pk if occurrence.by is not None else NOBODY
    role, place, day = task.role, task.organisation_id, local_date(occurrence.at)
    noted = directory.noted(task.process)
    if noted is not None:
        return cached_recipients((role, place), day, noted, but=by)
    directory.settle()
    return queue(role, place, process=task.process_id, by=by, day=day).all()


def but(by: Person | None, found: Iterable[Reader]) -> list[Reader]:
    """Those found, without who did it themselves."""
    return [one for one in found if by is None or one[0] != by.pk]


def _holders_of_ended(occurrence: Occurrence) -> list[Reader]:
    """The people whose tasks ended with what happened, but for whoever did it.

    Of a step that came by itself also whoever had the task that it completed.
    """
    if occurrence.process is None:
        return []
    tasks = Task.objects.filter(finished=occurrence.at).exclude(owner=None)
    cancelled = tasks.filter(process__chain=occurrence.process.chain_id, status=Task.CANCELLED)
    owners = set(cancelled.values_list("owner", flat=True))
    if occurrence.by is None:
        label = f"processes.{occurrence.event}"
        done = tasks.filter(process=occurrence.process).exclude(status=Task.CANCELLED)
        owners |= {task.owner_id for task in done if label in task.flow_task.steps}
    held = Person.objects.filter(pk__in=owners, is_active=True)
    by = occurrence.by.pk if occurrence.by is not None else NOBODY
    return list(held.exclude(pk=by).values_list(*WISHES).order_by("pk"))


def part_of(to: To, occurrence: Occurrence) -> To | None:
    """Whether the task's owner is meant, or those who may take it, or nobody this time."""
    task = occurrence.task
    if task is None or to in (To.HOLDERS, To.CORRESPONDENT, To.PERSON):
        return None
    if task.owner_id is None:
        return To.QUEUE if to != To.OWNER and task.role else None
    did_it_themselves = occurrence.by is not None and occurrence.by.pk == task.owner_id
    return None if to == To.QUEUE or did_it_themselves else To.OWNER


def is_meant(to: To | Holders, occurrence: Occurrence) -> bool:
    """A rule means somebody this time, whether or not there is anybody."""
    if isinstance(to, Holders):
        if to.at == At.MUNICIPALITY and is_untold(occurrence):
            return False
        return to.at == At.ANYWHERE or occurrence.case_id is not None or beside(to, occurrence) > 0
    return part_of(to, occurrence) is not None


def is_untold(occurrence: Occurrence) -> bool:
    """The municipality is not told yet that there is such a case, and hears nothing of it."""
    return Case.objects.untold().filter(pk=occurrence.case_id).exists()


def leads(case: int) -> models.QuerySet[Person, Any]:
    """Who leads the audit of a case."""
    leading = TeamMember.objects.filter(audit__case=case, leads=True, left_at=None)
    return active_people(leading.values("person"))


def active_people(keys: Any) -> models.QuerySet[Person, Any]:
    """Those of these people who may still sign in, with their wishes."""
    return Person.objects.filter(pk__in=keys, is_active=True).values_list(*WISHES).order_by("pk")


NOBODY = 0


def people(to: Holders, occurrence: Occurrence) -> People | None:
    """The holders a rule means, or None when it means nobody this time."""
    found = _holding(to, occurrence)
    if found is not None and occurrence.by is not None:
        found = found.exclude(pk=occurrence.by.pk)
    return found


def _holding(to: Holders, occurrence: Occurrence) -> People | None:
    roles = roles_of(to, occurrence)
    held = Q(role__in=roles)
    if to.at != At.ANYWHERE:
        if occurrence.case_id is None:
            elsewhere = beside(to, occurrence)
            found = _holders(held & Q(organisation=elsewhere), occurrence, roles)
            return found if elsewhere else None
        place = "organisation" if to.at == At.MUNICIPALITY else "scheme__body"
        cases = Case.objects.filter(pk=occurrence.case_id)
        if to.at == At.MUNICIPALITY:
            cases = cases.filter(TOLD)
        certification = Certification.objects.filter(cases__in=cases)
        held &= Q(organisation__in=certification.values(place))
    return _holders(held, occurrence, roles)


PLACES = {At.MUNICIPALITY: "municipality", At.BODY: "body"}


def beside(to: Holders, occurrence: Occurrence) -> int:
    """The organisation that a rule means where it happened to no case; 0 where there is none."""
    if occurrence.case_id is not None or to.at not in PLACES:
        return NOBODY
    return subjects.place_of(occurrence.process, PLACES[to.at]) or NOBODY


def roles_of(to: Holders, occurrence: Occurrence) -> tuple[str, ...]:
    """The roles a rule means this time."""
    if occurrence.task is not None and occurrence.task.role in to.roles:
        # Nobody watches over themselves: what an officer is late with, an administrator hears.
        return (Role.ADMINISTRATOR,)
    return to.roles


def _holders(held: Q, occurrence: Occurrence, roles: tuple[str, ...]) -> People:
    memberships = Membership.objects.on(local_date(occurrence.at)).filter(held)
    found = Person.objects.filter(pk__in=memberships.values("person"), is_active=True)
    if occurrence.process is None:
        return found
    return found.exclude(pk__in=exclusions.people(occurrence.process.pk, *roles))
