from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0011_task_waiting"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("finished", None)),
                fields=["flow_task", "process"],
                name="task_open",
            ),
        ),
    ]
