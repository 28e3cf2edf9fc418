from typing import Any

from django.db import migrations, models
from django.utils import timezone


def look_soon(apps: Any, schema_editor: Any) -> None:
    """The hard dates of cases that run already are watched from the next minute on."""
    opened = apps.get_model("processes", "ProgrammeItem").objects.filter(
        state__in=["opened", "owed"]
    )
    keys = list(opened.values_list("pk", flat=True))
    if not keys:
        return
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _new = kinds.get_or_create(app_label="processes", model="programmeitem")
    timer, now = apps.get_model("workflow", "Timer"), timezone.now()
    timer.objects.bulk_create(
        timer(subject_type=kind, subject_id=key, step="near", due_at=now, original_due_at=now)
        for key in keys
    )


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0025_appeals"),
        ("workflow", "0009_declared_apart"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="programmeitem",
            name="behind_date",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunPython(look_soon, migrations.RunPython.noop),
    ]
