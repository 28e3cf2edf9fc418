"""Who sees which cases. What a person may not see is not in the set."""

from datetime import date
from typing import Any, Self

from django.db import models

from processes.roles import MUNICIPAL, Role, grants_of
from workflow.models import Bar, Task


class CaseQuerySet(models.QuerySet[Any]):
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
        overseeing = {
            g.organisation_id for g in grants if g.role in (Role.OFFICER, Role.ADMINISTRATOR)
        }
        working = models.Q()
        for grant in grants:
            if grant.role in (Role.AUDITOR, Role.DECISION_MAKER):
                working |= models.Q(role=grant.role, organisation=grant.organisation_id, owner=None)
        seen = models.Q(certification__organisation__in=municipal)
        seen |= models.Q(certification__scheme__body__in=overseeing)
        if working:
            tasks = Task.objects.filter(working, status__in=Task.OPEN)
            seen |= models.Q(main_process__in=tasks.values("process"))
            seen |= models.Q(main_process__in=Task.objects.filter(owner=person).values("process"))
            seen |= models.Q(audit__team__person=person, audit__team__left_at=None)
        barred = Bar.objects.filter(person=person, role="").values("process")
        return self.filter(seen).exclude(main_process__in=barred).distinct()
