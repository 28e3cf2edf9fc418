from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0015_directory_stamp"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrailSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("names", models.JSONField()),
                ("rows", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="bar",
            name="one_bar_each",
        ),
        migrations.AddField(
            model_name="bar",
            name="source",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddConstraint(
            model_name="bar",
            constraint=models.UniqueConstraint(
                fields=("process", "person", "role", "source"), name="one_bar_each"
            ),
        ),
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
