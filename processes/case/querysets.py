"""Who sees which cases. What a person may not see is not in the set."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models

from processes.roles import MUNICIPAL, OVERSEEING, WORKING, grants_of
from workflow.by_key import ByKeyQuerySet
from workflow.models import Bar, Task
from workflow.ranges import without
from workflow.roles import Grant


class CaseQuerySet(ByKeyQuerySet[Any]):
    """Questions about many cases."""

    def running(self) -> Self:
        """Those not closed."""
        return self.filter(state="running")

    def visible_to(self, person: Any, day: date) -> Self:
        """A municipality sees its own; the body's staff what they need; a barred person nothing.

        Officers and administrators of a scheme's body see its cases; auditors and decision
        makers those they work in, and those whose open task they may take.
        """
        grants = grants_of(person, day)
        municipal = {g.organisation_id for g in grants if g.role in MUNICIPAL}
        overseeing = {g.organisation_id for g in grants if g.role in OVERSEEING}
        seen = models.Q(certification__organisation__in=municipal)
        seen |= models.Q(certification__scheme__body__in=overseeing)
        if working := [grant for grant in grants if grant.role in WORKING]:
            seen |= self._worked_in(person, working)
        return self.filter(seen, unbarred(person))

    def _worked_in(self, person: Any, working: Iterable[Grant]) -> models.Q:
        """Asked of each case by itself: of all tasks together it would cost every reader of one."""
        here = Task.objects.filter(process=models.OuterRef("main_process"))
        free = models.Q(pk__in=[])
        for grant in working:
            free |= models.Q(role=grant.role, organisation=grant.organisation_id)
        waiting = here.filter(free, owner=None, status__in=Task.OPEN)
        team = self.model.objects.filter(pk=models.OuterRef("pk"), **in_team(person))
        ways = (waiting, here.filter(owner=person), team)
        return reduce(or_, (models.Q(models.Exists(way)) for way in ways))


def in_team(person: Any) -> dict[str, Any]:
    """What is asked of a case in whose audit team the person is."""
    return {"audit__team__person": person, "audit__team__left_at": None}


def unbarred(person: Any) -> models.Q:
    """Nothing keeps the person from the case."""
    return without(
        Bar.objects.filter(process=models.OuterRef("main_process"), person=person, role="")
    )
