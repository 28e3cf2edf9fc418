"""The inbox: views of tasks, in pages that cost the same whatever the number of tasks."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce
from itertools import groupby
from operator import or_
from typing import Any, NamedTuple

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from processes.case import nodes
from processes.case.models import Case
from processes.case.reader import Reader
from processes.roles import OVERSEEING
from processes.scheme.models import Scheme
from processes.workspace.rows import Row
from processes.workspace.trays import Part, Tasks, View, parts
from workflow import queues
from workflow.models import Task
from workflow.sql import bulk
from workflow.sql.compiled import Answer, Many, compiled
from workflow.sql.paging import united
from workflow.sql.substrings import containing

__all__ = ["CAP", "PAGE", "Filter", "Page", "View", "count", "counts", "groups", "page"]

PAGE = 50
LANGUAGES = ("sv", "en")
CAP = 100
UNTOLD = ("data", "token", "process__data")
"""What no row of a list tells."""
SOUGHT = (
    "process__organisation__name",
    "process__organisation__full_name",
    "process__business_key",
)


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
            ways = [containing(column, self.text) for column in SOUGHT]
            cases = Case.objects.filter(certification__scheme__in=Scheme.objects.titled(self.text))
            ways.append(models.Q(process__business_key__in=cases.values("number")))
            tasks = tasks.filter(reduce(or_, ways))
        if self.stage:
            tasks = tasks.filter(flow_task__in=nodes.of_stage(self.stage))
        return tasks


def together(several: Iterable[Part], number: int) -> models.QuerySet[Any]:
    """The first keys of each part, in one statement; each part keeps to its own index."""
    several = list(several)
    if len(several) == 1 and several[0].ranges is None:
        return several[0].tasks.values_list("pk")[:number]
    return united([Task.objects.filter(pk__in=part.firsts(number)) for part in several])


def count(view: str, reader: Reader) -> int:
    """How many tasks the reader has in a view, counted no further than the cap."""
    return min(len(_firsts(view, CAP)(reader.person.pk, reader.today).all()), CAP)


@cache
def _firsts(view: str, number: int) -> Callable[[int, date], Answer[tuple[int]]]:
    """The keys of the first of a view."""

    @compiled
    def keys(person: int, day: date) -> models.QuerySet[Any, tuple[int]]:
        several = parts(view, person, day)
        order = order_of(view)
        return together([part.having(order.sorted(part.tasks)) for part in several], number)

    return keys


@dataclass(frozen=True)
class Page:
    """One page of rows, and where the next begins. ``is_all``: it shows the whole view."""

    rows: list[Row]
    after: str = ""
    is_all: bool = False


def page(view: str, reader: Reader, chosen: Filter, after: str = "") -> Page:
    """The tasks after a key, in the order of queues; the completed ones newest first."""
    order = order_of(view, after)
    ids = [key for (key,) in _keys(view, reader, chosen, order)]
    found = _read(view, PAGE + 1)(ids).all() if ids else []
    rows = [Row(task, reader) for task in found[:PAGE]]
    following = order.key(found[PAGE - 1]) if len(found) > PAGE else ""
    is_first = not chosen and order.place is None
    return Page(rows, following, is_all=is_first and not following)


def counts(view: str, reader: Reader, shown: Page) -> dict[View, int]:
    """How many tasks the tabs tell, while a page of a view is shown: what is seen is known."""
    tabs = [View.MINE, View.TEAM, *([View.NOBODY] if reader.holds(*OVERSEEING) else [])]
    known = {View(view): len(shown.rows)} if shown.is_all else {}
    asked = tuple(tab for tab in tabs if tab not in known)
    rows = _tally(asked)(reader.person.pk, reader.today).all() if asked else []
    found = Counter(tab for tab, _key in rows)
    return {tab: known[tab] if tab in known else min(found[tab], CAP) for tab in tabs}


@cache
def _tally(views: tuple[View, ...]) -> Callable[[int, date], Answer[tuple[str, int]]]:
    """The keys of the first of several views, each with its view: one statement for all tabs."""

    @compiled
    def keys(person: int, day: date) -> models.QuerySet[Any, tuple[str, int]]:
        first, *rest = [rows for view in views for rows in _told_apart(view, person, day)]
        return first.union(*rest, all=True) if rest else first

    return keys


def _told_apart(view: View, person: int, day: date) -> Iterator[models.QuerySet[Any, Any]]:
    order, label = order_of(view), models.Value(view.value, models.TextField())
    for part in parts(view, person, day):
        firsts = part.having(order.sorted(part.tasks)).firsts(CAP)
        yield Task.objects.filter(pk__in=firsts).values_list(label, "pk")


def _keys(view: str, reader: Reader, chosen: Filter, order: "InOrder") -> Iterable[Any]:
    """The keys of a page and one more, if there are."""
    person, today = reader.person.pk, reader.today
    if not chosen and order.place is None:
        return _firsts(view, PAGE + 1)(person, today).all()
    several = [
        part.having(order.sorted(tasks))
        for part in parts(view, person, today)
        for tasks in order.after(part.having(chosen.of(part.tasks)))
    ]
    return together(several, PAGE + 1)


@cache
def _read(view: str, number: int) -> Callable[[Many[int]], Answer[Any]]:
    """The tasks with some keys, with all that a row tells."""

    @compiled
    def tasks(ids: Many[int]) -> Tasks:
        some = Task.objects.filter(bulk.among(ids)).defer(*UNTOLD)
        some = some.select_related("process__organisation", "owner").annotate(**_schemes())
        return order_of(view).sorted(some)[:number]

    return tasks


def _schemes() -> dict[str, models.Subquery]:
    """The title of a task's scheme in both languages: by the number of its case."""
    case = Case.objects.filter(number=models.OuterRef("process__business_key"))
    return {
        f"scheme_{one}": models.Subquery(case.values(f"certification__scheme__title_{one}")[:1])
        for one in LANGUAGES
    }


class InOrder:
    """What is prioritised, then by deadline, those without one last; then as they came."""

    def __init__(self, key: str) -> None:
        self.place = read_key(key)

    def after(self, part: Part) -> list[Tasks]:
        """Those after the key: one queryset per index range, for no index serves an OR."""
        if self.place is None:
            return [part.tasks]
        key = self.place
        ranges = [
            models.Q(priority=key.priority, day=key.day, pk__gt=key.pk),
            models.Q(priority=key.priority, day__gt=key.day),
            models.Q(priority__lt=key.priority),
        ]
        tasks = part.tasks.annotate(day=Coalesce("due", date.max))
        if part.are_few:
            return [tasks.filter(ranges[0] | ranges[1] | ranges[2])]
        return [tasks.filter(one) for one in ranges]

    def sorted(self, tasks: Tasks) -> Tasks:
        """In order."""
        return tasks.order_by(*queues.ORDER)

    def key(self, task: Task) -> str:
        """Where a page that ends with the task goes on."""
        return f"{task.priority}.{task.due or date.max}.{task.pk}"


class Finished(InOrder):
    """Newest first."""

    def after(self, part: Part) -> list[Tasks]:
        """Those finished before the key's task."""
        return [part.tasks if self.place is None else part.tasks.filter(pk__lt=self.place.pk)]

    def sorted(self, tasks: Tasks) -> Tasks:
        """In order."""
        return tasks.order_by("-pk")


def order_of(view: str, after: str = "") -> InOrder:
    """The order of a view, from a key on."""
    return Finished(after) if view == View.DONE else InOrder(after)


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
