from django.db import migrations

from workflow.sql import at_once

REPLACED = [
    "0001_initial",
    "0002_fewer_indexes",
    "0003_more_letters",
    "0004_lapsing",
    "0005_addresses",
    "0006_sanctions",
    "0007_parts_given_and_taken",
    "0008_times",
    "0009_complaints",
    "0010_message",
]


class Migration(migrations.Migration):
    initial = True
    replaces = [("notifications", name) for name in REPLACED]
    dependencies = [
        ("processes", "0038_outcomes_of_appeals"),
        ("workflow", "0021_held"),
    ]
    operations = at_once.operations("notifications.migrations", REPLACED)
