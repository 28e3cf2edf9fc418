from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0010_fewer_indexes"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("finished", None), ("owner", None)),
                fields=["role", "organisation", "process"],
                name="task_waiting",
            ),
        ),
    ]
