from typing import Any

from django.db import migrations

from workflow.sql import triggers


def create(apps: Any, schema_editor: Any) -> None:
    triggers.forbid(schema_editor.connection)


def drop(apps: Any, schema_editor: Any) -> None:
    triggers.drop(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
