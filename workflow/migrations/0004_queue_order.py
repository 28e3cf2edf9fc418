import datetime

import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0003_tallies"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="task",
            name="task_queue",
        ),
        migrations.RemoveIndex(
            model_name="task",
            name="task_mine",
        ),
        migrations.AlterField(
            model_name="task",
            name="priority",
            field=models.SmallIntegerField(choices=[(0, "Normal"), (1, "Prioritised")], default=0),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("role"),
                models.F("organisation"),
                models.OrderBy(models.F("priority"), descending=True),
                django.db.models.functions.comparison.Coalesce("due", datetime.date(9999, 12, 31)),
                models.F("id"),
                condition=models.Q(("owner", None), ("status", "NEW")),
                name="task_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                models.F("owner"),
                models.OrderBy(models.F("priority"), descending=True),
                django.db.models.functions.comparison.Coalesce("due", datetime.date(9999, 12, 31)),
                models.F("id"),
                condition=models.Q(("status__in", ["NEW", "ASSIGNED", "STARTED"])),
                name="task_mine",
            ),
        ),
    ]
