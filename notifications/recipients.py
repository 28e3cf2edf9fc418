"""Who a rule means: active people, never one a bar keeps away, never who did it herself."""

from django.db import models

from notifications.happenings import Happening
from notifications.rules import At, Holders, To
from processes.models import Certification, Membership, Person
from processes.roles import Role
from workflow.calendar import local_date
from workflow.models import Bar

People = models.QuerySet[Person]


def people(to: To | Holders, happening: Happening) -> People | None:
    """The people a rule means, or None when it means nobody this time."""
    found = _of_task(to, happening) if isinstance(to, To) else _holding(to, happening)
    if found is not None and happening.by is not None:
        found = found.exclude(pk=happening.by.pk)
    return found


def _of_task(to: To, happening: Happening) -> People | None:
    task = happening.task
    if task is None:
        return None
    if task.owner_id is not None:
        active = Person.objects.filter(is_active=True, pk=task.owner_id)
        return active if to in (To.OWNER, To.DOER) else None
    if to == To.OWNER or not task.role:
        return None
    held = models.Q(role=task.role, organisation=task.organisation_id)
    return _holders(held, happening, (task.role,))


def _holding(to: Holders, happening: Happening) -> People | None:
    roles = to.roles
    if happening.task is not None and happening.task.role in roles:
        # Nobody watches over herself: what an officer is late with, an administrator hears.
        roles = (Role.ADMINISTRATOR,)
    held = models.Q(role__in=roles)
    if to.at != At.ANYWHERE:
        if happening.case_id is None:
            return None
        place = "organisation" if to.at == At.MUNICIPALITY else "scheme__body"
        certification = Certification.objects.filter(cases=happening.case_id)
        held &= models.Q(organisation__in=certification.values(place))
    return _holders(held, happening, roles)


def _holders(held: models.Q, happening: Happening, roles: tuple[str, ...]) -> People:
    memberships = Membership.objects.on(local_date(happening.at)).filter(held)
    found = Person.objects.filter(pk__in=memberships.values("person"), is_active=True)
    if happening.process is None:
        return found
    bars = Bar.objects.filter(process=happening.process.pk, role__in=["", *roles])
    return found.exclude(pk__in=bars.values("person"))
