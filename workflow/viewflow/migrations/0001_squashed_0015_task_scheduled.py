from django.conf import settings
from django.db import migrations

from workflow.sql import at_once

REPLACED = [
    "0001_initial",
    "0002_fsmchange",
    "0003_task_owner_permission_change",
    "0004_extend_fields_length",
    "0005_rename_flowcls",
    "0004_subprocess",
    "0005_merge",
    "0006_merge",
    "0007_owner_permission_obj",
    "0006_i18n",
    "0008_merge",
    "0007_task_assigned",
    "0008_jsonfield_and_artifact",
    "0009_merge",
    "0010_viewflow20",
    "0011_alter_task_created_and_more",
    "0012_alter_process_data_alter_task_data",
    "0013_process_seed_content_type_process_seed_object_id_and_more",
    "0014_alter_process_parent_task",
    "0015_task_scheduled",
]


class Migration(migrations.Migration):
    initial = True
    replaces = [("viewflow", name) for name in REPLACED]
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = at_once.operations("viewflow.workflow.migrations", REPLACED)
