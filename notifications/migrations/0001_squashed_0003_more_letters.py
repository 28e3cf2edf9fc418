from django.db import migrations

from workflow.sql import at_once

REPLACED = ["0001_initial", "0002_fewer_indexes", "0003_more_letters"]


class Migration(migrations.Migration):
    initial = True
    replaces = [("notifications", name) for name in REPLACED]
    dependencies = [
        ("processes", "0002_squashed_0011_old_rows"),
        ("workflow", "0001_squashed_0017_late_told_again"),
    ]
    operations = at_once.operations("notifications.migrations", REPLACED)
