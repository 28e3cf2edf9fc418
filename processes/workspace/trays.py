"""Which tasks lie in which view of the inbox, as an index finds them, for whoever reads.

What belongs to a person is asked for like everything else: it is theirs while they hold a role
that may do it, and see the case.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from processes import subjects
from processes.case.models import Case
from processes.roles import MUNICIPAL, OVERSEEING
from workflow import queues, roles
from workflow.models import Process, Task
from workflow.queues.first_of_each import FirstOfEach, OfRange, Ranges, each, held
from workflow.queues.taking import free, not_excluded
from workflow.roles import Whose
from workflow.sweep import attendance

LATELY, RUNNING = 200, 40

Tasks = models.QuerySet[Task]


class View(models.TextChoices):
    """Which tasks are shown."""

    MINE = "mine", gettext_lazy("Mine")
    TEAM = "team", gettext_lazy("My team, not taken")
    WAITING = "waiting", gettext_lazy("Waiting for others")
    WATCHED = "watched", gettext_lazy("Watched")
    DONE = "done", gettext_lazy("Completed")
    NOBODY = "nobody", gettext_lazy("Waiting for nobody")
    """For who watches over cases: what nobody may do."""


@dataclass(frozen=True)
class Part:
    """Tasks that one index finds in order; with ``ranges``, those of each range.

    ``are_few``: no index has their order, but they are never many.
    """

    tasks: Tasks
    ranges: Ranges | None = None
    are_few: bool = False

    def having(self, tasks: Tasks) -> "Part":
        """Other tasks, found in these ranges."""
        return replace(self, tasks=tasks)

    def firsts(self, number: int) -> Any:
        """The keys of the first, to be asked for in a greater question."""
        if self.ranges is None:
            return self.tasks[:number].values("pk")
        return FirstOfEach(self.ranges, self.tasks, number)


def parts(view: str, person: Whose, today: date) -> list[Part]:
    """The tasks of a view of a person, known by their key, on a local day.

    One part per index range: ORs would read whole tables.
    """
    return PARTS[View(view)](person, today)


def mine(person: Whose, today: date) -> list[Part]:
    """What the person has taken or been given, and may still do."""
    return [Part(queues.taken(person, today).filter(each(queues.leave(person, today))))]


def watched(person: Whose, today: date) -> list[Part]:
    """What of it is put aside."""
    return [Part(queues.snoozed(person, today).filter(each(queues.leave(person, today))))]


def done(person: Whose, today: date) -> list[Part]:
    """What the person has completed, in cases still to be seen."""
    seen = _seen(person, today, "")
    here = Process.objects.filter(seen, pk=models.OuterRef("process"))
    return [Part(queues.done(person).filter(each(models.Exists(here))))]


def nobody(person: Whose, today: date) -> list[Part]:
    """What nobody may do, in the cases that the person watches over."""
    bodies = roles.held_by(person, today).filter(role__in=OVERSEEING).values("organisation_id")
    cases = Case.objects.filter(certification__scheme__body__in=bodies)
    seen = models.Q(cases.seen_at("process__subject_id", person, today))
    if subjects.SUBJECTS:
        seen &= subjects.of_type(Case, "process__")
    tasks = attendance.unattended().filter(seen)
    return [Part(tasks, are_few=True)]


def _seen(person: Whose, today: date, path: str = "process__") -> models.Q:
    """The person may see today what the process at a path is about."""
    seen = models.Q(Case.objects.seen_at(f"{path}subject_id", person, today))
    if not subjects.SUBJECTS:
        return seen
    return (seen & subjects.of_type(Case, path)) | subjects.visible(person, today, path)


def team(person: Whose, today: date) -> list[Part]:
    """What the person may take, queue by queue."""
    theirs = held(person, today)
    return [Part(free(person, declared=declared), theirs) for declared in (False, True)]


def waiting(person: Whose, today: date) -> list[Part]:
    """Open tasks of others, in the person's municipalities and in what they worked on lately.

    Of a municipality's processes the latest that run count: of all it ever had, they are few.
    """
    takeable = models.Q(queues.leave(person, today), owner=None)
    others = Task.objects.filter(not_excluded(person), status__in=Task.OPEN).exclude(role="")
    others = others.exclude(owner=person).exclude(takeable)
    here = Process.objects.filter(organisation=OfRange("organisation_id"), finished=None)
    own = others.filter(process__in=here.order_by("-pk").values("pk")[:RUNNING])
    untold = Case.objects.untold().filter(main_process__chain=models.OuterRef("process__chain"))
    own = own.filter(~models.Exists(untold))
    places = held(person, today).filter(role__in=MUNICIPAL).values("organisation_id")
    worked = Task.objects.filter(owner=person).order_by("-pk").values("process")[:LATELY]
    elsewhere = others.filter(_seen(person, today), process__in=worked)
    elsewhere = elsewhere.exclude(process__organisation__in=places)
    return [Part(own, places, are_few=True), Part(elsewhere, are_few=True)]


PARTS: dict[View, Callable[[Any, Any], list[Part]]] = {
    View.MINE: mine,
    View.TEAM: team,
    View.WAITING: waiting,
    View.WATCHED: watched,
    View.DONE: done,
    View.NOBODY: nobody,
}
