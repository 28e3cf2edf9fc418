"""The inbox: views of tasks, in pages that cost the same whatever the number of tasks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from processes.case import nodes
from processes.case.reader import Reader
from processes.case.rows import Row
from processes.roles import MUNICIPAL
from workflow import queues
from workflow.models import Bar, Task

PAGE = 50
CAP = 100
LATELY = 200

Tasks = models.QuerySet[Task]


class View(models.TextChoices):
    """Which tasks are shown."""

    MINE = "mine", gettext_lazy("Mine")
    TEAM = "team", gettext_lazy("My team, not taken")
    WAITING = "waiting", gettext_lazy("Waiting for others")
    WATCHED = "watched", gettext_lazy("Watched")
    DONE = "done", gettext_lazy("Completed")


@dataclass(frozen=True)
class Filter:
    """What the reader searches for."""

    text: str = ""
    stage: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.stage)

    def of(self, tasks: Tasks) -> Tasks:
        """The tasks that match."""
        if self.text:
            name = models.Q(process__organisation__name__icontains=self.text)
            tasks = tasks.filter(name | models.Q(process__business_key__icontains=self.text))
        if self.stage:
            tasks = tasks.filter(flow_task__in=nodes.of_stage(self.stage))
        return tasks


def unbarred(tasks: Tasks, person: Any) -> Tasks:
    """Without the processes a bar keeps from the person."""
    bars = Bar.objects.filter(process=models.OuterRef("process"), person=person)
    here = models.Q(role="") | models.Q(role=models.OuterRef("role"))
    return tasks.filter(~models.Exists(bars.filter(here)))


def parts(view: str, reader: Reader) -> list[Tasks]:
    """The tasks of a view, one queryset per index range: ORs would read whole tables."""
    person, today = reader.person, reader.today
    if view == View.MINE:
        return [queues.taken(person, today)]
    if view == View.WATCHED:
        return [queues.snoozed(person, today)]
    if view == View.DONE:
        return [queues.done(person)]
    return team(reader) if view == View.TEAM else waiting(reader)


def team(reader: Reader) -> list[Tasks]:
    """What the reader may take, role by role."""
    free = Task.objects.filter(status=Task.OPEN[0], owner=None)
    return [
        unbarred(free.filter(role=grant.role, organisation=grant.organisation_id), reader.person)
        for grant in reader.grants
    ]


def waiting(reader: Reader) -> list[Tasks]:
    """Open tasks of others, in the reader's municipalities and in what she worked on lately."""
    takeable = models.Q(pk__in=[])
    for grant in reader.grants:
        takeable |= models.Q(role=grant.role, organisation=grant.organisation_id, owner=None)
    others = Task.objects.filter(status__in=Task.OPEN).exclude(role="").exclude(takeable)
    others = others.exclude(owner=reader.person)
    places = sorted({grant.organisation_id for grant in reader.grants if grant.role in MUNICIPAL})
    worked = Task.objects.filter(owner=reader.person).order_by("-pk").values("process")[:LATELY]
    own = [others.filter(process__organisation=place) for place in places]
    elsewhere = others.filter(process__in=worked).exclude(process__organisation__in=places)
    return [unbarred(tasks, reader.person) for tasks in (*own, elsewhere)]


def together(several: Iterable[Tasks], limit: int) -> models.QuerySet[Any]:
    """The first ids of each part, in one statement; each part keeps to its own index."""
    first, *rest = [
        Task.objects.filter(pk__in=tasks[:limit].values("pk")).values_list("pk")
        for tasks in several
    ] or [Task.objects.none().values_list("pk")]
    return first.union(*rest, all=True) if rest else first


def count(several: Iterable[Tasks]) -> int:
    """How many there are, counted no further than the cap."""
    ordered = [tasks.order_by(*queues.ORDER) for tasks in several]
    return min(together(ordered, CAP).count(), CAP)


@dataclass(frozen=True)
class Page:
    """One page of rows, and where the next begins."""

    rows: list[Row]
    after: str = ""


def page(view: str, reader: Reader, chosen: Filter, after: str = "") -> Page:
    """The tasks after a key, in the order of queues; the completed ones newest first."""
    order = Finished(after) if view == View.DONE else InOrder(after)
    ranges = [some for tasks in parts(view, reader) for some in order.after(chosen.of(tasks))]
    some = [order.sorted(tasks) for tasks in ranges]
    ids = [pk for (pk,) in together(some, PAGE + 1)]
    tasks = Task.objects.filter(pk__in=ids).select_related("process__organisation", "owner")
    found = list(order.sorted(tasks)[: PAGE + 1])
    rows = [Row(task, reader) for task in found[:PAGE]]
    return Page(rows, order.key(found[PAGE - 1]) if len(found) > PAGE else "")


class InOrder:
    """What is prioritised, then by deadline, those without one last; then as they came."""

    def __init__(self, key: str) -> None:
        self.place = read_key(key)

    def after(self, tasks: Tasks) -> list[Tasks]:
        """Those after the key: one queryset per index range, for no index serves an OR."""
        if self.place is None:
            return [tasks]
        key = self.place
        same = tasks.filter(priority=key.priority).annotate(day=Coalesce("due", date.max))
        return [
            same.filter(day=key.day, pk__gt=key.pk),
            same.filter(day__gt=key.day),
            tasks.filter(priority__lt=key.priority),
        ]

    def sorted(self, tasks: Tasks) -> Tasks:
        """In order."""
        return tasks.order_by(*queues.ORDER)

    def key(self, task: Task) -> str:
        """Where a page that ends with the task goes on."""
        return f"{task.priority}.{task.due or date.max}.{task.pk}"


class Finished(InOrder):
    """Newest first."""

    def after(self, tasks: Tasks) -> list[Tasks]:
        """Those finished before the key's task."""
        return [tasks if self.place is None else tasks.filter(pk__lt=self.place.pk)]

    def sorted(self, tasks: Tasks) -> Tasks:
        """In order."""
        return tasks.order_by("-pk")


class Key(NamedTuple):
    """A place in the order: that of the last row of a page."""

    priority: int
    day: date
    pk: int


def read_key(key: str) -> Key | None:
    """The key of an address; what nobody wrote begins from the first page."""
    try:
        priority, day, pk = key.split(".")
        return Key(int(priority), date.fromisoformat(day), int(pk))
    except ValueError:
        return None


def groups(rows: list[Row], reader: Reader) -> list[tuple[str, list[Row]]]:
    """Prioritised, overdue, this week, later, without a date: as the rows come."""
    return [(name, list(some)) for name, some in groupby(rows, lambda row: _group(row, reader))]


def _group(row: Row, reader: Reader) -> str:
    due, today = row.task.due, reader.today
    if row.task.priority:
        return _("Prioritised")
    if due is None:
        return _("Without a date")
    if due < today:
        return _("Overdue")
    sunday = today + timedelta(days=6 - today.weekday())
    return _("This week") if due <= sunday else _("Later")
