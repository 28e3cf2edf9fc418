from django.db import migrations

from workflow.sql import at_once

REPLACED = [
    "0001_initial",
    "0002_trail_triggers",
    "0003_tallies",
    "0004_queue_order",
    "0005_slim_tasks",
    "0006_chains_and_ways",
    "0007_chain_needed",
    "0008_latest_first",
    "0009_declared_apart",
    "0010_fewer_indexes",
    "0011_task_waiting",
    "0012_task_open",
    "0013_timers_by_moment",
    "0014_trail_by_chain",
    "0015_directory_stamp",
    "0016_more_facts",
    "0017_late_told_again",
    "0018_exclusions",
    "0019_directory_version",
    "0020_exclusions_by_person_and_process",
    "0021_held",
]


class Migration(migrations.Migration):
    initial = True
    replaces = [("workflow", name) for name in REPLACED]
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("processes", "0001_organisations"),
    ]
    operations = at_once.operations("workflow.migrations", REPLACED)
