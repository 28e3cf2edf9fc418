"""The first rows of each of many ranges, found together however many ranges and rows.

So are found the first tasks of each of a person's queues, and the newest cases of each edition.

A queue is a role at an organisation, and two ranges of the index ``task_queue``: what asks for a
declaration of impartiality, and the rest. The index gives the tasks of a range in order, but only
within it: a question about several roles at once would read and sort them all. So every range is
read by itself, no further than it is needed.
"""

from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.db.models.sql.compiler import SQLCompiler
from viewflow.workflow.base import Node
from viewflow.workflow.fields import import_flow_by_ref

from workflow import roles
from workflow.models import Task
from workflow.roles import Whose

Tasks = models.QuerySet[Task]
Ranges = models.QuerySet[Any, Any]
Sql = tuple[str, tuple[Any, ...]]
ORDER = (models.F("priority").desc(), Coalesce("due", date.max), "id")
"""A queue's order: what is prioritised, then by deadline, then as it came."""

LATERAL, LOCK, END = "LATERAL ({rows}", " FOR NO KEY UPDATE SKIP LOCKED", ') "one"'


def held(person: Whose | None, day: date) -> Ranges:
    """The ranges of an active person on a local day: role and organisation, each once."""
    rows = roles.directory(day).filter(person=person, person__is_active=True)
    return rows.values("role", "organisation_id").distinct()


def without(others: models.QuerySet[Any]) -> models.Q:
    """There is none of the others.

    Asked of each row by itself: joined to all the others, the rows would lose their order.
    """
    there = models.When(models.Exists(others), then=False)
    return models.Q(models.Case(there, default=True, output_field=models.BooleanField()))


def each(condition: models.Q | models.Exists) -> models.Q:
    """The condition, asked of each row by itself: so rows keep their order, as in ``without``."""
    holds = models.When(condition, then=True)
    return models.Q(models.Case(holds, default=False, output_field=models.BooleanField()))


def found(rows: models.QuerySet[Any]) -> models.Q:
    """There is one of the rows, which depend on the row that asks, looked for when it asks.

    For an ``Exists`` PostgreSQL may gather beforehand what there is for all who might ask.
    """
    return models.Q(IsNull(models.Subquery(rows.order_by().values("pk")[:1]), False))


@cache
def declared_nodes() -> list[Node]:
    """The nodes whose tasks are taken in person only, with a declaration of impartiality."""
    flows = [import_flow_by_ref(reference) for reference in settings.WORKFLOW_FLOWS]
    nodes = [node for flow_class in flows for node in flow_class.instance.nodes()]
    return [node for node in nodes if getattr(node, "declared", False)]


class OfRange(models.Expression):
    """A column of the range that is being read; ``field`` is what it is compared with."""

    def __init__(self, name: str, field: models.Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=field or Task._meta.get_field(name))
        self._name = name

    def as_sql(self, compiler: SQLCompiler, connection: Database) -> Sql:
        """As ``FirstOfEach`` calls its ranges."""
        return f'"held"."{self._name}"', ()


class FirstOfEach(models.Expression):
    """The keys of the first ``number`` of the ``tasks`` of all the ranges together, in order.

    With ``lock`` they are locked for the transaction, and what others have locked is passed over.
    """

    KEY = "pk"
    IN_ORDER = '"one"."priority" DESC, "one"."day", "one"."pk"'
    BESIDE = """
    (SELECT "id" AS "pk", "priority", COALESCE("due", '9999-12-31') AS "day" FROM "workflow_task")
    "one" ON "one"."pk" IN (SELECT "pk" FROM ({rows}))"""

    def __init__(
        self, ranges: Ranges, rows: models.QuerySet[Any], number: int, *, lock: bool = False
    ) -> None:
        super().__init__(output_field=models.BigIntegerField())
        self._ranges, self._number, self._lock = ranges, number, lock
        self._rows = self.in_order(rows)[:number]

    def in_order(self, tasks: Tasks) -> Ranges:
        """The order of each range."""
        ordered = tasks.annotate(day=Coalesce("due", date.max)).order_by(*ORDER)
        return ordered.values("pk", "priority", "day")

    def as_sql(self, compiler: SQLCompiler, connection: Database) -> Sql:
        """On SQLite: the rows that are among the first of their range. A writer is alone there."""
        return self._together(connection, self.BESIDE)

    def as_postgresql(self, compiler: SQLCompiler, connection: Database, **_context: object) -> Sql:
        """On PostgreSQL: each range looks into the index by itself."""
        return self._together(connection, LATERAL + LOCK * self._lock + END)

    def _together(self, connection: Database, each: str) -> Sql:
        ranges, whose = self._ranges.query.get_compiler(connection=connection).as_sql()
        rows, which = self._rows.query.get_compiler(connection=connection).as_sql()
        beside = each.format(rows=rows)
        sql = f'SELECT "one"."{self.KEY}" FROM ({ranges}) "held" CROSS JOIN {beside}'
        return f"({sql} ORDER BY {self.IN_ORDER} LIMIT {self._number})", (*whose, *which)
