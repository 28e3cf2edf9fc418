from typing import Any

from django.db import migrations
from django.utils import timezone


def look_soon(apps: Any, schema_editor: Any) -> None:
    """Renewals that run already are watched from the next minute on, as surveillances are."""
    opened = apps.get_model("processes", "ProgrammeItem").objects.filter(
        state="opened", kind="recertification"
    )
    keys = list(opened.values_list("pk", flat=True))
    if not keys:
        return
    kinds = apps.get_model("contenttypes", "ContentType").objects
    kind, _new = kinds.get_or_create(app_label="processes", model="programmeitem")
    timer, now = apps.get_model("workflow", "Timer"), timezone.now()
    timer.objects.bulk_create(
        [
            timer(subject_type=kind, subject_id=key, step="miss", due_at=now, original_due_at=now)
            for key in keys
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0013_lapsed"),
        ("workflow", "0017_late_told_again"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(look_soon, migrations.RunPython.noop)]
