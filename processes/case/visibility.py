"""Who sees a case, and with it everything about it: pages, lists, inbox, search, mails and files.

By case and not by process: what goes on beside a case is seen as the case is. ``seen`` is the rule;
for the list of cases it is asked range by range (``processes/workspace/visibility.py``), and a test
on many cases holds the two equal.

Obligation 87, in part.
"""

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from processes.roles import MUNICIPAL, OVERSEEING, WORKING, Role
from workflow import roles
from workflow.models import Task
from workflow.queues import exclusions
from workflow.queues.first_of_each import found, without
from workflow.roles import Whose

WHOLE = (Role.ADMINISTRATOR,)
"""Who is kept from all that the body does in a case is kept from it in each role, this one too.

What is kept from one duty, as the decision from the auditors, never names this role.
"""


TOLD = models.Q(concealed=False)
"""The municipality knows of the case: it is not an audit that is still to be announced."""


def seen(cases: type[models.Model], person: Whose, day: date) -> models.Q:
    """A municipality sees its own; the body's staff what they need and nothing keeps from them.

    Officers and administrators of a scheme's body see its cases; auditors and decision makers
    those they work in, and those in which a task waits for a role of theirs. The person may be
    known by their key, and both be places in a compiled query.
    """
    held = roles.held_by(person, day)
    places = held.filter(role__in=MUNICIPAL).values("organisation_id")
    bodies = held.filter(role__in=OVERSEEING).values("organisation_id")
    own = models.Q(certification__organisation__in=places) & TOLD
    served = models.Q(certification__scheme__body__in=bodies)
    served |= _worked_in(cases, person, held.filter(role__in=WORKING))
    return (own | (served & not_excluded(person, *WHOLE))) & not_excluded(person)


def _worked_in(cases: type[models.Model], person: Whose, working: models.QuerySet[Any]) -> models.Q:
    """Asked of each case by itself: of all tasks together it would cost every reader of one."""
    # What goes on beside the case is known by its chain, as its own process is.
    here = Task.objects.filter(process__chain=models.OuterRef("main_process__chain"))
    queue = {"role": models.OuterRef("role"), "organisation": models.OuterRef("organisation")}
    free = here.filter(owner=None, status__in=Task.OPEN)
    waiting = free.filter(models.Exists(working.filter(**queue)))
    team = cases._default_manager.filter(pk=models.OuterRef("pk"), **in_team(person))
    # Compared so that no index finds all they ever had, but that of the case what there is.
    owned = here.annotate(
        whose=Coalesce("owner_id", 0, output_field=models.BigIntegerField())
    ).filter(whose=getattr(person, "pk", person))
    theirs = found(owned) | found(team)
    return found(waiting) | (models.Q(models.Exists(working)) & theirs)


def in_team(person: Whose) -> dict[str, Any]:
    """What is asked of a case in whose audit team the person is."""
    return {"audit__team__person": person, "audit__team__left_at": None}


def not_excluded(person: Whose, *roles: str) -> models.Q:
    """Nothing keeps the person from the case altogether, or from one of the roles."""
    return without(exclusions.of(models.OuterRef("main_process"), *roles, person=person))
