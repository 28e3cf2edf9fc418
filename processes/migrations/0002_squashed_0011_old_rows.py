from django.db import migrations

from workflow.sql import at_once

REPLACED = [
    "0002_certification",
    "0003_changeover",
    "0004_declared_tasks",
    "0005_forecast",
    "0006_register_pages",
    "0007_found_by_a_part",
    "0008_newest_cases",
    "0009_new_tables",
    "0010_more_facts",
    "0011_old_rows",
]


class Migration(migrations.Migration):
    replaces = [("processes", name) for name in REPLACED]
    dependencies = [
        ("processes", "0001_organisations"),
        ("workflow", "0001_squashed_0017_late_told_again"),
    ]
    operations = at_once.operations("processes.migrations", REPLACED)
