"""Who sees which cases. What a person may not see is not in the set."""

from typing import Any, Self

from django.db import models
from django.db.models.functions import Coalesce

from processes.roles import MUNICIPAL, OVERSEEING, WORKING, Role
from workflow import roles
from workflow.models import Task
from workflow.queues import exclusions
from workflow.queues.ranges import found, without
from workflow.sql.by_key import ByKeyQuerySet


class CaseQuerySet(ByKeyQuerySet[Any]):
    """Questions about many cases."""

    def running(self) -> Self:
        """Those not closed."""
        return self.filter(state="running")

    def alone(self) -> Self:
        """Those not closed of which a certification has one at a time: they audit."""
        return self.running().filter(beside=False)

    def visible_to(self, person: Any, day: Any) -> Self:
        """A municipality sees its own; the body's staff what they need and nothing keeps from them.

        Officers and administrators of a scheme's body see its cases; auditors and decision
        makers those they work in, and those whose open task they may take. The person may be
        known by her key, and both be arguments of a compiled query.
        """
        held = roles.held_by(person, day)
        places = held.filter(role__in=MUNICIPAL).values("organisation_id")
        bodies = held.filter(role__in=OVERSEEING).values("organisation_id")
        own = models.Q(certification__organisation__in=places)
        served = models.Q(certification__scheme__body__in=bodies)
        served |= self._worked_in(person, held.filter(role__in=WORKING))
        return self.filter(own | (served & not_excluded(person, *WHOLE)), not_excluded(person))

    def _worked_in(self, person: Any, working: models.QuerySet[Any]) -> models.Q:
        """Asked of each case by itself: of all tasks together it would cost every reader of one."""
        # What goes on beside the case is known by its chain, as its own process is.
        here = Task.objects.filter(process__chain=models.OuterRef("main_process__chain"))
        seat = {"role": models.OuterRef("role"), "organisation": models.OuterRef("organisation")}
        free = here.filter(owner=None, status__in=Task.OPEN)
        waiting = free.filter(models.Exists(working.filter(**seat)))
        team = self.model.objects.filter(pk=models.OuterRef("pk"), **in_team(person))
        # Compared so that no index finds all she ever had, but that of the case what there is.
        owned = here.annotate(
            whose=Coalesce("owner_id", 0, output_field=models.BigIntegerField())
        ).filter(whose=getattr(person, "pk", person))
        hers = found(owned) | found(team)
        return found(waiting) | (models.Q(models.Exists(working)) & hers)


def in_team(person: Any) -> dict[str, Any]:
    """What is asked of a case in whose audit team the person is."""
    return {"audit__team__person": person, "audit__team__left_at": None}


WHOLE = (Role.ADMINISTRATOR,)
"""Who is kept from all that the body does in a case is kept from it in each role, this one too.

What is kept from one duty, as the decision from the auditors, never names this role.
"""


def not_excluded(person: Any, *roles: str) -> models.Q:
    """Nothing keeps the person from the case altogether, or from one of the roles."""
    return without(exclusions.of(models.OuterRef("main_process"), *roles, person=person))
