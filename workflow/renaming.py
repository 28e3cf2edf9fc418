"""At deployment: rows follow what a flow's ``RENAMED`` says, and what no flow knows is named."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage, register
from django.core.checks import Warning as Warned
from django.db import DatabaseError, connections, models
from django.db.models.functions import Cast
from viewflow.workflow.fields import import_flow_by_ref

from workflow.models import Task

BATCH = 5000


def rename(using: str, **_: object) -> None:
    """Let the rows of tasks have the names that their nodes have now."""
    if Task._meta.db_table not in connections[using].introspection.table_names():
        return
    for reference in settings.WORKFLOW_FLOWS:
        renamed = getattr(import_flow_by_ref(reference), "RENAMED", {})
        for old, new in renamed.items():
            _rename(using, f"{reference}.{old}", f"{reference}.{new}")


def _rename(using: str, old: str, new: str) -> None:
    rows = Task.objects.using(using)
    while keys := list(rows.filter(flow_task=old).values_list("pk", flat=True)[:BATCH]):
        rows.filter(pk__in=keys).update(flow_task=new)


def unknown() -> Iterator[tuple[str, list[int]]]:
    """The nodes of open tasks that no flow knows, by reference, with the keys of the tasks."""
    flows = [import_flow_by_ref(reference) for reference in settings.WORKFLOW_FLOWS]
    known = [
        f"{reference}.{name}"
        for reference, flow_class in zip(settings.WORKFLOW_FLOWS, flows, strict=True)
        for name in (
            *(node.name for node in flow_class.instance.nodes()),
            *getattr(flow_class, "RENAMED", {}),
        )
    ]
    raw = Cast("flow_task", models.CharField(max_length=255))
    strange = Task.objects.filter(finished=None).exclude(flow_task__in=known)
    found: dict[str, list[int]] = {}
    for node, key in strange.annotate(node=raw).order_by("pk").values_list("node", "pk"):
        found.setdefault(node, []).append(key)
    yield from found.items()


@register(deploy=True)
def check_rows(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Every open task stands at a node that its flow has."""
    try:
        return [
            Warned(
                f"{len(keys)} open tasks stand at {node}, which no flow knows: "
                f"{', '.join(map(str, keys))}.",
                id="workflow.W020",
            )
            for node, keys in unknown()
        ]
    except DatabaseError:  # there are no tables yet
        return []
