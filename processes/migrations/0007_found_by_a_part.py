from typing import Any

from django.db import migrations

from workflow.sql import substrings

SOUGHT = {
    "organisation_sought": ("processes_organisation", "name"),
    "certificate_sought": ("processes_certificate", "number"),
    "case_sought": ("processes_case", "number"),
}


def create(apps: Any, schema_editor: Any) -> None:
    for name, (table, column) in SOUGHT.items():
        substrings.index(schema_editor.connection, name, table=table, column=column)


def drop(apps: Any, schema_editor: Any) -> None:
    for name in SOUGHT:
        substrings.drop(schema_editor.connection, name)


class Migration(migrations.Migration):
    dependencies = [("processes", "0006_register_pages")]
    operations = [migrations.RunPython(create, drop)]
