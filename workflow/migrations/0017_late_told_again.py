"""Tasks whose reminders had ended are told of again from the next morning on."""

from datetime import timedelta
from typing import Any

from django.db import migrations, models
from django.utils import timezone

from workflow.calendar import at_eight, local_date


def start(apps: Any, schema_editor: Any) -> None:
    """Promise a reminder of every open task with a deadline that has none."""
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind = kinds.filter(app_label="workflow", model="task").first()
    if kind is None:
        return  # no task either
    timers = apps.get_model("workflow", "Timer").objects
    promised = timers.filter(subject_type=kind, step="remind", status__in=["waiting", "incident"])
    tasks = apps.get_model("workflow", "Task").objects
    silent = tasks.filter(status__in=["NEW", "ASSIGNED", "STARTED"], due__isnull=False)
    silent = silent.filter(~models.Exists(promised.filter(subject_id=models.OuterRef("pk"))))
    moment = at_eight(local_date(timezone.now()) + timedelta(days=1))
    same = {"subject_type": kind, "step": "remind", "due_at": moment, "original_due_at": moment}
    timers.bulk_create(
        (timers.model(subject_id=key, **same) for key in silent.values_list("pk", flat=True)),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0016_more_facts"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(start, migrations.RunPython.noop)]
