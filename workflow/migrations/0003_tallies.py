from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("workflow", "0002_trail_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=80)),
                ("count", models.BigIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("at", models.DateTimeField()),
                ("host", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.AddIndex(
            model_name="timer",
            index=models.Index(
                condition=models.Q(("status", "incident")), fields=["id"], name="timer_incident"
            ),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("kind", "name"), name="one_tally_each"),
        ),
    ]
