"""Which node a row of a task stands at, also when the flow has changed since it was written.

A flow says in ``RENAMED`` what its nodes were called before. What it does not know any more is
``Obsolete``: every page can show it, nobody can do it, and the check at deployment names it.
"""

from functools import cache
from typing import Any, NoReturn

from django.db.backends.base.base import BaseDatabaseWrapper as Database
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from viewflow.workflow import flow
from viewflow.workflow.base import Flow, Node
from viewflow.workflow.fields import TaskReferenceField, import_flow_by_ref

from workflow.exceptions import Conflict


def gone(request: HttpRequest) -> NoReturn:
    """Say that the step is no more. Raises Conflict."""
    raise Conflict(
        _("This step is no longer part of the process. Tell an administrator."), code="step_gone"
    )


class Obsolete(flow.Obsolete):
    """Stands for a node that its flow has no more. Reads as a human task that no step completes."""

    page = staticmethod(gone)
    task_title = gettext_lazy("A step that is no longer part of the process")
    stage = ""
    declared = False
    queue = limit = keeper = lease = lapse = again = None
    steps = working_steps = frozenset[str]()
    effort = 1
    otherwise = ""


def named(flow_class: type[Flow], name: str) -> Node:
    """The node of a name that it has or had."""
    name = getattr(flow_class, "RENAMED", {}).get(name, name)
    node = flow_class.instance.node(name, no_obsolete=True)
    return node or Obsolete().create_node(name, flow_class)


@cache
def node_of(reference: str) -> Node:
    """The node of a reference ``app/module.Flow.node``."""
    flow_reference, _dot, name = reference.rpartition(".")
    return named(import_flow_by_ref(flow_reference), name)


class NodeField(TaskReferenceField):
    """A reference to a node of a flow."""

    def from_db_value(self, value: Any, expression: object, connection: Database) -> Node | None:
        """The node that it is now."""
        return node_of(value) if value else value

    def deconstruct(self) -> Any:
        """As viewflow's own field: in the database it is the same."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "viewflow.workflow.fields.TaskReferenceField", args, kwargs
