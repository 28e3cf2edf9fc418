"""The first tasks of each of a person's queues, found together however many queues and tasks.

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
from django.db.models.functions import Coalesce
from viewflow.workflow.fields import import_flow_by_ref
from viewflow.workflow.status import STATUS

from workflow import roles
from workflow.models import Bar, Task

Tasks = models.QuerySet[Task]
Ranges = models.QuerySet[Any, Any]
ORDER = (models.F("priority").desc(), Coalesce("due", date.max), "id")
"""A queue's order: what is prioritised, then by deadline, then as it came."""

LATERAL, LOCK, END = "LATERAL ({tasks}", " FOR NO KEY UPDATE SKIP LOCKED", ') "one"'
BESIDE = """
(SELECT "id" AS "pk", "priority", COALESCE("due", '9999-12-31') AS "day" FROM "workflow_task") "one"
ON "one"."pk" IN (SELECT "pk" FROM ({tasks}))"""

IN_ORDER = 'ORDER BY "one"."priority" DESC, "one"."day", "one"."pk"'


def held(person: Any, day: Any) -> Ranges:
    """The ranges of an active person on a local day: role and organisation, each once."""
    rows = roles.directory(day).filter(person=person, person__is_active=True)
    return rows.values("role", "organisation_id").distinct()


def free(person: Any, *, declared: bool) -> Tasks:
    """The free tasks of one range of ``held``, whichever it is, that no bar keeps from the person.

    Those that ask for a declaration and those that do not are ranges of their own. Only to be
    asked inside ``Firsts``, which says which range of ``held`` it is.
    """
    here = Task.objects.filter(role=OfRange("role"), organisation=OfRange("organisation_id"))
    # Compared, for that is how an index finds it; Django would ask for "not declared".
    kind = here.filter(declared=models.Value(declared))
    return kind.filter(unbarred(person), status=STATUS.NEW, owner=None)


def unbarred(person: Any) -> models.Q:
    """No bar keeps the person from the process, or from its tasks of this role.

    Asked of each task by itself: joined to all her bars, the tasks would lose their order.
    """
    bars = Bar.objects.filter(process=models.OuterRef("process"), person=person)
    mine = bars.filter(models.Q(role="") | models.Q(role=models.OuterRef("role")))
    is_barred = models.When(models.Exists(mine), then=False)
    return models.Q(models.Case(is_barred, default=True, output_field=models.BooleanField()))


@cache
def declared_nodes() -> list[Any]:
    """The nodes whose tasks are taken in person only, with a declaration of impartiality."""
    flows = [import_flow_by_ref(reference) for reference in settings.WORKFLOW_FLOWS]
    nodes = [node for flow_class in flows for node in flow_class.instance.nodes()]
    return [node for node in nodes if getattr(node, "declared", False)]


class OfRange(models.Expression):
    """A column of the range that is being read."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=Task._meta.get_field(name))
        self._name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """As ``Firsts`` calls its ranges."""
        return f'"held"."{self._name}"', ()


class Firsts(models.Expression):
    """The keys of the first ``number`` of the ``tasks`` of all the ranges together, in order.

    With ``lock`` they are held for the transaction, and what others hold is passed over.
    """

    def __init__(self, ranges: Ranges, tasks: Tasks, number: int, *, lock: bool = False) -> None:
        super().__init__(output_field=models.BigIntegerField())
        self._ranges, self._number, self._lock = ranges, number, lock
        in_order = tasks.annotate(day=Coalesce("due", date.max)).order_by(*ORDER)
        self._tasks = in_order.values("pk", "priority", "day")[:number]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """On SQLite: the tasks that are among the first of their range. A writer is alone there."""
        return self._together(connection, BESIDE)

    def as_postgresql(self, compiler: Any, connection: Any, **_context: Any) -> Any:
        """On PostgreSQL: each range looks into the index by itself."""
        return self._together(connection, LATERAL + LOCK * self._lock + END)

    def _together(self, connection: Any, each: str) -> Any:
        ranges, whose = self._ranges.query.get_compiler(connection=connection).as_sql()
        tasks, which = self._tasks.query.get_compiler(connection=connection).as_sql()
        sql = f'SELECT "one"."pk" FROM ({ranges}) "held" CROSS JOIN {each.format(tasks=tasks)}'
        return f"({sql} {IN_ORDER} LIMIT {self._number})", (*whose, *which)
