from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    """Each process gets the chain of its subject; each task's way here in words, not in keys."""
    process_model = apps.get_model("workflow", "Process")
    chain_model = apps.get_model("workflow", "TrailChain")
    task_model = apps.get_model("workflow", "Task")
    for process in process_model.objects.filter(chain=None).select_related("subject_type"):
        kind = process.subject_type
        key = f"{kind.app_label}.{kind.model}:{process.subject_id}"
        process.chain = chain_model.objects.get_or_create(key=key)[0]
        process.save(update_fields=["chain"])
    for task in task_model.objects.prefetch_related("previous").iterator(chunk_size=500):
        came_from = [[one.flow_task.name, str(one.token)] for one in task.previous.all()]
        task_model.objects.filter(pk=task.pk).update(came_from=came_from)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0005_slim_tasks")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
