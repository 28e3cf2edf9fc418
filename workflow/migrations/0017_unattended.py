from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0016_sources_of_bars"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="unattended_since",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                fields=["id"],
                name="task_unattended",
                condition=models.Q(("finished", None), ("unattended_since__isnull", False)),
            ),
        ),
    ]
