from typing import Any

from django.db import migrations

DECLARED = (
    "processes/flows.CertificationFlow.lead_audit",
    "processes/flows.CertificationFlow.decide",
)


def mark(apps: Any, schema_editor: Any) -> None:
    """What was opened before tasks knew it of themselves."""
    tasks = apps.get_model("workflow", "Task").objects
    tasks.filter(flow_task__in=DECLARED).update(declared=True)


class Migration(migrations.Migration):
    dependencies = [
        ("processes", "0003_changeover"),
        ("workflow", "0009_declared_apart"),
    ]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
