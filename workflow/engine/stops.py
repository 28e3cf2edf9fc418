"""What a process that is ended from outside takes with it: promises, and processes beside it."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from viewflow.workflow.fields import get_flow_ref

from workflow.definition import versions
from workflow.engine.walk import ENDED
from workflow.models import Process, StatefulModel, Timer


def promising() -> list[type[StatefulModel]]:
    """The kinds of rows that promise something and belong to a process."""
    models = (model for model in apps.get_models() if issubclass(model, StatefulModel))
    return [model for model in models if model.promises and model.process_path]


def stop_promises(process: Process, *, at: datetime) -> None:
    """Stop every timer that waits for a row of the process."""
    # The rows first, then their timers: a timer knows its row by kind and key, and no process.
    for model in promising():
        kind = ContentType.objects.get_for_model(model)
        rows = model._base_manager.filter(**{str(model.process_path): process.pk})
        waiting = Timer.objects.filter(subject_type=kind, status=Timer.Status.WAITING)
        waiting.filter(subject_id__in=rows.values("pk")).update(
            status=Timer.Status.CANCELLED, finished_at=at
        )


def ending_with(process: Process) -> list[Process]:
    """The running processes about the same row whose flows say that they end with this one's."""
    # Of a later version of the flow they go on to be beside it.
    flow = versions.family(get_flow_ref(process.flow_class))
    beside = Process.objects.filter(chain=process.chain_id).exclude(status__in=ENDED)
    return [other for other in beside if flow in _ends_with(other.flow_class)]


def _ends_with(flow_class: Any) -> set[str]:
    return {versions.family(name) for name in getattr(flow_class, "ends_with", ())}
