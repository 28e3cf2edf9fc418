"""What began before it was watched is looked at once, by the sweep, and watched from then on."""

from typing import Any

from django.db import migrations
from django.utils import timezone


def watch(apps: Any, schema_editor: Any) -> None:
    items = apps.get_model("processes", "ProgrammeItem").objects
    certificates = apps.get_model("processes", "Certificate").objects
    _promise(apps, "programmeitem", "miss", items.filter(state="opened", kind="surveillance"))
    _promise(apps, "certificate", "lose", certificates.filter(state="expired"))


def _promise(apps: Any, model: str, step: str, rows: Any) -> None:
    kinds = apps.get_model("contenttypes", "ContentType").objects
    timers = apps.get_model("workflow", "Timer").objects
    kind, _new = kinds.get_or_create(app_label="processes", model=model)
    now = timezone.now()
    keys = list(rows.values_list("pk", flat=True))
    timers.bulk_create(
        [
            timers.model(
                subject_type=kind, subject_id=key, step=step, due_at=now, original_due_at=now
            )
            for key in keys
        ],
        batch_size=500,
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0021_overdue"),
        ("workflow", "0015_directory_stamp"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(watch, migrations.RunPython.noop)]
